"""The log, and what workers must know of each other."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from runtime.models.base import ForceOwned, Identified, JsonObject, json_column


class AuditHead(ForceOwned, table=True):
    """The end of a force's chain. Who writes the next entry holds this row, so that the chain has one end."""

    __tablename__ = "audit_head"

    force_id: str = Field(default="", foreign_key="force.id", primary_key=True)
    sequence: int = 0
    hash: str


class AuditEntry(ForceOwned, table=True):
    """Who did what to which thing, when and why. Triggers refuse any change of the row."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("audit_of_subject", "force_id", "subject", "subject_id"),)

    force_id: str = Field(default="", foreign_key="force.id", primary_key=True)
    sequence: int = Field(primary_key=True)
    at: datetime
    event: str
    subject: str  #: which kind of thing, "submission"
    subject_id: str
    who: str  #: id of the person, empty for the machine
    who_name: str
    details: JsonObject = Field(sa_column=json_column())
    previous_hash: str
    hash: str


class WorkerHeartbeat(SQLModel, table=True):
    """When a worker was last alive."""

    __tablename__ = "worker_heartbeat"

    executor_id: str = Field(primary_key=True)
    started_at: datetime
    seen_at: datetime
    stopped_at: datetime | None = None  #: it ended in order


class Resumption(SQLModel, table=True):
    """How often a dead worker's workflow was taken up again."""

    __tablename__ = "resumption"

    workflow_id: str = Field(primary_key=True)
    count: int = 0
    last_at: datetime


class TargetLicence(Identified, ForceOwned, table=True):
    """How many deliveries a target takes from a force at once."""

    __tablename__ = "target_licence"
    __table_args__ = (UniqueConstraint("force_id", "target", name="one_licence_a_target"),)

    target: str
    limit: int
    changed_by: UUID | None = Field(default=None, foreign_key="person.id")
    changed_at: datetime


class Installation(SQLModel, table=True):
    """What one installation made up for itself once, and all its processes must share."""

    __tablename__ = "installation"

    name: str = Field(primary_key=True)
    value: str
