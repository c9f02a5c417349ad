"""Numbers: decimals of 34 digits, half-even (DMN 1.5, 10.3.2.3.1), `int` wherever one is whole and fits."""

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import TypeAlias

DIGITS = 34
LIMIT = 10**DIGITS
_MAX_EXPONENT = 6144

Number: TypeAlias = int | Decimal

#: Raises ArithmeticError where a result is no number that FEEL has
CONTEXT = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-_MAX_EXPONENT + 1,
    Emax=_MAX_EXPONENT,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)
_LITERAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d{1,5}))?", re.ASCII)


def is_number(value: object) -> bool:
    """Whether a value is a FEEL number; a boolean is none."""
    return type(value) in (int, Decimal)


def tidy(number: Number) -> Number:
    """The same number as FEEL keeps it: 34 digits, an int where it is whole and no longer than that."""
    if type(number) is int:
        return number if -LIMIT < number < LIMIT else CONTEXT.create_decimal(number)
    rounded = CONTEXT.plus(Decimal(number))
    # The exponent is asked first: int(Decimal("1e1000000")) would hold the interpreter for a minute.
    if rounded.adjusted() < DIGITS and rounded == rounded.to_integral_value():
        return int(rounded)
    return rounded


def read_number(text: str) -> Number | None:
    """The number that a text is, None where it is none or beyond FEEL's exponents."""
    found = _LITERAL.fullmatch(text)
    if found is None or len(text) > 10_000:
        return None
    try:
        return tidy(CONTEXT.create_decimal(text))
    except ArithmeticError:
        return None


def write_number(number: Number) -> str:
    """A number's digits, without an exponent and without zeros at the end of a fraction."""
    if type(number) is int:
        return str(number)
    digits = format(number, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
