"""What a witness shows, as lines: each with its place, and with what its looks tell of it."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum


class Piece(StrEnum):
    """What a line is by its looks alone, whatever its words say."""

    RUNNING = "running"  #: a line of text, which may hold a label, an answer or both
    LABEL = "label"  #: shown as a label: a term, the first cell of a row, bold beside plain
    ANSWER = "answer"  #: belongs to the label before it: a definition, a further cell. Never a label
    HEADING = "heading"  #: shown as a heading


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands on a page: points (1/72 inch) from the page's left and top edges."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a witness."""

    text: str
    number: int  #: from 1; over all pages where there are pages
    piece: Piece = Piece.RUNNING
    page: int = 0  #: from 1; 0 where the witness has none
    box: Box | None = None
    is_full: bool = False  #: reaches the right edge, so that the next line may go on with it
    look: Hashable = None  #: equal for lines that are shown alike; None where that is not known
    part: int = 0  #: which element of a page holds it, counted with those that are empty; 0 where that is not known
    cell: int = 0  #: which cell, term or definition; 0 outside such


def running(texts: list[str]) -> tuple[Line, ...]:
    """Lines of plain text, whose looks tell nothing."""
    return tuple(Line(text, number) for number, text in enumerate(texts, 1))
