"""The tokens of a type, as it stands after `instance of` and after a parameter's colon."""

import re

from mapping_dsl.feel import types
from mapping_dsl.feel.names import KEY, WORD, WORDS, Names, normal
from mapping_dsl.feel.tokens import Tokens

MAX_TYPE_DEPTH = 50

#: those that take others in angle brackets, by the token that says so
_TAKING = {"list": "ELEMENT_TYPE", "range": "ELEMENT_TYPE", "context": "CONTEXT_TYPE", "function": "FUNCTION_TYPE"}
_NAMES = Names(types.BY_NAME)
_OPENS = re.compile(r"\s*<")
_QUALIFIED = re.compile(rf"{WORD.pattern}(?:\s*\.\s*{WORD.pattern})*")


def read_type(tokens: Tokens, depth: int = 0) -> None:
    """Adds the tokens of the type that comes next; none where none does, which the parser will tell."""
    tokens.skip()
    word = tokens.match(_QUALIFIED)
    if word is None or depth > MAX_TYPE_DEPTH:
        return
    name, end = _NAMES.longest(tokens.text, tokens.position) or (normal(word[0]), word.end())
    taking = _TAKING.get(name) if _OPENS.match(tokens.text, end) else None
    if taking is None:
        several = WORDS.match(tokens.text, tokens.position)
        end = max(end, several.end()) if several else end
        tokens.emit("TYPE_NAME", end, normal(tokens.text[tokens.position : end]))
        return
    tokens.emit(taking, end)
    _read_inner(tokens, depth)
    if tokens.previous == "TYPE_CLOSE" and tokens.emit_sign("->", "ARROW"):
        read_type(tokens, depth + 1)


def _read_inner(tokens: Tokens, depth: int) -> None:
    tokens.emit_sign("<", "TYPE_OPEN")
    while not tokens.emit_sign(">", "TYPE_CLOSE"):
        tokens.skip()
        key = tokens.match(KEY)
        if key:
            tokens.emit("KEY", key.end(1), normal(key[1]))
            tokens.emit_sign(":", "COLON")
        read_type(tokens, depth + 1)
        if not tokens.emit_sign(",", "COMMA"):
            tokens.emit_sign(">", "TYPE_CLOSE")
            return
