"""How the library changes: drafts that people write, and publishing, which takes a second person.

What is published is a closure: a mapping with every text it depends on, fixed for good.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import col, delete, func, select

import mapping_dsl
from runtime import audit, clock, people
from runtime.audit import Actor, AuditEvent, Subject
from runtime.database import Database
from runtime.drift import rereading
from runtime.failures import NotThere, RuntimeFailure, assert_reason
from runtime.force_session import ForceSession
from runtime.ids import new_id
from runtime.models import Draft, LibraryFile, LibraryText, PublishedVersion
from runtime.texts import guarding, knowledge, modules
from runtime.texts.library import (
    compile_source,
    current_library,
    draft_of,
    hash_of,
    load,
    sources_with,
    texts_of,
    version_numbered,
)
from runtime.texts.soundness import StillProblems as StillProblems
from runtime.texts.soundness import assert_sound

_PATH = re.compile(r"(?!.*\.\.)[\w.-]+(/[\w.-]+)+\.(mapping|json|csv)")


class OwnChange(RuntimeFailure):
    """Somebody would publish what they wrote themselves."""

    def __init__(self, path: str) -> None:
        super().__init__(f"you changed {path} yourself; somebody else must publish it")


class RiskFalls(RuntimeFailure):
    """A draft makes less of a risk than what runs, and nobody said why that is right."""

    def __init__(self, path: str, sentences: list[str]) -> None:
        count = "one way" if len(sentences) == 1 else f"{len(sentences)} ways"
        super().__init__(f"{path} makes less of a risk in {count}: say why that is right before you publish it")
        self.sentences = sentences


class PathRefused(RuntimeFailure):
    """A draft would lie where a library keeps nothing."""

    def __init__(self, path: str) -> None:
        super().__init__(f"a library keeps no text at {path!r}")


class DraftOvertaken(RuntimeFailure):
    """Somebody else saved the draft meanwhile."""

    def __init__(self, path: str) -> None:
        super().__init__(f"somebody else changed the draft of {path} meanwhile; look at theirs first")


@dataclass(frozen=True, slots=True)
class Edit:
    """A text that somebody saves as a draft."""

    path: str
    text: str
    author: UUID
    revision: int | None = None  #: of the draft that they saw; None: there was none


@dataclass(frozen=True, slots=True)
class Approval:
    """Who says that something shall run, and why; and where it makes less of a risk, why that is right."""

    by: UUID
    reason: str
    accepts: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a folder's mappings: their ids, and of those that cannot run the reason."""

    published: tuple[str, ...]
    unpublished: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Act:
    """One act of publishing: by whom, of whose text, and why."""

    author: UUID | None
    approver: UUID | None
    reason: str
    restores: int | None = None
    falls: tuple[str, ...] = ()  #: what it makes less of, in sentences
    accepted: str = ""  #: why that is right, in the approver's words


def import_folder(db: Database, force_id: str, folder: Path) -> Imported | None:
    """First start: takes the folder in as version 1 of everything; None where the force has a library already.

    A mapping that cannot run is taken in too, unpublished: its forms go to people until somebody mends it. To a
    library that is there already, only what it has nothing of the kind of is added of what mails are read by: an
    earlier release of the studio knew no layouts and no words.
    """
    texts = texts_of(mapping_dsl.Library(folder))
    with db.read_session(force_id) as session:
        kinds = _kinds(session)
    if kinds:
        new = {path: text for path, text in texts.items() if knowledge.is_read_by(path) and _kind(path) not in kinds}
        _add_texts(db, force_id, new, folder.name)
        return None
    sources, broken = _runnable(mapping_dsl.Library(texts))
    with db.write_session(force_id) as session:
        if _kinds(session):
            return None
        _put_texts(session, texts)
        _publish(session, sources, _Act(None, None, f"first import of {folder.name}"), Actor.machine(), texts)
        _note_import(session, folder.name, {"texts": len(texts), "unpublished": broken})
    return Imported(tuple(source.id for source in sources), broken)


