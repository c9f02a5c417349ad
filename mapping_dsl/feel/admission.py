"""Python's values as FEEL has them."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

from mapping_dsl.feel.numeric import tidy
from mapping_dsl.feel.types import Type
from mapping_dsl.feel.values import NANOSECONDS, DaysTime, Range, Value, is_function, simple_type, type_of


class NotAValue(ValueError):
    """A Python value that FEEL has nothing for."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} is no value of FEEL: {why}")


def admit(value: Any, name: str = "this") -> Value:
    """The value as FEEL has it: a float becomes the decimal that it is written as, a tuple a list, a timedelta a
    duration, and numbers are rounded to 34 digits. `name` is what a failure calls it. Raises NotAValue."""
    try:
        return _admitted(value)
    except ArithmeticError as error:
        raise NotAValue(name, "it holds a number that FEEL does not have") from error
    except RecursionError as error:
        raise NotAValue(name, "it goes too deep") from error
    except TypeError as error:
        raise NotAValue(name, str(error)) from error


def admit_all(context: Mapping[str, Any]) -> tuple[dict[str, Value], dict[str, Type]]:
    """A context's values as FEEL has them, and their types, by name. Raises NotAValue."""
    values = {name: admit(value, name) for name, value in context.items()}
    return values, {name: type_of(value) for name, value in values.items()}


def _admitted(value: Any) -> Value:
    match value:
        case bool() | str() | None:
            return value
        case float() | Decimal() if not isfinite(value):
            raise ArithmeticError
        case float():
            return tidy(Decimal(repr(value)))
        case int() | Decimal():
            return tidy(value)
        case list() | tuple():
            return [_admitted(one) for one in value]
        case dict():
            return {key: _admitted(one) for key, one in value.items()}
        case timedelta():
            return DaysTime(value // timedelta(microseconds=1) * (NANOSECONDS // 1_000_000))
    if simple_type(value) is None and not isinstance(value, Range) and not is_function(value):
        raise TypeError(f"there is nothing like {type(value).__name__} in it")
    return value
