"""Settings and values as sentences say them: questions by their labels, options by their titles, fields by theirs."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from mapping_dsl.answers import Questions
from mapping_dsl.comparing.settings import OF_SUBMISSION, Elements, Setting, Special
from mapping_dsl.comparing.values import LEAST_STEP
from mapping_dsl.feel.numeric import is_number
from mapping_dsl.forms import Question
from mapping_dsl.schemas import FieldSchema

_PLACES: Final = re.compile(r"\[\d+\]")
_MOST_SHOWN: Final = 60  #: characters of a value
_MOST_LISTED: Final = 4  #: answers that a sentence names
_FACTS: Final = {
    "version": "the form's version",
    "source": "where it came from",
    "channel": "the channel",
    "language": "the language",
    "force": "the force",
}


def condition(setting: Setting, questions: Questions) -> str:
    """What a setting says, as the end of a sentence: “when … is … and …”."""
    parts = [said(name, (value,), questions) for name, value in setting.said.items()]
    return f"when {joined(parts)}" if parts else "in an ordinary submission"


def said(name: str, values: Sequence[Any], questions: Questions, tried: Sequence[Any] = ()) -> str:
    """That an answer is one of several values; of numbers, which of all that were tried, in a shorter way."""
    if name.startswith(OF_SUBMISSION):
        fact = name.removeprefix(OF_SUBMISSION)
        if fact == "attachments":
            return f"the number of attached files is {joined((str(len(one)) for one in values), 'or')}"
        return f"{_FACTS.get(fact, fact)} is {joined(map(str, values), 'or')}"
    question = questions.by_name[name][-1] if name in questions.by_name else None
    label = f"“{question.label if question else name}”"
    if values == (None,):
        return f"{label} is left blank"
    if values == (Special.NOT_ASKED,):
        return f"{label} is not asked"
    if values == (Special.IN_DOUBT,):
        return f"the answer to {label} is in doubt"
    if question is not None and question.is_long_text:
        shortest = min(map(str, values), key=len)
        return f"{label} says “{_cut(shortest)}”{' or the like' if len(values) > 1 else ''}"
    return f"{label} is {_bounds(values, tried) or _listed(question, values)}"


def _bounds(values: Sequence[Any], tried: Sequence[Any]) -> str:
    """Several numbers in a row as “3 or more”; empty where they are none."""
    numbers = sorted(one for one in tried if is_number(one))
    if len(values) < 2 or not all(map(is_number, values)):
        return ""
    low, high = min(values), max(values)
    if sorted(values) != [one for one in numbers if low <= one <= high]:
        return ""
    before, after = numbers[: numbers.index(low)], numbers[numbers.index(high) + 1 :]
    is_over = bool(before) and _is_beside(low, before[-1])
    is_under = bool(after) and _is_beside(high, after[0])
    if not after:
        return f"more than {before[-1]}" if is_over else f"{low} or more"
    if not before:
        return f"less than {after[0]}" if is_under else f"{high} or less"
    least = f"more than {before[-1]}" if is_over else f"at least {low}"
    most = f"less than {after[0]}" if is_under else f"at most {high}"
    return f"{least} and {most}" if is_over or is_under else f"{low} to {high}"


def _is_beside(number: Decimal | int, constant: Decimal | int) -> bool:
    """Whether a number was tried for being just more or less than a rounder one."""
    return abs(number - constant) == LEAST_STEP and len(str(constant)) < len(str(number))


def _listed(question: Question | None, values: Sequence[Any]) -> str:
    counts = [one.count for one in values if isinstance(one, Elements)]
    if len(counts) > 1:
        return f"answered {_times(min(counts))} or more"
    others = [one.const for one in question.options if one.const not in values] if question else []
    if len(values) > _MOST_LISTED and len(others) in (1, 2) and all(isinstance(one, str) for one in values):
        return f"answered, and not {joined((_answer(question, one) for one in others), 'or')}"
    listed = [_answer(question, one) for one in values[:_MOST_LISTED]]
    more = len(values) - len(listed)
    return joined([*listed, *([f"{more} other things"] if more > 1 else [])], "or")


def shown(value: Any) -> str:
    """A field's value, cut where it is long."""
    match value:
        case None:
            return "blank"
        case bool():
            return "yes" if value else "no"
        case str():
            return f"“{_cut(value)}”" if " " in value or not value else _cut(value)
        case list() if all(isinstance(one, str) for one in value):
            return _cut(", ".join(value)) or "an empty list"
        case list():
            return f"{len(value)} elements" if len(value) != 1 else "1 element"
        case Mapping():
            return "a group of fields"
    return str(value)


def field_label(path: str, records: Mapping[str, FieldSchema]) -> str:
    """A field by its labels, those of its groups before it; by its path where the schema gives it none."""
    plain = _PLACES.sub("", path)
    target = next((name for name in records if plain.startswith(f"{name}.")), "")
    schema: FieldSchema | None = records.get(target)
    labels = []
    for name in plain.removeprefix(f"{target}.").split("."):
        schema = (schema.element or schema).fields.get(name) if schema else None
        label = schema.schema.get("x-label") if schema else None
        labels.append(str(label or name))
    return ", ".join(labels)


def without_places(path: str) -> str:
    """A field's path for all elements of its groups."""
    return _PLACES.sub("", path)


def joined(parts: Iterable[str], word: str = "and") -> str:
    """Several things in a sentence: “a, b and c”."""
    *before, last = list(parts) or [""]
    return f"{', '.join(before)} {word} {last}" if before else last


def _answer(question: Question | None, value: Any) -> str:
    match value:
        case Special():
            return value.value
        case None:
            return "left blank"
        case Elements(count):
            return f"answered {_times(count)}"
        case list():
            return joined(_answer(question, one) for one in value)
        case str() if question and (option := question.option(value)):
            return f"“{option.title}”"
        case str():
            return f"“{_cut(value)}”"
    return shown(value)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
