"""What generated code and the interpreter, traced and not, say of an expression: value, reasons and trace."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from mapping_dsl.feel import parser
from mapping_dsl.feel.frames import Frame, Reasons
from mapping_dsl.feel.generator import generate
from mapping_dsl.feel.interpreter import Closure, interpret
from mapping_dsl.feel.nodes import Node
from mapping_dsl.feel.types import Type
from mapping_dsl.feel.values import Range, Value, is_function, type_of
from mapping_dsl.problems import Problem

NOW = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Outcome:
    """What one way to compute an expression gives."""

    value: Any
    reasons: tuple[Problem, ...]
    steps_left: int
    trace: tuple[tuple[Node, Any], ...] = ()


def outcomes(
    text: str,
    context: Mapping[str, Value],
    *,
    definitions: Mapping[str, Type] | None = None,
    start: parser.Start = "expression",
) -> list[Outcome]:
    """What the interpreter, generated code, and both of them traced give for a text; nothing where it is no FEEL."""
    scope = {name: type_of(value) for name, value in context.items()}
    node = parser.parse(text, scope, start=start).node
    if node is None:
        return []
    ways = [make(node, hidden=scope, definitions=definitions) for make in (interpret, generate)]
    return [_outcome(way, context, traced=traced) for traced in (False, True) for way in ways]


def _outcome(way: Closure, context: Mapping[str, Value], *, traced: bool) -> Outcome:
    trace: list[tuple[Node, Any]] = []
    frame = Frame(context, NOW, Reasons(tells_missing=True))
    if traced:
        frame.seen = lambda node, value: trace.append((node, comparable(value)))
    value = way(frame)
    return Outcome(comparable(value), tuple(frame.reasons), frame.budget.steps, tuple(trace))


def comparable(value: Value) -> Any:
    """A value with its Python types, so that 1 and 1.0 differ; a function by its parameters."""
    match value:
        case list():
            return [comparable(one) for one in value]
        case dict():
            return {key: comparable(one) for key, one in value.items()}
        case Range():
            return (comparable(value.low), comparable(value.high), value.low_included, value.high_included, value.sign)
    if is_function(value):
        return ("function", value.parameters)
    return type(value), value
