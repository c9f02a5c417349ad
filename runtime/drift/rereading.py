"""Reading submissions again, after forms, layouts, words or mappings changed: in the background, each once.

An act is for one alarm, or for all that is held without one or that no mapping was there for. What a person has worked
on stays as it is, and its time-line says so. Where nothing shows the cause any more, the alarm closes itself.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mapping_dsl import exact_json
from runtime import audit, clock, durable, people, readings, receiving, settling, status, transposing
from runtime.audit import Actor, AuditEvent, Subject
from runtime.database import Database
from runtime.drift import alarms
from runtime.failures import NotThere, assert_reason
from runtime.force_session import ForceSession
from runtime.ids import new_id
from runtime.intake import Disposition, Reading, SubmissionReading
from runtime.models import (
    Alarm,
    AlarmStatus,
    AlarmSubmission,
    Arrival,
    Correction,
    Delivery,
    ReadAgain,
    Rereading,
    RereadSubmission,
    Status,
    Submission,
)
from runtime.originals import OriginalMissing
from runtime.texts import knowledge, library

QUEUE = "read again"
MACHINE = Actor.machine("reading again")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an act of reading again has come."""

    id: UUID
    why: str
    ordered_by: str | None  #: None: by publishing what may have settled the cause
    ordered_at: datetime
    total: int
    settled: int  #: the cause is gone, and they go on
    drifted: int  #: the cause still stands in them
    left: int  #: a person has worked on them
    unreadable: int
    is_over: bool
    stopped_at: datetime | None

    @property
    def read(self) -> int:
        """How many are done."""
        return self.settled + self.drifted + self.left + self.unreadable


def order(db: Database, force_id: str, alarm_id: UUID, *, by: UUID, why: str) -> UUID:
    """Orders that an alarm's submissions are read again; gives the act. Raises NotThere, ReasonMissing."""
    assert_reason("reading again", why)
    with db.write_session(force_id) as session:
        return order_in(session, alarms.find(session, alarm_id), who=people.actor_of(session, by), why=why)


def order_after(session: ForceSession, paths: Iterable[str], forms: Collection[str], *, who: Actor, why: str) -> None:
    """Orders it for all that new texts of the library may have settled: for every alarm, and in one act for what
    stands under none. `forms` are those whose mappings run anew; a new text may also tell the form of what had none."""
    changed = [path for path in paths if knowledge.is_read_by(path)]
    touched = {*forms, *(path.split("/")[1] for path in changed if path.startswith("forms/"))}
    touched |= {""} if changed else set()
    is_any = any(not path.startswith("forms/") for path in changed)
    for alarm in session.exec(select(Alarm).where(Alarm.status != AlarmStatus.CLOSED)).all():
        if is_any or alarm.form in touched:
            order_in(session, alarm, who=who, why=why)
    others = _stopped_without_alarm()
    found = session.exec(others if is_any else others.where(col(Submission.form).in_(touched))).all()
    if found:
        _order(session, Rereading(alarm_id=None, why=why, ordered_by=who.person_id, ordered_at=clock.now()), found, who)


def order_in(session: ForceSession, alarm: Alarm, *, who: Actor, why: str) -> UUID:
    """Orders it in the caller's transaction. An act for the same alarm that is not over is overtaken by this one."""
    act = Rereading(alarm_id=alarm.id, why=why, ordered_by=who.person_id, ordered_at=clock.now())
    showing = select(AlarmSubmission.submission_id).where(AlarmSubmission.alarm_id == alarm.id)
    return _order(session, act, session.exec(showing).all(), who)


def stop(db: Database, force_id: str, rereading_id: UUID, *, by: UUID) -> None:
    """Stops an act; what was not read yet stays as it is. One that is over stays over. Raises NotThere."""
    with db.write_session(force_id) as session:
        act = session.exec(select(Rereading).where(Rereading.id == rereading_id)).one_or_none()
        if act is None:
            raise NotThere("act of reading again", rereading_id)
        if act.ended_at is None and act.stopped_at is None:
            act.stopped_at = clock.now()
            session.add(act)
            who = people.actor_of(session, by)
            details = {"rereading": str(act.id)}
            audit.record(session, AuditEvent.READING_AGAIN_STOPPED, _subject(act), who, details)


