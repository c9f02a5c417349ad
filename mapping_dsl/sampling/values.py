"""What may be answered to a question, and is worth trying: around each constant, each option, what nobody offers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any, Final, TypeVar

from mapping_dsl.forms import AnswerType, Question

#: when all samples were submitted; their usual day is the day before
SUBMITTED_AT: Final = datetime.fromisoformat("2026-03-03T10:00:00+00:00")
USUAL_DAY: Final = date(2026, 3, 2)

#: half past one at night is an hour that the clocks leave out or have twice, on the right day
_USUAL_TIME: Final = time(1, 30)
_USUAL_TEXTS: Final = {
    "uk-postcode": "E99 1ZZ", "uk-phone": "020 7946 0123", "uk-vrm": "AB12 CDE", "email": "ashley.usual@example.com",
}  # fmt: skip
_DAYS_OF_CLOCKS: Final = (date(2025, 3, 30), date(2025, 10, 26))  #: an hour is left out, an hour happens twice
_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)

Moment = TypeVar("Moment", date, datetime)


@dataclass(frozen=True, slots=True)
class Value:
    """An answer as a submission holds it, and what a sentence says of it after the question's name."""

    given: Any
    says: str


MISSING: Final = Value(None, "is not answered")


def usual(question: Question, constants: Iterable[Any]) -> Value:
    """The answer of a submission in which nothing is out of the ordinary: one that the mapping does not ask after."""
    named = set(map(str, constants))
    consts = [option.const for option in question.options]
    match question.type:
        case AnswerType.CHOICE | AnswerType.CHOICES:
            const = next((one for one in consts if one not in named), consts[0] if consts else "")
            return _value(const if question.type is AnswerType.CHOICE else [const])
        case AnswerType.NUMBER:
            return _value(1)
        case AnswerType.BOOLEAN:
            return _value(False)
        case AnswerType.DATE:
            return _value(USUAL_DAY.isoformat())
        case AnswerType.TIME:
            return _value(_USUAL_TIME.strftime("%H:%M"))
        case AnswerType.DATE_TIME:
            return _value((SUBMITTED_AT - _DAY).isoformat())
    return _value(_USUAL_TEXTS.get(question.kind, "As I said on the telephone"))


def boundary_values(question: Question, constants: Iterable[Any]) -> tuple[Value, ...]:
    """What is worth answering once to a question that is no group: missing first, in doubt last, each once."""
    worth = (MISSING, *_OF_TYPE.get(question.type, _texts)(question, tuple(constants)))
    return tuple({str(one.given): one for one in worth}.values())


def _value(given: Any) -> Value:
    if isinstance(given, list):
        return Value(given, f"is {' and '.join(f'“{one}”' for one in given)}" if given else "is empty")
    return Value(given, f"is “{given}”" if isinstance(given, str) else f"is {str(given).lower()}")


def _choice(question: Question, _: tuple[Any, ...]) -> Iterator[Value]:
    yield from (_value(option.const) for option in question.options)
    yield Value("something else", "is “something else”, which the form does not offer")


def _choices(question: Question, _: tuple[Any, ...]) -> Iterator[Value]:
    consts = [option.const for option in question.options]
    yield from (_value([const]) for const in consts)
    yield from (_value(list(both)) for both in combinations(consts, 2))
    yield Value(consts, "is all that the form offers")
    yield Value(["something else"], "is “something else”, which the form does not offer")


def _numbers(_: Question, constants: tuple[Any, ...]) -> Iterator[Value]:
    numbers = [one for one in constants if isinstance(one, int | Decimal) and not isinstance(one, bool)]
    for number in (0, *numbers):
        yield from (_value(number + step) for step in (-1, 0, 1))
    yield Value("many", "is “many”, where the form asks for a number")


def _booleans(*_: Any) -> Iterator[Value]:
    yield from (_value(True), _value(False))
    yield Value("perhaps", "is “perhaps”, where the form asks for yes or no")


def _dates(_: Question, constants: tuple[Any, ...]) -> Iterator[Value]:
    named = [one for one in constants if type(one) is date]
    days = (day for one in (USUAL_DAY, SUBMITTED_AT.date(), *named) for day in _around(one, _DAY))
    yield from (_value(day.isoformat()) for day in (*days, *_DAYS_OF_CLOCKS))
    yield Value("2026-02-30", "is 30 February, which there is not")


def _times(_: Question, constants: tuple[Any, ...]) -> Iterator[Value]:
    named = [one.replace(tzinfo=None) for one in constants if isinstance(one, time)]
    moments = [
        datetime.combine(USUAL_DAY, one) + step * _MINUTE for one in (_USUAL_TIME, *named) for step in (-1, 0, 1)
    ]
    yield from (_value(moment.strftime("%H:%M")) for moment in moments)
    yield Value("25:00", "is “25:00”, which there is not")


def _instants(_: Question, constants: tuple[Any, ...]) -> Iterator[Value]:
    named = [one for one in constants if isinstance(one, datetime)]
    moments = (moment for one in (SUBMITTED_AT, *named) for moment in _around(one, _MINUTE))
    yield from (_value(moment.isoformat()) for moment in moments)
    yield Value("soon", "is “soon”, where the form asks for a date and time")


def _around(moment: Moment, step: timedelta) -> Iterator[Moment]:
    """A day or instant, the one before and the one after, where the calendar has them."""
    for way in (-1, 0, 1):
        with suppress(OverflowError):
            yield moment + way * step


def _texts(question: Question, constants: tuple[Any, ...]) -> Iterator[Value]:
    if question.kind:
        yield Value("as before", "is “as before”, which is none that can be read")
    yield from (_value(one.strip("*")) for one in constants if isinstance(one, str) and one.strip("* "))
    yield Value(7, "is 7, where the form asks for text")


_OF_TYPE: Final[Mapping[AnswerType, Callable[[Question, tuple[Any, ...]], Iterator[Value]]]] = {
    AnswerType.CHOICE: _choice,
    AnswerType.CHOICES: _choices,
    AnswerType.NUMBER: _numbers,
    AnswerType.BOOLEAN: _booleans,
    AnswerType.DATE: _dates,
    AnswerType.TIME: _times,
    AnswerType.DATE_TIME: _instants,
}
