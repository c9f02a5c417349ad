"""From text to tokens. What a name is depends on the names in scope, so the lexer follows them as they come and go.

Four things cannot be told from the characters alone and are settled here: where a name with spaces ends, to what an
`and` belongs after `between`, whether a bracket opens a filter, a list or a range, and what stands in a type.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property

from lark import Token

from mapping_dsl.feel import types
from mapping_dsl.feel.brackets import CLOSERS, OPENERS, Bracket
from mapping_dsl.feel.names import KEY, WORD, Names, member_names, normal
from mapping_dsl.feel.slips import SIGNS, slip_at
from mapping_dsl.feel.types import Type
from mapping_dsl.problems import Fix, Problem, Span

MAX_LENGTH = 100_000
MAX_TOKENS = 10_000
_MAX_TYPE_DEPTH = 50

_KEYWORDS = {
    word: word.upper()
    for word in [
        "and",
        "or",
        "between",
        "in",
        "true",
        "false",
        "null",
        "if",
        "then",
        "else",
        "for",
        "return",
        "some",
        "every",
        "satisfies",
    ]
}
_SYMBOLS = {
    "**": "POWER", "..": "DOTS", "!=": "NOT_EQUAL", "<=": "LESS_OR_EQUAL", ">=": "GREATER_OR_EQUAL", "=": "EQUAL",
    "<": "LESS", ">": "GREATER", "+": "PLUS", "-": "MINUS", "*": "STAR", "/": "SLASH", ".": "DOT", ",": "COMMA",
    ":": "COLON",
}  # fmt: skip
_OPERANDS = {
    "NUMBER", "STRING", "AT_LITERAL", "TRUE", "FALSE", "NULL", "NAME", "RPAR", "RSQB", "RBRACE", "OUTWARD_CLOSE",
    "TYPE_NAME", "TYPE_CLOSE",
}  # fmt: skip

_SKIPPED = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?")
_STRING = re.compile(r'@?"(?:[^"\\\n]|\\.)*"')
_SYMBOL = re.compile(r"\*\*|\.\.|[!<>]=|[=<>+\-*/.,:]")
_BACKTICKS = re.compile(r"`([^`\n]+)`")
_NEXT_WORD = re.compile(rf"\s+({WORD.pattern})")
_OPENS = re.compile(r"\s*\(")
_INSTANCE_OF = re.compile(r"instance\s+of\b")
_BINDER = re.compile(r"\s*(`[^`\n]+`|[^()\[\]{},\"]+?)\s+(?=in\b)")
_UNTYPED_PARAMETER = re.compile(r"([^,():]+?)\s*(?=[,)])")
_QUOTED_KEY = re.compile(r"(`[^`\n]+`)\s*(?=:)")
_TYPE_WORD = re.compile(rf"{WORD.pattern}(?:\s*\.\s*{WORD.pattern})*")
#: after a closing `[`, no operand follows; after one that opens a filter, one does
_NO_OPERAND = re.compile(r"\s*(?:$|[)\]},=<>!*/+]|(?:and|or|then|else|return|satisfies|in|instance)\b)")


class _Stop(Exception):
    """Nothing sensible can be read after this place."""


class Lexer:
    """One reading of one text. `tokens` and `problems` are filled by `run`."""

    def __init__(self, text: str, names: Names, scope: Mapping[str, Type], at: tuple[int, int]) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.problems: list[Problem] = []
        self._position = 0
        self._names = Names(under=names)
        self._keys = Names()
        self._scope = scope
        self._added: list[str] = []
        self._brackets = [Bracket("", 0, 0)]
        self._filters = 0
        self._line, self._column = at
        self._line_starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def run(self) -> None:
        """Reads the whole text."""
        if len(self.text) > MAX_LENGTH:
            message = f"this is longer than {MAX_LENGTH:,} characters"
            self._problem(self.span(0, 1), "too-long", message, "make it several")
            return
        try:
            while self._skip() < len(self.text):
                self._next()
                if len(self.tokens) > MAX_TOKENS:
                    here = self.span(self._position, self._position)
                    self._problem(here, "too-long", "this has too many words and signs", "make it several")
                    return
        except _Stop:
            return
        bracket = self._brackets[-1]
        if bracket.opener:
            here = self.span(bracket.at, bracket.at + 1)
            self._problem(here, "bracket-not-closed", f"this `{bracket.opener}` is not closed", bracket.closing_hint)

    def span(self, start: int, end: int) -> Span:
        """The span of a stretch of the text, in the lines and columns of the file around it."""
        return Span(*self._place(start), *self._place(end))

    def _place(self, offset: int) -> tuple[int, int]:
        row = bisect_right(self._line_starts, offset) - 1
        column = offset - self._line_starts[row] + 1
        return self._line + row, column + (self._column - 1 if row == 0 else 0)

    @property
    def _previous(self) -> str:
        return self.tokens[-1].type if self.tokens else ""

    def _skip(self) -> int:
        found = _SKIPPED.match(self.text, self._position)
        if found:
            self._position = found.end()
        return self._position

    def _next(self) -> None:
        for read in (self._key, self._binder, self._string, self._number, self._word, self._bracket, self._symbol):
            if read():
                return
        self._slip()

    def _emit(self, type_: str, end: int, value: str | None = None) -> bool:
        start = self._position
        line, column = self._place(start)
        end_line, end_column = self._place(end)
        self.tokens.append(
            Token(
                type_,
                self.text[start:end] if value is None else value,
                start_pos=start,
                line=line,
                column=column,
                end_line=end_line,
                end_column=end_column,
                end_pos=end,
            )
        )
        self._position = end
        return True

    # --- names

    def _bring_in(self, name: str) -> None:
        if name not in self._names:
            self._added.append(name)
        self._names.add(name)

    def _key(self) -> bool:
        bracket = self._brackets[-1]
        if bracket.opener not in ("{", "(") or self._previous not in ("LBRACE", "LPAR", "COMMA"):
            return False
        if bracket.holds_parameters:
            return self._parameter()
        found = self._key_here()
        if found is None:
            return False
        name = normal(found[1]).strip("`")
        self._emit("KEY", found.end(1), name)
        if bracket.opener == "{":
            self._bring_in(name)
            self._keys.add(name)
        return True

    def _key_here(self) -> re.Match[str] | None:
        return KEY.match(self.text, self._position) or _QUOTED_KEY.match(self.text, self._position)

    def _parameter(self) -> bool:
        found = self._key_here() or _UNTYPED_PARAMETER.match(self.text, self._position)
        if found is None:
            return False
        name = normal(found[1]).strip("`")
        self._emit("PARAMETER", found.end(1), name)
        self._bring_in(name)
        if self._skip() < len(self.text) and self.text[self._position] == ":":
            self._emit("COLON", self._position + 1)
            self._type()
        return True

    def _binder(self) -> bool:
        bracket = self._brackets[-1]
        after_comma = bracket.binds and self._previous == "COMMA"
        if self._previous not in ("FOR", "SOME", "EVERY") and not after_comma:
            return False
        found = _BINDER.match(self.text, self._position)
        if found is None:
            return False
        name = normal(found[1]).strip("`")
        bracket.binds = True
        self._emit("BINDER", found.end(1), name)
        self._bring_in(name)
        return True

    def _word(self) -> bool:
        text, start = self.text, self._position
        quoted = _BACKTICKS.match(text, start)
        if quoted:
            return self._emit("NAME", quoted.end(), quoted[1])
        if text.startswith("?", start):
            return self._emit("NAME", start + 1)
        word = WORD.match(text, start)
        if word is None:
            return False
        after_dot = self._previous == "DOT"
        known = self._known_name(after_dot=after_dot)
        if known is not None:
            return self._emit("NAME", known[1], known[0])
        if not after_dot and self._keyword(word[0], word.end()):
            return True
        return self._emit("NAME", *self._free_name(word.end()))

    def _known_name(self, *, after_dot: bool) -> tuple[str, int] | None:
        if after_dot:
            return self._member_name()
        found = [self._names.longest(self.text, self._position)]
        if self._filters:
            found.append(self._member_name())
        return max((one for one in found if one), key=lambda one: one[1], default=None)

    def _member_name(self) -> tuple[str, int] | None:
        return self._members.longest(self.text, self._position)

    @cached_property
    def _members(self) -> Names:
        """The members of what is in scope; few expressions ask for them."""
        return Names(member_names(self._scope), under=self._keys)

    def _free_name(self, end: int) -> tuple[int, str]:
        """A word, with the words after it: two names side by side are never FEEL, so they are meant as one."""
        start = self._position
        while True:
            following = _NEXT_WORD.match(self.text, end)
            if not following or following[1] in _KEYWORDS or _INSTANCE_OF.match(self.text, following.start(1)):
                return end, normal(self.text[start:end])
            end = following.end()

    def _keyword(self, word: str, end: int) -> bool:
        bracket = self._brackets[-1]
        if word == "instance" and (found := _INSTANCE_OF.match(self.text, self._position)):
            self._emit("INSTANCE_OF", found.end())
            self._skip()
            self._type()
            return True
        if word == "function" and _OPENS.match(self.text, end):
            return self._emit("FUNCTION", end)
        if word not in _KEYWORDS or word in self._names:
            return False
        if word in ("if", "between"):
            bracket.waiting.append(word)
        elif word in ("return", "satisfies"):
            bracket.binds = False
        elif word == "then" and "if" in bracket.waiting:
            while bracket.waiting.pop() != "if":
                pass
        elif word == "and" and bracket.waiting[-1:] == ["between"]:
            bracket.waiting.pop()
            return self._emit("BETWEEN_AND", end)
        return self._emit(_KEYWORDS[word], end)

    # --- literals, brackets and signs

    def _string(self) -> bool:
        text, start = self.text, self._position
        found = _STRING.match(text, start)
        if found:
            return self._emit("AT_LITERAL" if text[start] == "@" else "STRING", found.end())
        if text[start] == '"' or text.startswith('@"', start):
            end = text.find("\n", start)
            here = self.span(start, len(text) if end < 0 else end)
            self._problem(here, "string-not-closed", "this text has no closing quote", 'write a `"` where it ends')
            raise _Stop
        return False

    def _number(self) -> bool:
        found = _NUMBER.match(self.text, self._position)
        return found is not None and self._emit("NUMBER", found.end())

    def _bracket(self) -> bool:
        sign = self.text[self._position]
        if sign in OPENERS and not (sign == "[" and self._closes_outward()):
            self._open(sign, OPENERS[sign])
            return True
        if sign == "]" and self._previous not in _OPERANDS and not self._brackets[-1].is_list:
            self._open(sign, "OUTWARD_OPEN")
            return True
        if sign in CLOSERS or sign == "[":
            self._close(sign)
            return True
        return False

    def _closes_outward(self) -> bool:
        is_end = self._brackets[-1].has_dots and self._previous in _OPERANDS
        return is_end and _NO_OPERAND.match(self.text, self._position + 1) is not None

    def _open(self, sign: str, type_: str) -> None:
        is_filter = sign == "[" and self._previous in _OPERANDS
        self._filters += is_filter
        self._brackets.append(Bracket(sign, self._position, len(self._added), self._previous == "FUNCTION", is_filter))
        self._emit(type_, self._position + 1)

    def _close(self, sign: str) -> None:
        bracket = self._brackets[-1]
        if not bracket.is_closed_by(sign):
            self._wrong_closer(sign, bracket)
            raise _Stop
        self._brackets.pop()
        self._filters -= bracket.is_filter
        if not bracket.holds_parameters:  # the names of parameters hold for the body behind the bracket
            self._forget(bracket.names_before)
        self._emit(CLOSERS.get(sign, "OUTWARD_CLOSE"), self._position + 1)

    def _forget(self, keep: int) -> None:
        for name in self._added[keep:]:
            self._names.remove(name)
        del self._added[keep:]

    def _symbol(self) -> bool:
        found = _SYMBOL.match(self.text, self._position)
        if found is None or self.text[found.start() : found.start() + 2] in {*SIGNS, "/*"}:
            return False
        if found[0] == "..":
            self._brackets[-1].has_dots = True
        return self._emit(_SYMBOLS[found[0]], found.end())

    # --- types

    def _type(self, depth: int = 0) -> None:
        """A type as it stands after `instance of` and after a parameter's colon."""
        self._skip()
        word = _TYPE_WORD.match(self.text, self._position)
        if depth > _MAX_TYPE_DEPTH or word is None:
            return
        name, end = _TYPE_NAMES.longest(self.text, self._position) or (word[0], word.end())
        self._emit("TYPE_NAME", end, name)
        if self.tokens[-1].value in ("list", "range", "context", "function") and self._sign("<", "TYPE_OPEN"):
            while not self._sign(">", "TYPE_CLOSE"):
                before = self._position
                key = KEY.match(self.text, self._position)
                if key:
                    self._emit("KEY", key.end(1), normal(key[1]))
                    self._sign(":", "COLON")
                self._type(depth + 1)
                self._sign(",", "COMMA")
                if self._position == before:
                    return
            if self._sign("->", "ARROW"):
                self._type(depth + 1)

    def _sign(self, sign: str, type_: str) -> bool:
        start = self._skip()
        return self.text.startswith(sign, start) and self._emit(type_, start + len(sign))

    # --- problems

    def _problem(self, span: Span, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(span, code, message, hint))

    def _wrong_closer(self, sign: str, bracket: Bracket) -> None:
        here = self.span(self._position, self._position + 1)
        if bracket.opener:
            line, column = self._place(bracket.at)
            message = f"this `{sign}` does not close the `{bracket.opener}` in line {line}, column {column}"
            self._problem(here, "wrong-bracket", message, bracket.closing_hint)
        else:
            self._problem(here, "nothing-to-close", f"this `{sign}` closes nothing", "leave it out")

    def _slip(self) -> None:
        slip = slip_at(self.text, self._position)
        end = self._position + slip.length
        span = self.span(self._position, end)
        fix = None if slip.meant is None else Fix(span, slip.meant, f"write {slip.meant}")
        self.problems.append(Problem(span, slip.code, slip.message, slip.hint, fix=fix))
        if slip.is_text:
            self._emit("STRING", end, slip.meant)
        self._position = end


_TYPE_NAMES = Names(types.BY_NAME)
