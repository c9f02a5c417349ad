"""How a submission was read, as its page shows it: its witnesses, where they disagree, and what drifted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, func, select

from mapping_dsl.forms import FormVersion, Question
from runtime import readings
from runtime.drift import alarms
from runtime.drift.alarms import AlarmRow
from runtime.drift.causes import DifferenceShown, difference_shown
from runtime.force_session import ForceSession
from runtime.intake.answers import type_answer
from runtime.models import Submission, SubmissionAnswers


@dataclass(frozen=True, slots=True)
class WitnessShown:
    """One of the texts in which a form comes."""

    name: str  #: "body", "html", "pdf", "info", "json"
    state: str  #: "read", "kept", "missing", or why it could not be read


@dataclass(frozen=True, slots=True)
class SaidShown:
    """What one witness says."""

    witness: str
    text: str
    is_feared: bool = False  #: the more dangerous of the readings


@dataclass(frozen=True, slots=True)
class ConflictShown:
    """A question on which witnesses disagree, with what each of them says."""

    question: str  #: dotted in groups
    label: str  #: the question's, or its name where the form does not ask it
    is_risk: bool
    said: tuple[SaidShown, ...]
    feared: Any  #: the more dangerous answer, of a group the whole, that counts until a person has decided; or None


@dataclass(frozen=True, slots=True)
class RiskWordShown:
    """A word that a flag looks for, found where no rule reads."""

    term: str
    flag: str
    level: str


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """The latest reading of a submission. Texts are empty where nothing was read."""

    made_by: str  #: the reader, and the hash of the forms, layouts and words that it knew
    count: int  #: how often it was read, each time by other knowledge
    version_known: bool
    read_as: str
    layout: str
    witnesses: tuple[WitnessShown, ...]
    conflicts: tuple[ConflictShown, ...]
    differences: tuple[DifferenceShown, ...]
    reasons: tuple[str, ...]  #: why a person must look first
    risk_words: tuple[RiskWordShown, ...]
    alarms: tuple[AlarmRow, ...]


def reading_shown(session: ForceSession, submission: Submission, form: FormVersion | None) -> ReadingShown:
    """How the submission was read last; `form` is the version by whose questions."""
    latest = readings.latest(session, submission)
    reading: Mapping[str, Any] = latest.reading if latest else {}
    counted = select(func.count(col(SubmissionAnswers.id))).where(SubmissionAnswers.submission_id == submission.id)
    return ReadingShown(
        made_by=latest.made_by if latest else "",
        count=session.exec(counted).one(),
        version_known=bool(reading.get("version_known")),
        read_as=reading.get("read_as", ""),
        layout=reading.get("layout", ""),
        witnesses=tuple(WitnessShown(name, state) for name, state in reading.get("witnesses", {}).items()),
        conflicts=tuple(_conflicts(reading, form)),
        differences=tuple(difference_shown(one, form) for one in reading.get("drift", ())),
        reasons=tuple(reading.get("reasons", ())),
        risk_words=tuple(RiskWordShown(**one) for one in submission.risk_words),
        alarms=alarms.of_submission(session, submission.id),
    )


def _conflicts(reading: Mapping[str, Any], form: FormVersion | None) -> Iterator[ConflictShown]:
    for one in reading.get("conflicts", ()):
        name = one["question"]
        question = form.question(name) if form else None
        feared = reading.get("feared", {}).get(name.partition(".")[0])
        said = tuple(
            SaidShown(witness, str(text), is_feared=_is(question, str(text), feared))
            for witness, text in one.items()
            if witness != "question"
        )
        yield ConflictShown(
            question=name,
            label=question.label if question else name,
            is_risk=bool(question and question.risk),
            said=said,
            feared=feared,
        )


def _is(question: Question | None, text: str, feared: Any) -> bool:
    """Whether a text as typed is the feared answer."""
    return question is not None and feared is not None and type_answer(question, text).value == feared
