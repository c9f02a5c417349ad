"""The calendar: dates, times and durations made, taken apart and moved, also beyond what Python's types hold.

Days are counted from 1970-01-01 in the proleptic Gregorian calendar; moments of a day and of all time in nanoseconds.
"""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone
from datetime import tzinfo as Zone
from typing import TypeAlias

from mapping_dsl.feel.values import DAY_SECONDS, NANOSECONDS, DaysTime, FarDate, FarDateTime, FineTime, YearsMonths

Date: TypeAlias = date | FarDate
Time: TypeAlias = time | FineTime
DateTime: TypeAlias = datetime | FarDateTime

DAY = DAY_SECONDS * NANOSECONDS
MAX_YEAR = 999_999_999
_MIDNIGHT = time(0, 0)
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_date(value: object) -> bool:
    """Whether a value is a date without a time."""
    return type(value) in (date, FarDate)


def is_time(value: object) -> bool:
    """Whether a value is a time of day."""
    return type(value) in (time, FineTime)


def is_date_time(value: object) -> bool:
    """Whether a value is a date and time."""
    return type(value) in (datetime, FarDateTime)


# --- making


def make_date(year: int, month: int, day: int) -> Date | None:
    """That day, None where the calendar has no such day."""
    if not (abs(year) <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= month_length(year, month)):
        return None
    return date(year, month, day) if 1 <= year <= 9999 else FarDate(year, month, day)


