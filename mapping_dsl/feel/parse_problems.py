"""What the parser says, in words, when a token cannot stand where it stands."""

from collections.abc import Sequence

from lark import Token

from mapping_dsl.feel.builder import token_span
from mapping_dsl.problems import Problem, Span

_LITERALS = {"NUMBER", "STRING", "AT_LITERAL", "TRUE", "FALSE", "NULL"}
_OPENING = {"LPAR", "LSQB", "LBRACE", "OUTWARD_OPEN"}
_CLOSING = {"RPAR", "RSQB", "RBRACE", "OUTWARD_CLOSE", "COMMA"}
_STARTS = _LITERALS | _OPENING | {"NAME", "IF", "FOR", "SOME", "EVERY", "FUNCTION"}
#: a word that must follow, and what it belongs to
_MISSING = {
    "THEN": ("if", "then"),
    "ELSE": ("if", "else"),
    "RETURN": ("for", "return"),
    "SATISFIES": ("some` or `every", "satisfies"),
    "BETWEEN_AND": ("between", "and"),
}
_NEEDS_MORE = {
    "PLUS", "MINUS", "STAR", "SLASH", "POWER", "AND", "OR", "BETWEEN", "BETWEEN_AND", "IN", "DOT", "DOTS", "COLON",
    "IF", "THEN", "ELSE", "FOR", "RETURN", "SOME", "EVERY", "SATISFIES", "EQUAL", "NOT_EQUAL", "LESS", "LESS_OR_EQUAL",
    "GREATER", "GREATER_OR_EQUAL", "INSTANCE_OF", "FUNCTION", "COMMA", "NOT_TESTS", "ARROW",
}  # fmt: skip


def unexpected(token: Token, before: Sequence[Token], accepted: set[str]) -> Problem:
    """The problem with a token, told from what stands before it and from what could stand in its place."""
    if not before:
        return _at_the_start(token)
    previous = before[-1]
    if previous.type == "NAME" and previous == "external" and any(one.type == "FUNCTION" for one in before[:-1]):
        return Problem(
            token_span(previous),
            "external-function",
            "functions of other languages cannot be called",
            "write it in FEEL",
        )
    if previous.type in _NEEDS_MORE and token.type in {"$END", *_CLOSING, *_MISSING}:
        return _nothing_after(previous, token)
    missing = next((one for one in _MISSING if one in accepted), None)
    if missing and (token.type == "$END" or token.type in {*_CLOSING, *_MISSING}):
        opener, word = _MISSING[missing]
        message = f"`{opener}` needs its `{word}`, and there is none"
        return Problem(_after(previous), "missing-word", message, f"write `{word} …` here")
    if token.type in _STARTS and (previous.type in _LITERALS | {"NAME"} or previous.type in _CLOSING - {"COMMA"}):
        message = f"{_quoted(previous)} and {_quoted(token)} stand side by side with nothing between them"
        return Problem(token_span(token), "missing-operator", message, "write an operator or a comma between them")
    if token.type == "$END":
        return _nothing_after(previous, token)
    hint = f"leave {_quoted(token)} out, or write a value before it"
    return Problem(token_span(token), "out-of-place", f"{_quoted(token)} cannot stand after {_quoted(previous)}", hint)


def _at_the_start(token: Token) -> Problem:
    if token.type == "$END":
        return Problem(token_span(token), "nothing-there", "there is nothing here", "write an expression")
    return Problem(
        token_span(token),
        "out-of-place",
        f"{_quoted(token)} cannot stand at the beginning",
        f"write a value before {_quoted(token)}",
    )


def _nothing_after(previous: Token, token: Token) -> Problem:
    where = "" if token.type == "$END" else f" before {_quoted(token)}"
    message = f"there is nothing after {_quoted(previous)}{where}"
    return Problem(token_span(previous), "nothing-after", message, f"write a value after {_quoted(previous)}")


def _after(token: Token) -> Span:
    end = token_span(token)
    return Span(end.end_line, end.end_column, end.end_line, end.end_column)


def _quoted(token: Token) -> str:
    text = " ".join(str(token).split())
    return f"`{text if len(text) <= 30 else text[:29] + '…'}`"
