"""What operators give for which values. All rules about null, comparison and arithmetic stand here and nowhere else.

An operator gives null for what it cannot compute and tells `refuse` why. Two nulls, or an order asked of null, are told
as MISSING, which not everybody counts as a reason.
"""

import operator
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeAlias
from zoneinfo import ZoneInfo

from mapping_dsl.feel import temporal
from mapping_dsl.feel.frames import MISSING, MISSING_OPERAND
from mapping_dsl.feel.lexical import write_zone
from mapping_dsl.feel.nodes import ArithmeticOperator, ComparisonOperator
from mapping_dsl.feel.numeric import CONTEXT, Number, is_number, tidy
from mapping_dsl.feel.types import BOOLEAN, describe
from mapping_dsl.feel.values import DaysTime, Range, Value, YearsMonths, is_function, kind_of, simple_type

Refuse: TypeAlias = Callable[[str, str, str], Value]
Operation: TypeAlias = Callable[[Value, Value, Refuse], Value]

_LONGEST = 10**34  #: months or nanoseconds of a duration
_VERBS = {
    ArithmeticOperator.ADD: ("add", "to"),
    ArithmeticOperator.SUBTRACT: ("take", "from"),
    ArithmeticOperator.MULTIPLY: ("multiply", "by"),
    ArithmeticOperator.DIVIDE: ("divide", "by"),
    ArithmeticOperator.POWER: ("raise", "to the power of"),
}


# --- arithmetic


def arithmetic(sign: ArithmeticOperator) -> Operation:
    """The operation behind one of + - * / and **."""
    compute = _ARITHMETIC[sign]
    both_missing = f"both values of `{sign}` are missing"

    def operate(left: Value, right: Value, refuse: Refuse) -> Value:
        if left is None and right is None:
            return refuse(MISSING, both_missing, "")
        if left is None or right is None:
            missing = "left" if left is None else "right"
            return refuse(MISSING_OPERAND, f"the value on the {missing} of `{sign}` is missing", "")
        try:
            result = compute(left, right)
        except ZeroDivisionError:
            return refuse("division-by-zero", "this divides by zero", "")
        except InvalidOperation:
            return refuse("no-result", f"`{sign}` has no result for these numbers", "")
        except ArithmeticError:
            return refuse("number-too-large", f"`{sign}` gives more than fits into a value here", "")
        return refuse("wrong-operands", _unfit(sign, left, right), "") if result is None else result

    return operate


def _unfit(sign: ArithmeticOperator, left: Value, right: Value) -> str:
    verb, preposition = _VERBS[sign]
    one, other = describe(kind_of(left)), describe(kind_of(right))
    if sign in (ArithmeticOperator.ADD, ArithmeticOperator.SUBTRACT):
        one, other = other, one
    return f"nobody can {verb} {one} {preposition} {other}"


def _add(left: Value, right: Value) -> Value:
    if is_number(left) and is_number(right):
        return tidy(left + right) if type(left) is type(right) is int else tidy(CONTEXT.add(left, right))
    if type(left) is str and type(right) is str:
        return left + right
    if isinstance(left, YearsMonths | DaysTime):
        return _add_durations(left, right) if isinstance(right, YearsMonths | DaysTime) else _move(right, left, 1)
    return _move(left, right, 1)


def _subtract(left: Value, right: Value) -> Value:
    if is_number(left) and is_number(right):
        return tidy(left - right) if type(left) is type(right) is int else tidy(CONTEXT.subtract(left, right))
    if isinstance(right, YearsMonths | DaysTime):
        if isinstance(left, YearsMonths | DaysTime):
            return _add_durations(left, _scale(right, -1))
        return _move(left, right, -1)
    return _time_between(left, right)


def _add_durations(left: YearsMonths | DaysTime, right: YearsMonths | DaysTime) -> Value:
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return YearsMonths(_sized(left.months + right.months))
    if isinstance(left, DaysTime) and isinstance(right, DaysTime):
        return DaysTime(_sized(left.nanoseconds + right.nanoseconds))
    return None


