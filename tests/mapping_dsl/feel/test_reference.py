"""The reference page says what the program does."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mapping_dsl import feel
from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.reference import MARK, reference

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "feel.md").read_text(encoding="utf-8")
NOW = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
ARROW = "  →  "
EXAMPLES = [line for line in PAGE.splitlines() if ARROW in line]
CELLS = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.endswith((" | true |", " | false |"))]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_page_holds(example: str) -> None:
    text, _, expected = example.partition(ARROW)

    value = feel.evaluate(text, {}, now=NOW)

    assert feel.equal(value, feel.evaluate(expected, {}, now=NOW)) is True


@pytest.mark.parametrize(("cell", "takes"), CELLS)
def test_a_cell_of_the_page_takes_what_it_says(cell: str, takes: str) -> None:
    assert feel.unary_tests(cell.strip("`"), 17, {}) is (takes == "true")


def test_the_page_is_the_one_that_the_functions_and_codes_make() -> None:
    _, _, made = PAGE.partition(MARK)

    assert made.lstrip("\n") == reference().lstrip("\n"), (
        "python -m mapping_dsl.feel.reference docs/reference/feel.md renews it"
    )


def test_every_function_stands_on_the_page_with_its_clause() -> None:
    missing = [function.name for function in standard if f"\n#### {function.name}\n" not in PAGE]

    assert missing == []
