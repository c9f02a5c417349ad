"""Where every name of a mapping stands, in its own text and those of its modules: given, and read."""

import re
from collections.abc import Callable, Iterator, Mapping
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
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Index:
    """Places of names in a program."""

    program: Program
    occurrences: tuple[Occurrence, ...]


_kept: dict[tuple[str, str], Index] = {}
_KEPT = 64  #: indexes, by what they were made of; what was asked for last stands at the end


def index_of(source: Source, name: str) -> Index:
    """Where a name and all that are called alike stand in a source, beside all names that it gives."""
    key = source.hash, name
    found = _kept.pop(key, None) or _index(assemble(source), name)
    _kept[key] = found
    while len(_kept) > _KEPT:
        _kept.pop(next(iter(_kept)), None)
    return found


def _index(program: Program, name: str) -> Index:
    first = (_words(name) or [name])[0]
    finders = (_Finder(program, unit) for unit in program.units.values())
    found = dict.fromkeys(one for finder in finders for one in finder.occurrences(lambda one: first in one.text))
    return Index(program, tuple(sorted(found, key=lambda one: (one.path, one.span))))


def name_at(program: Program, unit: Unit, line: int, column: int) -> Occurrence | None:
    """The innermost name at a place. Reads no more of the text than the lines around it."""
    around = _Finder(program, unit).occurrences(lambda one: one.span.line <= line <= one.span.end_line)
    found = [one for one in around if one.holds(unit.path, line, column)]
    return min(found, key=lambda one: one.span.end_column - one.span.column, default=None)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


class _Finder:
    """Goes through one text of a program."""

    def __init__(self, program: Program, unit: Unit) -> None:
        self.program = program
        self.unit = unit
        self.scope = Scopes(program).of(unit)
        self.by_first_word: dict[str, list[str]] = {}
        for name in self.scope:
            self.by_first_word.setdefault(_words(name)[0] if _words(name) else "", []).append(name)
        self.flags = {flag.name.text: _flag(where, flag) for where, flag in program.all_of(nodes.Flag)}
        self.visible = {one.path for one in visible_units(program, unit)}

    def occurrences(self, is_meant: Callable[[nodes.Expression], bool]) -> Iterator[Occurrence]:
        """The names that the text gives, and those in the expressions that are meant."""
        for statement in self.unit.file.statements:
            yield from self._given(statement)
            for expression, start, bound in _expressions(self.unit, statement):
                if is_meant(expression):
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
        # Only a name whose first word stands in the text can be read there, and a scope costs by its size.
        names = (name for word in {*_words(expression.text), ""} for name in self.by_first_word.get(word, ()))
        scope = {**{name: self.scope[name] for name in names}, **dict.fromkeys(bound, types.ANY)}
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
