"""Python's values as FEEL has them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

from mapping_dsl.feel.numeric import tidy
from mapping_dsl.feel.types import Type
from mapping_dsl.feel.values import NANOSECONDS, DaysTime, Range, Value, is_function, simple_type, type_of

_MAX_PARTS = 1_000_000  #: all in all, what is there twice counted once


class NotAValue(ValueError):
    """A Python value that FEEL has nothing for."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} is no value of FEEL: {why}")


def admit(value: Any, name: str = "this") -> Value:
    """The value as FEEL has it: a float becomes the decimal that it is written as, a tuple a list, a timedelta a
    duration, and numbers are rounded to 34 digits. What is in it twice is in its copy twice. `name` is what a failure
    calls it. Raises NotAValue."""
    try:
        return _Admission().admitted(value)
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


class _Admission:
    """One value on its way in."""

    def __init__(self) -> None:
        self._parts = 0
        # By id, with what they were made of: while that lives, nothing else has its id.
        self._copies: dict[int, tuple[Any, Value]] = {}

    def admitted(self, value: Any) -> Value:
        match value:
            case None | bool():
                return value
            case str():
                return str.__str__(value)
            case float() | Decimal() if not isfinite(value):
                raise ArithmeticError
            case float():
                return tidy(Decimal(float.__repr__(value)))
            case int():
                return tidy(int(value))
            case Decimal():
                return tidy(Decimal(value))
            case list() | tuple() | dict():
                return self._copy(value)
            case timedelta():
                return DaysTime(value // timedelta(microseconds=1) * (NANOSECONDS // 1_000_000))
            case Range():
                bounds = self.admitted(value.low), self.admitted(value.high)
                return replace(value, low=bounds[0], high=bounds[1])
        return _simple(value)

    def _copy(self, value: Any) -> Value:
        if id(value) not in self._copies:
            self._parts += len(value)
            if self._parts > _MAX_PARTS:
                raise TypeError(f"it has more than {_MAX_PARTS:,} parts")
            self._copies[id(value)] = value, self._entries(value) if isinstance(value, dict) else self._elements(value)
        return self._copies[id(value)][1]

    def _elements(self, values: Iterable[Any]) -> list[Value]:
        return [self.admitted(one) for one in values]

    def _entries(self, values: Mapping[Any, Any]) -> dict[str, Value]:
        wrong = next((key for key in values if not isinstance(key, str)), None)
        if wrong is not None:
            raise TypeError(f"the name of an entry is a string, not {type(wrong).__name__}")
        return {str.__str__(key): self.admitted(one) for key, one in values.items()}


def _simple(value: Any) -> Value:
    if simple_type(value) is not None or (is_function(value) and isinstance(getattr(value, "parameters", None), tuple)):
        return value
    if callable(value):
        raise TypeError("a function needs to say what its parameters are")
    raise TypeError(f"there is nothing like {type(value).__name__} in it")
