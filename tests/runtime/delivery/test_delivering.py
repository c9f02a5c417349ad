"""Deliveries, try by try: exactly one record at the target, whatever goes wrong and in whatever order."""

from collections.abc import Callable
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from runtime import clock, durable
from runtime.audit import Actor
from runtime.database import Database
from runtime.delivery import delivering
from runtime.delivery.delivering import CHS, CONNECT, Ending
from runtime.delivery.targets import Target
from runtime.models import Correction, Delivery, DeliveryKind, DeliveryStatus, Status, Submission
from studio.practice_target.faults import FaultKind
from tests.runtime.conftest import METRO
from tests.runtime.target_systems import TargetSystems, add_transposed, settings, targets

__all__ = ["add_transposed", "settings", "targets"]

MACHINE = Actor.machine("test")

AddTransposed = Callable[..., UUID]


@pytest.fixture(autouse=True)
def _tables(db: Database) -> None:
    durable.prepare(db)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A try at a target is given up after a third of a second."""
    monkeypatch.setattr(delivering, "_target", lambda address: Target(address, httpx.Timeout(2.0)))


def plan(db: Database, submission_id: UUID, target: str = CHS) -> UUID:
    with db.write_session(METRO) as session:
        delivery = delivering.plan(session, session.get_one(Submission, submission_id), target, who=MACHINE)
        assert delivery is not None
        return delivery.id


def try_once(db: Database, delivery_id: UUID) -> Ending:
    ended = delivering.hand_over(db, METRO, delivery_id)
    with db.write_session(METRO) as session:
        delivering.conclude(session, delivery_id, ended)
    return ended.ending


def delivery(db: Database, delivery_id: UUID) -> Delivery:
    with db.read_session(METRO) as session:
        return session.get_one(Delivery, delivery_id)


def submission(db: Database, submission_id: UUID) -> Submission:
    with db.read_session(METRO) as session:
        return session.get_one(Submission, submission_id)


def correct(db: Database, submission_id: UUID, path: str, value: object, person_id: UUID) -> None:
    with db.write_session(METRO) as session:
        session.add(
            Correction(
                submission_id=submission_id, path=path, value=value, why="seen", made_by=person_id, made_at=clock.now()
            )
        )


def test_a_delivered_record_has_the_targets_number_and_makes_the_submission_processed(
    db: Database, targets: TargetSystems, add_transposed: AddTransposed
) -> None:
    submission_id = add_transposed()
    delivery_id = plan(db, submission_id)

    assert try_once(db, delivery_id) is Ending.CONFIRMED

    [held] = targets.held("TLP-1")
    assert delivery(db, delivery_id).status is DeliveryStatus.CONFIRMED
    assert delivery(db, delivery_id).target_reference == held.reference
    assert submission(db, submission_id).processed_at is not None


def test_a_record_that_the_mapping_did_not_make_is_not_delivered(db: Database, add_transposed: AddTransposed) -> None:
    submission_id = add_transposed()

    with db.write_session(METRO) as session:
        assert delivering.plan(session, session.get_one(Submission, submission_id), CONNECT, who=MACHINE) is None


def test_planning_twice_without_a_change_is_one_delivery(db: Database, add_transposed: AddTransposed) -> None:
    submission_id = add_transposed()

    assert plan(db, submission_id) == plan(db, submission_id)


def test_a_try_that_ran_twice_because_its_worker_died_makes_one_record(
    db: Database, targets: TargetSystems, add_transposed: AddTransposed
) -> None:
    delivery_id = plan(db, add_transposed())

    delivering.hand_over(db, METRO, delivery_id)  # the worker dies here, before it could conclude
    ending = try_once(db, delivery_id)

    assert ending is Ending.CONFIRMED
    assert len(targets.held("TLP-1")) == 1


def test_a_lost_answer_is_looked_up_before_anything_is_sent_again(
    db: Database, targets: TargetSystems, add_transposed: AddTransposed
) -> None:
    delivery_id = plan(db, add_transposed())
    targets.have_fault(FaultKind.DROP, times=1)

    first = try_once(db, delivery_id)
    unknown = delivery(db, delivery_id).status
    second = try_once(db, delivery_id)

    assert (first, unknown, second) == (Ending.UNKNOWN, DeliveryStatus.UNKNOWN, Ending.CONFIRMED)
    [held] = targets.held("TLP-1")
    assert held.edition == 1
    assert delivery(db, delivery_id).target_reference == held.reference


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("kind", "ending"),
    [
        (FaultKind.REFUSE, Ending.UNAVAILABLE),
        (FaultKind.ERROR, Ending.UNKNOWN),
        (FaultKind.TIME_OUT, Ending.UNKNOWN),
    ],
)
def test_a_fault_that_passes_delays_the_record_and_nothing_more(
    db: Database, targets: TargetSystems, add_transposed: AddTransposed, kind: FaultKind, ending: Ending
) -> None:
    delivery_id = plan(db, add_transposed())
    targets.have_fault(kind, times=1)

    endings = [try_once(db, delivery_id), try_once(db, delivery_id)]

    assert endings == [ending, Ending.CONFIRMED]
    assert len(targets.held("TLP-1")) == 1


def test_a_refused_record_is_parked_at_once_with_the_targets_words(db: Database, add_transposed: AddTransposed) -> None:
    submission_id = add_transposed(grade="Z")
    delivery_id = plan(db, submission_id)

    assert try_once(db, delivery_id) is Ending.REFUSED

    assert delivery(db, delivery_id).status is DeliveryStatus.PARKED
    assert "grade is not one of the agreed values" in (delivery(db, delivery_id).sentence or "")
    assert submission(db, submission_id).status is Status.MANUAL


def test_after_the_last_try_a_person_gets_the_record_ready_to_copy(
    db: Database, targets: TargetSystems, add_transposed: AddTransposed
) -> None:
    submission_id = add_transposed()
    delivery_id = plan(db, submission_id)
    targets.have_fault(FaultKind.REFUSE)

    for _ in range(len(delivering.WAITS_SECONDS)):
        try_once(db, delivery_id)
    before_the_last = delivery(db, delivery_id).status
    try_once(db, delivery_id)

    assert before_the_last is DeliveryStatus.WAITING
    parked = delivery(db, delivery_id)
    assert parked.status is DeliveryStatus.PARKED
    assert parked.record["narrative"] == "A bicycle is gone."
    assert submission(db, submission_id).status is Status.MANUAL
    assert submission(db, submission_id).processed_at is None


def test_a_parked_delivery_can_be_tried_again(db: Database, add_transposed: AddTransposed) -> None:
    delivery_id = plan(db, add_transposed(grade="Z"))
    try_once(db, delivery_id)

    with db.write_session(METRO) as session:
        delivering.try_again(session, session.get_one(Delivery, delivery_id), who=MACHINE)

    assert delivery(db, delivery_id).status is DeliveryStatus.WAITING


def test_a_delivery_that_is_not_parked_is_nobodys_to_take_up(db: Database, add_transposed: AddTransposed) -> None:
    delivery_id = plan(db, add_transposed())

    with db.write_session(METRO) as session, pytest.raises(delivering.DeliveryNotParked):
        delivering.try_again(session, session.get_one(Delivery, delivery_id), who=MACHINE)


def test_a_record_typed_by_hand_is_confirmed_under_the_number_the_person_gives(
    db: Database, add_transposed: AddTransposed
) -> None:
    submission_id = add_transposed(grade="Z")
    delivery_id = plan(db, submission_id)
    try_once(db, delivery_id)

    with db.write_session(METRO) as session:
        delivering.confirm_by_hand(session, session.get_one(Delivery, delivery_id), "CHS-1", who=MACHINE)

    typed = delivery(db, delivery_id)
    assert (typed.status, typed.target_reference, typed.is_by_hand) == (DeliveryStatus.CONFIRMED, "CHS-1", True)
    assert submission(db, submission_id).processed_at is not None


def test_a_correction_changes_the_same_record_and_never_makes_a_second(
    db: Database, targets: TargetSystems, add_transposed: AddTransposed, operator: UUID
) -> None:
    submission_id = add_transposed()
    try_once(db, plan(db, submission_id))

    correct(db, submission_id, "chs.incident.callerPostcode", "W23 9JG", operator)
    update_id = plan(db, submission_id)
    try_once(db, update_id)

    [held] = targets.held("TLP-1")
    assert (held.document["callerPostcode"], held.edition) == ("W23 9JG", 2)
    assert delivery(db, update_id).kind is DeliveryKind.UPDATE
    assert delivery(db, update_id).target_reference == held.reference


def test_a_correction_before_the_first_try_takes_the_place_of_the_first_delivery(
    db: Database, targets: TargetSystems, add_transposed: AddTransposed, operator: UUID
) -> None:
    submission_id = add_transposed()
    first_id = plan(db, submission_id)

    correct(db, submission_id, "chs.incident.callerPostcode", "W23 9JG", operator)
    second_id = plan(db, submission_id)
    endings = [try_once(db, first_id), try_once(db, second_id)]

    assert endings == [Ending.NEEDLESS, Ending.CONFIRMED]
    assert delivery(db, first_id).status is DeliveryStatus.WITHDRAWN
    [held] = targets.held("TLP-1")
    assert (held.document["callerPostcode"], held.edition) == ("W23 9JG", 1)


def test_an_update_waits_for_the_delivery_before_it(
    db: Database, targets: TargetSystems, add_transposed: AddTransposed, operator: UUID
) -> None:
    submission_id = add_transposed()
    first_id = plan(db, submission_id)
    targets.have_fault(FaultKind.DROP, times=1)
    try_once(db, first_id)
    correct(db, submission_id, "chs.incident.callerPostcode", "W23 9JG", operator)
    second_id = plan(db, submission_id)

    endings = [try_once(db, second_id), try_once(db, first_id), try_once(db, second_id)]

    assert endings == [Ending.BEHIND, Ending.CONFIRMED, Ending.CONFIRMED]
    [held] = targets.held("TLP-1")
    assert (held.document["callerPostcode"], held.edition) == ("W23 9JG", 2)


def test_a_correction_after_a_refusal_goes_in_the_place_of_the_parked_delivery(
    db: Database, targets: TargetSystems, add_transposed: AddTransposed, operator: UUID
) -> None:
    submission_id = add_transposed(grade="Z")
    parked_id = plan(db, submission_id)
    try_once(db, parked_id)

    correct(db, submission_id, "chs.incident.grade", "S", operator)
    try_once(db, plan(db, submission_id))

    assert delivery(db, parked_id).status is DeliveryStatus.WITHDRAWN
    assert [held.document["grade"] for held in targets.held("TLP-1")] == ["S"]


def test_what_arrived_unseen_before_it_was_parked_is_brought_up_to_date(
    db: Database, targets: TargetSystems, add_transposed: AddTransposed, operator: UUID
) -> None:
    submission_id = add_transposed()
    first_id = plan(db, submission_id)
    targets.have_fault(FaultKind.DROP, times=1)
    try_once(db, first_id)
    with db.write_session(METRO) as session:
        delivering.park(session, session.get_one(Delivery, first_id), "tried too often")

    correct(db, submission_id, "chs.incident.callerPostcode", "W23 9JG", operator)
    try_once(db, plan(db, submission_id))

    [held] = targets.held("TLP-1")
    assert (held.document["callerPostcode"], held.edition) == ("W23 9JG", 2)


def test_a_revision_waits_for_the_record_of_what_came_before_and_changes_it(
    db: Database, targets: TargetSystems, add_transposed: AddTransposed
) -> None:
    first_id = plan(db, add_transposed())
    targets.have_fault(FaultKind.DROP, times=1)
    try_once(db, first_id)
    second_id = plan(db, add_transposed(revision=2, narrative="Two bicycles are gone."))

    endings = [try_once(db, second_id), try_once(db, first_id), try_once(db, second_id)]

    assert endings == [Ending.BEHIND, Ending.CONFIRMED, Ending.CONFIRMED]
    [held] = targets.held("TLP-1")
    assert (held.document["narrative"], held.edition) == ("Two bicycles are gone.", 2)


def test_a_delivery_parked_behind_a_later_one_is_withdrawn_when_that_arrives(
    db: Database, targets: TargetSystems, add_transposed: AddTransposed, operator: UUID
) -> None:
    submission_id = add_transposed(grade="Z")
    first_id = plan(db, submission_id)
    targets.have_fault(FaultKind.ERROR, times=1)
    try_once(db, first_id)
    correct(db, submission_id, "chs.incident.grade", "S", operator)
    second_id = plan(db, submission_id)

    endings = [try_once(db, first_id), try_once(db, second_id)]

    assert endings == [Ending.REFUSED, Ending.CONFIRMED]
    assert delivery(db, first_id).status is DeliveryStatus.WITHDRAWN
    assert [held.document["grade"] for held in targets.held("TLP-1")] == ["S"]


def test_a_delivery_of_another_force_is_not_there(db: Database, add_transposed: AddTransposed) -> None:
    delivery_id = plan(db, add_transposed())

    with db.read_session("northshire") as session:
        assert session.exec(select(Delivery).where(Delivery.id == delivery_id)).all() == []
