"""How rows are set, and which of two ways is louder. The font tells nothing more: other letters take another one."""

from collections.abc import Collection
from typing import NamedTuple

from runtime.pdfs import Run

_LOUDER = 1.08  #: times the size
_SLANTED = ("italic", "oblique")


class Manner(NamedTuple):
    """A way in which text is set."""

    size: float
    is_bold: bool
    colour: int
    is_slanted: bool

    def is_louder(self, others: Collection["Manner"]) -> bool:
        """Whether it stands out from all of these: larger, or bold where none of them is."""
        if self.size > _LOUDER * max((other.size for other in others), default=self.size):
            return True
        return self.is_bold and not any(other.is_bold or other.size > _LOUDER * self.size for other in others)


def manner_of(run: Run) -> Manner:
    """How a run is set."""
    look = run.look
    return Manner(look.size, look.is_bold, look.colour, any(word in look.font.lower() for word in _SLANTED))
