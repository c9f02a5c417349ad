"""Forms in two columns: labels on the left, answers beside them.

The edge at which answers begin is the place where, on many rows, text begins after a gap. What stands in the answers'
column is an answer, whatever its words are. Which label an answer belongs to is shown by the lines that are ruled
between questions, or by the distance between rows; where neither shows it, a label stands level with its answer.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from runtime.intake.pdf.paragraphs import Measure, joined, leading_of, paragraphs
from runtime.intake.pdf.rows import Row, line_of
from runtime.intake.witness.lines import Line, Piece
from runtime.pdfs import Page, Rule

_FEWEST_ROWS = 3  #: with text in both columns, or ruled off
_SAME_EDGE = 2.0  #: points
_LEVEL = 0.35  #: of the size
_LEAST_WIDTH = 0.75  #: of the labels' column, before a label is wrapped
_LEAST_SHARE = 0.1  #: of the labels, for a manner to be one of theirs


def answer_edges(rows: Sequence[Row]) -> list[float]:
    """Where columns begin beside the first, counted from the left: where answers do, and what stands beside those."""
    first, further = Counter[int](), Counter[int]()
    for row in rows:
        lefts = [round(cell.left / _SAME_EDGE) for cell in row.cells()]
        first.update(lefts[1:2])
        further.update(lefts[2:])
    edges = [_most_common(first, _FEWEST_ROWS)]
    edges.append(_most_common(further, max(_FEWEST_ROWS, first.total() // 2)))
    return [edge * _SAME_EDGE for edge in edges if edge is not None]


def _most_common(edges: Counter[int], least: int) -> int | None:
    """The place at which most begin, if about there so many do."""
    edge = max(edges, key=edges.__getitem__, default=0)
    return edge if sum(edges[near] for near in (edge - 1, edge, edge + 1)) >= least else None


def column_lines(pages: Sequence[Page], rows: Sequence[Sequence[Row]], edge: float) -> Iterator[Line]:
    """The lines of a form whose answers begin at this edge."""
    reader = _Reader([row for page in rows for row in page], edge, [rule for page in pages for rule in page.rules])
    for page, its_rows in zip(pages, rows, strict=True):
        yield from reader.lines(its_rows, page.rules)


@dataclass(frozen=True, slots=True)
class _Parted:
    """A row of the two columns, one of which may be empty there."""

    whole: Row
    label: Row | None
    answer: Row | None


def _part(row: Row, edge: float) -> _Parted | None:
    """The row in two; None where something reaches over the edge."""
    if any(run.left < edge - _SAME_EDGE and run.right > edge + _SAME_EDGE for run in row.runs):
        return None
    count = sum(run.right <= edge + _SAME_EDGE for run in row.runs)
    label, answer = row.runs[:count], row.runs[count:]
    return _Parted(row, Row(row.page, label) if label else None, Row(row.page, answer) if answer else None)


class _Reader:
    """Reads page after page of one form."""

    def __init__(self, rows: Sequence[Row], edge: float, rules: Sequence[Rule]) -> None:
        self._edge = edge
        parted = [one for row in rows if (one := _part(row, edge))]
        beside = [(one.label.manner, one.answer.manner) for one in parted if one.label and one.answer]
        count = Counter(label for label, _ in beside)
        self._labels = {manner for manner in count if count[manner] >= _LEAST_SHARE * len(beside)}
        self._answers = {answer for _, answer in beside} - self._labels
        labels = [one.label for one in parted if one.label and one.label.manner in self._labels]
        leading = leading_of([labels, [one.answer for one in parted if one.answer]])
        self._left = min(row.left for row in labels)
        least_right = self._left + _LEAST_WIDTH * (edge - self._left)
        self._label_measure = Measure(max(least_right, *(row.right for row in labels)), leading)
        self._answer_measure = Measure(max(max(row.right for row in rows), self._right_of(rules)), leading)
        self._has_begun = False  #: whether a label with its answer was met
        self._is_open = False  #: whether an answer with no label beside it belongs to the question before
        self._is_blank = False  #: whether that question has no answer beside it

    def lines(self, rows: Sequence[Row], ruled: Sequence[Rule]) -> Iterator[Line]:
        """The lines of one page, on which these rules are drawn."""
        rules = [rule.height for rule in ruled if self._is_around(rule)]
        band: list[_Parted] = []
        for row in rows:
            parted = self._parted(row)
            if parted and band and not self._is_between(band[-1].whole, row, rules):
                band.append(parted)
                continue
            yield from self._band_lines(band)
            band = [parted] if parted else []
            if not parted:
                yield self._line_beside(row)
        yield from self._band_lines(band)

    def _is_around(self, rule: Rule) -> bool:
        """Whether a rule belongs to the table, and does not merely underline words in one of its columns."""
        return rule.left < self._left - 1 or rule.left < self._edge - _SAME_EDGE < self._edge < rule.right

    def _right_of(self, rules: Sequence[Rule]) -> float:
        """Where the text in the table must end: as far from the rules' right end as it begins from their left."""
        around = [rule for rule in rules if self._is_around(rule)]
        if len(around) < _FEWEST_ROWS:
            return 0.0
        return max(rule.right for rule in around) - max(0.0, self._left - min(rule.left for rule in around))

    def _parted(self, row: Row) -> _Parted | None:
        """The row in two; None where it belongs to neither column."""
        parted = _part(row, self._edge)
        if parted is None:
            return None
        self._has_begun = self._has_begun or bool(parted.label and parted.answer)
        if parted.answer is None:
            self._is_open = self._has_begun and row.manner in self._labels and not row.is_underlined
        self._is_open = self._is_open or bool(parted.label and parted.answer)
        return parted if self._is_open else None

    def _is_between(self, above: Row, below: Row, rules: Sequence[float]) -> bool:
        """Whether a ruled line parts two rows; where none are ruled, a distance that is wider than between lines."""
        if len(rules) >= _FEWEST_ROWS:
            return any(above.baseline < rule < below.baseline for rule in rules)
        return not self._label_measure.is_next_line(above, below)

    def _line_beside(self, row: Row) -> Line:
        """A row that belongs to neither column: a heading, or an answer over both that has nothing beside its label."""
        manner = row.manner
        if self._is_open and self._is_blank and manner in self._answers and row.right > self._edge:
            return line_of([row], row.text, Piece.ANSWER)
        self._is_open = False
        is_heading = row.is_underlined or manner.is_louder(self._labels)
        return line_of([row], row.text, Piece.HEADING if is_heading else Piece.RUNNING)

    def _band_lines(self, band: Sequence[_Parted]) -> Iterator[Line]:
        """Rows that nothing parts: each label with its answers. Those above the first label are the question's before.

        The exception is the only label of a band: it may stand beside the middle of its answer.
        """
        labels = self._labels_of(band)
        starts = [label[0].baseline - _LEVEL * label[0].size for label in labels]
        belonging: list[list[Row]] = [[] for _ in [None, *labels]]
        for answer in (one.answer for one in band if one.answer):
            belonging[1 if len(labels) == 1 else sum(start <= answer.baseline for start in starts)].append(answer)
        yield from self._answer_lines(belonging[0])
        for label, answers in zip(labels, belonging[1:], strict=True):
            self._is_blank = not answers
            yield line_of(label, joined(label), Piece.LABEL)
            yield from self._answer_lines(answers) if answers else [line_of(label, "", Piece.ANSWER)]

    def _labels_of(self, band: Sequence[_Parted]) -> list[list[Row]]:
        """The labels in a band, each with the rows that it is wrapped over."""
        labels: list[list[Row]] = []
        answer: Row | None = None  #: the last one met
        for one in band:
            goes_on = not (one.answer and answer) or self._answer_measure.goes_on(answer, one.answer)
            if one.label and labels and goes_on and self._label_measure.goes_on(labels[-1][-1], one.label):
                labels[-1].append(one.label)
            elif one.label:
                labels.append([one.label])
            answer = one.answer or answer
        return labels

    def _answer_lines(self, rows: Sequence[Row]) -> Iterator[Line]:
        for paragraph, text in paragraphs(rows, self._answer_measure):
            yield line_of(paragraph, text, Piece.ANSWER)
