"""When it happened, on a local clock, and what is odd about it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from bench.by_hand.flags import Flag, FlagReads, flag
from bench.by_hand.refusals import Refusals
from mapping_dsl.functions.times import LOCAL, local_instant, local_reading
from mapping_dsl.outcome import FlagLevel

AMBIGUOUS = flag("TIME_AMBIGUOUS", FlagLevel.NOTE, "The clocks went back: the hour given happened twice")
NONEXISTENT = flag("TIME_NONEXISTENT", FlagLevel.NOTE, "The clocks went forward: the hour given was left out")
ORDER = flag("DATE_ORDER", FlagLevel.NOTE, "The latest time is before the earliest")
FUTURE = flag("DATE_FUTURE", FlagLevel.NOTE, "The date lies after the report")
IMPLAUSIBLE = flag("DATE_IMPLAUSIBLE", FlagLevel.NOTE, "The date is before 1920")

FROM = frozenset({"dateFrom", "timeFrom"})
TO = frozenset({"dateTo", "timeTo"})
TIME_FLAGS: FlagReads = {
    AMBIGUOUS: FROM,
    NONEXISTENT: FROM,
    ORDER: FROM | TO,
    FUTURE: frozenset({"dateFrom"}),
    IMPLAUSIBLE: frozenset({"dateFrom"}),
}

_PLAUSIBLE_FROM = date(1920, 1, 1)
#: what the records take: an offset of the years before 1848, with seconds in it, is none
_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?")


@dataclass(slots=True)
class Occurrence:
    """From when to when, as records write it."""

    start: str | None
    end: str | None
    precision: str
    flags: list[Flag]
    unclear: tuple[Flag, ...] = ()  #: the order, where one hour has an offset and the other has none


def occurrence(values: Mapping[str, Any], submitted_at: datetime | None) -> Occurrence:
    """What the four answers of a form say together."""
    day, hour, last_day, last_hour = values["dateFrom"], values["timeFrom"], values["dateTo"], values["timeTo"]
    refusals = Refusals()
    start, end, reading = day, last_day, None
    if hour is not None:
        start = None if day is None else local_instant(refusals, day, hour)
        reading = None if day is None else local_reading(refusals, day, hour)
    if last_hour is not None:
        end = None if last_day is None else local_instant(refusals, last_day, last_hour)
    if day is None:
        precision = "unknown"
    elif reading is None:
        precision = "range"
    elif reading != "exact":
        precision = reading
    else:
        precision = "range" if last_hour is not None and end is not None else "exact"
    made = Occurrence(start and start.isoformat(), end and end.isoformat(), precision, [])
    if reading is not None and reading != "exact":
        made.flags.append(AMBIGUOUS if reading == "ambiguous" else NONEXISTENT)
    if _is_out_of_order(made, values):
        made.flags.append(ORDER)
    if day is not None and submitted_at is not None and day > submitted_at.astimezone(LOCAL).date():
        made.flags.append(FUTURE)
    if day is not None and day < _PLAUSIBLE_FROM:
        made.flags.append(IMPLAUSIBLE)
    return made


def is_written_as_wanted(moment: str | None) -> bool:
    """Whether a record takes this day or instant."""
    return moment is None or _WRITTEN.fullmatch(moment) is not None


def _is_out_of_order(made: Occurrence, values: Mapping[str, Any]) -> bool:
    """Whether the latest time is before the earliest. Two hours of which nobody knows the day are in no order."""
    day, last_day = values["dateFrom"], values["dateTo"]
    if day is None or last_day is None:
        return False
    return last_day < day or (last_day == day and _is_earlier(made, values["timeTo"], values["timeFrom"]))


def _is_earlier(made: Occurrence, hour: time | None, than: time | None) -> bool:
    if hour is None or than is None:
        return False
    if (hour.tzinfo is None) is not (than.tzinfo is None):
        made.unclear = (ORDER,)
        return False
    return hour < than
