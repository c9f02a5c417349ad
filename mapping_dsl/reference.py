"""The part of the language's reference page that is made of what the program knows: functions and problem codes.

`python -m mapping_dsl.reference docs/reference/language.md` renews it in the page.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from mapping_dsl import codes, functions
from mapping_dsl.feel import codes as feel_codes
from mapping_dsl.feel.reference import function_entry, renew
from mapping_dsl.functions import codes as function_codes
from mapping_dsl.problems import ProblemCode

#: the line of the page below which everything is made
MARK: Final = "<!-- What follows is made by mapping_dsl/reference.py; do not change it here. -->"

#: every code of a problem that an analyst can meet: those of statements, of the functions beyond FEEL, of FEEL
EVERY_CODE: Final[Mapping[str, ProblemCode]] = {**feel_codes.CODES, **function_codes.CODES, **codes.CODES}


def reference() -> str:
    """All functions beyond FEEL, and all problem codes of statements, as Markdown."""
    return "\n".join(["", *_functions(), *_codes()])


def _functions() -> Iterator[str]:
    yield from ["## Functions beyond FEEL", ""]
    yield from ["Null in gives null out. What a function refuses is null with a reason. FEEL's own functions stand on"]
    yield from ["[its page](feel.md#functions).", ""]
    for function in sorted(functions.registry, key=lambda one: one.name):
        # On FEEL's page a function stands one level deeper, below its family.
        yield from (line.replace("#### ", "### ", 1) for line in function_entry(function))


def _codes() -> Iterator[str]:
    yield from ["## Codes of problems", ""]
    yield from ["Each with a text that has the problem, and the same text mended. Those of expressions stand on"]
    yield from ["[FEEL's page](feel.md#codes-of-problems).", ""]
    for code, texts in sorted({**function_codes.CODES, **codes.CODES}.items()):
        yield from [f"### {code}", "", texts.why, ""]
        yield from [*_block("broken", texts.broken), "", "Mended:", "", *_block("mended", texts.mended), ""]


def _block(kind: str, text: str) -> list[str]:
    return [f"```{kind}", *text.split("\n"), "```"]


if __name__ == "__main__":
    renew(Path(sys.argv[1]), MARK, reference())
