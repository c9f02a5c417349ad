"""The laws that operators keep."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mapping_dsl.feel import operators
from mapping_dsl.feel.nodes import ArithmeticOperator, ComparisonOperator
from mapping_dsl.feel.values import DaysTime, YearsMonths

NUMBERS = st.integers(-(10**20), 10**20) | st.decimals(-(10**9), 10**9, places=4)
LOGICAL = st.sampled_from([True, False, None])
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=3) | st.dates() | st.integers(-99, 99).map(YearsMonths),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=6,
)


def silent(code: str, message: str, hint: str) -> None:
    """Takes a reason and forgets it."""


def compute(sign: str, left: Any, right: Any) -> Any:
    """The value of an arithmetic operation."""
    return operators.arithmetic(ArithmeticOperator(sign))(left, right, silent)


@given(LOGICAL, LOGICAL)
def test_denying_both_turns_and_into_or(left: bool | None, right: bool | None) -> None:
    def deny(value: bool | None) -> bool | None:
        return None if value is None else not value

    either = operators.disjunction(deny(left), deny(right), silent)

    assert deny(operators.conjunction(left, right, silent)) is either
    assert operators.conjunction(left, right, silent) is operators.conjunction(right, left, silent)


@given(VALUES)
def test_every_value_equals_itself(value: Any) -> None:
    assert operators.equal(value, value) is True


@given(VALUES, VALUES)
def test_equality_does_not_ask_for_the_side(left: Any, right: Any) -> None:
    assert operators.equal(left, right) is operators.equal(right, left)


@given(VALUES)
def test_only_null_equals_null_and_nothing_is_less(value: Any) -> None:
    assert operators.equal(value, None) is (value is None)
    assert operators.less(value, None, silent) is None


@given(NUMBERS, NUMBERS)
def test_of_two_numbers_one_is_less_or_they_are_equal(left: Any, right: Any) -> None:
    greater = operators.comparison(ComparisonOperator.GREATER)

    answers = [operators.less(left, right, silent), operators.equal(left, right), greater(left, right, silent)]

    assert answers.count(True) == 1
    assert answers.count(False) == 2


@given(NUMBERS, NUMBERS)
def test_what_is_added_can_be_taken_away(left: Any, right: Any) -> None:
    assert compute("-", compute("+", left, right), right) == left


@given(st.integers(-(10**16), 10**16), st.integers(-(10**16), 10**16))
def test_whole_numbers_stay_ints(left: int, right: int) -> None:
    for sign in "+-*":
        assert type(compute(sign, left, right)) is int


@given(NUMBERS, NUMBERS)
def test_a_number_is_never_a_whole_decimal_of_34_digits(left: Any, right: Any) -> None:
    for sign in "+-*/":
        result = compute(sign, left, right)

        assert not (isinstance(result, Decimal) and result == result.to_integral_value() and result.adjusted() < 34)


@given(st.dates(), st.integers(-(10**5), 10**5))
def test_a_date_moved_by_days_lies_so_many_days_away(day: Any, days: int) -> None:
    distance = DaysTime.of_seconds(days * 86_400)

    assert compute("-", compute("+", day, distance), day) == distance


@given(st.datetimes(), st.integers(-(10**12), 10**12))
def test_a_moment_moved_and_moved_back_is_where_it_was(moment: Any, seconds: int) -> None:
    distance = DaysTime.of_seconds(seconds)

    assert operators.equal(compute("-", compute("+", moment, distance), distance), moment) is True
