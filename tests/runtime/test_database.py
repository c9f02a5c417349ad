"""What every database promises before the studio uses it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from runtime import clock
from runtime.database import Database, DatabaseUnfit
from runtime.models import Force, TargetLicence
from runtime.settings import Settings


def test_sqlite_keeps_what_was_committed_through_a_power_cut(sqlite_settings: Settings) -> None:
    db = Database(sqlite_settings)

    with db.write_engine.connect() as connection:
        kept = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")}

    assert kept == {"journal_mode": "wal", "synchronous": 2}
    db.close()


def test_a_database_that_breaks_a_promise_is_not_used(
    sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime.database._keep_promises", lambda *_: None)

    with pytest.raises(DatabaseUnfit):
        Database(sqlite_settings)


def test_the_reading_side_cannot_write(db: Database) -> None:
    with db.read_session("metro") as session:
        session.add(TargetLicence(target="chs.incident", limit=1, changed_at=clock.now()))

        with pytest.raises(DBAPIError):
            session.flush()


def test_no_update_is_lost_where_many_write_at_once(db: Database) -> None:
    with db.write_session("metro") as session:
        session.add(TargetLicence(target="chs.incident", limit=0, changed_at=clock.now()))

    def count_up(_: int) -> None:
        with db.write_session("metro") as session:
            licence = session.exec(select(TargetLicence).with_for_update()).one()
            licence.limit += 1
            session.add(licence)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_up, range(40)))

    with db.read_session("metro") as session:
        assert session.exec(select(TargetLicence.limit)).one() == 40


def test_a_block_that_fails_leaves_nothing(db: Database) -> None:
    def fail() -> None:
        with db.system_session() as system:
            system.add(Force(id="third", name="Third", created_at=clock.now()))
            system.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with db.system_read_session() as system:
        assert system.get(Force, "third") is None


def test_the_folder_of_a_sqlite_file_is_made(sqlite_settings: Settings) -> None:
    deep = sqlite_settings.instance / "a" / "b" / "studio.db"

    Database(replace(sqlite_settings, database_url=f"sqlite:///{deep}")).close()

    assert deep.exists()


def test_who_writes_waits_for_no_reader(db: Database) -> None:
    with db.read_session("metro") as reader:
        before = reader.exec(select(TargetLicence)).all()
        with db.write_session("metro") as writer:
            writer.add(TargetLicence(target="chs.incident", limit=1, changed_at=clock.now()))

    assert before == []
