"""How one mail writes things: its languages' words, and the order of day and month that its dates prove."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import islice

from mapping_dsl.forms import Forms, FormVersion, Option
from runtime.intake.wording import fold
from runtime.intake.words import PLAIN, Words

MAX_LINES = 2_000
_ADORNMENT = " \t\"'*|>#[({<-–•:"  #: before a label
_CLOSING = " \t\"',;|*)]}>"  #: after an answer
_LONGEST_STAMP = 40  #: characters of a line's end

_DATE_AT_END = re.compile(
    r"(?<!\d)(?P<one>\d{1,2})(?P<mark>[/.-])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})"
    r"(?:[ ,T]{1,3}(?:[^\W\d_]{1,3} )?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[ap]m)?)?\s*$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?<![\d./-])\d{1,2}[:.]\d{2}(?![/-]|\.?\d)")
_IN_WORDS = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:[^\W\d_]{2})?[ .-]+(?P<month>[^\W\d_]{3,12})[ .,-]+(?P<year>(?:19|20)\d\d)(?!\d)"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class DateOrder(StrEnum):
    """Which of day and month comes first in dates of digits."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNPROVEN = "unproven"  #: no date has a number over 12
    MIXED = "mixed"  #: dates of both orders stand there


@dataclass(frozen=True, slots=True)
class Usage:
    """What typing is given beside the question and the words."""

    words: Words = PLAIN
    order: DateOrder = DateOrder.UNPROVEN
    year: int | None = None  #: the latest that a date in the mail has, for years of two digits
    former: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)  #: options in other versions, by question


EVERYDAY = Usage()


@dataclass(frozen=True, slots=True)
class Sent:
    """When something was sent, and beside which words services say so."""

    day: date
    labels: tuple[str, ...]  #: folded

    def is_stamp(self, line: str, above: str, words: Words) -> bool:
        """Whether one of the labels stands before the line's date, or on the line above where nothing else does."""
        head = _LETTERS.findall(_FIGURE.split(line, maxsplit=1)[0])
        is_labelled = any(fold(word) not in words.weekdays for word in head)
        return fold((line if is_labelled else above).replace("_", " ")).lstrip(_ADORNMENT).startswith(self.labels)


def usage_of(
    lines: Iterable[str],
    words: Words,
    former: Mapping[str, tuple[Option, ...]] | None = None,
    sent: Sent | None = None,
) -> Usage:
    """The usage of a text that was sent so.

    Only dates that end a line prove anything: in a story people write as they like.
    """
    orders: set[DateOrder] = set()
    years = [0]
    above = ""
    for line in islice(lines, MAX_LINES):
        before, above = above, line if line.strip() else above
        end = line[-_LONGEST_STAMP:].rstrip(_CLOSING)
        if not (end[-1:].isdigit() or end[-1:] in ("m", "M")):
            continue
        if found := _DATE_AT_END.search(end):
            one, two = int(found["one"]), int(found["two"])
            orders |= {DateOrder.DAY_FIRST} if one > 12 >= two else set()
            orders |= {DateOrder.MONTH_FIRST} if two > 12 >= one else set()
            years += [int(year) for year in _YEAR.findall(found["year"])]
        if sent and _CLOCK.search(end) and sent.is_stamp(line, before, words):
            orders |= set(_orders_of_stamp(end, words, sent.day))
    order = DateOrder.MIXED if len(orders) > 1 else next(iter(orders), DateOrder.UNPROVEN)
    return Usage(words, order, max(years) or None, former or {})


def _orders_of_stamp(text: str, words: Words, sent: date) -> Iterator[DateOrder]:
    """The orders in which a line tells the day of sending, or one beside it, as the service's own stamp does.

    Who writes the day before the month's name writes it before its number too (CLDR, the locales of English and Welsh).
    """
    at = sent.toordinal()
    near = [date.fromordinal(day) for day in range(max(at - 1, 1), min(at + 1, date.max.toordinal()) + 1)]
    if found := _IN_WORDS.search(text):
        told = (int(found["day"]), words.months.get(fold(found["month"])), int(found["year"]))
        if told in [(day.day, day.month, day.year) for day in near]:
            yield DateOrder.DAY_FIRST
    elif found := _DATE_AT_END.search(text):
        told = (int(found["one"]), int(found["two"]), int(found["year"]))
        is_day_first = told in [(day.day, day.month, day.year) for day in near]
        if is_day_first != (told in [(day.month, day.day, day.year) for day in near]):
            yield DateOrder.DAY_FIRST if is_day_first else DateOrder.MONTH_FIRST


def options_elsewhere(form: FormVersion, forms: Forms) -> dict[str, tuple[Option, ...]]:
    """The options of the form's questions as its other versions word them, by the question's own name."""
    elsewhere: dict[str, tuple[Option, ...]] = {}
    for version in forms.of(form.form):
        if version.version != form.version:
            for _, question in version.every_question():
                elsewhere[question.name] = (*elsewhere.get(question.name, ()), *question.options)
    return {name: options for name, options in elsewhere.items() if options}
