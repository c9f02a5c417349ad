"""Generated code says what the interpreter says of rules that nobody would write, wherever an expression may
stand, for submissions with anything blank, of another type or in doubt."""

import os

import pytest

import mapping_dsl
from tests.mapping_dsl.generating.agreement import Ways, assert_agree
from tests.mapping_dsl.generating.random_rules import Writing
from tests.mapping_dsl.golden import CASES

MAPPINGS = 400 if os.environ.get("STUDIO_THOROUGH") else 40
SUBMISSIONS = 25


@pytest.mark.parametrize("seed", range(MAPPINGS))
def test_all_ways_agree_on_random_rules(seed: int) -> None:
    writing = Writing(seed)
    ways = Ways(mapping_dsl.Library(CASES / "library").mapping("report", text=writing.mapping()))

    for _ in range(SUBMISSIONS):
        assert_agree(ways.outcomes(writing.document()))
