"""Forms and layouts as pages show them: what runs, and the draft that somebody has of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import select

from mapping_dsl import Library
from runtime import people
from runtime.database import Database
from runtime.failures import NotThere
from runtime.force_session import ForceSession
from runtime.models import Draft
from runtime.texts.library import current_library, texts_of


@dataclass(frozen=True, slots=True)
class DraftShown:
    """A text as somebody would have it."""

    text: str
    revision: int
    author_ids: frozenset[str]
    authors: tuple[str, ...]
    sent_at: datetime | None
    sent_by: str | None
    reason: str
    together: tuple[str, ...]  #: the other paths that are published in the same act


@dataclass(frozen=True, slots=True)
class TextShown:
    """A text of the library; one of both is there."""

    path: str
    running: str  #: empty where it was never published
    draft: DraftShown | None

    @property
    def text(self) -> str:
        """The draft's, or where nobody changes it the one that runs."""
        return self.draft.text if self.draft else self.running


def texts(db: Database, force_id: str, folder: str) -> tuple[TextShown, ...]:
    """Every text of a folder of the force's library, drafts of new ones included, by their paths."""
    with db.read_session(force_id) as session:
        library = current_library(session)
        drafts = session.exec(select(Draft)).all()
        written_by = [UUID(one) for draft in drafts for one in draft.authors]
        names = people.names_of(session, [*written_by, *(draft.sent_by for draft in drafts)])
    shown = {one.path: _draft(one, drafts, names) for one in drafts if one.path.startswith(f"{folder}/")}
    paths = sorted({*library.paths(f"{folder}/"), *shown})
    return tuple(TextShown(path, library.text(path) if library.has(path) else "", shown.get(path)) for path in paths)


def text_at(db: Database, force_id: str, path: str) -> TextShown:
    """One of them. Raises NotThere."""
    found = next((one for one in texts(db, force_id, path.partition("/")[0]) if one.path == path), None)
    if found is None:
        raise NotThere("text", path)
    return found


def with_new_of_set(session: ForceSession, library: Library, draft: Draft | None) -> Library:
    """The library with the new texts that are published in the same act as a draft: what it may read already."""
    if draft is None or draft.change_set is None:
        return library
    same = session.exec(select(Draft).where(Draft.change_set == draft.change_set))
    new = {one.path: one.text for one in same if one.path != draft.path and not library.has(one.path)}
    return Library(texts_of(library) | new) if new else library


def _draft(draft: Draft, drafts: Iterable[Draft], names: people.Names) -> DraftShown:
    together = (one.path for one in drafts if draft.change_set and one.change_set == draft.change_set)
    return DraftShown(
        text=draft.text,
        revision=draft.revision,
        author_ids=frozenset(draft.authors),
        authors=tuple(names.get(UUID(one)) or "somebody" for one in draft.authors),
        sent_at=draft.sent_at,
        sent_by=names.get(draft.sent_by),
        reason=draft.reason,
        together=tuple(path for path in together if path != draft.path),
    )
