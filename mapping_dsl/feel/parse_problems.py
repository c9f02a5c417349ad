"""What the parser says, in words, when a token cannot stand where it stands."""

from collections.abc import Sequence

from lark import Token

from mapping_dsl.feel.builder import token_span
from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.lexer import OPERANDS
from mapping_dsl.feel.slips import BEFORE_VALUE, BETWEEN_VALUES
from mapping_dsl.problems import Problem, Span

_STARTS = {
    "NUMBER", "STRING", "AT_LITERAL", "TRUE", "FALSE", "NULL", "NAME", "LPAR", "LSQB", "LBRACE", "OUTWARD_OPEN",
    "IF", "FOR", "SOME", "EVERY", "FUNCTION", "KEY",
}  # fmt: skip
_OPENING = {"LPAR", "LSQB"}
_CLOSING = {"RPAR", "RSQB", "RBRACE", "OUTWARD_CLOSE", "PARAMETERS_END", "TYPE_CLOSE", "COMMA", "$END"}
_TESTS = {"EQUAL", "NOT_EQUAL", "LESS", "LESS_OR_EQUAL", "GREATER", "GREATER_OR_EQUAL"}
_BETWEEN_OPERANDS = {"AND", "OR", "IN", "BETWEEN", "INSTANCE_OF"}
#: a word that must follow, and what it belongs to
_MISSING = {
    "THEN": ("if", "then"),
    "ELSE": ("if", "else"),
    "RETURN": ("for", "return"),
    "SATISFIES": ("some", "satisfies"),
    "BETWEEN_AND": ("between", "and"),
}
_NEEDS_MORE = {
    "PLUS", "MINUS", "STAR", "SLASH", "POWER", "AND", "OR", "BETWEEN", "BETWEEN_AND", "IN", "DOT", "DOTS", "COLON",
    "IF", "THEN", "ELSE", "FOR", "RETURN", "SOME", "EVERY", "SATISFIES", "INSTANCE_OF", "FUNCTION", "COMMA",
    "NOT_TESTS", "ARROW", "PARAMETERS_END", "TYPE_OPEN", *_TESTS,
}  # fmt: skip
#: what to write instead of a token that came too early or too late
_HINTS = {
    "DOTS": "a range stands in brackets: write `[1..5]`",
    "COLON": "keys and their values stand in braces: `{name: 1}`",
    **dict.fromkeys(("AND", "OR"), "to ask for two things in one cell write `? > 3 and ? < 5`, or a range"),
    "COMMA": "put several values into a list, `[1, 2]`, and ask for them with `in`; a number has no commas",
    **dict.fromkeys(("THEN", "ELSE"), "write `if … then … else …`"),
    **dict.fromkeys(_TESTS, "write a value before it; alone, a test stands in a cell, after `in`, or in brackets"),
}


def unexpected(tokens: Sequence[Token], place: int, accepted: set[str]) -> Problem:
    """The problem with the token at a place, told from what stands around it and from what could stand there."""
    token = tokens[place]
    if place == 0:
        return _at_the_start(token)
    previous = tokens[place - 1]
    for tell in (_nothing_between, _instead_of_a_name, _missing_sign, _foreign_words):
        problem = tell(previous, token, accepted)
        if problem:
            return problem
    unclosed = _unclosed_type(tokens[:place], token)
    if unclosed:
        return unclosed
    if previous.type in _NEEDS_MORE and token.type in _CLOSING | _BETWEEN_OPERANDS | set(_MISSING):
        return _nothing_after(previous, token)
    missing = _missing_word(tokens, place, accepted)
    if missing:
        return missing
    if token.type in _STARTS and previous.type in OPERANDS:
        return _side_by_side(previous, token)
    if token.type == "$END" or previous.type == "DOT":
        return _nothing_after(previous, token)
    message = f"{_quoted(token)} cannot stand after {_quoted(previous)}"
    return Problem(token_span(token), "out-of-place", message, _hint(tokens[:place], token))


def _hint(before: Sequence[Token], token: Token) -> str:
    """What to write where a token is out of its place."""
    previous = before[-1].type
    if token.type in _TESTS and previous in {"AND", "OR"}:
        return f"name again what is compared: `age > 16 {before[-1]} age < 65`"
    if token.type == "COLON" and previous == "NUMBER":
        return 'a time is written @"22:00:00"'
    if token.type == "COMMA" and _waits_for_then(before):
        return _HINTS["THEN"]
    return _HINTS.get(token.type) or f"leave {_quoted(token)} out, or write a value before it"


def _waits_for_then(before: Sequence[Token]) -> bool:
    return next((one.type for one in reversed(before) if one.type in {"IF", "THEN"}), "") == "IF"


def _at_the_start(token: Token) -> Problem:
    if token.type == "$END":
        return Problem(token_span(token), "nothing-there", "there is nothing here", "write an expression")
    hint = _HINTS.get(token.type) or f"write a value before {_quoted(token)}"
    return Problem(token_span(token), "out-of-place", f"{_quoted(token)} cannot stand at the beginning", hint)


def _nothing_between(previous: Token, token: Token, _: set[str]) -> Problem | None:
    if previous.type not in _OPENING or token.type not in {"RPAR", "RSQB"}:
        return None
    span = token_span(previous).to(token_span(token))
    return Problem(span, "nothing-there", "there is nothing in these brackets", "write an expression into them")


