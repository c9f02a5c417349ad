"""Where a text can be read in two ways: what an answer would be if another line were its question.

A person may write anything into a story, also the lines of a form. Mostly the order of the whole tells which lines are
the form's own; where another chain of lines explains the text nearly as well, and reads an answer otherwise, the answer
is uncertain.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from runtime.intake.alignment import Chain, Entry, align
from runtime.intake.anchors import MAX_ANCHORS, Anchor, Sheet
from runtime.intake.script import SlotKind

MAX_STEPS: Final = 400_000  #: anchors times trials; beyond that all that could be read otherwise is uncertain
_MARGIN: Final = 3.5  #: by how much a chain must explain more than any other to be sure

_TWICE: Final = "“{}” stands more than once, and which of the lines is the form's own cannot be told for sure."
_TOO_MANY: Final = "So many lines look like questions of the form that which are its own cannot be told."


def uncertain_of(sheet: Sheet, anchors: Sequence[Anchor], chain: Chain) -> dict[str, str]:
    """The questions whose answers would differ in a chain that is nearly as good, each with a sentence."""
    if len(anchors) >= MAX_ANCHORS:
        return {entry.slot.name: _TOO_MANY for entry in chain.entries if entry.slot.name}
    rivalled = list(_rivalled(anchors, chain))
    if len(anchors) * len(rivalled) > MAX_STEPS:
        return dict(map(_sentence, rivalled))
    found: dict[str, str] = {}
    read = _read(sheet, chain)
    for entry in rivalled:
        if entry.slot.name in found:
            continue
        other = align(sheet, anchors, without=frozenset({entry.anchor}))
        if other.worth >= chain.worth - _MARGIN:
            found |= _differences(sheet, chain, read, other)
    return found


def _rivalled(anchors: Sequence[Anchor], chain: Chain) -> Iterator[Entry]:
    """The entries whose slot other lines could be as well."""
    taken = {entry.anchor for entry in chain.entries}
    rivals = {anchor.slot.place for anchor in anchors if anchor not in taken}
    for entry in chain.entries:
        if entry.slot.place in rivals and entry.slot.kind in (SlotKind.QUESTION, SlotKind.ELEMENT):
            yield entry


def _differences(sheet: Sheet, chain: Chain, read: Mapping[str, object], other: Chain) -> dict[str, str]:
    otherwise = _read(sheet, other)
    return dict(
        _sentence(entry) for entry in chain.entries if read.get(entry.slot.name) != otherwise.get(entry.slot.name)
    )


def _sentence(entry: Entry) -> tuple[str, str]:
    question = entry.slot.question
    return entry.slot.name, _TWICE.format(question.label if question else "")


def _read(sheet: Sheet, chain: Chain) -> dict[str, list[str]]:
    """By question the words that would be its answer, of each element of a group."""
    read: dict[str, list[str]] = {}
    for entry in chain.entries:
        if entry.slot.kind is SlotKind.QUESTION:
            read.setdefault(entry.slot.name, []).append(_words(sheet, entry))
        elif entry.slot.kind is SlotKind.ELEMENT:
            read.setdefault(entry.slot.name, []).append("")
    return read


def _words(sheet: Sheet, entry: Entry) -> str:
    question, anchor = entry.slot.question, entry.anchor
    beside = anchor.text.strip()
    if beside and question and not question.is_long_text:
        return beside
    lines = (line.text.strip() for line in sheet.lines[anchor.next_line : entry.end])
    return "\n".join(filter(None, (beside, *lines)))
