"""What the words of an answer became, and what must be told of how."""

from dataclasses import dataclass
from enum import StrEnum

from runtime.intake.reading import Answer


class NoteKind(StrEnum):
    """What is to be told of an answer that was typed."""

    NEAR_OPTION = "near option"  #: nearly the words of an option
    OTHER_VERSION = "other version"  #: an option's words in another version of the form
    OTHER_FORMAT = "other format"  #: written in a way that can be read otherwise, or that contradicts the form's own
    HOUR_TWICE = "hour twice"  #: the clocks went back in that hour: it stands for two instants
    HOUR_MISSING = "hour missing"  #: the clocks went forward over that hour: there was no such time


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to tell, as a whole sentence."""

    kind: NoteKind
    sentence: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A value, and whether the words were such a value. Blank words are: they are null."""

    value: Answer
    fits: bool = True
    note: Note | None = None  #: None where nothing is in doubt


BLANK = Typed(None)
DOES_NOT_FIT = Typed(None, fits=False)


def typed_or_not(value: Answer, note: Note | None = None) -> Typed:
    """The value as an answer that fits; None as one that does not."""
    return DOES_NOT_FIT if value is None else Typed(value, note=note)
