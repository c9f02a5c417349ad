"""Workers for tests: one in a thread of this process, or one in a process of its own that may be killed."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import select

from runtime import worker
from runtime.database import Database
from runtime.models import Delivery, DeliveryStatus, Status, Submission
from runtime.settings import Settings
from tests.runtime.conftest import METRO
from tests.runtime.waiting import PATIENCE_SECONDS, until

ROOT = Path(__file__).parents[2]


@contextmanager
def working(db: Database, name: str = "worker-1", licences: int = 10) -> Iterator[None]:
    """A worker runs within the block, and has ended in order after it."""
    stopping = threading.Event()
    options = worker.WorkerOptions(name, licences)
    thread = threading.Thread(target=worker.run, args=(db, options, stopping), name=name)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


class WorkerProcess:
    """`studio worker` in a process of its own."""

    def __init__(self, settings: Settings, name: str) -> None:
        environment = os.environ | {
            "STUDIO_DATABASE_URL": settings.database_url,
            "STUDIO_INSTANCE": str(settings.instance),
            "STUDIO_TARGET_URL": settings.target_url,
        }
        command = [sys.executable, "app.py", "worker", "--id", name]
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self._process.kill()
        self._process.wait()

    def terminate(self) -> int:
        """Asks it to end, and gives its exit status."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout=PATIENCE_SECONDS)

    def wait(self) -> tuple[int, str]:
        """Its exit status and what it complained of."""
        said = self._process.stderr.read() if self._process.stderr else ""
        return self._process.wait(timeout=PATIENCE_SECONDS), said


@contextmanager
def worker_process(settings: Settings, name: str = "worker-1") -> Iterator[WorkerProcess]:
    """A worker process that is gone after the block, however it ends."""
    process = WorkerProcess(settings, name)
    try:
        yield process
    finally:
        process.kill()


def submissions(db: Database, force_id: str = METRO) -> list[Submission]:
    """All of a force's submissions."""
    with db.read_session(force_id) as session:
        return list(session.exec(select(Submission)))


def deliveries(db: Database, force_id: str = METRO) -> list[Delivery]:
    """All of a force's deliveries."""
    with db.read_session(force_id) as session:
        return list(session.exec(select(Delivery)))


def until_all(db: Database, status: Status, count: int = 1) -> None:
    """Waits until so many submissions stand there."""
    until(lambda: sum(one.status is status for one in submissions(db)) == count, f"{count} to be {status}")


def until_confirmed(db: Database, count: int = 1) -> None:
    """Waits until so many deliveries are confirmed."""
    until(lambda: sum(one.status is DeliveryStatus.CONFIRMED for one in deliveries(db)) == count, f"{count} deliveries")
