"""Durable execution on both databases, with real workers' threads."""

import threading
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlmodel import select

from runtime import clock, durable
from runtime.database import Database
from runtime.force_session import ForceSession
from runtime.models import Original
from tests.runtime.conftest import METRO
from tests.runtime.waiting import until

QUEUE = "a queue"
runs: Counter[str] = Counter()
at_once: list[int] = []
_under_way = threading.Semaphore(0)
_gate = threading.Event()
_lock = threading.Lock()
_now = 0


@durable.job("note twice")
def note_twice(_database: Database, force_id: str, subject_id: str) -> None:
    """Writes in one transactional step, and says so outside of it."""
    durable.in_transaction("note", force_id, lambda session: _note(session, subject_id))
    runs[subject_id] += 1


@durable.job("wait at the gate")
def wait_at_gate(_database: Database, _force_id: str, subject_id: str) -> None:
    """Counts how many are in it at one time."""
    global _now
    with _lock:
        _now += 1
        at_once.append(_now)
    _gate.wait(10)
    with _lock:
        _now -= 1
    runs[subject_id] += 1


def _note(session: ForceSession, subject_id: str) -> str:
    session.add(Original(sha256=subject_id, bytes=1, stored_at=clock.now()))
    return subject_id


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    runs.clear()
    at_once.clear()
    _gate.clear()
    yield
    _gate.set()
    durable.stop(0)


def start(db: Database, *, at_once: int = 4) -> None:
    durable.start(db, "worker-1")
    durable.limit_queue(QUEUE, at_once, by_one_worker=at_once)


def order(session: ForceSession, subject_id: str, *, job: str = "note twice", workflow_id: str = "") -> None:
    durable.enqueue(session, durable.Order(job, subject_id, QUEUE, workflow_id or subject_id))


def order_and_fail(db: Database, subject_id: str) -> None:
    with db.write_session(METRO) as session:
        order(session, subject_id)
        raise ZeroDivisionError


def noted(db: Database) -> list[str]:
    with db.read_session(METRO) as session:
        return list(session.exec(select(Original.sha256)))


def test_an_order_is_undone_with_the_transaction_that_gave_it(db: Database) -> None:
    durable.prepare(db)
    with pytest.raises(ZeroDivisionError):
        order_and_fail(db, "undone")
    with db.write_session(METRO) as session:
        order(session, "done")

    start(db)

    until(lambda: runs["done"])
    assert runs == {"done": 1}


def test_an_order_given_twice_is_carried_out_once(db: Database) -> None:
    durable.prepare(db)
    for _ in range(2):
        with db.write_session(METRO) as session:
            order(session, "once")
    with db.write_session(METRO) as session:
        order(session, "last")

    start(db)

    until(lambda: runs["last"] and runs["once"])
    assert sorted(noted(db)) == ["last", "once"]


def test_what_a_transactional_step_writes_is_kept_with_its_force(db: Database) -> None:
    durable.prepare(db)
    with db.write_session(METRO) as session:
        order(session, "kept")

    start(db)

    until(lambda: runs["kept"])
    assert noted(db) == ["kept"]
    with db.read_session("northshire") as session:
        assert session.exec(select(Original)).all() == []


def test_no_more_jobs_of_a_queue_run_at_once_than_its_limit(db: Database) -> None:
    durable.prepare(db)
    with db.write_session(METRO) as session:
        for number in range(5):
            order(session, f"job {number}", job="wait at the gate")

    start(db, at_once=2)
    until(lambda: len(at_once) == 2)
    _gate.set()

    until(lambda: sum(runs.values()) == 5)
    assert max(at_once) <= 2


def test_orders_given_by_many_threads_are_all_carried_out(db: Database) -> None:
    durable.prepare(db)
    start(db)

    def give(first: int) -> None:
        for number in range(first, first + 5):
            with db.write_session(METRO) as session:
                order(session, f"job {number}")

    threads = [threading.Thread(target=give, args=(first,)) for first in range(0, 20, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    until(lambda: sum(runs.values()) == 20)
    assert len(noted(db)) == 20


def test_a_job_that_breaks_off_is_told_as_failed_and_can_be_forgotten(db: Database) -> None:
    durable.prepare(db)
    with db.write_session(METRO) as session:
        session.add(Original(sha256="taken", bytes=1, stored_at=clock.now()))
        order(session, "taken")  # its step writes the same hash again, which the table refuses

    start(db)

    until(durable.failed)
    job = durable.failed()[0]
    assert (job.job, job.arguments) == ("note twice", (METRO, "taken"))
    durable.forget([job])
    assert durable.failed() == []


def test_a_step_outside_a_worker_is_refused_with_a_sentence() -> None:
    with pytest.raises(durable.NotAWorker, match="studio worker"):
        durable.in_transaction("note", METRO, lambda session: session.force_id)
