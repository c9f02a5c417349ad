"""From a PDF's bytes to lines."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from math import inf

from runtime.intake.pdf.columns import answer_edges, column_lines
from runtime.intake.pdf.paragraphs import Measure, leading_of
from runtime.intake.pdf.rows import Row, line_of, rows_of
from runtime.intake.pdf.stacked import manners_of, stacked_lines
from runtime.intake.witness.lines import Line, Piece
from runtime.pdfs import MAX_SECONDS, Page, PdfUnreadable, draw

_NOT_MAPPED = "\ufffd"
_MOST_NOT_MAPPED = 0.5  #: of all letters
_SAME_INDENT = 2.0  #: points


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF says, as lines in reading order."""

    lines: tuple[Line, ...]
    is_cut: bool  #: whether the PDF says more


def read_pdf(content: bytes, *, seconds: float = MAX_SECONDS) -> PdfText:
    """The text of a PDF. Raises PdfUnreadable with what follows on `the PDF cannot be read:`."""
    drawn = draw(content, seconds=seconds)
    lines = pdf_lines(drawn.pages)
    letters = [letter for line in lines for letter in line.text if not letter.isspace()]
    if not letters:
        raise PdfUnreadable("there is no text in it, as when paper was scanned")
    if letters.count(_NOT_MAPPED) > _MOST_NOT_MAPPED * len(letters):
        raise PdfUnreadable("its fonts do not say which letters they show")
    return PdfText(lines, drawn.is_cut)


def pdf_lines(pages: Sequence[Page]) -> tuple[Line, ...]:
    """The lines of a PDF in reading order; text whose looks tell nothing stays running."""
    lines = list(_lines(pages, rows_of(pages)))
    indents = _indents([line.box.left for line in lines if line.box])
    return tuple(
        replace(line, number=number, look=(line.look, bisect_right(indents, line.box.left) if line.box else 0))
        for number, line in enumerate(lines, 1)
    )


def _indents(lefts: Iterable[float]) -> list[float]:
    """Where lines begin, from left to right; places that a letter's own width may explain are one."""
    indents: list[float] = []
    last = -inf
    for left in sorted(lefts):
        if left - last > _SAME_INDENT:
            indents.append(left)
        last = left
    return indents


def _lines(pages: Sequence[Page], rows: Sequence[Sequence[Row]]) -> Iterable[Line]:
    flat = [row for page in rows for row in page]
    match answer_edges(flat):
        case [edge]:
            return column_lines(pages, rows, edge)
        case [_, _]:  # which of three columns or more belong together, the looks do not tell
            return _running([cell for row in flat for cell in row.cells()])
    manners = manners_of(flat)
    return _running(flat) if manners is None else stacked_lines(flat, manners)


def _running(rows: Sequence[Row]) -> Iterator[Line]:
    """Rows as they stand, parted where they are set apart, each with whether the next may go on with it."""
    measure = Measure(max((row.right for row in rows), default=0.0), leading_of([rows]))
    for row, following in zip_longest(rows, rows[1:]):
        is_full = following is not None and measure.goes_on(row, following)
        yield replace(line_of([row], row.text, Piece.RUNNING), is_full=is_full)
        if following is not None and not measure.is_next_line(row, following):
            yield line_of([following], "", Piece.RUNNING)
