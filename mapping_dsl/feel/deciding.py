"""DMN's decision tables as they are exchanged, all cells FEEL text: read, and decided."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mapping_dsl.feel import types as feel_types
from mapping_dsl.feel.admission import admit_all
from mapping_dsl.feel.compiler import read
from mapping_dsl.feel.computing import Closure, guarded
from mapping_dsl.feel.conforming import Conforming
from mapping_dsl.feel.definitions import Definition
from mapping_dsl.feel.frames import Frame, Reasons
from mapping_dsl.feel.interpreter import interpret_inner
from mapping_dsl.feel.nodes import UnaryTests
from mapping_dsl.feel.parser import Start, parse
from mapping_dsl.feel.tables import DecisionTable, HitPolicy, Output
from mapping_dsl.feel.types import Type
from mapping_dsl.feel.values import Value
from mapping_dsl.problems import Problem, Span

Table = Mapping[str, Any]
_WHOLE = Span(1, 1, 1, 1)


class NotATable(ValueError):
    """What should be a decision table does not have the shape of one."""

    def __init__(self, why: str) -> None:
        super().__init__(f"this is no decision table: {why}")


def decide(  # noqa: PLR0913 — the settings of one public face
    table: Table,
    context: Mapping[str, Value],
    *,
    types: Mapping[str, Definition] | None = None,
    returns: str | None = None,
    problems: list[Problem] | None = None,
    now: datetime | None = None,
) -> Value:
    """The value of a DMN decision table: {"hit_policy", "aggregation", "inputs", "outputs", "rules"}, where an input is
    {"expression", "values"}, an output {"name", "values", "default"} and a rule {"in", "out"}, all FEEL text; the hit
    policy is a word or DMN's letter. Raises NotATable for any other shape, and NotAValue where FEEL has nothing for a
    value of the context."""
    found: list[Problem] = [] if problems is None else problems
    values, scope = admit_all(context)
    conforming = Conforming(types)
    decision = _TableReader(scope, conforming.types, found).read(table)
    if decision is None:
        return None
    frame = Frame(values, now, Reasons(tells_missing=True))
    value = guarded(conforming.returning(decision, returns), _WHOLE)(frame)
    found.extend(frame.reasons)
    return value


class _TableReader:
    """Compiles a table's texts; problems go into the list that is given."""

    def __init__(self, scope: Mapping[str, Type], definitions: Mapping[str, Type], problems: list[Problem]) -> None:
        self._scope = scope
        self._tested = {**scope, "?": feel_types.ANY}
        self._definitions = definitions
        self._problems = problems
        self._known: dict[tuple[str, Start], Closure] = {}  # the cells of a column often say the same

    def read(self, table: Table) -> DecisionTable | None:
        """The table; None where one of its texts cannot be read. Raises NotATable."""
        before = len(self._problems)
        inputs, rules = _parts(table, "inputs"), _parts(table, "rules")
        outputs = _named(_parts(table, "outputs"))
        decision = DecisionTable(
            name="the table",
            span=_WHOLE,
            policy=_hit_policy(table),
            inputs=tuple(self._made(_text(one, "expression"), "expression") for one in inputs),
            allowed=tuple(self._tests(_text_or_none(one, "values")) for one in inputs),
            rows=tuple(
                (
                    tuple(map(self._tests, _cells(rule, "in", len(inputs), place))),
                    tuple(map(self._closure, _cells(rule, "out", len(outputs), place))),
                )
                for place, rule in enumerate(rules, 1)
            ),
            otherwise=None,
            outputs=tuple(self._output(name, one) for name, one in outputs.items()),
        )
        return None if len(self._problems) > before else decision

    def _closure(self, text: str | None) -> Closure | None:
        return None if text is None else self._made(text, "expression")

    def _tests(self, text: str | None) -> Closure | None:
        return None if text is None or text.strip() in ("", "-") else self._made(text, "unary_tests")

    def _made(self, text: str, start: Start) -> Closure:
        if (text, start) not in self._known:
            scope = self._tested if start == "unary_tests" else self._scope
            compiled = read(text, scope, interpret_inner, definitions=self._definitions, start=start)
            self._problems.extend(compiled.problems)
            self._known[text, start] = compiled.closure or _null
        return self._known[text, start]

    def _output(self, name: str, output: Table) -> Output:
        return Output(name, self._order(_text_or_none(output, "values")), self._default(output))

    def _default(self, output: Table) -> Closure | None:
        return self._closure(_text_or_none(output, "default") or None)

    def _order(self, values: str | None) -> Closure | None:
        if not values:
            return None
        parsed = parse(values, self._tested, start="unary_tests")
        self._problems.extend(parsed.problems)
        tests = parsed.node.tests if isinstance(parsed.node, UnaryTests) else ()
        hidden = frozenset(self._tested)
        made = tuple(interpret_inner(one, hidden=hidden, definitions=self._definitions) for one in tests)
        return _place_among(made) if made else None


def _place_among(tests: tuple[Closure, ...]) -> Closure:
    return lambda frame: next((place for place, test in enumerate(tests) if test(frame) is True), len(tests))


def _null(_: Frame) -> None:
    return None


# --- the shape of a table


def _hit_policy(table: Table) -> HitPolicy:
    policy = _known_policy(_text_or_none(table, "hit_policy") or HitPolicy.UNIQUE)
    aggregation = _text_or_none(table, "aggregation")
    return _known_policy(f"{policy} {aggregation}") if aggregation else policy


def _known_policy(text: str) -> HitPolicy:
    try:
        return HitPolicy(text)
    except ValueError as error:
        raise NotATable(f"{text[:60]!r} is no hit policy") from error


def _parts(table: Table, name: str) -> list[Table]:
    parts = table.get(name)
    if not isinstance(parts, list | tuple) or not all(isinstance(one, Mapping) for one in parts):
        raise NotATable(f"its {name} are no list of contexts")
    return list(parts)


def _named(outputs: list[Table]) -> dict[str, Table]:
    named = {_text_or_none(one, "name") or f"output {place}": one for place, one in enumerate(outputs, 1)}
    if not named:
        raise NotATable("it has no output")
    if len(named) < len(outputs):
        raise NotATable("two of its outputs have one name")
    return named


def _cells(rule: Table, name: str, wanted: int, place: int) -> list[str | None]:
    cells = rule.get(name)
    if not isinstance(cells, list | tuple) or not all(one is None or isinstance(one, str) for one in cells):
        raise NotATable(f"{name!r} of rule {place} is no list of texts")
    if len(cells) != wanted:
        raise NotATable(f"rule {place} has {len(cells)} cells under {name!r}, and the table {wanted}")
    return list(cells)


def _text(part: Table, name: str) -> str:
    text = _text_or_none(part, name)
    if text is None:
        raise NotATable(f"an input lacks its {name}")
    return text


def _text_or_none(part: Table, name: str) -> str | None:
    text = part.get(name)
    if text is not None and not isinstance(text, str):
        raise NotATable(f"{name!r} should be a text, and is {str(text)[:60]}")
    return text
