"""Writes the pieces of a pattern as RE2 reads them. Sets of characters are written out, so no flag of RE2 is needed."""

from collections.abc import Sequence
from dataclasses import dataclass

from mapping_dsl.feel.functions.regex_reader import Anchor, Chars, Close, Open, Or, Piece, Reference, Repeat
from mapping_dsl.feel.functions.regex_sets import CharSet

_MAX_RANGES = 20_000  #: more in all sets together are too many for RE2
_MAX_COUNT = 1_000  #: RE2 refuses to count further, and takes a count that is much too large for its very characters
_FEW_CHARS = 4  #: a letter in both cases and its like
_EMPTY = r"[^\x{0}-\x{10FFFF}]"
_ANCHORS = {
    Anchor.TEXT_START: r"(?:\A)",
    Anchor.TEXT_END: r"(?:\z)",
    Anchor.LINE_START: "(?m:^)",
    Anchor.LINE_END: "(?m:$)",
}


def written(pieces: Sequence[Piece]) -> str | None:
    """The pattern for RE2; None where it refers back to a group, counts too far or is too large."""
    ranges = sum(len(piece.chars.bounds) // 2 for piece in pieces if isinstance(piece, Chars))
    return None if ranges > _MAX_RANGES or any(map(_is_beyond, pieces)) else "".join(map(_piece, pieces))


def _is_beyond(piece: Piece) -> bool:
    match piece:
        case Repeat(least, most, _):
            return max(least, most or 0) > _MAX_COUNT
        case _:
            return isinstance(piece, Reference)


def _piece(piece: Piece) -> str:
    match piece:
        case Chars(chars):
            return _set(chars)
        case Anchor():
            return _ANCHORS[piece]
        case Open(group):
            return "(?:" if group is None else "("
        case Close():
            return ")"
        case Or():
            return "|"
        case Repeat(least, most, is_greedy):
            count = f"{{{least},{'' if most is None else most}}}"
            return count if is_greedy else f"{count}?"
    return ""


def _set(chars: CharSet) -> str:
    ranges = "".join(rf"\x{{{first:X}}}-\x{{{end - 1:X}}}" for first, end in chars.ranges())
    return f"[{ranges}]" if ranges else _EMPTY


@dataclass(slots=True)
class _Part:
    choices: int = 0
    places: int = 0
    has_alternatives: bool = False

    def add(self, other: "_Part") -> None:
        self.choices += other.choices
        self.places += other.places


def choices(pieces: Sequence[Piece]) -> int:
    """How often a text leaves open where in the pattern it stands: at every set, at alternatives, and at all that is
    repeated, as often as it is. Words to choose from, however many, are told apart by their characters."""
    levels = [_Part()]
    last = _Part()
    for piece in pieces:
        match piece:
            case Open():
                levels.append(_Part())
            case Or():
                levels[-1].has_alternatives = True
            case Close():
                last = levels.pop()
                last.choices += last.has_alternatives
                levels[-1].add(last)
            case Repeat(least, most, _):
                count = max(least, most or 1)
                levels[-1].add(_Part(last.places * count - last.choices, last.places * (count - 1)))
            case Chars(chars):
                last = _Part(int(len(chars) > _FEW_CHARS), 1)
                levels[-1].add(last)
            case _:
                last = _Part()
    return levels[0].choices
