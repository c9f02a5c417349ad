"""The migrations, on a database of each kind: an empty one, and one that has been worked with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.util import CommandError
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, select

from runtime import audit, durable, migrations, people
from runtime.audit import Actor, AuditEvent, Subject, record
from runtime.database import Database
from runtime.drift import alarms, rereading
from runtime.force_session import SCOPE
from runtime.models import Draft, LibraryText, Role, Submission
from runtime.people import NewPerson
from runtime.settings import settings_from
from runtime.texts import publishing
from runtime.texts.publishing import Edit
from tests.runtime.conftest import METRO, PASSWORD
from tests.runtime.drifting_mails import MAPPING, take_in, theft


def test_migrations_make_the_tables_that_the_models_describe(empty_db: Database) -> None:
    with pytest.raises(CommandError):
        migrations.difference(empty_db)

    migrations.upgrade(empty_db)

    migrations.difference(empty_db)  # raises where they do not agree


def test_migrating_twice_changes_nothing(empty_db: Database) -> None:
    first = migrations.upgrade(empty_db)

    second = migrations.upgrade(empty_db)

    assert (first, second) == ("0005", "0005")


@pytest.fixture
def lived_in(tmp_path: Path, theft_library: Path) -> Iterator[Database]:
    """A database of today in which a form has changed: with an alarm, a draft, and an act of reading again."""
    database = Database(settings_from({"STUDIO_INSTANCE": str(tmp_path / "lived-in")}))
    migrations.upgrade(database)
    durable.prepare(database)
    people.add_force(database, METRO, "Metro Police")
    ada = NewPerson("ada@metro.example", "Ada", PASSWORD, (Role.ANALYST,))
    analyst = people.add_person(database, METRO, ada, by=Actor.machine("test"))
    publishing.import_folder(database, METRO, theft_library)
    take_in(database, theft(1))
    take_in(database, theft(2, version="9.0"))
    publishing.save_draft(database, METRO, Edit(MAPPING, "mapping theft", analyst))
    [alarm] = alarms.listed(database, METRO)
    rereading.order(database, METRO, alarm.id, by=analyst, why="To look again")
    yield database
    database.close()


def pour(lived_in: Database, older: Database) -> dict[str, list[str]]:
    """Puts the rows of one database into the tables and columns that another has; gives the other's rows."""
    columns = columns_of(older)
    with lived_in.read_engine.connect() as of, older.write_engine.begin() as into:
        for connection in (of, into):
            connection.execution_options(**{SCOPE: "test"})
        for table in (one for one in SQLModel.metadata.sorted_tables if one.name in columns):
            held = [table.c[name] for name in columns[table.name]]
            if rows := [dict(row) for row in of.execute(select(*held)).mappings()]:
                into.execute(table.insert(), rows)
    return rows_of(older, columns)


def columns_of(database: Database) -> dict[str, list[str]]:
    """The columns of each of our tables that a database has."""
    inspector = inspect(database.read_engine)
    ours = set(inspector.get_table_names()) & SQLModel.metadata.tables.keys()
    return {table: sorted(one["name"] for one in inspector.get_columns(table)) for table in ours}


def rows_of(database: Database, columns: dict[str, list[str]]) -> dict[str, list[str]]:
    """What stands in those columns, by table."""
    tables = SQLModel.metadata.tables
    with database.read_engine.connect() as connection:
        connection.execution_options(**{SCOPE: "test"})
        return {
            table: sorted(map(repr, connection.execute(select(*(tables[table].c[name] for name in names)))))
            for table, names in columns.items()
        }


@pytest.mark.parametrize(
    ("revision", "filled"),
    [
        ("0001", {"submission", "submission_answers", "delivery", "draft", "audit_entry"}),
        ("0002", {"submission", "draft", "alarm", "alarm_submission", "rereading", "reread_submission"}),
    ],
)
def test_a_database_of_an_earlier_release_keeps_every_row(
    empty_db: Database, lived_in: Database, revision: str, filled: set[str]
) -> None:
    migrations.upgrade(empty_db, to=revision)
    before, columns = pour(lived_in, empty_db), columns_of(empty_db)

    migrations.upgrade(empty_db)

    assert {table for table in filled if before[table]} == filled
    assert rows_of(empty_db, columns) == before
    with empty_db.read_session(METRO) as session:
        assert audit.verify(session) is None
        assert {tuple(one.risk_words) for one in session.exec(select(Submission))} == {()}
        assert [one.change_set for one in session.exec(select(Draft))] == [None]


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
