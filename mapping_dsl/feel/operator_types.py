"""Which types operators take, and what type they give; the static side of `operators`."""

from mapping_dsl.feel import types
from mapping_dsl.feel.nodes import ArithmeticOperator
from mapping_dsl.feel.types import Type, conforms

_ADD, _SUBTRACT = ArithmeticOperator.ADD, ArithmeticOperator.SUBTRACT
_MULTIPLY, _DIVIDE, _POWER = ArithmeticOperator.MULTIPLY, ArithmeticOperator.DIVIDE, ArithmeticOperator.POWER
_MOMENTS = (types.DATE, types.TIME, types.DATE_TIME)
_DURATIONS = (types.DAYS_TIME, types.YEARS_MONTHS)

#: left operand, operator, right operand, and the result (DMN 1.5, tables 56 and 57)
_RESULTS: list[tuple[Type, ArithmeticOperator, Type, Type]] = [
    *((types.NUMBER, sign, types.NUMBER, types.NUMBER) for sign in ArithmeticOperator),
    (types.STRING, _ADD, types.STRING, types.STRING),
    *((one, sign, one, one) for one in _DURATIONS for sign in (_ADD, _SUBTRACT)),
    *((one, sign, types.DAYS_TIME, one) for one in _MOMENTS for sign in (_ADD, _SUBTRACT)),
    *((types.DAYS_TIME, _ADD, one, one) for one in _MOMENTS),
    *((one, sign, types.YEARS_MONTHS, one) for one in (types.DATE, types.DATE_TIME) for sign in (_ADD, _SUBTRACT)),
    *((types.YEARS_MONTHS, _ADD, one, one) for one in (types.DATE, types.DATE_TIME)),
    *((one, _SUBTRACT, one, types.DAYS_TIME) for one in _MOMENTS),
    (types.DATE, _SUBTRACT, types.DATE_TIME, types.DAYS_TIME),
    (types.DATE_TIME, _SUBTRACT, types.DATE, types.DAYS_TIME),
    *((one, sign, types.NUMBER, one) for one in _DURATIONS for sign in (_MULTIPLY, _DIVIDE)),
    *((types.NUMBER, _MULTIPLY, one, one) for one in _DURATIONS),
    *((one, _DIVIDE, one, types.NUMBER) for one in _DURATIONS),
]
_BY_SIGN = {
    sign: [(left, right, result) for left, other, right, result in _RESULTS if other is sign]
    for sign in ArithmeticOperator
}


def result_of(operator: ArithmeticOperator, left: Type, right: Type) -> Type | None:
    """The type of an operation's value, None where the operands' types do not fit it."""
    found = [result for one, other, result in _BY_SIGN[operator] if conforms(left, one) and conforms(right, other)]
    if not found:
        return None
    return found[0] if all(one == found[0] for one in found) else types.ANY


def are_comparable(left: Type, right: Type) -> bool:
    """Whether values of two types can be compared. One value compares with a list of one (DMN 1.5, 10.3.2.9.4)."""
    return conforms(left, right) or conforms(right, left)
