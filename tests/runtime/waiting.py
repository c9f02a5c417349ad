"""Waiting for something that another thread or process does, by looking, never by guessing how long it takes."""

import time
from collections.abc import Callable
from threading import Event

PATIENCE_SECONDS = 90.0  # a machine that is busy with other tests starts a process slowly


def until(holds: Callable[[], object], what: str = "", seconds: float = PATIENCE_SECONDS) -> None:
    """Returns as soon as it holds; fails the test where it does not in time."""
    look = Event()
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} seconds for {what or holds}"
        look.wait(0.02)
