"""Python code in the making, as the objects of Python's `ast` and never as text.

A `Shape` is written in Python once. Each use gives the names that it stores a number of their own, and puts values and
statements in for its other names (`filling`). Nothing that a user wrote becomes a name: it is a constant, or a value
under a numbered name.
"""

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from textwrap import dedent
from types import NoneType
from typing import Any, TypeAlias, TypeVar

from mapping_dsl.problems import Span

Kinds: TypeAlias = frozenset[type]
Placed = TypeVar("Placed", bound=ast.AST)

LOAD, STORE = ast.Load(), ast.Store()
NOWHERE = Span(1, 1, 1, 1)
_OF_FRAME = ("names", "reasons", "budget", "seen")  #: what shapes use of a frame, read once a function
#: the call that all built-in functions are given which a function calls, one after another, with the place of each
_CALL = ast.parse("call = Call(frame, None)").body
_WRITTEN_OUT = (type(None), bool, int, str)


def placed(node: Placed, span: Span) -> Placed:
    """The new node with the place of what the user wrote, which a traceback shows."""
    node.lineno, node.col_offset = span.line, span.column - 1  # type: ignore[attr-defined]
    node.end_lineno, node.end_col_offset = span.end_line, span.end_column - 1  # type: ignore[attr-defined]
    return node


