"""Alarms: a form has changed, told once for each cause and not once for each mail that shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, func, select

from mapping_dsl.forms import Forms, FormVersion
from runtime import audit, clock, people, status
from runtime.audit import Actor, AuditEvent, Subject
from runtime.database import Database
from runtime.drift.causes import (
    Cause,
    DifferenceShown,
    cause_of,
    crowd_of,
    difference_shown,
    identity,
    is_crowd,
    is_unpublished,
    marked_questions,
    sentence_of,
)
from runtime.drift.sharing import listed_still, showing, submissions_under
from runtime.drift.unseen import long_unseen
from runtime.failures import NotThere, RuntimeFailure, assert_reason
from runtime.force_session import ForceSession
from runtime.happenings import HappeningShown, happening_shown
from runtime.intake import SubmissionReading
from runtime.models import Alarm, AlarmStatus, AlarmSubmission, Grade, Status, Submission
from runtime.texts import library

MOST_UNPUBLISHED = 20  #: forms and versions with an open alarm each; all further ones share one
MOST_DIFFERENCES = 200  #: that are kept of one cause: what sends mails of ever new lines fills no table
EXAMPLES = 50
_SEVERITIES = ("breaks", "degrades", "harmless")

MACHINE = Actor.machine("intake")


class AlarmClosed(RuntimeFailure):
    """Somebody would work on an alarm that is closed already."""

    def __init__(self, alarm_id: UUID) -> None:
        super().__init__(f"alarm {alarm_id} is closed; it opens again by itself where the same comes back")


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One alarm in the list."""

    id: UUID
    form: str  #: empty where no form could be told
    form_title: str
    version: str
    read_as: str
    where: str  #: what came, without its differences
    what: str  #: the weightiest difference, and how many more there are; empty where none is known
    status: AlarmStatus
    is_risk: bool  #: whether a question that tells of danger is among what changed
    submissions: int
    held: int
    by_hand: int  #: of them, those whose record a person must type
    opened_at: datetime
    last_at: datetime
    taken_by: str | None
    closed_at: datetime | None
    closed_by: str | None  #: None also where it closed by itself
    closed_why: str

    @property
    def sentence(self) -> str:
        """What the alarm is raised for."""
        return ": ".join(filter(None, (self.where, self.what)))


@dataclass(frozen=True, slots=True)
class AlarmedSubmission:
    """A submission that shows the cause."""

    id: UUID
    reference: str
    status: Status
    grade: Grade | None
    risk_level: str
    received_at: datetime
    claimed_by: str | None


@dataclass(frozen=True, slots=True)
class AlarmDetail:
    """Everything that an alarm's page shows."""

    row: AlarmRow
    differences: tuple[DifferenceShown, ...]
    submissions: tuple[AlarmedSubmission, ...]  #: at most EXAMPLES, the most urgent first
    happenings: tuple[HappeningShown, ...]


@dataclass(frozen=True, slots=True)
class BatchAct:
    """Who holds or releases all submissions of an alarm, and why."""

    by: UUID
    why: str


def notice(session: ForceSession, submission: Submission, reading: SubmissionReading) -> Alarm | None:
    """Notes that a submission does not fit its form, and raises the alarm where its cause is new or comes back.

    None where it fits. Call it after an entry of the log: who holds the chain sees the alarms of all others.
    """
    cause = cause_of(reading, long_unseen(session, reading))
    if cause is None:
        return None
    alarm = _known(session, cause)
    if alarm is None and is_unpublished(cause) and _is_crowded(session):
        cause = crowd_of(cause)
        alarm = _known(session, cause)
    alarm = _raised(session, alarm, cause, MACHINE)
    _put_under(session, alarm, cause, submission.id, clock.now())
    return alarm


def still_shows(session: ForceSession, alarm: Alarm, reading: SubmissionReading) -> bool:
    """Whether a reading shows the alarm's cause: the same question differs still, be it in another way."""
    cause = cause_of(reading, long_unseen(session, reading))
    if cause is None:
        return False
    if is_crowd(alarm):
        return is_unpublished(cause)
    is_same_form = (cause.form, cause.version) == (alarm.form, alarm.version)
    return is_same_form and not marked_questions(cause).isdisjoint(marked_questions(alarm))