def progress(db: Database, force_id: str, alarm_id: UUID) -> Progress | None:
    """How far the alarm's latest act has come; None where there was none."""
    with db.read_session(force_id) as session:
        acts = select(Rereading).where(Rereading.alarm_id == alarm_id)
        act = session.exec(acts.order_by(col(Rereading.ordered_at).desc(), col(Rereading.id).desc()).limit(1)).first()
        if act is None:
            return None
        counts = _counts(session, act.id)
        return Progress(
            id=act.id,
            why=act.why,
            ordered_by=people.names_of(session, [act.ordered_by]).get(act.ordered_by),
            ordered_at=act.ordered_at,
            total=sum(counts.values()),
            settled=counts.get(ReadAgain.SETTLED, 0),
            drifted=counts.get(ReadAgain.DRIFTED, 0),
            left=counts.get(ReadAgain.LEFT, 0),
            unreadable=counts.get(ReadAgain.UNREADABLE, 0),
            is_over=act.ended_at is not None or act.stopped_at is not None,
            stopped_at=act.stopped_at,
        )


def read_again(database: Database, force_id: str, rereading_id: str) -> None:
    """The job: one submission after the other, the most urgent first. It goes on where it broke off."""
    while (submission_id := _next(database, force_id, UUID(rereading_id))) is not None:
        one, made_by = _read(database, force_id, submission_id)
        with database.write_session(force_id) as session:
            _take_up(session, _Again(UUID(rereading_id), submission_id, one, made_by))
    with database.write_session(force_id) as session:
        _end(session, UUID(rereading_id))


def give_up(database: Database, force_id: str, rereading_id: UUID, why: str) -> None:
    """After reading broke on one of them: that one stays as it is and says so, and the others are gone on with."""
    submission_id = _next(database, force_id, rereading_id)
    if submission_id is None:
        return
    with database.write_session(force_id) as session:
        _take_up(session, _Again(rereading_id, submission_id, None, "", why))
        _enqueue(session, rereading_id)


def _stopped_without_alarm() -> SelectOfScalar[UUID]:
    """What a person is still to look at, and what new texts may help: it is held and shows no cause that is open, as
    where witnesses disagree, or no mapping ever ran on it."""
    alarmed = (
        select(AlarmSubmission.submission_id)
        .join(Alarm, col(AlarmSubmission.alarm_id) == Alarm.id)
        .where(Alarm.status != AlarmStatus.CLOSED)
    )
    was_never_mapped = (col(Submission.status) == Status.MANUAL) & col(Submission.published_hash).is_(None)
    is_stopped = (col(Submission.status) == Status.HELD) | was_never_mapped
    return select(Submission.id).where(is_stopped, col(Submission.id).not_in(alarmed))


def _order(session: ForceSession, act: Rereading, wanted: Iterable[UUID], who: Actor) -> UUID:
    """Begins an act, which takes over what an earlier one for the same has left."""
    submissions = set(wanted)
    same = select(Rereading).where(col(Rereading.alarm_id).is_not_distinct_from(act.alarm_id), _is_under_way())
    for earlier in session.exec(same).all():
        submissions |= set(session.exec(_left(earlier.id)).all())
        earlier.stopped_at = clock.now()
        session.add(earlier)
    session.add(act)
    session.flush()
    session.add_all(RereadSubmission(rereading_id=act.id, submission_id=one) for one in submissions)
    details = {"rereading": str(act.id), "why": act.why, "submissions": len(submissions)}
    audit.record(session, AuditEvent.READING_AGAIN_ORDERED, _subject(act), who, details)
    _enqueue(session, act.id)
    return act.id


