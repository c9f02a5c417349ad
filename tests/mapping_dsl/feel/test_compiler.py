"""The public faces."""

from collections import OrderedDict
from datetime import timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

import pytest

from mapping_dsl import feel
from mapping_dsl.problems import Problem

TYPES: dict[str, dict[str, Any]] = {
    "grade": {"base": "string", "allowed": '"I", "S", "E"'},
    "person": {"components": {"name": "string", "age": "number"}},
    "people": {"base": "person", "collection": True},
}


def nested(depth: int) -> list[Any]:
    """A list in a list in a list."""
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


def test_an_expression_is_evaluated_in_a_context() -> None:
    assert feel.evaluate("a + 1", {"a": 41}) == 42


def test_a_float_counts_as_the_decimal_that_it_is_written_as() -> None:
    assert feel.evaluate("a + 0.2", {"a": 0.1}) == Decimal("0.3")


def test_a_name_of_the_context_hides_a_function() -> None:
    assert feel.evaluate("count + 1", {"count": 1}) == 2


def test_a_value_is_put_to_the_tests_of_a_cell() -> None:
    assert feel.unary_tests("< 10", 7, {}) is True
    assert feel.unary_tests("limit, > 100", 7, {"limit": 7}) is True
    assert feel.unary_tests('not("a", "b")', "b", {}) is False
    assert feel.unary_tests('list contains(?, "a")', ["a"], {}) is True
    assert feel.unary_tests("false", False, {}) is True


def test_a_test_that_asks_for_the_input_and_cannot_tell_is_not_passed() -> None:
    assert feel.unary_tests('list contains(?, "a")', None, {}) is None
    assert feel.unary_tests("null", None, {}) is True


def test_a_function_is_a_value_of_a_context() -> None:
    assert feel.evaluate("twice(21)", {"twice": feel.function("p * 2", ["p"], {})}) == 42


def test_a_function_wants_its_parameters_types() -> None:
    function = feel.function("p", [{"name": "p", "type": "number"}], {})

    assert feel.evaluate("f(1)", {"f": function}) == 1
    assert feel.evaluate('f("x")', {"f": function}) is None


def test_a_text_that_is_no_function_is_refused() -> None:
    with pytest.raises(feel.NotAnExpression):
        feel.function("1 +", [], {})


def test_an_expression_is_compiled_once_for_many_contexts() -> None:
    compiled = feel.compile("first name + suffix", names=["first name", "suffix"])

    assert compiled({"first name": "Ann", "suffix": "!"}) == "Ann!"
    assert compiled({"first name": "Bob", "suffix": "?"}) == "Bob?"


@pytest.mark.parametrize(
    ("text", "returns", "value"),
    [
        ('"I"', "grade", "I"),
        ('"X"', "grade", None),
        ("[1]", "number", 1),
        ('{name: "Ann", age: 1}', "people", [{"name": "Ann", "age": 1}]),
        ('{name: "Ann"}', "person", None),
    ],
)
def test_a_result_is_made_to_conform_to_its_type_or_is_null(text: str, returns: str, value: object) -> None:
    problems: list[Problem] = []

    assert feel.evaluate(text, {}, types=TYPES, returns=returns, problems=problems) == value
    assert [problem.code for problem in problems] == (["wrong-result-type"] if value is None else [])


def test_a_value_that_is_not_allowed_is_told_as_that() -> None:
    problems: list[Problem] = []

    assert feel.evaluate('"X"', {}, types=TYPES, returns="grade", problems=problems) is None
    assert [problem.message for problem in problems] == ["this value is not among those that grade allows"]


def test_a_context_may_be_of_a_type_and_not_allowed_all_the_same() -> None:
    types = {"pair": {"components": {"a": "number"}, "allowed": "{a: 2}"}}

    assert feel.evaluate("{a: 2}", {}, types=types, returns="pair") == {"a": 2}
    assert feel.evaluate("{a: 1}", {}, types=types, returns="pair") is None


def test_what_is_allowed_may_name_item_definitions() -> None:
    types = {**TYPES, "member": {"base": "Any", "allowed": "? instance of person"}}

    assert feel.evaluate('{name: "Ann", age: 1}', {}, types=types, returns="member") == {"name": "Ann", "age": 1}
    assert feel.evaluate("1", {}, types=types, returns="member") is None


