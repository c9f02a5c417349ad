"""What the tables share: whose a row is, ids, instants, and JSON that keeps its decimals."""

from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Column, ForeignKeyConstraint, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from mapping_dsl import exact_json
from runtime.ids import new_id

# Names that the database would otherwise make up: a later migration must be able to name what it changes.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

JsonObject = dict[str, Any]
JsonList = list[Any]
Member = TypeVar("Member", bound=StrEnum)


class ForceOwned(SQLModel):
    """A row of one force's data: a force's session sees its own rows alone, and no other session sees any.

    A session stamps `force_id` on what it inserts; left empty it is filled, another force's is refused.
    """

    force_id: str = Field(default="", foreign_key="force.id")


class LeadsToForce(SQLModel):
    """A row from which the force is found (a door, a membership): a force's session sees its own, the system all."""

    force_id: str = Field(default="", foreign_key="force.id")


class Identified(SQLModel):
    """A row that people or other systems may name: by a UUID of version 7, never by a counter."""

    id: UUID = Field(default_factory=new_id, primary_key=True)


class ExactJson(TypeDecorator[Any]):
    """JSON as text, so that a number comes back with the digits it went in with, on either database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """The text to store; None is stored as SQL's null."""
        return None if value is None else exact_json.dumps(value, sort_keys=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The stored value, its numbers int or Decimal."""
        return None if value is None else exact_json.loads(value)


class Word(TypeDecorator[Member], Generic[Member]):
    """A member of a closed set, kept as its plain word so that a new member needs no change of the table."""

    impl = String(24)
    cache_ok = True

    def __init__(self, members: type[Member]) -> None:
        super().__init__()
        self.members = members

    def process_bind_param(self, value: Member | None, dialect: Dialect) -> str | None:
        """The word; a ValueError for one that the set has not got."""
        return None if value is None else self.members(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Member | None:
        """The member of that word."""
        return None if value is None else self.members(value)


def json_column(*, nullable: bool = False) -> Column[Any]:
    """A column of exact JSON. Assign it whole: a change inside the value is not seen."""
    return Column(ExactJson(), nullable=nullable)


def word_column(members: type[StrEnum], *, nullable: bool = False) -> Column[Any]:
    """A column that holds one member of a closed set."""
    return Column(Word(members), nullable=nullable)


def text_column(*, nullable: bool = False) -> Column[Any]:
    """A column for words of any length."""
    return Column(Text(), nullable=nullable)


def of_submission() -> ForeignKeyConstraint:
    """Ties a row to a submission of the same force: the database itself refuses one of another force."""
    return ForeignKeyConstraint(["force_id", "submission_id"], ["submission.force_id", "submission.id"])
