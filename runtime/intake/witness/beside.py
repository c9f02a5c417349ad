"""Answers beside their labels, in one line, where each has a part of a page to itself: both get lines of their own."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from runtime.intake.witness.lines import Line, Piece
from runtime.intake.witness.own_words import OwnWords

_FEWEST: Final = 5  #: different labels with something beside them
_LEAST_SHARE: Final = 0.8  #: of these, that are parted from it by the same mark
_PARTING: Final = re.compile(r"\s*:(?=\s|$)|\s+[-–—=|](?=\s|$)")
_LONGEST_LABEL: Final = 160


def is_beside(own: OwnWords) -> bool:
    """Whether most labels of the form have their answers beside them, each in a part of a page to itself."""
    words = {words for words, _ in own.beside.values()}
    parts = {own.sheet.lines[at].part for at in own.beside} - {0}
    return len(words) >= max(_FEWEST, len(own.words - words)) and len(parts) >= _LEAST_SHARE * len(own.beside)


def parted_lines(lines: Sequence[Line], own: OwnWords) -> Iterator[Line]:
    """The lines, each label of the form on one of its own, where one mark parts most of them from their answers."""
    mark, begun = _mark(own), 0
    for at, line in enumerate(lines):
        _, end = own.beside.get(at, ((), 0)) if line.part > begun else ((), 0)
        parting = _PARTING.match(line.text, end) if end else None
        if parting and parting[0].strip() == mark:
            yield replace(line, text=line.text[:end])
            yield replace(line, text=line.text[parting.end() :].strip())
        else:
            yield line
        begun = max(begun, line.part)


def with_strange_labels(lines: Sequence[Line], own: OwnWords) -> Iterator[Line]:
    """The lines; what begins a part of its own like a label, with the same mark behind it, is one that nobody knows."""
    mark, begun = _mark(own), 0
    is_inside = False
    for line in lines:
        found = _PARTING.search(line.text[:_LONGEST_LABEL]) if line.part > begun else None
        is_inside = is_inside or line.piece is Piece.LABEL
        if is_inside and line.piece is Piece.RUNNING and found and found[0].strip() == mark:
            yield replace(line, text=line.text[: found.start()], piece=Piece.LABEL)
            yield replace(line, text=line.text[found.end() :].strip(), piece=Piece.ANSWER)
        else:
            yield line
        begun = max(begun, line.part)


def _mark(own: OwnWords) -> str:
    """What parts most labels from their answers; empty where there is no such mark."""
    lines = own.sheet.lines
    partings = (_PARTING.match(lines[at].text, end) for at, (_, end) in own.beside.items())
    marks = Counter(parting[0].strip() if parting else "" for parting in partings)
    mark, count = max(marks.items(), key=lambda item: item[1], default=("", 0))
    return mark if count >= _LEAST_SHARE * marks.total() else ""
