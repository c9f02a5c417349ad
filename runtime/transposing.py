"""From a submission to its records: the published mapping runs, and what it says is stored, placed and handed over.

Nothing that goes wrong here loses a submission: it goes to a person, with a sentence, at a cautious place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import select

from mapping_dsl.outcome import FlagState, Outcome
from runtime import clock, durable, readings, status, worklist
from runtime.audit import Actor
from runtime.caution import NOTHING, Caution, Weighed, heaviest, weigh, words_of_all
from runtime.database import Database
from runtime.delivery import delivering
from runtime.force_session import ForceSession
from runtime.ids import new_id
from runtime.intake import Disposition
from runtime.models import Arrival, Grade, PublishedVersion, Status, Submission, SubmissionAnswers, Transposition
from runtime.records import handover
from runtime.texts import knowledge, library

QUEUE = "transpose"
OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a submission's records are made from: what was read last, and the version that runs now for it."""

    answers_id: UUID | None
    version_hash: str | None


@dataclass(frozen=True, slots=True)
class Transposed:
    """What a published version makes of a submission's answers, not stored yet."""

    basis: Basis
    answers_id: UUID
    version: PublishedVersion
    outcome: Outcome
    caution: Caution


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Why no mapping could be run."""

    basis: Basis
    to: Status
    sentence: str
    caution: Caution


def order(session: ForceSession, submission: Submission) -> None:
    """Orders that the published mapping runs on a submission that was read, for the first time or once more."""
    workflow_id = f"transpose:{submission.id}:{new_id()}"
    durable.enqueue(session, durable.Order("transpose", str(submission.id), QUEUE, workflow_id))


def transpose(database: Database, force_id: str, submission_id: str) -> None:
    """The job. Computing needs no step of its own: what it gave is stored in the one transaction that follows."""
    while not _made(database, force_id, UUID(submission_id)):
        pass


def _made(database: Database, force_id: str, submission_id: UUID) -> bool:
    """Computes and stores; False where what it was computed from was overtaken meanwhile."""
    made = compute(database, force_id, submission_id)
    return durable.in_transaction("store", force_id, lambda session: store(session, submission_id, made)) != OVERTAKEN


def compute(database: Database, force_id: str, submission_id: UUID) -> Transposed | Unmapped:
    """Runs the mapping that is published for the version by which the submission was read. Writes nothing."""
    with database.read_session(force_id) as session:
        submission = session.get_one(Submission, submission_id)
        answers, version = _latest(session, submission)
        basis = _basis(answers, version)
        if answers is None or version is None:
            to, sentence = _why_unmapped(session, submission)
            return Unmapped(basis, to, sentence, _unweighed(session, submission, answers))
        reading = answers.reading
        mapping = library.compiled(session, version)
        form = library.current_library(session).forms().find(submission.form, _read_as(submission, answers))
        words = _words_of(session, submission)
    outcome = mapping.run(answers.document)
    raised = frozenset(flag.name for flag in outcome.flags if flag.state is FlagState.RAISED)
    caution = weigh(Weighed(reading, form, words, raised), mapping.risk_words)
    return Transposed(basis, answers.id, version, outcome, caution)


def store(session: ForceSession, submission_id: UUID, made: Transposed | Unmapped) -> str:
    """Stores what came out, places the submission in the worklist, and plans the delivery to CHS.

    Gives where the submission stands, or OVERTAKEN where it was read again or mapped anew since `made` was computed.
    """
    submission = session.get_one(Submission, submission_id, with_for_update=True)
    if submission.status is not Status.READ:
        return submission.status.value  # it was dealt with before, by a person or by an earlier run of this job
    if _basis(*_latest(session, submission)) != made.basis:
        return OVERTAKEN
    if isinstance(made, Unmapped):
        give_to_person(session, submission, made.to, made.sentence, made.caution)
        return submission.status.value
    submission.risk_words = made.caution.to_json()
    transposition = _stored(session, submission, made) or _transposition(submission, made)
    transposition.made_at = clock.now()
    session.add(transposition)
    _place(submission, made)
    session.add(submission)
    status.change(session, submission, Status.TRANSPOSED, who=Actor.machine(), version=made.version.hash)
    answers = session.get_one(SubmissionAnswers, made.answers_id)
    if by_hand := _why_by_hand(session, made):
        status.change(session, submission, Status.MANUAL, who=Actor.machine(), why=by_hand)
    else:
        _go_on(session, submission, answers.reading, made.caution)
    return submission.status.value


def give_up(database: Database, force_id: str, submission_id: UUID, why: str) -> None:
    """After a failure that nobody foresaw: the submission goes to a person, whatever was half done, with what no rule
    has weighed of it. Should the same failure stop the search for that as well, a person has it all the same."""
    caution = NOTHING
    try:
        caution = _searched(database, force_id, submission_id)
    finally:
        with database.write_session(force_id) as session:
            submission = session.get_one(Submission, submission_id)
            if submission.status in (Status.RECEIVED, Status.READ, Status.TRANSPOSED):
                give_to_person(session, submission, Status.MANUAL, why, caution)


def give_to_person(
    session: ForceSession, submission: Submission, to: Status, why: str, caution: Caution = NOTHING
) -> None:
    """Puts a submission that the machine cannot go on with into the worklist, where an unknown risk belongs.

    What is known of its risk all the same may place it before that, never behind it.
    """
    _place_cautiously(session, submission, caution)
    status.change(session, submission, to, who=Actor.machine(), why=_joined([why, *caution.sentences]))


def _place_cautiously(session: ForceSession, submission: Submission, caution: Caution) -> None:
    """Never behind where it stood: what an earlier reading or mapping found is not gone because this one stopped."""
    stood = submission.rank
    submission.risk_words = caution.to_json()
    worklist.place(submission, grade=None, risk_level=heaviest((submission.risk_level, caution.level)))
    submission.rank = min(stood, submission.rank)
    session.add(submission)


def _searched(database: Database, force_id: str, submission_id: UUID) -> Caution:
    """What weighs in a submission on which its mapping broke."""
    with database.read_session(force_id) as session:
        submission = session.get_one(Submission, submission_id)
        return _unweighed(session, submission, readings.latest(session, submission))


def _unweighed(session: ForceSession, submission: Submission, answers: SubmissionAnswers | None) -> Caution:
    """What weighs in a submission of which no rule has weighed anything."""
    reading = answers.reading if answers else {}
    form = library.current_library(session).forms().find(submission.form, reading.get("read_as", ""))
    words = knowledge.current(session).known.words
    return weigh(Weighed(reading, form, _words_of(session, submission), unweighed=words), words_of_all(session))


def _latest(session: ForceSession, submission: Submission) -> tuple[SubmissionAnswers | None, PublishedVersion | None]:
    """What was read last, and the version that runs now for how it was read."""
    answers = readings.latest(session, submission)
    if not submission.form:
        return answers, None
    return answers, library.published(session, submission.form, _read_as(submission, answers))


def _basis(answers: SubmissionAnswers | None, version: PublishedVersion | None) -> Basis:
    return Basis(answers.id if answers else None, version.hash if version else None)


def _read_as(submission: Submission, answers: SubmissionAnswers | None) -> str:
    """The version of the form by which it was read."""
    read_as = answers.reading.get("read_as") if answers else None
    return read_as or submission.version


def _why_unmapped(session: ForceSession, submission: Submission) -> tuple[Status, str]:
    form = f"{submission.form} {submission.version}"
    if not submission.form:
        return Status.MANUAL, submission.sentence or "No form that we know was found in it"
    if library.current_library(session).forms().find(submission.form, submission.version) is None:
        return Status.HELD, f"The form {form} is not in the library: its questions are not known"
    return Status.MANUAL, f"No mapping is published for the form {form}"


def _words_of(session: ForceSession, submission: Submission) -> str:
    """All readable text of what the submission came in."""
    return session.get_one(Arrival, submission.arrival_id).words


def _go_on(session: ForceSession, submission: Submission, reading: Mapping[str, Any], caution: Caution) -> None:
    """To the worklist by its triage; its CHS record goes at once, also while a person must look."""
    why = _why_looked_at(submission, reading)
    to = Status.HELD if why else Status.WAITING
    status.change(session, submission, to, who=Actor.machine(), why=_joined([*why, *caution.sentences]))
    if submission.revision == 1:
        delivering.plan(session, submission, delivering.CHS, who=Actor.machine())


def _why_looked_at(submission: Submission, reading: Mapping[str, Any]) -> list[str]:
    """Why it is held, a sentence each; nothing where it goes on by itself."""
    if submission.revision > 1:
        # Whoever knows a reference could send another content: what CHS has is not replaced before a person looked.
        reference = submission.reference
        return [f"Another content came under the reference {reference}; CHS keeps the earlier one for now"]
    if reading.get("disposition") == Disposition.REVIEW:
        return reading.get("reasons") or reading.get("cautions") or ["A person must look at what came"]
    return []


def _joined(sentences: Sequence[str]) -> str:
    return "; ".join(sentence.rstrip(".") for sentence in sentences)


def _why_by_hand(session: ForceSession, made: Transposed) -> str:
    """Why CHS cannot get this record from the machine; empty where it can."""
    if made.outcome.rejected:
        return made.outcome.rejected
    record = made.outcome.records.get(delivering.CHS)
    if isinstance(record, list):
        return delivering.each_by_hand(delivering.CHS, record)
    if record is None:
        return ""
    schema = handover.record_schema(session, made.version, delivering.CHS)
    required = {(delivering.CHS, *steps) for steps in handover.required_paths(schema, record)}
    missing = [path for path in made.outcome.reviews if _steps(path) in required]
    return f"CHS needs {', '.join(missing)}, which only a person can tell" if missing else ""


def _steps(path: str) -> tuple[str | int, ...]:
    """A path of `reviews` with the record's name, which holds a dot of its own, as its first step."""
    return (delivering.CHS, *handover.steps_of(path.removeprefix(f"{delivering.CHS}.")))


def _stored(session: ForceSession, submission: Submission, made: Transposed) -> Transposition | None:
    """What the same version made of the same answers before: it said the same then, and is what was made last now."""
    same = select(Transposition).where(
        Transposition.submission_id == submission.id,
        Transposition.version_hash == made.version.hash,
        Transposition.answers_id == made.answers_id,
    )
    return session.exec(same).first()


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
    risk_level = heaviest((outcome.risk_level, made.caution.level))
    worklist.place(submission, grade=Grade(grade) if grade else None, risk_level=risk_level)
