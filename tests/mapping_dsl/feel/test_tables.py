"""What becomes of the rows that fit, by each hit policy."""

from typing import Any

import pytest

from mapping_dsl import feel
from mapping_dsl.problems import Problem


def table(policy: str, rows: list[tuple[str, str]], **output: str) -> dict[str, Any]:
    """A table of one input, `age`, and one output."""
    words, _, aggregation = policy.partition(" by ")
    return {
        "hit_policy": words,
        "aggregation": aggregation,
        "inputs": [{"expression": "age"}],
        "outputs": [{"name": None, **output}],
        "rules": [{"in": [test], "out": [value]} for test, value in rows],
    }


ROWS = [(">= 18", "3"), (">= 65", "1"), ("< 18", "2"), (">= 60", "3")]


@pytest.mark.parametrize(
    ("policy", "value"),
    [
        ("FIRST", 3),
        ("RULE ORDER", [3, 1, 3]),
        ("OUTPUT ORDER", [1, 3, 3]),
        ("PRIORITY", 1),
        ("COLLECT", [3, 1, 3]),
        ("COLLECT by SUM", 7),
        ("COLLECT by MIN", 1),
        ("COLLECT by MAX", 3),
        ("COLLECT by COUNT", 3),
    ],
)
def test_a_hit_policy_makes_one_answer_of_all_rows_that_fit(policy: str, value: object) -> None:
    assert feel.decide(table(policy, ROWS, values="1, 2, 3"), {"age": 70}) == value


@pytest.mark.parametrize(("policy", "code"), [("UNIQUE", "several-rows-fit"), ("ANY", "several-rows-fit")])
def test_rows_that_say_different_things_are_told(policy: str, code: str) -> None:
    problems: list[Problem] = []

    assert feel.decide(table(policy, ROWS), {"age": 70}, problems=problems) is None
    assert [problem.code for problem in problems] == [code]


def test_any_is_content_with_rows_that_say_the_same() -> None:
    assert feel.decide(table("ANY", ROWS), {"age": 62}) == 3


def test_no_row_that_fits_is_told_unless_there_is_a_default() -> None:
    problems: list[Problem] = []

    assert feel.decide(table("UNIQUE", [("< 18", "1")]), {"age": 70}, problems=problems) is None
    assert [problem.code for problem in problems] == ["no-row-fits"]
    assert feel.decide(table("UNIQUE", [("< 18", "1")], default="9"), {"age": 70}) == 9


def test_collect_of_nothing_is_an_empty_list_and_its_sum_null() -> None:
    assert feel.decide(table("COLLECT", []), {"age": 1}) == []
    assert feel.decide(table("COLLECT by COUNT", []), {"age": 1}) == 0
    assert feel.decide(table("COLLECT by SUM", []), {"age": 1}) is None


def test_an_input_that_is_a_list_is_allowed_where_its_elements_are() -> None:
    chosen = table("UNIQUE", [("list contains(?, 1)", "7")])
    chosen["inputs"] = [{"expression": "age", "values": "1, 2"}]

    assert feel.decide(chosen, {"age": [1, 2]}) == 7
    assert feel.decide(chosen, {"age": [1, 3]}) is None


def test_several_outputs_make_a_context() -> None:
    two = {
        "hit_policy": "UNIQUE",
        "inputs": [{"expression": "age"}],
        "outputs": [{"name": "queue"}, {"name": "priority"}],
        "rules": [{"in": ["-"], "out": ['"urgent"', "80 + age"]}],
    }

    assert feel.decide(two, {"age": 1}) == {"queue": "urgent", "priority": 81}