def with_draft(session: ForceSession, path: str, text: str) -> mapping_dsl.Library:
    """The force's library with another text at that path: what checks and previews of a draft look at."""
    return mapping_dsl.Library(texts_of(current_library(session)) | {path: text})


def save_draft(db: Database, force_id: str, edit: Edit) -> Draft:
    """Keeps a draft. Raises PathRefused, and DraftOvertaken where it is not the one that the author saw."""
    with db.write_session(force_id) as session:
        return _save(session, edit)


def save_drafts(db: Database, force_id: str, edits: Iterable[Edit], *, reason: str) -> UUID:
    """Keeps drafts that belong together, are published in one act, and are ready for approval; gives their set.

    A form version and the mapping that takes it in are such. Raises PathRefused, DraftOvertaken, ReasonMissing.
    """
    assert_reason("a change", reason)
    change_set = new_id()
    with db.write_session(force_id) as session:
        for edit in edits:
            draft = _save(session, edit)
            draft.change_set = change_set
            _send(session, draft, by=edit.author, reason=reason)
    return change_set


def send_for_approval(db: Database, force_id: str, path: str, *, by: UUID, reason: str) -> None:
    """Tells those who publish that a draft is ready, and why it was made. Raises NotThere, ReasonMissing."""
    assert_reason("a change", reason)
    with db.write_session(force_id) as session:
        _send(session, _draft(session, path), by=by, reason=reason)


def drop_draft(db: Database, force_id: str, path: str, *, by: UUID) -> None:
    """Throws a draft away, with those that it belongs together with. Raises NotThere where there is none."""
    with db.write_session(force_id) as session:
        who = people.actor_of(session, by)
        for draft in _together(session, path):
            _drop(session, draft)
            audit.record(session, AuditEvent.DRAFT_DROPPED, Subject("draft", draft.path), who)


def publish(db: Database, force_id: str, path: str, approval: Approval) -> list[PublishedVersion]:
    """Publishes a draft, with those that it belongs together with, in one act: of a mapping as its next version, of
    any other text as one of every mapping that uses it. What a changed form held back is then read again.

    An empty reason leaves the author's own. Raises OwnChange, StillProblems, RiskFalls, ReasonMissing, and
    DraftOvertaken where something changed since it was saved.
    """
    with db.read_session(force_id) as session:
        drafts = _together(session, path)
        if any(str(approval.by) in draft.authors for draft in drafts):
            raise OwnChange(path)
        reason = approval.reason or drafts[0].reason
        assert_reason("publishing", reason)
        texts, running = {draft.path: draft.text for draft in drafts}, current_library(session)
    sources = sources_with(mapping_dsl.Library(texts_of(running) | texts), *texts)
    assert_sound(path, sources, texts)
    falls = tuple(guarding.falls_in(guarding.compared(running, texts)))
    if falls and not approval.accepts.strip():
        raise RiskFalls(path, list(falls))
    act = _Act(UUID(drafts[0].authors[0]), approval.by, reason, falls=falls, accepted=approval.accepts.strip())
    with db.write_session(force_id) as session:
        return _publish_drafts(session, drafts, sources, act)


def roll_back(db: Database, force_id: str, mapping_id: str, number: int, approval: Approval) -> PublishedVersion:
    """Publishes an older version's texts as the newest version, with the modules and lists of then."""
    assert_reason("putting an older version back", approval.reason)
    with db.write_session(force_id) as session:
        older = version_numbered(session, mapping_id, number)
        texts = load(session, older.files)
        own = f"{older.mapping_id}/"
        mine = {path: text for path, text in texts.items() if path.startswith(own)}
        _put_texts(session, mine)
        source = mapping_dsl.Library(texts).mapping(older.mapping_id)
        act = _Act(older.author_id, approval.by, approval.reason, older.number)
        return _publish(session, [source], act, people.actor_of(session, approval.by), mine)[0]


