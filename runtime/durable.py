"""Durable execution: work that is taken up again after whatever dies, wherever it stood. DBOS is known here alone.

A job is enqueued in the transaction that stores what it is about, and runs in a worker. Only ids, as strings, pass
between its steps: what a step returns is stored as it is. A pure computation needs no step of its own.
"""

import functools
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from dbos import (
    DBOS,
    DBOSClient,
    DBOSConfig,
    DBOSPortableJSONSerializer,
    EnqueueOptions,
    SQLAlchemyDatasource,
    StepOptions,
    WorkflowStatus,
    error,
)
from sqlalchemy import Engine

from runtime.database import Database
from runtime.failures import RuntimeFailure
from runtime.force_session import ForceSession

APPLICATION = "mapping-studio"
VERSION = "1"  # fixed: a worker of a later release takes up what an earlier one left
RECOVERIES = 5
FAILED = ("ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
BATCH = 500

PORTABLE = DBOSPortableJSONSerializer()  # never pickle: what is stored can be read by people and by later releases

Job = Callable[[Database, str, str], None]
Interrupted = error.DBOSException
"""Raised through a job when another worker took it over: never to be caught as a failure of the work itself."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How hard a worker leans on its database."""

    threads: int
    polling_seconds: float


# More on SQLite makes a full backlog hold up the web's writes for seconds: it has one writer.
SQLITE_PACE = Pace(threads=4, polling_seconds=0.5)
POSTGRES_PACE = Pace(threads=16, polling_seconds=0.2)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A job that a worker took and did not finish."""

    workflow_id: str
    job: str
    queue: str
    arguments: tuple[str, ...]


@dataclass(slots=True)
class _Running:
    """What this process runs jobs with; DBOS allows one of it in a process."""

    database: Database | None = None
    datasource: SQLAlchemyDatasource | None = None


_running = _Running()


class NotAWorker(RuntimeFailure):
    """A step was called outside a running worker."""

    def __init__(self) -> None:
        super().__init__("jobs run in a worker: start one with `studio worker`")


def prepare(database: Database) -> None:
    """Makes the tables that jobs are kept in, or brings them up to date. Alembic never sees them."""
    url = _url(database.write_engine)
    DBOS.migrate(url)
    SQLAlchemyDatasource.migrate(url)


def job(name: str) -> Callable[[Job], Job]:
    """Makes a function a job: `(database, force id, id of what it is about)`, which may run more than once."""

    def register(work: Job) -> Job:
        def workflow(force_id: str, subject_id: str) -> None:
            work(_database(), force_id, subject_id)

        workflow.__qualname__ = workflow.__name__ = name
        DBOS.workflow(name=name, max_recovery_attempts=RECOVERIES)(workflow)
        return work

    return register


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done: which job, about what, in which queue. The same workflow id twice is done once."""

    job: str
    subject_id: str
    queue: str
    workflow_id: str
    delay_seconds: float = 0.0


def enqueue(session: ForceSession, order: Order) -> None:
    """Orders a job in the session's own transaction: both happen or neither does."""
    options = EnqueueOptions(
        workflow_name=order.job, queue_name=order.queue, workflow_id=order.workflow_id, app_version=VERSION
    )
    if order.delay_seconds:
        options["delay_seconds"] = order.delay_seconds
    connection = session.connection()
    _client(_url(connection.engine)).enqueue_in_transaction(connection, options, session.force_id, order.subject_id)


def start(database: Database, executor_id: str) -> None:
    """Begins to run jobs in this process, first those that a worker of this name left behind."""
    prepare(database)
    pace = pace_of(database)
    config = DBOSConfig(
        name=APPLICATION,
        system_database_url=_url(database.write_engine),
        application_version=VERSION,
        executor_id=executor_id,
        serializer=PORTABLE,
        max_executor_threads=pace.threads,
        scheduler_polling_interval_sec=300.0,
        run_migrations=False,
        log_level="WARNING",
    )
    DBOS(config=config)
    _running.database = database
    # Ours for what a step writes; DBOS keeps one of its own beside it. One shared engine loses updates on SQLite.
    _running.datasource = SQLAlchemyDatasource.create(
        _url(database.write_engine),
        engine=database.write_engine,
        serializer=PORTABLE,
        run_migrations=False,
    )
    DBOS.launch()


def stop(patience_seconds: float) -> None:
    """Takes no new job, waits so long for those under way, and leaves the rest to whoever takes them up."""
    DBOS.destroy(workflow_completion_timeout_sec=int(patience_seconds))
    _running.database, _running.datasource = None, None


def limit_queue(name: str, at_once: int, *, by_one_worker: int) -> None:
    """Lets so many jobs of a queue run at once, over all workers and by any one; changes count at the next poll."""
    DBOS.register_queue(
        name,
        global_concurrency=at_once,
        worker_concurrency=min(at_once, by_one_worker),
        polling_interval_sec=pace_of(_database()).polling_seconds,
        on_conflict="always_update",
    )


def in_transaction(name: str, force_id: str, work: Callable[[ForceSession], str]) -> str:
    """A step that happens once: what it writes and the note that it is done are committed together."""
    if _running.datasource is None:
        raise NotAWorker
    datasource, database = _running.datasource, _database()

    def joined() -> str:
        with database.joined_session(datasource.sql_session().connection(), force_id) as session:
            return work(session)

    level: Literal["SERIALIZABLE", "READ COMMITTED"] = "SERIALIZABLE" if database.is_sqlite else "READ COMMITTED"
    return datasource.run_tx_step({"name": name, "isolation_level": level}, joined)


def step(name: str, work: Callable[[], str]) -> str:
    """A step whose result is kept: it may happen more than once where a worker dies in it, never after it ended."""
    return DBOS.run_step(StepOptions(name=name), work)


def unfinished(executor_id: str) -> list[Unfinished]:
    """The jobs that a worker of that name has taken and not finished."""
    return [_unfinished(one) for one in DBOS.list_workflows(executor_id=executor_id, status="PENDING")]


def failed() -> list[Unfinished]:
    """The jobs that nobody will take up again: broken off, cancelled, or taken up too often."""
    return [_unfinished(one) for one in DBOS.list_workflows(status=list(FAILED), limit=BATCH)]


def resume(jobs: Collection[Unfinished]) -> None:
    """Puts jobs of a dead worker back into their own queues, so that a queue's limit holds for them too."""
    for queue in {one.queue for one in jobs}:
        DBOS.resume_workflows([one.workflow_id for one in jobs if one.queue == queue], queue_name=queue or None)


def cancel(jobs: Collection[Unfinished]) -> None:
    """Ends jobs that nobody is to take up again."""
    DBOS.cancel_workflows([one.workflow_id for one in jobs])


def forget(jobs: Collection[Unfinished]) -> None:
    """Deletes what is kept about jobs."""
    DBOS.delete_workflows([one.workflow_id for one in jobs])


def forget_finished(after: timedelta) -> None:
    """Deletes what is kept about jobs that ended well so long ago."""
    before = (datetime.now(UTC) - after).isoformat()
    ended = DBOS.list_workflows(status="SUCCESS", completed_before=before, limit=BATCH)
    forget([_unfinished(one) for one in ended])


def pace_of(database: Database) -> Pace:
    """How hard a worker may lean on this database."""
    return SQLITE_PACE if database.is_sqlite else POSTGRES_PACE


@functools.cache
def _client(url: str) -> DBOSClient:
    # It only words the order; the order itself is written on the caller's connection, so it never connects.
    return DBOSClient(system_database_url=url, serializer=PORTABLE, application_name=APPLICATION, lazy=True)


def _database() -> Database:
    if _running.database is None:
        raise NotAWorker
    return _running.database


def _unfinished(one: WorkflowStatus) -> Unfinished:
    arguments = one.input["args"] if one.input else ()
    return Unfinished(one.workflow_id, one.name, one.queue_name or "", tuple(str(argument) for argument in arguments))


def _url(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)
