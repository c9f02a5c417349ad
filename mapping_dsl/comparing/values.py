"""Values to try for an answer: its options, and what lies at and around the constants that rules weigh it against."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any, Final

from mapping_dsl.comparing.settings import Elements, Special
from mapping_dsl.feel.numeric import is_number
from mapping_dsl.forms import AnswerType, Question

_MOST_ELEMENTS: Final = 20
LEAST_STEP: Final = Decimal("0.01")  #: from a constant to what is just more or less where there are fractions
_STEPS: Final = (-1, 0, 1, -LEAST_STEP, LEAST_STEP)
_FAR: Final = 1_000  #: how much beyond the largest constant a number is tried too
_MOST_CHARACTERS: Final = 5_000
_MOST_PAIRED: Final = 8  #: options of which every two are tried together
_PLAIN: Final = "Told in a few words"
_REFUSED: Final = "?"  #: what no function takes for a postcode, a telephone number or the like
#: numbers kept for plays, postcodes and plates that nobody has
_WELL_WRITTEN: Final = {
    "uk-postcode": "ZZ99 9ZZ",
    "uk-phone": "07700 900123",
    "uk-vrm": "AB12 CDE",
    "email": "somebody@example.com",
}
#: days on which the clocks go back and forward, with hours that happen twice and never
_DAYS_OF_CHANGE: Final = ("2025-10-26", "2025-03-30")
_HOURS: Final = ("01:30", "12:00")

Constants = Sequence[Any]


def values_of(question: Question, constants: Constants, day: date) -> list[Any]:
    """What may be answered to a question, as JSON; blank and in doubt are none of it. `day` is that of submission."""
    found = _VALUES[question.type](question, constants, day)
    return list({repr(value): value for value in found}.values())


def plain_value(question: Question, day: date) -> Any:
    """Something to answer where it does not matter what."""
    return values_of(question, (), day)[0]


def trial_values(question: Question, constants: Constants, day: date) -> list[Any]:
    """All that is worth trying: the values, nothing where an answer is wanted, and an answer in doubt."""
    return [*values_of(question, constants, day), Special.IN_DOUBT]


def fact_values(name: str, constants: Constants, versions: Iterable[str]) -> list[str]:
    """What a fact of the submission may be: the form's versions, else the strings it may be compared with."""
    if name == "version":
        return list(versions)
    return [] if name.endswith("_at") or name in ("form", "schema") else strings_in(constants)


def _choice(question: Question, _constants: Constants, _day: date) -> Iterator[Any]:
    yield from (option.const for option in question.options)


def _choices(question: Question, _constants: Constants, _day: date) -> Iterator[Any]:
    consts = [option.const for option in question.options]
    yield from ([one] for one in consts)
    if len(consts) <= _MOST_PAIRED:
        yield from (list(two) for two in combinations(consts, 2))
    yield consts


def _boolean(_question: Question, _constants: Constants, _day: date) -> Iterator[Any]:
    yield from (False, True)


def _number(question: Question, constants: Constants, _day: date) -> Iterator[Any]:
    yield 1
    numbers = numbers_in(constants)
    for number in numbers:
        yield from (plain_number(number + step) for step in ((-1, 0, 1) if question.is_whole else _STEPS))
    if numbers:
        yield plain_number(max(numbers) + _FAR)


def _text(question: Question, constants: Constants, _day: date) -> Iterator[Any]:
    yield _WELL_WRITTEN.get(question.kind, _PLAIN)
    if not question.kind and not question.is_long_text:
        yield from _WELL_WRITTEN.values()
    for term in strings_in(constants):
        yield from _with_term(term)
    most = question.max_length or _MOST_CHARACTERS
    yield from ("x" * int(number) for number in numbers_in(constants) if 0 < number <= min(most, _MOST_CHARACTERS))
    yield _REFUSED


def _date(_question: Question, constants: Constants, day: date) -> Iterator[Any]:
    yield (day - timedelta(days=1)).isoformat()
    anchors = [day, *(one for one in constants if type(one) is date), *_read_dates(constants)]
    anchors += (_years_before(day, int(number)) for number in numbers_in(constants) if 0 < number <= 130)
    for anchor in anchors:
        yield from (moved(anchor, days).isoformat() for days in (-1, 0, 1))
    yield from _DAYS_OF_CHANGE


def _time(_question: Question, constants: Constants, _day: date) -> Iterator[Any]:
    yield from _HOURS
    yield from (one.strftime("%H:%M") for one in constants if hasattr(one, "strftime") and type(one) is not date)


def _date_time(question: Question, constants: Constants, day: date) -> Iterator[Any]:
    yield from (f"{one}T{hour}:00+00:00" for one in _date(question, constants, day) for hour in _HOURS)
    yield from (one.isoformat() for one in constants if isinstance(one, datetime) and one.tzinfo)


def _group(_question: Question, constants: Constants, _day: date) -> Iterator[Any]:
    counts = {1, 2, *(int(number) + step for number in numbers_in(constants) for step in (0, 1))}
    yield from (Elements(count) for count in sorted(counts) if 0 < count <= _MOST_ELEMENTS)


_VALUES: Final[Mapping[AnswerType, Callable[[Question, Constants, date], Iterator[Any]]]] = {
    AnswerType.STRING: _text,
    AnswerType.NUMBER: _number,
    AnswerType.BOOLEAN: _boolean,
    AnswerType.DATE: _date,
    AnswerType.TIME: _time,
    AnswerType.DATE_TIME: _date_time,
    AnswerType.CHOICE: _choice,
    AnswerType.CHOICES: _choices,
    AnswerType.GROUP: _group,
}


def _with_term(term: str) -> Iterator[str]:
    """Texts in which `mentions` finds a term, with letters where a star stands for some."""
    core = term.strip("*")
    yield core
    if term.startswith("*"):
        yield f"un{core}"
    if term.endswith("*"):
        yield f"{core}s"


def strings_in(constants: Constants) -> list[str]:
    """The constants that are texts."""
    return [one for one in constants if isinstance(one, str) and one.strip()]


def numbers_in(constants: Constants) -> list[Any]:
    """The constants that are numbers of a common size."""
    return [one for one in constants if is_number(one) and abs(one) < 10**12]


def plain_number(number: Decimal | int) -> Any:
    """A number as JSON has it, whole where it is."""
    return int(number) if number == int(number) else number


def _read_dates(constants: Constants) -> Iterator[date]:
    for text in strings_in(constants):
        try:
            yield date.fromisoformat(text)
        except ValueError:
            continue


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


def moved(day: date, days: int) -> date:
    """A day so many days later, itself at the ends of the calendar."""
    return day + timedelta(days=days) if 1 < day.year < 9999 else day
