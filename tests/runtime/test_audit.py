"""The log shows tampering, whoever did it and with whatever rights."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from runtime import audit
from runtime.audit import Actor, AuditEvent, Subject
from runtime.database import Database
from runtime.force_session import SCOPE
from tests.runtime.conftest import METRO, NORTHSHIRE

Tamper = Callable[[str], None]


@pytest.fixture
def tamper(db: Database) -> Tamper:
    """Changes the log as somebody could who owns the database: without its triggers."""

    def run(statement: str) -> None:
        drop = ["audit_entry_no_update", "audit_entry_no_delete"] if db.is_sqlite else ["audit_entry_no_change"]
        with db.write_engine.begin() as connection:
            connection.execution_options(**{SCOPE: "tamperer"})
            for trigger in drop:
                connection.execute(text(f"drop trigger {trigger}" + ("" if db.is_sqlite else " on audit_entry")))
            connection.execute(text(statement))

    return run


@pytest.fixture(autouse=True)
def _log(db: Database) -> None:
    for force_id in (METRO, NORTHSHIRE):
        with db.write_session(force_id) as session:
            for number in range(5):
                audit.record(
                    session,
                    AuditEvent.OPENED,
                    Subject("submission", str(number)),
                    Actor.machine(),
                    {"why": "daily look"},
                )


def verify(db: Database, force_id: str = METRO) -> audit.Break | None:
    with db.read_session(force_id) as session:
        return audit.verify(session)


def test_a_log_that_nobody_touched_holds(db: Database) -> None:
    assert (verify(db, METRO), verify(db, NORTHSHIRE)) == (None, None)


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("update audit_entry set who_name = 'nobody' where sequence = 3 and force_id = 'metro'", 3),
        ("update audit_entry set details = '{}' where sequence = 2 and force_id = 'metro'", 2),
        ("update audit_entry set at = '2020-01-01 00:00:00.000000' where sequence = 4 and force_id = 'metro'", 4),
        ("update audit_entry set previous_hash = hash where sequence = 1 and force_id = 'metro'", 1),
        ("delete from audit_entry where sequence = 3 and force_id = 'metro'", 3),
        ("delete from audit_entry where sequence = 5 and force_id = 'metro'", 5),
        ("delete from audit_entry where force_id = 'metro'", 1),
    ],
)
def test_a_changed_log_tells_its_first_break(db: Database, tamper: Tamper, statement: str, place: int) -> None:
    tamper(statement)

    found = verify(db)

    assert found
    assert found.sequence == place
    assert re.search(r"entry \d", found.sentence)
    assert verify(db, NORTHSHIRE) is None


def test_an_entry_with_a_hash_that_was_computed_again_still_breaks_the_chain(db: Database, tamper: Tamper) -> None:
    with db.read_session(METRO) as session:
        forged = list(audit.entries(session))[2]
    forged.who_name = "nobody"

    tamper(
        f"update audit_entry set who_name = 'nobody', hash = '{audit.hash_of(forged)}' "
        "where sequence = 3 and force_id = 'metro'"
    )

    found = verify(db)
    assert found
    assert found.sequence == 4


def test_many_who_write_at_once_make_one_chain(db: Database) -> None:
    def write(number: int) -> None:
        with db.write_session(METRO) as session:
            audit.record(session, AuditEvent.OPENED, Subject("submission", str(number)), Actor.machine())

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(24)))

    with db.read_session(METRO) as session:
        assert [entry.sequence for entry in audit.entries(session)] == list(range(1, 30))
    assert verify(db) is None


def test_what_is_undone_leaves_no_entry_and_no_gap(db: Database) -> None:
    def fail() -> None:
        with db.write_session(METRO) as session:
            audit.record(session, AuditEvent.OPENED, Subject("submission", "x"), Actor.machine())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with db.write_session(METRO) as session:
        entry = audit.record(session, AuditEvent.OPENED, Subject("submission", "y"), Actor.machine())

    assert (entry.sequence, verify(db)) == (6, None)


def test_the_latest_entries_come_first(db: Database) -> None:
    with db.read_session(METRO) as session:
        assert [entry.sequence for entry in audit.latest(session, 2)] == [5, 4]
