"""Names with spaces and operators in them: which of the names in scope begins here, the longest that fits."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from mapping_dsl.feel import types
from mapping_dsl.feel.types import Type

# DMN 1.5, 10.3.1.2, rules 61 and 62.
WHITE_SPACE = r"\t-\r \x85\xa0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
# Rules 28 to 30; of the characters that are also white space, the names go without.
_START = (
    "?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u167f\u1681-\u180d\u180f-\u1fff"
    "\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff00-\ufffd"
    "\U00010000-\U000effff"
)
PART = _START + r"0-9\u00b7\u0300-\u036f\u203f-\u2040"
_SIGNS = "./\\-’'+*"

#: the words that end a name that nobody knows
KEYWORDS = (
    "and", "or", "between", "in", "true", "false", "null", "if", "then", "else", "for", "return", "some", "every",
    "satisfies",
)  # fmt: skip
#: white space and comments
SKIPPED = rf"(?:[{WHITE_SPACE}]|//[^\n]*|/\*.*?\*/)"
_WORD = rf"[{_START}][{PART}]*+"
_ENDS = rf"(?:{'|'.join(KEYWORDS)}|instance[{WHITE_SPACE}]+of)(?![{PART}])"
_MAX_WORDS = 30  #: of a new name; without an end, every `for` of a long text would look for its `in` to the last
#: a name as it is written where it is new; how often its last part may come is to follow
_NEW_NAME = rf"{_WORD}(?:(?!/[/*])[{PART}{_SIGNS}])*+(?:[{WHITE_SPACE}]++(?:(?!/[/*])[{PART}{_SIGNS}])++)"

WORD = re.compile(_WORD)
#: words that can only be meant as one name: two names side by side are never FEEL
WORDS = re.compile(rf"{_WORD}(?:[{WHITE_SPACE}]++(?!{_ENDS}){_WORD})*+")
#: what stands before a colon in a context or a call
KEY = re.compile(rf"({_NEW_NAME}{{0,{_MAX_WORDS}}}+|`[^`\n]+`){SKIPPED}*+(?=:)", re.DOTALL)
#: what stands before the `in` of an iteration
BINDER = re.compile(rf"({_NEW_NAME}{{0,{_MAX_WORDS}}}?|`[^`\n]+`){SKIPPED}++(?=in(?![{PART}]))", re.DOTALL)
#: a parameter of a function definition, without a type
PARAMETER = re.compile(rf"({_NEW_NAME}{{0,{_MAX_WORDS}}}+|`[^`\n]+`){SKIPPED}*+(?=[,)])", re.DOTALL)
_PIECE = re.compile(rf"[{PART}]+|[^{WHITE_SPACE}{PART}]")
_SPACE = re.compile(f"[{WHITE_SPACE}]*")
_SPACES = re.compile(f"[{WHITE_SPACE}]+")


def normal(name: str) -> str:
    """A name with single spaces, and without the backticks it may stand in."""
    return _SPACES.sub(" ", name).strip(" `")


@dataclass(slots=True)
class _Piece:
    """A piece of names of several pieces: the name that ends with it, and the pieces that may follow."""

    name: str | None = None
    following: dict[str, "_Piece"] = field(default_factory=dict)


class Names:
    """Names that come into scope and go out of it again, over others that stay."""

    def __init__(self, names: Iterable[str] = (), under: "Names | None" = None) -> None:
        self._longer = _Piece()  #: where all names of several pieces begin
        self._all: set[str] = set()
        self._under = under
        for name in names:
            self.add(name)

    def __contains__(self, name: str) -> bool:
        return name in self._all or (self._under is not None and name in self._under)

    def add(self, name: str) -> None:
        """Brings a name into scope."""
        if name in self._all:
            return
        self._all.add(name)
        if WORD.fullmatch(name):
            return
        at = self._longer
        for piece in _PIECE.findall(name):
            at = at.following.setdefault(piece, _Piece())
        at.name = name

    def remove(self, name: str) -> None:
        """Takes a name out of scope."""
        self._all.discard(name)
        at: _Piece | None = self._longer
        for piece in _PIECE.findall(name):
            at = at.following.get(piece) if at else None
        if at:
            at.name = None

    def longest(self, text: str, position: int) -> tuple[str, int] | None:
        """The longest name of several pieces that begins at the position, with its end; white space between its pieces
        does not matter."""
        found = None if self._under is None else self._under.longest(text, position)
        at, piece = self._longer, _PIECE.match(text, position)
        while piece and piece[0] in at.following:
            at, position = at.following[piece[0]], piece.end()
            if at.name is not None and (found is None or position >= found[1]):
                found = at.name, position
            piece = _PIECE.match(text, _SPACE.match(text, position).end())  # type: ignore[union-attr]
        return found


@lru_cache(maxsize=64)
def names_of(names: frozenset[str]) -> Names:
    """The names of a scope, worked out once for all expressions that stand in it. Not to be changed."""
    return Names(names)


def member_names(scope: Mapping[str, Type]) -> set[str]:
    """The names of all members of all contexts in scope, however deep."""
    found: set[str] = set()
    waiting: list[Type] = list(scope.values())
    while waiting:
        match waiting.pop():
            case types.ListOf(element) | types.RangeOf(element):
                waiting.append(element)
            case types.ContextOf(entries):
                found.update(key for key, _ in entries)
                waiting.extend(type_ for _, type_ in entries)
            case types.FunctionOf(result=result):
                waiting.append(result)
    return found
