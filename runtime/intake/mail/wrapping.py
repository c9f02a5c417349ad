"""Lines that a mail program broke, put together again; lines that a person broke stay broken."""

from collections.abc import Sequence
from itertools import pairwise

_NARROWEST, _WIDEST = 40, 100
_FEWEST_BREAKS = 3
_LEAST_FILLED = 0.6


def wrap_width(lines: Sequence[str]) -> int | None:
    """The column at which a program has broken a whole text; None where none did.

    A text was broken when no line is longer than a usual width and several end only because the next word did not fit.
    """
    widest = max(map(len, lines), default=0)
    if not _NARROWEST <= widest <= _WIDEST:
        return None
    breaks = sum(is_wrapped(line, following, widest) for line, following in pairwise(lines))
    return widest if breaks >= _FEWEST_BREAKS else None


def is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether a line ends there because the next line's first word did not fit any more."""
    if len(line) < _LEAST_FILLED * width or not following or following[0].isspace():
        return False
    word = following.split(maxsplit=1)[0]
    return any(map(str.isalnum, word)) and len(line.rstrip()) + 1 + len(word) > width


def written_on(lines: Sequence[str], width: int | None, *, wrapped: bool) -> str:
    """The lines as one text: all joined where they are `wrapped`, else those that were broken at the width.

    Blank lines around the text are no part of it; blanks that end its last line are.
    """
    if wrapped:
        return " ".join(filter(None, map(str.strip, lines)))
    written = [number for number, line in enumerate(lines) if line.strip()]
    if not written:
        return ""
    lines = lines[written[0] : written[-1] + 1]
    text = lines[0].lstrip()
    for line, following in pairwise(lines):
        joined = width is not None and is_wrapped(line, following, width)
        text = f"{text.rstrip()} {following}" if joined else f"{text}\n{following}"
    return text