def _left(rereading_id: UUID) -> SelectOfScalar[UUID]:
    """The submissions that are still to be read in an act, the most urgent first."""
    mine = select(RereadSubmission.submission_id).join(Submission, col(RereadSubmission.submission_id) == Submission.id)
    unread = mine.where(RereadSubmission.rereading_id == rereading_id, col(RereadSubmission.outcome).is_(None))
    return unread.order_by(*status.WORKLIST_ORDER)


@dataclass(frozen=True, slots=True)
class _Again:
    """One submission that was read again, and is still to be stored."""

    rereading_id: UUID
    submission_id: UUID
    reading: SubmissionReading | None  #: None where it could not be found again
    made_by: str
    why: str = "It could not be found again in what came"  #: nothing was read


def _next(database: Database, force_id: str, rereading_id: UUID) -> UUID | None:
    """The submission whose turn it is; None where all are done, or where somebody stopped it."""
    with database.read_session(force_id) as session:
        if session.get_one(Rereading, rereading_id).stopped_at is not None:
            return None
        return session.exec(_left(rereading_id).limit(1)).first()


def _read(database: Database, force_id: str, submission_id: UUID) -> tuple[SubmissionReading | None, str]:
    """The submission as it is read by what is known now, and by what that was."""
    with database.read_session(force_id) as session:
        submission = session.get_one(Submission, submission_id)
        known = knowledge.current(session)
        try:
            reading = receiving.read_original(database, session, session.get_one(Arrival, submission.arrival_id), known)
        except OriginalMissing:
            return None, known.made_by
        return _counterpart(session, submission, reading), known.made_by


def _counterpart(session: ForceSession, submission: Submission, reading: Reading) -> SubmissionReading | None:
    """The submission among those of its mail: by its reference, where others share it by its content or its place
    among them; without one by its place where as many are found as then. None where it cannot be told."""
    siblings = list(
        session.exec(
            select(Submission).where(Submission.arrival_id == submission.arrival_id).order_by(col(Submission.id))
        )
    )
    sharing = [one for one in siblings if one.reference == submission.reference]
    found = [one for one in reading.submissions if one.reference == submission.reference]
    same = [one for one in found if one.content_digest == submission.content_digest]
    if same:
        return same[0]
    if not found:
        sharing, found = siblings, list(reading.submissions)
    return found[sharing.index(submission)] if len(sharing) == len(found) else None


def _take_up(session: ForceSession, again: _Again) -> None:
    """Stores what reading again gave, and lets the submission go on by it. Once, however often it is called."""
    key = (session.force_id, again.rereading_id, again.submission_id)
    row = session.get_one(RereadSubmission, key, with_for_update=True)
    if row.outcome is not None:
        return
    submission = session.get_one(Submission, again.submission_id, with_for_update=True)
    act = session.get_one(Rereading, again.rereading_id)
    row.outcome, row.read_at = _outcome(session, submission, act, again), clock.now()
    session.add(row)
    details = {"rereading": str(act.id), "came to": row.outcome.value, "by": again.made_by, "why": act.why}
    if row.outcome is ReadAgain.UNREADABLE:
        details["why"] = again.why
    audit.record(session, AuditEvent.READ_AGAIN, Subject.submission(submission.id), MACHINE, details)
    if again.reading is not None and _is_untouched(session, submission):
        _go_on(session, submission, again.reading, again.made_by)


def _outcome(session: ForceSession, submission: Submission, act: Rereading, again: _Again) -> ReadAgain:
    if again.reading is None:
        return ReadAgain.UNREADABLE
    if _still_stands(session, submission, act, again.reading):
        return ReadAgain.DRIFTED
    return ReadAgain.SETTLED if _is_untouched(session, submission) else ReadAgain.LEFT


def _still_stands(session: ForceSession, submission: Submission, act: Rereading, one: SubmissionReading) -> bool:
    """Whether what stopped the submission is there as before."""
    if act.alarm_id is not None:
        return alarms.still_shows(session, alarms.find(session, act.alarm_id), one)
    is_stopped = submission.status in (Status.HELD, Status.MANUAL)
    return one.disposition is Disposition.REVIEW or (is_stopped and not _is_news(session, submission, one))


