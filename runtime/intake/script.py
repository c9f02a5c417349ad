"""A form version as a script: the lines that a filled form is made of, in the order in which they come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from mapping_dsl.forms import AnswerType, FormVersion, Question
from runtime.intake.layouts import Layout
from runtime.intake.wording import fold


class SlotKind(StrEnum):
    """What a line of the script is."""

    TITLE = "title"  #: the form's name
    REFERENCE = "reference"  #: the submission's reference
    SUBMITTED = "submitted"  #: when it was sent off
    SECTION = "section"  #: a section's heading
    ELEMENT = "element"  #: the mark that opens one element of a group
    QUESTION = "question"  #: a question with its answer
    SIGNATURE = "signature"  #: the end of the form


@dataclass(frozen=True, slots=True)
class Slot:
    """One line of the script. Any may be missing from a filled form; none comes before an earlier one.

    The exception is a group: its slots, from the ELEMENT on, come round once for each element.
    """

    place: int
    kind: SlotKind
    section: int  #: place of the heading it stands under
    name: str = ""  #: of a question, dotted in groups
    question: Question | None = None
    group: range | None = None  #: the places of its group, the ELEMENT's first


@dataclass(frozen=True, slots=True)
class Script:
    """The slots of one form version, and by which folded words each kind of line is known."""

    slots: tuple[Slot, ...]
    labels: Mapping[str, list[Slot]]
    headings: Mapping[str, list[Slot]]
    titles: Mapping[str, list[Slot]]
    elements: Mapping[str, list[Slot]]


@lru_cache(maxsize=256)
def write_script(form: FormVersion, layout: Layout) -> Script:
    """The script of a form version in a layout. A section whose questions are parted is headed again."""
    writer = _ScriptWriter()
    writer.add(SlotKind.TITLE, [form.title])
    writer.add(SlotKind.REFERENCE, layout.reference_labels)
    writer.add(SlotKind.SUBMITTED, layout.submitted_labels)
    for question in form.questions:
        writer.add_question(question)
    writer.add(SlotKind.SIGNATURE, [])
    return Script(tuple(writer.slots), *(writer.words[kind] for kind in _WORDED))


_WORDED = (SlotKind.QUESTION, SlotKind.SECTION, SlotKind.TITLE, SlotKind.ELEMENT)


class _ScriptWriter:
    """Appends slots and remembers the words by which they are known."""

    def __init__(self) -> None:
        self.slots: list[Slot] = []
        self.words: dict[SlotKind, dict[str, list[Slot]]] = {kind: {} for kind in _WORDED}
        self._section = 0
        self._heading = ""

    def add(self, kind: SlotKind, words: Iterable[str], asked: "_Asked | None" = None) -> None:
        """The next slot, and the words by which a line is known as it."""
        asked = asked or _Asked()
        slot = Slot(len(self.slots), kind, self._section, asked.name, asked.question, asked.group)
        self.slots.append(slot)
        known = self.words.get(kind, self.words[SlotKind.QUESTION])
        for text in filter(None, map(fold, words)):
            known.setdefault(text, []).append(slot)

    def add_question(self, question: Question) -> None:
        """A question, under a heading where its section begins or begins again; a group with all it asks."""
        if question.section != self._heading:
            self._heading, self._section = question.section, len(self.slots)
            self.add(SlotKind.SECTION, [question.section])
        if question.type is not AnswerType.GROUP:
            self.add(SlotKind.QUESTION, _labels(question), _Asked(question.name, question))
            return
        group = range(len(self.slots), len(self.slots) + 1 + len(question.questions))
        self.add(SlotKind.ELEMENT, [question.item_name or question.label], _Asked(question.name, question, group))
        for inner in question.questions:
            self.add(SlotKind.QUESTION, _labels(inner), _Asked(f"{question.name}.{inner.name}", inner, group))


class _Asked(NamedTuple):
    """What a slot asks, where it asks something."""

    name: str = ""
    question: Question | None = None
    group: range | None = None


def _labels(question: Question) -> list[str]:
    """The label as it is and without a colon of its own, in both languages."""
    return [text.rstrip(": ") for text in (question.label, question.label_cy) if text]
