"""Answers that may be one or several, blank or filled, yes or no."""

from collections.abc import Mapping, Sequence
from typing import Any

from mapping_dsl.feel.frames import Call

from .registry import registry


@registry.add(
    "as list",
    "x?: T -> list<T>",
    meaning="One value as a list of one, null as a list of none",
    example=('as list("race")', '["race"]'),
)
@registry.add(
    "as list",
    "x: list<T> -> list<T>",
    meaning="Several values as they are",
    example=('as list(["race", "faith"])', '["race", "faith"]'),
)
def as_list(call: Call, x: Any) -> list[Any]:
    """For a question that had one choice in an old version of a form and has several in the new one."""
    del call
    if x is None:
        return []
    return x if isinstance(x, list) else [x]


@registry.add(
    "get or else",
    "x?: T, default?: T -> T",
    meaning="The first value, or the default where it is null",
    example=('get or else(null, "not given")', '"not given"'),
)
def get_or_else(call: Call, x: Any, default: Any) -> Any:
    """Only null gives way; an empty text or list is a value."""
    del call
    return default if x is None else x


@registry.add(
    "filled",
    "list: list<T> -> list<T>",
    meaning="The elements that hold a value",
    example=('filled([null, "", {name: null}, "Jo"])', '["Jo"]'),
)
def filled(call: Call, list: Sequence[Any]) -> Sequence[Any]:
    """A context counts when one of its entries is filled, so an untouched line of a form's group falls out."""
    del call
    return [element for element in list if not _blank(element)]


@registry.add(
    "is blank",
    "x?: any -> boolean",
    meaning="Whether nothing is there: null, white space, or a list or context of such alone",
    example=('is blank("  ")', "true"),
)
def is_blank(call: Call, x: Any) -> bool:
    """Zero and false are values, not blanks."""
    del call
    return _blank(x)


@registry.add(
    "yes",
    "answer?: any -> boolean",
    meaning="True for yes, false for no, null for every other answer",
    example=('yes("dont_know")', "null"),
)
def yes(call: Call, answer: Any) -> bool | None:
    """Don't know, prefer not to say and no answer are null without a reason: they are answers, not faults."""
    del call
    if isinstance(answer, bool):
        return answer
    return {"yes": True, "no": False}.get(answer) if isinstance(answer, str) else None


def _blank(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Mapping):
        return all(_blank(entry) for entry in value.values())
    if isinstance(value, list | tuple):
        return all(_blank(element) for element in value)
    return value is None