def _is_news(session: ForceSession, submission: Submission, one: SubmissionReading) -> bool:
    """Whether it is read otherwise than before, or another mapping runs for it."""
    version = library.published(session, one.form, one.read_as) if one.form else None
    latest = readings.latest(session, submission)
    is_same = latest is not None and exact_json.dumps(latest.reading) == exact_json.dumps(one.to_json())
    return not is_same or submission.published_hash != (version.hash if version else None)


def _is_untouched(session: ForceSession, submission: Submission) -> bool:
    """Whether no person has worked on it: claimed or decided it, settled a doubt, corrected a field, or typed its
    record."""
    if submission.status not in status.IN_WORKLIST | {Status.READ} or submission.decided_at is not None:
        return False
    if settling.settled_in(audit.entries_of(session, Subject.submission(submission.id))):
        return False
    corrected = select(Correction.id).where(Correction.submission_id == submission.id).limit(1)
    typed = select(Delivery.id).where(Delivery.submission_id == submission.id, col(Delivery.is_by_hand)).limit(1)
    return session.exec(corrected).first() is None and session.exec(typed).first() is None


def _go_on(session: ForceSession, submission: Submission, one: SubmissionReading, made_by: str) -> None:
    """Lets a submission go its way once more; where that would be the same way, it stays in the worklist."""
    alarms.notice(session, submission, one)
    if not _is_news(session, submission, one):
        return
    readings.keep(session, submission, one, made_by)
    submission.form, submission.version = one.form, one.version
    submission.channel, submission.language = one.channel or "", one.language or ""
    submission.submitted_at = receiving.instant(one.submitted_at)
    submission.submitted_text, submission.sentence = one.submitted_at or "", None
    session.add(submission)
    if submission.status is not Status.READ:
        status.change(session, submission, Status.READ, who=MACHINE)
    transposing.order(session, submission)


def _end(session: ForceSession, rereading_id: UUID) -> None:
    """Says that the act is over, and closes the alarm where all could be read and its cause is nowhere any more."""
    act = session.get_one(Rereading, rereading_id, with_for_update=True)
    counts = _counts(session, rereading_id)
    if act.ended_at is not None or act.stopped_at is not None or counts.get(None):
        return
    act.ended_at = clock.now()
    session.add(act)
    if act.alarm_id is None:
        return
    alarm = alarms.find(session, act.alarm_id)
    gone = counts.get(ReadAgain.SETTLED, 0) + counts.get(ReadAgain.LEFT, 0)
    stands = counts.keys() & {ReadAgain.DRIFTED, ReadAgain.UNREADABLE}
    if gone and not stands and alarm.status is not AlarmStatus.CLOSED:
        count = "The submission was" if gone == 1 else f"{gone} submissions were"
        alarms.close_in(
            session, alarm, who=MACHINE, why=f"{count} read again, and nothing shows it any more: {act.why}"
        )


def _counts(session: ForceSession, rereading_id: UUID) -> dict[str | None, int]:
    """How many came to what; to None those that are still to be read."""
    counted = select(RereadSubmission.outcome, func.count(col(RereadSubmission.submission_id)))
    mine = counted.where(RereadSubmission.rereading_id == rereading_id).group_by(col(RereadSubmission.outcome))
    return dict(session.exec(mine).all())


def _enqueue(session: ForceSession, rereading_id: UUID) -> None:
    job = durable.Order("read again", str(rereading_id), QUEUE, f"read again:{rereading_id}:{new_id()}")
    durable.enqueue(session, job)


def _is_under_way() -> ColumnElement[bool]:
    return col(Rereading.ended_at).is_(None) & col(Rereading.stopped_at).is_(None)


def _subject(act: Rereading) -> Subject:
    return Subject("alarm", str(act.alarm_id)) if act.alarm_id else Subject("rereading", str(act.id))
