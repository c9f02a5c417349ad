"""How many writes a target works on at one time: what a licence buys, seen from the other side."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Load:
    """Counts the writes under way for each kind of record, and remembers the most there were."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now: Counter[str] = Counter()
        self._most: Counter[str] = Counter()

    @contextmanager
    def counted(self, kind: str) -> Iterator[None]:
        """Counts one write for as long as it lasts."""
        with self._lock:
            self._now[kind] += 1
            self._most[kind] = max(self._most[kind], self._now[kind])
        try:
            yield
        finally:
            with self._lock:
                self._now[kind] -= 1

    def now(self) -> dict[str, int]:
        """The writes under way."""
        with self._lock:
            return dict(self._now)

    def most(self) -> dict[str, int]:
        """The most writes that were ever under way at one time."""
        with self._lock:
            return dict(self._most)
