"""What the standard says an expression means, family by family; the files of `meaning/` hold the cases.

A line is `expression => what it equals`, under a heading `# clause of the standard`. `=> null` wants a reason too.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mapping_dsl import feel
from mapping_dsl.problems import Problem

FOLDER = Path(__file__).parent / "meaning"
NOW = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)


def cases() -> Iterator[tuple[str, str]]:
    """All expressions with what they equal."""
    for path in sorted(FOLDER.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("# "):
                text, _, expected = line.rpartition(" => ")
                yield text.strip(), expected


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_an_expression_means_what_the_standard_says(text: str, expected: str) -> None:
    problems: list[Problem] = []

    value = feel.evaluate(text, {}, problems=problems, now=NOW)

    assert feel.to_string([value]) == feel.to_string([feel.evaluate(expected, {})])
    assert bool(problems) == (value is None)


@pytest.mark.parametrize("asked", ["string(a40) = null", "a40 = b40", "a40 + 1", "a40 < b40", "upper case(a40)"])
def test_a_small_value_with_many_ways_to_its_parts_is_gone_through_in_no_time(asked: str) -> None:
    problems: list[Problem] = []
    shared = ", ".join(f"{name}{n}: [{name}{n - 1}, {name}{n - 1}]" for n in range(1, 41) for name in "ab")

    value = feel.evaluate(f"{{a0: [1], b0: [1], {shared}, asked: {asked}}}.asked", {}, problems=problems)

    assert value is True if asked == "a40 = b40" else problems
