"""Licences: how many deliveries a target takes from a force at one time."""

from sqlmodel import select

from runtime import durable, receiving, transposing
from runtime.database import Database
from runtime.delivery import delivering
from runtime.drift import rereading
from runtime.force_session import ForceSession
from runtime.models import Force, LibraryFile, TargetLicence

USUAL = 10  # what a force buys that has bought nothing special
COMPUTED = {receiving.QUEUE: 2, transposing.QUEUE: 2, rereading.QUEUE: 1}
"""What one worker computes at one time, by queue: more would take turns on the same processors."""


def limit_of(session: ForceSession, target: str) -> int:
    """The licences that the force holds for a target."""
    held = session.exec(select(TargetLicence).where(TargetLicence.target == target)).one_or_none()
    return held.limit if held is not None else USUAL


def targets_of(session: ForceSession) -> list[str]:
    """The targets that the force's library describes records for."""
    paths = session.exec(select(LibraryFile.path)).all()
    return sorted({path.split("/")[1] for path in paths if path.startswith("records/") and path.count("/") > 1})


def limits(database: Database) -> dict[str, int]:
    """Every queue of deliveries with the licences it may use."""
    with database.system_read_session() as system:
        forces = list(system.exec(select(Force.id)))
    found = {}
    for force_id in forces:
        with database.read_session(force_id) as session:
            for target in targets_of(session):
                found[delivering.queue_of(force_id, target)] = limit_of(session, target)
    return found


def apply(limits_now: dict[str, int], by_one_worker: int) -> None:
    """Makes the queues keep to these limits, from their next poll on. No more than so many run in any one worker."""
    for queue, limit in limits_now.items():
        durable.limit_queue(queue, limit, by_one_worker=by_one_worker)


def apply_to_computing(workers: int = 64) -> None:
    """Leaves room for web and deliveries beside what is read and the mappings that run."""
    for queue, at_once in COMPUTED.items():
        durable.limit_queue(queue, at_once * workers, by_one_worker=at_once)
