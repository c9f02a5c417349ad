"""Where every name of a mapping stands, in its own text and those of its modules: given, and read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from mapping_dsl import functions, nodes
from mapping_dsl.expressions import expressions_in, tests_in
from mapping_dsl.feel import checker, parser, types
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.feel.functions import standard
from mapping_dsl.library import Source
from mapping_dsl.problems import Span
from mapping_dsl.program import Program, Unit, assemble, visible_units
from mapping_dsl.scopes import BY_ANSWER, EVERYWHERE, Scopes


class Kind(StrEnum):
    """What a name is the name of."""

    LET = "let"
    FUNCTION = "function"  #: one that a text defines
    DECIDE = "decision"
    LIST = "list"
    FLAG = "flag"
    MODULE = "module"
    NEED = "need"  #: what a module needs and no text gives
    ANSWER = "answer"
    LOCAL = "variable"  #: of a `for each`, or a parameter
    OUTPUT = "output"  #: of a decision
    BUILT_IN = "built-in"  #: of the language: a function, or what is in scope everywhere


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a name stands for. Two of one name in two places are two."""

    kind: Kind
    name: str
    path: str = ""  #: of the text that gives the name; empty where none does
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where a name stands."""

    symbol: Symbol
    path: str
    span: Span
    is_text: bool = False  #: in quotes: a flag's name

    def holds(self, path: str, line: int, column: int) -> bool:
        """Whether the name stands there; a cursor behind its last letter is still at it."""
        start, end = (self.span.line, self.span.column), (self.span.end_line, self.span.end_column)
        return self.path == path and start <= (line, column) <= end


Locals: TypeAlias = Mapping[str, Symbol]
Placed: TypeAlias = tuple[nodes.Expression, parser.Start, Locals]
_KINDS = {nodes.Let: Kind.LET, nodes.Function: Kind.FUNCTION, nodes.Decide: Kind.DECIDE, nodes.List: Kind.LIST}
_OF_FLAGS = {"flags", "unclear flags"}


@dataclass(frozen=True, slots=True)
class Index:
    """All places of all names of a program."""

    program: Program
    occurrences: tuple[Occurrence, ...]

    def of(self, symbol: Symbol) -> list[Occurrence]:
        """Every place of a name, in the texts' order."""
        return [one for one in self.occurrences if one.symbol == symbol]


_kept: dict[str, Index] = {}
_KEPT = 32  #: indexes, by what they were made of; what was asked for last stands at the end


def index_of(source: Source) -> Index:
    """The index of a source. While one text is typed, those of mappings that it has no part in stay."""
    found = _kept.pop(source.hash, None) or _index(assemble(source))
    _kept[source.hash] = found
    while len(_kept) > _KEPT:
        _kept.pop(next(iter(_kept)), None)
    return found


def _index(program: Program) -> Index:
    found = dict.fromkeys(one for unit in program.units.values() for one in _Finder(program, unit).occurrences())
    return Index(program, tuple(sorted(found, key=lambda one: (one.path, one.span))))


def name_at(program: Program, unit: Unit, line: int, column: int) -> Occurrence | None:
    """The innermost name at a place. Reads no more of the text than the lines around it."""
    found = [one for one in _Finder(program, unit).occurrences(line) if one.holds(unit.path, line, column)]
    return min(found, key=lambda one: one.span.end_column - one.span.column, default=None)


