"""The rows of a PDF's pages: what stands on one level, without what only belongs to the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from runtime.intake.pdf.looks import Manner, manner_of
from runtime.intake.witness.lines import Box, Line, Piece
from runtime.pdfs import Page, Rule, Run

_ONE_ROW = 0.35  #: of the size: what is no farther up or down stands on one level
_SAME_PLACE = 3.0  #: points
_UNDERLINE = 0.35  #: of the size: how far below its words a line may be drawn
_GAP = 0.9  #: of the size
_WIDE_GAP = 1.5  #: of the size


@dataclass(frozen=True, slots=True)
class Row:
    """Runs on one level of a page, from left to right."""

    page: int
    runs: tuple[Run, ...]
    is_underlined: bool = False

    @property
    def baseline(self) -> float:
        """Its height on the page."""
        return self.runs[0].baseline

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.runs[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(run.right for run in self.runs)

    @property
    def size(self) -> float:
        """The size of its first words."""
        return self.runs[0].look.size

    @property
    def manner(self) -> Manner:
        """How its first words are set."""
        return manner_of(self.runs[0])

    def cells(self) -> Iterator["Row"]:
        """Its pieces between gaps that are wider than between words."""
        begin = 0
        for end in range(1, len(self.runs) + 1):
            gap = self.runs[end].left - self.runs[end - 1].right if end < len(self.runs) else inf
            if gap >= _GAP * self.runs[end - 1].look.size:
                yield Row(self.page, self.runs[begin:end], self.is_underlined)
                begin = end

    @property
    def text(self) -> str:
        """All its words; wide gaps stay to be seen."""
        text, end = "", self.left
        for run in self.runs:
            gap = run.left - end
            text += ("   " if gap > _WIDE_GAP * self.size else " " if gap > 0 else "") + run.text
            end = run.right
        return text

    @property
    def box(self) -> Box:
        """What it covers."""
        runs = self.runs
        return Box(self.left, min(run.top for run in runs), self.right, max(run.bottom for run in runs))


def rows_of(pages: Sequence[Page]) -> list[list[Row]]:
    """The rows of each page from its top, without headers and footers that come again on its pages."""
    rows = [_rows(page) for page in pages]
    for order in (1, -1):
        ends = [page[::order] for page in rows]
        count = _repeated(ends, pages)
        rows = [page[count:][::order] for page in ends]
    return rows


def line_of(rows: Sequence[Row], text: str, piece: Piece) -> Line:
    """Rows as one line with this text; they are numbered when all are there."""
    boxes = [row.box for row in rows if row.page == rows[0].page]
    box = Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
    return Line(text, 0, piece, rows[0].page, box, look=rows[0].manner)


def _rows(page: Page) -> list[Row]:
    levels: list[list[Run]] = []
    for run in sorted(page.runs, key=lambda run: run.baseline):
        if levels and run.baseline - levels[-1][0].baseline <= _ONE_ROW * run.look.size:
            levels[-1].append(run)
        else:
            levels.append([run])
    rows = [tuple(sorted(level, key=lambda run: run.left)) for level in levels]
    return [Row(page.number, runs, _is_underlined(runs, page.rules)) for runs in rows]


def _is_underlined(runs: Sequence[Run], rules: Sequence[Rule]) -> bool:
    """Whether a line as long as these words, and no longer, is drawn close below them."""
    left, right, baseline = runs[0].left, max(run.right for run in runs), runs[0].baseline
    below = _UNDERLINE * runs[0].look.size
    return any(
        0 <= rule.height - baseline <= below
        and abs(rule.left - left) < _SAME_PLACE
        and abs(rule.right - right) < _SAME_PLACE
        for rule in rules
    )


def _repeated(ends: Sequence[Sequence[Row]], pages: Sequence[Page]) -> int:
    """How many rows at this end of the pages are the same on each of them but for the page's number."""
    if len(pages) < 2:
        return 0
    count = 0
    for rows in zip(*ends, strict=False):
        told = {_without_page_number(row, len(pages)) for row in rows}
        heights = [row.baseline for row in rows]
        if len(told) > 1 or max(heights) - min(heights) > _SAME_PLACE:
            break
        count += 1
    return count


def _without_page_number(row: Row, pages: int) -> str:
    numbers = {str(row.page), str(pages)}
    return " ".join("#" if word.strip("()[]/.-,:") in numbers else word for word in row.text.casefold().split())
