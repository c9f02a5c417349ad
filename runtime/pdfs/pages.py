"""What stands on a page: runs of text with their place and look, and the lines that are ruled on it.

Places are points (1/72 inch) from the left and the top edge of the page as it is shown.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Look:
    """How a text is set."""

    font: str
    size: float
    is_bold: bool
    colour: int  #: red, green and blue as one number


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look on one line, with no wide gap between them, in the order in which they are read."""

    text: str
    look: Look
    left: float
    top: float
    right: float
    bottom: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A level line, or an edge of a box."""

    left: float
    right: float
    height: float  #: from the top of the page


@dataclass(frozen=True, slots=True)
class Page:
    """One page, numbered from 1."""

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pages of a PDF, as far as the caps go."""

    pages: tuple[Page, ...]
    is_cut: bool = False  #: whether there is more


def drawn(told: dict[str, Any]) -> Drawn:
    """What a child process told of. Raises ValueError, LookupError or TypeError where it told nonsense."""
    looks = [Look(str(font), float(size), bool(bold), int(colour)) for font, size, bold, colour in told["looks"]]
    pages = []
    for number, page in enumerate(told["pages"], 1):
        width, height = map(float, page["size"])
        runs = tuple(Run(_storable(text), looks[look], *map(float, place)) for text, look, *place in page["runs"])
        pages.append(Page(number, width, height, runs, tuple(Rule(*map(float, rule)) for rule in page["rules"])))
    return Drawn(tuple(pages), bool(told["cut"]))


def _storable(text: str) -> str:
    """The text with U+FFFD for half a letter, which no database holds."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