def _sized(count: int | Decimal) -> int:
    """A duration's count without its fraction; raises OverflowError for one that is too long to be written."""
    if not -_LONGEST < count < _LONGEST:
        raise OverflowError
    return int(count)


def _move(value: Value, duration: Value, sign: int) -> Value:
    moved: Value = None
    if isinstance(duration, YearsMonths) and (temporal.is_date(value) or temporal.is_date_time(value)):
        moved = temporal.plus_months(value, sign * duration.months)
    elif isinstance(duration, DaysTime) and _is_temporal(value):
        moved = temporal.plus_nanoseconds(value, sign * duration.nanoseconds)
    else:
        return None
    if moved is None:
        raise OverflowError
    return moved


def _is_temporal(value: Value) -> bool:
    return temporal.is_date(value) or temporal.is_time(value) or temporal.is_date_time(value)


def _time_between(left: Value, right: Value) -> DaysTime | None:
    if not (_is_temporal(left) and _is_temporal(right)) or temporal.is_time(left) is not temporal.is_time(right):
        return None
    if temporal.is_date(left) and temporal.is_date(right):
        return DaysTime(temporal.local_moment(left) - temporal.local_moment(right))
    if (temporal.zone_of(left) is None) is not (temporal.zone_of(right) is None):
        return None
    if temporal.is_time(left):
        moments = temporal.moments_of_day(left, right)
        return DaysTime(moments[0] - moments[1]) if moments else None
    return DaysTime(temporal.moment(left) - temporal.moment(right))


def _scale(
    duration: YearsMonths | DaysTime, factor: Number, by: Callable[[Number, Number], Decimal] = CONTEXT.multiply
) -> YearsMonths | DaysTime:
    if isinstance(duration, YearsMonths):
        return YearsMonths(_sized(by(duration.months, factor)))
    return DaysTime(_sized(by(duration.nanoseconds, factor)))


def _multiply(left: Value, right: Value) -> Value:
    if is_number(left) and is_number(right):
        return tidy(left * right) if type(left) is type(right) is int else tidy(CONTEXT.multiply(left, right))
    if is_number(left):
        left, right = right, left
    return _scale(left, right) if isinstance(left, YearsMonths | DaysTime) and is_number(right) else None


def _divide(left: Value, right: Value) -> Value:
    if is_number(right):
        if not right:
            raise ZeroDivisionError
        if is_number(left):
            return tidy(CONTEXT.divide(left, right))
        return _scale(left, right, CONTEXT.divide) if isinstance(left, YearsMonths | DaysTime) else None
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return _divide(left.months, right.months)
    if isinstance(left, DaysTime) and isinstance(right, DaysTime):
        return _divide(left.nanoseconds, right.nanoseconds)
    return None


def _power(left: Value, right: Value) -> Value:
    if not (is_number(left) and is_number(right)):
        return None
    if not right:
        return 1  # Python's decimals have no 0 ** 0
    if not left and right < 0:
        raise InvalidOperation  # and take 0 ** -1 for infinite
    return tidy(CONTEXT.power(left, right))


_ARITHMETIC: dict[ArithmeticOperator, Callable[[Value, Value], Value]] = {
    ArithmeticOperator.ADD: _add,
    ArithmeticOperator.SUBTRACT: _subtract,
    ArithmeticOperator.MULTIPLY: _multiply,
    ArithmeticOperator.DIVIDE: _divide,
    ArithmeticOperator.POWER: _power,
}


def negate(value: Value, refuse: Refuse) -> Value:
    """The value with the other sign."""
    if is_number(value):
        return tidy(CONTEXT.minus(value))  # the minus of Python itself would round to 28 digits
    if isinstance(value, YearsMonths | DaysTime):
        return _scale(value, -1)
    if value is None:
        return refuse(MISSING, "the value after the minus is missing", "")
    return refuse("wrong-operands", f"nobody can put a minus before {describe(kind_of(value))}", "")


# --- equality


