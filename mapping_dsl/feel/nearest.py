"""Which known name somebody may have meant."""

import re
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA
from rapidfuzz.utils import default_process

from mapping_dsl.feel.slips import ELSEWHERE
from mapping_dsl.problems import Fix, Problem, Span

_PLAIN = re.compile(r"[^\W\d]\w*(?:[. ]\w+)*")
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


def renaming(span: Span, name: str, known: Iterable[str]) -> Fix | None:
    """The fix that writes the nearest known name in the place of one that there is not."""
    close = nearest(name, known)
    return Fix(span, close if _PLAIN.fullmatch(close) else f"`{close}`", f"write {close}") if close else None


def unknown_name(name: str, span: Span, known: Iterable[str]) -> Problem:
    """The problem with a name that is not in scope, with the nearest one that is."""
    choices = sorted(known)
    elsewhere = ELSEWHERE.get(name.lower())
    close = None if elsewhere else nearest(name, choices) or next((one for one in choices if name in one.split()), None)
    fix = Fix(span, close, f"write {close}") if close else None
    hint = elsewhere or (f"did you mean {close}?" if close else 'a text stands in quotes: write "…" if you meant one')
    return Problem(span, "unknown-name", f"there is nothing called {name} here", hint, fix=fix)
