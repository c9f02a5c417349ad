"""The words of an answer as the value that its question asks for. What cannot be one is said, never guessed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from mapping_dsl.forms import AnswerType, Option, Question
from mapping_dsl.functions.pictures import picture
from runtime.intake.instants import read_instant
from runtime.intake.reading import Answer
from runtime.intake.wording import fold

_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?::[0-5]\d)?")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,30})(?:\.\d{1,30})?")
_CURRENCY = re.compile(r"^(?:GBP|[£$€])\s*|\s*(?:GBP|[£$€])$")
_YES_OR_NO = {"yes": True, "true": True, "ie": True, "ydw": True, "no": False, "false": False, "na": False}
#: Beside the form's own format only those that cannot mean another day.
_PLAIN_DATES = ("YYYY-MM-DD", "D MMMM YYYY", "D MMM YYYY")


@dataclass(frozen=True, slots=True)
class Typed:
    """A value, and whether the words were such a value. Blank words are: they are null."""

    value: Answer
    fits: bool = True


_DOES_NOT_FIT = Typed(None, fits=False)


def type_answer(question: Question, text: str) -> Typed:
    """The words as the question's type, free text as it was typed; null, and not fitting, where they cannot be that."""
    words = text.strip()
    if not words:
        return Typed(None)
    match question.type:
        case AnswerType.CHOICE:
            return _typed(_option(question, words))
        case AnswerType.CHOICES:
            chosen = [_option(question, one) for one in words.split(";") if one.strip()]
            return _DOES_NOT_FIT if None in chosen else Typed([one for one in chosen if one is not None])
        case AnswerType.DATE:
            return _typed(_date(question, words))
        case AnswerType.TIME:
            clock = _TIME.fullmatch(words)
            return Typed(f"{int(clock[1]):02}:{clock[2]}") if clock else _DOES_NOT_FIT
        case AnswerType.DATE_TIME:
            return _typed(read_instant(words))
        case AnswerType.NUMBER:
            return _typed(_number(words))
        case AnswerType.BOOLEAN:
            return _typed(_YES_OR_NO.get(fold(words)))
        case _:
            return Typed(text)


def _typed(value: Answer) -> Typed:
    return _DOES_NOT_FIT if value is None else Typed(value)


def _option(question: Question, words: str) -> str | None:
    """The const of the option with these words as its title; an option's const is also taken."""
    return _by_words(question.options).get(fold(words))


@lru_cache(maxsize=4096)
def _by_words(options: tuple[Option, ...]) -> Mapping[str, str]:
    """The options' consts by their folded titles and by themselves; a title goes before another's const."""
    consts = {fold(option.const): option.const for option in options}
    return consts | {fold(option.title): option.const for option in reversed(options)}


def _date(question: Question, words: str) -> str | None:
    for shape in (question.display_format, *_PLAIN_DATES):
        shown = picture(shape)
        day = shown.read(words) if shown else None
        if day is not None:
            return day.date().isoformat()
    return None


def _number(words: str) -> int | Decimal | None:
    """Digits with or without thousands' commas and a currency mark; whole numbers stay whole."""
    plain = _CURRENCY.sub("", words)
    if not _NUMBER.fullmatch(plain):
        return None
    digits = plain.replace(",", "")
    return Decimal(digits) if "." in digits else int(digits)
