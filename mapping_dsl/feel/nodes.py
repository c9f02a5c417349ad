"""What a FEEL expression is made of. Nodes have no behaviour; where one stands takes no part in equality."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from mapping_dsl.problems import Span

_NOWHERE = Span(1, 1, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Any part of an expression."""

    span: Span = field(default=_NOWHERE, compare=False, repr=False)


class ArithmeticOperator(StrEnum):
    """The operators that make a new value of two."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"
    POWER = "**"


class ComparisonOperator(StrEnum):
    """The operators that compare two values."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="


class Quantifier(StrEnum):
    """How many elements a quantified expression asks for."""

    SOME = "some"
    EVERY = "every"


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, string, boolean or null, or a date, time or duration written as @"…"."""

    value: Any


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name in scope; `?` is the value under test."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """A member of a context, of each context of a list, or a property of a temporal value."""

    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """The elements of a list for which the condition holds, or the one at a place."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function's value for arguments, either all by place (no names) or all by name."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """Two operands and + - * / or **."""

    operator: ArithmeticOperator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """The minus sign before one operand."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """Two operands and a comparison between them."""

    operator: ComparisonOperator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """Whether a value lies between two others, both included."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """Whether a value passes one of the tests."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """Whether a value is of a type."""

    value: Node
    type: "TypeNode"


@dataclass(frozen=True, slots=True)
class Conjunction(Node):
    """Both operands, by three-valued logic."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Disjunction(Node):
    """Either operand, by three-valued logic."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """One of two values, the second unless the condition is true."""

    condition: Node
    positive: Node
    negative: Node


@dataclass(frozen=True, slots=True)
class Iteration(Node):
    """A name that takes each element of a list, or each whole number from the source to the end."""

    name: str
    source: Node
    end: Node | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    """The list of the body's values for every combination of the iterations; `partial` is what there is so far."""

    iterations: tuple[Iteration, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """Whether the condition holds for some or for every combination of the iterations."""

    quantifier: Quantifier
    iterations: tuple[Iteration, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """Values in square brackets."""

    elements: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry(Node):
    """One key of a context with its value; later entries of the context see it."""

    key: str
    value: Node


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    """Entries in braces."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class RangeLiteral(Node):
    """All values from one bound to another."""

    low: Node
    high: Node
    low_included: bool
    high_included: bool


@dataclass(frozen=True, slots=True)
class OpenRange(Node):
    """All values that compare so with one bound: `(< 10)` as a value."""

    operator: ComparisonOperator
    bound: Node


@dataclass(frozen=True, slots=True)
class FormalParameter(Node):
    """A parameter that a function definition names."""

    name: str
    type: "TypeNode | None" = None


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Node):
    """A function written in an expression; it sees the names in scope where it stands."""

    parameters: tuple[FormalParameter, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class OperatorTest(Node):
    """A test that compares the value under test with another: `< 10`."""

    operator: ComparisonOperator
    operand: Node


@dataclass(frozen=True, slots=True)
class ValueTest(Node):
    """A test by an expression: equal to it, inside it, or, where it speaks of `?`, true."""

    expression: Node
    asks_for_input: bool


@dataclass(frozen=True, slots=True)
class UnaryTests(Node):
    """The tests of a decision table's cell, of which one must hold (none, where negated). No tests is `-`: any."""

    tests: tuple[Node, ...]
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class TypeNode(Node):
    """A type as it is written: `number`, `list<string>`, `function<number> -> string`."""

    name: str
    arguments: tuple["TypeNode", ...] = ()
    keys: tuple[str, ...] = ()  #: of `context<…>`, beside the arguments
    result: "TypeNode | None" = None  #: of `function<…> -> …`


def children(node: Node) -> Iterator[Node]:
    """The nodes that stand directly inside a node, in the order of the text."""
    for name in _PARTS[type(node)]:
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (part for part in value if isinstance(part, Node))


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """The node and everything inside it, each with its depth from 1. Does not recurse, however deep it goes."""
    waiting = [(node, 1)]
    while waiting:
        one, depth = waiting.pop()
        yield one, depth
        waiting.extend((part, depth + 1) for part in children(one))


_PARTS = {kind: [one.name for one in fields(kind) if one.name != "span"] for kind in Node.__subclasses__()}
_PARTS |= {Literal: [], Name: []}  # most nodes are these, and nothing stands inside them

#: what the stages call the case of each node
CASES: dict[type[Node], str] = {
    Literal: "literal",
    Name: "name",
    Path: "path",
    Filter: "filter",
    Call: "call",
    Arithmetic: "arithmetic",
    Negation: "negation",
    Comparison: "comparison",
    Between: "between",
    In: "in_",
    InstanceOf: "instance_of",
    Conjunction: "conjunction",
    Disjunction: "disjunction",
    Conditional: "conditional",
    For: "for_",
    Quantified: "quantified",
    ListLiteral: "list_literal",
    ContextLiteral: "context_literal",
    RangeLiteral: "range_literal",
    OpenRange: "open_range",
    FunctionDefinition: "function_definition",
    OperatorTest: "operator_test",
    ValueTest: "value_test",
    UnaryTests: "unary_tests",
}
