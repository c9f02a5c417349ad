"""What was done to a submission, as its page shows it: deliveries, corrections, the decision."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from runtime.models import Correction, Decision, Delivery, DeliveryKind, DeliveryStatus, NextStep
from runtime.people import Names


@dataclass(frozen=True, slots=True)
class DeliveryShown:
    """One delivery and how it stands."""

    id: UUID
    target: str
    number: int
    kind: DeliveryKind
    status: DeliveryStatus
    target_reference: str | None
    tries: int
    sentence: str | None
    is_by_hand: bool
    record: dict[str, Any]
    planned_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CorrectionShown:
    """What a person put in the place of the mapping's value."""

    path: str
    previous: Any
    value: Any
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """What was decided last."""

    is_crime: bool
    opening_code: str | None
    offence: str | None
    next_step: NextStep
    rationale: str
    by: str
    by_id: UUID
    at: datetime


def delivery_shown(one: Delivery) -> DeliveryShown:
    """A delivery as its row tells it."""
    return DeliveryShown(
        id=one.id,
        target=one.target,
        number=one.number,
        kind=one.kind,
        status=one.status,
        target_reference=one.target_reference,
        tries=one.tries,
        sentence=one.sentence,
        is_by_hand=one.is_by_hand,
        record=one.record,
        planned_at=one.planned_at,
        confirmed_at=one.confirmed_at,
    )


def correction_shown(one: Correction, names: Names) -> CorrectionShown:
    """A correction with the name of who made it."""
    return CorrectionShown(one.path, one.previous, one.value, one.why, names.get(one.made_by, ""), one.made_at)


def decision_shown(one: Decision | None, names: Names) -> DecisionShown | None:
    """A decision with the name of who made it; None where nothing is decided."""
    if one is None:
        return None
    return DecisionShown(
        is_crime=one.is_crime,
        opening_code=one.opening_code,
        offence=one.offence,
        next_step=one.next_step,
        rationale=one.rationale,
        by=names.get(one.decided_by, ""),
        by_id=one.decided_by,
        at=one.decided_at,
    )
