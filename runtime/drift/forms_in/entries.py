"""What a filled form shows where no form is known: labels with what stands under them, in their order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile
from typing import Final

from runtime.intake.markings import is_marking
from runtime.intake.witness.lines import Line, Piece

_MOST_ENTRIES: Final = 2_000
_QUESTION: Final = re.compile(r"(?P<label>\S.{0,200}?)(?::\s+|:$)(?P<text>.*)")
#: opens an element of a group, in any language: Suspect 1 of 2, [Eitem 2 o 3], Vehicle 1/2
_ELEMENT: Final = re.compile(r"\W*(?P<item>[^\W\d][^\d:]{0,60}?)\s+(?P<place>\d{1,4})\s*(?:/|\s\w{1,5}\s)\s*\d{1,4}\W*")
_UNDERLINE: Final = re.compile(r"([-=~_*])\1{2,}")
_SIGNATURE: Final = "--"  #: after this nothing belongs to the form (RFC 3676, 4.3)


@dataclass(frozen=True, slots=True)
class Entry:
    """A label with its answer."""

    label: str
    text: str  #: as typed; empty where nothing was answered
    section: str = ""
    item: str = ""  #: what the group's elements are called where it stands in one, "Suspect"
    element: int = 0  #: which element it stands in, from 1; 0 outside groups
    line: int = 0  #: the label's


def read_unlabelled(lines: Sequence[Line]) -> tuple[Entry, ...]:
    """The entries of a witness's lines. What stands above the first heading is about the submission, not the form."""
    found = list(_Entries(lines).all())[:_MOST_ENTRIES]
    below = tuple(dropwhile(lambda one: not one.section, found))
    return below or tuple(found)


class _Entries:
    """Goes through the lines and knows under which heading and in which element it is."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.is_structured = any(line.piece is Piece.ANSWER for line in lines)
        self.section = self.item = ""
        self.element = 0
        self.open: Entry | None = None

    def all(self) -> Iterator[Entry]:
        """The entries in their order."""
        for at, line in enumerate(self.lines):
            text = line.text.strip()
            if text == _SIGNATURE:
                break
            before = self.open
            if self._is_mark(at, text):
                self.open = None
            else:
                self._take(line, text)
            if before and (self.open is None or self.open.line != before.line):
                yield before
        if self.open:
            yield self.open

    def _take(self, line: Line, text: str) -> None:
        """A label with or without its answer, or what goes on with the answer before it."""
        found = None if self.is_structured else _QUESTION.fullmatch(text)
        if line.piece is Piece.LABEL:
            self.open = self._entry(text.rstrip(": "), "", line)
        elif found and line.piece is Piece.RUNNING:
            self.open = self._entry(found["label"].strip(), found["text"].strip(), line)
        elif self.open and text:
            self.open = replace(self.open, text=f"{self.open.text}\n{text}".strip())

    def _entry(self, label: str, text: str, line: Line) -> Entry:
        return Entry(label, text, self.section, self.item, self.element, line.number)

    def _is_heading(self, at: int) -> bool:
        """A line that is shown as a heading, or underlined by the next one."""
        if self.lines[at].piece is Piece.HEADING:
            return True
        after = self.lines[at + 1].text.strip() if at + 1 < len(self.lines) else ""
        return self.lines[at].piece is Piece.RUNNING and bool(_UNDERLINE.fullmatch(after))

    def _is_mark(self, at: int, text: str) -> bool:
        """Takes in a heading, an underline, a marking or an element's mark; False where the line is none."""
        is_answer = self.lines[at].piece is Piece.ANSWER
        if not is_answer and (_UNDERLINE.fullmatch(text) or is_marking(text)):
            return True
        element = None if is_answer else _ELEMENT.fullmatch(text)
        if element:
            self.item, self.element = element["item"], int(element["place"])
        elif text and self._is_heading(at):
            self.section, self.item, self.element = text, "", 0
        else:
            return False
        return True
