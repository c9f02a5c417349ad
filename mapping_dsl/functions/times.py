"""Days and hours as people write them, and the instants that they mean on a clock in the United Kingdom."""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from mapping_dsl.feel.frames import Call
from mapping_dsl.feel.lexical import to_string
from mapping_dsl.feel.values import Value

from .pictures import picture as read_picture
from .pictures import write_number
from .registry import registry

T = TypeVar("T")

#: Every force of the United Kingdom keeps this clock.
LOCAL = ZoneInfo("Europe/London")


@registry.add(
    "parse date",
    "s: string, picture: string -> date",
    meaning="The date that a text tells by a picture of D, M and Y",
    example=('parse date("3 October 2026", "D MMMM YYYY")', 'date("2026-10-03")'),
)
def parse_date(call: Call, s: str, picture: str) -> date | None:
    """Month names are English, whole or their first three letters, in any case."""
    shown = read_picture(picture)
    if shown is None or not shown.shows_date:
        return _no_picture(call, picture, "DD/MM/YYYY")
    told = shown.read(s)
    return told.date() if told else _no_such_date(call, s, picture)


@registry.add(
    "parse date and time",
    "s: string, picture: string -> date and time",
    meaning="The date and time that a text tells by a picture",
    example=('parse date and time("03/10/2026 23:16", "DD/MM/YYYY HH:mm")', 'date and time("2026-10-03T23:16:00")'),
)
def parse_date_and_time(call: Call, s: str, picture: str) -> datetime | None:
    """Without a zone, as written; `local instant` of its date and time gives the instant."""
    shown = read_picture(picture)
    if shown is None or not (shown.shows_date and shown.shows_time):
        return _no_picture(call, picture, "DD/MM/YYYY HH:mm")
    return shown.read(s) or _no_such_date(call, s, picture)


@registry.add(
    "format",
    "value: number, picture: string -> string",
    meaning="A number by a picture: # a digit if there is one, 0 a digit always",
    example=('format(1234.5, "#,##0.00")', '"1,234.50"'),
)
def format_number(call: Call, value: Decimal | int, picture: str) -> str | None:
    """GBP is a picture too, £#,##0.00, as forms write it."""
    return write_number(value, picture) or _no_picture(call, picture, "#,##0.00")


@registry.add(
    "format",
    "value: date, picture: string -> string",
    meaning="A date by a picture of D, M and Y",
    example=('format(date("2026-10-03"), "D MMMM YYYY")', '"3 October 2026"'),
)
@registry.add(
    "format",
    "value: time, picture: string -> string",
    meaning="A time by a picture of H, m and s",
    example=('format(time("23:16:00"), "HH:mm")', '"23:16"'),
)
@registry.add(
    "format",
    "value: date and time, picture: string -> string",
    meaning="A date and time by a picture, as its own clock shows it",
    example=('format(date and time("2026-10-03T23:16:00"), "DD/MM/YYYY HH:mm")', '"03/10/2026 23:16"'),
)
def format_instant(call: Call, value: date | time, picture: str) -> str | None:
    """A day has no hour to show and a time no month: such a picture is refused."""
    if _is_off_the_calendar(call, value):
        return None
    shown = read_picture(picture)
    written = shown.write(value) if shown else None
    return written or _no_picture(call, picture, "HH:mm" if isinstance(value, time) else "DD/MM/YYYY")


@registry.add(
    "local instant",
    "date: date, time: time -> date and time",
    meaning="The instant of a local day and hour, with its offset",
    example=(
        'local instant(date("2026-10-03"), time("23:16:00"))',
        'date and time("2026-10-03T23:16:00+01:00")',
    ),
)
def local_instant(call: Call, date: date, time: time) -> datetime | None:
    """An hour that happens twice is the first of the two; one that is left out has the offset before the change."""
    if _is_off_the_calendar(call, date, time):
        return None
    if time.tzinfo:
        return datetime.combine(date, time)
    told = datetime.combine(date, time, tzinfo=LOCAL)
    return told.replace(tzinfo=timezone(told.utcoffset() or timedelta()))


@registry.add(
    "local reading",
    "date: date, time: time -> string",
    meaning='How a local day and hour can be read: "exact", "ambiguous" (it happens twice) or "nonexistent" (left out)',
    example=('local reading(date("2026-10-25"), time("01:30:00"))', '"ambiguous"'),
)
def local_reading(call: Call, date: date, time: time) -> str | None:
    """The two readings of PEP 495: they differ only around a change of the clocks."""
    if _is_off_the_calendar(call, date, time):
        return None
    if time.tzinfo:
        return "exact"
    first = datetime.combine(date, time, tzinfo=LOCAL).utcoffset()
    second = datetime.combine(date, time.replace(fold=1), tzinfo=LOCAL).utcoffset()
    if first is None or second is None or first == second:
        return "exact"
    return "ambiguous" if first > second else "nonexistent"


@registry.add(
    "local date",
    "instant: date and time -> date",
    meaning="The day that a local calendar shows at an instant",
    example=('local date(date and time("2026-06-30T23:30:00Z"))', 'date("2026-07-01")'),
)
def local_date(call: Call, instant: datetime) -> date | None:
    """An instant without a zone is taken as local."""
    if _is_off_the_calendar(call, instant):
        return None
    return (instant.astimezone(LOCAL) if instant.tzinfo else instant).date()


@registry.add(
    "age",
    "dob: date, on: date -> number",
    meaning="Whole years from a date of birth to a day",
    example=('age(date("2008-10-04"), date("2026-10-03"))', "17"),
)
def age(call: Call, dob: date, on: date) -> int | None:
    """Somebody born on 29 February is a year older on 1 March where there is no such day."""
    if _is_off_the_calendar(call, dob, on):
        return None
    if on < dob:
        return call.refuse("not-born-yet", f"{on} is before the date of birth {dob}", "give the date of birth first")
    return on.year - dob.year - ((on.month, on.day) < (dob.month, dob.day))


def _is_off_the_calendar(call: Call, *values: Value) -> bool:
    """Refuses days, hours and instants that only FEEL can hold: no report has the year 12026 or an hour at +18:30."""
    off = next((value for value in values if not isinstance(value, date | time) or _is_on_the_edge(value)), None)
    if off is None:
        return False
    call.refuse("off-the-calendar", f"{to_string(off)} is beyond the years and hours of a calendar", "mend the date")
    return True


def _is_on_the_edge(value: Value) -> bool:
    """Whether a day lies in the first or last year of a calendar, where another clock's day may lie beyond it."""
    return isinstance(value, date) and value.year in (date.min.year, date.max.year)


def _no_picture(call: Call, picture: str, sample: str) -> T | None:
    return call.refuse(
        "not-a-picture", f'"{picture}" does not show what is asked for', f"a picture is written like {sample}"
    )


def _no_such_date(call: Call, s: str, picture: str) -> T | None:
    return call.refuse(
        "not-such-a-date", f'"{s}" is not a date written {picture}', "give the picture that the form writes by"
    )