def equal(left: Value, right: Value) -> bool | None:
    """Whether two values are equal (DMN 1.5, table 53). Null equals null alone; None where their types differ."""
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind is type(right) and kind in NATURAL_EQUALITY:
        return bool(left == right)
    if is_number(left) and is_number(right):
        return bool(left == right)
    if isinstance(left, list | dict):
        return _equal_parts(left, right, set()) if isinstance(right, type(left)) else None
    if isinstance(left, Range) and isinstance(right, Range):
        return _bounds(left) == _bounds(right)
    if _is_temporal(left) and _is_temporal(right):
        return _equal_in_time(left, right)
    return left is right if is_function(left) and is_function(right) else None


def _equal_parts(left: Value, right: Value, known: set[tuple[int, int]]) -> bool:
    """Whether two lists or contexts are equal. `known` are pairs that are: values that share parts would otherwise be
    gone through once for each way to a part."""
    pair = id(left), id(right)
    if left is right or pair in known:
        return True
    places = range(len(left)) if isinstance(left, list) else left.keys()
    if len(left) != len(right) or (isinstance(left, dict) and places != right.keys()):
        return False
    for place in places:
        one, other = left[place], right[place]
        nested = type(one) is type(other) and type(one) in (list, dict)
        if not (_equal_parts(one, other, known) if nested else equal(one, other)):
            return False
    known.add(pair)
    return True


def is_same(left: Value, right: Value) -> bool:
    """Whether two values are one and the same (DMN 1.5, 10.3.4.10): other than `=`, it tells Z from +00:00@Etc/UTC."""
    if simple_type(left) != simple_type(right) or equal(left, right) is not True:
        return False
    if temporal.is_time(left) or temporal.is_date_time(left):
        return write_zone(left.tzinfo) == write_zone(right.tzinfo)
    return True


def _bounds(value: Range) -> tuple[Value, ...]:
    return value.low, value.high, value.low_included, value.high_included, value.sign


def _equal_in_time(left: Value, right: Value) -> bool | None:
    if simple_type(left) != simple_type(right):
        return None
    if temporal.is_date(left):
        return bool(left == right)
    if (left.tzinfo is None) is not (right.tzinfo is None):
        return False
    if temporal.is_time(left):
        moments = temporal.moments_of_day(left, right)
        return moments is not None and moments[0] == moments[1]
    return temporal.moment(left) == temporal.moment(right)


NATURAL_EQUALITY = {int, Decimal, str, bool, date, YearsMonths, DaysTime}


# --- order

NATURAL_ORDER = {int, Decimal, str, date, YearsMonths, DaysTime}
_ORDERS: dict[ComparisonOperator, Callable[[Value, Value], bool]] = {
    ComparisonOperator.LESS: operator.lt,
    ComparisonOperator.LESS_OR_EQUAL: operator.le,
    ComparisonOperator.GREATER: operator.gt,
    ComparisonOperator.GREATER_OR_EQUAL: operator.ge,
}


def comparison(sign: ComparisonOperator) -> Operation:
    """The operation behind one of = != < <= > and >=."""
    if sign in (ComparisonOperator.EQUAL, ComparisonOperator.NOT_EQUAL):
        return _equality(wanted=sign == ComparisonOperator.EQUAL)
    order = _ORDERS[sign]

    def compare(left: Value, right: Value, refuse: Refuse) -> bool | None:
        if left is None or right is None:
            return refuse(MISSING, "a value that is missing is neither less nor greater", "")  # type: ignore[no-any-return]
        kind = type(left)
        if kind is type(right) and kind in NATURAL_ORDER:
            return order(left, right)
        keys = _order_keys(left, right)
        if keys is None:
            refuse("cannot-compare", _incomparable(left, right), "")
            return None
        return order(*keys)

    return compare


def _equality(*, wanted: bool) -> Operation:
    def compare(left: Value, right: Value, refuse: Refuse) -> bool | None:
        are_equal = equal(left, right)
        if are_equal is None:
            refuse("cannot-compare", _incomparable(left, right), "")
            return None
        return are_equal is wanted

    return compare


