"""What speaks for an entry being a certain question, and against it, as log odds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import log
from typing import NamedTuple, TypeAlias

from mapping_dsl.forms import AnswerType, FormVersion, Question
from runtime.likeness.label_index import LabelIndex, Likeness, label_index
from runtime.likeness.opposites import may_be_opposite
from runtime.likeness.shapes import fits_kind, is_open, is_story
from runtime.likeness.wordings import Wordings
from runtime.likeness.words import words_of, words_of_name

Fits: TypeAlias = Callable[[Question, str], bool]
_Heading: TypeAlias = tuple[str, ...]  #: words of a heading, without numbers


@dataclass(frozen=True, slots=True)
class Found:
    """Something like a question that stands in a submission under words which the form version does not use."""

    label: str
    text: str = ""  #: the answer as it was typed, empty where it is blank
    section: str = ""  #: the heading it stands under, empty where there is none
    after: str | None = None  #: dotted name of the nearest question before it that was found
    before: str | None = None  #: of the nearest one after it
    name: str = ""  #: its own dotted name, where it is a question of another form version
    asks: Question | None = None  #: that question


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one question and one entry, wherever that stands. Numbers run from -1 (against) to 1 (for)."""

    likeness: float
    rival: float  #: by how much more the words are like another question's, which was found
    section: float
    value: float  #: what the answer's shape tells, the more the fewer questions it fits; below 0: does not fit
    wording: str  #: the label of the question that the words are most like
    words: frozenset[str]  #: the telling stems that entry and question share


class Standing(NamedTuple):
    """The evidence for one question and one entry, with what the entry's neighbours tell."""

    evidence: Evidence
    place: float  #: above 0 where the form has the question there, 0 where nothing is known, else down to -1

    @property
    def stands_there(self) -> bool:
        """Whether the form has the question where the entry stands."""
        return self.place > 0 and self.evidence.section > ANOTHER_HEADING

    @property
    def may_answer(self) -> bool:
        """Whether the text may answer the question."""
        return self.evidence.value > _MISFIT

    @property
    def suits(self) -> bool:
        """Whether the text answers the question as few texts do: it is one of its options, a day, a postcode."""
        return self.evidence.value > 0

    def log_odds(self, told: float) -> float:
        """The weighted sum; the weights were fitted to rewordings (tests/runtime/likeness/rewordings.json).

        `told` is what the order alone tells, 0 to 1: where nothing else can stand, it hardly matters what else the
        words are like.
        """
        one, place = self.evidence, 1.0 if self.place > 0 else self.place
        speaks_for = LIKENESS * one.likeness + PLACE * place + SECTION * one.section + VALUE * one.value
        return BASE + speaks_for + ORDER * told - RIVAL * one.rival * _in_spite_of(told)


def if_opposite(told: float) -> float:
    """What the log odds change by where the answer may mean the reverse."""
    return -OPPOSITE * _in_spite_of(told)


def _in_spite_of(told: float) -> float:
    return 1.0 - _OUTWEIGHED * told


BASE, LIKENESS, RIVAL, PLACE, SECTION, VALUE, OPPOSITE, ORDER = -4.5, 9.0, 6.0, 1.0, 0.6, 0.7, 4.0, 6.0
ANOTHER_HEADING = -1.0  #: of the form
_STRANGE_HEADING = -0.5  #: where none is due: of a section that is new
_OUTWEIGHED = 0.75  #: how much of what speaks against an entry does not count where nothing else can stand
_MISFIT = -3.0
_LOOKS_CLOSED = -2.0
_OPEN_ENDED = 0.5
_REALLY_LIKE = 0.5  #: less like another question is by chance
_NOT_LIKE = Likeness(0.0, "")


