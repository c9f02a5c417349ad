"""Every function does what its entry in the registry says."""

from datetime import UTC, datetime

import pytest

from mapping_dsl import feel
from mapping_dsl.feel.functions import standard
from mapping_dsl.problems import Problem

NOW = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
EXAMPLES = [(function.name, *one.example) for function in standard for one in function.signatures]


@pytest.mark.parametrize(("name", "text", "expected"), EXAMPLES)
def test_the_example_of_a_function_holds(name: str, text: str, expected: str) -> None:
    problems: list[Problem] = []

    value = feel.evaluate(text, {}, now=NOW, problems=problems)

    assert name in text
    assert [problem.message for problem in problems] == []
    assert feel.equal(value, feel.evaluate(expected, {}, now=NOW)) is True


def test_every_function_names_the_clause_it_comes_from() -> None:
    without = [function.name for function in standard for one in function.signatures if not one.clause]

    assert without == []


def test_now_and_today_answer_from_the_clock_that_was_given() -> None:
    assert feel.evaluate("now()", {}, now=NOW) == NOW
    assert feel.evaluate("today()", {}, now=NOW) == NOW.date()
    assert feel.evaluate("now()", {}) is None


def test_one_value_stands_for_a_list_of_one_and_the_other_way_round() -> None:
    assert feel.evaluate("count(5)", {}) == 1
    assert feel.evaluate('upper case(["a"])', {}) == "A"
    assert feel.evaluate("upper case([null])", {}) is None
