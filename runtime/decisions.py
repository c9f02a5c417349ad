"""What the person who holds a submission does to it: correct, decide, close. Each is written to the log."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from runtime import audit, clock, people, status, worklist
from runtime.audit import Actor, AuditEvent, Subject
from runtime.database import Database
from runtime.delivery import delivering
from runtime.failures import NotThere, ReasonMissing, RuntimeFailure, assert_reason
from runtime.force_session import ForceSession
from runtime.ids import new_id
from runtime.models import (
    Correction,
    Decision,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    Grade,
    NextStep,
    Role,
    Status,
    Submission,
)
from runtime.records import described, fields, handover

__all__ = ["Change", "Closing", "HandDelivery", "ReasonMissing", "ValueRefused", "Verdict"]

GRADE = ("grade",)
OPENING_CODE = "openingCode"
OFFENCE = "investigation.offenceClass"


class ValueRefused(RuntimeFailure):
    """The record's schema does not allow the value, or somebody else fills the field."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} {why}")
        self.path = path
        self.why = why


class DecisionMissing(RuntimeFailure):
    """A submission would be closed of which nobody said whether it is a crime."""

    def __init__(self) -> None:
        super().__init__("decide first whether it is a crime; then it can be closed")


@dataclass(frozen=True, slots=True)
class Change:
    """A value for a field, and why."""

    path: str  #: whole, "chs.incident.locationPostcode"
    value: Any  #: of the schema's type, or what somebody typed; empty is blank
    why: str
    is_settled: bool = False  #: it follows from a doubt that was settled; nobody chose the value itself


