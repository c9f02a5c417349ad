"""A worker: runs the jobs, takes in what lies in the watched folders, and sees to workers that died."""

import fcntl
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from runtime import durable, folder, receiving, sweeper, transposing
from runtime.database import Database
from runtime.delivery import delivering, licences
from runtime.delivery.delivering import Ended, Ending
from runtime.drift import rereading
from runtime.failures import RuntimeFailure
from runtime.models import Delivery

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
SWEEP_SECONDS = 10.0
PATIENCE_SECONDS = 5.0
KEEP_FINISHED = timedelta(days=7)

GiveUp = Callable[[Database, str, str, str], None]


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """How a worker is called, and how much it may do at one time."""

    name: str = ""  #: stable and its own; empty: this machine's name
    licences: int = licences.USUAL  #: deliveries to one target that this worker makes at one time

    @property
    def executor_id(self) -> str:
        """The name under which it takes jobs."""
        return self.name or f"{socket.gethostname()}-1"


class NameTaken(RuntimeFailure):
    """Two workers of one name would take each other's jobs for left ones."""

    def __init__(self, name: str) -> None:
        super().__init__(f"a worker called {name} runs already; give this one another name with --id")


def run(database: Database, options: WorkerOptions, stopping: threading.Event) -> None:
    """Works until it is told to stop; jobs that are not done by then are taken up at the next start."""
    with _named(database, options.executor_id):
        sweeper.beat(database, options.executor_id)
        folder.open_doors(database)
        durable.start(database, options.executor_id)
        try:
            licences.apply_to_computing()
            _loop(database, options, stopping)
        finally:
            durable.stop(PATIENCE_SECONDS)
            sweeper.say_stopped(database, options.executor_id)


def _loop(database: Database, options: WorkerOptions, stopping: threading.Event) -> None:
    watch = folder.Watch(database)
    beats, sweeps = _Every(sweeper.BEAT_SECONDS), _Every(SWEEP_SECONDS)
    limits: dict[str, int] = {}
    while not stopping.is_set():
        if beats.is_due():
            _carry_on("heartbeat", lambda: sweeper.beat(database, options.executor_id))
            _carry_on("licences", lambda: _apply_changed(licences.limits(database), limits, options))
        if sweeps.is_due():
            _carry_on("sweep", lambda: _sweep(database))
        _carry_on("watched folders", lambda: _take_in(watch, stopping))
        stopping.wait(LOOK_SECONDS)


def _apply_changed(now: dict[str, int], before: dict[str, int], options: WorkerOptions) -> None:
    licences.apply({queue: limit for queue, limit in now.items() if before.get(queue) != limit}, options.licences)
    before.update(now)


def _take_in(watch: folder.Watch, stopping: threading.Event) -> None:
    for found in watch.resting():
        if stopping.is_set():
            return
        _take(watch, found)


def _take(watch: folder.Watch, found: folder.Found) -> None:
    """A file that cannot be kept now, as the disk is full or the database away, is tried again and holds nobody up."""

    def leave(_: str) -> None:
        watch.leave_for_now(found)

    _carry_on("a file that must wait", partial(watch.take, found), leave)


def _sweep(database: Database) -> None:
    if count := sweeper.resume_of_the_dead(database):
        log.warning("%d jobs of workers that died were taken up", count)
    for job in durable.failed():
        _carry_on(f"giving up {job.workflow_id}", partial(_give_up, database, job))
    durable.forget_finished(KEEP_FINISHED)


def _give_up(database: Database, job: durable.Unfinished) -> None:
    force_id, subject_id = job.arguments
    _GIVE_UP[job.job](database, force_id, subject_id, "The studio tried it too often")
    durable.forget([job])


def _carry_on(
    what: str,
    work: Callable[[], object],
    give_up: Callable[[str], object] | None = None,
    *,
    lets_through: tuple[type[Exception], ...] = (),
) -> None:
    """Does one piece of work; whatever goes wrong in it is noted, and nothing else stops for it.

    `give_up` gives what it was about to a person; where that fails too, the failure comes out.
    """
    try:
        work()
    except lets_through:
        raise
    except Exception as error:
        # The exception's own words may hold what a person wrote; its kind and place are enough to find the cause.
        why = f"{type(error).__name__} at {_place(error)}"
        log.error("%s stopped at something it was not made for: %s", what, why)
        if give_up is not None:
            give_up(f"The studio stopped at it ({why})")


def _job(name: str, work: durable.Job, stopped: GiveUp) -> None:
    """Registers a job, and what becomes of its subject where it stops at something that nobody foresaw."""

    @durable.job(name)
    def guarded(database: Database, force_id: str, subject_id: str) -> None:
        _carry_on(
            f"{name} {subject_id}",
            partial(work, database, force_id, subject_id),
            partial(stopped, database, force_id, subject_id),
            lets_through=(durable.Interrupted,),  # another worker has taken the job over
        )


def _give_up_transposing(database: Database, force_id: str, submission_id: str, why: str) -> None:
    transposing.give_up(database, force_id, UUID(submission_id), why)


def _look_and_try_again(database: Database, force_id: str, delivery_id: str, why: str) -> None:
    """Where the studio stopped in a try, the target may have the record: the next try looks first."""
    with database.write_session(force_id) as session:
        delivering.conclude(session, UUID(delivery_id), Ended(Ending.UNKNOWN, why))


def _give_up_delivering(database: Database, force_id: str, delivery_id: str, why: str) -> None:
    with database.write_session(force_id) as session:
        delivery = session.get_one(Delivery, UUID(delivery_id))
        if delivery.status in delivering.UNDER_WAY:
            delivering.park(session, delivery, why)


def _give_up_reading(database: Database, force_id: str, arrival_id: str, why: str) -> None:
    receiving.give_up(database, force_id, UUID(arrival_id), why)


def _give_up_rereading(database: Database, force_id: str, rereading_id: str, why: str) -> None:
    rereading.give_up(database, force_id, UUID(rereading_id), why)


_GIVE_UP: dict[str, GiveUp] = {
    "read": _give_up_reading,
    "read again": _give_up_rereading,
    "transpose": _give_up_transposing,
    "deliver": _give_up_delivering,
}
_job("read", receiving.read_job, _give_up_reading)
_job("read again", rereading.read_again, _give_up_rereading)
_job("transpose", transposing.transpose, _give_up_transposing)
_job("deliver", delivering.deliver, _look_and_try_again)


@contextmanager
def _named(database: Database, name: str) -> Iterator[None]:
    """Holds the worker's name on this machine; the system lets it go when the process dies, however it dies."""
    file = database.settings.instance / "workers" / f"{name.encode().hex()}.lock"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NameTaken(name) from error
        yield


class _Every:
    """Says when so many seconds have passed since it last said so; at once the first time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next = 0.0

    def is_due(self) -> bool:
        """Whether it is time again."""
        if time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + self._seconds
        return True


def _place(error: BaseException) -> str:
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return f"{place.tb_frame.f_globals.get('__name__')}:{place.tb_lineno}" if place is not None else "an unknown place"
