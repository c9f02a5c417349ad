"""What the cells of a table's row are, where its rows are labels with answers."""

from collections.abc import Collection, Sequence

from runtime.intake.html.cells import Cell
from runtime.intake.html.looks import Row
from runtime.intake.witness.lines import Piece


def is_under_an_answer(row: tuple[Cell, ...], columns: Collection[int], written: Sequence[Row]) -> bool:
    """Whether a row's first cell is empty and its text stands in the column of the answer above it, to continue it."""
    is_below = any(one.piece is Piece.ANSWER and one.is_written for one in written)
    begins = next((cell.column for cell in row if cell.text), None)
    return len(row) > 1 and not row[0].text and is_below and begins in columns


def pieces_of(row: tuple[Cell, ...], labels: frozenset[int], *, continues: bool) -> list[Piece | None]:
    """What the cells of a row are in a table of labels and answers; `labels` are the columns known to hold these.

    A single cell heads what follows where it looks so. Which of four cells or more are labels is told by looks, or not
    at all.
    """
    if len(row) == 1:
        return [Piece.HEADING if row[0].is_label else None]
    if not row[0].text:
        return [None, *[Piece.ANSWER if cell.text and continues else None for cell in row[1:]]]
    fitting = [at for at in labels if at + 1 < len(row)]
    if fitting and row[min(fitting)].text:
        told = {at: Piece.LABEL if at in fitting else Piece.ANSWER for one in fitting for at in (one, one + 1)}
        return [told.get(at) for at in range(len(row))]
    pairs, is_even = len(row) // 2, len(row) > 2 and len(row) % 2 == 0
    if is_even and [cell.is_label for cell in row] == [True, False] * pairs:
        return [Piece.LABEL, Piece.ANSWER] * pairs
    if is_even and not row[0].is_label:
        return [None] * len(row)
    return [Piece.LABEL, *[Piece.ANSWER] * (len(row) - 1)]
