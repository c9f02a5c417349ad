"""Every function beyond FEEL explains itself by an example that holds, and takes whatever it is given."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from mapping_dsl.feel import interpreter, parser
from mapping_dsl.feel.frames import Frame
from mapping_dsl.feel.functions.registry import Signature
from mapping_dsl.functions import registry
from mapping_dsl.functions.codes import CODES
from mapping_dsl.problems import Problem

Function = Callable[..., Any]

SIGNATURES = [(function.name, signature) for function in registry for signature in function.signatures]
PLANNED = {
    "to postcode", "postcode district", "to vrm", "to phone", "to email",
    "parse date", "parse date and time", "format", "local instant", "local reading", "local date", "age",
    "title case", "clean", "cut", "mentions", "similarity",
    "as list", "get or else", "filled", "is blank", "yes",
}  # fmt: skip


def evaluate(text: str) -> tuple[object, list[Problem]]:
    parsed = parser.parse(text, registry.types())
    assert parsed.node is not None, parsed.problems
    frame = Frame(names=registry.values(), now=datetime(2026, 10, 5, tzinfo=UTC))
    return interpreter.interpret(parsed.node)(frame), frame.reasons


def test_the_functions_are_those_of_the_language_page() -> None:
    assert set(registry.values()) == PLANNED


@pytest.mark.parametrize(("name", "signature"), SIGNATURES, ids=[f"{name}({one.text})" for name, one in SIGNATURES])
def test_the_example_of_a_signature_holds(name: str, signature: Signature) -> None:
    expression, expected = signature.example

    value, reasons = evaluate(expression)

    assert expression.startswith(name)
    assert value == evaluate(expected)[0]
    assert reasons == []


@pytest.mark.parametrize("code", CODES)
def test_a_refusal_says_what_is_the_case_and_what_to_write(code: str) -> None:
    texts = CODES[code]

    value, reasons = evaluate(texts.broken)

    assert value is None
    assert [reason.code for reason in reasons] == [code]
    assert all((reasons[0].message, reasons[0].hint))
    assert evaluate(texts.mended)[1] == []


@pytest.mark.parametrize("name", sorted(PLANNED - {"as list", "get or else", "is blank", "yes"}))
def test_null_in_is_null_out_without_a_reason(name: str) -> None:
    function = registry.values()[name]
    nulls = ", ".join("null" for _ in function.parameters)

    assert evaluate(f"{name}({nulls})") == (None, [])


def test_no_hostile_text_stops_a_function_on_one_text(call: Function, hostile_texts: list[str]) -> None:
    of_one_text = [function.name for function in registry if function.parameters == ("s",)]

    values = [call(name, text) for name in of_one_text for text in hostile_texts]

    assert len(of_one_text) >= 7
    assert all(value is None or isinstance(value, str) for value in values)
