"""What waits for a person, in order of risk. An operator gets the next one and never chooses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from runtime import audit, clock, people, status
from runtime.audit import Actor, AuditEvent, Subject
from runtime.database import Database
from runtime.failures import NotThere, RuntimeFailure
from runtime.force_session import ForceSession
from runtime.models import Arrival, Decision, Grade, NextStep, Role, Status, Submission

ESCALATED_RANK = 0
OPEN = status.IN_WORKLIST | {Status.CLAIMED}
UNKNOWN_RANK = 2  # nothing is known of it: as urgent as a significant one until a person has looked
RANK_OF_GRADE: Mapping[Grade, int] = MappingProxyType({grade: 1 + place for place, grade in enumerate(Grade)})
RANK_OF_RISK: Mapping[str, int] = MappingProxyType({"critical": 1, "high": 2, "medium": 3})


class NotClaimed(RuntimeFailure):
    """Somebody would work on a submission that they do not hold."""

    def __init__(self, submission_id: UUID) -> None:
        super().__init__(f"submission {submission_id} is not claimed by you; get it from the worklist first")
        self.submission_id = submission_id


@dataclass(frozen=True, slots=True)
class Filters:
    """What a supervisor asks of the queue. None and empty ask nothing."""

    statuses: tuple[Status, ...] = ()  #: empty: everything a person has still to do
    form: str = ""
    queue: str = ""
    grade: Grade | None = None
    claimed_by: UUID | None = None
    is_overdue: bool = False
    is_unclaimed: bool = False
    reference: str = ""  #: any part of it
    order: Literal["risk", "oldest"] = "risk"
    limit: int = 200
    offset: int = 0


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Reassignment:
    """Who is to have a submission, says who, and why."""

    to: UUID | None  #: None: whoever gets work next
    by: UUID
    why: str


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One submission as the supervisor's table shows it."""

    id: UUID
    reference: str
    form: str
    version: str
    status: Status
    grade: Grade | None
    risk_level: str
    rank: int
    queue: str
    received_at: datetime
    due_at: datetime | None
    is_overdue: bool
    is_escalated: bool
    claimed_by: UUID | None
    claimed_name: str | None
    claimed_at: datetime | None
    sentence: str | None
    came_as: str  #: the mail's subject and the name of the file
    next_step: NextStep | None  #: as it was decided last; None where nobody has decided yet


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A stretch of the queue, and how long the whole of it is."""

    rows: tuple[QueueRow, ...]
    total: int


def rank_of(grade: Grade | None, risk_level: str | None) -> int:
    """The place that grade and risk give, 1 first: the more dangerous of the two, cautious where nothing is known.

    The risk level counts flags that cannot tell as if raised, so what is in doubt stands at its most dangerous reading.
    """
    by_grade = RANK_OF_GRADE[grade] if grade else UNKNOWN_RANK
    return by_grade if risk_level is None else min(by_grade, RANK_OF_RISK.get(risk_level, by_grade))


def place(submission: Submission, *, grade: Grade | None, risk_level: str | None) -> None:
    """Puts a submission where grade and risk say; None where they are not known (yet)."""
    submission.grade = grade
    submission.risk_level = risk_level or "none"
    if submission.escalated_at is None:
        submission.rank = rank_of(grade, risk_level)


def claim_next(db: Database, force_id: str, person_id: UUID) -> UUID | None:
    """Gives the person their open claim, or else claims what comes first for them; None where nothing waits."""
    with db.write_session(force_id) as session:
        person = people.actor_of(session, person_id)
        held = select(Submission.id).where(Submission.claimed_by == person_id, Submission.status == Status.CLAIMED)
        open_claim = session.exec(held.order_by(col(Submission.claimed_at)).limit(1)).first()
        return open_claim or status.claim_first(session, person)


def claimed(session: ForceSession, submission_id: UUID, person_id: UUID, *also: Status) -> Submission:
    """The submission, where the person holds it claimed (or in one of the other statuses). Raises NotClaimed."""
    mine = select(Submission).where(Submission.id == submission_id, Submission.claimed_by == person_id)
    submission = session.exec(mine.with_for_update()).one_or_none()
    if submission is None or submission.status not in (Status.CLAIMED, *also):
        raise NotClaimed(submission_id)
    return submission


def find(session: ForceSession, submission_id: UUID) -> Submission:
    """The submission. Raises NotThere where the force has none of that id."""
    submission = session.exec(select(Submission).where(Submission.id == submission_id)).one_or_none()
    if submission is None:
        raise NotThere("submission", submission_id)
    return submission


def release(db: Database, force_id: str, submission_id: UUID, person_id: UUID, why: str) -> None:
    """Puts a claimed submission back to where it waited; the same person does not get it next. Raises NotClaimed."""
    with db.write_session(force_id) as session:
        submission = claimed(session, submission_id, person_id)
        submission.released_by = person_id
        _put_back(session, submission, people.actor_of(session, person_id), why)


def reassign(db: Database, force_id: str, submission_id: UUID, reassignment: Reassignment) -> None:
    """Gives a submission to another operator, or back to the worklist; what nobody has can be given too."""
    to, why = reassignment.to, reassignment.why
    with db.write_session(force_id) as session:
        submission = find(session, submission_id)
        by = people.actor_of(session, reassignment.by)
        if to is not None and not people.has_role(session, to, Role.OPERATOR):
            raise NotThere("operator", to)
        if submission.status is Status.CLAIMED:
            _put_back(session, submission, by, why)
        if to is None:
            return
        submission.released_by = None
        receiver = people.actor_of(session, to)
        status.change(session, submission, Status.CLAIMED, who=receiver, why=why, given_by=by.name)
        details = {"to": str(to), "to_name": receiver.name, "why": why}
        audit.record(session, AuditEvent.REASSIGNED, Subject.submission(submission.id), by, details)


def escalate(db: Database, force_id: str, submission_id: UUID, *, by: UUID, why: str) -> None:
    """Puts a submission before all others; what is decided or closed stays where it is."""
    with db.write_session(force_id) as session:
        submission = find(session, submission_id)
        if submission.status not in OPEN:
            raise status.StatusRefused(submission.id, submission.status, Status.CLAIMED)
        submission.escalated_at, submission.rank = clock.now(), ESCALATED_RANK
        session.add(submission)
        who = people.actor_of(session, by)
        audit.record(session, AuditEvent.ESCALATED, Subject.submission(submission.id), who, {"why": why})


def queue(db: Database, force_id: str, filters: Filters = NO_FILTERS) -> QueuePage:
    """The whole worklist for a supervisor, most urgent first."""
    now = clock.now()
    asked = _asked(filters, now)
    with db.read_session(force_id) as session:
        total = session.exec(select(func.count(col(Submission.id))).where(*asked)).one()
        order = status.WORKLIST_ORDER if filters.order == "risk" else status.WORKLIST_ORDER[1:]
        wanted = select(Submission).where(*asked).order_by(*order)
        found = session.exec(wanted.offset(filters.offset).limit(filters.limit)).all()
        around = _around(session, found)
    return QueuePage(tuple(_row(one, around, now) for one in found), total)


def is_overdue(submission: Submission, now: datetime) -> bool:
    """Whether somebody should have decided it by now."""
    return submission.due_at is not None and submission.due_at < now and submission.status in OPEN


def _put_back(session: ForceSession, submission: Submission, who: Actor, why: str) -> None:
    status.change(session, submission, submission.waits_as or Status.WAITING, who=who)
    audit.record(session, AuditEvent.RELEASED, Subject.submission(submission.id), who, {"why": why})


def _asked(filters: Filters, now: datetime) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = [col(Submission.status).in_(filters.statuses or OPEN)]
    for column, wanted in (
        (Submission.form, filters.form),
        (Submission.queue, filters.queue),
        (Submission.grade, filters.grade),
        (Submission.claimed_by, filters.claimed_by),
    ):
        if wanted:
            asked.append(col(column) == wanted)
    if filters.reference:
        asked.append(col(Submission.reference).icontains(filters.reference, autoescape=True))
    if filters.is_overdue:
        asked.extend([col(Submission.due_at) < now, col(Submission.status).in_(OPEN)])
    if filters.is_unclaimed:
        asked.append(col(Submission.claimed_by).is_(None))
    return asked


@dataclass(frozen=True, slots=True)
class _Around:
    """What a row shows from beside the submission."""

    names: people.Names
    arrivals: Mapping[UUID, str]
    steps: Mapping[UUID, NextStep]  #: by the submission


def _around(session: ForceSession, found: Sequence[Submission]) -> _Around:
    came = select(Arrival).where(col(Arrival.id).in_({one.arrival_id for one in found}))
    decided = select(Decision).where(col(Decision.submission_id).in_([one.id for one in found]))
    return _Around(
        people.names_of(session, [one.claimed_by for one in found]),
        {one.id: ", ".join(filter(None, (one.subject, one.file_name))) for one in session.exec(came)},
        {one.submission_id: one.next_step for one in session.exec(decided.order_by(col(Decision.decided_at)))},
    )


def _row(one: Submission, around: _Around, now: datetime) -> QueueRow:
    return QueueRow(
        id=one.id,
        reference=one.reference,
        form=one.form,
        version=one.version,
        status=one.status,
        grade=one.grade,
        risk_level=one.risk_level,
        rank=one.rank,
        queue=one.queue,
        received_at=one.received_at,
        due_at=one.due_at,
        is_overdue=is_overdue(one, now),
        is_escalated=one.escalated_at is not None,
        claimed_by=one.claimed_by,
        claimed_name=around.names.get(one.claimed_by),
        claimed_at=one.claimed_at,
        sentence=one.sentence,
        came_as=around.arrivals.get(one.arrival_id, ""),
        next_step=around.steps.get(one.id),
    )
