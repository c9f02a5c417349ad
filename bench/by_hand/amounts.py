"""Arithmetic on answers that may be blank: decimals of 34 digits, and why there is no result."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any, Final

from mapping_dsl.feel.numeric import CONTEXT, DIGITS, tidy

_WIDE: Final = Context(prec=DIGITS + 2)  #: so that what is rounded may be as long as a number can be
_PENCE: Final = {places: Decimal(1).scaleb(-places) for places in range(4)}


@dataclass(frozen=True, slots=True)
class Unknown:
    """What stands for a number that cannot be computed; `why` is for the person who looks at it."""

    why: str


Amount = int | Decimal | Unknown | None  #: None is blank: nobody said anything


def plus(left: Amount, right: Amount) -> Amount:
    """The sum."""
    return _computed("+", left, right, operator.add, CONTEXT.add)


def minus(left: Amount, right: Amount) -> Amount:
    """The difference."""
    return _computed("-", left, right, operator.sub, CONTEXT.subtract)


def times(left: Amount, right: Amount) -> Amount:
    """The product."""
    return _computed("*", left, right, operator.mul, CONTEXT.multiply)


def per(left: Amount, right: Amount) -> Amount:
    """The quotient."""
    if right == 0 and not isinstance(left, Unknown) and left is not None:
        return Unknown("this divides by zero")
    return _computed("/", left, right, CONTEXT.divide, CONTEXT.divide)


def rounded(amount: Amount, places: int) -> Amount:
    """To so many decimals, a half to the even digit."""
    if isinstance(amount, Unknown) or amount is None:
        return amount
    exact = Decimal(amount)
    if exact.adjusted() + places > DIGITS:
        return amount  # there are no digits to round away
    return tidy(exact.quantize(_PENCE[places], context=_WIDE))


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
