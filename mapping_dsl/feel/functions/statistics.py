"""Functions that make one value of many (DMN 1.5, 10.3.4.4): each takes a list, or its elements one by one."""

from collections.abc import Callable
from decimal import Decimal

from mapping_dsl.feel.frames import MISSING, Call
from mapping_dsl.feel.functions.comparing import precedes, tally
from mapping_dsl.feel.functions.registry import Registry
from mapping_dsl.feel.nodes import ArithmeticOperator
from mapping_dsl.feel.numeric import CONTEXT, Number, is_number, tidy
from mapping_dsl.feel.operators import arithmetic
from mapping_dsl.feel.types import describe
from mapping_dsl.feel.values import Value, kind_of

registry = Registry("DMN 1.5, 10.3.4.4")
_add_up = arithmetic(ArithmeticOperator.ADD)
_divide = arithmetic(ArithmeticOperator.DIVIDE)
_WANTS = "this wants numbers"
Statistic = Callable[[Call, list[Value]], Value]


def _add(
    name: str, element: str, result: str, meaning: str, example: tuple[str, str]
) -> Callable[[Statistic], Statistic]:
    def register(body: Statistic) -> Statistic:
        one_by_one = (example[0].replace("([", "(").replace("])", ")"), example[1])
        registry.add(name, f"list: list<{element}> -> {result}", meaning, example)(body)
        registry.add(name, f"items...: {element} -> {result}", "the same, with the values one by one", one_by_one)(
            lambda call, *values: body(call, list(values))
        )
        return body

    return register


@_add(
    "min",
    "T",
    "T",
    "the least of the values, which must be of one type; null for an empty list",
    ("min([3, 1, 2])", "1"),
)
def min_(call: Call, values: list[Value]) -> Value:
    return _extreme(call, values, lambda value, best: precedes(call, value, best))


@_add(
    "max",
    "T",
    "T",
    "the greatest of the values, which must be of one type; null for an empty list",
    ("max([3, 1, 2])", "3"),
)
def max_(call: Call, values: list[Value]) -> Value:
    return _extreme(call, values, lambda value, best: precedes(call, best, value))


def _extreme(call: Call, values: list[Value], is_better: Callable[[Value, Value], bool | None]) -> Value:
    if _is_blank(call, values) or _has_null(call, values):
        return None
    best = values[0]
    for value in values:
        better = is_better(value, best)
        if better is None:
            return None
        best = value if better else best
    return best


def _is_blank(call: Call, values: list[Value]) -> bool:
    if not values:
        call.refuse(MISSING, "there is nothing in the list")
    return not values


def _has_null(call: Call, values: list[Value]) -> bool:
    place = next((place for place, value in enumerate(values, 1) if value is None), None)
    if place is not None:
        call.refuse("null-in-list", f"the value at place {place} of the list is missing", "filter with [item != null]")
    return place is not None


def _numbers(call: Call, values: list[Value]) -> bool:
    """Whether all values are numbers; else the reason is told."""
    if _has_null(call, values):
        return False
    wrong = next((value for value in values if not is_number(value)), None)
    if wrong is not None:
        call.refuse("wrong-element", f"{_WANTS}, and is given {describe(kind_of(wrong))}")
    return wrong is None


@_add(
    "sum",
    "T",
    "T",
    "all numbers, or all durations of one kind, added up; null for an empty list",
    ("sum([1, 2, 3])", "6"),
)
def sum_(call: Call, values: list[Value]) -> Value:
    if _is_blank(call, values) or _has_null(call, values):
        return None
    total = values[0]
    if isinstance(total, str):
        return call.refuse("wrong-element", f"{_WANTS}, and is given a string", "write string join(…) for texts")
    if len(values) == 1 and _add_up(total, total, call.refuse) is None:
        return None
    for value in values[1:]:
        total = _add_up(total, value, call.refuse)
    return total


@_add("mean", "T", "T", "the sum divided by the count; null for an empty list", ("mean([1, 2, 3])", "2"))
def mean(call: Call, values: list[Value]) -> Value:
    total = sum_(call, values)
    return None if total is None else _divide(total, len(values), call.refuse)


@_add("product", "any", "number", "all numbers multiplied; null for an empty list", ("product([2, 3, 4])", "24"))
def product(call: Call, values: list[Value]) -> Number | None:
    if _is_blank(call, values) or not _numbers(call, values):
        return None
    result: Number = 1
    multiply = arithmetic(ArithmeticOperator.MULTIPLY)
    for value in values:
        result = multiply(result, value, call.refuse)
    return result


@_add(
    "median",
    "any",
    "number",
    "the number in the middle once all are in order, or the mean of the two there; null for an empty list",
    ("median([8, 2, 5, 3, 4])", "4"),
)
def median(call: Call, values: list[Value]) -> Number | None:
    if _is_blank(call, values) or not _numbers(call, values):
        return None
    ordered = sorted(values)
    return mean(call, ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1])  # type: ignore[no-any-return]


@_add(
    "stddev",
    "any",
    "number",
    "the standard deviation of a sample; null for fewer than two numbers",
    ("stddev([2, 4, 7, 5])", "2.081665999466132735282297706979931"),
)
def stddev(call: Call, values: list[Value]) -> Number | None:
    if not _numbers(call, values):
        return None
    if len(values) < 2:
        return call.refuse("too-few", "a standard deviation needs two numbers or more")
    call.frame.budget.spend(len(values))
    try:
        middle = CONTEXT.divide(_total(values), len(values))
        distances = [CONTEXT.subtract(value, middle) for value in values]
        squares = [CONTEXT.multiply(one, one) for one in distances]
        return tidy(CONTEXT.sqrt(CONTEXT.divide(_total(squares), len(values) - 1)))
    except ArithmeticError:
        return call.refuse("number-too-large", "these numbers are too large to be squared")


def _total(values: list[Value]) -> Decimal:
    total = Decimal(0)
    for value in values:
        total = CONTEXT.add(total, value)
    return total


@_add(
    "mode",
    "any",
    "list<number>",
    "the numbers that come most often, from the least to the greatest; an empty list for an empty list",
    ("mode([6, 1, 9, 6, 1])", "[1, 6]"),
)
def mode(call: Call, values: list[Value]) -> list[Number] | None:
    if not _numbers(call, values):
        return None
    counts = tally(call.frame.budget, values)
    most = max((count for _, count in counts), default=0)
    return sorted(value for value, count in counts if count == most)