def make_time(nanosecond_of_day: int, zone: Zone | None = None) -> Time:
    """The time of day so many nanoseconds after midnight; more than a day wraps round."""
    seconds, nanosecond = divmod(nanosecond_of_day % DAY, NANOSECONDS)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    if nanosecond % 1000:
        return FineTime(hour, minute, second, nanosecond, zone)
    return time(hour, minute, second, nanosecond // 1000, zone)


def make_date_time(day: Date, time_of_day: Time) -> DateTime:
    """That time on that day, in the time's zone."""
    if isinstance(day, date) and isinstance(time_of_day, time):
        return datetime.combine(day, time_of_day)
    return FarDateTime(day, time_of_day)


def date_of(value: Date | DateTime) -> Date:
    """The day of a date, or of a date and time as it stands there."""
    if isinstance(value, FarDateTime):
        return value.day
    return value.date() if isinstance(value, datetime) else value


def time_of(value: Date | Time | DateTime) -> Time:
    """The time of day with its zone; for a date midnight, UTC (DMN 1.5, 10.3.2.3.5)."""
    match value:
        case FarDateTime():
            return value.time_of_day
        case datetime():
            return value.timetz()
        case time() | FineTime():
            return value
    return _MIDNIGHT.replace(tzinfo=UTC)


# --- counting


def month_length(year: int, month: int) -> int:
    """How many days that month has."""
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and is_leap else _MONTH_LENGTHS[month - 1]


def day_number(day: Date) -> int:
    """The count of days from 1970-01-01."""
    year = day.year - (day.month <= 2)  # years begin in March here, so that leap days come last
    era, of_era = divmod(year, 400)
    of_year = (153 * ((day.month + 9) % 12) + 2) // 5 + day.day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def numbered_day(number: int) -> Date | None:
    """The day with that count, None beyond the years that FEEL has."""
    era, of_era = divmod(number + 719_468, 146_097)
    year_of_era = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return make_date(year_of_era + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1)


def nanosecond_of_day(value: Time) -> int:
    """Nanoseconds from midnight."""
    fraction = value.nanosecond if isinstance(value, FineTime) else value.microsecond * 1000
    return ((value.hour * 60 + value.minute) * 60 + value.second) * NANOSECONDS + fraction


def zone_of(value: Date | Time | DateTime) -> Zone | None:
    """The zone, None for local time; a date counts as midnight, UTC."""
    return UTC if is_date(value) else value.tzinfo  # type: ignore[union-attr]


def offset_seconds(value: Time | DateTime) -> int | None:
    """Seconds ahead of UTC, None for local time, and for a time of day in a zone whose offset depends on the day."""
    zone = value.tzinfo
    if zone is None:
        return None
    if is_time(value):
        offset = zone.utcoffset(None)
    elif isinstance(value, datetime):
        offset = value.utcoffset()
    else:
        assert isinstance(value, FarDateTime)
        day, time_of_day = value.day, value.time_of_day
        near = datetime(_near_year(day.year), day.month, day.day, time_of_day.hour, time_of_day.minute, tzinfo=zone)
        offset = near.utcoffset()
    return None if offset is None else int(offset.total_seconds())


def _near_year(year: int) -> int:
    """The year itself, or one with the same summer time that Python's dates hold: the calendar repeats every 400 years,
    and before the year 1 no zone had any."""
    return 4 if year < 1 else year if year <= 9999 else 2000 + year % 400


def local_moment(value: Date | DateTime) -> int:
    """Nanoseconds from 1970-01-01T00:00:00 as the clock on the wall counts them."""
    return day_number(date_of(value)) * DAY + nanosecond_of_day(time_of(value))


def moment(value: Date | DateTime) -> int:
    """Nanoseconds from 1970-01-01T00:00:00Z; a local time counts as UTC."""
    offset = 0 if is_date(value) else offset_seconds(value) or 0  # type: ignore[arg-type]
    return local_moment(value) - offset * NANOSECONDS


def moments_of_day(one: Time, other: Time) -> tuple[int, int] | None:
    """Two times as nanoseconds from the same midnight; None where nobody knows how their zones lie to each other, as
    that of a zone with summer time hangs on the day."""
    shifts = (0, 0) if one.tzinfo == other.tzinfo else (offset_seconds(one), offset_seconds(other))
    if shifts[0] is None or shifts[1] is None:
        return None
    return nanosecond_of_day(one) - shifts[0] * NANOSECONDS, nanosecond_of_day(other) - shifts[1] * NANOSECONDS


def at_local_moment(local: int, zone: Zone | None) -> DateTime | None:
    """The date and time that the clock on a zone's wall shows there, None beyond the years that FEEL has."""
    number, of_day = divmod(local, DAY)
    day = numbered_day(number)
    return None if day is None else make_date_time(day, make_time(of_day, zone))


def at_moment(instant: int, zone: Zone | None) -> DateTime | None:
    """The date and time in a zone at a moment, None beyond the years that FEEL has."""
    whole = at_local_moment(instant - instant % NANOSECONDS, UTC)
    if whole is None or zone is None or zone is UTC:
        return at_local_moment(instant, zone)
    if isinstance(whole, datetime) and 1 < whole.year < 9999:
        there = whole.astimezone(zone)
        exact = at_local_moment(instant + _seconds(there.utcoffset()) * NANOSECONDS, zone)
        return exact.replace(fold=there.fold) if isinstance(exact, datetime) else exact
    guess = at_local_moment(instant, zone)
    return None if guess is None else at_local_moment(instant + (offset_seconds(guess) or 0) * NANOSECONDS, zone)


def _seconds(offset: timedelta | None) -> int:
    return int(offset.total_seconds()) if offset else 0


# --- moving


def plus_months(value: Date | DateTime, months: int) -> Date | DateTime | None:
    """So many months on; a day that the month has not becomes its last (DMN 1.5, table 57)."""
    day = date_of(value)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if abs(year) > MAX_YEAR:
        return None
    moved = make_date(year, month + 1, min(day.day, month_length(year, month + 1)))
    return moved if moved is None or is_date(value) else make_date_time(moved, time_of(value))


def plus_nanoseconds(value: Date | Time | DateTime, nanoseconds: int) -> Date | Time | DateTime | None:
    """So long after; a time of day goes round the clock, a date stays a date."""
    if is_time(value):
        return make_time(nanosecond_of_day(value) + nanoseconds, value.tzinfo)  # type: ignore[arg-type, union-attr]
    if is_date(value):
        return numbered_day((local_moment(value) + nanoseconds) // DAY)  # type: ignore[arg-type]
    if type(value) is datetime and type(value.tzinfo) is timezone and not nanoseconds % 1000:
        with suppress(OverflowError):  # FEEL has more years than Python
            return value + timedelta(microseconds=nanoseconds // 1000)
    return at_moment(moment(value) + nanoseconds, value.tzinfo)  # type: ignore[arg-type, union-attr]


def months_between(start: Date | DateTime, end: Date | DateTime) -> int:
    """Whole months from one day to the other, negative where the end comes first; times of day do not count."""
    first, last = date_of(start), date_of(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        return months - 1
    return months + 1 if months < 0 and last.day > first.day else months


# --- zones


def fixed_zone(seconds: int) -> Zone:
    """The zone so many seconds ahead of UTC."""
    return timezone(timedelta(seconds=seconds)) if seconds else UTC


# --- durations


def months_of(value: YearsMonths) -> tuple[int, int]:
    """Years and months of a duration, both with its sign."""
    years, months = divmod(abs(value.months), 12)
    sign = -1 if value.months < 0 else 1
    return sign * years, sign * months


def parts_of(value: DaysTime) -> tuple[int, int, int, int, int]:
    """Days, hours, minutes, seconds and nanoseconds of a duration, all with its sign."""
    sign = -1 if value.nanoseconds < 0 else 1
    seconds, nanoseconds = divmod(abs(value.nanoseconds), NANOSECONDS)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    return sign * days, sign * hour, sign * minute, sign * second, sign * nanoseconds