def _instead_of_a_name(previous: Token, token: Token, accepted: set[str]) -> Problem | None:
    """A key, a loop's name, a parameter or a type was to come, and something else stands there."""
    if token.type in {"NAME", *_CLOSING} or ("BINDER" in accepted and token.type in {"IN", *_MISSING}):
        return None
    if {"KEY", "STRING"} <= accepted and "NAME" not in accepted:
        return _wants_name(token, "a key", 'write a name, or a text in quotes: `{name: "Ann"}`')
    if "BINDER" in accepted:
        return _wants_name(token, "a name", f"write a name after {_quoted(previous)}: `{previous} x in …`")
    if "PARAMETER" in accepted:
        return _wants_name(token, "a parameter's name", "write names alone: `function(a, b) a + b`")
    if previous.type == "INSTANCE_OF":
        return _wants_name(token, "a type", "write one like `number`, `string`, `date` or `list<string>`")
    return None


def _wants_name(token: Token, what: str, hint: str) -> Problem:
    return Problem(token_span(token), "missing-name", f"{what} stands here, and {_quoted(token)} is none", hint)


def _foreign_words(previous: Token, token: Token, accepted: set[str]) -> Problem | None:
    if token.type == "EXTERNAL":
        message = "functions of other languages cannot be called"
        return Problem(token_span(token), "external-function", message, "write what it does in FEEL")
    if token.type == "NAME" and previous.type in OPERANDS and token in BETWEEN_VALUES:
        message = f"{_quoted(token)} is no operator of FEEL"
        return Problem(token_span(token), "not-feel", message, BETWEEN_VALUES[token])
    if token.type == "NAME" and previous.type in OPERANDS and standard.get(token):
        message = f"{_quoted(token)} is a function, and stands before its values"
        return Problem(token_span(token), "not-feel", message, f"write `{token}(…, …)`")
    if previous.type == "NAME" and standard.get(previous) and token.type in _STARTS:
        message = f"{_quoted(previous)} is a function, and its values stand in brackets"
        hint = BEFORE_VALUE.get(previous) or f"write `{previous}({token} …)`"
        return Problem(token_span(previous), "not-feel", message, hint)
    if "KEY" in accepted or token.type == "KEY":
        return _key_among_places(token, accepted)
    return None


def _key_among_places(token: Token, accepted: set[str]) -> Problem | None:
    if (token.type == "KEY") is ("KEY" in accepted) or ("STRING" in accepted and "NAME" not in accepted):
        return None
    if token.type in _CLOSING or accepted & {"TYPE_NAME", "TYPE_CLOSE"}:
        return None
    message = "arguments are given either all by place or all by name"
    return Problem(token_span(token), "out-of-place", message, "give all of them their names, or none")


def _missing_sign(previous: Token, token: Token, accepted: set[str]) -> Problem | None:
    if accepted == {"COLON"} or (token.type == "NAME" and {"KEY", "STRING"} <= accepted and "NAME" not in accepted):
        key = previous if accepted == {"COLON"} else token
        return _missing(key, f"the key {_quoted(key)} needs a value", f"write `{key}: …`")
    if token.type == "TYPE_NAME" and accepted == {"KEY"}:
        return _missing(token, f"the key {_quoted(token)} needs a type", f"write `{token}: string`")
    if accepted == {"IN"}:
        return _missing(previous, f"{_quoted(previous)} needs its `in`, and there is none", "write `in …` here")
    if accepted == {"ARROW"}:
        return _missing(previous, "the type of what the function gives is missing", "write `-> …` here")
    return None


def _missing(after: Token, message: str, hint: str) -> Problem:
    return Problem(_after(after), "missing-word", message, hint)


def _missing_word(tokens: Sequence[Token], place: int, accepted: set[str]) -> Problem | None:
    token, previous = tokens[place], tokens[place - 1]
    missing = next((one for one in _MISSING if one in accepted), None)
    if missing is None or any(one.type == missing for one in tokens[place:]):
        return None
    opener, word = _MISSING[missing]
    if missing == "SATISFIES":
        opener = next(str(one) for one in reversed(tokens[:place]) if one.type in {"SOME", "EVERY"})
    message = f"`{opener}` needs its `{word}`, and there is none"
    if token.type in {"RETURN", "SATISFIES", "COLON"}:
        return Problem(token_span(token), "missing-word", message, f"write `{word}` instead of {_quoted(token)}")
    return _missing(previous, message, f"write `{word} …` here")


def _side_by_side(previous: Token, token: Token) -> Problem:
    message = f"{_quoted(previous)} and {_quoted(token)} stand side by side with nothing between them"
    hint = "write an operator or a comma between them"
    if previous.type == token.type == "NUMBER":
        hint = f"write {previous}{token} if this is one number, or an operator between two"
    return Problem(token_span(token), "missing-operator", message, hint)


def _unclosed_type(before: Sequence[Token], token: Token) -> Problem | None:
    opener = next((one for one in reversed(before) if one.type in {"TYPE_OPEN", "TYPE_CLOSE"}), None)
    if token.type != "$END" or opener is None or opener.type != "TYPE_OPEN":
        return None
    return Problem(token_span(opener), "bracket-not-closed", "this `<` is not closed", "write `>` where it ends")


def _nothing_after(previous: Token, token: Token) -> Problem:
    if previous.type == "PARAMETERS_END":
        hint = "write what it gives: `function(a) a + 1`"
        return Problem(token_span(previous), "nothing-after", "this function has nothing that it gives", hint)
    where = "" if token.type == "$END" else f" before {_quoted(token)}"
    message = f"there is nothing after {_quoted(previous)}{where}"
    return Problem(token_span(previous), "nothing-after", message, f"write a value after {_quoted(previous)}")


def _after(token: Token) -> Span:
    end = token_span(token)
    return Span(end.end_line, end.end_column, end.end_line, end.end_column)


def _quoted(token: Token) -> str:
    text = " ".join(str(token).split())
    return f"`{text if len(text) <= 30 else text[:29] + '…'}`"
