"""Faults on request: what a target does on a bad day, so that people can see what the studio makes of it."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

DEFAULT_SECONDS = 30.0


class FaultKind(StrEnum):
    """What goes wrong."""

    REFUSE = "refuse"  #: says at once that it takes nothing now, and stores nothing
    TIME_OUT = "time out"  #: does not answer for `seconds`, and stores nothing
    DROP = "drop"  #: stores the record, but the answer gets lost on its way
    ERROR = "error"  #: breaks down while it works, and stores nothing
    SLOW = "slow"  #: works, after `seconds`


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: for one kind of record or all, so many times or until it is taken away."""

    kind: FaultKind
    record: str | None = None  #: None: records of every kind
    times: int | None = None  #: None: until the faults are set anew
    seconds: float = DEFAULT_SECONDS


class FaultUnreadable(ValueError):
    """A fault was asked for in words that the practice target does not know."""

    def __init__(self, asked: object) -> None:
        kinds = ", ".join(kind.value for kind in FaultKind)
        super().__init__(f'{asked!r} is not a fault: write {{"kind": one of {kinds}, "record", "times", "seconds"}}')


class Faults:
    """The faults that are in force, the first that fits counting; several requests may ask at once."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._lock = threading.Lock()
        self._faults = list(faults)

    def set(self, faults: Iterable[Fault]) -> None:
        """These faults from now on, and no other."""
        with self._lock:
            self._faults = list(faults)

    def all(self) -> list[Fault]:
        """The faults still in force."""
        with self._lock:
            return list(self._faults)

    def next_for(self, record: str) -> Fault | None:
        """The fault that meets a request for that kind of record now, counted down; None for a good day."""
        with self._lock:
            for place, fault in enumerate(self._faults):
                if fault.record not in (None, record) or fault.times == 0:
                    continue
                if fault.times is not None:
                    self._faults[place] = replace(fault, times=fault.times - 1)
                return fault
            return None


def read_faults(asked: object) -> list[Fault]:
    """The faults that a JSON document asks for, a list or a single one. Raises FaultUnreadable."""
    return [_fault(one) for one in (asked if isinstance(asked, list) else [asked])]


def _fault(asked: Mapping[str, Any] | object) -> Fault:
    if not isinstance(asked, Mapping):
        raise FaultUnreadable(asked)
    try:
        times = asked.get("times")
        return Fault(
            kind=FaultKind(asked["kind"]),
            record=asked.get("record"),
            times=None if times is None else int(times),
            seconds=float(asked.get("seconds", DEFAULT_SECONDS)),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise FaultUnreadable(dict(asked)) from error
