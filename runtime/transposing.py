"""From a submission to its records: the published mapping runs, and what it says is stored, placed and handed over.

Nothing that goes wrong here loses a submission: it goes to a person, with a sentence, at a cautious place.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from mapping_dsl.outcome import Outcome
from runtime import clock, delivering, durable, handover, library, status, worklist
from runtime.audit import Actor
from runtime.database import Database
from runtime.force_session import ForceSession
from runtime.ids import new_id
from runtime.intake import Disposition
from runtime.models import Grade, PublishedVersion, Status, Submission, SubmissionAnswers, Transposition

QUEUE = "transpose"


@dataclass(frozen=True, slots=True)
class Transposed:
    """What a published version makes of a submission's answers, not stored yet."""

    answers_id: UUID
    version: PublishedVersion
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Why no mapping could be run."""

    to: Status
    sentence: str


def order(session: ForceSession, submission: Submission) -> None:
    """Orders that the published mapping runs on a submission that was read, for the first time or once more."""
    workflow_id = f"transpose:{submission.id}:{new_id()}"
    durable.enqueue(session, durable.Order("transpose", str(submission.id), QUEUE, workflow_id))


def transpose(database: Database, force_id: str, submission_id: str) -> None:
    """The job. Computing needs no step of its own: what it gave is stored in the one transaction that follows."""
    made = compute(database, force_id, UUID(submission_id))
    durable.in_transaction("store", force_id, lambda session: store(session, UUID(submission_id), made))


def compute(database: Database, force_id: str, submission_id: UUID) -> Transposed | Unmapped:
    """Runs the mapping that is published for the submission's form version. Writes nothing."""
    with database.read_session(force_id) as session:
        submission = session.get_one(Submission, submission_id)
        if not submission.form:
            return Unmapped(Status.MANUAL, submission.sentence or "No form that we know was found in it")
        version = library.published(session, submission.form, submission.version)
        if version is None:
            return _no_mapping(session, submission)
        answers = latest_answers(session, submission)
        mapping = library.compiled(session, version)
    return Transposed(answers.id, version, mapping.run(answers.document))


def store(session: ForceSession, submission_id: UUID, made: Transposed | Unmapped) -> str:
    """Stores what came out, places the submission in the worklist, and plans the delivery to CHS."""
    submission = session.get_one(Submission, submission_id)
    if submission.status is not Status.READ:
        return submission.status.value  # it was dealt with before, by a person or by an earlier run of this job
    if isinstance(made, Unmapped):
        give_to_person(session, submission, made.to, made.sentence)
        return submission.status.value
    if not _is_stored(session, submission, made):
        session.add(_transposition(submission, made))
    _place(submission, made)
    session.add(submission)
    status.change(session, submission, Status.TRANSPOSED, who=Actor.machine(), version=made.version.hash)
    answers = session.get_one(SubmissionAnswers, made.answers_id)
    if by_hand := _why_by_hand(session, made):
        status.change(session, submission, Status.MANUAL, who=Actor.machine(), why=by_hand)
    else:
        _go_on(session, submission, answers)
    return submission.status.value


def give_up(database: Database, force_id: str, submission_id: UUID, why: str) -> None:
    """After a failure that nobody foresaw: the submission goes to a person, whatever was half done."""
    with database.write_session(force_id) as session:
        submission = session.get_one(Submission, submission_id)
        if submission.status in (Status.RECEIVED, Status.READ, Status.TRANSPOSED):
            give_to_person(session, submission, Status.MANUAL, why)


def give_to_person(session: ForceSession, submission: Submission, to: Status, why: str) -> None:
    """Puts a submission that the machine cannot go on with into the worklist, where an unknown risk belongs."""
    worklist.place(submission, grade=None, risk_level=None)
    session.add(submission)
    status.change(session, submission, to, who=Actor.machine(), why=why)


