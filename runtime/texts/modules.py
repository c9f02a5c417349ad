"""The history of modules: texts that several mappings share, published only as a part of those.

An edition is a text of a module that ran; it is known by the first of the versions that it came with.
"""

from uuid import UUID

from sqlmodel import col, select

from runtime import people
from runtime.database import Database
from runtime.failures import NotThere
from runtime.force_session import ForceSession
from runtime.models import PublishedVersion
from runtime.texts.library import VersionShown, load


def versions(db: Database, force_id: str, module_id: str) -> list[VersionShown]:
    """A module's editions, newest first."""
    with db.read_session(force_id) as session:
        found = _editions(session, module_id)
        took_part: list[UUID | None] = [who for one in found for who in (one.author_id, one.approver_id)]
        names = people.names_of(session, took_part)
    shown = [
        VersionShown(
            id=one.id,
            mapping_id=module_id,
            number=number,
            hash=one.files[path_of(module_id)],
            author=names.get(one.author_id),
            approver=names.get(one.approver_id),
            reason=one.reason,
            published_at=one.published_at,
            effective_from=one.effective_from,
            restores=None,
            is_running=number == len(found),
        )
        for number, one in enumerate(found, start=1)
    ]
    return shown[::-1]


def version_text(db: Database, force_id: str, module_id: str, number: int) -> str:
    """A module's text in an edition. Raises NotThere."""
    path = path_of(module_id)
    with db.read_session(force_id) as session:
        edition = edition_numbered(session, module_id, number)
        return load(session, {path: edition.files[path]})[path]


def edition_numbered(session: ForceSession, module_id: str, number: int) -> PublishedVersion:
    """The first version that a module's edition of that number, 1 first, came with. Raises NotThere."""
    found = _editions(session, module_id)
    if not 1 <= number <= len(found):
        raise NotThere(f"version {number} of the module", module_id)
    return found[number - 1]


def path_of(module_id: str) -> str:
    """Where the library keeps a module."""
    return f"modules/{module_id}.mapping"


def _editions(session: ForceSession, module_id: str) -> list[PublishedVersion]:
    path = path_of(module_id)
    # A mapping that was put back brings its module of then for itself alone: for the others the module stays.
    in_order = select(PublishedVersion).where(col(PublishedVersion.restores).is_(None))
    editions: list[PublishedVersion] = []
    for one in session.exec(in_order.order_by(col(PublishedVersion.published_at), col(PublishedVersion.id))):
        if path in one.files and (not editions or editions[-1].files[path] != one.files[path]):
            editions.append(one)
    return editions
