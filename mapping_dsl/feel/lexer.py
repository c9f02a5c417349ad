"""From text to tokens. What a name is depends on the names in scope, so the lexer follows them as they come and go.

Three things cannot be told from the characters alone and are settled here: where a name with spaces ends, to what an
`and` belongs after `between`, and whether a bracket opens a filter, a list or a range.
"""

import re
from collections.abc import Mapping
from functools import cached_property

from lark import Token

from mapping_dsl.feel.brackets import CLOSERS, OPENERS, Bracket
from mapping_dsl.feel.names import (
    BINDER,
    KEY,
    KEYWORDS,
    PARAMETER,
    PART,
    SKIPPED,
    WHITE_SPACE,
    WORD,
    WORDS,
    Names,
    member_names,
    normal,
)
from mapping_dsl.feel.nearest import nearest
from mapping_dsl.feel.scope import Scope, meant
from mapping_dsl.feel.slips import FOREIGN_SIGN, Slip, foreign_word, misspelt_number, slip_at
from mapping_dsl.feel.strings import read_string
from mapping_dsl.feel.tokens import Tokens
from mapping_dsl.feel.type_lexer import read_type
from mapping_dsl.feel.types import Type
from mapping_dsl.problems import Fix, Problem, Span

MAX_LENGTH = 100_000
MAX_TOKENS = 10_000
MAX_PROBLEMS = 20  #: that one text is told of

_KEYWORDS = {word: word.upper() for word in KEYWORDS}
_SYMBOLS = {
    "**": "POWER", "..": "DOTS", "!=": "NOT_EQUAL", "<=": "LESS_OR_EQUAL", ">=": "GREATER_OR_EQUAL", "=": "EQUAL",
    "<": "LESS", ">": "GREATER", "+": "PLUS", "-": "MINUS", "*": "STAR", "/": "SLASH", ".": "DOT", ",": "COMMA",
    ":": "COLON",
}  # fmt: skip
#: what ends an operand, so that an operator must follow
OPERANDS = {
    "NUMBER", "STRING", "AT_LITERAL", "TRUE", "FALSE", "NULL", "NAME", "RPAR", "RSQB", "RBRACE", "OUTWARD_CLOSE",
    "TYPE_NAME", "TYPE_CLOSE",
}  # fmt: skip

_NUMBER = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_STRING = re.compile(rf'(?:@{SKIPPED}*+)?"(?:[^"\\\n-\r]|\\[^\n-\r])*+"', re.DOTALL)
_SYMBOL = re.compile(r"\*\*|\.\.|[!<>]=|[=<>+\-*/.,:]")
_BACKTICKS = re.compile(r"`([^`\n]+)`")
_INSTANCE_OF = re.compile(rf"instance[{WHITE_SPACE}]+of(?![{PART}])")
_FUNCTION = re.compile(rf"function{SKIPPED}*+(?=\()", re.DOTALL)
_EXTERNAL = re.compile(rf"external{SKIPPED}*+(?:\{{|$)", re.DOTALL)
_BEFORE_COLON = re.compile(rf"{SKIPPED}*+:", re.DOTALL)
#: after a closing `[`, no operand follows; after one that opens a filter, one does
_NO_OPERAND = re.compile(
    rf"[{WHITE_SPACE}]*+(?:$|[)\]}},=<>!*/+]|(?:and|or|then|else|return|satisfies|in|instance)(?![{PART}]))"
)


class _Stop(Exception):
    """Nothing sensible can be read after this place."""


