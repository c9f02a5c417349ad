"""What to write where types do not fit each other."""

from mapping_dsl.feel import types
from mapping_dsl.feel.types import Type

_QUOTED_MOMENT = 'a date, a time or a duration is written with an @: @"2026-10-05", @"10:30:00", @"PT2H"'
_CALLED = "a function is called with brackets: `today()`"
_ELEMENT = "take one element with [1], or ask for any with `in`"
#: by the kinds of the two sides
_CLASHES = {
    frozenset(("text", "moment")): _QUOTED_MOMENT,
    frozenset(("text", "duration")): _QUOTED_MOMENT,
    frozenset(("number", "moment")): _QUOTED_MOMENT,
    frozenset(("number", "duration")): _QUOTED_MOMENT,
    frozenset(("number", "text")): "a number stands without quotes; number(…) makes one of a text",
    frozenset(("boolean", "text")): "true and false stand without quotes",
    frozenset(("boolean", "number")): "compare each with its own: `a < b and b < c`",
    frozenset(("moment",)): "write date(…) or time(…) around the one that says more",
}
_KINDS = {
    types.STRING: "text",
    types.NUMBER: "number",
    types.BOOLEAN: "boolean",
    **dict.fromkeys((types.DATE, types.TIME, types.DATE_TIME), "moment"),
    **dict.fromkeys((types.DAYS_TIME, types.YEARS_MONTHS), "duration"),
}


def hint_for_operands(left: Type, right: Type, *, is_sum: bool = False) -> str:
    """For two values that no operator takes together; empty where there is nothing to say."""
    kinds = frozenset((_kind(left), _kind(right)))
    if "function" in kinds:
        return _CALLED
    if is_sum and "text" in kinds:
        return "write string(…) around it"
    if "list" in kinds:
        return _ELEMENT
    return _CLASHES.get(kinds, "")


def hint_for_condition(type_: Type, word: str) -> str:
    """For a value that stands where true or false is wanted."""
    if _kind(type_) == "function":
        return _CALLED
    if word in {"`and`", "`or`"}:
        return f"each side of {word} is a whole condition: `age = 16 {word[1:-1]} age = 17`"
    return "write a condition: `age > 17`"


def _kind(type_: Type) -> str:
    match type_:
        case types.Simple():
            return _KINDS.get(type_, "")
        case types.ChoiceOf():
            return "text"
        case types.ListOf():
            return "list"
        case types.FunctionOf():
            return "function"
    return ""
