"""How much an analysis may do: a text that is made to take long is left unanalysed, and that is said."""

from dataclasses import dataclass
from typing import Final

_OF_ALL: Final = 1_000_000  #: about half a second, fifteen times what a mapping of today takes
_OF_ONE: Final = 500_000
READING: Final = 200  #: what it takes to read an expression
CONDITION: Final = 1_000  #: to take a condition apart
EVALUATION: Final = 10  #: to compute an expression


class TooMuch(Exception):
    """Something takes too long to find out; never leaves the analysis."""


@dataclass(slots=True)
class Effort:
    """Steps that may still be taken, for one table or condition and for a whole program."""

    steps: int = _OF_ALL
    whole: "Effort | None" = None

    def part(self) -> "Effort":
        """What one table or condition may take of it."""
        return Effort(min(self.steps, _OF_ONE), self)

    def spend(self, steps: int) -> None:
        """Takes steps off. Raises TooMuch when none is left."""
        self.steps -= steps
        if self.whole:
            self.whole.spend(steps)
        if self.steps < 0:
            raise TooMuch
