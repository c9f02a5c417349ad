"""Functions that make dates, times and durations, and tell about them (DMN 1.5, 10.3.4.1, 10.3.4.8 and 10.3.4.11)."""

from collections.abc import Callable
from datetime import date as Day
from datetime import datetime
from typing import TypeVar

from mapping_dsl.feel import temporal
from mapping_dsl.feel.frames import Call
from mapping_dsl.feel.functions.registry import Registry
from mapping_dsl.feel.lexical import read_date, read_date_time, read_duration, read_time, read_zone
from mapping_dsl.feel.numeric import CONTEXT, Number
from mapping_dsl.feel.temporal import Date, DateTime, Time
from mapping_dsl.feel.values import NANOSECONDS, DaysTime, Value, YearsMonths
from mapping_dsl.feel.zones import named_zone

registry = Registry("DMN 1.5, 10.3.4.1")
_CALENDAR = "DMN 1.5, 10.3.4.8"
_CLOCK = "DMN 1.5, 10.3.4.11"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

Read = TypeVar("Read")


def _read(call: Call, text: str, read: Callable[[str], Read], code: str, like: str) -> Read:
    value = read(text)
    if value is None:
        what = code.replace("-", " ")
        call.refuse(code, f'"{text[:40]}" is {what}', f'write it like "{like}"')
    return value


@registry.add(
    "date", "from: string -> date", "the date that a text is, written as YYYY-MM-DD", ('date("2012-12-25").day', "25")
)
def date(call: Call, text: str) -> Date | None:
    return _read(call, text, read_date, "not-a-date", "2026-10-05")


@registry.add(
    "date",
    "from: date and time -> date",
    "the day of a date and time",
    ('date(@"2012-12-25T11:00:00Z")', 'date("2012-12-25")'),
)
def date_of_date_time(_: Call, value: DateTime) -> Date:
    return temporal.date_of(value)


@registry.add("date", "from: date -> date", "the date itself", ('date(@"2012-12-25")', '@"2012-12-25"'))
def same_date(_: Call, value: Date) -> Date:
    return value


@registry.add(
    "date",
    "year: number, month: number, day: number -> date",
    "the date of a year, a month and a day",
    ("date(2012, 12, 25)", 'date("2012-12-25")'),
)
def date_of_parts(call: Call, year: Number, month: Number, day: Number) -> Date | None:
    made = temporal.make_date(int(year), int(month), int(day))
    if made is None:
        call.refuse("not-a-date", f"there is no day {day}.{month}.{year}")
    return made


@registry.add(
    "time",
    "from: string -> time",
    "the time of day that a text is, with an offset or a zone where it has one",
    ('time("23:59:00").hour', "23"),
)
def time(call: Call, text: str) -> Time | None:
    return _read(call, text, read_time, "not-a-time", "23:16:00")


@registry.add(
    "time",
    "from: date and time -> time",
    "the time of day of a date and time, with its offset or zone",
    ('time(@"2012-12-25T11:00:00Z")', 'time("11:00:00Z")'),
)
def time_of_date_time(_: Call, value: DateTime) -> Time:
    return temporal.time_of(value)


@registry.add("time", "from: time -> time", "the time itself", ('time(@"11:00:00")', '@"11:00:00"'))
def same_time(_: Call, value: Time) -> Time:
    return value


@registry.add(
    "time", "from: date -> time", "midnight in UTC, whatever the date", ('time(@"2012-12-25")', 'time("00:00:00Z")')
)
def time_of_date(_: Call, value: Date) -> Time:
    return temporal.time_of(value)


@registry.add(
    "time",
    "hour: number, minute: number, second: number, offset?: days and time duration -> time",
    "the time of day of an hour, a minute and a second, with its offset from UTC if there is one",
    ('time(23, 59, 0, duration("PT2H"))', 'time("23:59:00+02:00")'),
)
def time_of_parts(call: Call, hour: Number, minute: Number, second: Number, offset: DaysTime | None) -> Time | None:
    shift = 0 if offset is None else offset.nanoseconds // NANOSECONDS
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60 and abs(shift) <= 18 * 3600):
        return call.refuse("not-a-time", f"there is no time {hour}:{minute}:{second}")
    nanoseconds = int(CONTEXT.multiply(second, NANOSECONDS))
    zone = None if offset is None else temporal.fixed_zone(shift)
    return temporal.make_time((int(hour) * 60 + int(minute)) * 60 * NANOSECONDS + nanoseconds, zone)


@registry.add(
    "date and time",
    "from: string -> date and time",
    "the date and time that a text is; midnight for a date",
    ('date and time("2012-12-24T23:59:00").minute', "59"),
)
def date_and_time(call: Call, text: str) -> DateTime | None:
    return _read(call, text, read_date_time, "not-a-date-and-time", "2026-10-05T23:16:00+01:00")


@registry.add(
    "date and time",
    "date: date, time: time -> date and time",
    "that time on that day",
    ('date and time(@"2012-12-24", @"23:59:00")', '@"2012-12-24T23:59:00"'),
)
def date_and_time_of_parts(_: Call, day: Date, time_of_day: Time) -> DateTime:
    return temporal.make_date_time(day, time_of_day)


