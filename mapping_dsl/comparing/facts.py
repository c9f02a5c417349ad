"""What a mapping states, fact by fact, each in words: two of these side by side are the structural difference."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from mapping_dsl import nodes
from mapping_dsl.comparing.sides import Side
from mapping_dsl.comparing.subjects import Place
from mapping_dsl.comparing.words import field_label, joined
from mapping_dsl.expressions import rows_of
from mapping_dsl.problems import Span
from mapping_dsl.program import Unit

_MOST_SHOWN: Final = 100  #: characters of an expression
Stated: TypeAlias = Iterator[tuple[str, str, "Fact"]]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a text states. `value` is what is compared, `words` what is shown of it."""

    value: str
    words: str
    place: Place


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts under one label: all conditions of a flag, the one value of a field."""

    label: str  #: "a condition of the flag FORCE"
    within: str  #: the label of what they are a part of: where that comes or goes, they are not told
    every: list[Fact] = field(default_factory=list)


def facts_of(side: Side) -> Mapping[str, Facts]:
    """All facts of a side by their labels, in the order of the texts."""
    stating = _Stating(side)
    found: dict[str, Facts] = {}
    for label, within, fact in stating.all():
        found.setdefault(label, Facts(label, within)).every.append(fact)
    return found


class _Stating:
    def __init__(self, side: Side) -> None:
        self.side = side

    def all(self) -> Stated:
        """Every fact with its label and the label of what it is a part of."""
        for placed in self.side.program.placed:
            yield from self._stated(placed.unit, placed.statement)
        for path, text in self.side.program.source.files.items():
            if path.startswith(("forms/", "records/")):
                yield path, "", Fact(text, "", Place(path, Span(1, 1, 1, 1)))

    def _stated(self, unit: Unit, node: nodes.Statement) -> Stated:
        match node:
            case nodes.Mapping():
                return self._mapping(unit, node)
            case nodes.List():
                return self._list(unit, node)
            case nodes.Decide():
                return self._decide(unit, node)
            case nodes.Flag():
                return self._flag(unit, node)
            case nodes.Record():
                return self._header(unit, node, node.target.text, "")
            case nodes.Triage():
                return self._triage(unit, node)
        return self._small(unit, node)

    def _small(self, unit: Unit, node: nodes.Statement) -> Stated:
        """What a statement says that has no block of its own."""
        match node:
            case nodes.Module():
                named, label = node.needs, f"a need of the module {node.id.text}"
            case nodes.Use():
                named, label = node.ids, "a module in use"
            case nodes.Ignore():
                named, label = node.answers, "an answer that goes nowhere"
            case _:
                named, label = (), ""
        yield from (_fact(label, name.text, unit, name.span) for name in named)
        match node:
            case nodes.Let():
                yield self._expression(f"“{node.name.text}”", unit, node.value)
            case nodes.Function():
                parameters = ", ".join(one.text for one in node.parameters)
                yield self._expression(f"the function {node.name.text}({parameters})", unit, node.body)
            case nodes.Example():
                value = f"{node.given.text}, {joined(_written(one) for one in node.expects)}"
                yield f"the example “{node.title.text}”", "", Fact(value, "", Place(unit.path, node.span))

    def _mapping(self, unit: Unit, node: nodes.Mapping) -> Stated:
        yield _fact("the title", node.title.text, unit, node.title.span)
        if node.form:
            yield _fact("the form", node.form.name.text, unit, node.form.span)
            versions = f"{node.form.first.text} to {node.form.last.text}"
            yield _fact("the range of form versions", versions, unit, node.form.span)
        for one in node.targets:
            yield _fact(f"the version of the record {one.record.text}", one.version.text, unit, one.span)

    def _list(self, unit: Unit, node: nodes.List) -> Stated:
        label = f"the list {node.name.text}"
        yield _fact(label, f"{node.file.text} by {node.key.text}", unit, node.span)
        path = f"lists/{node.file.text}"
        text = self.side.program.source.files.get(path, "")
        for line, row in enumerate(csv.reader(io.StringIO(text)), 1):
            place = Place(path, Span(line, 1, line, 1))
            yield f"a row of the list {node.name.text}", label, Fact("|".join(row), ", ".join(row), place)

    def _decide(self, unit: Unit, node: nodes.Decide) -> Stated:
        label = f"the table {node.name.text}"
        yield label, "", Fact("", f"{len(rows_of(node))} rows", Place(unit.path, node.span))
        yield _fact(f"the hit policy of {label}", node.policy, unit, node.span, label)
        for column in node.inputs:
            yield self._expression(f"a column of {label}", unit, column, label)
        for output in node.outputs:
            order = f" in ({_written(output.order)})" if output.order else ""
            yield _fact(f"a result of {label}", output.name.text + order, unit, node.span, label)
        for row in rows_of(node):
            value = "|".join(self._value(unit, cell) for cell in (*row.tests, None, *row.outputs))
            yield f"a row of {label}", label, Fact(value, _row(node, row), Place(unit.path, row.span))

    def _triage(self, unit: Unit, node: nodes.Triage) -> Stated:
        for part in node.parts:
            if isinstance(part, nodes.Field):
                yield from self._field(unit, part, f"the triage’s {part.path.text}", "")

    def _flag(self, unit: Unit, node: nodes.Flag) -> Stated:
        label = f"the flag {node.name.text}"
        words = f"{node.level}, when {joined(map(_written, node.whens), 'or')}"
        yield label, "", Fact("", words, Place(unit.path, node.span))
        yield _fact(f"the level of {label}", node.level, unit, node.span, label)
        for when in node.whens:
            yield self._expression(f"a condition of {label}", unit, when, label)
        yield _fact(f"the reason of {label}", f"“{node.because.text}”", unit, node.because.span, label)

    def _header(self, unit: Unit, node: nodes.Record | nodes.Group, path: str, within: str) -> Stated:
        label = f"the group {path}" if within else f"the record {path}"
        yield label, within, Fact("", f"{len(node.body)} fields", Place(unit.path, node.span))
        if node.each:
            each = f"for each {node.each.variable.text} in {_written(node.each.source)}"
            where = f" where {_written(node.each.where)}" if node.each.where else ""
            yield _fact(f"what {label} is made for", each + where, unit, node.each.source.span, label)
        if node.when:
            yield self._expression(f"the condition of {label}", unit, node.when, label)
        for part in node.body:
            inner = f"{path}.{'' if isinstance(part, nodes.Broken) else part.path.text}"
            if isinstance(part, nodes.Group):
                yield from self._header(unit, part, inner, label)
            elif isinstance(part, nodes.Field | nodes.Text):
                name = field_label(inner, self.side.program.records)
                yield from self._field(unit, part, f"the field {name} ({inner})", label)

    def _field(self, unit: Unit, part: nodes.Field | nodes.Text, label: str, within: str) -> Stated:
        if isinstance(part, nodes.Field):
            yield self._expression(label, unit, part.value, within)
        else:
            lines = [
                "".join(one if isinstance(one, str) else f"{{{_written(one)}}}" for one in line) for line in part.lines
            ]
            yield (
                label,
                within,
                Fact("\n".join(lines), _cut(f"the text “{' / '.join(lines)}”"), Place(unit.path, part.span)),
            )
        for one in part.otherwise:
            words = _written(one.value) if one.value else f"{one.kind} {one.reason}".rstrip()
            value = self._value(unit, one.value) + words
            yield f"a fallback of {label}", label, Fact(value, words, Place(unit.path, one.span))

    def _expression(self, label: str, unit: Unit, one: nodes.Expression, within: str = "") -> tuple[str, str, Fact]:
        return label, within, Fact(self._value(unit, one), _written(one), Place(unit.path, one.span))

    def _value(self, unit: Unit, one: nodes.Expression | None) -> str:
        """What an expression says, whatever its layout and comments."""
        return repr(self.side.node(unit, one)) if one else "-"


def _fact(label: str, value: str, unit: Unit, span: Span, within: str = "") -> tuple[str, str, Fact]:
    return label, within, Fact(value, value, Place(unit.path, span))


def _row(node: nodes.Decide, row: nodes.Row) -> str:
    """A row as a sentence says it: the columns that it asks for, and what it gives."""
    asked = [f"{_written(one)} {_written(cell)}" for one, cell in zip(node.inputs, row.tests, strict=False) if cell]
    given = ", ".join(_written(cell) if cell else "null" for cell in row.outputs)
    when = joined(asked) if asked else ("anything" if row.tests else "otherwise")
    return _cut(f"{when} gives {given}")


def _written(one: nodes.Expression) -> str:
    return _cut(" ".join(one.text.split()))


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
