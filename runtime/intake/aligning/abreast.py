"""Questions that stand side by side, with their answers: each is given a line of its own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from runtime.intake.aligning.anchors import Sheet
from runtime.intake.aligning.script import Script
from runtime.intake.aligning.sighting import MAX_LABEL_CHARACTERS, words_of
from runtime.intake.witness.lines import Line, Piece

_FEWEST: Final = 3  #: lines with several questions, and the share of those that begin with one
_LEAST: Final = 0.3
_LONGEST: Final = 2_000  #: characters of a line that is looked through
_GAP: Final = re.compile(r"[^\S\n]*(?:[^\S\n]{2}|[\t|;])[^\S\n]*(?=[^\W_])")
_BOX: Final = re.compile(r"[\s>]*\|")


def set_apart(sheet: Sheet) -> Sheet:
    """The text with a line for each question; the same sheet where hardly any line has two of them."""
    begun = {one.last: one.bare for one in reversed(sheet.labels)}
    found = {number: _pieces(sheet, sheet.lines[number], after) for number, after in begun.items()}
    if sum(len(pieces) > 1 for pieces in found.values()) < max(_FEWEST, _LEAST * len(found)):
        return sheet
    lines = [piece for at, line in enumerate(sheet.lines) for piece in found.get(at, [line])]
    return sheet.with_lines(lines, frozenset(_marks(sheet, begun)))


def _marks(sheet: Sheet, begun: Mapping[int, int]) -> Iterator[str]:
    """What stands before further labels on a line: a mark, a tab, or two blanks."""
    for number, after in begun.items():
        for gap in _before_labels(sheet.lines[number].text, after, sheet.script):
            yield gap[0].strip(" \xa0")[:1] or "  "


def _pieces(sheet: Sheet, line: Line, after: int) -> Sequence[Line]:
    """A line, parted before each label that follows its first one.

    It is left whole where it says nothing but labels, as the head of a table does.
    """
    text = line.text.rstrip()
    gaps = list(_before_labels(text, after, sheet.script)) if line.piece is Piece.RUNNING else []
    starts, ends = [0, *(gap.end() for gap in gaps)], [*(gap.start() for gap in gaps), len(text)]
    texts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    if gaps and all(words_of(one) in sheet.script.labels for one in texts):
        return [line]
    return [replace(line, text=one) for one in (_boxed(texts) if _BOX.match(text) else map(_closed, texts))]


def _boxed(texts: Sequence[str]) -> Iterator[str]:
    """The parts of a line between bars, each between bars."""
    last = len(texts) - 1
    yield from (f"{'| ' if at else ''}{text}{' |' if at < last else ''}" for at, text in enumerate(texts))


def _closed(text: str) -> str:
    """One question without the mark that parts it from the next."""
    return text.rstrip().removesuffix("|").removesuffix(";").rstrip()


def _before_labels(text: str, after: int, script: Script) -> Iterator[re.Match[str]]:
    """The gaps in a line, from a place on, after which a question's label stands."""
    for gap in _GAP.finditer(text, after, after + _LONGEST):
        words = words_of(text[gap.end() : gap.end() + MAX_LABEL_CHARACTERS])
        rows = script.index.get(words[0], ()) if words else ()
        if any(row in script.labels and words[: len(row)] == row for row in rows):
            yield gap