def put_back(db: Database, force_id: str, module_id: str, number: int, approval: Approval) -> list[PublishedVersion]:
    """Publishes a module's older text as new versions of every mapping that uses it today, in one act.

    Raises NotThere, StillProblems where it no longer fits one of them, and DraftOvertaken.
    """
    assert_reason("putting an older version back", approval.reason)
    path = modules.path_of(module_id)
    with db.read_session(force_id) as session:
        edition = modules.edition_numbered(session, module_id, number)
        text = load(session, {path: edition.files[path]})[path]
        replaced = {path: _current_hash(session, path)}
        library = with_draft(session, path, text)
    sources = sources_with(library, path)
    assert_sound(path, sources, {path: text})
    with db.write_session(force_id) as session:
        if not _is_current(session, replaced, sources):
            raise DraftOvertaken(path)
        _put_texts(session, {path: text})
        act = _Act(edition.author_id, approval.by, approval.reason)
        return _publish(session, sources, act, people.actor_of(session, approval.by), [path])


def _save(session: ForceSession, edit: Edit) -> Draft:
    if not _PATH.fullmatch(edit.path):
        raise PathRefused(edit.path)
    who = people.actor_of(session, edit.author)
    draft = draft_of(session, edit.path)
    if (draft.revision if draft else None) != edit.revision:
        raise DraftOvertaken(edit.path)
    now = clock.now()
    draft = draft or Draft(path=edit.path, text="", based_on="", authors=[], revision=0, started_at=now, changed_at=now)
    draft.text, draft.changed_at, draft.revision = edit.text, now, draft.revision + 1
    draft.sent_at = draft.sent_by = None
    draft.based_on = _current_hash(session, edit.path)
    draft.authors = list(dict.fromkeys([*draft.authors, str(edit.author)]))
    session.add(draft)
    audit.record(session, AuditEvent.DRAFT_SAVED, Subject("draft", edit.path), who, {"revision": draft.revision})
    return draft


def _send(session: ForceSession, draft: Draft, *, by: UUID, reason: str) -> None:
    draft.sent_at, draft.sent_by, draft.reason = clock.now(), by, reason
    session.add(draft)
    who = people.actor_of(session, by)
    audit.record(session, AuditEvent.SENT_FOR_APPROVAL, Subject("draft", draft.path), who, {"why": reason})


def _together(session: ForceSession, path: str) -> list[Draft]:
    """The draft of a path, and after it those that belong together with it. Raises NotThere."""
    draft = _draft(session, path)
    if draft.change_set is None:
        return [draft]
    same = select(Draft).where(Draft.change_set == draft.change_set, Draft.id != draft.id)
    return [draft, *session.exec(same.order_by(Draft.path))]


def _publish_drafts(
    session: ForceSession, drafts: Sequence[Draft], sources: Sequence[mapping_dsl.Source], act: _Act
) -> list[PublishedVersion]:
    replaced = {draft.path: draft.based_on for draft in drafts}
    for draft in drafts:
        if _draft(session, draft.path).revision != draft.revision or not _is_current(session, replaced, sources):
            raise DraftOvertaken(draft.path)
    texts = {draft.path: draft.text for draft in drafts}
    _put_texts(session, texts)
    for draft in drafts:
        _drop(session, draft)
    assert act.approver
    who = people.actor_of(session, act.approver)
    for path in filter(knowledge.is_read_by, texts):
        details = {"hash": hash_of(texts[path]), "author": str(act.author or ""), "why": act.reason}
        audit.record(session, AuditEvent.PUBLISHED, Subject("text", path), who, details)
    return _publish(session, sources, act, who, texts)


def _kinds(session: ForceSession) -> set[str]:
    """The top folders in which the force's library keeps anything."""
    return {_kind(path) for path in session.exec(select(LibraryFile.path))}


def _kind(path: str) -> str:
    return path.partition("/")[0]


