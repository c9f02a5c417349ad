"""What can stand after a dot: entries of contexts, of each context of a list, and properties of temporal values."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from mapping_dsl.feel import temporal, types
from mapping_dsl.feel.frames import Call
from mapping_dsl.feel.nearest import suggestion
from mapping_dsl.feel.numeric import CONTEXT, tidy
from mapping_dsl.feel.types import Type
from mapping_dsl.feel.values import NANOSECONDS, DaysTime, Value, kind_of, type_of

Property = tuple[Type, Callable[[Value], Value]]


def member(value: Value, name: str, call: Call) -> Value:
    """A member of a value that is not null; of a list, that of each element."""
    if isinstance(value, list):
        call.frame.budget.charge(value)
        return _of_each(value, name, call)
    if isinstance(value, dict):
        if name in value:
            return call.frame.reasons.taken_out(value, name)
        return call.refuse("no-such-entry", f"this context has no entry {name}", suggestion(name, value))
    known = properties_of(type_of(value))
    if name in known:
        return known[name][1](value)
    return call.refuse("no-such-property", f"{types.describe(kind_of(value))} has no {name}", suggestion(name, known))


def _of_each(values: list[Value], name: str, call: Call) -> list[Value]:
    members: list[Value] = []
    for place, one in enumerate(values):
        if type(one) is dict and one.get(name) is not None:
            members.append(one[name])
            continue
        mark = len(call.frame.reasons)
        value = call.frame.reasons.taken_out(values, place)
        members.append(None if value is None else member(value, name, call))
        call.frame.reasons.put_away(mark, members, place)
    return members


def properties_of(type_: Type) -> dict[str, Property]:
    """The properties that values of a type have, with their types (DMN 1.5, table 53 and 10.3.2.7)."""
    if isinstance(type_, types.RangeOf):
        return {name: (type_.bound if name in ("start", "end") else one, read) for name, (one, read) in _RANGE.items()}
    return _PROPERTIES.get(type_, {})


def _seconds(value: DaysTime) -> Value:
    *_, seconds, nanoseconds = temporal.parts_of(value)
    return tidy(CONTEXT.add(seconds, CONTEXT.divide(nanoseconds, 10**9)))


def _offset(value: temporal.Time | temporal.DateTime) -> DaysTime | None:
    seconds = temporal.offset_seconds(value)
    return None if seconds is None else DaysTime.of_seconds(seconds)


def _zone(value: Value) -> str | None:
    """The zone's name in the time zone database; an offset alone has none."""
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


def _second(value: temporal.Time | temporal.DateTime) -> Value:
    """Seconds with their fraction: "in the interval [0..60)" says DMN 1.5, table 65."""
    nanoseconds = temporal.nanosecond_of_day(temporal.time_of(value)) % (60 * NANOSECONDS)
    return tidy(CONTEXT.divide(nanoseconds, NANOSECONDS))


def _of_date(name: str) -> Property:
    return types.NUMBER, lambda value: getattr(temporal.date_of(value), name)


def _of_time(name: str) -> Property:
    return types.NUMBER, lambda value: getattr(temporal.time_of(value), name)


_DATE: dict[str, Property] = {
    "year": _of_date("year"),
    "month": _of_date("month"),
    "day": _of_date("day"),
    "weekday": (types.NUMBER, lambda value: (temporal.day_number(temporal.date_of(value)) + 3) % 7 + 1),
}
_TIME: dict[str, Property] = {
    "hour": _of_time("hour"),
    "minute": _of_time("minute"),
    "second": (types.NUMBER, _second),
    "time offset": (types.DAYS_TIME, _offset),
    "timezone": (types.STRING, _zone),
}
_RANGE: dict[str, Property] = {
    "start": (types.ANY, lambda value: value.low),
    "end": (types.ANY, lambda value: value.high),
    "start included": (types.BOOLEAN, lambda value: value.low_included),
    "end included": (types.BOOLEAN, lambda value: value.high_included),
}
_PROPERTIES: dict[Type, dict[str, Property]] = {
    types.DATE: _DATE,
    types.TIME: _TIME,
    types.DATE_TIME: {**_DATE, **_TIME},
    types.YEARS_MONTHS: {
        "years": (types.NUMBER, lambda value: temporal.months_of(value)[0]),
        "months": (types.NUMBER, lambda value: temporal.months_of(value)[1]),
    },
    types.DAYS_TIME: {
        "days": (types.NUMBER, lambda value: temporal.parts_of(value)[0]),
        "hours": (types.NUMBER, lambda value: temporal.parts_of(value)[1]),
        "minutes": (types.NUMBER, lambda value: temporal.parts_of(value)[2]),
        "seconds": (types.NUMBER, _seconds),
    },
}
