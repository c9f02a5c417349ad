"""Deliveries: a record on its way to its target, with the effect of once, whatever dies when.

A try that fails for now is ordered again for later: it holds neither a thread nor a licence while it waits.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import and_, or_
from sqlmodel import col, select

from runtime import audit, clock, durable, status
from runtime.audit import Actor, AuditEvent, Subject
from runtime.database import Database
from runtime.delivery.targets import Address, OutcomeUnknown, Target, TargetRefused, TargetUnavailable
from runtime.failures import RuntimeFailure
from runtime.force_session import ForceSession
from runtime.ids import new_id
from runtime.models import Delivery, DeliveryKind, DeliveryStatus, Submission
from runtime.records import handover

CHS = "chs.incident"
CONNECT = "connect.crime"

# Within the hour in which a form must be processed; what is still not taken then is typed by hand.
WAITS_SECONDS: Sequence[float] = (2, 10, 60, 300, 900, 1500)
BEHIND_ANOTHER_SECONDS = 3.0

UNDER_WAY = (DeliveryStatus.WAITING, DeliveryStatus.SENT, DeliveryStatus.UNKNOWN)
OVER = (DeliveryStatus.CONFIRMED, DeliveryStatus.PARKED, DeliveryStatus.WITHDRAWN)


class Ending(StrEnum):
    """How one try to hand a record over ended."""

    CONFIRMED = "confirmed"  #: the target has it; its number follows
    UNAVAILABLE = "unavailable"  #: the target took nothing
    UNKNOWN = "unknown"  #: perhaps it has it
    REFUSED = "refused"  #: it will never take it as it is
    BEHIND = "behind"  #: an earlier delivery of the same record is not settled yet
    NEEDLESS = "needless"  #: it was settled before


@dataclass(frozen=True, slots=True)
class Ended:
    """How a try ended, and what the target said; passes between steps as one line of text."""

    ending: Ending
    said: str = ""

    def __str__(self) -> str:
        return f"{self.ending.value} {self.said}"

    @classmethod
    def parse(cls, line: str) -> "Ended":
        """The same from its line."""
        ending, _, said = line.partition(" ")
        return cls(Ending(ending), said)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one try hands over, and what is known of earlier ones."""

    delivery: Delivery
    source_reference: str
    target_reference: str | None  #: the record that it changes, where one is known
    was_tried: bool  #: an earlier try of this delivery may have arrived
    is_overtaking: bool  #: an earlier state of the record may have arrived


class DeliveryNotParked(RuntimeFailure):
    """Somebody would take up a delivery that is not theirs to take up."""

    def __init__(self, delivery: Delivery) -> None:
        super().__init__(f"delivery {delivery.id} to {delivery.target} is {delivery.status}, not parked")


def plan(session: ForceSession, submission: Submission, target: str, *, who: Actor) -> Delivery | None:
    """Orders that the target gets the record as it stands now: a new record there, or a change of the one it has.

    None where the mapping made no record for that target; the last delivery where nothing changed since.
    """
    record = handover.record_to_send(session, submission, target)
    if record is None:
        return None
    earlier = deliveries(session, submission, target)
    if (
        earlier
        and earlier[-1].record == record
        and earlier[-1].status not in (DeliveryStatus.PARKED, DeliveryStatus.WITHDRAWN)
    ):
        return earlier[-1]
    for one in earlier:
        withdraw_if_unsent(session, one)
    reference = _known_reference(session, submission, target)
    has_one = reference is not None or any(one.status is not DeliveryStatus.WITHDRAWN for one in earlier)
    delivery_id = new_id()
    delivery = Delivery(
        id=delivery_id,
        submission_id=submission.id,
        target=target,
        number=len(earlier) + 1,
        kind=DeliveryKind.UPDATE if has_one else DeliveryKind.CREATE,
        idempotency_key=str(delivery_id),
        record=record,
        target_reference=reference,
        planned_at=clock.now(),
    )
    session.add(delivery)
    _order(session, delivery)
    details = {"delivery": str(delivery.id), "target": target, "kind": delivery.kind.value}
    audit.record(session, AuditEvent.DELIVERY_PLANNED, Subject.submission(submission.id), who, details)
    return delivery


def called(target: str) -> str:
    """A target's name as people say it."""
    return target.partition(".")[0].upper()


def each_by_hand(target: str, records: Sequence[object]) -> str:
    """What is told where a mapping makes several records for a target, of which the machine hands over none."""
    return f"The mapping makes {len(records)} {called(target)} records of it; each must be typed by hand"


