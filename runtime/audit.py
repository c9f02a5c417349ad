"""The log: who did what to which thing, when and why. One chain of hashes for each force shows tampering."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from sqlmodel import col, select, update

from mapping_dsl import exact_json
from runtime import clock
from runtime.force_session import ForceSession
from runtime.models import AuditEntry, AuditHead

FIRST_HASH = "0" * 64


class AuditEvent(StrEnum):
    """What happened, as a past participle."""

    RECEIVED = "received"  #: a submission came
    REDELIVERED = "redelivered"  #: the same came once more
    REVISED = "revised"  #: the same reference came with other content
    STATUS_CHANGED = "status_changed"
    PROCESSED = "processed"  #: CHS has its record
    CLAIMED = "claimed"
    RELEASED = "released"
    REASSIGNED = "reassigned"
    ESCALATED = "escalated"
    CORRECTED = "corrected"
    DOUBT_SETTLED = "doubt_settled"  #: a person has said which of two readings counts
    DECIDED = "decided"
    CLOSED = "closed"
    DELIVERY_PLANNED = "delivery_planned"
    DELIVERED = "delivered"
    DELIVERY_PARKED = "delivery_parked"
    DELIVERED_BY_HAND = "delivered_by_hand"
    OPENED = "opened"  #: somebody looked at it
    ORIGINAL_OPENED = "original_opened"
    ORIGINAL_DISPOSED = "original_disposed"
    IMPORTED = "imported"
    DRAFT_SAVED = "draft_saved"
    SENT_FOR_APPROVAL = "sent_for_approval"
    DRAFT_DROPPED = "draft_dropped"
    PUBLISHED = "published"
    ROLLED_BACK = "rolled_back"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    ROLE_GRANTED = "role_granted"
    ROLE_ENDED = "role_ended"
    PASSWORD_CHANGED = "password_changed"
    LICENCE_CHANGED = "licence_changed"
    ALARM_RAISED = "alarm_raised"  #: a form has changed; also where what was settled comes back
    ALARM_TAKEN = "alarm_taken"  #: somebody looks at it
    ALARM_PARTED = "alarm_parted"  #: one of those that share it has its own from now on
    ALARM_CLOSED = "alarm_closed"
    BATCH_HELD = "batch_held"  #: all submissions of an alarm that waited
    BATCH_RELEASED = "batch_released"
    READING_AGAIN_ORDERED = "reading_again_ordered"
    READING_AGAIN_STOPPED = "reading_again_stopped"
    READ_AGAIN = "read_again"
    REPAIR_ACCEPTED = "repair_accepted"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: a person, or the machine where the id is None."""

    person_id: UUID | None
    name: str

    @classmethod
    def machine(cls, name: str = "studio") -> Self:
        """The studio itself, or one of its workers by name."""
        return cls(None, name)


@dataclass(frozen=True, slots=True)
class Subject:
    """Which thing it was done to."""

    kind: str  #: "submission", "mapping", "person" …
    id: str

    @classmethod
    def submission(cls, submission_id: UUID) -> Self:
        """A submission, by its id."""
        return cls("submission", str(submission_id))


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold, and how that was seen."""

    force_id: str
    sequence: int
    sentence: str


def record(
    session: ForceSession,
    event: AuditEvent,
    subject: Subject,
    who: Actor,
    details: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Writes one entry in the caller's transaction. Its chain is held from here until that ends."""
    held = update(AuditHead).values(sequence=AuditHead.sequence + 1)
    sequence, previous_hash = session.execute(held.returning(col(AuditHead.sequence), col(AuditHead.hash))).one()
    entry = AuditEntry(
        force_id=session.force_id,
        sequence=sequence,
        at=clock.now(),
        event=event.value,
        subject=subject.kind,
        subject_id=subject.id,
        who=str(who.person_id or ""),
        who_name=who.name,
        details=dict(details or {}),
        previous_hash=previous_hash,
        hash="",
    )
    entry.hash = hash_of(entry)
    session.add(entry)
    session.execute(update(AuditHead).values(hash=entry.hash))
    return entry


def begin_chain(session: ForceSession) -> None:
    """Gives a new force its chain."""
    session.add(AuditHead(force_id=session.force_id, sequence=0, hash=FIRST_HASH))
    session.flush()


def hash_of(entry: AuditEntry) -> str:
    """The hash that an entry must carry: over all it says and over the hash before it."""
    said = exact_json.dumps(as_json(entry) | {"previous_hash": entry.previous_hash}, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def as_json(entry: AuditEntry) -> dict[str, Any]:
    """What an entry says, ready for a JSON line."""
    return {
        "force": entry.force_id,
        "sequence": entry.sequence,
        "at": entry.at.isoformat(),
        "event": entry.event,
        "subject": entry.subject,
        "subject_id": entry.subject_id,
        "who": entry.who,
        "who_name": entry.who_name,
        "details": entry.details,
    }


def entries(session: ForceSession) -> Iterator[AuditEntry]:
    """The force's whole chain in order, read a thousand at a time."""
    yield from session.exec(select(AuditEntry).order_by(col(AuditEntry.sequence))).yield_per(1000)


def entries_of(session: ForceSession, subject: Subject) -> list[AuditEntry]:
    """What happened to one thing, oldest first."""
    mine = select(AuditEntry).where(AuditEntry.subject == subject.kind, AuditEntry.subject_id == subject.id)
    return list(session.exec(mine.order_by(col(AuditEntry.sequence))))


def verify(session: ForceSession) -> Break | None:
    """The first place where the force's chain does not hold, None where all of it does."""
    sequence, previous = 0, FIRST_HASH
    for entry in entries(session):
        sequence += 1
        if entry.sequence != sequence:
            return Break(session.force_id, sequence, f"entry {sequence} is missing")
        if entry.previous_hash != previous:
            return Break(session.force_id, sequence, f"entry {sequence} does not follow entry {sequence - 1}")
        if entry.hash != hash_of(entry):
            return Break(session.force_id, sequence, f"entry {sequence} was changed after it was written")
        previous = entry.hash
    head = session.exec(select(AuditHead).execution_options(populate_existing=True)).one_or_none()
    if head is None or (head.sequence, head.hash) != (sequence, previous):
        return Break(session.force_id, sequence + 1, f"the log ends at entry {sequence}, and was longer")
    return None


def latest(session: ForceSession, count: int) -> list[AuditEntry]:
    """The last entries of the force's log, the newest first."""
    return list(session.exec(select(AuditEntry).order_by(col(AuditEntry.sequence).desc()).limit(count)))
