"""Workers: from a mail in the folder to the record at the target, whatever dies on the way."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from runtime import clock, folder, receiving, sweeper
from runtime.database import Database
from runtime.delivery import delivering
from runtime.models import DeliveryStatus, Resumption, Source, Status, TargetLicence, WorkerHeartbeat
from runtime.receiving import Came
from runtime.settings import Settings
from studio.practice_target.faults import FaultKind
from tests.runtime.conftest import METRO
from tests.runtime.target_systems import TargetSystems, settings, targets
from tests.runtime.waiting import until
from tests.runtime.working import deliveries, submissions, until_all, until_confirmed, worker_process, working

__all__ = ["settings", "targets"]

pytestmark = pytest.mark.usefixtures("with_theft")

MAILS = Path(__file__).parents[1] / "data" / "eml"
THEFTS = [(MAILS / f"OPEN-{number:03}.eml").read_bytes() for number in (1, 2, 16, 25, 31)]
REFERENCE = "TLP-10032-26-3100-000"  # of the first


@pytest.fixture(autouse=True)
def _doors(db: Database) -> None:
    folder.open_doors(db)


def take_in(db: Database, count: int = 1) -> None:
    for raw in THEFTS[:count]:
        receiving.receive(db, METRO, raw, Came(Source.EMAIL, "mail.eml"))


def die_handing_over(settings: Settings, targets: TargetSystems) -> None:
    """A worker is killed while the target, which is slow from now on, takes a record."""
    targets.have_fault(FaultKind.SLOW, seconds=2)
    with worker_process(settings, "worker-1") as process:
        until(lambda: targets.now_at_once() == 1)
        process.kill()


def test_a_mail_in_the_folder_becomes_a_record_at_the_target(
    db: Database, targets: TargetSystems, tmp_path: Path
) -> None:
    mails = tmp_path / "mails"
    mails.mkdir()
    (mails / "mail.eml").write_bytes(THEFTS[0])
    folder.copy_in(db, METRO, mails)

    with working(db):
        until_confirmed(db)

    [held] = targets.held(REFERENCE)
    [submission] = submissions(db)
    assert (submission.status, submission.grade) == (Status.WAITING, "R")
    assert held.document["callerFullName"] == "Grace Hartley"
    assert held.document["receivedAt"] == submission.received_at.isoformat(timespec="seconds")
    assert held.document["provenance"]["mapping"] == "theft"
    assert held.document["provenance"]["mappingVersion"] == "1"


def test_a_worker_killed_while_it_delivers_leaves_one_record_after_its_restart(
    db: Database, settings: Settings, targets: TargetSystems
) -> None:
    take_in(db)
    die_handing_over(settings, targets)
    in_between = deliveries(db)[0].status
    targets.are_well()

    with working(db):
        until_confirmed(db)
    until(lambda: targets.now_at_once() == 0)

    assert in_between is DeliveryStatus.SENT
    assert len(targets.held(REFERENCE)) == 1


def test_what_a_worker_that_died_for_good_left_is_done_by_another(
    db: Database, settings: Settings, targets: TargetSystems
) -> None:
    take_in(db)
    die_handing_over(settings, targets)
    targets.are_well()
    with db.system_session() as session:
        silent = session.get_one(WorkerHeartbeat, "worker-1")
        silent.seen_at = clock.now() - sweeper.DEAD_AFTER - timedelta(seconds=1)

    with working(db, "worker-2"):
        until_confirmed(db)
    until(lambda: targets.now_at_once() == 0)

    assert len(targets.held(REFERENCE)) == 1


def test_a_delivery_that_too_many_workers_died_of_goes_to_a_person(
    db: Database, settings: Settings, targets: TargetSystems
) -> None:
    take_in(db)
    die_handing_over(settings, targets)
    [delivery] = deliveries(db)
    with db.system_session() as session:
        session.get_one(WorkerHeartbeat, "worker-1").seen_at = clock.now() - timedelta(hours=1)
        tried = Resumption(workflow_id=str(delivery.workflow_id), count=sweeper.MOST_RESUMPTIONS, last_at=clock.now())
        session.add(tried)

    with working(db, "worker-2"):
        until_all(db, Status.MANUAL)

    assert deliveries(db)[0].status is DeliveryStatus.PARKED
    assert "tried it too often" in (submissions(db)[0].sentence or "")


def test_a_worker_that_is_told_to_stop_ends_in_order(db: Database, settings: Settings) -> None:
    with worker_process(settings) as process:
        until(lambda: heartbeat(db) is not None)
        status = process.terminate()

    stopped = heartbeat(db)
    assert status == 0
    assert stopped is not None
    assert stopped.stopped_at is not None


def test_two_workers_of_one_name_are_refused(db: Database, settings: Settings) -> None:
    with working(db, "worker-1"), worker_process(settings, "worker-1") as process:
        until(lambda: heartbeat(db) is not None)
        status, said = process.wait()

    assert (status, said) == (
        2,
        "studio: a worker called worker-1 runs already; give this one another name with --id\n",
    )


def test_no_more_deliveries_run_at_once_than_the_target_has_licences(db: Database, targets: TargetSystems) -> None:
    with db.write_session(METRO) as session:
        session.add(TargetLicence(target=delivering.CHS, limit=2, changed_at=clock.now()))
    take_in(db, 5)
    targets.have_fault(FaultKind.SLOW, seconds=0.5)

    with working(db):
        until_confirmed(db, 5)

    assert 1 <= targets.most_at_once() <= 2


def test_a_target_that_is_down_delays_and_everything_else_goes_on(
    db: Database, targets: TargetSystems, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "WAITS_SECONDS", (0.1,) * 100)
    targets.have_fault(FaultKind.REFUSE)
    take_in(db, 3)

    with working(db):
        until_all(db, Status.WAITING, 3)
        until(lambda: all(one.sentence for one in deliveries(db)))
        delayed = {one.status for one in deliveries(db)}
        targets.are_well()
        until_confirmed(db, 3)

    assert delayed <= {DeliveryStatus.WAITING, DeliveryStatus.SENT}
    assert all(submission.status is Status.WAITING for submission in submissions(db))


def test_a_job_that_fails_for_a_reason_nobody_foresaw_goes_to_a_person(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("runtime.transposing.library.compiled", broken)
    take_in(db)

    with working(db):
        until_all(db, Status.MANUAL)

    [submission] = submissions(db)
    assert "ZeroDivisionError" in (submission.sentence or "")


def test_a_delivery_that_broke_off_after_the_target_took_it_is_looked_up_and_not_typed_again(
    db: Database, targets: TargetSystems, monkeypatch: pytest.MonkeyPatch
) -> None:
    conclude, broken = delivering.conclude, [ZeroDivisionError()]

    def conclude_after_a_failure(*arguments: Any) -> str:
        if broken:
            raise broken.pop()
        return conclude(*arguments)

    monkeypatch.setattr(delivering, "WAITS_SECONDS", (0.1,) * 10)
    monkeypatch.setattr(delivering, "conclude", conclude_after_a_failure)
    take_in(db)

    with working(db):
        until_confirmed(db)

    [held] = targets.held(REFERENCE)
    assert held.edition == 1
    assert submissions(db)[0].status is Status.WAITING


def heartbeat(db: Database) -> WorkerHeartbeat | None:
    with db.system_read_session() as session:
        return session.get(WorkerHeartbeat, "worker-1")
