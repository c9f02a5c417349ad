"""The reference page of the language says what the program does."""

import re
from pathlib import Path

import pytest

import mapping_dsl
from mapping_dsl import codes, functions
from mapping_dsl.codes import PREAMBLE
from mapping_dsl.functions import codes as function_codes
from mapping_dsl.lines import STATEMENT_WORDS
from mapping_dsl.problems import Severity
from mapping_dsl.reference import MARK, reference

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "language.md").read_text(encoding="utf-8")
WRITTEN = PAGE.partition(MARK)[0]
EXAMPLES = re.findall(r"```mapping\n(.*?)```", WRITTEN, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_page_can_be_read_and_run(example: str) -> None:
    is_whole = example.startswith(("mapping", "module"))
    library = mapping_dsl.Library(ROOT / "mappings")

    problems = mapping_dsl.check(library.mapping("theft", text=example if is_whole else PREAMBLE + example))

    assert [one.message for one in problems if one.severity is Severity.ERROR] == []


@pytest.mark.parametrize("word", STATEMENT_WORDS)
def test_every_statement_stands_on_the_page_with_an_example(word: str) -> None:
    section = WRITTEN.partition(f"\n### {word}\n")[2].partition("\n### ")[0]

    assert re.search(rf"```mapping\n{word} |```mapping\n{word}\n", section)


def test_the_page_is_the_one_that_functions_and_codes_make() -> None:
    made = PAGE.partition(MARK)[2]

    assert made.lstrip("\n") == reference().lstrip("\n"), (
        "python -m mapping_dsl.reference docs/reference/language.md renews it"
    )


def test_every_function_and_every_code_stands_on_the_page() -> None:
    names = [*(function.name for function in functions.registry), *codes.CODES, *function_codes.CODES]

    assert [name for name in names if f"\n### {name}\n" not in PAGE] == []
