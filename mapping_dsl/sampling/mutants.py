"""Mutants: a mapping with one small change that somebody may well make by mistake."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from mapping_dsl import nodes
from mapping_dsl.expressions import expressions_in
from mapping_dsl.feel.tables import HitPolicy
from mapping_dsl.meanings import NOTHING, Meanings
from mapping_dsl.outcome import FlagLevel
from mapping_dsl.problems import Span
from mapping_dsl.program import Program, Unit
from mapping_dsl.sampling.changes import changes

_MUTATED: Final = (nodes.Let, nodes.Function, nodes.Decide, nodes.Flag, nodes.Triage, nodes.Record)
_RULES: Final = (*_MUTATED, nodes.Group, nodes.Field, nodes.Text)
Part = TypeVar("Part")

_LEVELS: Final = tuple(FlagLevel)
_OTHER_END: Final = {
    nodes.FallbackKind.BLANK: nodes.FallbackKind.REVIEW,
    nodes.FallbackKind.REVIEW: nodes.FallbackKind.BLANK,
    nodes.FallbackKind.REJECT: nodes.FallbackKind.REVIEW,
}


@dataclass(frozen=True, slots=True, eq=False)
class Mutant:
    """A statement with one change. `changed` is None where the whole statement is left out."""

    file: str
    span: Span  #: of what is changed
    says: str
    statement: nodes.Statement  #: as it stands in the text
    changed: nodes.Statement | None
    touched: frozenset[Span]  #: where none of these expressions is computed, the change changes nothing
    expression: nodes.Expression | None = None  #: the one that is written otherwise, if one is


@dataclass(frozen=True, slots=True)
class _Variant:
    """A node with one change in it, on the way up to its statement."""

    node: Any
    span: Span
    says: str
    rule: Any = None  #: the innermost rule that holds the change
    expression: nodes.Expression | None = None


def mutants(program: Program, meanings: Meanings, unit: Unit) -> Iterator[Mutant]:
    """Every mutant of one text of a program, in its order."""
    making = _Making(program, meanings, unit)
    for statement in (one.statement for one in program.placed if one.unit is unit):
        if isinstance(statement, _MUTATED):
            for variant in making.variants(statement):
                rule = variant.rule or statement
                touched = frozenset(one.span for one in expressions_in(rule))
                yield Mutant(
                    unit.path, variant.span, variant.says, statement, variant.node, touched, variant.expression
                )


class _Making:
    def __init__(self, program: Program, meanings: Meanings, unit: Unit) -> None:
        self.program = program
        self.meanings = meanings
        self.unit = unit
        self.columns = dict(self._columns())  #: what the cells of tables are held against

    def variants(self, statement: nodes.Statement) -> Iterator[_Variant]:
        """All variants of a statement; its absence too where a mapping may do without."""
        if isinstance(statement, nodes.Flag | nodes.Record | nodes.Triage):
            yield _Variant(None, statement.span, f"without this {type(statement).__name__.lower()}", statement)
        yield from self._inside(statement)

    def _columns(self) -> Iterator[tuple[Span, frozenset[str]]]:
        tables = (table for unit, table in self.program.all_of(nodes.Decide) if unit is self.unit)
        for table, place, column in ((one, place, it) for one in tables for place, it in enumerate(one.inputs)):
            meaning = self.meanings.of(self.unit, column)
            cells = (cell for row in table.rows if (cell := row.tests[place]))
            yield from ((cell.span, meaning.answers if meaning else NOTHING) for cell in cells)

    def _inside(self, node: Any) -> Iterator[_Variant]:
        """The variants of a node, its own first, then those of each part in it."""
        if isinstance(node, nodes.Expression):
            yield from self._of_expression(node)
        elif isinstance(node, tuple):
            for place, part in enumerate(node):
                for inner in self._inside(part):
                    yield replace(inner, node=(*node[:place], inner.node, *node[place + 1 :]))
        elif is_dataclass(node) and not isinstance(node, nodes.Name | nodes.Quoted | Span | type):
            yield from _own(node)
            for name in (one.name for one in fields(node)):
                for inner in self._inside(getattr(node, name)):
                    rule = inner.rule or (node if isinstance(node, _RULES) else None)
                    yield replace(inner, node=_with(node, name, inner.node), rule=rule)

    def _of_expression(self, written: nodes.Expression) -> Iterator[_Variant]:
        meaning = self.meanings.of(self.unit, written)
        if meaning is None:
            return
        answers = self.columns.get(written.span, meaning.answers)
        for change in changes(written, meaning.node, answers, self.program.questions):
            before, after = _line(change.before), _line(change.after)
            says = f"“{after}” instead of “{before}”" if after else f"without “{before}”"
            yield _Variant(change.expression, written.span, says, None, change.expression)


def _own(node: Any) -> Iterator[_Variant]:
    """What may be changed in a node itself."""
    match node:
        case nodes.Flag():
            yield from _of_flag(node)
        case nodes.Decide():
            yield from _of_table(node)
        case nodes.Row():
            yield from _of_row(node)
        case nodes.Record() | nodes.Group() | nodes.Triage():
            yield from _of_block(node)
        case nodes.ForEach():
            yield from _of_each(node)
        case nodes.Field() | nodes.Text():
            yield from _of_fallbacks(node)
            yield from _of_text(node) if isinstance(node, nodes.Text) else ()


def _of_flag(flag: nodes.Flag) -> Iterator[_Variant]:
    other = _LEVELS[(_LEVELS.index(flag.level) + 1) % len(_LEVELS)]
    yield _Variant(replace(flag, level=other), flag.span, f"{other} instead of {flag.level}")
    for place, when in enumerate(flag.whens if len(flag.whens) > 1 else ()):
        yield _Variant(replace(flag, whens=_without(flag.whens, place)), when.span, "without this when")


def _of_table(table: nodes.Decide) -> Iterator[_Variant]:
    rows = table.rows
    for place, row in enumerate(rows):
        yield _Variant(replace(table, rows=_without(rows, place)), row.span, "without this row")
        if place and table.policy is HitPolicy.FIRST:
            swapped = (*rows[: place - 1], row, rows[place - 1], *rows[place + 1 :])
            yield _Variant(replace(table, rows=swapped), row.span, "this row before the one above it")
    if table.otherwise:
        yield _Variant(replace(table, otherwise=None), table.otherwise.span, "without the row otherwise")


def _of_row(row: nodes.Row) -> Iterator[_Variant]:
    for place, cell in enumerate(row.tests):
        if cell:
            tests = (*row.tests[:place], None, *row.tests[place + 1 :])
            yield _Variant(replace(row, tests=tests), cell.span, f"“-” instead of “{_line(cell.text)}”")


def _of_block(block: nodes.Record | nodes.Group | nodes.Triage) -> Iterator[_Variant]:
    if not isinstance(block, nodes.Triage) and block.when:
        negated = nodes.Expression(f"not({block.when.text})", block.when.span)
        yield _Variant(replace(block, when=negated), negated.span, "made when this is not so", None, negated)
    parts: tuple[nodes.Part, ...] = block.parts if isinstance(block, nodes.Triage) else block.body
    name = "parts" if isinstance(block, nodes.Triage) else "body"
    for place, part in enumerate(parts if len(parts) > 1 else ()):
        if not isinstance(part, nodes.Broken):
            changed = _with(block, name, _without(parts, place))
            yield _Variant(changed, part.span, f"without {part.path.text}", part)


def _of_each(each: nodes.ForEach) -> Iterator[_Variant]:
    nobody = nodes.Expression("[]", each.source.span)
    yield _Variant(replace(each, source=nobody), nobody.span, f"for each {each.variable.text} of none", None, nobody)
    if each.where:
        yield _Variant(replace(each, where=None), each.where.span, "without this where")
        negated = nodes.Expression(f"not({each.where.text})", each.where.span)
        yield _Variant(replace(each, where=negated), negated.span, "where this is not so", None, negated)


def _of_fallbacks(field: nodes.Field | nodes.Text) -> Iterator[_Variant]:
    for place, one in enumerate(field.otherwise):
        yield _Variant(replace(field, otherwise=_without(field.otherwise, place)), one.span, "without this otherwise")
        if one.kind in _OTHER_END:
            other = replace(one, kind=_OTHER_END[one.kind])
            changed = (*field.otherwise[:place], other, *field.otherwise[place + 1 :])
            yield _Variant(replace(field, otherwise=changed), one.span, f"otherwise {other.kind}, not {one.kind}")


def _of_text(text: nodes.Text) -> Iterator[_Variant]:
    for place, line in enumerate(text.lines):
        if len(text.lines) > 1:
            yield _Variant(replace(text, lines=_without(text.lines, place)), text.span, f"without line {place + 1}")
        for at, piece in enumerate(line):
            if isinstance(piece, str) and piece.strip():
                changed = (*line[:at], f"{piece}?", *line[at + 1 :])
                lines = (*text.lines[:place], changed, *text.lines[place + 1 :])
                says = f"“{_line(piece)}?” instead of “{_line(piece)}”"
                yield _Variant(replace(text, lines=lines), text.span, says)


def _with(node: Any, name: str, value: Any) -> Any:
    return replace(node, **{name: value})


def _without(parts: tuple[Part, ...], place: int) -> tuple[Part, ...]:
    return (*parts[:place], *parts[place + 1 :])


def _line(text: str) -> str:
    return " ".join(text.split())
