"""Where a form's own words stand alone on a line of a text. Lines count from 0."""

from collections.abc import Hashable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from mapping_dsl.forms import AnswerType, Question
from runtime.intake.aligning.anchors import Sheet
from runtime.intake.aligning.script import Script, SlotKind
from runtime.intake.aligning.sighting import Words
from runtime.intake.answers import Usage
from runtime.intake.witness.lines import Line, Piece

_FEWEST_TYPED: Final = 3  #: answers that are tried
_ANSWERS: Final = 0.5  #: of these, that must be of their question's type
_ADORNMENT: Final = " \t:*|•"
_OF_SERVICE: Final = frozenset({SlotKind.REFERENCE, SlotKind.SUBMITTED})


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Where they stand in a text."""

    sheet: Sheet
    labels: Mapping[int, tuple[Words, int]]  #: of questions, by their first line, each with its last
    service: Mapping[int, int]  #: labels of what the service says, likewise
    headings: Mapping[int, Words]
    beside: Mapping[int, tuple[Words, int]]  #: labels of questions with something beside them, and where they end

    @classmethod
    def of(cls, lines: Sequence[Line], script: Script, usage: Usage) -> "OwnWords":
        """All that stand in a text, whatever its looks seem to prove."""
        sheet = Sheet(tuple(replace(line, piece=Piece.RUNNING) for line in lines), script, usage)
        labels: dict[int, tuple[Words, int]] = {}
        service: dict[int, int] = {}
        headings: dict[int, Words] = {}
        beside: dict[int, tuple[Words, int]] = {}
        for one in sheet.sightings:
            kinds = {slot.kind for slot in sheet.script.by_words[one.words]}
            if sheet.is_mark(one):
                headings[one.line] = one.words
            elif sheet.lines[one.last].text[one.end :].strip(_ADORNMENT):
                if SlotKind.QUESTION in kinds and one.line == one.last:
                    beside.setdefault(one.line, (one.words, one.end))
            elif SlotKind.QUESTION in kinds:
                labels.setdefault(one.line, (one.words, one.last))
            elif not kinds.isdisjoint(_OF_SERVICE):
                service.setdefault(one.line, one.last)
        headings = {at: words for at, words in headings.items() if at not in labels}
        return cls(sheet, labels, service, headings, beside)

    @property
    def words(self) -> set[Words]:
        """The different labels."""
        return {words for words, _ in self.labels.values()}

    def told(self, lines: Sequence[Line]) -> set[Words]:
        """The labels that the lines' pieces show as such, with no other label in place of an answer."""
        return {
            words
            for first, (words, last) in self.labels.items()
            if lines[first].piece is Piece.LABEL
            and (last + 1 in self.labels or last + 1 == len(lines) or lines[last + 1].piece is not Piece.LABEL)
        }

    def are_answered(self, lines: Sequence[Line]) -> bool:
        """Whether what the pieces show as answers types as such, where not just any words do."""
        tried = fitting = 0
        for words, last in self.labels.values():
            following = takewhile(lambda at: lines[at].piece is Piece.ANSWER, range(last + 1, len(lines)))
            text = "\n".join(lines[at].text for at in following).strip()
            for question in list(self.questions(words))[:1] if text else ():
                tried += 1
                fitting += self.sheet.typed(question, text).value is not None
        return tried < _FEWEST_TYPED or fitting >= _ANSWERS * tried

    def under(self, looks: Set[Hashable]) -> Iterator[tuple[Words, list[Line]]]:
        """Each label that is shown so, and the lines under it up to what is shown so, or a heading."""
        lines = self.sheet.lines
        for first, (words, last) in self.labels.items():
            if lines[first].look not in looks:
                continue
            following: list[Line] = []
            for at in range(last + 1, len(lines)):
                if lines[at].look in looks or at in self.labels or at in self.headings:
                    break
                following += [lines[at]] if lines[at].text else []
            yield words, following

    def is_headed(self, at: int) -> bool:
        """Whether a heading stands right above a label that the form puts under it."""
        by_words = self.sheet.script.by_words
        below, _ = self.labels.get(self.sheet.next_written(at + 1), ((), 0))
        asked = by_words.get(below, [])
        sections, groups = {slot.section for slot in asked}, {slot.group for slot in asked if slot.group}
        return any(
            slot.place in sections if slot.kind is SlotKind.SECTION else slot.group in groups
            for slot in by_words[self.headings[at]]
            if slot.kind in (SlotKind.SECTION, SlotKind.ELEMENT)
        )

    def is_long(self, first: int) -> bool:
        """Whether a label's question takes a text of any length."""
        slots = self.sheet.script.by_words[self.labels[first][0]]
        return any(slot.question.is_long_text for slot in slots if slot.question)

    def questions(self, words: Words) -> Iterator[Question]:
        """The questions with such a label that not just any words answer."""
        for slot in self.sheet.script.by_words[words]:
            if slot.kind is SlotKind.QUESTION and slot.question and slot.question.type is not AnswerType.STRING:
                yield slot.question
