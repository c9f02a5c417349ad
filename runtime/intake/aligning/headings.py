"""Headings that the form does not have: at the end of a section's last answer stands what heads the next."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from runtime.intake.aligning.alignment import Entry
from runtime.intake.aligning.anchors import Anchor, Sheet
from runtime.intake.aligning.dividing import Labels
from runtime.intake.aligning.script import SlotKind
from runtime.intake.witness.lines import Piece

_ADORNED: Final = re.compile(r"(?P<before>[\W_]*)[^\W_](?:.{0,100}[^\W_])?(?P<after>[\W_]{0,40})")
_OF_SENTENCES: Final = " .!?,;)\"'”’"  #: marks that words end with anywhere
_MOST_ENDS: Final = 0.6  #: of the sections that end without a known heading after them


def strange_headings(labels: Labels, entries: Sequence[Entry]) -> dict[Anchor, int]:
    """Where headings stand that the form does not have, at the end of a section's last entry.

    A section is headed in other words, or in another language, if most are so or the heading's marks tell it.
    """
    ends = list(_without_heading_after(entries))
    found = {entry.anchor: at for entry in ends if (at := labels.last_heading(entry)) is not None}
    if len(found) < max(2, _MOST_ENDS * len(ends)):
        found = {anchor: at for anchor, at in found.items() if labels.is_shown_as_heading(at)}
    return {anchor: _first_of_its_marks(labels.sheet, at, anchor) for anchor, at in found.items()}


def ending_in_headings(labels: Labels, entries: Sequence[Entry], strange: Mapping[Anchor, int]) -> Iterator[Entry]:
    """The stories that may still hold a heading: they end with a short line of its own, where one is missing."""
    for entry in _without_heading_after(entries):
        left = Entry(entry.anchor, strange.get(entry.anchor, entry.end))
        if entry.slot.question and entry.slot.question.is_long_text:
            at = labels.last_heading(left)
            if at is None or _is_shown_apart(labels.sheet, entry, at):
                continue
            if not labels.sheet.lines[at].text.rstrip().endswith((".", "!", "?", ",")):
                yield entry


def _is_shown_apart(sheet: Sheet, entry: Entry, at: int) -> bool:
    """Whether looks prove an answer's lines, and that line is none of them."""
    return sheet.lines[entry.anchor.next_line].piece is Piece.ANSWER is not sheet.lines[at].piece


def _without_heading_after(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The last entries of sections after which no heading stands that the form has."""
    for entry, following in pairwise(entries):
        slot = following.anchor.slot
        if slot.section != entry.anchor.slot.section and slot.kind is not SlotKind.SECTION:
            yield entry


def _first_of_its_marks(sheet: Sheet, at: int, anchor: Anchor) -> int:
    """The first of the headings that stand one under the other there: a section may be shown though it is empty."""
    start = anchor.next_line if anchor.text.strip() else sheet.next_written(anchor.next_line) + 1
    shown = _marks_around(sheet.lines[at].text)
    while shown is not None:
        above = next((line for line in range(at - 1, start - 1, -1) if sheet.lines[line].text.strip()), None)
        if above is None or _marks_around(sheet.lines[above].text) != shown:
            break
        at = above
    return at


def _marks_around(text: str) -> tuple[str, str] | None:
    """The marks before and after a heading's words; None where nothing adorns them."""
    found = _ADORNED.fullmatch(text)
    if found is None or not (found["before"].strip() or found["after"].strip(_OF_SENTENCES)):
        return None
    return found["before"], found["after"]
