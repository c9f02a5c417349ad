"""Every code is raised by its broken text and not by its mended one."""

import json
from collections.abc import Iterable

import pytest

from mapping_dsl import feel
from mapping_dsl.feel import types
from mapping_dsl.feel.codes import CODES
from mapping_dsl.problems import Problem

VALUES = {"age": 17, "name": "Ann", "role": "victim", "nothing": None}
SCOPE: dict[str, types.Type] = {
    "age": types.NUMBER,
    "name": types.STRING,
    "role": types.ChoiceOf(("victim", "witness")),
    "nothing": types.NUMBER,
}


def problems_of(text: str) -> Iterable[Problem]:
    """All that parser, checker and interpreter have to say about a text."""
    reasons: list[Problem] = []
    if text.startswith('{"'):
        _run(json.loads(text), reasons)
        return reasons
    feel.evaluate(text, VALUES, problems=reasons)
    node = feel.parser.parse(text, SCOPE).node
    return [*reasons, *(feel.checker.check(node, SCOPE).problems if node else ())]


def _run(document: dict[str, str], reasons: list[Problem]) -> None:
    if "expression" in document:
        feel.evaluate(document["expression"], VALUES, returns=document["returns"], problems=reasons)
    else:
        feel.decide(document, VALUES, problems=reasons)


@pytest.mark.parametrize("code", CODES)
def test_a_broken_text_raises_its_code_and_the_mended_one_raises_none(code: str) -> None:
    texts = CODES[code]

    assert code in {problem.code for problem in problems_of(texts.broken)}
    assert [problem.message for problem in problems_of(texts.mended)] == []