def test_a_functions_argument_is_to_be_among_what_its_parameters_type_allows() -> None:
    problems: list[Problem] = []
    function = feel.function("g", [{"name": "g", "type": "grade"}], {}, types=TYPES)

    assert feel.evaluate('f("I")', {"f": function}) == "I"
    assert feel.evaluate('f("X")', {"f": function}, problems=problems) is None
    assert [problem.code for problem in problems] == ["wrong-argument-type"]


def test_a_test_knows_item_definitions() -> None:
    assert feel.unary_tests("? instance of person", {"name": "Ann", "age": 1}, {}, types=TYPES) is True
    assert feel.unary_tests("? instance of person", 1, {}, types=TYPES) is False


def test_a_definition_may_stand_in_itself() -> None:
    tree = {"t": {"components": {"left": "t", "right": "t"}}}
    twins = {f"t{n}": {"components": {"left": f"t{n + 1}", "right": f"t{n + 1}"}} for n in range(45)}

    assert feel.evaluate("1", {}, types=tree) == 1
    assert feel.evaluate("1", {}, types=twins) == 1
    assert feel.evaluate("{left: null, right: {left: null, right: null}}", {}, types=tree, returns="t") is not None
    assert feel.evaluate("{left: null, right: {left: null, right: 1}}", {}, types=tree, returns="t") is None


def test_a_definition_that_says_only_itself_allows_anything() -> None:
    assert feel.evaluate("1", {}, types={"g": {"base": "g"}}, returns="g") == 1
    assert feel.evaluate("1", {}, types={"g": {"base": "h"}, "h": {"base": "g"}}, returns="g") == 1


def test_to_make_a_long_list_conform_is_within_the_budget() -> None:
    problems: list[Problem] = []
    types: dict[str, dict[str, Any]] = {
        "digit": {"base": "number", "allowed": "1, 2, 3"},
        "digits": {"base": "digit", "collection": True},
    }

    assert feel.evaluate("x", {"x": [1] * 190_000}, types=types, returns="digits", problems=problems) is None
    assert [problem.code for problem in problems] == ["too-much"]


def test_why_a_text_cannot_be_read_is_among_the_problems() -> None:
    problems: list[Problem] = []

    assert feel.evaluate("1 +", {}, problems=problems) is None
    assert [problem.message for problem in problems] == ["there is nothing after `+`"]


def test_python_values_become_what_feel_has_for_them() -> None:
    context = {"list": (1, 0.5), "wait": timedelta(hours=1, microseconds=2)}

    assert feel.evaluate("list[2] + 1", context) == Decimal("1.5")
    assert feel.evaluate("string(wait)", context) == "PT1H0.000002S"


class Text(StrEnum):
    WORD = "word"


class Pair(NamedTuple):
    one: int
    other: str


class Whole(IntEnum):
    ONE = 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Text.WORD, "word"),
        (Whole.ONE, 1),
        (OrderedDict({Text.WORD: Text.WORD}), {"word": "word"}),
        (Pair(1, Text.WORD), [1, "word"]),
    ],
    ids=["text", "number", "context", "list"],
)
def test_a_value_of_a_more_special_type_is_the_plain_one(value: Any, expected: Any) -> None:
    answers = [feel.evaluate(text, {"x": value, "y": expected}) for text in ("x", "x = y")]

    assert answers == [expected, True]
    assert type(answers[0]) is type(expected)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (b"text", "there is nothing like bytes in it"),
        ([{"a": {1, 2}}], "there is nothing like set in it"),
        (float("nan"), "it holds a number that FEEL does not have"),
        (10**100_000, "it holds a number that FEEL does not have"),
        (nested(5_000), "it goes too deep"),
        ({1: 2}, "the name of an entry is a string, not int"),
        (print, "a function needs to say what its parameters are"),
        (lambda: 1, "a function needs to say what its parameters are"),
        (feel.values.Range(b"a", b"b"), "there is nothing like bytes in it"),
    ],
    ids=["bytes", "set", "nan", "huge", "deep", "key", "built in", "lambda", "bound"],
)
def test_what_is_no_value_of_feel_is_refused_by_name(value: Any, why: str) -> None:
    with pytest.raises(feel.NotAValue) as raised:
        feel.evaluate("1", {"answer": value})

    assert str(raised.value) == f"answer is no value of FEEL: {why}"