def deliveries(session: ForceSession, submission: Submission, target: str) -> list[Delivery]:
    """All deliveries of a submission to a target, the first one first."""
    mine = select(Delivery).where(Delivery.submission_id == submission.id, Delivery.target == target)
    return list(session.exec(mine.order_by(col(Delivery.number))))


def try_again(session: ForceSession, delivery: Delivery, *, who: Actor) -> None:
    """Takes up a parked delivery once more, with all its tries before it. Raises DeliveryNotParked."""
    if delivery.status is not DeliveryStatus.PARKED:
        raise DeliveryNotParked(delivery)
    delivery.status, delivery.tries = DeliveryStatus.WAITING, 0
    session.add(delivery)
    _order(session, delivery)
    details = {"delivery": str(delivery.id), "target": delivery.target, "why": "to be tried again"}
    audit.record(session, AuditEvent.DELIVERY_PLANNED, Subject.submission(delivery.submission_id), who, details)


def confirm_by_hand(session: ForceSession, delivery: Delivery, target_reference: str, *, who: Actor) -> None:
    """A person typed a parked record at the target and says its number there. Raises DeliveryNotParked."""
    if delivery.status is not DeliveryStatus.PARKED:
        raise DeliveryNotParked(delivery)
    delivery.is_by_hand = True
    _confirm(session, delivery, target_reference, AuditEvent.DELIVERED_BY_HAND, who)


def withdraw_if_unsent(session: ForceSession, delivery: Delivery) -> None:
    """Overtaken before it was sent, or given up: a newer state of the record goes in its place, or none."""
    is_unsent = delivery.status is DeliveryStatus.WAITING and delivery.sent_at is None
    if is_unsent or delivery.status is DeliveryStatus.PARKED:
        delivery.status = DeliveryStatus.WITHDRAWN
        session.add(delivery)


def deliver(database: Database, force_id: str, delivery_id: str) -> None:
    """The job: one try, then what follows from how it ended."""
    line = durable.step("hand over", lambda: str(hand_over(database, force_id, UUID(delivery_id))))
    durable.in_transaction(
        "conclude", force_id, lambda session: conclude(session, UUID(delivery_id), Ended.parse(line))
    )


def hand_over(database: Database, force_id: str, delivery_id: UUID) -> Ended:
    """One try at the target. May run twice for one try, where a worker died in it: so it notes itself first."""
    with database.write_session(force_id) as session:
        parcel = _begin_try(session, delivery_id)
    if isinstance(parcel, Ended):
        return parcel
    target = _target(Address(database.settings.target_url, force_id, parcel.delivery.target))
    try:
        return Ended(Ending.CONFIRMED, _send(target, parcel))
    except TargetUnavailable as failure:
        return Ended(Ending.UNAVAILABLE, str(failure))
    except TargetRefused as failure:
        return Ended(Ending.REFUSED, str(failure))
    except OutcomeUnknown as failure:
        return Ended(Ending.UNKNOWN, str(failure))


def conclude(session: ForceSession, delivery_id: UUID, ended: Ended) -> str:
    """Writes down how a try ended, and orders the next one or gives the record to a person."""
    delivery = session.get_one(Delivery, delivery_id)
    if ended.ending is Ending.NEEDLESS or delivery.status in OVER:
        return delivery.status.value
    if ended.ending is Ending.CONFIRMED:
        _confirm(session, delivery, ended.said, AuditEvent.DELIVERED, Actor.machine())
    elif ended.ending is Ending.BEHIND:
        _order(session, delivery, delay_seconds=BEHIND_ANOTHER_SECONDS)
    elif ended.ending is Ending.REFUSED:
        park(session, delivery, ended.said)
    elif not 0 < delivery.tries <= len(WAITS_SECONDS):
        park(session, delivery, f"look first whether it is there, as {ended.said}")
    else:
        is_unknown = ended.ending is Ending.UNKNOWN
        delivery.status = DeliveryStatus.UNKNOWN if is_unknown else DeliveryStatus.WAITING
        delivery.sentence = ended.said
        session.add(delivery)
        _order(session, delivery, delay_seconds=WAITS_SECONDS[delivery.tries - 1])
    return delivery.status.value