def _order_keys(left: Value, right: Value) -> tuple[Value, Value] | None:
    """What to compare in place of two values, None where they have no order."""
    if is_number(left) and is_number(right):
        return left, right
    if simple_type(left) != simple_type(right) or not _is_temporal(left):
        return None
    if temporal.is_date(left):
        return temporal.day_number(left), temporal.day_number(right)
    if (left.tzinfo is None) is not (right.tzinfo is None):
        return None
    if isinstance(left, datetime) and isinstance(right, datetime) and not isinstance(left.tzinfo, ZoneInfo):
        return left, right  # Python compares two datetimes of one named zone by the clock on the wall
    if temporal.is_time(left):
        return temporal.moments_of_day(left, right)
    return temporal.moment(left), temporal.moment(right)


def _incomparable(left: Value, right: Value) -> str:
    one, other = describe(kind_of(left)), describe(kind_of(right))
    if one == other and _is_temporal(left):
        return "a time with an offset from UTC and one without cannot be compared"
    return f"{one} and {other} cannot be compared"


less = comparison(ComparisonOperator.LESS)
less_or_equal = comparison(ComparisonOperator.LESS_OR_EQUAL)


# --- logic


def conjunction(left: Value, right: Value, refuse: Refuse) -> bool | None:
    """`and` of three-valued logic (DMN 1.5, table 45)."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else _undecided(left, right, "and", refuse)


def disjunction(left: Value, right: Value, refuse: Refuse) -> bool | None:
    """`or` of three-valued logic (DMN 1.5, table 45)."""
    if left is True or right is True:
        return True
    return False if left is False and right is False else _undecided(left, right, "or", refuse)


def _undecided(left: Value, right: Value, word: str, refuse: Refuse) -> bool | None:
    for value in (left, right):
        if value is not None and type(value) is not bool:
            refuse("wrong-operands", f"`{word}` wants true or false, and is given {describe(kind_of(value))}", "")
    if left is None or right is None:
        refuse(MISSING, "true or false is missing here", "")
    return None


# --- membership


def unfit_bounds(low: Value, high: Value) -> str | None:
    """Why there is no range between two values, None where there is one; null is open to its side."""
    kinds = [simple_type(one) for one in (low, high) if one is not None]
    if any(kind is None or kind == BOOLEAN for kind in kinds):
        return "a range needs values that have an order"
    if len(set(kinds)) > 1:
        return f"there is no range from {describe(kind_of(low))} to {describe(kind_of(high))}"
    if len(kinds) == 2 and less(high, low, _silent):
        return "a range goes from the lesser to the greater"
    return None


def contains(range_: Range, value: Value, refuse: Refuse) -> bool | None:
    """Whether a value lies in a range; null where it cannot be compared with the bounds."""
    if range_.sign is not None:
        bound = range_.high if range_.low is None else range_.low
        return comparison(range_.sign)(value, bound, refuse)  # type: ignore[no-any-return]
    above = (less_or_equal if range_.low_included else less)(range_.low, value, refuse)
    below = (less_or_equal if range_.high_included else less)(value, range_.high, refuse)
    return conjunction(above, below, refuse)


def passes(value: Value, test: Value, refuse: Refuse) -> bool | None:
    """Whether a value is what a test's expression gives: equal to it, or inside it (DMN 1.5, table 55). An element of
    a list may be a range to be in, but a list in a list is only an element to be equal to."""
    if isinstance(test, Range) and not isinstance(value, Range):
        return contains(test, value, refuse)
    if isinstance(test, list):
        if isinstance(value, list) and equal(value, test):
            return True
        return any(_is_element(value, one) for one in test)
    are_equal = equal(value, test)
    if are_equal is None:
        refuse("cannot-compare", _incomparable(value, test), "")
    return are_equal


def _is_element(value: Value, one: Value) -> bool:
    if isinstance(one, list):
        return equal(value, one) is True
    return passes(value, one, _silent) is True


def _silent(code: str, message: str, hint: str) -> None:
    """Inside a list, an element of another type is merely another element."""
