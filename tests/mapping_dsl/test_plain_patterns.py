"""A pattern of a record schema is told the same by Python's engine as by RE2, and only where that is safe."""

import re
from pathlib import Path

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from mapping_dsl.plain_patterns import matcher

WRITTEN = sorted(
    {
        found.replace("\\\\", "\\")
        for file in Path("mappings/records").rglob("*.json")
        for found in re.findall(r'"pattern": "(.*)"', file.read_text(encoding="utf-8"))
    }
)
TEXTS = ["", "W23 9JG", "W23 9JG\n", "AY78MCL", "+442079460042", "12", "C09/1234567A", "2026-10-05", "2026-13-05", "é"]


@pytest.mark.parametrize("pattern", WRITTEN)
@pytest.mark.parametrize("text", TEXTS)
def test_the_patterns_of_the_records_are_told_as_re2_tells_them(pattern: str, text: str) -> None:
    assert bool(matcher(pattern)(text)) is bool(re2.search(pattern, text))


ATOMS = st.sampled_from(["a", "b", "[ab]", "[a-c]", r"\.", "-", "(a|b)", "(ab)?", "(a(b|c))?"])
COUNTS = st.sampled_from(["", "", "?", "{2}", "{1,3}"])


@given(st.lists(st.tuples(ATOMS, COUNTS), max_size=6), st.text("abc.-\n", max_size=8))
def test_patterns_at_random_are_told_as_re2_tells_them(parts: list[tuple[str, str]], text: str) -> None:
    pattern = "^" + "".join(atom + count if not atom.startswith("(") else atom for atom, count in parts) + "$"

    assert bool(matcher(pattern)(text)) is bool(re2.search(pattern, text))


@pytest.mark.parametrize(
    "pattern", ["^(a+)+$", "^" + "a?" * 40 + "a" * 40 + "$", "^(a|aa){20}b$", "(a*)*b", "^.*.*.*b$"]
)
def test_a_pattern_that_would_be_tried_in_too_many_ways_is_left_to_re2(pattern: str) -> None:
    assert not matcher(pattern)("a" * 50_000 + "!")
