"""What speaks for an entry being a certain question, and against it, as log odds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import log

from mapping_dsl.forms import AnswerType, FormVersion, Question
from runtime.likeness.label_index import LabelIndex, Likeness
from runtime.likeness.opposites import may_be_opposite
from runtime.likeness.shapes import fits_kind, is_open, is_story

Fits = Callable[[Question, str], bool]


@dataclass(frozen=True, slots=True)
class Found:
    """Something like a question that stands in a submission under words which the form version does not use."""

    label: str
    text: str = ""  #: the answer as it was typed, empty where it is blank
    section: str = ""  #: the heading it stands under, empty where there is none
    after: str | None = None  #: dotted name of the nearest question before it that was found
    before: str | None = None  #: of the nearest one after it


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one question and one entry. All but the flags run from -1 (against) to 1 (for)."""

    likeness: float
    rival: float  #: by how much more the words are like another question's, which was found
    place: float
    section: float
    value: float  #: bits that the answer's shape tells, the more the fewer questions it fits; below 0: does not fit
    may_be_opposite: bool

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


BASE, LIKENESS, RIVAL, PLACE, SECTION, VALUE, OPPOSITE = -4.5, 9.0, 6.0, 1.0, 0.6, 0.7, 2.0
_MISFIT = -3.0
_LOOKS_CLOSED = -1.0
_NOT_LIKE = Likeness(0.0, "")


class Witnessed:
    """The entries of one submission before the questions of its form version that were not found."""

    def __init__(self, form: FormVersion, missing: Iterable[str], index: LabelIndex, fits: Fits) -> None:
        self._questions = form.by_name
        self._index = index
        self._fits = fits
        self._order = {name: place for place, name in enumerate(form.by_name)}
        self._missing = [name for name in missing if name in form.by_name]

    def of(self, found: Found) -> Iterator[tuple[str, Evidence]]:
        """The evidence for each missing question being this entry."""
        likenesses = self._index.likenesses(found.label)
        fitting = self._fitting(found.text)
        rival = max((one.degree for name, one in likenesses.items() if name not in self._missing), default=0.0)
        for name in self._missing:
            question, alike = self._questions[name], likenesses.get(name, _NOT_LIKE)
            yield (
                name,
                Evidence(
                    alike.degree,
                    max(0.0, rival - alike.degree),
                    self._place(name, found),
                    _agreement(question.section, found.section),
                    self._value(name, found.text, fitting),
                    may_be_opposite(found.label, alike.wording or question.label, closed=is_closed(question)),
                ),
            )

    def _fitting(self, text: str) -> frozenset[str]:
        """The questions that ask for something of which the text is one: any text is a text."""
        if not text.strip() or is_story(text):
            return frozenset()
        asked = ((name, one) for name, one in self._questions.items() if not is_open(one))
        return frozenset(name for name, one in asked if fits_kind(one, text) and self._fits(one, text))

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
        here = self._order[name]
        low, high = self._order.get(found.after or "", -1), self._order.get(found.before or "", len(self._order))
        if found.after is None and found.before is None:
            return 0.0
        if low < here < high:
            return 1.0
        away = low - here if here <= low else here - high
        return -min(1.0, 0.25 + away / len(self._order))


def is_closed(question: Question) -> bool:
    """Whether the answer is chosen, not written."""
    return question.type in (AnswerType.CHOICE, AnswerType.BOOLEAN)


def _agreement(section: str, other: str) -> float:
    if not section or not other:
        return 0.0
    return 1.0 if section.casefold().split() == other.casefold().split() else -1.0
