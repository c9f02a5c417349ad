"""Whatever rules somebody writes, they are checked without an exception, and each problem says something of a place."""

import pytest

import mapping_dsl
from tests.mapping_dsl.generating.random_rules import Writing
from tests.mapping_dsl.golden import CASES


@pytest.mark.parametrize("seed", range(60, 100))
def test_random_rules_are_checked(seed: int) -> None:
    text = Writing(seed).mapping()

    problems = mapping_dsl.check(mapping_dsl.Library(CASES / "library").mapping("report", text=text))

    assert all(problem.message and problem.span.line > 0 for problem in problems)
