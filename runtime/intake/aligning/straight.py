"""The quick way through a text in which nothing is in question: each line of the form once, in order, and no others."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from runtime.intake.aligning.alignment import Chain, Entry
from runtime.intake.aligning.anchors import Anchor, Sheet
from runtime.intake.aligning.script import SlotKind
from runtime.intake.witness.lines import Piece


def straight(sheet: Sheet, anchors: Sequence[Anchor]) -> Chain | None:
    """The chain of all lines that could be the form's; None where any choice is to be made.

    Then no other chain explains more: all gains are taken, and no line is left that would cost anything.
    """
    chain = _in_order(anchors)
    if not chain or sheet.labelled[chain[0].line]:
        return None
    ends = [*(anchor.line for anchor in chain[1:]), len(sheet.lines)]
    entries = tuple(map(Entry, chain, ends))
    return Chain(entries) if all(_is_filled(sheet, entry) for entry in entries) else None


def _in_order(anchors: Sequence[Anchor]) -> list[Anchor]:
    """For each line the first slot that can follow there; nothing where some line has none."""
    chain: list[Anchor] = []
    before: Anchor | None = None
    mark: Anchor | None = None
    for _, same in groupby(anchors, key=attrgetter("line")):
        before = min(
            (one for one in same if _can_follow(one, before, mark)), key=attrgetter("slot.place"), default=None
        )
        if before is None:
            return []
        chain.append(before)
        if before.slot.kind is SlotKind.ELEMENT:
            mark = before
    return chain


def _can_follow(anchor: Anchor, before: Anchor | None, mark: Anchor | None) -> bool:
    """Whether an anchor is further on in the script than the one before, or opens the element after the last mark's."""
    slot = anchor.slot
    if before is None:
        return slot.group is None
    if anchor.line < before.next_line:
        return False
    if slot.group is None:
        return slot.place > before.slot.place
    if slot.kind is not SlotKind.ELEMENT:
        return slot.group == before.slot.group and slot.place > before.slot.place
    if slot.group == before.slot.group and mark is not None:
        return (anchor.element, anchor.elements) == (mark.element + 1, mark.elements)
    return slot.place > before.slot.place and anchor.element <= 1


def _is_filled(sheet: Sheet, entry: Entry) -> bool:
    """Whether an entry holds no more lines than its slot can."""
    anchor, slot = entry.anchor, entry.anchor.slot
    if sheet.labelled[entry.end] > sheet.labelled[anchor.next_line]:
        return False
    if not slot.is_question or slot.question is None:
        return slot.kind is not SlotKind.SECTION or sheet.written[entry.end] == sheet.written[anchor.next_line]
    if slot.question.is_long_text:
        return True
    lines = sheet.written[entry.end] - sheet.written[anchor.next_line]
    if not lines or (lines == 1 and not anchor.text.strip()):
        return True
    return all(line.piece is Piece.ANSWER for line in sheet.lines[anchor.next_line : entry.end] if line.text.strip())