def park(session: ForceSession, delivery: Delivery, why: str) -> None:
    """Gives a delivery up to a person, who finds the record ready to copy."""
    submission = session.get_one(Submission, delivery.submission_id)
    delivery.status, delivery.sentence = DeliveryStatus.PARKED, why
    session.add(delivery)
    details = {"delivery": str(delivery.id), "target": delivery.target, "why": why}
    audit.record(session, AuditEvent.DELIVERY_PARKED, Subject.submission(submission.id), Actor.machine(), details)
    status.needs_hands(
        session, submission, who=Actor.machine(), why=f"Type the record at {called(delivery.target)} by hand: {why}"
    )


def queue_of(force_id: str, target: str) -> str:
    """The queue that a force's deliveries to a target stand in; its limit is the licence."""
    return f"deliver {target} {force_id}"


def _order(session: ForceSession, delivery: Delivery, *, delay_seconds: float = 0.0) -> None:
    delivery.workflow_id = f"deliver:{delivery.id}:{new_id()}"
    session.add(delivery)
    session.flush()
    queue = queue_of(session.force_id, delivery.target)
    durable.enqueue(session, durable.Order("deliver", str(delivery.id), queue, delivery.workflow_id, delay_seconds))


def _begin_try(session: ForceSession, delivery_id: UUID) -> Parcel | Ended:
    delivery = session.get_one(Delivery, delivery_id)
    if delivery.status in OVER:
        return Ended(Ending.NEEDLESS)
    submission = session.get_one(Submission, delivery.submission_id)
    earlier = _before(session, submission, delivery)
    if any(one.status in UNDER_WAY for one in earlier):
        return Ended(Ending.BEHIND)
    reference = delivery.target_reference or _known_reference(session, submission, delivery.target)
    was_tried, is_overtaking = delivery.sent_at is not None, any(one.sent_at is not None for one in earlier)
    delivery.status, delivery.sent_at, delivery.tries = DeliveryStatus.SENT, clock.now(), delivery.tries + 1
    session.add(delivery)
    return Parcel(delivery, submission.reference, reference, was_tried, is_overtaking)


def _before(session: ForceSession, submission: Submission, delivery: Delivery) -> Sequence[Delivery]:
    """The deliveries of the same record that go first, those of earlier revisions with them."""
    same_record = (
        select(Delivery)
        .join(Submission, col(Delivery.submission_id) == col(Submission.id))
        .where(Submission.reference == submission.reference, Delivery.target == delivery.target)
    )
    is_of_earlier = col(Submission.revision) < submission.revision
    is_own_earlier = and_(col(Submission.id) == submission.id, col(Delivery.number) < delivery.number)
    return session.exec(same_record.where(or_(is_of_earlier, is_own_earlier))).all()


def _send(target: Target, parcel: Parcel) -> str:
    delivery = parcel.delivery
    reference = parcel.target_reference
    if reference is None and (parcel.was_tried or parcel.is_overtaking):
        reference = target.find(parcel.source_reference)
        if reference is not None and not parcel.is_overtaking:
            return reference  # nothing else was ever sent, so it holds this very content
    if reference is not None:
        return target.update(reference, delivery.record, delivery.idempotency_key)
    return target.create(delivery.record, delivery.idempotency_key)


def _confirm(session: ForceSession, delivery: Delivery, reference: str, event: AuditEvent, who: Actor) -> None:
    submission = session.get_one(Submission, delivery.submission_id)
    delivery.status, delivery.target_reference = DeliveryStatus.CONFIRMED, reference
    delivery.confirmed_at, delivery.sentence = clock.now(), None
    session.add(delivery)
    details = {"delivery": str(delivery.id), "target": delivery.target, "reference": reference}
    audit.record(session, event, Subject.submission(submission.id), who, details)
    for earlier in deliveries(session, submission, delivery.target):
        if earlier.number < delivery.number and earlier.status is DeliveryStatus.PARKED:
            earlier.status = DeliveryStatus.WITHDRAWN  # the target has a newer state of the record now
            session.add(earlier)
    if delivery.target == CHS:
        status.mark_processed(session, submission, who=who)


def _known_reference(session: ForceSession, submission: Submission, target: str) -> str | None:
    """The number of the record that the target has for this submission, or for an earlier revision of it."""
    confirmed = (
        select(Delivery.target_reference)
        .join(Submission, col(Delivery.submission_id) == col(Submission.id))
        .where(Submission.reference == submission.reference, Delivery.target == target)
        .where(Delivery.status == DeliveryStatus.CONFIRMED)
        .order_by(col(Delivery.confirmed_at).desc())
    )
    return session.exec(confirmed.limit(1)).first()


@functools.cache
def _target(address: Address) -> Target:
    return Target(address)
