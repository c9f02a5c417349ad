"""What a filled form shows where no form is known: labels with what stands under them, in their order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from runtime.intake.layouts import ORDINARY
from runtime.intake.lines import Line
from runtime.intake.wording import fold

_MOST_ENTRIES: Final = 2_000
#: what the service writes of the submission itself
_OF_SUBMISSION: Final = frozenset(map(fold, (*ORDINARY.reference_labels, *ORDINARY.submitted_labels)))
_QUESTION: Final = re.compile(r"(?P<label>\S.{0,200}?)(?::\s+|:$)(?P<text>.*)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A label with its answer."""

    label: str
    text: str  #: as typed; empty where nothing was answered
    section: str = ""
    item: str = ""  #: what the group's elements are called where it stands in one, "Suspect"
    element: int = 0  #: which element it stands in, from 1; 0 outside groups
    line: int = 0


def read_unlabelled(lines: Sequence[Line]) -> tuple[Entry, ...]:
    """The entries of a witness's lines."""
    found = (entry for entry in _Entries(lines).all() if fold(entry.label) not in _OF_SUBMISSION)
    return tuple(islice(found, _MOST_ENTRIES))


class _Entries:
    """Goes through the lines and knows under which heading and in which element it is."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.section = self.item = ""
        self.element = 0

    def all(self) -> Iterator[Entry]:
        open_entry: Entry | None = None
        for at, line in enumerate(self.lines):
            text = line.text.strip()
            if text == ORDINARY.signature or self._is_mark(at, text):
                yield from [open_entry] if open_entry else []
                open_entry = None
                if text == ORDINARY.signature:
                    return
                continue
            found = _QUESTION.fullmatch(text)
            if found:
                yield from [open_entry] if open_entry else []
                open_entry = self._entry(found["label"].strip(), found["text"].strip(), line)
            elif open_entry and text and not self._is_heading(at):
                open_entry = self._entry(open_entry.label, f"{open_entry.text}\n{text}".strip(), line)
        yield from [open_entry] if open_entry else []

    def _entry(self, label: str, text: str, line: Line) -> Entry:
        return Entry(label, text, self.section, self.item, self.element, line.number)

    def _is_heading(self, at: int) -> bool:
        return at + 1 < len(self.lines) and ORDINARY.is_underline(self.lines[at + 1].text.strip())

    def _is_mark(self, at: int, text: str) -> bool:
        """Takes in a heading, an underline or an element's mark; False where the line is none."""
        if ORDINARY.is_underline(text):
            return True
        if self._is_heading(at):
            self.section, self.item, self.element = text, "", 0
            return True
        element = ORDINARY.element.fullmatch(text)
        if element:
            self.item, self.element = element["item"], int(element["place"])
        return element is not None
