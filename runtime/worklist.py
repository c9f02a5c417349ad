"""What waits for a person, in order of risk. An operator gets the next one and never chooses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from runtime.database import Database
from runtime.failures import RuntimeFailure
from runtime.models import Grade, Status

ESCALATED_RANK = 0
UNKNOWN_RANK = 2  # nothing is known of it: as urgent as a significant one until a person has looked
RANK_OF_GRADE: Mapping[Grade, int] = MappingProxyType({grade: 1 + place for place, grade in enumerate(Grade)})
RANK_OF_RISK: Mapping[str, int] = MappingProxyType({"critical": 1, "high": 2, "medium": 3})


class NotClaimed(RuntimeFailure):
    """Somebody would work on a submission that they do not hold."""

    def __init__(self, submission_id: UUID) -> None:
        super().__init__(f"submission {submission_id} is not claimed by you; get it from the worklist first")


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
    limit: int = 200
    offset: int = 0


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


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A stretch of the queue, and how long the whole of it is."""

    rows: tuple[QueueRow, ...]
    total: int


def rank_of(grade: Grade | None, risk_level: str | None, *, is_in_doubt: bool = False) -> int:
    """The place that grade and risk give, 1 first. What is in doubt stands at its most dangerous reading.

    The risk level counts flags that are unclear as if raised; where nothing at all is known the place is cautious.
    """
    if grade is None and risk_level is None:
        return UNKNOWN_RANK
    by_risk = RANK_OF_RISK.get(risk_level or "", RANK_OF_GRADE[Grade.REFERRED])
    by_grade = RANK_OF_GRADE[grade] if grade else UNKNOWN_RANK
    return min(by_grade, by_risk, UNKNOWN_RANK) if is_in_doubt else min(by_grade, by_risk)


def claim_next(db: Database, force_id: str, person_id: UUID) -> UUID | None:
    """Gives the person their open claim, or else claims what comes first for them; None where nothing waits."""


def release(db: Database, force_id: str, submission_id: UUID, person_id: UUID, why: str) -> None:
    """Puts a claimed submission back to where it waited. Raises NotClaimed."""


def queue(db: Database, force_id: str, filters: Filters = Filters()) -> QueuePage:
    """The whole worklist for a supervisor, most urgent first."""


def reassign(db: Database, force_id: str, submission_id: UUID, *, to: UUID | None, by: UUID, why: str) -> None:
    """Gives a submission to another operator, or back to the worklist where `to` is None."""


def escalate(db: Database, force_id: str, submission_id: UUID, *, by: UUID, why: str) -> None:
    """Puts a submission before all others until it is decided."""
