"""What expressions give, and why they give nothing."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from mapping_dsl import feel
from mapping_dsl.feel.frames import Frame
from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.interpreter import interpret
from mapping_dsl.feel.nodes import Node
from mapping_dsl.problems import Problem

NOW = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
CONTEXT = {
    "a": 3,
    "none": None,
    "name": "Ann",
    "things": [{"kind": "phone", "value": 40}, {"kind": "bag", "value": None}],
}


def outcome(text: str) -> tuple[Any, list[str]]:
    """An expression's value, and the sentences that say why it is null."""
    problems: list[Problem] = []
    value = feel.evaluate(text, CONTEXT, problems=problems)
    return value, [problem.message for problem in problems]


def ignore(_part: Node, _value: object) -> None:
    """Looks at a sub-result and forgets it."""


@pytest.mark.parametrize(
    "text",
    [
        "null",
        "none",
        "if none = null then null else 1",
        'if number("x") = null then null else 1',
        "things[2].value",
        'if name = "Ann" then none else a',
    ],
)
def test_a_null_that_was_written_or_chosen_has_no_reason(text: str) -> None:
    assert outcome(text) == (None, [])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("none + 1", "the value on the left of `+` is missing"),
        ('"a" + none', "the value on the right of `+` is missing"),
        ("1 / 0", "this divides by zero"),
        ("sum(things.value)", "the value at place 2 of the list is missing"),
        ('number("ten")', '"ten" is not a number'),
        ('upper case(string(number("ten")))', '"ten" is not a number'),
        ('number("ten") > 3', '"ten" is not a number'),
        ("a < name", "a number and a string cannot be compared"),
        ("{k: 1}.l", "this context has no entry l"),
        ("[1, 2][0]", "no element has the place 0"),
        ("upper case(a)", "upper case wants a string for string, and is given a number"),
        ("a(1)", "a is a number, not a function"),
        ('true and number("ten")', '"ten" is not a number'),
    ],
)
def test_a_null_that_could_not_be_helped_has_its_reason(text: str, reason: str) -> None:
    assert outcome(text) == (None, [reason])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('false and number("ten")', False),
        ('[number("ten")]', [None]),
        ('if number("ten") = null then 1 else 2', 1),
        ('count([number("ten"), 1])', 2),
        ("none = 3", False),
        ("none != 3", True),
        ("none = null", True),
    ],
)
def test_a_value_has_no_reasons_whatever_its_parts_had(text: str, value: object) -> None:
    assert outcome(text) == (value, [])


def test_numbers_are_decimals_of_34_digits_and_whole_ones_are_ints() -> None:
    assert outcome("0.1 + 0.2") == (Decimal("0.3"), [])
    assert outcome("1 / 3") == (Decimal("0." + "3" * 34), [])
    assert type(outcome("0.5 * 2")[0]) is int
    assert outcome("2 ** 0.5 * 2 ** 0.5 > 1.99") == (True, [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("things[value > 30].kind", ["phone"]),
        ("things[-1].kind", "bag"),
        ("[1, 2, 3][item > a - 2]", [2, 3]),
        ("for i in 1..a return i * i", [1, 4, 9]),
        ("for i in 1..2, j in [10, 20] return i + j", [11, 21, 12, 22]),
        ("for i in 1..4 return if i < 3 then 1 else partial[-1] + partial[-2]", [1, 1, 2, 3]),
        ("some t in things satisfies t.value = null", True),
        ('every t in things satisfies starts with(t.kind, "p")', False),
        ("{b: a + 1, c: b + 1}.c", 5),
        ("a in (1, [2..4])", True),
        ("a in (< 3, > 3)", False),
        ("a between 1 and 3", True),
        ("a instance of number", True),
        ("[a] instance of list<string>", False),
        ("(function(x, y) x - y)(y: 1, x: a)", 2),
        ('substring(string: "abc", start position: 2)', "bc"),
        ('string join(["a", "b"], ", ") + "!"', "a, b!"),
        ("{count: 7}.count + count([1])", 8),
    ],
)
def test_what_expressions_give(text: str, value: object) -> None:
    assert outcome(text) == (value, [])


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..1000000000 return i",
        "some i in 1..1000000000 satisfies i < 0",
        "for a in 1..1000, b in 1..1000, c in 1..1000 return 1",
        "distinct values(for i in 1..100000 return [i])",
    ],
)
def test_what_would_take_too_long_ends_with_one_reason(text: str) -> None:
    assert outcome(text) == (None, ["this takes too many steps to compute"])


