"""The figures: each from stored instants, each with what it is a share of."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from runtime import clock, figures, worklist
from runtime.audit import Actor
from runtime.database import Database
from runtime.figures import Share
from runtime.models import Correction, Delivery, DeliveryKind, DeliveryStatus, Status
from runtime.status import change
from tests.runtime.conftest import METRO, NORTHSHIRE

Add = Callable[..., UUID]
NINE = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


def after(**lasts: float) -> datetime:
    return NINE + timedelta(**lasts)


def at(now: datetime, db: Database, force_id: str = METRO) -> figures.Figures:
    with clock.stopped_at(now):
        return figures.figures(db, force_id)


@pytest.fixture
def add(add_submission: Add) -> Add:
    """A submission that came at nine."""

    def came(**facts: Any) -> UUID:
        return add_submission(received_at=NINE, **facts)

    return came


def test_nothing_received_has_no_share_of_anything(db: Database) -> None:
    found = at(NINE, db)

    assert (found.all.received, found.forms, found.oldest_waiting_at) == (0, (), None)
    assert found.all.untouched.percent is None


def test_delivered_in_time_is_counted_against_all_whose_hour_is_over(db: Database, add: Add) -> None:
    add(processed_at=after(minutes=59))
    add(processed_at=after(minutes=61))
    add()

    in_the_hour, later = at(after(minutes=30), db), at(after(minutes=90), db)

    assert in_the_hour.all.processed_in_an_hour == Share(1, 2)
    assert later.all.processed_in_an_hour == Share(1, 3)
    assert (later.all.received, later.all.delivered) == (3, 2)


def test_decided_and_closed_have_their_own_times(db: Database, add: Add) -> None:
    add(decided_at=after(hours=23), closed_at=after(hours=47))
    add(decided_at=after(hours=25), closed_at=after(hours=49))

    found = at(after(days=7), db)

    assert (found.all.classified_in_a_day, found.all.resolved_in_two_days) == (Share(1, 2), Share(1, 2))


def test_each_form_has_its_line_and_all_together_theirs(db: Database, add: Add) -> None:
    add(form="theft")
    add(form="theft")
    add(form="hate")

    found = at(NINE, db)

    assert [(one.form, one.received) for one in found.forms] == [("hate", 1), ("theft", 2)]
    assert (found.all.form, found.all.received) == ("all", 3)


def test_the_oldest_that_waits_is_shown_and_not_what_a_person_has(
    db: Database, operator: UUID, add: Add, add_submission: Add
) -> None:
    add()
    add_submission(received_at=after(minutes=5))
    before = at(after(hours=1), db)

    worklist.claim_next(db, METRO, operator)

    later = at(after(hours=1), db)
    assert (before.oldest_waiting_at, later.oldest_waiting_at) == (NINE, after(minutes=5))
    assert (before.all.waiting, later.all.waiting, later.all.claimed) == (2, 1, 1)


def test_what_waits_for_hands_and_what_is_overdue_is_counted(db: Database, add: Add) -> None:
    by_hand = add(due_at=after(hours=1))
    with db.write_session(METRO) as session:
        change(session, worklist.find(session, by_hand), Status.MANUAL, who=Actor.machine(), why="CHS is down")

    found = at(after(hours=2), db)

    assert (found.all.by_hand, found.overdue) == (1, 1)


def test_a_delivered_record_that_a_person_filled_or_typed_is_touched(db: Database, operator: UUID, add: Add) -> None:
    untouched, corrected, typed = (add(processed_at=after(minutes=1)) for _ in range(3))
    with db.write_session(METRO) as session:
        session.add(
            Correction(
                submission_id=corrected, path="chs.incident.grade", value="S", why="x", made_by=operator, made_at=NINE
            )
        )
        session.add(
            Correction(
                submission_id=untouched, path="connect.crime.x", value="S", why="x", made_by=operator, made_at=NINE
            )
        )
        session.add(
            Delivery(
                submission_id=typed,
                target="chs.incident",
                number=1,
                kind=DeliveryKind.CREATE,
                status=DeliveryStatus.CONFIRMED,
                idempotency_key="k",
                record={},
                is_by_hand=True,
                planned_at=NINE,
            )
        )

    assert at(after(hours=1), db).all.untouched == Share(1, 3)


def test_one_forces_figures_leave_the_other_out(db: Database, add: Add) -> None:
    add(force_id=NORTHSHIRE)

    assert at(NINE, db).all.received == 0
    assert at(NINE, db, NORTHSHIRE).all.received == 1