@dataclass(frozen=True, slots=True)
class WholeRecord:
    """A record that the mapping makes, or makes no more, since a person has settled what it hangs on; and why."""

    target: str
    record: dict[str, Any] | list[Any] | None  #: None: it is made no more; several are for a person to type
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an operator decides."""

    is_crime: bool
    rationale: str
    opening_code: str | None = None  #: None keeps the record's
    offence: str | None = None
    next_step: NextStep = NextStep.NONE


@dataclass(frozen=True, slots=True)
class Closing:
    """Why nothing more is to do."""

    rationale: str
    closing_code: str | None = None


@dataclass(frozen=True, slots=True)
class HandDelivery:
    """A record that a person typed at its target."""

    target: str
    target_reference: str


def correct(db: Database, force_id: str, submission_id: UUID, person_id: UUID, change: Change) -> None:
    """Puts a value in the place of the mapping's, and plans the update of what was delivered.

    Raises NotClaimed, ReasonMissing, ValueRefused, and NotThere where there is no such record.
    """
    assert_reason("a correction", change.why)
    with db.write_session(force_id) as session:
        submission = worklist.claimed(session, submission_id, person_id, Status.DECIDED)
        correct_in(session, submission, person_id, [change])


def correct_in(
    session: ForceSession,
    submission: Submission,
    person_id: UUID,
    changes: Sequence[Change],
    records: Sequence[WholeRecord] = (),
) -> None:
    """The same in the caller's transaction, for several fields and whole records at once: each target is told once.

    Raises ValueRefused, and NotThere where there is no such record.
    """
    for one in records:
        current = handover.current_record(session, submission, one.target)
        _note_correction(session, submission, person_id, Change(one.target, one.record, one.why, True), current)
    for change in changes:
        _put(session, submission, person_id, change)
    person = people.actor_of(session, person_id)
    told = (*(one.target for one in records), *(fields.target_of(change.path) for change in changes))
    for target in dict.fromkeys(told):
        _bring_up_to_date(session, submission, target, person)
    for gone in (one for one in records if not isinstance(one.record, dict)):
        _take_back(session, submission, gone.target, person, why="the mapping makes none since a doubt was settled")


def decide(db: Database, force_id: str, submission_id: UUID, person_id: UUID, verdict: Verdict) -> None:
    """Says whether it is a crime and what follows; a crime's CONNECT record is planned now.

    May be said again, until it is closed. Raises NotClaimed, ReasonMissing, ValueRefused.
    """
    assert_reason("a decision", verdict.rationale)
    with db.write_session(force_id) as session:
        submission = worklist.claimed(session, submission_id, person_id, Status.DECIDED)
        person = people.actor_of(session, person_id)
        _assert_codes(session, submission, verdict)
        session.add(
            Decision(
                submission_id=submission.id,
                is_crime=verdict.is_crime,
                opening_code=verdict.opening_code,
                # What is no crime has no class of offence, whatever a form still held.
                offence=verdict.offence if verdict.is_crime else None,
                next_step=verdict.next_step,
                rationale=verdict.rationale,
                decided_by=person_id,
                decided_at=clock.now(),
            )
        )
        session.flush()
        said = {"is_crime": verdict.is_crime, "next_step": verdict.next_step.value}
        if submission.status is Status.DECIDED:
            details = said | {"why": verdict.rationale}
            audit.record(session, AuditEvent.DECIDED, Subject.submission(submission.id), person, details)
        else:
            status.change(session, submission, Status.DECIDED, who=person, why=verdict.rationale, **said)
        _bring_up_to_date(session, submission, delivering.CHS, person)
        _hand_on(session, submission, verdict, person)


def close(db: Database, force_id: str, submission_id: UUID, person_id: UUID, closing: Closing) -> None:
    """Says that nothing more is to do, and why. Raises NotClaimed, ReasonMissing, ValueRefused, DecisionMissing."""
    assert_reason("closing", closing.rationale)
    with db.write_session(force_id) as session:
        submission = worklist.claimed(session, submission_id, person_id, Status.DECIDED)
        person = people.actor_of(session, person_id)
        # Where no submission is in it there is nothing to decide; what a target did not take was decided before.
        if submission.decided_at is None and submission.waits_as is not Status.QUARANTINED:
            raise DecisionMissing
        if closing.closing_code:
            _assert_code(session, submission, f"{delivering.CHS}.closingCode", closing.closing_code)
        submission.closing_code, submission.closing_rationale = closing.closing_code, closing.rationale
        session.add(submission)
        status.change(session, submission, Status.CLOSED, who=person, why=closing.rationale)
        _bring_up_to_date(session, submission, delivering.CHS, person)


def typed_by_hand(db: Database, force_id: str, submission_id: UUID, person_id: UUID, typed: HandDelivery) -> None:
    """Notes that a person typed a record at its target, and its number there; the machine will not send it again."""
    if not typed.target_reference.strip():
        raise ValueRefused(typed.target, "needs the record's number there")
    with db.write_session(force_id) as session:
        submission = worklist.claimed(session, submission_id, person_id, Status.DECIDED)
        person = people.actor_of(session, person_id)
        delivery = _parked(session, submission, typed.target)
        delivering.confirm_by_hand(session, delivery, typed.target_reference.strip(), who=person)
        _no_longer_by_hand(session, submission, typed.target)


def try_again(db: Database, force_id: str, submission_id: UUID, person_id: UUID, target: str) -> None:
    """Has a delivery that was given up tried once more: for who holds the submission, and for supervisors.

    Raises NotClaimed, NotThere, and DeliveryNotParked where somebody else took it up meanwhile.
    """
    with db.write_session(force_id) as session:
        if people.has_role(session, person_id, Role.SUPERVISOR):
            submission = worklist.find(session, submission_id)
        else:
            submission = worklist.claimed(session, submission_id, person_id, Status.DECIDED)
        person = people.actor_of(session, person_id)
        earlier = delivering.deliveries(session, submission, target)
        if not earlier:
            raise NotThere("delivery to", target)
        delivering.try_again(session, earlier[-1], who=person)
        _no_longer_by_hand(session, submission, target)
        if submission.status is Status.MANUAL and submission.waits_as is Status.WAITING:
            status.change(session, submission, Status.WAITING, who=person)


def _put(session: ForceSession, submission: Submission, person_id: UUID, change: Change) -> None:
    target = fields.target_of(change.path)
    record = handover.current_record(session, submission, target)
    if record is None:
        raise NotThere("record of this submission that holds", change.path)
    value = _allowed(session, submission, target, change)
    previous = fields.value_at(record, fields.steps_below(change.path))
    _note_correction(session, submission, person_id, replace(change, value=value), previous)


def _note_correction(
    session: ForceSession, submission: Submission, person_id: UUID, change: Change, previous: Any
) -> None:
    """Keeps what takes the place of the mapping's, a field's value or a whole record, and who says so."""
    session.add(
        Correction(
            submission_id=submission.id,
            path=change.path,
            value=change.value,
            previous=previous,
            why=change.why,
            is_settled=change.is_settled,
            version_hash=submission.published_hash,
            made_by=person_id,
            made_at=clock.now(),
        )
    )
    session.flush()
    # What was written stays out of the log: it holds who, when and why, the row beside it the words.
    details = {"path": change.path, "why": change.why}
    person = people.actor_of(session, person_id)
    audit.record(session, AuditEvent.CORRECTED, Subject.submission(submission.id), person, details)
    steps = fields.steps_below(change.path) if change.path != fields.target_of(change.path) else ()
    if fields.target_of(change.path) == delivering.CHS and steps in ((), GRADE):
        record = handover.current_record(session, submission, delivering.CHS)
        if grade := fields.value_at(record, GRADE):
            _regrade(submission, Grade(grade))


def _bring_up_to_date(session: ForceSession, submission: Submission, target: str, who: Actor) -> None:
    """Plans the update of what the target has, and the first delivery where only a person's word was missing: to CHS
    at once, to CONNECT where they have decided that it is a crime."""
    earlier = delivering.deliveries(session, submission, target)
    if any(one.status is not DeliveryStatus.WITHDRAWN for one in earlier):
        delivering.plan(session, submission, target, who=who)
        return
    is_chs = target == delivering.CHS
    is_due = fields.is_complete(session, submission, target) if is_chs else _is_crime(session, submission)
    if is_due and delivering.plan(session, submission, target, who=who) is not None:
        _no_longer_by_hand(session, submission, target)


def _no_longer_by_hand(session: ForceSession, submission: Submission, target: str) -> None:
    """Takes back what was told of a target; what was told of CONNECT names it, all else is of the submission's CHS."""
    is_of_connect = delivering.called(delivering.CONNECT) in (submission.sentence or "")
    if submission.waits_as is Status.MANUAL and is_of_connect is (target == delivering.CONNECT):
        submission.waits_as, submission.sentence = Status.WAITING, None
        session.add(submission)


