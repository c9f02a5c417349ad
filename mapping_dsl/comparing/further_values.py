"""Values that one condition tells apart from another, made of the constants of both: texts that hold two terms, numbers
that a sum or product brings to a constant, instants a duration away. They are too many to try them all together."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import combinations, permutations
from typing import Any, Final

from mapping_dsl.comparing.values import Constants, moved, numbers_in, plain_number, strings_in
from mapping_dsl.feel import temporal
from mapping_dsl.feel.lexical import read_duration
from mapping_dsl.feel.values import DaysTime, YearsMonths
from mapping_dsl.forms import AnswerType, Question

_MOST_COMBINED: Final = 6  #: constants of which every two are taken together
_MOST_ATTACHED: Final = 20
_MINUTE: Final = timedelta(minutes=1)
_SOURCES: Final = ("email", "portal", "ihub", "folder")
_ATTACHMENT: Final = {"name": "picture.jpg", "mediaType": "image/jpeg", "bytes": 1_000}


def further_values(question: Question, constants: Constants, now: datetime) -> list[Any]:
    """More that may be answered to a question. `now` is when the submission is received."""
    make = _VALUES.get(question.type)
    found = make(constants, now) if make else ()
    return list({repr(value): value for value in found}.values())


def further_facts(name: str, constants: Constants) -> list[Any]:
    """More that a fact of the submission may be: one that no rule names, and attachments as many as rules count."""
    if name == "attachments":
        counts = {0, 1, 2, *(int(number) + step for number in numbers_in(constants) for step in (0, 1))}
        return [[_ATTACHMENT] * count for count in sorted(counts) if 0 <= count <= _MOST_ATTACHED]
    if name.endswith("_at") or name in ("form", "schema", "version"):
        return []
    return list(_SOURCES) if name == "source" else ["another"]


def _texts(constants: Constants, _now: datetime) -> Iterator[str]:
    terms = [term.strip("*") for term in strings_in(constants)]
    yield " ".join(terms)
    yield from (term.upper() for term in terms)
    yield from (" ".join(two) for two in combinations(terms[:_MOST_COMBINED], 2))
    yield from (f"x{term}x" for term in terms)


def _numbers(constants: Constants, _now: datetime) -> Iterator[Any]:
    for one, other in permutations(map(Decimal, numbers_in(constants)[:_MOST_COMBINED]), 2):
        made = [one - other, one + other, one * other, *([one / other] if other else [])]
        yield from (plain_number(number + step) for number in made for step in (0, 1, -1))


def _instants(constants: Constants, now: datetime) -> Iterator[datetime]:
    for duration in map(read_duration, strings_in(constants)):
        yield from (there for sign in (-1, 1) if isinstance(there := _away(now, duration, sign), datetime))


def _away(now: datetime, duration: YearsMonths | DaysTime | None, sign: int) -> object:
    match duration:
        case YearsMonths(months):
            return temporal.plus_months(now, sign * months)
        case DaysTime(nanoseconds):
            return temporal.plus_nanoseconds(now, sign * nanoseconds)
    return None


def _date_times(constants: Constants, now: datetime) -> Iterator[str]:
    for instant in _instants(constants, now):
        yield from (moment.isoformat() for moment in (instant, instant + _MINUTE, instant - _MINUTE))


def _dates(constants: Constants, now: datetime) -> Iterator[str]:
    for instant in _instants(constants, now):
        yield from (moved(instant.date(), days).isoformat() for days in (0, 1, -1))


_VALUES: Final[Mapping[AnswerType, Callable[[Constants, datetime], Iterator[Any]]]] = {
    AnswerType.STRING: _texts,
    AnswerType.NUMBER: _numbers,
    AnswerType.DATE: _dates,
    AnswerType.DATE_TIME: _date_times,
}