class _Finder:
    """Goes through one text of a program."""

    def __init__(self, program: Program, unit: Unit) -> None:
        self.program = program
        self.unit = unit
        self.scope = Scopes(program).of(unit)
        self.flags = {flag.name.text: _flag(where, flag) for where, flag in program.all_of(nodes.Flag)}
        self.visible = {one.path for one in visible_units(program, unit)}

    def occurrences(self, line: int | None = None) -> Iterator[Occurrence]:
        """Every name of the text, or those of expressions on one line beside those that are given."""
        for statement in self.unit.file.statements:
            yield from self._given(statement)
            for expression, start, bound in _expressions(self.unit, statement):
                if line is None or expression.span.line <= line <= expression.span.end_line:
                    yield from self._read(expression, start, bound)

    def _given(self, statement: nodes.Statement) -> Iterator[Occurrence]:
        match statement:
            case nodes.Let() | nodes.Function() | nodes.Decide() | nodes.List():
                yield self._at(self._named(statement.name.text), statement.name.span)
            case nodes.Flag(name):
                yield Occurrence(self.flags[name.text], self.unit.path, _inside(name.span), is_text=True)
            case nodes.Use(ids):
                yield from (self._at(Symbol(Kind.MODULE, one.text), one.span) for one in ids)
            case nodes.Module(id_, needs=needs):
                yield self._at(Symbol(Kind.MODULE, id_.text), id_.span)
                yield from (self._at(self._named(one.text), one.span) for one in needs)
            case nodes.Ignore(answers):
                yield from (self._at(Symbol(Kind.ANSWER, one.text), one.span) for one in answers)
        if isinstance(statement, nodes.Decide):
            for output in statement.outputs:
                symbol = _output(self.unit, statement, output.name.text)
                yield self._at(symbol or Symbol(Kind.OUTPUT, output.name.text), output.name.span)
        for symbol in _locals_of(self.unit, statement):
            assert symbol.span
            yield self._at(symbol, symbol.span)

    def _at(self, symbol: Symbol, span: Span) -> Occurrence:
        return Occurrence(symbol, self.unit.path, span)

    def _read(self, expression: nodes.Expression, start: parser.Start, bound: Locals) -> Iterator[Occurrence]:
        scope = {**self.scope, **dict.fromkeys(bound, types.ANY)}
        place = (expression.span.line, expression.span.column)
        node = parser.parse(expression.text, scope, at=place, start=start).node
        if node is None:
            return
        free = list(self._free(node, frozenset()))
        for name in free:
            yield self._at(bound.get(name.name) or self._named(name.name), name.span)
        reads_flags = any(name.name in _OF_FLAGS for name in free)
        for part, _ in feel_nodes.walk(node):
            if isinstance(part, feel_nodes.Path):
                yield from self._member(part, bound)
            elif reads_flags and isinstance(part, feel_nodes.Literal) and isinstance(part.value, str):
                flag = self.flags.get(part.value)
                yield from [Occurrence(flag, self.unit.path, _inside(part.span), is_text=True)] if flag else []

    def _free(self, node: feel_nodes.Node, inner: frozenset[str]) -> Iterator[feel_nodes.Name]:
        """The names that the expression does not bind itself. As deep as the parser lets expressions nest."""
        match node:
            case feel_nodes.Name(name):
                if name not in inner:
                    yield node
                return
            case feel_nodes.For(iterations) | feel_nodes.Quantified(iterations=iterations):
                inner |= {one.name for one in iterations} | {"partial"}
            case feel_nodes.FunctionDefinition(parameters):
                inner |= {one.name for one in parameters}
            case feel_nodes.ContextLiteral(entries):
                for entry in entries:
                    yield from self._free(entry.value, inner)
                    inner |= {entry.key}
                return
            case feel_nodes.Filter(source, condition):
                yield from self._free(source, inner)
                yield from self._free(condition, inner | {"item"} | self._keys(source))
                return
        for part in feel_nodes.children(node):
            yield from self._free(part, inner)

    def _keys(self, source: feel_nodes.Node) -> frozenset[str]:
        type_ = checker.check(source, self.scope).type
        element = type_.element if isinstance(type_, types.ListOf) else type_
        return frozenset(key for key, _ in element.entries) if isinstance(element, types.ContextOf) else frozenset()

    def _member(self, path: feel_nodes.Path, bound: Locals) -> Iterator[Occurrence]:
        name = path.source.name if isinstance(path.source, feel_nodes.Name) else ""
        unit, decide = self.program.named.get(name, (None, None))
        if unit and isinstance(decide, nodes.Decide) and name not in bound:
            line, end = path.span.end_line, path.span.end_column
            symbol = _output(unit, decide, path.name)
            yield from [self._at(symbol, Span(line, end - len(path.name), line, end))] if symbol else []

    def _named(self, name: str) -> Symbol:
        unit, node = self.program.named.get(name, (None, None))
        needs = {one.text for one in self.unit.module.needs} if self.unit.module else set()
        if unit and node and (unit.path in self.visible or name in needs):
            return Symbol(_KINDS[type(node)], name, unit.path, node.name.span)
        if name in self.program.questions.outer_types and (self.unit.module is None or name in needs):
            return Symbol(Kind.ANSWER, name)
        if name in needs:
            return Symbol(Kind.NEED, name)
        return Symbol(Kind.BUILT_IN, name)


def is_built_in(name: str) -> bool:
    """Whether the language itself gives the name a meaning."""
    return name in EVERYWHERE or name in BY_ANSWER or name in standard.names or name in functions.registry.values()


def _flag(unit: Unit, flag: nodes.Flag) -> Symbol:
    return Symbol(Kind.FLAG, flag.name.text, unit.path, _inside(flag.name.span))


def _output(unit: Unit, decide: nodes.Decide, name: str) -> Symbol | None:
    spans = (one.name.span for one in decide.outputs if one.name.text == name)
    span = next(spans, None)
    return Symbol(Kind.OUTPUT, name, unit.path, span) if span else None


def _inside(span: Span) -> Span:
    """The span of a string without its quotes."""
    return Span(span.line, span.column + 1, span.end_line, span.end_column - 1)


def _local(unit: Unit, name: nodes.Name) -> Symbol:
    return Symbol(Kind.LOCAL, name.text, unit.path, name.span)


def _locals_of(unit: Unit, statement: nodes.Statement | nodes.Part) -> Iterator[Symbol]:
    if isinstance(statement, nodes.Function):
        yield from (_local(unit, one) for one in statement.parameters)
    if isinstance(statement, nodes.Record | nodes.Group):
        if statement.each:
            yield _local(unit, statement.each.variable)
        for part in statement.body:
            yield from _locals_of(unit, part)


def _expressions(unit: Unit, node: nodes.Statement | nodes.Part, bound: Locals | None = None) -> Iterator[Placed]:
    """The expressions of a statement, each with the names that it alone sees."""
    seen = dict(bound or {})
    match node:
        case nodes.Record() | nodes.Group():
            if node.each:
                yield node.each.source, "expression", dict(seen)
                seen[node.each.variable.text] = _local(unit, node.each.variable)
            conditions = (node.each.where if node.each else None, node.when)
            yield from ((one, "expression", seen) for one in conditions if one)
            for inner in node.body:
                yield from _expressions(unit, inner, seen)
        case nodes.Decide():
            tests = {one.span for one in tests_in(node)}
            for one in expressions_in(node):
                yield one, "unary_tests" if one.span in tests else "expression", {}
        case nodes.Function(parameters=parameters, body=body):
            yield body, "expression", {one.text: _local(unit, one) for one in parameters}
        case _:
            yield from ((one, "expression", seen) for one in expressions_in(node))
