"""What is kept is read, and read again, whatever dies meanwhile: each once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from runtime import audit, receiving
from runtime.audit import AuditEvent, Subject
from runtime.database import Database
from runtime.drift import alarms, rereading
from runtime.drift.rereading import Progress
from runtime.models import Source, Status
from runtime.receiving import Came
from runtime.settings import Settings
from tests.runtime.conftest import METRO
from tests.runtime.drifting_mails import readings, repair, take_in, theft, transpositions
from tests.runtime.waiting import until
from tests.runtime.working import submissions, until_all, worker_process, working

pytestmark = pytest.mark.usefixtures("with_theft")

COUNT = 8


def progress(db: Database) -> Progress:
    [alarm] = alarms.listed(db, METRO, with_closed=True)
    found = rereading.progress(db, METRO, alarm.id)
    assert found
    return found


def events(db: Database, subject: Subject) -> list[str]:
    with db.read_session(METRO) as session:
        return [entry.event for entry in audit.entries_of(session, subject)]


def test_what_was_kept_is_read_by_a_worker(db: Database) -> None:
    receiving.keep(db, METRO, theft(), Came(Source.EMAIL))

    with working(db):
        until_all(db, Status.WAITING)

    [read] = submissions(db)
    assert (read.form, read.version, len(readings(db, read.id))) == ("theft", "1.0", 1)


def test_a_worker_killed_while_it_reads_leaves_each_mail_read_once_after_its_restart(
    db: Database, settings: Settings
) -> None:
    for number in range(COUNT):
        receiving.keep(db, METRO, theft(number), Came(Source.EMAIL))

    with worker_process(settings) as process:
        until(lambda: submissions(db))
        process.kill()
    with working(db):
        until_all(db, Status.WAITING, COUNT)

    assert {len(readings(db, one.id)) for one in submissions(db)} == {1}


def test_a_mail_that_reading_breaks_on_is_in_quarantine_and_the_next_is_read(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, broken = receiving.read_original, [ZeroDivisionError()]

    def read_after_a_failure(*arguments: Any) -> Any:
        if broken:
            raise broken.pop()
        return read(*arguments)

    monkeypatch.setattr(receiving, "read_original", read_after_a_failure)
    for number in (1, 2):
        receiving.keep(db, METRO, theft(number), Came(Source.EMAIL))

    with working(db):
        until_all(db, Status.QUARANTINED)
        until_all(db, Status.WAITING)

    [quarantined] = [one for one in submissions(db) if one.status is Status.QUARANTINED]
    assert "ZeroDivisionError" in (quarantined.sentence or "")


def test_a_worker_killed_while_it_reads_again_goes_on_where_it_broke_off(
    db: Database, settings: Settings, analyst: UUID, approver: UUID
) -> None:
    ids = [take_in(db, theft(number, version="9.0")) for number in range(COUNT)]
    repair(db, analyst, approver)

    with worker_process(settings) as process:
        until(lambda: progress(db).read)
        process.kill()
    with working(db):
        until(lambda: progress(db).is_over)
        until_all(db, Status.WAITING, COUNT)

    assert progress(db).settled == COUNT
    assert {(len(readings(db, one)), len(transpositions(db, one))) for one in ids} == {(2, 2)}
    assert alarms.listed(db, METRO) == ()


def test_two_workers_on_one_act_of_reading_again_read_each_submission_once(
    db: Database, analyst: UUID, approver: UUID
) -> None:
    ids = [take_in(db, theft(number, version="9.0")) for number in range(COUNT)]
    repair(db, analyst, approver)
    act, together = progress(db), Barrier(2)

    def read_again(_: int) -> None:
        together.wait()
        rereading.read_again(db, METRO, str(act.id))

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(read_again, range(2)))

    assert (progress(db).settled, progress(db).is_over) == (COUNT, True)
    assert {len(readings(db, one)) for one in ids} == {2}
    assert {events(db, Subject.submission(one)).count(AuditEvent.READ_AGAIN) for one in ids} == {1}
    [alarm] = alarms.listed(db, METRO, with_closed=True)
    assert events(db, Subject("alarm", str(alarm.id))).count(AuditEvent.ALARM_CLOSED) == 1
