"""Days as people and services write them. An order of day and month is proved or told, never guessed in silence."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mapping_dsl.functions.pictures import picture
from runtime.intake.answers.typed import Note, NoteKind
from runtime.intake.answers.usage import DateOrder, Usage
from runtime.intake.wording import fold
from runtime.intake.words import Words

MAX_CHARACTERS = 80

_DIGITS = re.compile(r"(?P<one>\d{1,4})(?P<mark>[/.-]| ?[/.-] ?| )(?P<two>\d{1,2})(?P=mark)(?P<three>\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<mark>[/.-]?)(?P<month>\d{2})(?P=mark)(?P<day>\d{2})")
_TOKEN = re.compile(r"\d+|[^\W\d_]+|\S")
_MARKS = frozenset(",.-/'()")
_TWO_DIGITS = "The year of “{}” is written with two digits; it was read as {}."
_BOTH_WAYS = "“{}” can be read with the day or with the month first; it was read as {}, {}."
_OTHER_ORDER = "“{}” is written with the {} first, which the form does not do; it was read as {}."
_OTHER_WEEKDAY = "The weekday in “{}” is not that of {}."


@dataclass(frozen=True, slots=True)
class Day:
    """A day, and what must be told of how it was read."""

    on: date
    note: Note | None = None


def read_day(text: str, shape: str, usage: Usage) -> Day | None:
    """The day that a text tells, read as the form's shape (`DD/MM/YYYY`) and the mail's usage have it."""
    words = fold(text).strip(" .,")
    if not words or len(words) > MAX_CHARACTERS:
        return None
    weekday, bare = _without_weekday(words, usage.words)
    day = _of_digits(bare, shape, usage, weekday) or _in_words(bare, usage) or _by_picture(text, shape)
    if day is None or weekday is None or day.on.weekday() == weekday or day.note:
        return day
    return Day(day.on, _note(_OTHER_WEEKDAY.format(text.strip(), _plainly(day.on))))


def _without_weekday(text: str, words: Words) -> tuple[int | None, str]:
    """The weekday that a text begins or ends with, and the text without it."""
    for part in (text.partition(",")[0], text.partition(" ")[0], " ".join(text.split(" ", 2)[:2])):
        name = part.strip(" .")
        if name in words.weekdays:
            return words.weekdays[name], text[len(part) :].strip(" ,.")
    last = text.rpartition(" ")[2].strip("()")
    if last in words.weekdays:
        return words.weekdays[last], text.rpartition(" ")[0].strip(" ,")
    return None, text


def _of_digits(text: str, shape: str, usage: Usage, weekday: int | None) -> Day | None:
    iso = _YEAR_FIRST.fullmatch(text)
    if iso:
        return _day(int(iso["year"]), int(iso["month"]), int(iso["day"]))
    found = _DIGITS.fullmatch(text)
    if not found or len(found["one"]) > 2:
        return _year_first_loosely(found) if found else None
    year, sure = _year(found["three"], usage)
    one, two = int(found["one"]), int(found["two"])
    by_day, by_month = _day(year, two, one), _day(year, one, two)
    if by_day is None or by_month is None or one == two:
        day = by_day or by_month
        return _told(day, text, shape, sure=sure, month_first=by_day is None) if day else None
    fitting = [day for day in (by_day, by_month) if day.on.weekday() == weekday]
    return _chosen(by_day, by_month, fitting, (text, shape, usage), sure=sure)


def _chosen(by_day: Day, by_month: Day, fitting: list[Day], read_from: tuple[str, str, Usage], *, sure: bool) -> Day:
    """Of the two days that digits can mean the one that is proved, else the form's own."""
    text, shape, usage = read_from
    proved = usage.order if usage.order in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST) else None
    own = DateOrder.MONTH_FIRST if _is_month_first(shape) else DateOrder.DAY_FIRST
    if len(fitting) == 1:
        proved = DateOrder.DAY_FIRST if fitting[0] is by_day else DateOrder.MONTH_FIRST
    order = proved or own
    day = by_day if order is DateOrder.DAY_FIRST else by_month
    is_dotted = "." in text and order is DateOrder.DAY_FIRST  # CLDR: no locale puts the month first there
    is_own_shape = (is_dotted or _is_of_digits(shape)) and usage.order is not DateOrder.MIXED
    if proved is None and not is_own_shape:
        return Day(day.on, _note(_BOTH_WAYS.format(text, _plainly(day.on), order)))
    return _told(day, text, shape, sure=sure, month_first=order is DateOrder.MONTH_FIRST)


def _told(day: Day, text: str, shape: str, *, sure: bool, month_first: bool) -> Day:
    if day.on.day != day.on.month and month_first != _is_month_first(shape):
        first = "month" if month_first else "day"
        return Day(day.on, _note(_OTHER_ORDER.format(text, first, _plainly(day.on))))
    return day if sure else Day(day.on, _note(_TWO_DIGITS.format(text, day.on.year)))


def _year_first_loosely(found: re.Match[str]) -> Day | None:
    """2026/4/9, where the year comes first the month follows (ISO 8601)."""
    is_year = len(found["one"]) == 4 and len(found["three"]) == 2
    return _day(int(found["one"]), int(found["two"]), int(found["three"])) if is_year else None


def _in_words(text: str, usage: Usage) -> Day | None:
    """A day with its month's name."""
    tokens = list(_tokens(text, usage.words))
    month = next((usage.words.months[token] for token in tokens if token in usage.words.months), None)
    numbers = [token for token in tokens if token.isdecimal()]
    if month is None or len(tokens) != 3 or len(numbers) != 2:
        return None
    first, last = numbers if len(numbers[0]) < 3 else reversed(numbers)
    if len(first) > 2 or len(last) not in (2, 4):
        return None
    year, sure = _year(last, usage)
    day = _day(year, month, int(first))
    return day if day is None or sure else Day(day.on, _note(_TWO_DIGITS.format(text, year)))


def _tokens(text: str, words: Words) -> Iterator[str]:
    """The parts of a date that say something: numbers and names."""
    after_number = False
    for token in _TOKEN.findall(text):
        idle = token in _MARKS or (token in words.between and token not in words.months)
        if not idle and not (after_number and token in words.ordinals):
            yield token
        after_number = token.isdecimal()


def _by_picture(text: str, shape: str) -> Day | None:
    shown = picture(shape)
    told = shown.read(text.strip()) if shown and shown.shows_date and shown.pattern else None
    return Day(told.date()) if told else None


def _year(digits: str, usage: Usage) -> tuple[int, bool]:
    """The year, and whether it is sure. Forms ask for what has been: no year lies far after the mail's own."""
    if len(digits) == 4:
        return int(digits), True
    latest = usage.year or 2068  # POSIX strptime, %y: 69 is 1969, 68 is 2068
    year = latest // 100 * 100 + int(digits)
    return year if year <= latest + 1 else year - 100, usage.year is not None


def _day(year: int, month: int, day: int) -> Day | None:
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return Day(date(year, month, day))


def _is_month_first(shape: str) -> bool:
    """Whether a form's own shape has the month before the day."""
    return -1 < shape.find("M") < shape.find("D") and not shape.startswith("Y")


def _is_of_digits(shape: str) -> bool:
    """Whether a form's own dates are of digits, with the year last, as they are where it says nothing of them."""
    return not shape or ("MM" in shape and "MMM" not in shape and not shape.startswith("Y"))


def _note(sentence: str) -> Note:
    return Note(NoteKind.OTHER_FORMAT, sentence)


def _plainly(day: date) -> str:
    return day.isoformat()