def latest_answers(session: ForceSession, submission: Submission) -> SubmissionAnswers:
    """What was read of the submission last."""
    mine = select(SubmissionAnswers).where(SubmissionAnswers.submission_id == submission.id)
    return session.exec(mine.order_by(col(SubmissionAnswers.made_at).desc()).limit(1)).one()


def _no_mapping(session: ForceSession, submission: Submission) -> Unmapped:
    form = f"{submission.form} {submission.version}"
    if library.current_library(session).forms().find(submission.form, submission.version) is None:
        return Unmapped(Status.HELD, f"The form {form} is not in the library: its questions are not known")
    return Unmapped(Status.MANUAL, f"No mapping is published for the form {form}")


def _go_on(session: ForceSession, submission: Submission, answers: SubmissionAnswers) -> None:
    """To the worklist by its triage; its CHS record goes at once, also while a person must look."""
    why = _why_looked_at(submission, answers.reading)
    to = Status.HELD if why else Status.WAITING
    status.change(session, submission, to, who=Actor.machine(), why=why)
    if submission.revision == 1:
        delivering.plan(session, submission, delivering.CHS, who=Actor.machine())


def _why_looked_at(submission: Submission, reading: dict[str, Any]) -> str:
    if submission.revision > 1:
        # Whoever knows a reference could send another content: what CHS has is not replaced before a person looked.
        return f"Another content came under the reference {submission.reference}; CHS keeps the earlier one for now"
    if reading.get("disposition") == Disposition.REVIEW:
        return submission.sentence or "; ".join(reading.get("cautions", ())) or "A person must look at what came"
    return ""


def _why_by_hand(session: ForceSession, made: Transposed) -> str:
    """Why CHS cannot get this record from the machine; empty where it can."""
    if made.outcome.rejected:
        return made.outcome.rejected
    record = made.outcome.records.get(delivering.CHS)
    if isinstance(record, list):
        return f"The mapping makes {len(record)} CHS records of it; each must be typed by hand"
    if record is None:
        return ""
    schema = handover.record_schema(session, made.version, delivering.CHS)
    required = {(delivering.CHS, *steps) for steps in handover.required_paths(schema, record)}
    missing = [path for path in made.outcome.reviews if _steps(path) in required]
    return f"CHS needs {', '.join(missing)}, which only a person can tell" if missing else ""


def _steps(path: str) -> tuple[str | int, ...]:
    """A path of `reviews` with the record's name, which holds a dot of its own, as its first step."""
    return (delivering.CHS, *handover.steps_of(path.removeprefix(f"{delivering.CHS}.")))


def _is_stored(session: ForceSession, submission: Submission, made: Transposed) -> bool:
    """Whether the same version ran on the same answers before: it said the same then."""
    same = select(Transposition.id).where(
        Transposition.submission_id == submission.id,
        Transposition.version_hash == made.version.hash,
        Transposition.answers_id == made.answers_id,
    )
    return session.exec(same).first() is not None


def _transposition(submission: Submission, made: Transposed) -> Transposition:
    outcome = made.outcome
    document = outcome.to_json()
    return Transposition(
        submission_id=submission.id,
        answers_id=made.answers_id,
        version_hash=made.version.hash,
        engine_version=made.version.engine_version,
        digest=outcome.digest,
        made_at=clock.now(),
        risk_level=outcome.risk_level,
        records=document["records"],
        flags=document["flags"],
        fields=document["fields"],
        reviews=document["reviews"],
        triage=document["triage"],
        rejected=outcome.rejected,
    )


def _place(submission: Submission, made: Transposed) -> None:
    outcome = made.outcome
    submission.published_hash = made.version.hash
    submission.queue, submission.priority = outcome.triage.queue, outcome.triage.priority
    submission.due_at = outcome.triage.due
    record = outcome.records.get(delivering.CHS)
    grade = record.get("grade") if isinstance(record, dict) else None
    worklist.place(submission, grade=Grade(grade) if grade else None, risk_level=outcome.risk_level)