def listed(db: Database, force_id: str, *, with_closed: bool = False) -> tuple[AlarmRow, ...]:
    """The force's alarms, what came last first."""
    wanted = select(Alarm) if with_closed else select(Alarm).where(Alarm.status != AlarmStatus.CLOSED)
    with db.read_session(force_id) as session:
        return _rows(session, session.exec(wanted.order_by(col(Alarm.last_at).desc())).all())


def of_submission(session: ForceSession, submission_id: UUID) -> tuple[AlarmRow, ...]:
    """The alarms that a submission stands under, settled ones too, the latest first."""
    mine = select(Alarm).join(AlarmSubmission, col(AlarmSubmission.alarm_id) == Alarm.id)
    found = session.exec(mine.where(AlarmSubmission.submission_id == submission_id).order_by(col(Alarm.last_at).desc()))
    return _rows(session, found.all())


def detail(db: Database, force_id: str, alarm_id: UUID) -> AlarmDetail:
    """Everything that the alarm's page shows. Raises NotThere."""
    with db.read_session(force_id) as session:
        alarm = find(session, alarm_id)
        forms = _versions(library.current_library(session).forms(), alarm)
        return AlarmDetail(
            row=_rows(session, [alarm])[0],
            differences=tuple(difference_shown(one, *forms) for one in alarm.differences),
            submissions=_examples(session, alarm_id),
            happenings=tuple(happening_shown(one) for one in audit.entries_of(session, _subject(alarm))),
        )


def take(db: Database, force_id: str, alarm_id: UUID, *, by: UUID) -> None:
    """Somebody looks at it from now on, whoever did before. Raises NotThere, AlarmClosed."""
    with db.write_session(force_id) as session:
        alarm = _open(session, alarm_id)
        alarm.status, alarm.taken_by = AlarmStatus.TAKEN, by
        session.add(alarm)
        _note(session, alarm, AuditEvent.ALARM_TAKEN, people.actor_of(session, by))


def part(db: Database, force_id: str, alarm_id: UUID, came: str, *, by: UUID) -> UUID:
    """Takes a form or version out of the alarm that lists all further ones, with the submissions that show it; gives
    the alarm that it has for itself from now on. `came` is what it is listed as. Raises NotThere, AlarmClosed."""
    with db.write_session(force_id) as session:
        who = people.actor_of(session, by)
        # First of all: who holds the chain sees what was noticed before, and nothing is noticed until this is done.
        audit.record(session, AuditEvent.ALARM_PARTED, Subject("alarm", str(alarm_id)), who, {"why": came})
        crowd = _open(session, alarm_id)
        shown = list(showing(session, crowd, came))
        if not shown:
            raise NotThere("form or version that is listed as", came)
        _, first = shown[0]
        own = _raised(session, _known(session, first), first, who)
        for row, cause in shown:
            session.delete(row)
            _put_under(session, own, cause, row.submission_id, row.noticed_at)
        session.flush()
        crowd.differences = listed_still(session, crowd, identity(first), MOST_DIFFERENCES)
        session.add(crowd)
        if not session.exec(submissions_under(crowd.id).limit(1)).all():
            close_in(session, crowd, who=who, why="Each that it listed has an alarm for itself")
        return own.id


def close(db: Database, force_id: str, alarm_id: UUID, *, by: UUID, why: str) -> None:
    """Settles it; its held submissions stay where they are. Raises NotThere, AlarmClosed, ReasonMissing."""
    assert_reason("closing an alarm", why)
    with db.write_session(force_id) as session:
        close_in(session, _open(session, alarm_id), who=people.actor_of(session, by), why=why)


def close_in(session: ForceSession, alarm: Alarm, *, who: Actor, why: str) -> None:
    """Settles it in the caller's transaction; the machine does so where a repair has taken the cause away."""
    alarm.status, alarm.closed_at, alarm.closed_by, alarm.closed_why = (
        AlarmStatus.CLOSED,
        clock.now(),
        who.person_id,
        why,
    )
    session.add(alarm)
    _note(session, alarm, AuditEvent.ALARM_CLOSED, who, why=why)


