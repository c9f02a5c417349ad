"""Values as text: how `string` writes them, and how dates, times and durations are read."""

import re
from datetime import UTC
from datetime import tzinfo as Zone
from zoneinfo import ZoneInfo

from mapping_dsl.feel import temporal
from mapping_dsl.feel.frames import MAX_SIZE, Budget
from mapping_dsl.feel.numeric import is_number, write_number
from mapping_dsl.feel.temporal import Date, DateTime, Time
from mapping_dsl.feel.values import NANOSECONDS, DaysTime, Range, Value, YearsMonths, is_function
from mapping_dsl.feel.zones import named_zone

# XML Schema's forms, and the zone by name that FEEL adds (DMN 1.5, 10.3.2.3.4 and 10.3.2.3.5). ASCII digits only.
_DATE = re.compile(r"(-?)([1-9]\d{4,8}|\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(.*)", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)(?::(\d\d))?", re.ASCII)
_ZONE_NAME = re.compile(r"@([A-Za-z0-9_+\-]+(?:/[A-Za-z0-9_+\-]+)*)")
_MONTHS = re.compile(r"(-?)P(?=.)(?:(\d{1,18})Y)?(?:(\d{1,18})M)?", re.ASCII)
_DAYS = re.compile(
    r"(-?)P(?=.)(?:(\d{1,18})D)?(?:T(?=.)(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18})(?:\.(\d+))?S)?)?", re.ASCII
)


def read_date(text: str) -> Date | None:
    """The date that a text is, None where it is none."""
    found = _DATE.fullmatch(text)
    return temporal.make_date(int(found[1] + found[2]), int(found[3]), int(found[4])) if found else None


def read_time(text: str) -> Time | None:
    """The time of day that a text is, None where it is none; 24:00:00 is midnight (XML Schema part 2, 3.2.8)."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3])
    zone = read_zone(found[5]) if found[5] else None
    if hour > 24 or minute > 59 or second > 59 or (found[5] and zone is None):
        return None
    fraction = int((found[4] or "")[:9].ljust(9, "0"))
    nanosecond = ((hour * 60 + minute) * 60 + second) * NANOSECONDS + fraction
    return None if nanosecond > temporal.DAY else temporal.make_time(nanosecond, zone)


def read_date_time(text: str) -> DateTime | None:
    """The date and time that a text is, midnight for a date alone, None where it is neither."""
    date_text, mark, time_text = text.partition("T")
    day, time_of_day = read_date(date_text), read_time(time_text if mark else "00:00:00")
    if day is not None and time_text.startswith("24"):
        # XML Schema part 2, 3.2.7: the end of a day is the beginning of the next.
        day = temporal.numbered_day(temporal.day_number(day) + 1)
    return None if day is None or time_of_day is None else temporal.make_date_time(day, time_of_day)


def read_zone(text: str) -> Zone | None:
    """The zone that a text behind a time is: Z, an offset, or a name after `@`; None where it is none."""
    if text in ("Z", "z"):  # DMN 1.5, table 72, writes both
        return UTC
    if named := _ZONE_NAME.fullmatch(text):
        return named_zone(named[1])
    found = _OFFSET.fullmatch(text)
    if found is None or int(found[2]) > 18 or int(found[3]) > 59 or int(found[4] or 0) > 59:
        return None
    seconds = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0)
    return temporal.fixed_zone(-seconds if found[1] == "-" else seconds) if seconds <= 18 * 3600 else None


def read_duration(text: str) -> YearsMonths | DaysTime | None:
    """The duration that a text is, None where it is none."""
    if found := _MONTHS.fullmatch(text):
        months = int(found[2] or 0) * 12 + int(found[3] or 0)
        return YearsMonths(-months if found[1] else months)
    found = _DAYS.fullmatch(text)
    if found is None:
        return None
    days, hours, minutes, seconds = (int(found[place] or 0) for place in (2, 3, 4, 5))
    whole = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    nanoseconds = whole * NANOSECONDS + int((found[6] or "")[:9].ljust(9, "0"))
    return DaysTime(-nanoseconds if found[1] else nanoseconds)


def read_temporal(text: str) -> Value:
    """What a text after `@` is, null where it is no date, time or duration."""
    readers = (read_date, read_date_time, read_time, read_duration)
    return next((value for value in (reader(text) for reader in readers) if value is not None), None)


def to_string(value: Value) -> str | None:
    """A value as FEEL's `string` function writes it; None for null. Raises BudgetSpent for what is too long."""
    if type(value) is int:
        return str(value)
    return value if value is None or isinstance(value, str) else _write(value)


