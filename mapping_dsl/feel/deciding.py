"""DMN's decision tables as they are exchanged, all cells FEEL text: read, and decided."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from mapping_dsl.feel import types as feel_types
from mapping_dsl.feel.admission import admit_all
from mapping_dsl.feel.compiler import interpreted, returned
from mapping_dsl.feel.computing import Closure
from mapping_dsl.feel.definitions import Definition
from mapping_dsl.feel.frames import Frame, Reasons
from mapping_dsl.feel.interpreter import interpret
from mapping_dsl.feel.nodes import UnaryTests
from mapping_dsl.feel.parser import Start, parse
from mapping_dsl.feel.tables import DecisionTable, HitPolicy, Output
from mapping_dsl.feel.types import Type
from mapping_dsl.feel.values import Value
from mapping_dsl.problems import Problem, Span


def decide(  # noqa: PLR0913 — the settings of one public face
    table: Mapping[str, Any],
    context: Mapping[str, Value],
    *,
    types: Mapping[str, Definition] | None = None,
    returns: str | None = None,
    problems: list[Problem] | None = None,
    now: datetime | None = None,
) -> Value:
    """The value of a DMN decision table: {"hit_policy", "aggregation", "inputs", "outputs", "rules"}, where an input is
    {"expression", "values"}, an output {"name", "values", "default"} and a rule {"in", "out"}, all FEEL text. Raises
    NotAValue where FEEL has nothing for a value of the context."""
    found: list[Problem] = [] if problems is None else problems
    values, scope = admit_all(context)
    decision = _TableReader(scope, found).read(table)
    if decision is None:
        return None
    frame = Frame(values, now, Reasons(tells_missing=True))
    value = decision(frame)
    found.extend(frame.reasons)
    return returned(value, returns, types, found)


class _TableReader:
    """Compiles a table's texts; problems go into the list that is given."""

    def __init__(self, scope: Mapping[str, Type], problems: list[Problem]) -> None:
        self._scope = scope
        self._tested = {**scope, "?": feel_types.ANY}
        self._problems = problems
        self._known: dict[tuple[str, Start], Closure] = {}  # the cells of a column often say the same

    def read(self, table: Mapping[str, Any]) -> DecisionTable | None:
        before = len(self._problems)
        decision = DecisionTable(
            name="the table",
            span=Span(1, 1, 1, 1),
            policy=_hit_policy(table),
            inputs=tuple(self._closure(one["expression"]) for one in table["inputs"]),
            allowed=tuple(self._tests(one.get("values")) for one in table["inputs"]),
            rows=tuple(
                (
                    tuple(self._tests(cell) for cell in rule["in"]),
                    tuple(self._closure(cell) for cell in rule["out"]),
                )
                for rule in table["rules"]
            ),
            otherwise=self._defaults(table["outputs"]),
            outputs=tuple(self._output(place, one) for place, one in enumerate(table["outputs"])),
        )
        return None if len(self._problems) > before else decision

    def _closure(self, text: str) -> Closure:
        return self._made(text, "expression")

    def _tests(self, text: str | None) -> Closure | None:
        return None if text is None or text.strip() in ("", "-") else self._made(text, "unary_tests")

    def _made(self, text: str, start: Start) -> Closure:
        if (text, start) not in self._known:
            compiled = interpreted(text, self._tested if start == "unary_tests" else self._scope, start=start)
            self._problems.extend(compiled.problems)
            self._known[text, start] = compiled.closure or _null
        return self._known[text, start]

    def _output(self, place: int, output: Mapping[str, Any]) -> Output:
        listed = parse(output["values"], self._tested, start="unary_tests").node if output.get("values") else None
        tests = listed.tests if isinstance(listed, UnaryTests) else ()
        name = output.get("name") or f"output {place + 1}"
        return Output(name, _place_among(tuple(map(interpret, tests))) if tests else None)

    def _defaults(self, outputs: Sequence[Mapping[str, Any]]) -> tuple[Closure | None, ...] | None:
        texts = [output.get("default") for output in outputs]
        return tuple(self._closure(text) if text else None for text in texts) if any(texts) else None


def _place_among(tests: tuple[Closure, ...]) -> Closure:
    return lambda frame: next((place for place, test in enumerate(tests) if test(frame) is True), len(tests))


def _null(_: Frame) -> None:
    return None


def _hit_policy(table: Mapping[str, Any]) -> HitPolicy:
    words = str(table.get("hit_policy") or HitPolicy.UNIQUE).lower()
    aggregation = str(table.get("aggregation") or "").lower()
    return HitPolicy(f"{words} {aggregation}".strip())
