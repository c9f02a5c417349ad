"""The migrations, on an empty database of each kind."""

import pytest
from alembic.util import CommandError
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from runtime import migrations
from runtime.audit import Actor, AuditEvent, Subject, record
from runtime.database import Database
from runtime.force_session import SCOPE
from runtime.models import LibraryText, Submission

NIL = "0" * 32


def test_migrations_make_the_tables_that_the_models_describe(empty_db: Database) -> None:
    with pytest.raises(CommandError):
        migrations.difference(empty_db)

    migrations.upgrade(empty_db)

    migrations.difference(empty_db)  # raises where they do not agree


def test_migrating_twice_changes_nothing(empty_db: Database) -> None:
    first = migrations.upgrade(empty_db)

    second = migrations.upgrade(empty_db)

    assert (first, second) == ("0002", "0002")


def test_what_came_before_alarms_were_known_is_still_there_and_carries_no_words_of_risk(empty_db: Database) -> None:
    migrations.upgrade(empty_db, to="0001")
    at = "2026-10-05 08:00:00+00:00"
    with empty_db.write_engine.begin() as connection:
        connection.execution_options(**{SCOPE: "test"})
        for statement in (
            f"insert into force (id, name, created_at) values ('metro', 'Metro', '{at}')",
            f"insert into original (force_id, id, sha256, bytes, stored_at) values ('metro', '{NIL}', 'a', 1, '{at}')",
            "insert into arrival (force_id, id, original_id, source, received_at, file_name, subject, sender, "
            f"disposition, words, parts) values ('metro', '{NIL}', '{NIL}', 'email', '{at}', '', '', '', "
            "'process', '', '[]')",
            "insert into submission (force_id, id, arrival_id, form, version, reference, content_digest, revision, "
            "source, channel, language, submitted_text, received_at, status, risk_level, rank, queue, priority) "
            f"values ('metro', '{NIL}', '{NIL}', 'theft', '1.0', 'TLP-1', 'b', 1, 'email', '', '', '', "
            f"'{at}', 'waiting', 'none', 4, 'crime', 0)",
        ):
            connection.execute(text(statement))

    migrations.upgrade(empty_db)

    with empty_db.read_session("metro") as session:
        assert [(one.reference, one.risk_words) for one in session.exec(select(Submission))] == [("TLP-1", [])]


def test_every_unique_rule_of_a_forces_data_carries_the_force(db: Database) -> None:
    shared = {"force", "person", "web_session", "worker_heartbeat", "resumption", "installation", "alembic_version"}
    by_the_way_in = {"door"}  # an address leads to one force, so no two forces may share it

    inspector = inspect(db.read_engine)
    without = {
        table
        for table in set(inspector.get_table_names()) - shared - by_the_way_in
        for rule in inspector.get_unique_constraints(table)
        if "force_id" not in rule["column_names"]
    }

    assert without == set()


@pytest.mark.parametrize("change", ["update audit_entry set who_name = 'x'", "delete from audit_entry"])
def test_the_database_refuses_to_change_the_log(db: Database, change: str) -> None:
    with db.write_session("metro") as session:
        record(session, AuditEvent.OPENED, Subject("submission", "1"), Actor.machine())

    with pytest.raises(DBAPIError, match="never changed"), db.write_engine.connect() as connection:
        connection.execution_options(**{SCOPE: "tamperer"}).execute(text(change))


def test_the_database_refuses_to_change_a_text_of_the_library(db: Database) -> None:
    with db.write_session("metro") as session:
        session.add(LibraryText(sha256="0" * 64, text="mapping"))

    with pytest.raises(DBAPIError, match="never changed"), db.write_session("metro") as session:
        session.delete(session.get_one(LibraryText, ("metro", "0" * 64)))
