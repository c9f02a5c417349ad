"""Ids that people and other systems may see: UUIDs of version 7, which sort by the time they were made."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh id; later ones sort after earlier ones, so that indexes grow at their end."""
    return uuid7()
