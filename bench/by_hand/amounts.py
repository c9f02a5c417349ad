"""Arithmetic on answers that may be blank: decimals of 34 digits, and why there is no result."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any, Final

from mapping_dsl.feel.numeric import LIMIT

_CONTEXT: Final = Context(prec=34)
_PENCE: Final = {places: Decimal(1).scaleb(-places) for places in range(4)}


@dataclass(frozen=True, slots=True)
class Unknown:
    """What stands for a number that cannot be computed; `why` is for the person who looks at it."""

    why: str


Amount = int | Decimal | Unknown | None  #: None is blank: nobody said anything


def plus(left: Amount, right: Amount) -> Amount:
    """The sum."""
    return _computed("+", left, right, operator.add, _CONTEXT.add)


def minus(left: Amount, right: Amount) -> Amount:
    """The difference."""
    return _computed("-", left, right, operator.sub, _CONTEXT.subtract)


def times(left: Amount, right: Amount) -> Amount:
    """The product."""
    return _computed("*", left, right, operator.mul, _CONTEXT.multiply)


def per(left: Amount, right: Amount) -> Amount:
    """The quotient."""
    if right == 0 and not isinstance(left, Unknown) and left is not None:
        return Unknown("this divides by zero")
    return _computed("/", left, right, _CONTEXT.divide, _CONTEXT.divide)


def rounded(amount: Amount, places: int) -> Amount:
    """To so many decimals, a half to the even digit."""
    if isinstance(amount, Unknown) or amount is None:
        return amount
    return tidy(Decimal(amount).quantize(_PENCE[places], context=_CONTEXT))


def tidy(number: int | Decimal) -> int | Decimal:
    """An int where it is whole."""
    if isinstance(number, int):
        return number if -LIMIT < number < LIMIT else _CONTEXT.create_decimal(number)
    return int(number) if number == number.to_integral_value() else number


def written(amount: Amount) -> str:
    """The digits, without zeros at the end of a fraction."""
    digits = format(amount, "f") if isinstance(amount, Decimal) else str(amount)
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _computed(
    sign: str, left: Amount, right: Amount, whole: Callable[[Any, Any], Any], exact: Callable[[Any, Any], Decimal]
) -> Amount:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return left if isinstance(left, Unknown) else right
    if left is None or right is None:
        if left is right:
            return None
        return Unknown(f"the value on the {'left' if left is None else 'right'} of `{sign}` is missing")
    return tidy(whole(left, right) if type(left) is type(right) is int else exact(left, right))
