"""One answer, from JSON to its FEEL value by what its question asks; a mark where it does not fit."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from mapping_dsl.feel import lexical
from mapping_dsl.forms import AnswerType, Question

#: gives the value of an answer that is not null, null for a blank one, or MISFIT
Read = Callable[[Any], Any]

MISFIT: Final = object()
_HALF_A_CHARACTER: Final = re.compile("[\ud800-\udfff]")  #: JSON can escape one, and nothing can write it again
_MOST_DIGITS: Final = 34  #: before or behind the point


def reader_of(question: Question) -> Read:
    """How answers to a question are read. Made once for a form version: every submission comes by here."""
    consts = frozenset(option.const for option in question.options)
    match question.type:
        case AnswerType.CHOICE:
            return lambda given: given if isinstance(given, str) and given in consts else _unfit(given)
        case AnswerType.CHOICES:
            return lambda given: list(given) if _are_in(consts, given) else _unfit(given)
    return _READERS[question.type]


def is_blank(value: Any) -> bool:
    """Whether an answer as it came says nothing: null, or nothing but white space."""
    return value is None or (isinstance(value, str) and not value.strip())


def _unfit(given: Any) -> Any:
    return None if is_blank(given) else MISFIT


def _are_in(consts: frozenset[str], given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(one, str) and one in consts for one in given)


def _text(given: Any) -> Any:
    if not isinstance(given, str) or not given.strip():
        return _unfit(given)
    return given if given.isascii() or not _HALF_A_CHARACTER.search(given) else MISFIT


def _number(given: Any) -> Any:
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
        return _unfit(given)
    number = Decimal(repr(given)) if isinstance(given, float) else Decimal(given)
    if not number.is_finite() or abs(number.adjusted()) >= _MOST_DIGITS:
        return MISFIT
    return int(number) if number == number.to_integral_value() else number


def _boolean(given: Any) -> Any:
    return given if isinstance(given, bool) else _unfit(given)


def _temporal(read: Callable[[str], Any], kind: type) -> Read:
    def reader(given: Any) -> Any:
        text = given.strip() if isinstance(given, str) else ""
        value = read(text) if text else None
        return value if type(value) is kind else _unfit(given)

    return reader


def _time(given: str) -> Any:
    return lexical.read_time(f"{given}:00" if len(given) == 5 else given)


_READERS: Final[Mapping[AnswerType, Read]] = {
    AnswerType.STRING: _text,
    AnswerType.NUMBER: _number,
    AnswerType.BOOLEAN: _boolean,
    AnswerType.DATE: _temporal(lexical.read_date, date),
    AnswerType.TIME: _temporal(_time, time),
    AnswerType.DATE_TIME: _temporal(lexical.read_date_time, datetime),
}
