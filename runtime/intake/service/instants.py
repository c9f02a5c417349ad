"""Instants as forms write them. A form speaks London time; what it says keeps its offset."""

from runtime.intake.answers.moments import read_moment
from runtime.intake.answers.typed import NoteKind
from runtime.intake.answers.usage import EVERYDAY, Usage


def read_instant(text: str, usage: Usage = EVERYDAY) -> str | None:
    """The instant as ISO 8601 with its offset; one without an offset is London's. None where the text is no instant."""
    moment = read_moment(text, usage)
    return moment.at.isoformat() if moment else None


def is_ambiguous(text: str, usage: Usage = EVERYDAY) -> bool:
    """Whether a London time stands for two instants, as it does once a year when the clocks go back."""
    moment = read_moment(text, usage)
    return moment is not None and moment.note is not None and moment.note.kind is NoteKind.HOUR_TWICE
