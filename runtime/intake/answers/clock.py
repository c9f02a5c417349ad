"""Times of day in the ways in which people and services write them."""

import re
from datetime import time
from functools import lru_cache

from runtime.intake.words import Words

#: What a time is written with, for finding one at the end of a date.
CLOCK = r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:[.,]\d{1,9})?)?|\d{1,2}(?=\s*[^\W\d])|\d{4}(?=\s*[^\W\d]|$)"
_DIGITS = re.compile(
    r"(?P<four>\d{4})(?!\d)|(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?)?"
)


def read_clock(text: str, words: Words) -> time | None:
    """The time of day that folded words tell; None where they tell none, or not which half of the day.

    Four digits are hours and minutes. A lone number is a time only with the half of the day.
    """
    if text in words.noon:
        return time(12)
    if text in words.midnight:
        return time(0)
    found = _DIGITS.match(text)
    if not found:
        return None
    rest = text[found.end() :].strip().removeprefix(",").strip()
    if rest in words.before_noon or rest in words.after_noon:
        return _twelve_hours(found, late=rest in words.after_noon)
    if rest and rest not in words.hours:
        return None
    if found["four"]:
        return _time(int(found["four"][:2]), int(found["four"][2:]))
    return _time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0)) if found["minute"] else None


def _twelve_hours(found: re.Match[str], *, late: bool) -> time | None:
    """A time with its half of the day; `14:30 pm` says the same twice, `14:30 am` contradicts itself."""
    four = found["four"]
    hour, minute = (int(four[:2]), int(four[2:])) if four else (int(found["hour"]), int(found["minute"] or 0))
    if hour > 12:
        return _time(hour, minute) if late else None
    return _time(hour % 12 + 12 * late, minute, int(found["second"] or 0)) if hour else None


def _time(hour: int, minute: int, second: int = 0) -> time | None:
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


@lru_cache(maxsize=64)
def clock_at_end(words: Words) -> re.Pattern[str]:
    """Finds a time of day that ends a folded text after a date: groups `date` and `clock`."""
    return re.compile(rf"(?P<date>.*?\d)(?:\s*,\s*|\s+(?:\S{{1,4}}\s+)?|t){_clock_in(words)}")


@lru_cache(maxsize=64)
def clock_at_start(words: Words) -> re.Pattern[str]:
    """Finds a time of day that begins a folded text before a date: groups as above."""
    between = "|".join(map(re.escape, words.between)) or "(?!)"
    return re.compile(rf"{_clock_in(words)}(?:\s*,\s*|\s+)(?:(?:{between})\s+)*(?P<date>.+)")


def _clock_in(words: Words) -> str:
    halves = sorted({*words.before_noon, *words.after_noon, *words.hours}, key=len, reverse=True)
    named = sorted({*words.noon, *words.midnight}, key=len, reverse=True)
    half = rf"(?:\s*(?:{'|'.join(map(re.escape, halves))}))?" if halves else ""
    name = f"|{'|'.join(map(re.escape, named))}" if named else ""
    return rf"(?P<clock>(?:{CLOCK}){half}{name})"
