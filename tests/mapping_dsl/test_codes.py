"""Every problem code of the statements has a text that raises it, and the same text mended does not."""

from functools import cache
from pathlib import Path

import pytest

import mapping_dsl
from mapping_dsl.checker import check
from mapping_dsl.codes import CODES, PREAMBLE
from mapping_dsl.interpreter import interpret
from mapping_dsl.library import Source
from mapping_dsl.problems import Severity
from mapping_dsl.program import assemble

ROOT = Path(__file__).parents[2]
#: what a mended library does not hold
TORN = {
    "lists/torn.csv": 'code,label\n"I,Immediate\n',
    "records/torn.record/1.json": "{",
    "forms/asks/1.0.json": (
        '{"$id": "urn:asks", "title": "Asks", "x-formId": "asks", "x-formVersion": "1.0",'
        ' "properties": {"age": {"type": "number"}, "school": {"type": "string", "x-showIf": "age <"}}}'
    ),
    "forms/hides/1.0.json": (
        '{"$id": "urn:hides", "title": "Hides", "x-formId": "hides", "x-formVersion": "1.0",'
        ' "properties": {"count": {"type": ["number", "null"]}, "flags": {"type": "string"}}}'
    ),
}


@cache
def library() -> mapping_dsl.Library:
    stored = mapping_dsl.Library(ROOT / "mappings")
    return mapping_dsl.Library({path: stored.text(path) for path in stored.paths()} | TORN)


def source_of(text: str) -> Source:
    """A text of the table, below the preamble where it is no whole one."""
    if text.startswith("module"):
        return library().module("area", text=text)
    is_whole = text.lstrip().startswith(("mapping", "//"))
    return library().mapping("theft", text=text if is_whole else PREAMBLE + text)


def codes_of(text: str) -> set[str]:
    """The codes of everything that is wrong with a text, and why its let or decision `it` is null for nobody."""
    program = assemble(source_of(text))
    checked = check(program)
    codes = {problem.code for problem in checked.problems}
    if any(problem.severity is Severity.ERROR for problem in checked.problems) or "it" not in program.named:
        return codes
    interpreted = interpret(program, checked.meanings)
    run = interpreted.start(interpreted.reader.read(stolen()))
    run.names["it"]
    return codes | {reason.code for reason in run.frame.reasons}


def stolen() -> dict[str, object]:
    submission = {"form": "theft", "version": "2.0", "submitted_at": "2026-10-05T08:40:07+01:00"}
    return {"submission": submission, "answers": {"reportType": "stolen"}}


@pytest.mark.parametrize("code", CODES)
def test_a_codes_broken_text_raises_it_and_its_mended_text_does_not(code: str) -> None:
    texts = CODES[code]

    assert code in codes_of(texts.broken)
    assert code not in codes_of(texts.mended)