def _add_texts(db: Database, force_id: str, texts: Mapping[str, str], name: str) -> None:
    if texts:
        with db.write_session(force_id) as session:
            _put_texts(session, texts)
            _note_import(session, name, {"texts": len(texts)})


def _note_import(session: ForceSession, name: str, details: Mapping[str, Any]) -> None:
    audit.record(session, AuditEvent.IMPORTED, Subject("library", name), Actor.machine(), details)


def _runnable(library: mapping_dsl.Library) -> tuple[list[mapping_dsl.Source], dict[str, str]]:
    sources, broken = [], {}
    for id_ in library.mappings():
        source = library.mapping(id_)
        try:
            compile_source(source)
            sources.append(source)
        except mapping_dsl.MappingFailure as failure:
            broken[id_] = str(failure)
    return sources, broken


def _publish(
    session: ForceSession, sources: Iterable[mapping_dsl.Source], act: _Act, who: Actor, paths: Iterable[str]
) -> list[PublishedVersion]:
    """Makes versions that run from now on; what the texts at `paths`, or they, held back is read again."""
    act_id, now = new_id(), clock.now()
    made = []
    for source in sources:
        latest = select(func.max(PublishedVersion.number)).where(PublishedVersion.mapping_id == source.id)
        forms = sorted(path.split("/") for path in source.files if path.startswith("forms/"))
        version = PublishedVersion(
            mapping_id=source.id,
            number=(session.exec(latest).one() or 0) + 1,
            hash=source.hash,
            engine_version=mapping_dsl.ENGINE_VERSION,
            form=forms[0][1] if forms else "",
            form_versions=[file.removesuffix(".json") for _, _, file in forms],
            files={path: hash_of(text) for path, text in sorted(source.files.items())},
            author_id=act.author,
            approver_id=act.approver,
            reason=act.reason,
            act_id=act_id,
            restores=act.restores,
            published_at=now,
            effective_from=now,
        )
        session.add(version)
        made.append(version)
        details = {"number": version.number, "hash": version.hash, "author": str(act.author or ""), "why": act.reason}
        if act.falls:
            details |= {"makes less of": list(act.falls), "accepted because": act.accepted}
        event = AuditEvent.PUBLISHED if act.restores is None else AuditEvent.ROLLED_BACK
        audit.record(session, event, Subject("mapping", source.id), who, details)
    rereading.order_after(session, paths, {version.form for version in made}, who=who, why=act.reason)
    return made


def _put_texts(session: ForceSession, texts: Mapping[str, str]) -> None:
    """Makes those texts the current ones."""
    for path, text in texts.items():
        sha256 = hash_of(text)
        if session.get(LibraryText, (session.force_id, sha256)) is None:
            session.add(LibraryText(sha256=sha256, text=text))
        file = session.get(LibraryFile, (session.force_id, path))
        file = file or LibraryFile(path=path, sha256=sha256, changed_at=clock.now())
        if file.sha256 != sha256:
            file.sha256, file.changed_at = sha256, clock.now()
        session.add(file)
    session.flush()


def _draft(session: ForceSession, path: str) -> Draft:
    draft = draft_of(session, path)
    if draft is None:
        raise NotThere("draft of", path)
    return draft


def _is_current(session: ForceSession, replaced: Mapping[str, str], sources: Iterable[mapping_dsl.Source]) -> bool:
    """Whether the library is still the one that was looked at; `replaced` are the hashes of texts that will change."""
    checked = {path: hash_of(text) for source in sources for path, text in source.files.items()}
    looked_at = {**checked, **replaced}
    current = dict(session.exec(select(LibraryFile.path, LibraryFile.sha256)).all())
    return all(current.get(path, "") == sha256 for path, sha256 in looked_at.items())


def _drop(session: ForceSession, draft: Draft) -> None:
    session.execute(delete(Draft).where(col(Draft.id) == draft.id))


def _current_hash(session: ForceSession, path: str) -> str:
    return session.exec(select(LibraryFile.sha256).where(LibraryFile.path == path)).one_or_none() or ""
