"""Which known name somebody may have meant."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA
from rapidfuzz.utils import default_process

_FAR = 0.4  #: as a share of the longer name


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like this one, None where none is."""
    choices = sorted(known)
    found = process.extractOne(
        name, choices, scorer=OSA.normalized_distance, processor=default_process, score_cutoff=_FAR
    )
    return found[0] if found else None


def suggestion(name: str, known: Iterable[str]) -> str:
    """A hint with the nearest known name; empty where none is near."""
    close = nearest(name, known)
    return f"did you mean {close}?" if close else ""
