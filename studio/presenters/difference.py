"""What is different between two texts of a mapping: line by line, changed words marked, each place with a sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

LINES_AROUND = 3
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")

Kind = Literal["same", "removed", "added"]
Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line, marked where it differs from its counterpart."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a difference; a removed line has no new number, an added one no old number."""

    kind: Kind
    old: int | None
    new: int | None
    pieces: tuple[Piece, ...]

    @property
    def sign(self) -> str:
        """What stands before the line, so that colour does not say it alone."""
        return {"same": "", "removed": "−", "added": "+"}[self.kind]


@dataclass(frozen=True, slots=True)
class Place:
    """Lines that changed together, with a few around them."""

    sentence: str
    lines: tuple[Line, ...]


def difference(old: str, new: str) -> tuple[Place, ...]:
    """The places where two texts differ, in the order of the text; none where they are the same."""
    before, after = old.splitlines(), new.splitlines()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return tuple(_place(group, before, after) for group in matcher.get_grouped_opcodes(LINES_AROUND))


def _place(group: Sequence[Opcode], before: Sequence[str], after: Sequence[str]) -> Place:
    lines = [line for opcode in group for line in _lines(opcode, before, after)]
    removed = sum(line.kind == "removed" for line in lines)
    added = sum(line.kind == "added" for line in lines)
    first = next(line for line in lines if line.kind != "same")
    return Place(_sentence(removed, added, first.new or first.old or 0), tuple(lines))


def _sentence(removed: int, added: int, line: int) -> str:
    if removed and added:
        return f"From line {line}: {_lines_in_words(removed)} became {_lines_in_words(added)}"
    return f"At line {line}: {_lines_in_words(removed or added)} {'removed' if removed else 'added'}"


def _lines_in_words(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"


def _lines(opcode: Opcode, before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    tag, i1, i2, j1, j2 = opcode
    if tag == "equal":
        for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
            yield Line("same", i + 1, j + 1, (Piece(before[i]),))
        return
    pairs = {offset: _pieces(before[i1 + offset], after[j1 + offset]) for offset in range(min(i2 - i1, j2 - j1))}
    for i in range(i1, i2):
        yield Line("removed", i + 1, None, pairs[i - i1][0] if i - i1 in pairs else (Piece(before[i]),))
    for j in range(j1, j2):
        yield Line("added", None, j + 1, pairs[j - j1][1] if j - j1 in pairs else (Piece(after[j]),))


def _pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    opcodes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    left = tuple(Piece("".join(a[i1:i2]), tag != "equal") for tag, i1, i2, _, _ in opcodes if i1 < i2)
    right = tuple(Piece("".join(b[j1:j2]), tag != "equal") for tag, _, _, j1, j2 in opcodes if j1 < j2)
    return left, right
