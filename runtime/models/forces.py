"""Forces, the doors by which submissions reach them, and the people who work in them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from runtime.models.base import Identified, LeadsToForce, word_column
from runtime.models.closed_sets import DoorKind, Role, Source


class Force(SQLModel, table=True):
    """A police force; everything else belongs to one."""

    __tablename__ = "force"

    id: str = Field(primary_key=True)  #: its short name, "metro"
    name: str
    created_at: datetime


class Door(Identified, LeadsToForce, table=True):
    """One way in. What comes by it is that force's."""

    __tablename__ = "door"
    __table_args__ = (UniqueConstraint("kind", "address", name="one_force_a_door"),)

    kind: DoorKind = Field(sa_column=word_column(DoorKind))
    address: str
    source: Source = Field(sa_column=word_column(Source))


class Person(Identified, SQLModel, table=True):
    """Somebody who signs in. A force's session sees those who are or were members of it."""

    __tablename__ = "person"

    email: str = Field(unique=True)  #: folded to lower case
    name: str
    password_hash: str
    created_at: datetime


class Membership(Identified, LeadsToForce, table=True):
    """One role of one person in one force. A role taken away keeps its row, so that old actions keep their names."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("force_id", "person_id", "role", name="one_row_a_role"),)

    person_id: UUID = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_column=word_column(Role))
    granted_at: datetime
    ended_at: datetime | None = None


class WebSession(LeadsToForce, table=True):
    """A person signed in at a browser. The browser holds the token, the row its SHA-256."""

    __tablename__ = "web_session"

    token_hash: str = Field(primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    started_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
