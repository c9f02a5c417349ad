"""Texts that are not FEEL are refused, each at the place where its writer must act."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mapping_dsl.feel import types
from mapping_dsl.feel.checker import check
from mapping_dsl.feel.codes import CODES
from mapping_dsl.feel.parser import Start, parse
from mapping_dsl.problems import Problem

PERSON = types.ContextOf((("first name", types.STRING), ("age", types.NUMBER)))
SCOPE: dict[str, types.Type] = {
    "age": types.NUMBER,
    "price": types.NUMBER,
    "name": types.STRING,
    "risk level": types.STRING,
    "people": types.ListOf(PERSON),
}
MARKED = re.compile("⟦([^⟧]*)⟧")


def refused() -> Iterator[tuple[str, str, Start]]:
    """The code, the marked text and where it stands, for each line of the file beside this one."""
    start: Start = "expression"
    for line in Path(__file__).with_name("refused.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("==="):
            start = "unary_tests" if "cells" in line else "expression"
        elif line:
            yield line[:21].strip(), line[22:].replace("⏎", "\n"), start


def mark(text: str, problem: Problem) -> str:
    """The text with the problem's place between marks."""
    lines = [0, *(found.end() for found in re.finditer("\n", text))]
    span = problem.span
    first, last = lines[span.line - 1] + span.column - 1, lines[span.end_line - 1] + span.end_column - 1
    return f"{text[:first]}⟦{text[first:last]}⟧{text[last:]}"


def problems_of(text: str, start: Start) -> tuple[Problem, ...]:
    """What parser and checker have to say."""
    parsed = parse(text, SCOPE, start=start)
    return parsed.problems if parsed.node is None else check(parsed.node, SCOPE).problems


@pytest.mark.parametrize(("code", "marked", "start"), list(refused()))
def test_a_text_that_is_not_feel_is_refused_where_its_writer_must_act(code: str, marked: str, start: Start) -> None:
    text = MARKED.sub(r"\1", marked)

    first, *_ = sorted(problems_of(text, start), key=lambda problem: problem.span)

    assert (mark(text, first), first.code) == (marked, code)
    assert first.message
    assert first.hint
    assert code in CODES


def test_no_text_stands_twice_among_the_refused() -> None:
    texts = [(MARKED.sub(r"\1", marked), start) for _, marked, start in refused()]

    assert sorted(set(texts)) == sorted(texts)
    assert len(texts) >= 200
