"""Every form that the grammar of DMN 1.5, 10.3.1.2, gives an expression is read as it should be."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mapping_dsl import feel
from mapping_dsl.problems import Problem

CONTEXT = {"first name": "Ann", "people": [{"first name": "Ann", "age": 3}]}


def accepted() -> Iterator[tuple[str, str]]:
    """Each text of the file beside this one, with another that says the same (empty: that it is read is enough)."""
    for line in Path(__file__).with_name("accepted.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("==="):
            text, _, same = line.partition("  ==>  ")
            yield text.replace("⏎", "\n"), same


@pytest.mark.parametrize(("text", "same"), list(accepted()))
def test_a_text_of_the_grammar_is_read(text: str, same: str) -> None:
    problems: list[Problem] = []

    value = feel.evaluate(text, CONTEXT, problems=problems)

    assert [problem.message for problem in problems] == []
    assert not same or feel.equal(value, feel.evaluate(same, CONTEXT)) is True
