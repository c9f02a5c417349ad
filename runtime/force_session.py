"""Sessions that cannot see past a force: the filter is put on every statement, whoever wrote it.

A statement on a force's tables that comes by any other way is refused before it reaches the database.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Connection, Delete, Engine, Insert, Table, TextClause, Update, event
from sqlalchemy.orm import ORMExecuteState, UOWTransaction, with_loader_criteria
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.sql import Executable, visitors
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import Session, SQLModel, col, select

from runtime.failures import RuntimeFailure
from runtime.models import Force, ForceOwned, LeadsToForce, Membership, Person

SCOPE = "studio_scope"  # the execution option that marks a connection as a session's
SYSTEM = "system"
OPTIONS = {"synchronize_session": False}  # what an update statement changed is read again by who needs it


class ForceBreach(RuntimeFailure):
    """Something reached for data that is not its force's."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}: a force's data is reached through a session of that force alone")


class ForceSession(Session):
    """A session on one force's rows: selects, updates and deletes are filtered, what it adds is stamped."""

    def __init__(self, force_id: str, bind: Engine | Connection, *, joins: bool = False) -> None:
        super().__init__(
            bind,
            expire_on_commit=False,
            execution_options={SCOPE: force_id, **OPTIONS},
            join_transaction_mode="control_fully" if not joins else "conditional_savepoint",
        )
        self.force_id = force_id


class SystemSession(Session):
    """A session on the tables that are not one force's data."""

    def __init__(self, bind: Engine | Connection) -> None:
        super().__init__(bind, expire_on_commit=False, execution_options={SCOPE: SYSTEM, **OPTIONS})


def refuse_unscoped(
    connection: Connection, statement: Executable, _many: object, _one: object, _options: Mapping[str, Any]
) -> None:
    """Before any statement of our engines: one that no session sent must leave forces' data alone."""
    if connection.get_execution_options().get(SCOPE) is None and (
        names := _touched_by(statement).tables & _owned().keys()
    ):
        raise ForceBreach(f"a statement on {', '.join(sorted(names))} came without a session")


@event.listens_for(ForceSession, "do_orm_execute")
def _keep_to_force(state: ORMExecuteState) -> None:
    assert isinstance(state.session, ForceSession)
    touched = _touched_by(state.statement)
    names = touched.tables & _guarded().keys()
    if not names:
        return
    if past := (touched.raw if state.is_orm_statement else names) & names:
        raise ForceBreach(f"a statement names the tables {', '.join(sorted(past))} instead of their classes")
    if state.is_insert or (state.parameters and not state.is_select):
        raise ForceBreach("rows are added and changed in bulk")
    state.statement = state.statement.options(*_criteria(state.session.force_id, frozenset(names)))


@event.listens_for(ForceSession, "before_flush")
def _stamp(session: OrmSession, _context: UOWTransaction, _instances: object) -> None:
    assert isinstance(session, ForceSession)
    for row in session.new:
        if isinstance(row, ForceOwned | LeadsToForce) and not row.force_id:
            row.force_id = session.force_id
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, ForceOwned | LeadsToForce) and row.force_id != session.force_id:
            raise ForceBreach(f"a row of {type(row).__name__} belongs to another force")


@event.listens_for(SystemSession, "do_orm_execute")
def _keep_from_forces(state: ORMExecuteState) -> None:
    if names := _touched_by(state.statement).tables & _owned().keys():
        raise ForceBreach(f"the system's session reached for {', '.join(sorted(names))}")


@event.listens_for(SystemSession, "before_flush")
def _add_nothing_owned(session: OrmSession, _context: UOWTransaction, _instances: object) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, ForceOwned):
            raise ForceBreach(f"the system's session changed a row of {type(row).__name__}")


@lru_cache(maxsize=1024)
def _criteria(force_id: str, names: frozenset[str]) -> tuple[ExecutableOption, ...]:
    """The filters of those tables; made once, as making them costs as much as a small query."""
    return tuple(with_loader_criteria(_guarded()[name], _rule(name, force_id), include_aliases=True) for name in names)


def _rule(name: str, force_id: str) -> ColumnElement[bool]:
    if name == "force":
        return col(Force.id) == force_id
    if name == "person":
        return col(Person.id).in_(select(Membership.person_id).where(col(Membership.force_id) == force_id))
    return cast(ColumnElement[bool], _guarded()[name].force_id == force_id)


@dataclass(frozen=True, slots=True)
class _Touched:
    """The tables that a statement touches, however deep, and those that it names past their classes alone."""

    tables: set[str]
    raw: set[str]


def _touched_by(statement: Executable) -> _Touched:
    """Of plain text every word may be a table. No filter reaches a table that is only named past its class."""
    tables: set[str] = set()
    raw: set[str] = set()
    filtered: set[str] = set()
    if isinstance(statement, Insert | Update | Delete) and isinstance(statement.table, Table):
        tables.add(statement.table.name)
    for part in visitors.iterate(cast(visitors.ExternallyTraversible, statement)):
        if isinstance(part, TextClause):
            raw.update(re.findall(r"\w+", part.text))
        elif isinstance(part, Table):
            tables.add(part.name)
            if "parententity" in part._annotations:
                filtered.add(part.name)
        elif isinstance(part, Column) and isinstance(part.table, Table):
            (filtered if "parententity" in part._annotations else raw).add(part.table.name)
    return _Touched(tables | raw, raw - filtered)


@cache
def _owned() -> dict[str, Any]:
    return {model.__tablename__: model for model in _tables_of(ForceOwned)}


@cache
def _leading() -> dict[str, Any]:
    return {model.__tablename__: model for model in _tables_of(LeadsToForce)}


@cache
def _guarded() -> dict[str, Any]:
    return _owned() | _leading() | {"person": Person, "force": Force}


def _tables_of(base: type[SQLModel]) -> Iterator[Any]:
    for model in base.__subclasses__():
        if hasattr(model, "__table__"):
            yield model
        yield from _tables_of(model)
