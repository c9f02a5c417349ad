"""Functions on numbers (DMN 1.5, 10.3.4.5), and the rounding of decimals to a scale."""

import decimal
from collections.abc import Callable
from decimal import Decimal

from mapping_dsl.feel import numeric
from mapping_dsl.feel.frames import Call
from mapping_dsl.feel.functions.registry import Registry
from mapping_dsl.feel.numeric import CONTEXT, Number, tidy
from mapping_dsl.feel.values import DaysTime, YearsMonths

registry = Registry("DMN 1.5, 10.3.4.5")
#: the exponents of decimals of 34 digits (IEEE 754, decimal128)
_MIN_SCALE, _MAX_SCALE = -6111, 6176
_SERIES_STEPS = 10  #: what a root or logarithm costs: about 50 µs
_DIGITS_DIVIDED = 1000  #: in a step
#: holds every whole number of times that one number goes into another
_EXACT = decimal.Context(prec=13_000, Emin=-20_000, Emax=20_000)


def _rounding(name: str, mode: str, meaning: str, example: tuple[str, str]) -> None:
    @registry.add(name, "n: number, scale: number -> number", meaning, example)
    def rounded(call: Call, number: Number, scale: Number) -> Number | None:
        return _rounded(call, number, scale, mode)


def _whole(name: str, mode: str, meaning: str, example: tuple[str, str]) -> None:
    @registry.add(name, "n: number -> number", meaning, example)
    def whole(call: Call, number: Number) -> Number | None:
        return _rounded(call, number, 0, mode)


def _rounded(call: Call, number: Number, scale: Number, mode: str) -> Number | None:
    if not _MIN_SCALE <= scale < _MAX_SCALE + 1:
        return call.refuse("wrong-scale", f"numbers do not have {scale} digits behind the point")
    places = int(scale)
    exact = Decimal(number)
    if exact.adjusted() + places > numeric.DIGITS:
        return number  # there are no digits to round away
    wide = decimal.Context(prec=numeric.DIGITS + 2, Emin=-20_000, Emax=20_000)
    return numeric.tidy(exact.quantize(Decimal(1).scaleb(-places, wide), rounding=mode, context=wide))


_rounding(
    "decimal",
    decimal.ROUND_HALF_EVEN,
    "rounded to so many decimals, a half to the even digit",
    ("decimal(1/3, 2)", "0.33"),
)
_whole("floor", decimal.ROUND_FLOOR, "the greatest whole number that is not above it", ("floor(1.5)", "1"))
_rounding(
    "floor",
    decimal.ROUND_FLOOR,
    "the greatest number with so many decimals that is not above it",
    ("floor(-1.56, 1)", "-1.6"),
)
_whole("ceiling", decimal.ROUND_CEILING, "the least whole number that is not below it", ("ceiling(1.5)", "2"))
_rounding(
    "ceiling",
    decimal.ROUND_CEILING,
    "the least number with so many decimals that is not below it",
    ("ceiling(-1.56, 1)", "-1.5"),
)
_rounding("round up", decimal.ROUND_UP, "rounded to so many decimals, away from zero", ("round up(-1.121, 2)", "-1.13"))
_rounding(
    "round down", decimal.ROUND_DOWN, "rounded to so many decimals, towards zero", ("round down(-1.126, 2)", "-1.12")
)
_rounding(
    "round half up",
    decimal.ROUND_HALF_UP,
    "rounded to so many decimals, a half away from zero",
    ("round half up(-5.5, 0)", "-6"),
)
_rounding(
    "round half down",
    decimal.ROUND_HALF_DOWN,
    "rounded to so many decimals, a half towards zero",
    ("round half down(-5.5, 0)", "-5"),
)


@registry.add("abs", "n: number -> number", "the number without its sign", ("abs(-10)", "10"))
def abs_(_: Call, number: Number) -> Number:
    return tidy(CONTEXT.abs(number))


@registry.add(
    "abs",
    "n: days and time duration -> days and time duration",
    "the duration without its sign",
    ('abs(@"-PT5H")', '@"PT5H"'),
)
def abs_days(_: Call, duration: DaysTime) -> DaysTime:
    return DaysTime(abs(duration.nanoseconds))


@registry.add(
    "abs",
    "n: years and months duration -> years and months duration",
    "the duration without its sign",
    ('abs(@"-P2Y")', '@"P2Y"'),
)
def abs_months(_: Call, duration: YearsMonths) -> YearsMonths:
    return YearsMonths(abs(duration.months))


@registry.add(
    "modulo",
    "dividend: number, divisor: number -> number",
    "what is left of a division, with the divisor's sign; null for the divisor 0",
    ("modulo(-12, 5)", "3"),
)
def modulo(call: Call, dividend: Number, divisor: Number) -> Number | None:
    if not divisor:
        return call.refuse("division-by-zero", "this divides by zero")
    if type(dividend) is int and type(divisor) is int:
        return dividend % divisor
    exact, by = Decimal(dividend), Decimal(divisor)
    call.frame.budget.spend(max(0, exact.adjusted() - by.adjusted()) // _DIGITS_DIVIDED)
    rest = _EXACT.remainder(exact, by)
    return tidy(_EXACT.add(rest, by) if rest and (rest < 0) is not (divisor < 0) else rest)


def _computed(name: str, meaning: str, example: tuple[str, str], compute: Callable[[Number], Decimal]) -> None:
    @registry.add(name, "number: number -> number", meaning, example)
    def computed(call: Call, number: Number) -> Number | None:
        call.frame.budget.spend(_SERIES_STEPS)
        try:
            return tidy(compute(number))
        except ArithmeticError:
            return call.refuse("no-result", f"{name} has no value for {number}")


def _log(number: Number) -> Decimal:
    if number <= 0:
        raise decimal.InvalidOperation
    return CONTEXT.ln(Decimal(number))


_computed("sqrt", "the square root; null below 0", ("sqrt(16)", "4"), lambda number: CONTEXT.sqrt(number))
_computed("log", "the natural logarithm; null for 0 and below", ("decimal(log(10), 8)", "2.30258509"), _log)
_computed(
    "exp",
    "e to the power of the number",
    ("decimal(exp(5), 8)", "148.41315910"),
    lambda number: CONTEXT.exp(Decimal(number)),
)


@registry.add("odd", "number: number -> boolean", "whether a whole number is odd", ("odd(5)", "true"))
def odd(call: Call, number: Number) -> bool | None:
    return _parity(call, number, 1)


@registry.add("even", "number: number -> boolean", "whether a whole number is even", ("even(2)", "true"))
def even(call: Call, number: Number) -> bool | None:
    return _parity(call, number, 0)


def _parity(call: Call, number: Number, rest: int) -> bool | None:
    if type(number) is int:
        return number % 2 == rest
    if number == Decimal(number).to_integral_value():
        return rest == 0
    return call.refuse("not-whole", f"{number} is not a whole number")
