"""From text to nodes."""

import re
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token
from lark.lexer import Lexer as LarkLexer

from mapping_dsl.feel.automaton import Automaton, Unexpected
from mapping_dsl.feel.builder import Builder, UnreadableLiteral
from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.lexer import MAX_LENGTH, Lexer
from mapping_dsl.feel.names import names_of
from mapping_dsl.feel.nearest import unknown_name
from mapping_dsl.feel.nodes import Literal, Node, UnaryTests, ValueTest, walk
from mapping_dsl.feel.parse_problems import unexpected
from mapping_dsl.feel.scope import Scope, meant
from mapping_dsl.feel.types import Type
from mapping_dsl.problems import Problem, Span

_LONE_LITERAL = re.compile(r'"([^"\\\n]*)"|(0|[1-9][0-9]{0,14})')
MAX_NESTING = 100  #: the later stages recurse up to five times for each level
_SURELY_FLAT = MAX_NESTING // 4  #: so few tokens cannot nest too deep

Start = typing.Literal["expression", "unary_tests"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """An expression's nodes, or None with the problems that say why there are none."""

    node: Node | None
    problems: tuple[Problem, ...] = ()


def parse(text: str, scope: Mapping[str, Type], *, at: tuple[int, int] = (1, 1), start: Start = "expression") -> Parsed:
    """Parses one expression, or the unary tests of a cell. The scope says where names with spaces end. `at` is the line
    and column of the text's first character, so that spans are those of the file around it."""
    literal = _lone_literal(text, at)
    if literal:
        return Parsed(literal if start == "expression" else _test_of(literal))
    names = scope.names if isinstance(scope, Scope) else names_of(frozenset((*standard.names, *scope)))
    lexer = Lexer(text, names, scope, at)
    lexer.run()
    if lexer.problems:
        return Parsed(None, tuple(lexer.problems))
    tokens = _cell_tokens(lexer.tokens) if start == "unary_tests" else lexer.tokens
    end = lexer.span(len(text), len(text))
    parsed = _parse_tokens(tokens, start, end)
    if parsed.node is not None and lexer.strange:
        return Parsed(None, tuple(_nobody_knows(name, span, scope) for name, span in lexer.strange))
    return parsed


def _lone_literal(text: str, at: tuple[int, int]) -> Literal | None:
    """A text that is one plain string or small number, as most cells of tables are: nothing has to be looked for."""
    found = _LONE_LITERAL.fullmatch(text) if len(text) <= MAX_LENGTH else None
    if found is None:
        return None
    span = Span(*at, at[0], at[1] + len(text))
    return Literal(found[1] if found[2] is None else int(found[2]), span=span)


def _test_of(literal: Literal) -> UnaryTests:
    return UnaryTests((ValueTest(literal, asks_for_input=False, span=literal.span),), span=literal.span)


def _nobody_knows(name: str, span: Span, scope: Mapping[str, Type]) -> Problem:
    return unknown_name(name, span, meant(scope))


def _parse_tokens(tokens: list[Token], start: Start, end: Span) -> Parsed:
    closing = Token("$END", "", line=end.line, column=end.column, end_line=end.line, end_column=end.column)
    closed = [*tokens, closing]
    try:
        node: Node = _automaton().run(closed, start)
    except Unexpected as error:
        return Parsed(None, (unexpected(closed, error.place, error.accepted),))
    except UnreadableLiteral as error:
        return Parsed(None, (error.problem,))
    return Parsed(node) if len(tokens) < _SURELY_FLAT else _within_nesting(node)


def _within_nesting(node: Node) -> Parsed:
    for part, depth in walk(node):
        if depth > MAX_NESTING:
            hint = "give the inner parts names of their own"
            return Parsed(None, (Problem(part.span, "too-deep", f"this nests deeper than {MAX_NESTING} levels", hint),))
    return Parsed(node)


def _cell_tokens(tokens: list[Token]) -> list[Token]:
    """A cell's own signs: `-` alone is any, and a `not(…)` around the whole cell denies the tests in it."""
    if len(tokens) == 1 and tokens[0].type == "MINUS":
        return [Token.new_borrow_pos("ANY_TEST", tokens[0], tokens[0])]
    if [token.type for token in tokens[:2]] == ["NAME", "LPAR"] and tokens[0] == "not" and _spans_all(tokens[1:]):
        return [Token.new_borrow_pos("NOT_TESTS", tokens[0], tokens[0]), *tokens[1:]]
    return tokens


def _spans_all(tokens: list[Token]) -> bool:
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token.type in _OPENING) - (token.type in _CLOSING)
        if depth == 0:
            return place == len(tokens) - 1
    return False


_OPENING = {"LPAR", "LSQB", "LBRACE", "OUTWARD_OPEN"}
_CLOSING = {"RPAR", "PARAMETERS_END", "RSQB", "RBRACE", "OUTWARD_CLOSE"}


class _TokensAsTheyAre(LarkLexer):
    """Lark's place for a lexer, which gives nothing: the tokens of ours go to the automaton."""

    def __init__(self, conf: Any) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Token]:
        return iter(())


@cache
def _automaton() -> Automaton:
    grammar = files("mapping_dsl.feel").joinpath("feel.lark").read_text(encoding="utf-8")
    table = Lark(
        grammar,
        parser="lalr",
        lexer=_TokensAsTheyAre,
        start=["expression", "unary_tests"],
        maybe_placeholders=False,
        transformer=Builder(),
    )
    return Automaton(table)
