"""What is in doubt of a submission, settled by a person: the reading they take counts, and what the mapping makes of it
goes into the records as corrections.

Nothing is settled by the machine. What was settled stands in the log, and reading again leaves its submission alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from mapping_dsl.forms import AnswerType, FormVersion, Question
from mapping_dsl.outcome import Outcome
from runtime import audit, decisions, people, worklist
from runtime.audit import AuditEvent, Subject
from runtime.database import Database
from runtime.decisions import Change, WholeRecord
from runtime.failures import NotThere, assert_reason
from runtime.force_session import ForceSession
from runtime.intake.answers import type_answer
from runtime.models import AuditEntry, Status, Submission, SubmissionAnswers, Transposition
from runtime.records import fields, handover
from runtime.texts import library

CAME = "came"  #: who says what stands under other words than the form's
NOBODY = ""  #: whose reading counts where a person leaves the question in doubt again

Answers = Mapping[str, Any]  #: typed, by the names of their questions
Readings = Mapping[str, Answers]  #: of each question that can be settled, by who says them


@dataclass(frozen=True, slots=True)
class Taken:
    """Which reading of a question a person takes, and why."""

    question: str
    said_by: str  #: a witness's name, CAME, or NOBODY
    why: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What a person has settled."""

    question: str
    said_by: str  #: whose reading counts: a witness's, or CAME
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A question that can be settled by one press."""

    question: str
    said_by: tuple[str, ...]
    paths: tuple[str, ...]  #: of the fields that hang on which reading is taken


@dataclass(frozen=True, slots=True)
class Counting:
    """What counts of a submission since persons have settled what was in doubt."""

    settled: tuple[Settled, ...]
    reading: Mapping[str, Any]  #: `SubmissionReading.to_json`, with the answers that were taken
    flags: Sequence[Mapping[str, Any]]  #: as a transposition keeps them
    fields: Sequence[Mapping[str, Any]]  #: the same


def settle(db: Database, force_id: str, submission_id: UUID, person_id: UUID, taken: Taken) -> list[str]:
    """Takes one reading, or leaves the question in doubt again; gives the paths of the fields that this changed, and
    the names of the records that are made now, or not any more. What a person has corrected by hand stays theirs.

    Raises NotClaimed, ReasonMissing, ValueRefused, and NotThere where nobody says so of a question in doubt.
    """
    assert_reason("settling a doubt", taken.why)
    with db.write_session(force_id) as session:
        submission = worklist.claimed(session, submission_id, person_id, Status.DECIDED)
        person = people.actor_of(session, person_id)
        doubts = _Doubts.of(session, submission)
        readings = doubts.readings.get(taken.question, {})
        if not readings or taken.said_by not in (NOBODY, *readings):
            raise NotThere("reading in doubt of", taken.question)
        before, after = doubts.outcome(doubts.chosen), doubts.outcome(doubts.once(taken))
        records = list(doubts.records(before, after, taken))
        changes = list(doubts.changes(before, after, taken))
        details = {"question": taken.question, "taken": taken.said_by, "why": taken.why}
        audit.record(session, AuditEvent.DOUBT_SETTLED, Subject.submission(submission.id), person, details)
        decisions.correct_in(session, submission, person_id, changes, records)
        return [*(one.target for one in records), *(change.path for change in changes)]


def offers(db: Database, force_id: str, submission_id: UUID) -> tuple[Offer, ...]:
    """What can be settled of a submission, with the fields that hang on it."""
    with db.read_session(force_id) as session:
        submission = worklist.find(session, submission_id)
        if handover.latest_transposition(session, submission) is None:
            return ()
        doubts = _Doubts.of(session, submission)
        return tuple(
            Offer(question, tuple(readings), tuple(dict.fromkeys(doubts.depending(question))))
            for question, readings in doubts.readings.items()
        )


def counting(session: ForceSession, submission: Submission, happenings: Iterable[AuditEntry]) -> Counting | None:
    """What counts since somebody has settled something; None where nobody has."""
    settled = settled_in(happenings)
    if not settled or handover.latest_transposition(session, submission) is None:
        return None
    doubts = _Doubts.of(session, submission)
    chosen = doubts.chosen
    standing = tuple(one for one in settled if one.question in chosen)
    outcome = doubts.outcome(chosen).to_json()
    return Counting(standing, with_answers(doubts.answers.reading, chosen), outcome["flags"], outcome["fields"])


def settled_in(happenings: Iterable[AuditEntry]) -> tuple[Settled, ...]:
    """What was settled of a submission, the latest word on each question; its entries in the log, oldest first."""
    settled: dict[str, Settled] = {}
    for one in happenings:
        if one.event == AuditEvent.DOUBT_SETTLED:
            question = one.details["question"]
            settled[question] = Settled(question, one.details["taken"], one.who_name, one.at)
    return tuple(one for one in settled.values() if one.said_by != NOBODY)


def readings_in_doubt(reading: Mapping[str, Any], form: FormVersion | None) -> Readings:
    """What can be taken of a reading (`SubmissionReading.to_json`), by question, dotted in groups.

    Not of a group with several elements, for a conflict does not tell which is meant; and no words that are no such
    answer.
    """
    said: dict[str, dict[str, str]] = {}
    for one in reading.get("drift", ()):
        if one["question"] in reading.get("doubts", ()) and one["text"]:
            # What was answered several times, or in parts, is no one answer that could be taken.
            said[one["question"]] = {} if one["question"] in said else {CAME: one["text"]}
    for one in reading.get("conflicts", ()):
        said[one["question"]] = {witness: str(text) for witness, text in one.items() if witness != "question"}
    typed = {name: _typed(form.by_name.get(name) if form else None, texts) for name, texts in said.items()}
    return {name: answers for name, answers in typed.items() if answers and _has_one_place(name, reading, said)}


def with_answers(document: Mapping[str, Any], answers: Answers) -> dict[str, Any]:
    """A reading, or what a mapping is given of it, with answers in it that are no longer in doubt."""
    feared = document.get("feared", ())
    left = [name for name in feared if name not in answers]
    return {
        **document,
        "answers": {**document["answers"], **_placed(document["answers"], answers)},
        "doubts": [name for name in document["doubts"] if name not in answers],
        "feared": _feared(feared, left, answers) if isinstance(feared, Mapping) else left,
    }


def _feared(feared: Answers, left: Iterable[str], answers: Answers) -> dict[str, Any]:
    """What is still feared: of a group with what is settled of its element."""
    kept = {name: feared[name] for name in left}
    return kept | {name: value for name, value in _placed(kept, answers).items() if name in kept}


def _placed(whole: Answers, answers: Answers) -> dict[str, Any]:
    """The answers where they belong: in a group in its only element."""
    placed: dict[str, Any] = {}
    for name, answer in answers.items():
        group, _, inner = name.partition(".")
        elements = placed.get(group, whole.get(group))
        if not inner:
            placed[name] = answer
        elif elements:
            placed[group] = [{**elements[0], inner: answer}]
    return placed


def _has_one_place(name: str, reading: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Whether an answer to that question can stand in one place only; witnesses may not agree on how many there are."""
    group, _, inner = name.partition(".")
    elements = reading["answers"].get(group)
    return not inner or (group not in said and isinstance(elements, list) and len(elements) == 1)