def _hand_on(session: ForceSession, submission: Submission, verdict: Verdict, who: Actor) -> None:
    """The CONNECT record goes where the operator says that it is a crime, and is not theirs alone to take back."""
    if not verdict.is_crime:
        _take_back(session, submission, delivering.CONNECT, who, why="it was decided to be no crime")
    elif delivering.plan(session, submission, delivering.CONNECT, who=who) is None:
        _take_back(session, submission, delivering.CONNECT, who, why="the mapping makes none of it")


def _take_back(session: ForceSession, submission: Submission, target: str, who: Actor, *, why: str) -> None:
    """Withdraws what the target has not got yet of a record that is not to be there, and tells what is left to do."""
    called = delivering.called(target)
    earlier = [one for one in delivering.deliveries(session, submission, target) if not _is_withdrawn(one)]
    for one in earlier:
        delivering.withdraw_if_unsent(session, one)
    told = _to_type(session, submission, target)
    if any(not _is_withdrawn(one) for one in earlier):
        told = f"{called} has a record of it, and {why}: cancel the record there by hand"
    elif not told and any(one.sent_at is not None for one in earlier):
        told = f"{called} may have a record of it, and {why}: look there, and cancel it by hand"
    if told:
        status.needs_hands(session, submission, who=who, why=told)
    else:
        _no_longer_by_hand(session, submission, target)


def _to_type(session: ForceSession, submission: Submission, target: str) -> str:
    """What a person must type at a target that gets no record from the machine; empty where nothing is to go there."""
    if target == delivering.CONNECT and not _is_crime(session, submission):
        return ""
    made = handover.made_record(session, submission, target)
    if isinstance(made, list):
        return delivering.each_by_hand(target, made)
    is_crime = target == delivering.CONNECT
    return "The mapping made no CONNECT record of it: type the crime at CONNECT by hand" if is_crime else ""


def _is_withdrawn(delivery: Delivery) -> bool:
    return delivery.status is DeliveryStatus.WITHDRAWN


def _is_crime(session: ForceSession, submission: Submission) -> bool:
    """Whether it was decided last to be one."""
    mine = select(Decision).where(Decision.submission_id == submission.id).order_by(col(Decision.decided_at).desc())
    decision = session.exec(mine.limit(1)).first()
    return decision is not None and decision.is_crime


def _parked(session: ForceSession, submission: Submission, target: str) -> Delivery:
    """The delivery that a person did: the one that the machine gave up, or a new one where it never had a record."""
    earlier = delivering.deliveries(session, submission, target)
    if earlier and earlier[-1].status is DeliveryStatus.PARKED:
        return earlier[-1]
    if any(one.status is not DeliveryStatus.WITHDRAWN for one in earlier):
        raise delivering.DeliveryNotParked(earlier[-1])
    delivery_id = new_id()
    delivery = Delivery(
        id=delivery_id,
        submission_id=submission.id,
        target=target,
        number=len(earlier) + 1,
        kind=DeliveryKind.CREATE,
        status=DeliveryStatus.PARKED,
        idempotency_key=str(delivery_id),
        record=handover.current_record(session, submission, target) or {},
        planned_at=clock.now(),
    )
    session.add(delivery)
    session.flush()
    return delivery


def _regrade(submission: Submission, grade: Grade) -> None:
    """A person has looked: from now on their grade counts, not what the flags asked for."""
    submission.grade = grade
    if submission.escalated_at is None:
        submission.rank = worklist.RANK_OF_GRADE[grade]


def _assert_codes(session: ForceSession, submission: Submission, verdict: Verdict) -> None:
    if verdict.opening_code:
        _assert_code(session, submission, f"{delivering.CHS}.{OPENING_CODE}", verdict.opening_code)
    if verdict.offence:
        _assert_code(session, submission, f"{delivering.CONNECT}.{OFFENCE}", verdict.offence)


def _assert_code(session: ForceSession, submission: Submission, path: str, code: str) -> None:
    schema = fields.schema_at(session, submission, path)
    if schema is not None and (objection := schema.objection(code)):
        raise ValueRefused(path, objection)


def _allowed(session: ForceSession, submission: Submission, target: str, change: Change) -> Any:
    """The value as the record's schema wants it. Raises ValueRefused."""
    way = fields.way_to(session, submission, change.path)
    if not way:
        raise ValueRefused(change.path, f"is no field of {target}")
    if closed := described.closed_because(way):
        raise ValueRefused(change.path, closed)
    schema = way[-1]
    value = fields.typed_value(schema, change.value) if isinstance(change.value, str) else change.value
    if value is None and schema.is_required:
        raise ValueRefused(change.path, "must not be blank")
    if objection := schema.objection(value):
        written = schema.schema.get("x-written")
        raise ValueRefused(change.path, f"takes {written}" if written else objection)
    return value