def test_a_function_that_calls_itself_without_end_ends_with_one_reason() -> None:
    context: dict[str, Any] = {"f": None}
    context["f"] = feel.function("1 + f(n + 1)", ["n"], context)
    problems: list[Problem] = []

    value = feel.evaluate("f(1)", context, problems=problems)

    assert value is None
    assert [problem.message for problem in problems] == ["functions call each other too deeply here"]


def test_a_text_that_doubles_itself_ends_with_one_reason() -> None:
    context: dict[str, Any] = {"f": None}
    context["f"] = feel.function("if n = 0 then s else f(s + s, n - 1)", ["s", "n"], context)
    problems: list[Problem] = []

    value = feel.evaluate('f("aaaa", 40)', context, problems=problems)

    assert value is None
    assert [problem.code for problem in problems] == ["too-much"]


def test_a_list_that_lies_in_itself_ever_deeper_ends_with_one_reason() -> None:
    text = "for i in 1..600 return if i = 1 then [] else [partial[-1]]"

    assert outcome(f"string({text})") == (None, ["this goes too deep to compute"])


@pytest.mark.parametrize(
    "opening", ["for x in [1] return ", "if true then 1 else ", "some x in [1] satisfies ", "[1]["]
)
def test_all_that_may_be_written_can_be_checked_computed_and_traced(opening: str) -> None:
    node = feel.parser.parse(opening * 95 + "true" + ("]" * 95 if opening == "[1][" else ""), {}).node
    assert node is not None

    feel.checker.check(node, {})
    plain, traced = (interpret(node)(Frame({}, None, seen=see)) for see in (None, ignore))

    assert plain is not None
    assert plain == traced


@pytest.mark.parametrize("text", [one.example[0] for function in standard for one in function.signatures])
def test_tracing_changes_no_value(text: str) -> None:
    node = feel.parser.parse(text, {}).node
    assert node is not None

    plain, traced = (interpret(node)(Frame({}, NOW, seen=see)) for see in (None, ignore))

    assert feel.equal(plain, traced) is True


def test_tracing_sees_every_sub_result() -> None:
    node = feel.parser.parse("a + 1 > 3", {"a": feel.types.NUMBER}).node
    assert node is not None
    seen: list[tuple[str, object]] = []

    def see(part: Node, value: object) -> None:
        seen.append((type(part).__name__, value))

    value = interpret(node)(Frame({"a": 3}, None, seen=see))

    assert value is True
    assert seen == [("Name", 3), ("Literal", 1), ("Arithmetic", 4), ("Literal", 3), ("Comparison", True)]


@pytest.mark.parametrize(
    ("cell", "value", "passes"),
    [
        ("true", True, True),
        ("true", None, False),
        ("false", None, False),
        ("not(true)", None, True),
        ("a > 1", None, True),
        ("? = null", None, True),
    ],
)
def test_a_true_that_is_written_out_is_compared_and_a_condition_holds(
    cell: str, value: Any, passes: bool | None
) -> None:
    assert feel.unary_tests(cell, value, {"a": 3}) is passes


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..50000 return a = b",
        "for i in 1..50000 return b in (a, 3)",
        "for i in 1..50000 return a instance of list<list<number>>",
        "for i in 1..50000 return long < longer",
        "for i in 1..50000 return long between longer and longer",
        "for i in 1..100000 return 7 ** 40.5",
    ],
)
def test_what_takes_long_in_each_turn_of_a_loop_is_given_up(text: str) -> None:
    whole = list(range(20_000))
    context = {"a": [whole], "b": [[*whole]], "long": "a" * 250_000, "longer": "a" * 250_000 + "€"}

    problems: list[Problem] = []

    assert feel.compile(text, context)(context, problems=problems) is None
    assert [problem.code for problem in problems] == ["too-much"]


def test_more_code_than_python_compiles_in_a_moment_is_interpreted() -> None:
    text = "function(a) " * 20 + "[" + ",".join(["a"] * 3500) + "]"

    compiled = feel.compile(text)

    assert compiled({}).parameters == ("a",)
