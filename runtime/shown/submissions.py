"""A submission as its page shows it: the form beside the record, and everything that was done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from mapping_dsl.forms import FormVersion
from mapping_dsl.trace import FieldTrace
from runtime import audit, clock, people, readings, settling, worklist
from runtime.audit import AuditEvent, Subject
from runtime.database import Database
from runtime.failures import NotThere
from runtime.force_session import ForceSession
from runtime.happenings import HappeningShown, happening_shown
from runtime.models import (
    Arrival,
    AuditEntry,
    Correction,
    Decision,
    Delivery,
    Grade,
    Original,
    PublishedVersion,
    Source,
    Status,
    Submission,
    SubmissionAnswers,
    Transposition,
)
from runtime.originals import Originals
from runtime.people import Names
from runtime.records import handover
from runtime.records.recorded import FieldShown, Made, Reads, RecordShown, reads_at, reads_of, records_of
from runtime.settling import Counting, Settled
from runtime.shown.answered import AnswerShown, Place, SectionShown, answers_named, sections_of
from runtime.shown.happened import (
    CorrectionShown,
    DecisionShown,
    DeliveryShown,
    correction_shown,
    decision_shown,
    delivery_shown,
)
from runtime.shown.readings import ReadingShown, reading_shown
from runtime.texts import library

__all__ = [
    "AnswerShown",
    "CorrectionShown",
    "DecisionShown",
    "DeliveryShown",
    "FieldShown",
    "HappeningShown",
    "Place",
    "RecordShown",
    "SectionShown",
    "sections_of",
]


@dataclass(frozen=True, slots=True)
class FlagShown:
    """A flag that is raised, or that cannot tell."""

    name: str
    level: str
    state: str  #: raised, unclear
    because: str
    reads: tuple[str, ...] = ()  #: the answers that it looks at


@dataclass(frozen=True, slots=True)
class PartShown:
    """One part of the mail that came."""

    index: int
    media_type: str
    name: str
    bytes: int
    role: str


@dataclass(frozen=True, slots=True)
class TriageShown:
    """Why it stands where it stands."""

    queue: str
    priority: int
    due_at: datetime | None
    grade: Grade | None
    risk_level: str
    rank: int
    is_escalated: bool
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class SubmissionDetail:
    """Everything that a submission's page shows."""

    id: UUID
    reference: str
    form: str
    form_title: str
    version: str
    revision: int
    other_revisions: tuple[UUID, ...]
    status: Status
    waits_as: Status | None  #: where it stood before somebody claimed it
    sentence: str | None
    source: Source
    channel: str
    language: str
    submitted_at: datetime | None
    submitted_text: str
    received_at: datetime
    claimed_by: UUID | None
    claimed_name: str | None
    claimed_at: datetime | None
    processed_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None
    closing_code: str | None
    closing_rationale: str | None
    triage: TriageShown
    flags: tuple[FlagShown, ...]
    sections: tuple[SectionShown, ...]
    records: tuple[RecordShown, ...]
    reviews: tuple[str, ...]
    rejected: str | None
    mapping_id: str | None
    mapping_number: int | None
    deliveries: tuple[DeliveryShown, ...]
    corrections: tuple[CorrectionShown, ...]
    decision: DecisionShown | None
    happenings: tuple[HappeningShown, ...]
    subject: str
    sender: str
    file_name: str
    parts: tuple[PartShown, ...]
    words: str  #: all readable text; shown whole where nothing could be read
    unmapped: tuple[tuple[str, str], ...]  #: label and text of what the form's questions do not have
    cautions: tuple[str, ...]
    conflicts: tuple[dict[str, Any], ...]  #: the question, and what each witness says
    read: ReadingShown  #: how it was read: witnesses, what drifted, words of risk, alarms
    settled: tuple[Settled, ...] = ()  #: what was in doubt of it, and a person has settled


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a field's value came from."""

    path: str
    trace: FieldTrace
    reads: tuple[AnswerShown, ...]  #: those of the trace as the page shows them
    is_same: bool  #: False is an alarm: computing the outcome again gave another


@dataclass(frozen=True, slots=True)
class _Stored:
    """The rows that a submission's page is made from."""

    submission: Submission
    arrival: Arrival
    reading: dict[str, Any]
    transposition: Transposition | None
    version: PublishedVersion | None
    corrections: Sequence[Correction]
    decision: Decision | None
    deliveries: Sequence[Delivery]
    happenings: Sequence[AuditEntry]
    names: Names


