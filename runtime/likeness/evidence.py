"""What speaks for an entry being a certain question, and against it, as log odds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import log

from mapping_dsl.forms import AnswerType, FormVersion, Question
from runtime.likeness.label_index import LabelIndex, Likeness
from runtime.likeness.opposites import may_be_opposite
from runtime.likeness.shapes import fits_kind, is_open, is_story
from runtime.likeness.words import words_of, words_of_name

Fits = Callable[[Question, str], bool]


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
    """What is known of one question and one entry. All but the flags run from -1 (against) to 1 (for)."""

    likeness: float
    rival: float  #: by how much more the words are like another question's, which was found
    place: float
    section: float
    value: float  #: what the answer's shape tells, the more the fewer questions it fits; below 0: does not fit
    may_be_opposite: bool
    words: frozenset[str]  #: the telling stems that entry and question share

    @property
    def stands_there(self) -> bool:
        """Whether the form has the question where the entry stands."""
        return self.place > 0 and self.section >= 0

    @property
    def may_answer(self) -> bool:
        """Whether the text may answer the question."""
        return self.value > _MISFIT

    @property
    def log_odds(self) -> float:
        """The weighted sum; the weights were fitted to rewordings (tests/runtime/likeness/rewordings.json)."""
        return (
            BASE
            + LIKENESS * self.likeness
            - RIVAL * self.rival
            + PLACE * self.place
            + SECTION * self.section
            + VALUE * self.value
            - OPPOSITE * self.may_be_opposite
        )


BASE, LIKENESS, RIVAL, PLACE, SECTION, VALUE, OPPOSITE = -4.5, 9.0, 6.0, 1.0, 0.6, 0.7, 4.0
_MISFIT = -3.0
_LOOKS_CLOSED = -1.0
_REALLY_LIKE = 0.5  #: less like another question is by chance
_STRANGE_HEADING = -0.5  #: of a section that is new, adorned or translated
_NOT_LIKE = Likeness(0.0, "")


class Witnessed:
    """The entries of one submission before the questions of its form version that were not found."""

    def __init__(self, form: FormVersion, index: LabelIndex, fits: Fits) -> None:
        self._questions = form.by_name
        self._index = index
        self._fits = fits
        self._asking: dict[tuple[object, ...], tuple[Question, list[str]]] = {}  # alike in what fits them
        for name, one in self._questions.items():
            if not is_open(one) and one.type is not AnswerType.GROUP:
                alike = (one.type, one.options, one.kind, one.display_format)
                self._asking.setdefault(alike, (one, []))[1].append(name)
        self._sections = {name: words_of(one.section) for name, one in self._questions.items()}
        self._headings = frozenset(self._sections.values())
        self._fitting = lru_cache(maxsize=512)(self._fitted)
        self.order = {name: place for place, name in enumerate(form.by_name)}

    def later(self, one: str | None, other: str | None) -> str | None:
        """Whichever of two questions the form puts later; names that it has not are none."""
        known = [name for name in (one, other) if name in self.order]
        return max(known, key=lambda name: self.order[name], default=None)

    def earlier(self, one: str | None, other: str | None) -> str | None:
        """Whichever of two questions the form puts earlier; names that it has not are none."""
        known = [name for name in (one, other) if name in self.order]
        return min(known, key=lambda name: self.order[name], default=None)

    def of(self, found: Found, missing: Sequence[str]) -> Iterator[tuple[str, Evidence]]:
        """The evidence for each of the missing questions being this entry."""
        likenesses = self._likenesses(found)
        fitting = self._fitting(found.text)
        rival = max((one.degree for name, one in likenesses.items() if name not in missing), default=0.0)
        for name in missing:
            question, alike = self._questions[name], likenesses.get(name, _NOT_LIKE)
            evidence = Evidence(
                alike.degree,
                max(0.0, rival - max(alike.degree, _REALLY_LIKE)),
                self._place(name, found),
                self._agreement(name, found),
                _kinship(question, found.asks) if found.asks else self._value(name, found.text, fitting),
                _may_be_opposite(found.label, question, alike.wording),
                alike.words,
            )
            yield name, evidence

    def _likenesses(self, found: Found) -> Mapping[str, Likeness]:
        """By the label, or by the name that a question has of its own where that tells more."""
        by_label = self._index.likenesses(found.label)
        if not found.asks:
            return by_label
        by_name = self._index.likenesses(words_of_name(found.name))
        both = ((name, by_label.get(name, _NOT_LIKE), by_name.get(name, _NOT_LIKE)) for name in {*by_label, *by_name})
        return {name: max(one, other, key=lambda like: like.degree) for name, one, other in both}

    def _agreement(self, name: str, found: Found) -> float:
        """1 under the question's own heading, -1 under another of the form's, and 0 where none is told."""
        heading = words_of(found.section)
        if not heading:
            return 0.0
        if heading == self._sections[name]:
            return 1.0
        return -1.0 if found.asks or heading in self._headings else _STRANGE_HEADING

    def _fitted(self, text: str) -> frozenset[str]:
        """The questions that ask for something of which the text is one: any text is a text."""
        if not text.strip() or is_story(text):
            return frozenset()
        fitting = (names for one, names in self._asking.values() if fits_kind(one, text) and self._fits(one, text))
        return frozenset(chain.from_iterable(fitting))

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

    def _place(self, name: str, found: Found) -> float:
        """1 where the form has the question between the same neighbours; 0 where nothing is known; else down to -1."""
        here = self.order[name]
        low, high = self.order.get(found.after or "", -1), self.order.get(found.before or "", len(self.order))
        if found.after is None and found.before is None:
            return 0.0
        if high <= low:  # the next element of a group begins
            return 1.0 if (here > low or here < high) and _is_beside(name, found.after) else -1.0
        if low < here < high:
            return 1.0
        away = low - here if here <= low else here - high
        return -min(1.0, 0.25 + away / len(self.order))


def is_closed(question: Question) -> bool:
    """Whether the answer is chosen, not written."""
    return question.type in (AnswerType.CHOICE, AnswerType.BOOLEAN)


def _is_beside(name: str, other: str | None) -> bool:
    """Whether both are asked in the same group."""
    return other is not None and "." in name and name.partition(".")[0] == other.partition(".")[0]


def _may_be_opposite(label: str, question: Question, wording: str) -> bool:
    return any(may_be_opposite(label, one, closed=is_closed(question)) for one in {question.label, wording or label})


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
