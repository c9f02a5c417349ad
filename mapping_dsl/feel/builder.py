"""From the grammar's rules to nodes: one method a rule, called as the parser recognises it."""

from collections.abc import Sequence
from typing import Any

from lark import Token, Transformer

from mapping_dsl.feel import nodes
from mapping_dsl.feel.lexical import read_temporal
from mapping_dsl.feel.nodes import ArithmeticOperator, ComparisonOperator, Node
from mapping_dsl.feel.numeric import read_number
from mapping_dsl.feel.strings import read_string
from mapping_dsl.problems import Problem, Span

Part = Token | Node
_ESCAPES = "write the character itself, or \\u with its four digits"
_TEMPORAL_HINT = 'write it like @"2026-10-05", @"10:30:00", @"2026-10-05T10:30:00" or @"PT2H30M"'
_CONSTANTS = {"TRUE": True, "FALSE": False, "NULL": None}


class UnreadableLiteral(Exception):
    """A literal whose characters are right and whose value is none: @"2026-02-30"."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Builder(Transformer[Token, Node]):
    """Makes the node of each rule. Raises UnreadableLiteral."""

    def disjunction(self, parts: list[Node]) -> Node:
        return nodes.Disjunction(parts[0], parts[2], span=_span(parts))

    def conjunction(self, parts: list[Node]) -> Node:
        return nodes.Conjunction(parts[0], parts[2], span=_span(parts))

    def comparison(self, parts: list[Any]) -> Node:
        left, operator, right = parts
        return nodes.Comparison(ComparisonOperator(str(operator)), left, right, span=_span(parts))

    def between(self, parts: list[Node]) -> Node:
        return nodes.Between(parts[0], parts[2], parts[4], span=_span(parts))

    def in_(self, parts: list[Any]) -> Node:
        return nodes.In(parts[0], tuple(map(_test, parts[2])), span=_span([parts[0], parts[2][-1]]))

    def in_tests(self, parts: list[Part]) -> Any:
        return _nodes(parts)

    def operator_test(self, parts: list[Any]) -> Node:
        return nodes.OperatorTest(ComparisonOperator(str(parts[0])), parts[1], span=_span(parts))

    def unary_tests(self, parts: list[Part]) -> Node:
        tests = tuple(map(_test, _nodes(parts)))
        return nodes.UnaryTests(tests, is_negated=_is(parts[0], "NOT_TESTS"), span=_span(parts))

    def instance_of(self, parts: list[Any]) -> Node:
        return nodes.InstanceOf(parts[0], parts[2], span=_span(parts))

    def type(self, parts: list[Part]) -> Node:
        inner = list(parts[1:])
        result = inner.pop() if len(inner) > 1 and _is(inner[-2], "ARROW") else None
        keys = tuple(str(part) for part in inner if _is(part, "KEY"))
        assert result is None or isinstance(result, nodes.TypeNode)
        arguments = tuple(part for part in inner if isinstance(part, nodes.TypeNode))
        return nodes.TypeNode(" ".join(str(parts[0]).split()), arguments, keys, result, span=_span(parts))

    def arithmetic(self, parts: list[Any]) -> Node:
        left, operator, right = parts
        return nodes.Arithmetic(ArithmeticOperator(str(operator)), left, right, span=_span(parts))

    def negation(self, parts: list[Any]) -> Node:
        return nodes.Negation(parts[1], span=_span(parts))

    def path(self, parts: list[Any]) -> Node:
        return nodes.Path(parts[0], str(parts[2]), span=_span(parts))

    def filter(self, parts: list[Any]) -> Node:
        return nodes.Filter(parts[0], parts[2], span=_span(parts))

    def call(self, parts: list[Any]) -> Node:
        arguments = _nodes(parts[1:])
        names = tuple(part.key for part in arguments if isinstance(part, nodes.Entry))
        values = tuple(part.value if isinstance(part, nodes.Entry) else part for part in arguments)
        return nodes.Call(parts[0], values, names, span=_span(parts))

    def argument(self, parts: list[Any]) -> Node:
        return nodes.Entry(str(parts[0]), parts[2], span=_span(parts))

    def number(self, parts: list[Token]) -> Node:
        value = read_number(parts[0])
        if value is None:
            message = f"{_short(parts[0])} has more digits than numbers here have"
            raise _unreadable(parts, "number-too-large", message, "write fewer digits, or a smaller exponent")
        return nodes.Literal(value, span=_span(parts))

    def string(self, parts: list[Token]) -> Node:
        return nodes.Literal(_text(parts[0], parts[0]), span=_span(parts))

    def at_literal(self, parts: list[Token]) -> Node:
        text = _text(parts[0], parts[0][parts[0].index('"') :])
        value = read_temporal(text)
        if value is None:
            message = f'"{_short(text)}" is no date, time or duration'
            raise _unreadable(parts, "not-a-temporal-value", message, _TEMPORAL_HINT)
        return nodes.Literal(value, span=_span(parts))

    def constant(self, parts: list[Token]) -> Node:
        return nodes.Literal(_CONSTANTS[parts[0].type], span=_span(parts))

    def name(self, parts: list[Token]) -> Node:
        return nodes.Name(str(parts[0]), span=_span(parts))

    def parenthesis(self, parts: list[Any]) -> Node:
        return parts[1]  # type: ignore[no-any-return]

    def open_range(self, parts: list[Any]) -> Node:
        test: nodes.OperatorTest = parts[1]
        return nodes.OpenRange(test.operator, test.operand, span=_span(parts))

    def list_literal(self, parts: list[Part]) -> Node:
        return nodes.ListLiteral(_nodes(parts), span=_span(parts))

    def context_literal(self, parts: list[Part]) -> Node:
        entries = tuple(part for part in parts if isinstance(part, nodes.Entry))
        return nodes.ContextLiteral(entries, span=_span(parts))

    def entry(self, parts: list[Any]) -> Node:
        key = _text(parts[0], parts[0]) if _is(parts[0], "STRING") else str(parts[0])
        return nodes.Entry(key, parts[2], span=_span(parts))

    def range_literal(self, parts: list[Any]) -> Node:
        opening, low, _, high, closing = parts
        return nodes.RangeLiteral(
            low,
            high,
            low_included=_is(opening, "LSQB"),
            high_included=_is(closing, "RSQB"),
            span=_span(parts),
        )

    def conditional(self, parts: list[Any]) -> Node:
        _, condition, _, positive, _, negative = parts
        return nodes.Conditional(condition, positive, negative, span=_span(parts))

    def for_(self, parts: list[Any]) -> Node:
        return nodes.For(_iterations(parts), parts[-1], span=_span(parts))

    def quantified(self, parts: list[Any]) -> Node:
        return nodes.Quantified(nodes.Quantifier(str(parts[0])), _iterations(parts), parts[-1], span=_span(parts))

    def iteration(self, parts: list[Any]) -> Node:
        end = parts[4] if len(parts) > 3 else None
        return nodes.Iteration(str(parts[0]), parts[2], end, span=_span(parts))

    def function_definition(self, parts: list[Any]) -> Node:
        parameters = tuple(part for part in parts if isinstance(part, nodes.FormalParameter))
        return nodes.FunctionDefinition(parameters, parts[-1], span=_span(parts))

    def formal_parameter(self, parts: list[Any]) -> Node:
        return nodes.FormalParameter(str(parts[0]), parts[2] if len(parts) > 1 else None, span=_span(parts))


def _span(parts: Sequence[Any]) -> Span:
    return _one_span(parts[0]).to(_one_span(parts[-1]))


def _one_span(part: Part) -> Span:
    return token_span(part) if isinstance(part, Token) else part.span


def token_span(token: Token) -> Span:
    """Where a token stands."""
    return Span(token.line or 1, token.column or 1, token.end_line or 1, token.end_column or 1)


def _is(part: Any, type_: str) -> bool:
    return isinstance(part, Token) and part.type == type_


def _nodes(parts: Sequence[Any]) -> tuple[Node, ...]:
    return tuple(part for part in parts if isinstance(part, Node))


def _iterations(parts: Sequence[Any]) -> tuple[nodes.Iteration, ...]:
    return tuple(part for part in parts if isinstance(part, nodes.Iteration))


def _test(node: Node) -> Node:
    if isinstance(node, nodes.OperatorTest):
        return node
    asks = any(isinstance(part, nodes.Name) and part.name == "?" for part, _ in nodes.walk(node))
    return nodes.ValueTest(node, asks, span=node.span)


def _text(token: Token, quoted: str) -> str:
    text = read_string(quoted)
    if text is None:
        raise _unreadable([token], "not-a-character", "an escape in this text stands for no character", _ESCAPES)
    return text


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _unreadable(parts: Sequence[Token], code: str, message: str, hint: str) -> UnreadableLiteral:
    return UnreadableLiteral(Problem(_span(parts), code, message, hint))