class Lexer:
    """One reading of one text. `tokens` and `problems` are filled by `run`; names that are in nobody's scope are
    `strange` only, since a text that is no expression for another reason should be told that first."""

    def __init__(self, text: str, names: Names, scope: Mapping[str, Type], at: tuple[int, int]) -> None:
        self.strange: list[tuple[str, Span]] = []
        self._text = text
        self._at = Tokens(text, at)
        self._names = Names(under=names)
        self._keys = Names()
        self._scope = scope
        self._added: list[str] = []
        self._brackets = [Bracket("", 0, 0)]
        self._filters = 0

    @property
    def tokens(self) -> list[Token]:
        """What was read."""
        return self._at.read

    @property
    def problems(self) -> list[Problem]:
        """Why it is not FEEL, where that shows already."""
        return self._at.problems

    def span(self, start: int, end: int) -> Span:
        """The span of a stretch of the text, in the lines and columns of the file around it."""
        return self._at.span(start, end)

    def run(self) -> None:
        """Reads the whole text."""
        if len(self._text) > MAX_LENGTH:
            message = f"this is longer than {MAX_LENGTH:,} characters"
            self._at.problem(self.span(0, 1), "too-long", message, "make it several")
            return
        try:
            while self._at.skip() < len(self._text):
                self._next()
                if len(self.tokens) > MAX_TOKENS:
                    here = self.span(self._at.position, self._at.position)
                    self._at.problem(here, "too-long", "this has too many words and signs", "make it several")
                    return
        except _Stop:
            return
        bracket = self._brackets[-1]
        if bracket.opener:
            here = self.span(bracket.at, bracket.at + 1)
            self._at.problem(here, "bracket-not-closed", f"this `{bracket.opener}` is not closed", bracket.closing_hint)

    def _next(self) -> None:
        for read in (self._key, self._binder, self._string, self._number, self._word, self._bracket, self._symbol):
            if read():
                return
        self._slip(slip_at(self._text, self._at.position))

    # --- names

    def _bring_in(self, name: str) -> None:
        if name not in self._names:
            self._added.append(name)
        self._names.add(name)

    def _key(self) -> bool:
        bracket = self._brackets[-1]
        if bracket.opener not in ("{", "(") or self._at.previous not in ("LBRACE", "LPAR", "COMMA"):
            return False
        if bracket.holds_parameters:
            return self._parameter()
        key = self._new_name(KEY)
        if key is None:
            return False
        name, end = key
        self._at.emit("KEY", end, name)
        if bracket.opener == "{":
            self._bring_in_key(name)
        return True

    def _new_name(self, *patterns: re.Pattern[str]) -> tuple[str, int] | None:
        """A name where it is new, by the first pattern that fits, and its end; a keyword alone is no name."""
        found = next((one for one in map(self._at.match, patterns) if one), None)
        if found is None:
            return None
        end = found.end(found.re.groups)
        name = self._text[self._at.position : end]
        return None if name in _KEYWORDS else (normal(name), end)

    def _bring_in_key(self, name: str) -> None:
        self._bring_in(name)
        self._keys.add(name)

    def _parameter(self) -> bool:
        parameter = self._new_name(KEY, PARAMETER, WORD)
        if parameter is None:
            return False
        name, end = parameter
        self._at.emit("PARAMETER", end, name)
        self._bring_in(name)
        if self._at.emit_sign(":", "COLON"):
            read_type(self._at)
        return True

    def _binder(self) -> bool:
        bracket = self._brackets[-1]
        after_comma = bracket.binds and self._at.previous == "COMMA"
        if self._at.previous not in ("FOR", "SOME", "EVERY") and not after_comma:
            return False
        binder = self._new_name(BINDER, WORD)
        if binder is None:
            return False
        name, end = binder
        bracket.binds = True
        self._at.emit("BINDER", end, name)
        self._bring_in(name)
        return True

    def _word(self) -> bool:
        quoted = self._at.match(_BACKTICKS)
        if quoted:
            return self._at.emit("NAME", quoted.end(), quoted[1])
        word = self._at.match(WORD)
        if word is None:
            return False
        after_dot = self._at.previous == "DOT"
        known = self._known_name(after_dot=after_dot)
        if known is not None:
            return self._at.emit("NAME", known[1], known[0])
        if not after_dot and (self._keyword(word[0], word.end()) or self._foreign_word(word[0])):
            return True
        return self._free_name(word, after_dot=after_dot)

    def _known_name(self, *, after_dot: bool) -> tuple[str, int] | None:
        if after_dot:
            return self._member_name()
        found = [self._names.longest(self._text, self._at.position)]
        if self._filters:
            found.append(self._member_name())
        return max((one for one in found if one), key=lambda one: one[1], default=None)

    def _member_name(self) -> tuple[str, int] | None:
        found = [one.longest(self._text, self._at.position) for one in (self._keys, self._members)]
        return max((one for one in found if one), key=lambda one: one[1], default=None)

    @cached_property
    def _members(self) -> Names:
        """The members of what is in scope; few expressions ask for them."""
        return self._scope.members if isinstance(self._scope, Scope) else Names(member_names(self._scope))

    def _free_name(self, word: re.Match[str], *, after_dot: bool) -> bool:
        """A word that is in scope, or one that is not with the words after it, which can only be meant as one name."""
        is_alone = word[0] == "?" or (not after_dot and (word[0] in self._names or self._at.previous in OPERANDS))
        words = word if is_alone and not self._begins_another(word) else self._at.match(WORDS) or word
        name = normal(words[0])
        self._at.emit("NAME", words.end(), name)
        if name != word[0] and not after_dot and not self._filters:
            self.strange.append((name, self.span(*words.span())))
        return True

    def _begins_another(self, word: re.Match[str]) -> bool:
        """Whether a function's name can only be the beginning of a name in scope that is written a little wrong."""
        words = self._at.match(WORDS)
        if word[0] in self._scope or words is None or words.end() == word.end():
            return False
        return (
            nearest(normal(words[0]), [name for name in meant(self._scope) if name.startswith(f"{word[0]} ")])
            is not None
        )

    def _keyword(self, word: str, end: int) -> bool:
        if word == "instance" and (found := self._at.match(_INSTANCE_OF)):
            self._at.emit("INSTANCE_OF", found.end())
            read_type(self._at)
            return True
        if word == "function" and self._at.match(_FUNCTION):
            return self._at.emit("FUNCTION", end)
        if word in self._names:
            return False
        if self._at.previous == "PARAMETERS_END" and self._at.match(_EXTERNAL):
            return self._at.emit("EXTERNAL", end)
        if word in _KEYWORDS:
            return self._at.emit(self._type_of_keyword(word), end)
        return False

    def _foreign_word(self, word: str) -> bool:
        """A keyword in capitals, or one of another language; a filter may speak of a key that is called so."""
        slip = None if self._filters or word in self._names else foreign_word(word)
        if slip:
            self._slip(slip)
        return slip is not None

    def _type_of_keyword(self, word: str) -> str:
        """The token of a keyword, while keeping the account of what waits for which."""
        bracket = self._brackets[-1]
        if word in ("if", "between"):
            bracket.waiting.append(word)
        elif word in ("return", "satisfies"):
            bracket.binds = False
        elif word == "then" and "if" in bracket.waiting:
            while bracket.waiting.pop() != "if":
                pass
        elif word == "and" and bracket.waiting[-1:] == ["between"]:
            bracket.waiting.pop()
            return "BETWEEN_AND"
        return _KEYWORDS[word]

    # --- literals, brackets and signs

    def _string(self) -> bool:
        text, start = self._text, self._at.position
        if text[start] not in '"@':
            return False
        found = self._at.match(_STRING)
        if found:
            self._bring_in_text(found)
            return self._at.emit("AT_LITERAL" if text[start] == "@" else "STRING", found.end())
        if text[start] == '"' or text.startswith('@"', start):
            end = text.find("\n", start)
            here = self.span(start, len(text) if end < 0 else end)
            self._at.problem(here, "string-not-closed", "this text has no closing quote", 'write a `"` where it ends')
            raise _Stop
        return False

    def _bring_in_text(self, found: re.Match[str]) -> None:
        """A key in quotes is a name for the entries after it, as any other."""
        if self._brackets[-1].opener == "{" and self._at.previous in ("LBRACE", "COMMA"):
            name = read_string(found[0]) if _BEFORE_COLON.match(self._text, found.end()) else None
            if name:
                self._bring_in_key(name)

    def _number(self) -> bool:
        found = self._at.match(_NUMBER)
        if found is None:
            return False
        slip = misspelt_number(self._text, found)
        if slip:
            self._slip(slip)
        else:
            self._at.emit("NUMBER", found.end())
        return True

    def _bracket(self) -> bool:
        sign = self._text[self._at.position]
        if sign in OPENERS and not (sign == "[" and self._closes_outward()):
            self._open(sign, OPENERS[sign])
            return True
        if sign == "]" and self._at.previous not in {*OPERANDS, "DOTS"} and not self._brackets[-1].is_list:
            self._open(sign, "OUTWARD_OPEN")
            return True
        if sign in CLOSERS or sign == "[":
            self._close(sign)
            return True
        return False

    def _closes_outward(self) -> bool:
        is_end = self._brackets[-1].has_dots and self._at.previous in OPERANDS
        return is_end and _NO_OPERAND.match(self._text, self._at.position + 1) is not None

    def _open(self, sign: str, type_: str) -> None:
        is_filter = sign == "[" and self._at.previous in OPERANDS
        self._filters += is_filter
        holds_parameters = self._at.previous == "FUNCTION"
        self._brackets.append(Bracket(sign, self._at.position, len(self._added), holds_parameters, is_filter))
        self._at.emit(type_, self._at.position + 1)

    def _close(self, sign: str) -> None:
        bracket = self._brackets[-1]
        if not bracket.is_closed_by(sign):
            self._wrong_closer(sign, bracket)
            raise _Stop
        self._brackets.pop()
        self._filters -= bracket.is_filter
        if not bracket.holds_parameters:  # the names of parameters hold for the body behind the bracket
            self._forget(bracket.names_before)
        type_ = "PARAMETERS_END" if bracket.holds_parameters else CLOSERS.get(sign, "OUTWARD_CLOSE")
        self._at.emit(type_, self._at.position + 1)

    def _forget(self, keep: int) -> None:
        for name in self._added[keep:]:
            self._names.remove(name)
        del self._added[keep:]

    def _symbol(self) -> bool:
        found = self._at.match(_SYMBOL)
        foreign = self._at.match(FOREIGN_SIGN)
        if found is None or self._text.startswith("/*", found.start()) or (foreign and foreign.end() >= found.end()):
            return False
        if found[0] == "..":
            self._brackets[-1].has_dots = True
        return self._at.emit(_SYMBOLS[found[0]], found.end())

    # --- problems

    def _wrong_closer(self, sign: str, bracket: Bracket) -> None:
        here = self.span(self._at.position, self._at.position + 1)
        if bracket.opener:
            line, column = self._at.place(bracket.at)
            message = f"this `{sign}` does not close the `{bracket.opener}` in line {line}, column {column}"
            self._at.problem(here, "wrong-bracket", message, bracket.closing_hint)
        else:
            self._at.problem(here, "nothing-to-close", f"this `{sign}` closes nothing", "leave it out")

    def _slip(self, slip: Slip) -> None:
        end = self._at.position + slip.length
        span = self.span(self._at.position, end)
        fix = None if slip.meant is None else Fix(span, slip.meant, f"write {slip.meant}")
        self._at.problem(span, slip.code, slip.message, slip.hint, fix)
        if slip.token:
            self._at.emit(slip.token, end, slip.meant)
        self._at.position = end
        if len(self.problems) >= MAX_PROBLEMS:
            raise _Stop
