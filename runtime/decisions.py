"""What the person who holds a submission does to it: correct, decide, close. Each is written to the log."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from runtime.database import Database
from runtime.failures import RuntimeFailure
from runtime.models import NextStep


class ValueRefused(RuntimeFailure):
    """The record's schema does not allow the value."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} cannot hold that: {why}")
        self.path = path


class ReasonMissing(RuntimeFailure):
    """Something that must be explained came without words."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} needs a reason in words")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an operator decides."""

    is_crime: bool
    rationale: str
    opening_code: str | None = None  #: None keeps the record's
    offence: str | None = None
    next_step: NextStep = NextStep.NONE


def correct(db: Database, force_id: str, submission_id: UUID, person_id: UUID, change: "Change") -> None:
    """Puts a value in the place of the mapping's, and plans the update of what was delivered."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value for a field, and why."""

    path: str  #: whole, "chs.incident.locationPostcode"
    value: Any
    why: str


def decide(db: Database, force_id: str, submission_id: UUID, person_id: UUID, verdict: Verdict) -> None:
    """Says whether it is a crime and what follows; a crime's CONNECT record is planned now."""


def close(
    db: Database,
    force_id: str,
    submission_id: UUID,
    person_id: UUID,
    *,
    rationale: str,
    closing_code: str | None = None,
) -> None:
    """Says that nothing more is to do, and why."""


def typed_by_hand(
    db: Database, force_id: str, submission_id: UUID, person_id: UUID, *, target: str, target_reference: str
) -> None:
    """Says that a person typed the record at the target, under which reference; no delivery will follow."""
