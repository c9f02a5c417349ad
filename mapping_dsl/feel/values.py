"""What FEEL's values are in Python, their types, their equality, and how they are written as text.

Numbers are `int` where they are whole and have at most 34 digits, else `Decimal`; lists `list`, contexts `dict`; dates
and times are Python's, and of the types here beyond the years and digits that Python's hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from datetime import tzinfo as Zone
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeGuard

from mapping_dsl.feel import types
from mapping_dsl.feel.nodes import ComparisonOperator

if TYPE_CHECKING:
    from mapping_dsl.feel.frames import Call

Value: TypeAlias = Any

NANOSECONDS = 1_000_000_000  #: in a second
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class FarDate:
    """A day before the year 1 or after 9999."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class FineTime:
    """A time of day with digits beyond the microsecond, or at an offset that Python's times cannot hold."""

    hour: int
    minute: int
    second: int
    nanosecond: int
    tzinfo: Zone | None = None


@dataclass(frozen=True, slots=True)
class FarDateTime:
    """A date and time of which Python's type cannot hold the year or the digits."""

    day: date | FarDate
    time_of_day: time | FineTime

    @property
    def tzinfo(self) -> Zone | None:
        """The zone, None for local time."""
        return self.time_of_day.tzinfo


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A duration of whole months, negative for one that goes back."""

    months: int


@dataclass(frozen=True, slots=True, order=True)
class DaysTime:
    """A duration of days, hours, minutes and seconds, in nanoseconds; negative for one that goes back."""

    nanoseconds: int

    @classmethod
    def of_seconds(cls, seconds: int) -> "DaysTime":
        """A duration of so many seconds."""
        return cls(seconds * NANOSECONDS)


@dataclass(frozen=True, slots=True)
class Range:
    """All values between two bounds, or, with a sign, all that compare so with the one bound that is there."""

    low: Value
    high: Value
    low_included: bool = True
    high_included: bool = True
    sign: ComparisonOperator | None = None  #: of `(< 10)`


class FunctionValue(Protocol):
    """A function as a value: built in, written in an expression, or given by a floor above."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters, for calls by name."""

    def __call__(self, call: "Call", arguments: Sequence[Value]) -> Value:
        """The function's value; a null that it cannot help is told by `call.refuse`."""


#: the types whose values have a length, and how much of it a budget's step goes through
SIZED: dict[type, int] = {str: 64, list: 2, dict: 2}


def is_function(value: Value) -> TypeGuard[FunctionValue]:
    """Whether a value can be called; no other value of FEEL can."""
    return callable(value)


_LOOKED_AT = 20
_MAX_TYPES = 50_000  #: that a value's type is written down with
_TYPES: dict[type, types.Type] = {
    type(None): types.NULL,
    bool: types.BOOLEAN,
    int: types.NUMBER,
    Decimal: types.NUMBER,
    str: types.STRING,
    date: types.DATE,
    FarDate: types.DATE,
    time: types.TIME,
    FineTime: types.TIME,
    datetime: types.DATE_TIME,
    FarDateTime: types.DATE_TIME,
    YearsMonths: types.YEARS_MONTHS,
    DaysTime: types.DAYS_TIME,
}


def simple_type(value: Value) -> types.Type | None:
    """The type of a value without parts, None for lists, contexts, ranges and functions."""
    return _TYPES.get(type(value))


def kind_of(value: Value) -> types.Type:
    """The type of a value as a message says it: looks at few of its parts, and into none, however large it is."""
    match value:
        case list():
            return types.ListOf(types.common(map(_outline, value[:_LOOKED_AT])) if value else types.ANY)
        case dict():
            return types.ContextOf(tuple((key, types.ANY) for key in islice(value, _LOOKED_AT)))
    return type_of(value)


def _outline(value: Value) -> types.Type:
    match value:
        case list():
            return types.ANY_LIST
        case dict():
            return types.ANY_CONTEXT
    return type_of(value)


def type_of(value: Value) -> types.Type:
    """The type of a value, as the checker would have given it; one of too many parts is left open."""
    return _typed(value, {})[0]


def _typed(value: Value, known: dict[int, tuple[types.Type, int]]) -> tuple[types.Type, int]:
    """A value's type, and how many types it takes to write it down. `known` are those of values by their id, as values
    that share parts would otherwise be gone through once for each way to a part."""
    found = _TYPES.get(type(value))
    if found is not None:
        return found, 1
    if id(value) not in known:
        composed, size = _composed(value, known)
        known[id(value)] = (_left_open(value), 1) if size > _MAX_TYPES else (composed, size)
    return known[id(value)]


def _composed(value: Value, known: dict[int, tuple[types.Type, int]]) -> tuple[types.Type, int]:
    match value:
        case list():
            parts = {id(one): one for one, _ in (_typed(one, known) for one in value)}
            element = types.common(parts.values()) if value else types.ANY
            return types.ListOf(element), 1 + types.count(element, at_most=_MAX_TYPES)
        case dict():
            entries = {key: _typed(one, known) for key, one in value.items()}
            composed = types.ContextOf(tuple((key, type_) for key, (type_, _) in entries.items()))
            return composed, 1 + sum(size for _, size in entries.values())
        case Range():
            return types.RangeOf(types.common((type_of(value.low), type_of(value.high)))), 2
    return (types.ANY_FUNCTION if is_function(value) else types.ANY), 1


def _left_open(value: Value) -> types.Type:
    return types.ANY_LIST if isinstance(value, list) else types.ANY_CONTEXT
