"""What the practice target holds: records with numbers of its own, and the answers it gave to each idempotency key."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mapping_dsl import exact_json

TABLES = """
CREATE TABLE IF NOT EXISTS record (
    number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, client TEXT NOT NULL, reference TEXT NOT NULL UNIQUE,
    source_reference TEXT NOT NULL, document TEXT NOT NULL, edition INTEGER NOT NULL, changed_at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS record_by_source ON record (client, kind, source_reference);
CREATE TABLE IF NOT EXISTS answer (
    client TEXT NOT NULL, kind TEXT NOT NULL, idempotency_key TEXT NOT NULL, reference TEXT NOT NULL,
    PRIMARY KEY (client, kind, idempotency_key));
"""

Completion = Callable[[str, dict[str, Any], str], dict[str, Any]]
"""What the target fills itself: kind, document and new number to the whole document."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and for which kind of record: one client never sees another's."""

    client: str
    kind: str


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """One record as the target holds it. The edition counts from 1, by one for each change."""

    reference: str
    kind: str
    client: str
    source_reference: str
    document: dict[str, Any]
    edition: int
    changed_at: str


class RecordStore:
    """Records in an SQLite file of the target's own."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        with self._connection() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(TABLES)

    def create(
        self, caller: Caller, document: dict[str, Any], idempotency_key: str, complete: Completion
    ) -> HeldRecord:
        """A new record with a number of its own; the same key again is answered with the record it made then."""
        with self._writing() as connection:
            made = connection.execute(
                "SELECT reference FROM answer WHERE client = ? AND kind = ? AND idempotency_key = ?",
                (caller.client, caller.kind, idempotency_key),
            ).fetchone()
            if made is not None:
                return _find(connection, caller, made[0])
            reference = _next_number(connection, caller.kind)
            _insert(connection, caller, reference, complete(caller.kind, document, reference))
            connection.execute(
                "INSERT INTO answer VALUES (?, ?, ?, ?)", (caller.client, caller.kind, idempotency_key, reference)
            )
            return _find(connection, caller, reference)

    def update(self, caller: Caller, reference: str, document: dict[str, Any]) -> HeldRecord:
        """The record with this content from now on. Raises RecordUnknown."""
        with self._writing() as connection:
            _find(connection, caller, reference)
            connection.execute(
                "UPDATE record SET document = ?, edition = edition + 1, changed_at = ? WHERE reference = ?",
                (exact_json.dumps(document), _now(), reference),
            )
            return _find(connection, caller, reference)

    def find(self, caller: Caller, reference: str) -> HeldRecord:
        """The record of that number. Raises RecordUnknown."""
        with self._connection() as connection:
            return _find(connection, caller, reference)

    def of_source(self, caller: Caller, source_reference: str) -> list[HeldRecord]:
        """The caller's records that name this reference of the sender's, oldest first."""
        where = "client = ? AND kind = ? AND source_reference = ? ORDER BY number"
        return self._select(where, (caller.client, caller.kind, source_reference))

    def by_number(self, reference: str) -> HeldRecord | None:
        """The record of that number, whoever sent it: for the page alone. None where there is none."""
        return next(iter(self._select("reference = ?", (reference,))), None)

    def latest(self, count: int) -> list[HeldRecord]:
        """The last records made, newest first."""
        return self._select("TRUE ORDER BY number DESC LIMIT ?", (count,))

    def _select(self, where: str, values: tuple[str | int, ...]) -> list[HeldRecord]:
        with self._connection() as connection:
            return [_held(row) for row in connection.execute(f"SELECT * FROM record WHERE {where}", values)]

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._file, timeout=30, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            yield connection
        finally:
            connection.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                yield connection


class RecordUnknown(LookupError):
    """The target holds no record of that number for this caller."""

    def __init__(self, caller: Caller, reference: str) -> None:
        super().__init__(f"there is no {caller.kind} record {reference}")


def _next_number(connection: sqlite3.Connection, kind: str) -> str:
    # Drawn inside the transaction that stores the record, so no number is ever given twice.
    number = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM record").fetchone()[0]
    return f"{kind.partition('.')[0].upper()}-{_now()[:4]}-{number:06d}"


def _insert(connection: sqlite3.Connection, caller: Caller, reference: str, document: dict[str, Any]) -> None:
    connection.execute(
        "INSERT INTO record (kind, client, reference, source_reference, document, edition, changed_at)"
        " VALUES (?, ?, ?, ?, ?, 1, ?)",
        (caller.kind, caller.client, reference, _source_reference(document), exact_json.dumps(document), _now()),
    )


def _source_reference(document: dict[str, Any]) -> str:
    # CHS keeps the sender's reference at the top of a record, CONNECT one level down in its investigation.
    places = [document, *(value for value in document.values() if isinstance(value, dict))]
    return next((str(place["sourceReference"]) for place in places if place.get("sourceReference")), "")


def _find(connection: sqlite3.Connection, caller: Caller, reference: str) -> HeldRecord:
    row = connection.execute(
        "SELECT * FROM record WHERE client = ? AND kind = ? AND reference = ?", (caller.client, caller.kind, reference)
    ).fetchone()
    if row is None:
        raise RecordUnknown(caller, reference)
    return _held(row)


def _held(row: sqlite3.Row) -> HeldRecord:
    names = [name for name in row.keys() if name not in ("number", "document")]  # noqa: SIM118 - a Row is no mapping
    return HeldRecord(document=exact_json.loads(row["document"]), **{name: row[name] for name in names})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
