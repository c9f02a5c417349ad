"""The way to the database: sessions that are bound to one force, on engines whose promises are checked at start.

On SQLite one engine writes (every transaction is BEGIN IMMEDIATE, so that no update is lost) and one can only read.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from runtime.failures import RuntimeFailure
from runtime.force_session import SCOPE, ForceSession, SystemSession, refuse_unscoped
from runtime.settings import Settings

BUSY_SECONDS = 30
SQLITE_PROMISES: Mapping[str, object] = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": BUSY_SECONDS * 1000,
}


class DatabaseUnfit(RuntimeFailure):
    """The database does not do what the studio relies on."""

    def __init__(self, what: str, found: object, wanted: object) -> None:
        super().__init__(f"the database cannot be used: its {what} is {found}, and must be {wanted}")


class Database:
    """One database, reached through a writing and a reading engine. Close it when done."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.is_sqlite = settings.is_sqlite
        self.write_engine = _write_engine(settings.database_url)
        self.read_engine = _read_engine(settings.database_url)
        for engine in (self.write_engine, self.read_engine):
            event.listen(engine, "before_execute", refuse_unscoped)
        self._assert_promises()

    @contextmanager
    def write_session(self, force_id: str) -> Iterator[ForceSession]:
        """A transaction on one force's data: committed at the end of the block, undone where the block fails."""
        with ForceSession(force_id, self.write_engine) as session, session.begin():
            yield session

    @contextmanager
    def read_session(self, force_id: str) -> Iterator[ForceSession]:
        """A look at one force's data. The database refuses to write through it."""
        with ForceSession(force_id, self.read_engine) as session:
            yield session

    @contextmanager
    def system_session(self) -> Iterator[SystemSession]:
        """A transaction for the few tables that are not one force's data: forces, doors, people, heartbeats."""
        with SystemSession(self.write_engine) as session, session.begin():
            yield session

    @contextmanager
    def system_read_session(self) -> Iterator[SystemSession]:
        """A look at those tables."""
        with SystemSession(self.read_engine) as session:
            yield session

    @contextmanager
    def joined_session(self, connection: Connection, force_id: str) -> Iterator[ForceSession]:
        """A force's session inside a transaction that somebody else commits (a durable step)."""
        before = connection.get_execution_options().get(SCOPE)
        with ForceSession(force_id, connection, joins=True) as session:
            yield session
            session.flush()
        connection.execution_options(**{SCOPE: before})

    def close(self) -> None:
        """Gives all connections back."""
        self.write_engine.dispose()
        self.read_engine.dispose()

    def _assert_promises(self) -> None:
        if self.is_sqlite:
            _assert_promises(self.write_engine, {**SQLITE_PROMISES, "query_only": 0})
            _assert_promises(self.read_engine, {**SQLITE_PROMISES, "query_only": 1})


def _assert_promises(engine: Engine, promises: Mapping[str, object]) -> None:
    with engine.connect() as connection:
        for name, wanted in promises.items():
            found = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            if found != wanted:
                raise DatabaseUnfit(name, found, wanted)


def _write_engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, isolation_level="READ COMMITTED", pool_size=20, max_overflow=60, pool_pre_ping=True)
    Path(make_url(url).database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = _sqlite_engine(url)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _read_engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_size=20, max_overflow=60, pool_pre_ping=True)
        return engine.execution_options(postgresql_readonly=True)
    engine = _sqlite_engine(url)
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only=ON"))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, pool_size=8, max_overflow=80)
    event.listen(engine, "connect", _keep_promises)
    return engine


def _keep_promises(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