class Witnessed:
    """The entries of one submission before the questions of its form version that were not found."""

    def __init__(self, form: FormVersion, wordings: Wordings, fits: Fits) -> None:
        self._form = _of_form(form, wordings)
        self._questions = form.by_name
        self._thesaurus = wordings.thesaurus
        self._fits = fits
        self.order = self._form.order

    def later(self, one: str | None, other: str | None) -> str | None:
        """Whichever of two questions the form puts later; names that it has not are none."""
        known = [name for name in (one, other) if name and name in self.order]
        return max(known, key=lambda name: self.order[name], default=None)

    def earlier(self, one: str | None, other: str | None) -> str | None:
        """Whichever of two questions the form puts earlier; names that it has not are none."""
        known = [name for name in (one, other) if name and name in self.order]
        return min(known, key=lambda name: self.order[name], default=None)

    def of(self, found: Found, missing: Sequence[str]) -> Iterator[tuple[str, Evidence]]:
        """The evidence for each of the missing questions being this entry."""
        likenesses = self._likenesses(found)
        rival = max((one.degree for name, one in likenesses.items() if name not in missing), default=0.0)
        fitting, heading = self._fitting(found.text), _heading(found.section)
        for name in missing:
            question, alike = self._questions[name], likenesses.get(name, _NOT_LIKE)
            evidence = Evidence(
                alike.degree,
                max(0.0, rival - max(alike.degree, _REALLY_LIKE)),
                self._agreement(name, heading, found) if heading else 0.0,
                _kinship(question, found.asks) if found.asks else self._value(name, found.text, fitting),
                alike.wording,
                alike.words,
            )
            yield name, evidence

    def places(self, names: Sequence[str], after: str | None, before: str | None) -> Iterator[float]:
        """For each question 1 where the form has it between these; 0 where nothing is known; else down to -1.

        Below the last question that was found stands much that is none.
        """
        count = len(self.order)
        low, high = self.order.get(after or "", -1), self.order.get(before or "", count)
        for name in names:
            here = self.order[name]
            if after is None and before is None:
                yield 0.0
            elif high <= low:  # the next element of a group begins
                yield 1.0 if (here > low or here < high) and _is_beside(name, after) else -1.0
            elif low < here < high:
                yield 1.0 if before else _OPEN_ENDED
            else:
                yield -min(1.0, 0.25 + max(low - here, here - high) / count)

    def may_be_opposite(self, label: str, name: str, wording: str) -> bool:
        """Whether an answer under the label may mean the reverse. A story has no reverse."""
        question = self._questions[name]
        closed, said = is_closed(question), {question.label, wording or label}
        opposed = (may_be_opposite(label, one, self._thesaurus, closed=closed) for one in said)
        return not question.is_long_text and any(opposed)

    def _likenesses(self, found: Found) -> Mapping[str, Likeness]:
        """By the label, or by the name that a question has of its own where that tells more."""
        by_label = self._form.labels.likenesses(found.label)
        if not found.asks:
            return by_label
        by_name = self._form.labels.likenesses(words_of_name(found.name))
        both = ((name, by_label.get(name, _NOT_LIKE), by_name.get(name, _NOT_LIKE)) for name in {*by_label, *by_name})
        return {name: max(one, other, key=lambda like: like.degree) for name, one, other in both}

    def _agreement(self, name: str, heading: _Heading, found: Found) -> float:
        """1 under the question's own heading, -1 under another of the form's.

        A heading that the form has not, where one is due, may be the question's own in other words: it tells nothing.
        """
        own = self._form.headings[name]
        if any(heading[: len(one)] == one for one in own):
            return 1.0
        if found.asks or heading in self._form.every_heading:
            return ANOTHER_HEADING
        is_due = own != self._form.headings.get(found.after or "")
        return 0.0 if is_due else _STRANGE_HEADING

    def _fitting(self, text: str) -> frozenset[str]:
        """The questions that ask for something of which the text is one: any text is a text."""
        if not text.strip() or is_story(text):
            return frozenset()
        asking = self._form.asking
        fitting = [names for one, names in asking if fits_kind(one, text) and self._fits(one, text)]
        is_blank = len(fitting) == len(asking) > 1  # words for "not answered" fit whatever is asked
        return frozenset() if is_blank else frozenset(chain.from_iterable(fitting))

    def _value(self, name: str, text: str, fitting: frozenset[str]) -> float:
        if not text.strip():
            return 0.0
        question = self._questions[name]
        if name in fitting:
            return log(len(self._questions) / len(fitting))
        if not is_open(question):
            return _MISFIT
        if is_story(text):
            return 1.0 if question.is_long_text else _MISFIT
        return _LOOKS_CLOSED if fitting else 0.0


class _OfForm(NamedTuple):
    """What is the same for every submission of a form version."""

    labels: LabelIndex
    order: Mapping[str, int]
    asking: Sequence[tuple[Question, Sequence[str]]]  #: one question each of those that the same answers fit
    headings: Mapping[str, frozenset[_Heading]]  #: by question: its section, and what an element of its group is called
    every_heading: frozenset[_Heading]


@lru_cache(maxsize=64)
def _of_form(form: FormVersion, wordings: Wordings) -> _OfForm:
    asking: dict[tuple[object, ...], tuple[Question, list[str]]] = {}
    for name, one in form.by_name.items():
        if not is_open(one) and one.type is not AnswerType.GROUP:
            alike = (one.type, one.options, one.kind, one.display_format)
            asking.setdefault(alike, (one, []))[1].append(name)
    headings = {name: _headings(form, name) for name in form.by_name}
    order = {name: place for place, name in enumerate(form.by_name)}
    every_heading = frozenset[_Heading]().union(*headings.values())
    return _OfForm(label_index(form, wordings), order, list(asking.values()), headings, every_heading)


def _headings(form: FormVersion, name: str) -> frozenset[_Heading]:
    group = form.by_name.get(name.partition(".")[0])
    called = (form.by_name[name].section, *((group.label, group.item_name) if group and "." in name else ()))
    return frozenset(filter(None, map(_heading, called)))


def _heading(text: str) -> _Heading:
    return tuple(word for word in words_of(text) if not word.isdigit())


def is_closed(question: Question) -> bool:
    """Whether the answer is chosen, not written."""
    return question.type in (AnswerType.CHOICE, AnswerType.BOOLEAN)


def _is_beside(name: str, other: str | None) -> bool:
    """Whether both are asked in the same group."""
    return other is not None and "." in name and name.partition(".")[0] == other.partition(".")[0]


def _kinship(question: Question, other: Question) -> float:
    """What conditions, types, kinds and options tell of two questions being the same."""
    same_condition = 1.5 if question.show_if and question.show_if == other.show_if else 0.0
    return same_condition + _kinship_of_answers(question, other)


def _kinship_of_answers(question: Question, other: Question) -> float:
    if AnswerType.GROUP in (question.type, other.type):
        return 0.0
    if question.options and other.options:
        shared = {one.const for one in question.options} & {one.const for one in other.options}
        return 3.0 * len(shared) / max(len(question.options), len(other.options)) - 1.0
    if question.type is not other.type or bool(question.options) != bool(other.options):
        return _MISFIT
    return 1.5 if question.kind and question.kind == other.kind else 0.3
