"""From pages to lines."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from runtime.intake.lines import Line, Piece
from runtime.intake.pdf.columns import answer_edge, column_lines
from runtime.intake.pdf.rows import Row, line_of, rows_of
from runtime.intake.pdf.stacked import manners_of, stacked_lines
from runtime.pdfs import Page


def pdf_lines(pages: Sequence[Page]) -> tuple[Line, ...]:
    """The lines of a PDF in reading order; text whose looks tell nothing stays running."""
    return tuple(replace(line, number=number) for number, line in enumerate(_lines(pages, rows_of(pages)), 1))


def _lines(pages: Sequence[Page], rows: Sequence[Sequence[Row]]) -> Iterable[Line]:
    edge = answer_edge(rows)
    if edge is not None:
        return column_lines(pages, rows, edge)
    flat = [row for page in rows for row in page]
    manners = manners_of(flat)
    if manners is not None:
        return stacked_lines(flat, manners)
    return (line_of([row], row.text, Piece.RUNNING) for row in flat)
