"""Comparing the elements of lists at the budget's cost: one comparison may go through a million parts."""

from datetime import date
from decimal import Decimal

from mapping_dsl.feel.frames import Budget, Call
from mapping_dsl.feel.numeric import CONTEXT
from mapping_dsl.feel.operators import NATURAL_EQUALITY, equal, less
from mapping_dsl.feel.types import Type
from mapping_dsl.feel.values import SIZED, DaysTime, Value, YearsMonths, simple_type

_CHARACTERS = 4096  #: that are compared in a step


def equals(budget: Budget, one: Value, other: Value) -> bool:
    """Whether two values are equal."""
    charge_comparison(budget, one, other)
    return equal(one, other) is True


def charge_comparison(budget: Budget, one: Value, other: Value) -> None:
    """Takes off what it costs to tell whether two values are equal; another length tells it at once."""
    if type(one) in SIZED and type(one) is type(other) and len(one) == len(other):
        if type(one) is str:
            budget.spend(len(one) // _CHARACTERS)
        else:
            budget.charge_parts(one)


def precedes(call: Call, one: Value, other: Value) -> bool | None:
    """Whether a value is less than another; None, with the reason, where they have no order."""
    if type(one) is str and type(other) is str:
        call.frame.budget.spend(min(len(one), len(other)) // _CHARACTERS)
    answer: bool | None = less(one, other, call.refuse)
    return answer


def tally(budget: Budget, values: list[Value]) -> list[tuple[Value, int]]:
    """Each of the values once, in the order in which they first come, with how often it stands in the list."""
    counts: dict[int, int] = {}  # by the place of the first
    places: dict[tuple[Type | None, Value], int] = {}
    others: list[int] = []
    for place, value in enumerate(values):
        if type(value) in NATURAL_EQUALITY:
            charge_comparison(budget, value, value)
            first = places.setdefault((simple_type(value), key_of(value)), place)
        else:
            budget.spend(1 + len(others))
            first = next((at for at in others if equals(budget, values[at], value)), place)
            others += [place] if first == place else []
        counts[first] = counts.get(first, 0) + 1
    return [(values[place], count) for place, count in counts.items()]


def key_of(value: Value) -> str | date:
    """What stands for a value among those of its type. Digits as text, since Python hashes all multiples of 2**61 - 1
    alike, and whoever knows that makes a dictionary of numbers as slow as a list."""
    match value:
        case str() | date():
            return value
        case Decimal():
            return str(value.normalize(CONTEXT))
        case YearsMonths(count) | DaysTime(count):
            return str(count)
    return str(value)
