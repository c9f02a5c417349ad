"""Where a submission stands. This module alone writes it, each change together with its audit entry."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select, update

from runtime import audit, clock
from runtime.audit import Actor, AuditEvent, Subject
from runtime.failures import RuntimeFailure
from runtime.force_session import ForceSession
from runtime.models import Status, Submission

_BY_HAND = {Status.HELD, Status.MANUAL, Status.QUARANTINED}
IN_WORKLIST = frozenset({Status.WAITING, *_BY_HAND})

WORKLIST_ORDER = (col(Submission.rank), col(Submission.received_at), col(Submission.id))

TRANSITIONS: Mapping[Status, frozenset[Status]] = MappingProxyType(
    {
        Status.RECEIVED: frozenset({Status.READ, *_BY_HAND}),
        Status.READ: frozenset({Status.TRANSPOSED, *_BY_HAND}),
        Status.TRANSPOSED: frozenset({Status.WAITING, Status.HELD, Status.MANUAL}),
        Status.WAITING: frozenset({Status.CLAIMED, Status.READ, Status.HELD, Status.MANUAL}),
        Status.HELD: frozenset({Status.CLAIMED, Status.READ, Status.WAITING, Status.MANUAL}),
        Status.MANUAL: frozenset({Status.CLAIMED, Status.READ, Status.WAITING}),
        Status.QUARANTINED: frozenset({Status.CLAIMED, Status.READ, Status.MANUAL}),
        Status.CLAIMED: frozenset({*IN_WORKLIST, Status.DECIDED, Status.CLOSED}),
        Status.DECIDED: frozenset({Status.CLAIMED, Status.CLOSED, Status.MANUAL}),
        # Nothing more is to do, unless a target does not take the record after all.
        Status.CLOSED: frozenset({Status.MANUAL}),
    }
)


class StatusRefused(RuntimeFailure):
    """A submission does not go from where it stands to there; perhaps somebody else moved it meanwhile."""

    def __init__(self, submission_id: UUID, stands: Status, to: Status) -> None:
        super().__init__(f"submission {submission_id} is {stands} and cannot become {to}")
        self.submission_id = submission_id


def change(
    session: ForceSession, submission: Submission, to: Status, *, who: Actor, why: str = "", **details: Any
) -> None:
    """Moves a submission on, in the caller's transaction. Raises StatusRefused, also where it has moved meanwhile.

    `why` becomes the submission's sentence where it is now to be looked at by a person; `details` go to the log.
    """
    stands = submission.status
    if to not in TRANSITIONS[stands]:
        raise StatusRefused(submission.id, stands, to)
    session.flush()
    moved = session.execute(
        update(Submission)
        .where(col(Submission.id) == submission.id, col(Submission.status) == stands)
        .values(status=to, **_stamps(to, who, why))
        .returning(col(Submission.id))
    )
    if moved.one_or_none() is None:
        raise StatusRefused(submission.id, stands, to)
    session.refresh(submission)
    event = {Status.CLAIMED: AuditEvent.CLAIMED, Status.DECIDED: AuditEvent.DECIDED, Status.CLOSED: AuditEvent.CLOSED}
    facts = {"from": stands.value, "to": to.value, "why": why} | details
    audit.record(session, event.get(to, AuditEvent.STATUS_CHANGED), Subject.submission(submission.id), who, facts)


def claim_first(session: ForceSession, person: Actor) -> UUID | None:
    """Gives the person what comes first in the worklist, in one statement: two who ask at once get two things."""
    first = (
        select(Submission.id)
        .where(col(Submission.status).in_(IN_WORKLIST))
        .where(or_(col(Submission.released_by).is_(None), col(Submission.released_by) != person.person_id))
        .order_by(*WORKLIST_ORDER)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    claim = (
        update(Submission)
        .where(col(Submission.id) == first.scalar_subquery(), col(Submission.status).in_(IN_WORKLIST))
        .values(status=Status.CLAIMED, waits_as=Submission.status, **_stamps(Status.CLAIMED, person, ""))
        .returning(col(Submission.id), col(Submission.waits_as))
    )
    claimed = session.execute(claim).one_or_none()
    if claimed is None:
        return None
    submission_id, waited_as = claimed
    facts = {"from": waited_as.value, "to": Status.CLAIMED.value, "why": ""}
    audit.record(session, AuditEvent.CLAIMED, Subject.submission(submission_id), person, facts)
    return UUID(str(submission_id))


def needs_hands(session: ForceSession, submission: Submission, *, who: Actor, why: str) -> None:
    """A person must do what the machine could not. One that a person works on stays theirs and is told why.

    One that they decided or closed before the machine gave up comes back to the worklist: they no longer look at it.
    """
    if submission.status is Status.MANUAL:
        return
    is_being_worked_on = submission.status is Status.CLAIMED or who.person_id is not None
    if not is_being_worked_on:
        change(session, submission, Status.MANUAL, who=who, why=why)
        return
    submission.sentence, submission.waits_as = why, Status.MANUAL
    session.add(submission)
    audit.record(session, AuditEvent.DELIVERY_PARKED, Subject.submission(submission.id), who, {"why": why})


def mark_processed(session: ForceSession, submission: Submission, *, who: Actor) -> None:
    """CHS has the submission's record. Only the first time counts."""
    if submission.processed_at is not None:
        return
    submission.processed_at = clock.now()
    session.add(submission)
    audit.record(session, AuditEvent.PROCESSED, Subject.submission(submission.id), who)


def _stamps(to: Status, who: Actor, why: str) -> dict[str, Any]:
    now = clock.now()
    match to:
        case Status.WAITING | Status.HELD | Status.MANUAL | Status.QUARANTINED:
            sentence = {"sentence": why} if why and to is not Status.WAITING else {}
            return {"waits_as": to, "claimed_by": None, "claimed_at": None, "closed_at": None, **sentence}
        case Status.CLAIMED:
            return {"claimed_by": who.person_id, "claimed_at": now}
        case Status.DECIDED:
            return {"decided_at": now}
        case Status.CLOSED:
            return {"closed_at": now}
    return {}