def release(db: Database, force_id: str, alarm_id: UUID, act: BatchAct) -> int:
    """Gives every held submission of the alarm to the worklist as it is, in one act; how many.

    Each keeps its place: what is unknown of it weighs on. Raises NotThere, ReasonMissing.
    """
    return _move_all(db, force_id, alarm_id, act, (Status.HELD, Status.WAITING))


def hold(db: Database, force_id: str, alarm_id: UUID, act: BatchAct) -> int:
    """Holds every submission of the alarm that waits and that nobody has, in one act; how many."""
    return _move_all(db, force_id, alarm_id, act, (Status.WAITING, Status.HELD))


def find(session: ForceSession, alarm_id: UUID) -> Alarm:
    """The alarm. Raises NotThere where the force has none of that id."""
    alarm = session.exec(select(Alarm).where(Alarm.id == alarm_id)).one_or_none()
    if alarm is None:
        raise NotThere("alarm", alarm_id)
    return alarm


def _known(session: ForceSession, cause: Cause) -> Alarm | None:
    """The alarm of the same cause: of several the one that shares most with it, an open one first."""
    same_form = select(Alarm).where(Alarm.form == cause.form, Alarm.version == cause.version)
    sharing = [one for one in session.exec(same_form.order_by(col(Alarm.opened_at))) if cause.marks & set(one.marks)]
    return max(
        sharing, key=lambda one: (len(cause.marks & set(one.marks)), one.status is not AlarmStatus.CLOSED), default=None
    )


def _is_crowded(session: ForceSession) -> bool:
    """Whether as many forms and versions as may be told apart, that nobody has published, have an open alarm each."""
    unsettled = session.exec(select(Alarm).where(Alarm.status != AlarmStatus.CLOSED))
    return sum(is_unpublished(one) and not is_crowd(one) for one in unsettled) >= MOST_UNPUBLISHED


def _raised(session: ForceSession, known: Alarm | None, cause: Cause, who: Actor) -> Alarm:
    """The alarm of that cause, open."""
    alarm = known or _opened(session, cause)
    if known is None or alarm.status is AlarmStatus.CLOSED:
        alarm.status, alarm.taken_by = AlarmStatus.OPEN, None
        _note(session, alarm, AuditEvent.ALARM_RAISED, who, **({"why": "It came back"} if known else {}))
    return alarm


def _opened(session: ForceSession, cause: Cause) -> Alarm:
    alarm = Alarm(
        form=cause.form,
        version=cause.version,
        read_as=cause.read_as,
        cause=cause.digest,
        marks=[],
        differences=[],
        opened_at=clock.now(),
        last_at=clock.now(),
    )
    session.add(alarm)
    session.flush()
    return alarm


def _put_under(session: ForceSession, alarm: Alarm, cause: Cause, submission_id: UUID, at: datetime) -> None:
    """Notes that a submission shows an alarm's cause; once, however often it is noticed."""
    alarm.marks = sorted({*alarm.marks, *cause.marks})
    alarm.differences = _united(alarm.differences, cause.differences)
    alarm.last_at = max(alarm.last_at, at)
    session.add(alarm)
    session.flush()
    if session.get(AlarmSubmission, (session.force_id, alarm.id, submission_id)) is None:
        session.add(AlarmSubmission(alarm_id=alarm.id, submission_id=submission_id, noticed_at=at))


def _united(known: list[Any], new: Iterable[Mapping[str, Any]]) -> list[Any]:
    """The differences with those that are new; of one told twice the later telling, whose proposal may be surer."""
    by_place = {(one["kind"], one["question"], one["label"], *one.get("one", ())): one for one in (*known, *new)}
    return list(by_place.values())[:MOST_DIFFERENCES]


def _open(session: ForceSession, alarm_id: UUID) -> Alarm:
    alarm = find(session, alarm_id)
    if alarm.status is AlarmStatus.CLOSED:
        raise AlarmClosed(alarm_id)
    return alarm


