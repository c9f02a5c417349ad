"""Values that have an order as places on a line, so that one can be found below, above and between others."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from mapping_dsl.feel import types
from mapping_dsl.feel.numeric import CONTEXT, is_number, tidy
from mapping_dsl.feel.values import DaysTime, Value, YearsMonths

_DAY: Final = 86_400_000_000  #: microseconds
_MINUTE: Final = 60_000_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Scale:
    """How the values of a type lie on a line. With a step, only its multiples are values."""

    kind: Any  #: Python's type of its values, Decimal for all numbers
    place: Callable[[Value], Fraction]
    value: Callable[[Fraction], Value]
    step: int | None = None
    least: Fraction | None = None
    most: Fraction | None = None
    is_zoned: bool | None = None  #: of instants: whether they have an offset

    def holds(self, value: Value) -> bool:
        """Whether a value lies on this line at all."""
        if self.kind is Decimal:
            return is_number(value)
        return type(value) is self.kind and (self.is_zoned is None or (value.tzinfo is not None) is self.is_zoned)

    def with_bounds(self, least: Value, most: Value) -> "Scale":
        """The same line between two values; null or what is no number is no bound."""
        return replace(
            self,
            least=Fraction(least) if is_number(least) else self.least,
            most=Fraction(most) if is_number(most) else self.most,
        )

    def allows(self, place: Fraction) -> bool:
        """Whether a value stands at a place."""
        inside = (self.least is None or self.least <= place) and (self.most is None or place <= self.most)
        if not inside or (self.step is not None and place % self.step):
            return False
        try:  # a number has 34 digits: beyond them two places have nothing between them
            return self.kind is not Decimal or Fraction(self.value(place)) == place
        except ArithmeticError:
            return False

    def between(self, low: Fraction | None, high: Fraction | None) -> Fraction | None:
        """A place that lies between two others, None where no value does. None is open to its side."""
        for place in self._candidates(low, high):
            if (low is None or low < place) and (high is None or place < high) and self.allows(place):
                return place
        return None

    def _candidates(self, low: Fraction | None, high: Fraction | None) -> Iterator[Fraction]:
        step = Fraction(self.step or 1)
        if low is not None:
            yield (low // step + 1) * step
            yield low + abs(low)
        if high is not None:
            yield -((-high) // step + 1) * step
            yield high - abs(high)
        if low is not None and high is not None:
            yield (low + high) / 2
        yield from (bound for bound in (self.least, self.most) if bound is not None)
        if low is None and high is None:
            yield Fraction(0)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One elementary piece of a line: a single value, or all values between two of them, with one that lies there."""

    place: Fraction
    low: Fraction | None
    high: Fraction | None

    @property
    def is_single(self) -> bool:
        """Whether it is one value alone."""
        return self.low == self.high == self.place


def stretches(scale: Scale, cuts: Iterable[Fraction]) -> list[Stretch]:
    """The pieces into which values cut a line, in its order; those in which no value lies are left out."""
    places = sorted(set(cuts))
    found: list[Stretch] = []
    for low, high in zip([None, *places], [*places, None], strict=True):
        place = scale.between(low, high)
        if place is not None:
            found.append(Stretch(place, low, high))
        if high is not None and scale.allows(high):
            found.append(Stretch(high, high, high))
    return found


def segments(places: list[Fraction], cuts: Iterable[Fraction]) -> Iterator[tuple[int, int]]:
    """From and to which of the places (in order) nothing changes for who looks at these cuts alone."""
    start = 0
    for cut in sorted(set(cuts)):
        at = bisect_left(places, cut)
        if start < at:
            yield start, at
        start = at
        if at < len(places) and places[at] == cut:
            yield at, at + 1
            start = at + 1
    if start < len(places):
        yield start, len(places)


def _number(place: Fraction) -> Value:
    return tidy(CONTEXT.divide(Decimal(place.numerator), Decimal(place.denominator)))


def _microseconds(value: Value) -> Fraction:
    return Fraction((value - _EPOCH) // _MICROSECOND)


def _time(place: Fraction) -> time:
    return (datetime.min + timedelta(microseconds=int(place))).time()


def _time_place(value: Value) -> Fraction:
    return Fraction(((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000 + value.microsecond)


NUMBERS: Final = Scale(Decimal, Fraction, _number)
WHOLE_NUMBERS: Final = replace(NUMBERS, step=1)
COUNTS: Final = replace(WHOLE_NUMBERS, least=Fraction(0))
DATES: Final = Scale(
    date, lambda day: Fraction(day.toordinal()), lambda at: date.fromordinal(int(at)), 1,
    Fraction(1), Fraction(date.max.toordinal()),
)  # fmt: skip
TIMES: Final = Scale(time, _time_place, _time, 1, Fraction(0), Fraction(_DAY - 1), is_zoned=False)
#: forms ask for a time as HH:mm
TIMES_OF_ANSWERS: Final = replace(TIMES, step=_MINUTE)
INSTANTS: Final = Scale(
    datetime, _microseconds, lambda at: _EPOCH + timedelta(microseconds=int(at)), 1,
    _microseconds(datetime.min.replace(tzinfo=UTC)), _microseconds(datetime.max.replace(tzinfo=UTC)), is_zoned=True,
)  # fmt: skip
DAYS_TIMES: Final = Scale(DaysTime, lambda one: Fraction(one.nanoseconds), lambda at: DaysTime(int(at)), 1)
YEARS_MONTHS: Final = Scale(YearsMonths, lambda one: Fraction(one.months), lambda at: YearsMonths(int(at)), 1)

BY_TYPE: Final[Mapping[types.Type, Scale]] = {
    types.NUMBER: NUMBERS,
    types.DATE: DATES,
    types.TIME: TIMES,
    types.DATE_TIME: INSTANTS,
    types.DAYS_TIME: DAYS_TIMES,
    types.YEARS_MONTHS: YEARS_MONTHS,
}
