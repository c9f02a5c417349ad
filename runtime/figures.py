"""The figures of a force, each from stored instants and each with what it is a share of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Float, and_, case, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import col, func, select

from runtime import clock, status, worklist
from runtime.database import Database
from runtime.delivery.delivering import CHS
from runtime.models import Correction, Delivery, DeliveryStatus, Status, Submission

PROCESSED_WITHIN = timedelta(hours=1)
CLASSIFIED_WITHIN = timedelta(hours=24)
RESOLVED_WITHIN = timedelta(hours=48)


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


class _SecondsBetween(FunctionElement[float]):
    """How many seconds lie between two instants, in either database's words."""

    type = Float()
    inherit_cache = True


@compiles(_SecondsBetween, "sqlite")
def _on_sqlite(element: _SecondsBetween, compiler: SQLCompiler, **options: Any) -> str:
    earlier, later = (compiler.process(clause, **options) for clause in element.clauses)
    return f"((julianday({later}) - julianday({earlier})) * 86400.0)"


@compiles(_SecondsBetween, "postgresql")
def _on_postgresql(element: _SecondsBetween, compiler: SQLCompiler, **options: Any) -> str:
    earlier, later = (compiler.process(clause, **options) for clause in element.clauses)
    return f"extract(epoch from ({later} - {earlier}))"


def figures(db: Database, force_id: str) -> Figures:
    """The force's figures at this moment."""
    now = clock.now()
    with db.read_session(force_id) as session:
        counted = session.execute(
            select(Submission.form, *_counts(now)).group_by(Submission.form).order_by(Submission.form)
        )
        forms = tuple(_form_figures(*row) for row in counted)
        oldest = session.exec(select(func.min(Submission.received_at)).where(_stands(*status.IN_WORKLIST))).one()
        overdue = session.exec(
            select(func.count(col(Submission.id))).where(_stands(*worklist.OPEN), col(Submission.due_at) < now)
        ).one()
        deliveries = dict(
            session.exec(select(Delivery.status, func.count(col(Delivery.id))).group_by(Delivery.status)).all()
        )
    under_way = (DeliveryStatus.WAITING, DeliveryStatus.SENT, DeliveryStatus.UNKNOWN)
    return Figures(
        at=now,
        all=_sum(forms),
        forms=forms,
        oldest_waiting_at=oldest,
        overdue=overdue,
        deliveries_waiting=sum(deliveries.get(one, 0) for one in under_way),
        deliveries_parked=deliveries.get(DeliveryStatus.PARKED, 0),
    )


def _counts(now: datetime) -> Iterator[ColumnElement[int]]:
    """The counts of one form, in the order in which `_form_figures` takes them."""
    yield func.count(col(Submission.id))
    yield _count(col(Submission.processed_at).is_not(None))
    yield _count(_stands(*status.IN_WORKLIST))
    yield _count(_stands(Status.CLAIMED))
    yield _count(col(Submission.decided_at).is_not(None))
    yield _count(_stands(Status.CLOSED))
    yield _count(_stands(Status.HELD, Status.MANUAL, Status.QUARANTINED))
    for reached, within in (
        (col(Submission.processed_at), PROCESSED_WITHIN),
        (func.coalesce(Submission.decided_at, Submission.closed_at), CLASSIFIED_WITHIN),
        (col(Submission.closed_at), RESOLVED_WITHIN),
    ):
        yield _count(_SecondsBetween(col(Submission.received_at), reached) <= within.total_seconds())
        yield _count(or_(reached.is_not(None), col(Submission.received_at) < now - within))
    yield _count(and_(col(Submission.processed_at).is_not(None), ~_was_touched()))


def _count(holds: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((holds, 1), else_=0)), 0)


def _stands(*statuses: Status) -> ColumnElement[bool]:
    return col(Submission.status).in_(statuses)


def _was_touched() -> ColumnElement[bool]:
    """Whether a field of its CHS record was filled by hand, or all of it typed at CHS."""
    corrected = select(Correction.id).where(
        Correction.submission_id == Submission.id, col(Correction.path).startswith(f"{CHS}.")
    )
    typed = select(Delivery.id).where(
        Delivery.submission_id == Submission.id, Delivery.target == CHS, col(Delivery.is_by_hand).is_(True)
    )
    return or_(corrected.exists(), typed.exists())


def _form_figures(form: str, *counts: int) -> FormFigures:
    received, delivered, waiting, claimed, decided, closed, by_hand, *shares, untouched = counts
    processed, classified, resolved = (Share(*shares[start : start + 2]) for start in (0, 2, 4))
    return FormFigures(
        form=form,
        received=received,
        delivered=delivered,
        waiting=waiting,
        claimed=claimed,
        decided=decided,
        closed=closed,
        by_hand=by_hand,
        processed_in_an_hour=processed,
        classified_in_a_day=classified,
        resolved_in_two_days=resolved,
        untouched=Share(untouched, delivered),
    )


def _sum(forms: Iterable[FormFigures]) -> FormFigures:
    """The figures of all forms together."""
    counts = [_flat(one) for one in forms] or [(0,) * 14]
    return _form_figures("all", *(sum(column) for column in zip(*counts, strict=True)))


def _flat(one: FormFigures) -> tuple[int, ...]:
    shares = (one.processed_in_an_hour, one.classified_in_a_day, one.resolved_in_two_days)
    return (
        one.received,
        one.delivered,
        one.waiting,
        one.claimed,
        one.decided,
        one.closed,
        one.by_hand,
        *(number for share in shares for number in (share.part, share.whole)),
        one.untouched.part,
    )
