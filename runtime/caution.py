"""What is not known of a submission, weighed like a flag: an unknown version, a risk question that drifted, and words
of risk in text that no rule reads."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mapping_dsl import MappingFailure
from mapping_dsl.forms import FormVersion
from mapping_dsl.outcome import FlagLevel
from mapping_dsl.risk_words import RiskWord, words_in
from runtime.force_session import ForceSession
from runtime.intake import Disposition, DriftSeverity
from runtime.intake.witness.caution import is_harmless
from runtime.intake.words import Words
from runtime.texts import library

_LEVELS = tuple(level.value for level in FlagLevel if level is not FlagLevel.NOTE)
_UNKNOWN = FlagLevel.HIGH.value  #: the least that an unknown version weighs, whatever a form's schema says


@dataclass(frozen=True, slots=True)
class Caution:
    """How much what is not known weighs, and the words of risk that were found."""

    level: str  #: critical, high, medium, low or none
    loose: tuple[RiskWord, ...] = ()  #: in text that answers no question
    elsewhere: tuple[RiskWord, ...] = ()  #: in the rest of what came, where their flags do not look

    @property
    def sentences(self) -> list[str]:
        """What was found, for whoever looks at the submission."""
        return [
            *(f"“{term}” stands in text that answers no question" for term in _terms(self.loose)),
            *(f"“{term}” stands in what came, where no flag looks for it" for term in _terms(self.elsewhere)),
        ]

    def to_json(self) -> list[dict[str, str]]:
        """The words as a submission keeps them."""
        words = (*self.loose, *self.elsewhere)
        return [{"term": word.term, "flag": word.flag, "level": word.level.value} for word in words]


NOTHING = Caution("none")


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is looked at to tell what is not known of a submission."""

    reading: Mapping[str, Any]  #: `SubmissionReading.to_json`
    form: FormVersion | None  #: by whose questions it was read
    words: str  #: all readable text of what came
    raised: frozenset[str] = frozenset()  #: flags that speak already
    unweighed: Words | None = None  #: where no rule has weighed the answers: the words in which they are given


def weigh(one: Weighed, words: Iterable[RiskWord]) -> Caution:
    """What a reading leaves unknown. All of what came is searched, but of an ordinary submission for what it answers:
    that is for the rules to weigh, where any have run."""
    silent = [word for word in words if word.flag not in one.raised]
    loose = words_in(_loose(one.reading), silent)
    others = [word for word in silent if word not in loose]
    answers = tuple(_strings(one.reading.get("answers", {})))
    elsewhere = words_in((*_doubtful(one.reading), *(answers if one.unweighed else ())), others)
    weighed = () if _is_cautious(one.reading) else answers
    explained = words_in((*weighed, *_own_words(one.form)), others)
    elsewhere += tuple(word for word in words_in([one.words], others) if word not in (*elsewhere, *explained))
    levels = [word.level.value for word in (*loose, *elsewhere)]
    if _is_unknown(one.reading) or _tells_of_danger(one):
        levels += (_UNKNOWN, one.form.unknown_level if one.form else "")
    return Caution(heaviest(levels), loose, elsewhere)


def weigh_loose(text: str, words: Iterable[RiskWord]) -> Caution:
    """What words of risk weigh in a text that is no submission: no rule reads any of it."""
    found = words_in([text], words)
    return Caution(heaviest(word.level.value for word in found), found)


def heaviest(levels: Iterable[str]) -> str:
    """The risk level that weighs most; "none" where there is none."""
    there = set(levels)
    return next((level for level in _LEVELS if level in there), "none")


def words_of_all(session: ForceSession) -> tuple[RiskWord, ...]:
    """The words that any mapping of the force looks for: for what none of them is made for."""
    found: dict[RiskWord, None] = {}
    for version in library.running(session):
        try:
            found |= dict.fromkeys(library.compiled(session, version).risk_words)
        except MappingFailure:
            continue  # one that can no longer be compiled knows no words
    return tuple(found)


def _is_unknown(reading: Mapping[str, Any]) -> bool:
    """Whether nobody can say what a risk question was answered, or what was asked at all."""
    drift = reading.get("drift", ())
    return not reading.get("version_known") or any(
        one["risk"] and one["severity"] != DriftSeverity.HARMLESS for one in drift
    )


def _tells_of_danger(one: Weighed) -> bool:
    """Whether a question of risk is answered so that it may be danger, and no rule has looked at it."""
    if one.unweighed is None or one.form is None:
        return False
    answers, words = {**one.reading.get("answers", {}), **one.reading.get("feared", {})}, one.unweighed
    risks = ((name, question) for name, question in one.form.every_question() if question.risk)
    return any(not is_harmless(question, _answered(answers, name), words) for name, question in risks)


def _is_cautious(reading: Mapping[str, Any]) -> bool:
    has_drifted = any(one["severity"] != DriftSeverity.HARMLESS for one in reading.get("drift", ()))
    return has_drifted or _is_unknown(reading) or reading.get("disposition") == Disposition.REVIEW


def _loose(reading: Mapping[str, Any]) -> Iterator[str]:
    """Text that answers no question of the form."""
    for one in (*reading.get("unmapped", ()), *reading.get("drift", ())):
        if not one.get("question"):
            yield from (one["label"], one["text"])


def _doubtful(reading: Mapping[str, Any]) -> Iterator[str]:
    """What was written to questions, and what no rule reads all the same: witnesses disagree, or it is in doubt."""
    yield from (one["text"] for one in reading.get("drift", ()))
    for conflict in reading.get("conflicts", ()):
        yield from (str(said) for name, said in conflict.items() if name != "question")
    for name in reading.get("doubts", ()):
        yield from _strings(_answered(reading.get("answers", {}), name))


def _own_words(form: FormVersion | None) -> Iterator[str]:
    for _, question in form.every_question() if form else ():
        yield from (question.label, question.label_cy, *(option.title for option in question.options))


def _terms(words: Iterable[RiskWord]) -> Iterable[str]:
    return dict.fromkeys(word.term.strip("*") for word in words)


def _answered(answers: Mapping[str, Any], name: str) -> Any:
    group, _, inner = name.partition(".")
    value = answers.get(group)
    if not inner or not isinstance(value, list):
        return value
    return [element.get(inner) for element in value if isinstance(element, dict)]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)
