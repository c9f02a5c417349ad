"""The figures of a force, each from stored instants and each with what it is a share of."""

from dataclasses import dataclass
from datetime import datetime

from runtime.database import Database


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """None where there is nothing to take a share of."""
        return 100 * self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class FormFigures:
    """The figures of one form (or of all)."""

    form: str  #: empty for what no form is known of; "all" for the sum
    received: int
    delivered: int  #: CHS has the record
    waiting: int  #: in the worklist, nobody has it
    claimed: int
    decided: int  #: that were decided, closed ones included
    closed: int
    by_hand: int  #: held, manual or quarantined now
    processed_in_an_hour: Share  #: of those delivered, or older than an hour
    classified_in_a_day: Share
    resolved_in_two_days: Share
    untouched: Share  #: of those delivered, by the machine with no field filled by hand


@dataclass(frozen=True, slots=True)
class Figures:
    """What the page of figures shows."""

    at: datetime
    all: FormFigures
    forms: tuple[FormFigures, ...]
    oldest_waiting_at: datetime | None
    overdue: int
    deliveries_waiting: int
    deliveries_parked: int


def figures(db: Database, force_id: str) -> Figures:
    """The force's figures at this moment."""