def _move_all(db: Database, force_id: str, alarm_id: UUID, act: BatchAct, move: tuple[Status, Status]) -> int:
    stands, to = move
    assert_reason("moving a batch", act.why)
    with db.write_session(force_id) as session:
        alarm = find(session, alarm_id)
        who = people.actor_of(session, act.by)
        mine = submissions_under(alarm_id).where(Submission.status == stands).with_for_update(of=Submission)
        moved = session.exec(mine).all()
        for submission in moved:
            status.change(session, submission, to, who=who, why=act.why, alarm=str(alarm_id))
        event = AuditEvent.BATCH_RELEASED if to is Status.WAITING else AuditEvent.BATCH_HELD
        _note(session, alarm, event, who, why=act.why, submissions=len(moved))
    return len(moved)


def _examples(session: ForceSession, alarm_id: UUID) -> tuple[AlarmedSubmission, ...]:
    found = session.exec(submissions_under(alarm_id).order_by(*status.WORKLIST_ORDER).limit(EXAMPLES)).all()
    names = people.names_of(session, [one.claimed_by for one in found])
    return tuple(
        AlarmedSubmission(
            id=one.id,
            reference=one.reference,
            status=one.status,
            grade=one.grade,
            risk_level=one.risk_level,
            received_at=one.received_at,
            claimed_by=names.get(one.claimed_by),
        )
        for one in found
    )


def _rows(session: ForceSession, alarms: Iterable[Alarm]) -> tuple[AlarmRow, ...]:
    found = list(alarms)
    counted = session.exec(
        select(AlarmSubmission.alarm_id, Submission.status, func.count(col(Submission.id)))
        .join(Submission, col(AlarmSubmission.submission_id) == Submission.id)
        .where(col(AlarmSubmission.alarm_id).in_([one.id for one in found]))
        .group_by(col(AlarmSubmission.alarm_id), col(Submission.status))
    )
    counts = {(alarm_id, stands): count for alarm_id, stands, count in counted}
    names = people.names_of(session, [who for one in found for who in (one.taken_by, one.closed_by)])
    forms = library.current_library(session).forms()
    return tuple(
        AlarmRow(
            id=one.id,
            form=one.form,
            form_title=next((form.title for form in forms.of(one.form)), ""),
            version=one.version,
            read_as=one.read_as,
            where=_where(one),
            what=_what(one, forms),
            status=one.status,
            is_risk=any(difference["risk"] for difference in one.differences),
            submissions=sum(count for (alarm_id, _), count in counts.items() if alarm_id == one.id),
            held=counts.get((one.id, Status.HELD), 0),
            by_hand=counts.get((one.id, Status.MANUAL), 0),
            opened_at=one.opened_at,
            last_at=one.last_at,
            taken_by=names.get(one.taken_by),
            closed_at=one.closed_at,
            closed_by=names.get(one.closed_by),
            closed_why=one.closed_why,
        )
        for one in found
    )


def _where(alarm: Alarm) -> str:
    if is_crowd(alarm):
        return (
            f"More than {MOST_UNPUBLISHED} forms and versions came that nobody has published; here are all further ones"
        )
    return sentence_of(alarm)


def _what(alarm: Alarm, forms: Forms) -> str:
    """What changed, the weightiest difference in words."""
    if is_crowd(alarm) or not alarm.differences:
        return ""
    weightiest = min(alarm.differences, key=lambda one: (not one["risk"], _SEVERITIES.index(one["severity"])))
    more = len(alarm.differences) - 1
    others = f", and {more} more difference{'s' if more > 1 else ''}" if more else ""
    return f"{difference_shown(weightiest, *_versions(forms, alarm)).sentence}{others}"


def _versions(forms: Forms, alarm: Alarm) -> tuple[FormVersion, ...]:
    """The form's versions, first the one as which most of what came was read."""
    return tuple(sorted(forms.of(alarm.form), key=lambda form: form.version != alarm.read_as))


def _subject(alarm: Alarm) -> Subject:
    return Subject("alarm", str(alarm.id))


def _note(session: ForceSession, alarm: Alarm, event: AuditEvent, who: Actor, **details: Any) -> None:
    audit.record(session, event, _subject(alarm), who, {"form": alarm.form, "version": alarm.version} | details)