def _write(value: Value) -> str:
    """A value as it stands inside a list or context, where texts are quoted."""
    match value:
        case list():
            written = f"[{', '.join(map(_write, value))}]"
        case dict():
            written = f"{{{', '.join(f'{_key(key)}: {_write(one)}' for key, one in value.items())}}}"
        case _:
            return _write_simple(value)
    if len(written) > MAX_SIZE:  # values may share parts: the text of a small one can be longer than any memory
        Budget().allow_size(len(written))
    return written


def _write_simple(value: Value) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value)
        case Range():
            return _write_range(value)
        case YearsMonths():
            return _write_months(value)
        case DaysTime():
            return _write_days(value)
    if is_function(value):
        return f"function({', '.join(value.parameters)})"
    return write_number(value) if is_number(value) else _write_temporal(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key(key: str) -> str:
    return key if re.fullmatch(r"\w[\w ]*", key) else _quoted(key)


def _write_range(value: Range) -> str:
    if value.sign is not None:
        return f"({value.sign} {_write_simple(value.high if value.low is None else value.low)})"
    opening, closing = "[" if value.low_included else "(", "]" if value.high_included else ")"
    return f"{opening}{_write_simple(value.low)}..{_write_simple(value.high)}{closing}"


def _write_months(value: YearsMonths) -> str:
    years, months = temporal.months_of(value)
    sign = "-" if value.months < 0 else ""
    return f"{sign}P{_part(years, 'Y')}{_part(months, 'M')}" if value.months else "P0M"


def _write_days(value: DaysTime) -> str:
    if not value.nanoseconds:
        return "PT0S"
    days, hours, minutes, seconds, nanoseconds = temporal.parts_of(value)
    fraction = f".{abs(nanoseconds):09d}".rstrip("0") if nanoseconds else ""
    second = f"{abs(seconds)}{fraction}S" if seconds or fraction else ""
    clock = f"{_part(hours, 'H')}{_part(minutes, 'M')}{second}"
    return f"{'-' if value.nanoseconds < 0 else ''}P{_part(days, 'D')}{'T' if clock else ''}{clock}"


def _part(count: int, letter: str) -> str:
    return f"{abs(count)}{letter}" if count else ""


def _write_temporal(value: Value) -> str:
    if temporal.is_date(value):
        return _write_date(value)
    if temporal.is_time(value):
        return _write_time(value)
    if temporal.is_date_time(value):
        time_of_day = _write_time(temporal.time_of(value))
        return f"{_write_date(temporal.date_of(value))}T{time_of_day}"
    return str(value)


def _write_date(value: Date) -> str:
    return f"{'-' if value.year < 0 else ''}{abs(value.year):04d}-{value.month:02d}-{value.day:02d}"


def _write_time(value: Time) -> str:
    nanoseconds = temporal.nanosecond_of_day(value) % NANOSECONDS
    fraction = f".{nanoseconds:09d}".rstrip("0") if nanoseconds else ""
    return f"{value.hour:02d}:{value.minute:02d}:{value.second:02d}{fraction}{write_zone(value.tzinfo)}"


def write_zone(zone: Zone | None) -> str:
    """A zone as it stands behind a time; nothing for local time."""
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    offset = zone.utcoffset(None)
    seconds = int(offset.total_seconds()) if offset else 0
    if not seconds:
        return "Z"
    minutes, second = divmod(abs(seconds), 60)
    tail = f":{second:02d}" if second else ""
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}{tail}"