def detail(db: Database, force_id: str, submission_id: UUID) -> SubmissionDetail:
    """Everything the submission's page shows. Raises NotThere where the force has no such submission.

    Long because each of the page's many fields is filled here, once, where types are checked.
    """
    with db.read_session(force_id) as session:
        stored = _stored(session, worklist.find(session, submission_id))
        submission, arrival, reading = stored.submission, stored.arrival, stored.reading
        form = _form(session, submission, reading)
        made = stored.transposition
        counting = settling.counting(session, submission, stored.happenings)
        flags = (counting or made).flags if made else ()
        return SubmissionDetail(
            id=submission.id,
            reference=submission.reference,
            form=submission.form,
            form_title=form.title if form else "",
            version=submission.version,
            revision=submission.revision,
            other_revisions=_other_revisions(session, submission),
            status=submission.status,
            waits_as=submission.waits_as,
            sentence=submission.sentence,
            source=submission.source,
            channel=submission.channel,
            language=submission.language,
            submitted_at=submission.submitted_at,
            submitted_text=submission.submitted_text,
            received_at=submission.received_at,
            claimed_by=submission.claimed_by,
            claimed_name=stored.names.get(submission.claimed_by),
            claimed_at=submission.claimed_at,
            processed_at=submission.processed_at,
            decided_at=submission.decided_at,
            closed_at=submission.closed_at,
            closing_code=submission.closing_code,
            closing_rationale=submission.closing_rationale,
            triage=_triage(submission),
            flags=_flags(flags, reads_of(session, stored.version)),
            sections=sections_of(form, counting.reading if counting else reading) if form else (),
            records=records_of(session, _made(stored, made, counting)) if made else (),
            reviews=tuple(made.reviews) if made else (),
            rejected=made.rejected if made else None,
            mapping_id=stored.version.mapping_id if stored.version else None,
            mapping_number=stored.version.number if stored.version else None,
            deliveries=tuple(delivery_shown(one) for one in stored.deliveries),
            corrections=tuple(correction_shown(one, stored.names) for one in stored.corrections),
            decision=decision_shown(stored.decision, stored.names),
            happenings=tuple(happening_shown(one) for one in stored.happenings),
            subject=arrival.subject,
            sender=arrival.sender,
            file_name=arrival.file_name,
            parts=tuple(_part(one) for one in arrival.parts),
            words=arrival.words,
            unmapped=tuple((one["label"], one["text"]) for one in reading.get("unmapped", ())),
            cautions=tuple(reading.get("cautions", ())),
            conflicts=tuple(reading.get("conflicts", ())),
            read=reading_shown(session, submission, form),
            settled=counting.settled if counting else (),
        )


def origin(db: Database, force_id: str, submission_id: UUID, path: str) -> Origin:
    """Why a field is what it is, computed again from the stored submission and the version that made it.

    Raises NotThere where the mapping does not fill that field.
    """
    with db.read_session(force_id) as session:
        submission = worklist.find(session, submission_id)
        made = handover.latest_transposition(session, submission)
        version = library.version_of_hash(session, made.version_hash) if made else None
        if made is None or version is None:
            raise NotThere("rule for", path)
        answers = session.get_one(SubmissionAnswers, made.answers_id)
        trace = library.compiled(session, version).trace(answers.document)
        form = _form(session, submission, answers.reading)
    found = trace.fields.get(path)
    if found is None:
        raise NotThere("rule for", path)
    sections = sections_of(form, answers.reading) if form else ()
    return Origin(
        path=path,
        trace=found,
        reads=answers_named(sections, found.reads),
        is_same=trace.outcome.digest == made.digest,
    )


def original(db: Database, force_id: str, submission_id: UUID, person_id: UUID) -> bytes:
    """The mail or file that it came in, byte for byte. Who opened it stands in the log."""
    originals = Originals(db.settings.instance / "originals")
    with db.write_session(force_id) as session:
        submission = worklist.find(session, submission_id)
        stored = select(Original).join(Arrival, col(Arrival.original_id) == Original.id)
        sha256 = session.exec(stored.where(Arrival.id == submission.arrival_id)).one().sha256
        who = people.actor_of(session, person_id)
        audit.record(session, AuditEvent.ORIGINAL_OPENED, Subject.submission(submission_id), who, {"sha256": sha256})
        return originals.open(session, sha256)


def _stored(session: ForceSession, submission: Submission) -> _Stored:
    made = handover.latest_transposition(session, submission)
    answers = readings.latest(session, submission)
    corrections = session.exec(
        select(Correction).where(Correction.submission_id == submission.id).order_by(col(Correction.made_at))
    ).all()
    decisions = select(Decision).where(Decision.submission_id == submission.id)
    decision = session.exec(decisions.order_by(col(Decision.decided_at).desc()).limit(1)).first()
    deliveries = select(Delivery).where(Delivery.submission_id == submission.id)
    who = {submission.claimed_by, *(one.made_by for one in corrections), *([decision.decided_by] if decision else [])}
    return _Stored(
        submission=submission,
        arrival=session.get_one(Arrival, submission.arrival_id),
        reading=answers.reading if answers else {},
        transposition=made,
        version=library.version_of_hash(session, made.version_hash) if made else None,
        corrections=corrections,
        decision=decision,
        deliveries=session.exec(deliveries.order_by(col(Delivery.target), col(Delivery.number))).all(),
        happenings=audit.entries_of(session, Subject.submission(submission.id)),
        names=people.names_of(session, who),
    )


def _form(session: ForceSession, submission: Submission, reading: Mapping[str, Any]) -> FormVersion | None:
    """The version by whose questions the submission was read."""
    forms = library.current_library(session).forms()
    return forms.find(submission.form, reading.get("read_as") or submission.version)


def _made(stored: _Stored, made: Transposition, counting: Counting | None) -> Made:
    settled = counting.fields if counting else ()
    return Made(stored.submission, made, stored.version, stored.corrections, stored.names, settled)


def _other_revisions(session: ForceSession, submission: Submission) -> tuple[UUID, ...]:
    same = select(Submission.id).where(Submission.reference == submission.reference, Submission.id != submission.id)
    return tuple(session.exec(same.order_by(col(Submission.revision))))


def _triage(submission: Submission) -> TriageShown:
    return TriageShown(
        queue=submission.queue,
        priority=submission.priority,
        due_at=submission.due_at,
        grade=submission.grade,
        risk_level=submission.risk_level,
        rank=submission.rank,
        is_escalated=submission.escalated_at is not None,
        is_overdue=worklist.is_overdue(submission, clock.now()),
    )


def _flags(flags: Iterable[Mapping[str, Any]], reads: Reads) -> tuple[FlagShown, ...]:
    return tuple(
        FlagShown(one["name"], one["level"], one["state"], one["because"], reads_at(reads, one["name"]))
        for one in flags
    )


def _part(one: dict[str, Any]) -> PartShown:
    return PartShown(one["index"], one["mediaType"], one["name"], one["bytes"], one["role"])
