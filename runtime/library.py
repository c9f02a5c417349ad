"""The library in the database: current texts, drafts, and published versions that never change.

One face, two stores: `current_library` gives the same `mapping_dsl.Library` that a folder gives.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

import mapping_dsl
from mapping_dsl.problems import Problem
from runtime.database import Database
from runtime.failures import RuntimeFailure
from runtime.force_session import ForceSession
from runtime.models import Draft, PublishedVersion


class OwnChange(RuntimeFailure):
    """Somebody would publish what they wrote themselves."""

    def __init__(self, path: str) -> None:
        super().__init__(f"you changed {path} yourself; somebody else must publish it")


class StillProblems(RuntimeFailure):
    """A draft has problems that publishing does not allow, or examples that do not hold."""

    def __init__(self, path: str, problems: list[Problem], failing: list[str]) -> None:
        count = len(problems) + len(failing)
        super().__init__(f"{path} cannot be published yet: {count} problem{'s' if count != 1 else ''} to mend first")
        self.problems = problems
        self.failing = failing  #: a sentence for each example that does not hold


class DraftOvertaken(RuntimeFailure):
    """Somebody else saved the draft meanwhile."""

    def __init__(self, path: str) -> None:
        super().__init__(f"somebody else changed the draft of {path} meanwhile; look at theirs first")


@dataclass(frozen=True, slots=True)
class MappingShown:
    """A mapping or module in the list."""

    path: str
    id: str
    title: str
    is_module: bool
    number: int | None  #: of the version that runs
    published_at: datetime | None
    published_by: str | None
    has_draft: bool
    draft_authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A published version in a mapping's history."""

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


def import_folder(db: Database, force_id: str, folder: Path) -> int:
    """First start: takes the folder in as version 1 of everything. Gives the number of mappings, 0 if done before."""


def current_library(session: ForceSession) -> mapping_dsl.Library:
    """The force's library as it runs now."""


def mappings(db: Database, force_id: str) -> list[MappingShown]:
    """All mappings and modules with how they stand."""


def draft_of(session: ForceSession, path: str) -> Draft | None:
    """The draft of a path, None where nobody changes it."""


def save_draft(
    db: Database, force_id: str, path: str, text: str, *, author: UUID, revision: int | None = None
) -> Draft:
    """Keeps a draft. `revision` is the one that the author saw (None: they began it); raises DraftOvertaken."""


def drop_draft(db: Database, force_id: str, path: str, *, by: UUID) -> None:
    """Throws a draft away."""


def publish(db: Database, force_id: str, path: str, *, approver: UUID, reason: str) -> list[PublishedVersion]:
    """Publishes a draft: of a mapping as its next version, of any other text as one of every mapping that uses it."""


def roll_back(
    db: Database, force_id: str, mapping_id: str, number: int, *, by: UUID, reason: str
) -> list[PublishedVersion]:
    """Publishes an older version's texts as the newest version."""


def versions(db: Database, force_id: str, mapping_id: str) -> list[VersionShown]:
    """A mapping's published versions, newest first."""


def published(session: ForceSession, form: str, version: str) -> PublishedVersion | None:
    """The version that runs for that form version now, None where nobody mapped it."""


def version_of_hash(session: ForceSession, version_hash: str) -> PublishedVersion | None:
    """A published version by the hash that a submission stored."""


def compiled(session: ForceSession, version: PublishedVersion) -> mapping_dsl.Mapping:
    """The version's mapping, compiled once in a process."""
