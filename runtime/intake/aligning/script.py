"""A form version as a script: the lines that a filled form is made of, in the order in which they come."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from mapping_dsl.forms import AnswerType, FormVersion, Question
from runtime.intake.aligning.sighting import Index, Words, index_of, words_of
from runtime.intake.wording import fold

_APOSTROPHE: Final = re.compile(r"(?<=\w)['’](?=\w)")


class SlotKind(StrEnum):
    """What a line of the script is."""

    TITLE = "title"  #: the form's name
    REFERENCE = "reference"  #: the submission's reference
    SUBMITTED = "submitted"  #: when it was sent off
    SECTION = "section"  #: a section's heading
    GROUP = "group"  #: a group's own label, above its elements
    ELEMENT = "element"  #: the mark that opens one element of a group
    QUESTION = "question"  #: a question with its answer
    SIGNATURE = "signature"  #: the end of the form


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """One line of the script. Any may be missing from a filled form; none comes before an earlier one.

    The exception is a group: its slots, from the ELEMENT on, come round once for each element. A script's slot is the
    same as another only if it is that one.
    """

    place: int
    kind: SlotKind
    section: int  #: place of the heading it stands under
    name: str = ""  #: of a question, dotted in groups
    question: Question | None = None
    group: range | None = None  #: the places of its group, the ELEMENT's first
    titles: frozenset[str] = frozenset()  #: of its question's options, folded
    is_question: bool = field(init=False)  #: kept, for it is asked of every line

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_question", self.kind is SlotKind.QUESTION)


@dataclass(frozen=True, slots=True, eq=False)
class Script:
    """The slots of one form version, and by which words each is known. It is equal to itself."""

    slots: tuple[Slot, ...]
    by_words: Mapping[Words, list[Slot]]
    index: Index
    labels: frozenset[Words]  #: the words of questions alone
    marks: frozenset[Words]  #: those of sections, and of groups' elements
    called: frozenset[str]  #: questions' labels, folded


@lru_cache(maxsize=256)
def write_script(form: FormVersion, references: tuple[str, ...], submitted: tuple[str, ...]) -> Script:
    """The script of a form version, with the labels of what the service adds.

    A section whose questions are parted is headed again.
    """
    writer = _ScriptWriter()
    writer.add(SlotKind.TITLE, [form.title])
    writer.add(SlotKind.REFERENCE, references)
    writer.add(SlotKind.SUBMITTED, submitted)
    for question in form.questions:
        writer.add_question(question)
    writer.add(SlotKind.SIGNATURE, [])
    labels, marks = writer.words_of(SlotKind.QUESTION), writer.words_of(SlotKind.SECTION, SlotKind.ELEMENT)
    called = frozenset(fold(label) for _, question in form.every_question() for label in _labels(question))
    return Script(tuple(writer.slots), writer.by_words, index_of(writer.by_words), labels, marks, called)


class _ScriptWriter:
    """Appends slots and remembers the words by which they are known."""

    def __init__(self) -> None:
        self.slots: list[Slot] = []
        self.by_words: dict[Words, list[Slot]] = {}
        self._section = 0
        self._heading = ""

    def add(self, kind: SlotKind, texts: Iterable[str], asked: "_Asked | None" = None) -> None:
        """The next slot, and the texts by which a line is known as it."""
        asked = asked or _Asked()
        titles = frozenset(fold(option.title) for option in asked.question.options) if asked.question else frozenset()
        slot = Slot(len(self.slots), kind, self._section, asked.name, asked.question, asked.group, titles)
        self.slots.append(slot)
        for words in filter(None, dict.fromkeys(map(words_of, texts))):
            self.by_words.setdefault(words, []).append(slot)

    def words_of(self, *kinds: SlotKind) -> frozenset[Words]:
        """The words by which slots of these kinds are known."""
        return frozenset(words for words, slots in self.by_words.items() if any(slot.kind in kinds for slot in slots))

    def add_question(self, question: Question) -> None:
        """A question, under a heading where its section begins or begins again; a group with all it asks."""
        if question.section != self._heading:
            self._heading, self._section = question.section, len(self.slots)
            self.add(SlotKind.SECTION, [question.section])
        if question.type is not AnswerType.GROUP:
            self.add(SlotKind.QUESTION, _labels(question), _Asked(question.name, question))
            return
        self.add(SlotKind.GROUP, _labels(question), _Asked(question.name, question))
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
    """The label in both languages, also as keys have it, which have no apostrophes: `driver_s_name`."""
    labels = [text for text in (question.label, question.label_cy) if text]
    return [*labels, *(_APOSTROPHE.sub(" ", text) for text in labels if _APOSTROPHE.search(text))]