@dataclass(frozen=True)
class _Doubts:
    """A submission's doubts, as far as they are settled, with what its mapping makes of them."""

    session: ForceSession
    submission: Submission
    answers: SubmissionAnswers
    made: Transposition
    readings: Readings
    chosen: Answers  #: settled so far

    @classmethod
    def of(cls, session: ForceSession, submission: Submission) -> "_Doubts":
        """Those of a submission of which records were made."""
        made = handover.latest_transposition(session, submission)
        if made is None:
            raise NotThere("record of submission", submission.id)
        answers = session.get_one(SubmissionAnswers, made.answers_id)
        reading = answers.reading
        form = library.current_library(session).forms().find(submission.form, reading["read_as"])
        readings = readings_in_doubt(reading, form)
        settled = settled_in(audit.entries_of(session, Subject.submission(submission.id)))
        chosen = {
            one.question: readings[one.question][one.said_by]
            for one in settled
            if one.said_by in readings.get(one.question, {})
        }
        return cls(session, submission, answers, made, readings, chosen)

    def outcome(self, answers: Answers) -> Outcome:
        """What the version that made the records says where those answers count."""
        version = library.version_of_hash(self.session, self.made.version_hash)
        if version is None:
            raise NotThere("published version", self.made.version_hash)
        return library.compiled(self.session, version).run(with_answers(self.answers.document, answers))

    def records(self, before: Outcome, after: Outcome, taken: Taken) -> Iterator[WholeRecord]:
        """The records that are made once a reading is taken and were not, and those that are made no more."""
        for target, record in after.records.items():
            is_there = handover.current_record(self.session, self.submission, target) is not None
            are_several = isinstance(record, list) and record != before.records.get(target)
            if _is_made(before, target) is is_there and (is_there is not _is_made(after, target) or are_several):
                yield WholeRecord(target, record, taken.why)

    def changes(self, before: Outcome, after: Outcome, taken: Taken) -> Iterator[Change]:
        """What must be corrected in the others; nothing where a person has put something else there."""
        for path in _differing(before, after):
            target = fields.target_of(path)
            record = handover.current_record(self.session, self.submission, target)
            is_kept = record is not None and _is_made(after, target)
            if is_kept and _value(record, path) == _value(before.records.get(target), path):
                yield Change(path, _value(after.records.get(target), path), taken.why, is_settled=True)

    def once(self, taken: Taken) -> Answers:
        """What is settled once that reading is taken."""
        others = {name: answer for name, answer in self.chosen.items() if name != taken.question}
        readings = self.readings[taken.question]
        return others | ({taken.question: readings[taken.said_by]} if taken.said_by in readings else {})

    def depending(self, question: str) -> Iterator[str]:
        """The fields that come out otherwise with one of a question's readings than without."""
        others = {name: answer for name, answer in self.chosen.items() if name != question}
        undecided = self.outcome(others)
        for answer in self.readings[question].values():
            yield from _differing(undecided, self.outcome({**others, question: answer}))


def _typed(question: Question | None, texts: Mapping[str, str]) -> Answers:
    """The texts as answers to a question; nothing where one of them is no such answer."""
    if question is None or question.type is AnswerType.GROUP:
        return {}
    typed = {who: type_answer(question, text) for who, text in texts.items()}
    return {who: one.value for who, one in typed.items()} if all(one.fits for one in typed.values()) else {}


def _differing(before: Outcome, after: Outcome) -> Iterator[str]:
    """The paths of fields that hold something else, or of which a person is no longer asked."""
    asked = {path for path in before.reviews if path not in after.reviews}
    for path in dict.fromkeys(one.path for made in (before, after) for one in made.fields):
        was, becomes = (_value(made.records.get(fields.target_of(path)), path) for made in (before, after))
        if was != becomes or path in asked:
            yield path


def _is_made(outcome: Outcome, target: str) -> bool:
    """Whether there is a record for that target; where there are several, people type each of them."""
    return isinstance(outcome.records.get(target), dict)


def _value(record: Any, path: str) -> Any:
    return fields.value_at(record, fields.steps_below(path))
