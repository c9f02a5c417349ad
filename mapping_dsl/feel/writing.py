"""What generated code is written with: the scopes of names, and the marks from which on reasons belong to a value."""

import ast
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from types import NoneType
from typing import Any, TypeAlias

from mapping_dsl.feel import nodes, shapes
from mapping_dsl.feel.emission import NOWHERE, Code, Kinds, Operand, Shape
from mapping_dsl.feel.filling import write
from mapping_dsl.feel.nodes import Node

MAX_LOOPS = 16  #: that stand inside each other; Python's compiler takes 20
MAX_FUNCTIONS = 8  #: that stand inside each other
MAX_SHAPES = 4_000  #: in one expression: Python's compiler takes its time over them

TRUTH: Kinds = frozenset({bool, NoneType})
NUMBER: Kinds = frozenset({int, Decimal, NoneType})


class TooMuchCode(Exception):
    """An expression of which no code is made, as it would be too long or too deep; it can be interpreted."""

    def __init__(self) -> None:
        super().__init__("the code of this expression would be too long or too deep")


@dataclass(frozen=True, slots=True)
class Bound:
    """Names with a value each."""

    operands: dict[str, Operand]


@dataclass(frozen=True, slots=True)
class OfElement:
    """The element that a filter asks: which names it has is only known when it is there."""

    element: Operand


@dataclass(frozen=True, slots=True)
class OfContext:
    """A context while its entries are computed. A function in it also sees the entries that come later."""

    context: Operand
    entries: dict[str, Operand]  #: so far
    keys: frozenset[str]
    functions: int  #: how many functions stand around the context


Scope: TypeAlias = Bound | OfElement | OfContext


class Writer:
    """Writes the code of nodes; knows which names are bound inside the expression itself."""

    def __init__(
        self, hidden: Collection[str], *, traced: bool, code: Code | None = None, tells_missing: bool = True
    ) -> None:
        self.code = code or Code(shapes.NAMESPACE)
        self.tells_missing = tells_missing  #: whether anybody may want to know that a null only comes of another
        self.bound = list(hidden)  #: names that are no function of FEEL here
        self._hidden = len(self.bound)
        self.functions = 0  #: that stand around what is written now
        self.is_traced = traced
        self._scopes: list[Scope] = []
        self._loops = 0
        self._shapes = 0

    def value(self, node: Node) -> Operand:
        """Writes what computes a node, and gives its value."""
        make: Callable[[Any], Operand] = getattr(self, nodes.CASES[type(node)])
        made = make(node)
        if self.is_traced:
            write(self.code, shapes.SEEN, node.span, node=node, value=made)
        return made

    def write(self, shape: Shape, node: Node, kinds: Kinds | None = None, /, **put: Any) -> Operand:
        """Adds a shape for a node: a value of these types, or null with a reason. Raises TooMuchCode."""
        self._shapes += 1
        if self._shapes > MAX_SHAPES:
            raise TooMuchCode
        return Operand(write(self.code, shape, node.span, **put).expression, kinds, refuses=True)

    def mark(self) -> "Mark":
        """This place in the code."""
        return Mark(self.code)

    @contextmanager
    def in_scope(self, scope: Scope, names: Collection[str] = ()) -> Iterator[None]:
        """What is written meanwhile sees the scope's names; `names` hide functions of FEEL."""
        self._scopes.append(scope)
        self.bound.extend(names)
        yield
        del self.bound[len(self.bound) - len(names) :]
        self._scopes.pop()

    @contextmanager
    def only(self, scope: Scope) -> Iterator[None]:
        """What is written meanwhile sees this scope's names and those of outside the expression, nothing between."""
        scopes, self._scopes = self._scopes, []
        bound, self.bound = self.bound, self.bound[: self._hidden]
        with self.in_scope(scope, tuple(scope.operands) if isinstance(scope, Bound) else ()):
            yield
        self._scopes, self.bound = scopes, bound

    @contextmanager
    def in_loop(self) -> Iterator[list[ast.stmt]]:
        """What is written meanwhile stands in one more loop, and goes into a list of its own. Raises TooMuchCode."""
        self._loops += 1
        if self._loops > MAX_LOOPS:
            raise TooMuchCode
        with self.code.again(), self.code.block() as statements:
            yield statements
        self._loops -= 1

    @contextmanager
    def in_function(self) -> Iterator[list[ast.stmt]]:
        """What is written meanwhile belongs to a function of its own. Raises TooMuchCode."""
        loops, self._loops = self._loops, 0
        self.functions += 1
        if self.functions > MAX_FUNCTIONS:
            raise TooMuchCode
        with self.code.again(), self.code.block() as statements:
            yield statements
        self.functions -= 1
        self._loops = loops

    def look_up(self, name: str, node: Node) -> Operand:
        """A name's value, as the innermost scope has it."""
        return self._look_up(name, node, len(self._scopes))

    def outer(self, name: str, node: Node) -> Operand:
        """The value of a name that nothing in the expression binds."""
        return self.write(shapes.NAME, node, name=name)

    def _look_up(self, name: str, node: Node, level: int) -> Operand:
        if level == 0:
            return self.outer(name, node)
        match self._scopes[level - 1]:
            case Bound(operands) if name in operands:
                return operands[name]
            case OfElement(element):
                with self.code.block() as around:
                    outer = element if name == "item" else self._look_up(name, node, level - 1)
                return self.write(shapes.OF_ELEMENT, node, element=element, name=name, around=around, outer=outer)
            case OfContext(_, entries) if name in entries:
                return entries[name]
            case OfContext(context, _, keys, functions) if name in keys and functions < self.functions:
                with self.code.block() as around:
                    outer = self._look_up(name, node, level - 1)
                return self.write(shapes.OF_CONTEXT, node, context=context, name=name, around=around, outer=outer)
        return self._look_up(name, node, level - 1)


class Mark:
    """A place in the code: reasons that are written down after it belong to one value."""

    def __init__(self, code: Code) -> None:
        self._code = code
        self._statements, self._at = code.statements, len(code.statements)
        self._written: Operand | None = None

    def written(self) -> Operand:
        """How many reasons there were at the place."""
        if self._written is None:
            with self._code.block() as counting:
                self._written = write(self._code, shapes.MARK, NOWHERE)
            self._statements[self._at : self._at] = counting
        return self._written

    def settle(self, value: Operand, *parts: Operand) -> Operand:
        """The value; where it is not null, what its parts could not compute no longer matters. Without parts, something
        else may have told a reason."""
        if not value.may_be_null:
            self._leave_untold()
            if parts and all(part.is_retold or not part.refuses for part in parts):
                return value
        if not parts or any(part.refuses for part in parts):
            write(self._code, shapes.SETTLE, NOWHERE, mark=self.written(), value=value)
        return value

    def _leave_untold(self) -> None:
        """Takes out again what would tell the reasons of parts, which nobody will ask for."""
        kept = [one for one in self._statements[self._at :] if id(one) not in self._code.retold]
        self._statements[self._at :] = kept

    def put_away(self, value: Operand, holder: Operand, place: int | str) -> None:
        """Keeps the reasons for a value with its place in a list or context."""
        if value.refuses:
            write(self._code, shapes.PUT_AWAY, NOWHERE, mark=self.written(), holder=holder, place=place)
