"""The library in the database: current texts, and the published versions, which never change.

One face, two stores: `current_library` gives the same `mapping_dsl.Library` that a folder gives.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from uuid import UUID

from sqlalchemy import and_
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

import mapping_dsl
from mapping_dsl.forms import Forms
from runtime import clock, people
from runtime.database import Database
from runtime.failures import NotThere
from runtime.force_session import ForceSession
from runtime.models import Draft, LibraryFile, LibraryText, PublishedVersion
from runtime.people import Names

_TITLE = re.compile(r'^(mapping|module)\s+(\S+)(?:[ \t]+"([^"\n]*)")?', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MappingShown:
    """A mapping or module in the list."""

    path: str
    id: str
    title: str
    is_module: bool
    form: str  #: of the version that runs; empty where none does
    form_versions: tuple[str, ...]
    number: int | None  #: of the version that runs
    published_at: datetime | None
    published_by: str | None
    has_draft: bool
    draft_authors: tuple[str, ...]
    draft_sent_at: datetime | None
    draft_sent_by: str | None
    draft_reason: str


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A published version in a mapping's history."""

    id: UUID
    mapping_id: str
    number: int
    hash: str
    author: str | None
    approver: str | None
    reason: str
    published_at: datetime
    effective_from: datetime
    restores: int | None
    is_running: bool


class _StoredLibrary(mapping_dsl.Library):
    """A library whose texts came from the database and never change, so that its forms are read once."""

    @cached_property
    def _forms(self) -> Forms:
        return super().forms()

    def forms(self) -> Forms:
        """Every form version that can be read."""
        return self._forms


def current_library(session: ForceSession) -> mapping_dsl.Library:
    """The force's library as it runs now. The same object as long as nothing changed: look, never alter."""
    stored = session.exec(select(LibraryFile.path, LibraryFile.sha256).order_by(LibraryFile.path)).all()
    digest = hashlib.sha256("\n".join(f"{path} {sha256}" for path, sha256 in stored).encode()).hexdigest()
    if (known := _libraries.get(digest)) is None:
        known = _libraries[digest] = _StoredLibrary(load(session, dict(stored)))
        while len(_libraries) > 8:
            _libraries.pop(next(iter(_libraries)))
    return known


def sources_with(library: mapping_dsl.Library, *paths: str) -> list[mapping_dsl.Source]:
    """The mappings that texts have a part in: a mapping's own, or every one that uses a module, list or form."""
    sources = (library.mapping(id_) for id_ in library.mappings())
    return [source for source in sources if not source.files.keys().isdisjoint(paths)]


def mappings(db: Database, force_id: str) -> list[MappingShown]:
    """All mappings and modules, drafts of new ones included, with how they stand."""
    with db.read_session(force_id) as session:
        library = current_library(session)
        drafts = {draft.path: draft for draft in session.exec(select(Draft))}
        running = {version.mapping_id: version for version in session.exec(_latest())}
        names = people.names_of(session, _people_in(drafts.values(), running.values()))
    paths = {path for path in (*library.paths(), *drafts) if path.endswith(".mapping")}
    return [
        _shown(path, library.text(path) if library.has(path) else drafts[path].text, running, drafts.get(path), names)
        for path in sorted(paths, key=lambda path: (path.startswith("modules/"), path))
    ]


def draft_of(session: ForceSession, path: str) -> Draft | None:
    """The draft of a path, None where nobody changes it."""
    return session.exec(select(Draft).where(Draft.path == path)).one_or_none()


def versions(db: Database, force_id: str, mapping_id: str) -> list[VersionShown]:
    """A mapping's published versions, newest first."""
    with db.read_session(force_id) as session:
        mine = select(PublishedVersion).where(PublishedVersion.mapping_id == mapping_id)
        found = session.exec(mine.order_by(col(PublishedVersion.number).desc())).all()
        names = people.names_of(session, _people_in((), found))
    return [_version_shown(one, names, is_running=place == 0) for place, one in enumerate(found)]


def version_text(db: Database, force_id: str, mapping_id: str, number: int) -> str:
    """The mapping's own text in a published version. Raises NotThere."""
    path = f"{mapping_id}/{mapping_id}.mapping"
    with db.read_session(force_id) as session:
        version = version_numbered(session, mapping_id, number)
        return load(session, {path: version.files[path]})[path]


def version_numbered(session: ForceSession, mapping_id: str, number: int) -> PublishedVersion:
    """A mapping's version of that number. Raises NotThere."""
    same = select(PublishedVersion).where(PublishedVersion.mapping_id == mapping_id, PublishedVersion.number == number)
    version = session.exec(same).one_or_none()
    if version is None:
        raise NotThere(f"version {number} of the mapping", mapping_id)
    return version


