"""The one place that time comes from, so that a test can say what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)


def now() -> datetime:
    """The present instant, in UTC."""
    return _stopped_at.get() or datetime.now(UTC)


@contextmanager
def stopped_at(instant: datetime) -> Iterator[None]:
    """Within the block and in this thread it is that instant."""
    token = _stopped_at.set(instant)
    try:
        yield
    finally:
        _stopped_at.reset(token)