def named(name: str, span: Span = NOWHERE) -> ast.Name:
    """The value of a name."""
    return placed(ast.Name(name, LOAD), span)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a value before anything runs."""

    kinds: Kinds | None = None  #: the Python types that it can have, None where any
    element: "Known | None" = None  #: of each element, where it is a list
    entries: "Mapping[str, Known]" = field(default_factory=dict)  #: where it is a context: keys that it has for certain
    values: frozenset[Any] | None = None  #: all that it can be besides null, None where that is not known


@dataclass(frozen=True, slots=True)
class Operand:
    """A value in generated code: how it is written there, and what is known of it before anything runs."""

    expression: ast.expr
    kinds: Kinds | None = None  #: the Python types that it can have, None where any
    refuses: bool = False  #: whether a reason may have been written down while it was computed
    parts: Known = Known()  #: what is known of what is in it
    is_retold: bool = False  #: whether its reasons are those that another expression left, told again just before

    @property
    def may_be_null(self) -> bool:
        """Whether null cannot be ruled out."""
        return self.may_be((NoneType,))

    @property
    def kind(self) -> type | None:
        """The only type that it can have, None where there are several."""
        return next(iter(self.kinds)) if self.kinds is not None and len(self.kinds) == 1 else None

    def may_be(self, kinds: Collection[type]) -> bool:
        """Whether it can have one of these types."""
        return self.kinds is None or not self.kinds.isdisjoint(kinds)

    def must_be(self, kinds: Collection[type]) -> bool:
        """Whether it has one of these types for certain."""
        return self.kinds is not None and self.kinds.issubset(kinds)

    def of(self, kinds: Kinds | None) -> "Operand":
        """The same, known to have one of these types."""
        return replace(self, kinds=kinds)

    def knowing(self, known: Known | None) -> "Operand":
        """The same, of which this is known."""
        return self if known is None else replace(self, kinds=known.kinds, parts=known)


class Shape:
    """A piece of code that is generated many times."""

    __slots__ = ("names", "statements", "stored")

    def __init__(self, text: str) -> None:
        self.statements = ast.parse(dedent(text)).body
        self.names, self.stored = names_in(self.statements)


@dataclass(slots=True)
class Code:
    """The statements of a function in the making, and the constants that they name."""

    namespace: Mapping[str, Any]  #: what shapes may name besides their own
    statements: list[ast.stmt] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)  #: all names in the shapes so far
    #: whether the steps of calls are gathered instead of being spent one by one: who gathers spends them at the start
    gathers: bool = False
    gathered: int = 0
    retold: dict[int, ast.stmt] = field(default_factory=dict)  #: by id, the statements that tell reasons again
    _names: dict[int, str] = field(default_factory=dict)  #: of the constants, by id
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def constant(self, value: Any) -> Operand:
        """A value that is known now."""
        kinds = frozenset({type(value)})
        if type(value) in _WRITTEN_OUT:
            values = frozenset[Any]() if value is None else frozenset({value})
            return Operand(placed(ast.Constant(value), NOWHERE), kinds, parts=Known(kinds, values=values))
        name = self._names.setdefault(id(value), f"k{len(self._names)}")
        self.constants[name] = value
        return Operand(named(name), kinds)

    def inline(self, operand: Operand) -> Operand:
        """A truth that was written down last, as an expression instead: whoever asks must use it once."""
        last = self.statements[-1] if self.statements else None
        match last, operand.expression:
            case ast.Assign([ast.Name(stored)], value), ast.Name(name) if stored == name and operand.kind is bool:
                self.statements.pop()
                return replace(operand, expression=value)
        return operand

    def value_of(self, operand: Operand) -> tuple[Any] | None:
        """What an operand is where that is known now."""
        match operand.expression:
            case ast.Constant(value):
                return (value,)
            case ast.Name(name) if name in self.constants:
                return (self.constants[name],)
        return None

    def fresh(self) -> Operand:
        """A value under a name that nothing else has."""
        return Operand(named(f"v{next(self._numbers)}"))

    def gather(self, steps: int) -> bool:
        """Takes on the steps of a call. False where they must be spent in their place."""
        self.gathered += steps if self.gathers else 0
        return self.gathers

    @contextmanager
    def again(self) -> Iterator[None]:
        """What is written meanwhile may run many times, or later: its steps are spent where it stands."""
        outer, self.gathers = self.gathers, False
        yield
        self.gathers = outer

    @contextmanager
    def block(self) -> Iterator[list[ast.stmt]]:
        """What is written meanwhile goes into a list of its own, to be put into a shape."""
        outer, self.statements = self.statements, []
        yield self.statements
        self.statements = outer

    def function(self, body: list[ast.stmt], result: Operand, span: Span) -> Operand:
        """Adds a function of a frame with these statements. It keeps what it uses of the values around it as they are
        now: a loop may give them others before it is called."""
        loaded, stored = names_in([*body, placed(ast.Expr(result.expression), span)])
        outer = loaded - stored - self.namespace.keys() - self.constants.keys() - {"frame", "call", *_OF_FRAME}
        made = self.definition(body, result, span, sorted(outer))
        self.statements.append(made)
        return Operand(named(made.name, span))

    def prologue(self, span: Span) -> list[ast.stmt]:
        """What a function begins with, so that its shapes find the parts of its frame."""
        of_frame = [_read_of_frame(name, span) for name in _OF_FRAME if name in self.used]
        return [*of_frame, *(_CALL if "call" in self.used else ())]

    def definition(
        self, body: list[ast.stmt], result: Operand, span: Span, outer: Sequence[str] = ()
    ) -> ast.FunctionDef:
        """A function of a frame with these statements, which use these names from around it."""
        statements = [*self.prologue(span), *body, placed(ast.Return(result.expression), span)]
        arguments = ast.arguments(
            posonlyargs=[],
            args=[placed(ast.arg("frame"), span)],
            kwonlyargs=[placed(ast.arg(name), span) for name in outer],
            kw_defaults=[named(name, span) for name in outer],
            defaults=[],
        )
        name = f"f{next(self._numbers)}"
        return placed(ast.FunctionDef(name, arguments, statements, []), span)


def function_of(function: ast.FunctionDef, namespace: Mapping[str, Any], file_name: str) -> Any:
    """The function that runs, from its code and all that it can name; tracebacks give the file name."""
    names = dict(namespace)
    # What runs here is made of our own shapes alone: no text of a user's is in it but as a value, and without built-ins
    # it can name nothing but what the namespace lists.
    exec(compile(ast.Module([function], type_ignores=[]), file_name, "exec"), names)
    return names[function.name]


def _read_of_frame(name: str, span: Span) -> ast.stmt:
    attribute = placed(ast.Attribute(named("frame", span), name, LOAD), span)
    return placed(ast.Assign([placed(ast.Name(name, STORE), span)], attribute), span)


def names_in(statements: list[ast.stmt]) -> tuple[set[str], set[str]]:
    """The names that statements load, and those that they store."""
    parts = [part for statement in statements for part in ast.walk(statement)]
    names = [part for part in parts if isinstance(part, ast.Name)]
    defined = {part.name for part in parts if isinstance(part, ast.FunctionDef)}
    stored = {one.id for one in names if isinstance(one.ctx, ast.Store)}
    return {one.id for one in names if isinstance(one.ctx, ast.Load)}, stored | defined


def list_of(operands: Collection[Operand], span: Span) -> Operand:
    """The list of these values, written where it is used."""
    written = placed(ast.List([one.expression for one in operands], LOAD), span)
    return Operand(written, frozenset({list}), any(one.refuses for one in operands))