@registry.add(
    "date and time",
    "date: date and time, time: time -> date and time",
    "that time on the same day",
    ('date and time(@"2012-12-24T10:00:00", @"23:59:00")', '@"2012-12-24T23:59:00"'),
)
def date_and_time_moved(_: Call, value: DateTime, time_of_day: Time) -> DateTime:
    return temporal.make_date_time(temporal.date_of(value), time_of_day)


@registry.add(
    "date and time",
    "from: date -> date and time",
    "midnight, UTC, of that day",
    ('date and time(@"2012-12-24")', '@"2012-12-24T00:00:00Z"'),
)
def date_and_time_of_date(_: Call, day: Date) -> DateTime:
    return temporal.make_date_time(day, temporal.time_of(day))


@registry.add(
    "date and time",
    "from: date and time -> date and time",
    "the value itself",
    ('date and time(@"2012-12-24T10:00:00")', '@"2012-12-24T10:00:00"'),
)
def same_date_and_time(_: Call, value: DateTime) -> DateTime:
    return value


@registry.add(
    "date and time",
    "date: date and time, timezone: string -> date and time",
    "the same moment by the clock of another zone",
    ('date and time(@"2012-12-24T10:00:00Z", "Europe/Paris").hour', "11"),
)
def date_and_time_in_zone(call: Call, value: DateTime, timezone: str) -> DateTime | None:
    zone = named_zone(timezone) or read_zone(timezone)
    if zone is None:
        return call.refuse("no-such-zone", f"there is no time zone {timezone[:40]}", 'write it like "Europe/London"')
    there = temporal.at_moment(temporal.moment(value), zone)
    return call.refuse("number-too-large", "this moment lies beyond the calendar there") if there is None else there


@registry.add(
    "duration",
    "from: string -> any",
    "the duration that a text is, of days and time (P1DT2H) or of years and months (P1Y2M)",
    ('duration("P2DT20H14M").hours', "20"),
)
def duration(call: Call, text: str) -> Value:
    return _read(call, text, read_duration, "not-a-duration", "PT24H")


@registry.add(
    "duration",
    "from: days and time duration -> days and time duration",
    "the duration itself",
    ('duration(@"PT1H")', '@"PT1H"'),
)
@registry.add(
    "duration",
    "from: years and months duration -> years and months duration",
    "the duration itself",
    ('duration(@"P1Y")', '@"P1Y"'),
)
def same_duration(_: Call, value: Value) -> Value:
    return value


def _months_between(_: Call, start: Date | DateTime, end: Date | DateTime) -> YearsMonths:
    return YearsMonths(temporal.months_between(start, end))


for _one in ("date", "date and time"):
    for _other in ("date", "date and time"):
        registry.add(
            "years and months duration",
            f"from: {_one}, to: {_other} -> years and months duration",
            "the whole months from one day to another, less than nothing where the second comes first",
            ('years and months duration(@"2011-12-22", @"2013-08-24")', '@"P1Y8M"'),
        )(_months_between)


@registry.add(
    "now",
    "-> date and time",
    "the instant that the caller gave as the present one; null where none was given",
    ("now() = now()", "true"),
    _CLOCK,
)
def now(call: Call) -> datetime | None:
    return call.now or call.refuse("no-clock", "nobody said what time it is here")


@registry.add(
    "today",
    "-> date",
    "the day of the instant that the caller gave; null where none was given",
    ("today() = date(now())", "true"),
    _CLOCK,
)
def today(call: Call) -> Day | None:
    instant = now(call)
    return instant.date() if instant else None


def _of_day(name: str, result: str, meaning: str, example: str, tell: Callable[[Date], Value]) -> None:
    """A function of a date, and the same of a date and time."""
    for type_ in ("date", "date and time"):
        value = "2019-09-17" if type_ == "date" else "2019-09-17T10:00:00"
        registry.add(name, f"date: {type_} -> {result}", meaning, (f'{name}(@"{value}")', example), _CALENDAR)(
            lambda _, value: tell(temporal.date_of(value))
        )


def _week(day: Date) -> int:
    """ISO 8601: a week belongs to the year of its Thursday."""
    thursday = temporal.numbered_day(temporal.day_number(day) - (temporal.day_number(day) + 3) % 7 + 3)
    assert thursday is not None  # as the calendar begins on a Monday and ends on a Friday
    return (_day_of_year(thursday) - 1) // 7 + 1


def _day_of_year(day: Date) -> int:
    before = sum(temporal.month_length(day.year, month) for month in range(1, day.month))
    return before + day.day


_of_day("day of year", "number", "the day's number in its year, from 1", "260", _day_of_year)
_of_day(
    "day of week",
    "string",
    "the English name of the day of the week",
    '"Tuesday"',
    lambda day: _WEEKDAYS[(temporal.day_number(day) + 3) % 7],
)
_of_day("month of year", "string", "the English name of the month", '"September"', lambda day: _MONTHS[day.month - 1])
_of_day("week of year", "number", "the week's number by ISO 8601", "38", _week)
