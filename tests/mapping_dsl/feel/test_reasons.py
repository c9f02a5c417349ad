"""Whoever asks why a value is null is told; a mapping is not told that a blank came of a blank."""

import pytest

from mapping_dsl import feel
from mapping_dsl.feel.frames import Frame, Reasons
from mapping_dsl.problems import Problem, Span

HERE = Span(1, 1, 1, 2)
#: expressions over `nothing`, which is null, that are null for no other reason
BLANK_IN_BLANK_OUT = [
    "floor(nothing)",
    "floor(1.5, nothing)",
    "modulo(nothing, nothing)",
    "all(nothing)",
    "any([nothing])",
    "number(nothing, nothing, nothing)",
    "get value({a: 1}, nothing)",
    "list replace(nothing, 1, 2)",
    "context merge([{}, nothing])",
    "concatenate([1], nothing)",
    "sum([])",
    "nothing + nothing",
    "-nothing",
    "nothing < 1",
    "1 >= nothing",
    "nothing between 1 and 2",
    "1 between nothing and 2",
    "1 between 0 and nothing",
    "nothing in [1..2]",
    "1 in (< nothing)",
    "true and nothing",
    "nothing or nothing",
    "not(nothing)",
    "nothing.name",
    "[1, 2][3]",
    "for i in nothing return i",
    "for i in 1..nothing return i",
    "some i in [nothing] satisfies i",
    "every i in nothing satisfies i",
]


@pytest.mark.parametrize("text", BLANK_IN_BLANK_OUT)
def test_a_null_that_came_of_a_null_is_told_to_who_asks(text: str) -> None:
    problems: list[Problem] = []

    value = feel.evaluate(text, {"nothing": None}, problems=problems)

    assert value is None
    assert {problem.code for problem in problems} == {"missing-value"}


@pytest.mark.parametrize("text", BLANK_IN_BLANK_OUT)
def test_a_mapping_sees_no_reason_in_it(text: str) -> None:
    node = feel.parser.parse(text, {"nothing": feel.types.ANY}).node
    assert node is not None
    frame = Frame({"nothing": None}, None)

    value = feel.interpreter.interpret(node)(frame)

    assert value is None
    assert frame.reasons == []


@pytest.mark.parametrize("text", ["nothing", "null", "{a: null}.a", "[null][1]", "if true then null else 1"])
def test_a_null_that_was_meant_has_no_reason(text: str) -> None:
    problems: list[Problem] = []

    value = feel.evaluate(text, {"nothing": None}, problems=problems)

    assert value is None
    assert problems == []


def test_the_message_names_the_function_and_what_it_lacks() -> None:
    problems: list[Problem] = []

    feel.evaluate("floor(null)", {}, problems=problems)

    assert [problem.message for problem in problems] == ["floor wants a number for n, and is given null"]


def test_a_table_and_a_cell_tell_it_too() -> None:
    problems: list[Problem] = []
    table = {
        "hit_policy": "COLLECT",
        "aggregation": "SUM",
        "inputs": [{"expression": "1"}],
        "outputs": [{"name": None}],
        "rules": [{"in": ["2"], "out": ["3"]}],
    }

    answers = [feel.decide(table, {}, problems=problems), feel.unary_tests("< 1", None, {}, problems=problems)]

    assert answers == [None, None]
    assert [problem.code for problem in problems] == ["missing-value", "missing-value"]


def test_only_reasons_that_count_are_written_down() -> None:
    reasons = Reasons()

    reasons.tell(HERE, "missing-value", "there is nothing")
    reasons.tell(HERE, "no-result", "there is no result")

    assert [problem.code for problem in reasons] == ["no-result"]


def test_a_missing_operand_is_no_news_where_a_reason_stands_already() -> None:
    problems: list[Problem] = []

    value = feel.evaluate('number("x") + 1', {}, problems=problems)

    assert value is None
    assert [problem.code for problem in problems] == ["not-a-number"]


def test_a_mapping_is_always_told_of_a_missing_operand() -> None:
    reasons = Reasons()
    reasons.tell(HERE, "no-result", "there is no result")  # of another definition that waits for this one

    reasons.tell(HERE, "missing-operand", "the value on the left of `+` is missing")

    assert [problem.code for problem in reasons] == ["no-result", "missing-operand"]


def test_reasons_in_a_list_whose_parts_are_shared_are_found_once_each() -> None:
    reasons = Reasons()
    shared: list[object] = [None]
    reasons.tell(HERE, "no-result", "there is no result")
    reasons.put_away(0, shared, 0)
    for _ in range(60):
        shared = [shared, shared]

    found = reasons.inside(shared)

    assert [problem.code for problem in found] == ["no-result"]