def published(session: ForceSession, form: str, version: str) -> PublishedVersion | None:
    """The version that runs for that form version now, None where nobody mapped it."""
    running = session.exec(_latest().where(PublishedVersion.form == form))
    return next((one for one in running if version in one.form_versions), None)


def running(session: ForceSession) -> list[PublishedVersion]:
    """The version of each mapping that runs now."""
    return list(session.exec(_latest().order_by(col(PublishedVersion.mapping_id))))


def version_of_hash(session: ForceSession, version_hash: str) -> PublishedVersion | None:
    """The published version of that hash, the latest where a rollback brought it back."""
    same = select(PublishedVersion).where(PublishedVersion.hash == version_hash)
    return session.exec(same.order_by(col(PublishedVersion.number).desc()).limit(1)).first()


def compiled(session: ForceSession, version: PublishedVersion) -> mapping_dsl.Mapping:
    """The version's mapping, compiled once in a process."""
    if (known := _compiled.get(version.hash)) is not None:
        return known
    return compile_source(mapping_dsl.Library(load(session, version.files)).mapping(version.mapping_id))


def compile_source(source: mapping_dsl.Source) -> mapping_dsl.Mapping:
    """The source's mapping, kept for the next who asks. Raises MappingError."""
    if (known := _compiled.get(source.hash)) is None:
        known = _compiled[source.hash] = mapping_dsl.compile(source)
        while len(_compiled) > 64:
            _compiled.pop(next(iter(_compiled)))
    return known


# Both hold what their keys, hashes of content, fully say: another process that lacks them only works longer.
_libraries: dict[str, mapping_dsl.Library] = {}
_compiled: dict[str, mapping_dsl.Mapping] = {}


def _latest() -> SelectOfScalar[PublishedVersion]:
    """The newest version of each mapping."""
    newest = (
        select(PublishedVersion.mapping_id, func.max(PublishedVersion.number).label("number"))
        .where(col(PublishedVersion.effective_from) <= clock.now())
        .group_by(PublishedVersion.mapping_id)
        .subquery()
    )
    is_newest = and_(
        col(PublishedVersion.mapping_id) == newest.c.mapping_id, col(PublishedVersion.number) == newest.c.number
    )
    return select(PublishedVersion).join(newest, is_newest)


def texts_of(library: mapping_dsl.Library) -> dict[str, str]:
    """Every text of a library by its path."""
    return {path: library.text(path) for path in library.paths()}


def load(session: ForceSession, files: Mapping[str, str]) -> dict[str, str]:
    """The texts of paths whose hashes are known."""
    wanted = select(LibraryText.sha256, LibraryText.text).where(col(LibraryText.sha256).in_(set(files.values())))
    texts = dict(session.exec(wanted).all())
    return {path: texts[sha256] for path, sha256 in files.items()}


def hash_of(text: str) -> str:
    """The SHA-256 by which a text is known, over its UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def _people_in(drafts: Iterable[Draft], found: Iterable[PublishedVersion]) -> list[UUID | None]:
    wrote = [UUID(author) for draft in drafts for author in draft.authors]
    return [
        *wrote,
        *(draft.sent_by for draft in drafts),
        *(person for one in found for person in (one.author_id, one.approver_id)),
    ]


def _shown(
    path: str,
    text: str,
    running: Mapping[str, PublishedVersion],
    draft: Draft | None,
    names: Names,
) -> MappingShown:
    said = _TITLE.search(text)
    id_ = Path(path).stem
    version = None if path.startswith("modules/") else running.get(id_)
    return MappingShown(
        path=path,
        id=id_,
        title=(said[3] if said else None) or id_,
        is_module=path.startswith("modules/"),
        form=version.form if version else "",
        form_versions=tuple(version.form_versions) if version else (),
        number=version.number if version else None,
        published_at=version.published_at if version else None,
        published_by=names.get(version.approver_id) if version else None,
        has_draft=draft is not None,
        draft_authors=tuple(names.get(UUID(author), "") for author in draft.authors) if draft else (),
        draft_sent_at=draft.sent_at if draft else None,
        draft_sent_by=names.get(draft.sent_by) if draft else None,
        draft_reason=draft.reason if draft else "",
    )


def _version_shown(one: PublishedVersion, names: Names, *, is_running: bool) -> VersionShown:
    return VersionShown(
        id=one.id,
        mapping_id=one.mapping_id,
        number=one.number,
        hash=one.hash,
        author=names.get(one.author_id),
        approver=names.get(one.approver_id),
        reason=one.reason,
        published_at=one.published_at,
        effective_from=one.effective_from,
        restores=one.restores,
        is_running=is_running,
    )
