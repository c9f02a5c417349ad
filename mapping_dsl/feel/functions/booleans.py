"""Functions on true and false, and identity (DMN 1.5, 10.3.4.2, 10.3.4.4 and 10.3.4.6)."""

from mapping_dsl.feel.frames import MISSING, Call
from mapping_dsl.feel.functions.comparing import charge_comparison
from mapping_dsl.feel.functions.registry import Registry
from mapping_dsl.feel.operators import is_same
from mapping_dsl.feel.types import describe
from mapping_dsl.feel.values import Value, kind_of

registry = Registry("DMN 1.5, 10.3.4.4")


@registry.add(
    "not",
    "negand: boolean -> boolean",
    "true for false, false for true, null for anything else",
    ("not(true)", "false"),
    clause="DMN 1.5, 10.3.4.2",
)
def not_(_: Call, negand: bool) -> bool:
    return not negand


@registry.add(
    "all",
    "list: list<any> -> boolean",
    "false where one is false; true where all are true or there is none; else null",
    ("all([true, null, false])", "false"),
)
def all_(call: Call, values: list[Value]) -> bool | None:
    return _decide(call, values, deciding=False)


@registry.add(
    "all",
    "items...: any -> boolean",
    "the same, with the values one by one",
    ("all(true, true)", "true"),
)
def all_of(call: Call, *values: Value) -> bool | None:
    return _decide(call, values, deciding=False)


@registry.add(
    "any",
    "list: list<any> -> boolean",
    "true where one is true; false where all are false or there is none; else null",
    ("any([false, null, true])", "true"),
)
def any_(call: Call, values: list[Value]) -> bool | None:
    return _decide(call, values, deciding=True)


@registry.add(
    "any",
    "items...: any -> boolean",
    "the same, with the values one by one",
    ("any(false, true)", "true"),
)
def any_of(call: Call, *values: Value) -> bool | None:
    return _decide(call, values, deciding=True)


def _decide(call: Call, values: list[Value] | tuple[Value, ...], *, deciding: bool) -> bool | None:
    for value in values:
        if value is not None and type(value) is not bool:
            message = f"this wants true or false, and is given {describe(kind_of(value))}"
            return call.refuse("wrong-element", message)
    if any(value is deciding for value in values):
        return deciding
    return call.refuse(MISSING, "a value of the list is missing") if None in values else not deciding


@registry.add(
    "is",
    "value1: any or null, value2: any or null -> boolean",
    "whether both are the same value of the same type, zones and offsets included",
    ('is(@"10:00:00Z", @"11:00:00+01:00")', "false"),
    "DMN 1.5, 10.3.4.6",
)
def is_(call: Call, one: Value, other: Value) -> bool:
    charge_comparison(call.frame.budget, one, other)
    return is_same(one, other)
