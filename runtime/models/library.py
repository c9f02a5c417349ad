"""A force's library: texts by hash, what is current, drafts, and the versions that were published."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from runtime.models.base import ForceOwned, Identified, JsonList, JsonObject, json_column, text_column


class LibraryText(ForceOwned, table=True):
    """A text, once for all versions that hold it."""

    __tablename__ = "library_text"

    force_id: str = Field(default="", foreign_key="force.id", primary_key=True)
    sha256: str = Field(primary_key=True)
    text: str = Field(sa_column=text_column())


class LibraryFile(ForceOwned, table=True):
    """The current text of a path of the library: what was published or imported last."""

    __tablename__ = "library_file"

    force_id: str = Field(default="", foreign_key="force.id", primary_key=True)
    path: str = Field(primary_key=True)  #: "theft/theft.mapping"
    sha256: str
    changed_at: datetime


class Draft(Identified, ForceOwned, table=True):
    """A text being changed. One a path, shared by those who work on it."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("force_id", "path", name="one_draft_a_path"),)

    path: str
    text: str = Field(sa_column=text_column())
    based_on: str  #: hash of the text it started from
    revision: int = 1  #: who saves must name the one they saw
    authors: JsonList = Field(sa_column=json_column())  #: ids of all who changed it, the first one first
    started_at: datetime
    changed_at: datetime
    sent_at: datetime | None = None  #: to those who publish; the next change takes it back
    sent_by: UUID | None = Field(default=None, foreign_key="person.id")
    reason: str = Field(default="", sa_column=text_column())  #: of the change, in its author's words
    change_set: UUID | None = None  #: the same for drafts that are published in one act


class PublishedVersion(Identified, ForceOwned, table=True):
    """A mapping with everything it depends on, fixed for good: triggers refuse any change of the row."""

    __tablename__ = "published_version"
    __table_args__ = (UniqueConstraint("force_id", "mapping_id", "number", name="one_version_a_number"),)

    mapping_id: str
    number: int  #: 1, 2, 3 … for each mapping
    hash: str = Field(index=True)  #: of the closure and the engine
    engine_version: str
    form: str = Field(index=True)
    form_versions: JsonList = Field(sa_column=json_column())
    files: JsonObject = Field(sa_column=json_column())  #: path to hash of its text
    author_id: UUID | None = Field(default=None, foreign_key="person.id")  #: None: came with the import
    approver_id: UUID | None = Field(default=None, foreign_key="person.id")
    reason: str = Field(sa_column=text_column())
    act_id: UUID  #: the same for all versions published in one act
    restores: int | None = None  #: the number it brings back, where it is a rollback
    published_at: datetime
    effective_from: datetime
