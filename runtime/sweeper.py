"""Sees to work that nobody does any more: of workers that died for good, and of jobs that failed for good."""

from datetime import timedelta

from sqlmodel import col, select, update

from runtime import clock, durable
from runtime.database import Database
from runtime.force_session import SystemSession
from runtime.models import Resumption, WorkerHeartbeat

BEAT_SECONDS = 5.0
DEAD_AFTER = timedelta(seconds=30)
MOST_RESUMPTIONS = 5


def beat(database: Database, executor_id: str) -> None:
    """Says that the worker is alive."""
    with database.system_session() as session:
        heartbeat = session.get(WorkerHeartbeat, executor_id)
        if heartbeat is None:
            heartbeat = WorkerHeartbeat(executor_id=executor_id, started_at=clock.now(), seen_at=clock.now())
        heartbeat.seen_at, heartbeat.stopped_at = clock.now(), None
        session.add(heartbeat)


def say_stopped(database: Database, executor_id: str) -> None:
    """Says that the worker ended in order."""
    with database.system_session() as session:
        heartbeat = session.get_one(WorkerHeartbeat, executor_id)
        heartbeat.stopped_at = clock.now()
        session.add(heartbeat)


def resume_of_the_dead(database: Database) -> int:
    """Gives other workers what dead ones left, and ends what has outlived too many of them; how many jobs it was."""
    left = [job for executor_id in _dead(database) for job in durable.unfinished(executor_id)]
    resumed = [job for job in left if _count(database, job) <= MOST_RESUMPTIONS]
    durable.resume(resumed)
    durable.cancel([job for job in left if job not in resumed])
    return len(left)


def _dead(database: Database) -> list[str]:
    """Workers without a sign of life. Each is given to one sweeper alone, who has as long to finish as it was given."""
    overdue = clock.now() - DEAD_AFTER
    with database.system_session() as session:
        silent = session.exec(select(WorkerHeartbeat).where(WorkerHeartbeat.seen_at < overdue)).all()
        return [one.executor_id for one in silent if _is_ours(session, one)]


def _is_ours(session: SystemSession, silent: WorkerHeartbeat) -> bool:
    mine = update(WorkerHeartbeat).where(
        col(WorkerHeartbeat.executor_id) == silent.executor_id, col(WorkerHeartbeat.seen_at) == silent.seen_at
    )
    taken = session.exec(mine.values(seen_at=clock.now()).returning(col(WorkerHeartbeat.executor_id)))
    return taken.first() is not None


def _count(database: Database, job: durable.Unfinished) -> int:
    with database.system_session() as session:
        resumption = session.get(Resumption, job.workflow_id) or Resumption(
            workflow_id=job.workflow_id, last_at=clock.now()
        )
        resumption.count, resumption.last_at = resumption.count + 1, clock.now()
        session.add(resumption)
        return resumption.count
