"""What alembic runs: our tables alone, on the connection that `upgrade` hands over."""

from typing import Any, Literal

from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

import runtime.models  # noqa: F401  (fills the metadata)
from runtime.models.base import ExactJson, Word


def _is_ours(thing: Any, name: str | None, kind: str, _reflected: object, _compared: object) -> bool:
    """The durable engine keeps its own tables in the same database."""
    table = name if kind == "table" else getattr(getattr(thing, "table", None), "name", None)
    return table in SQLModel.metadata.tables


def _as_plain_type(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """A migration names plain types, so that it reads the same when our own types have changed."""
    if kind != "type":
        return False
    plain = {AutoString: "sa.String()", UTCDateTime: "sa.DateTime(timezone=True)", ExactJson: "sa.Text()"}
    return f"sa.String({thing.impl.length})" if isinstance(thing, Word) else plain.get(type(thing), False)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    include_object=_is_ours,
    render_as_batch=True,
    render_item=_as_plain_type,
    compare_type=True,
)
context.run_migrations()
