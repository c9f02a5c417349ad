"""Reads a pattern of `matches`, `replace` or `split` into pieces, or says what is wrong with it and where.

The dialect is that of XPath and XQuery Functions 3.1, 5.6.1, which stands on XML Schema part 2, appendix F.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mapping_dsl.feel.functions.regex_sets import CharSet, escape_class, in_both_cases, of, property_class, united

FLAGS = "smixq"
MAX_LENGTH = 10_000  #: characters of a pattern
_MAX_COUNT = Decimal(10**9)  #: no text is so long
_COUNT = re.compile(r"\{([0-9]+)(,?)([0-9]*)\}")
_PROPERTY = re.compile(r"\{([A-Za-z0-9-]+)\}")
_DIGITS = re.compile("[1-9][0-9]?")
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}
_SPACES = " \t\n\r"
_SPECIAL = r".\?*+{}()|^$[]"


class PatternRefused(Exception):
    """A pattern, flag or replacement that has no meaning; `hint` says what to write."""

    def __init__(self, what: str, place: int | None = None, hint: str = "") -> None:
        super().__init__(what if place is None else f"{what}, at character {place}")
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Chars:
    """Any one character of a set."""

    chars: CharSet


class Anchor(StrEnum):
    """A place in the text; takes no character."""

    TEXT_START = "before everything"
    TEXT_END = "behind everything"
    LINE_START = "before everything, or behind a newline that is not the last character"
    LINE_END = "before a newline, or behind everything where no newline stands last"


@dataclass(frozen=True, slots=True)
class Reference:
    """What a group matched, once more; nothing where the group did not match."""

    group: int
    ignores_case: bool


@dataclass(frozen=True, slots=True)
class Open:
    """The start of a group; None is the number of one that is not captured."""

    group: int | None


@dataclass(frozen=True, slots=True)
class Close:
    """The end of the group that was opened last."""

    group: int | None


@dataclass(frozen=True, slots=True)
class Or:
    """Between two alternatives of the group around it, of which the first that fits counts."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often the piece or group before it stands; None is any number of times."""

    least: int
    most: int | None
    is_greedy: bool


Piece = Chars | Anchor | Reference | Open | Close | Or | Repeat


def read(expression: str, flags: str) -> list[Piece]:
    """The pieces of a pattern in their order: brackets are in pairs, and before every Repeat stands what it repeats.
    Raises PatternRefused."""
    unknown = sorted(set(flags) - set(FLAGS))
    if unknown:
        raise PatternRefused(f"there is no flag `{unknown[0]}`", hint="flags are s, m, i, x and q")
    if len(expression) > MAX_LENGTH:
        raise PatternRefused(f"the pattern has more than {MAX_LENGTH:,} characters")
    if "q" in flags:
        return [Chars(in_both_cases(of(one)) if "i" in flags else of(one)) for one in expression]
    return _Reader(expression, flags).read()


def count_groups(pieces: Iterable[Piece]) -> int:
    """How many groups of a pattern are captured."""
    return sum(isinstance(piece, Open) and piece.group is not None for piece in pieces)


def _places_that_count(expression: str) -> list[int]:
    """Where the characters stand that flag x leaves: all in classes, and elsewhere those that are no white space."""
    places = []
    depth, is_escaped = 0, False
    for place, char in enumerate(expression):
        if depth == 0 and char in _SPACES:
            continue
        places.append(place)
        if not is_escaped:
            depth = max(0, depth + (char == "[") - (char == "]"))
        is_escaped = char == "\\" and not is_escaped
    return places


class _Reader:
    """Goes through a pattern once, from left to right, without recursion: patterns may be nested to any depth."""

    def __init__(self, expression: str, flags: str) -> None:
        self._flags = flags
        self._places = _places_that_count(expression) if "x" in flags else list(range(len(expression)))
        self._text = "".join(expression[place] for place in self._places)
        self._at = 0
        self._pieces: list[Piece] = []
        self._open: list[tuple[int | None, int]] = []  # the groups around this place, and where they begin
        self._groups = 0
        self._closed: set[int] = set()

    def read(self) -> list[Piece]:
        while self._at < len(self._text):
            self._piece()
        if self._open:
            raise self._refused("this `(` is not closed", self._open[-1][1], _itself("("))
        return self._pieces

    def _piece(self) -> None:
        start = self._at
        char = self._next()
        match char:
            case "|":
                self._pieces.append(Or())
                return
            case "(":
                self._open_group(start)
                return
            case ")":
                self._pieces.append(self._closed_group(start))
            case "^":
                self._pieces.append(Anchor.LINE_START if "m" in self._flags else Anchor.TEXT_START)
            case "$":
                self._pieces.append(Anchor.LINE_END if "m" in self._flags else Anchor.TEXT_END)
            case "\\" if self._ahead(1) in tuple("123456789"):
                self._pieces.append(Reference(self._referred(start), "i" in self._flags))
            case _:
                self._pieces.append(Chars(self._chars(char, start)))
        self._quantifier()

    def _chars(self, char: str, start: int) -> CharSet:
        match char:
            case ".":
                return ~of("") if "s" in self._flags else ~of("\n\r")
            case "[":
                return self._class(start)
            case "\\":
                named = self._escape(start)
                return named if isinstance(named, CharSet) else self._cased(of(named))
            case "*" | "+" | "?" | "{":
                raise self._refused(f"there is nothing to repeat before `{char}`", start, _itself(char))
            case "]" | "}":
                raise self._refused(f"this `{char}` closes nothing", start, _itself(char))
        return self._cased(of(char))

    # --- groups and what is repeated

    def _open_group(self, start: int) -> None:
        group = None
        if self._ahead(2) == "?:":
            self._at += 2
        elif self._ahead(1) == "?":
            raise self._refused("a group begins with `(` or `(?:`", start, "there is no looking ahead or behind")
        else:
            self._groups += 1
            group = self._groups
        self._open.append((group, start))
        self._pieces.append(Open(group))

    def _closed_group(self, start: int) -> Close:
        if not self._open:
            raise self._refused("this `)` closes nothing", start, _itself(")"))
        group, _ = self._open.pop()
        if group is not None:
            self._closed.add(group)
        return Close(group)

    def _referred(self, start: int) -> int:
        r"""The group a back-reference means: `\12` is group 12 where there are so many, else group 1 and a 2."""
        digits = _DIGITS.match(self._text, self._at)
        number = digits[0] if digits else ""
        kept = number if int(number) <= self._groups else number[0]
        self._at += len(kept)
        if int(kept) not in self._closed:
            raise self._refused(rf"no group {kept} ends before `\{kept}`", start, "groups are counted by their `(`")
        return int(kept)

    def _quantifier(self) -> None:
        start = self._at
        sign = self._ahead(1)
        if sign == "{":
            least, most = self._count(start)
        elif sign and sign in "*+?":
            self._at += 1
            least, most = int(sign == "+"), 1 if sign == "?" else None
        else:
            return
        is_greedy = self._ahead(1) != "?"
        self._at += not is_greedy
        self._pieces.append(Repeat(least, most, is_greedy))

    def _count(self, start: int) -> tuple[int, int | None]:
        found = _COUNT.match(self._text, self._at)
        if not found:
            raise self._refused("a count is written {2}, {2,} or {2,5}", start, _itself("{"))
        self._at = found.end()
        least = _number(found[1])
        most = _number(found[3]) if found[3] else None if found[2] else least
        if most is not None and most < least:
            raise self._refused(f"the count {found[0]} ends below its start", start, "write the smaller number first")
        return least, most

    # --- classes

    def _class(self, start: int) -> CharSet:
        """What stands between `[` and `]`, less what is taken from it: [a-z-[aeiou]]."""
        groups = [self._class_group(start)]
        while self._ahead(2) == "-[":
            self._at += 2
            groups.append(self._class_group(start))
        for closed in range(len(groups)):
            if self._next() != "]":
                what = "the class that is taken away stands last" if closed else "this `[` is not closed"
                raise self._refused(what, start, _itself("["))
        chars = groups.pop()
        while groups:
            chars = groups.pop() - chars
        return chars

    def _class_group(self, start: int) -> CharSet:
        """The set up to its `]` or `-[`. Flag i counts for characters and ranges, not for what an escape names."""
        is_negative = self._ahead(1) == "^"
        self._at += is_negative
        begin = self._at
        ranges: list[tuple[int, int]] = []
        named: list[tuple[int, int]] = []
        while self._ahead(1) not in ("", "]") and self._ahead(2) != "-[":
            member = self._class_member()
            if isinstance(member, CharSet):
                named.extend(member.ranges())
            else:
                ranges.append(self._range(member))
        if self._at == begin:
            raise self._refused("this class holds no character", start, _itself("["))
        chars = self._cased(united(ranges)) | united(named)
        return ~chars if is_negative else chars

    def _class_member(self) -> str | CharSet:
        start = self._at
        char = self._next()
        if char == "[":
            raise self._refused("a class stands in another only to be taken from it, as in [a-z-[aeiou]]", start)
        return self._escape(start) if char == "\\" else char

    def _range(self, first: str) -> tuple[int, int]:
        """The range that begins with a character; that character alone where no other follows behind a hyphen."""
        start = self._at
        following = self._text[start + 1 : start + 3]
        if self._ahead(1) != "-" or following[:1] in ("", "]", "[") or following == "-[":
            return ord(first), ord(first) + 1
        self._at += 1
        is_plain = self._ahead(1) != "-"
        last = self._class_member()
        if isinstance(last, CharSet) or not is_plain:
            raise self._refused("a range ends with one character", start, _itself("-"))
        if last < first:
            raise self._refused(
                f"the range {first}-{last} ends before it begins", start, "write it the other way round"
            )
        return ord(first), ord(last) + 1

    # --- escapes

    def _escape(self, start: int) -> str | CharSet:
        """What stands behind a backslash: one character as itself, or the name of a set."""
        char = self._next()
        if (char and char in _SPECIAL) or char == "-":
            return char
        if char in _CONTROLS:
            return _CONTROLS[char]
        if char and char in "sSiIcCdDwW":
            return escape_class(char)
        if char in ("p", "P"):
            named = self._property(start)
            return ~named if char == "P" else named
        if not char:
            raise self._refused("nothing stands behind this `\\`", start, _itself("\\"))
        raise self._refused(f"`\\{char}` has no meaning here", start, r"`\\` is the backslash itself")

    def _property(self, start: int) -> CharSet:
        found = _PROPERTY.match(self._text, self._at)
        named = property_class(found[1]) if found else None
        if found is None or named is None:
            what = "this names no category and no block of characters"
            raise self._refused(what, start, r"write \p{L}, \p{Lu}, \p{IsBasicLatin} or the like")
        self._at = found.end()
        return named

    # --- characters

    def _ahead(self, count: int) -> str:
        return self._text[self._at : self._at + count]

    def _next(self) -> str:
        """The next character, which is then behind; "" where there is none."""
        char = self._ahead(1)
        self._at += 1
        return char

    def _cased(self, chars: CharSet) -> CharSet:
        return in_both_cases(chars) if "i" in self._flags else chars

    def _refused(self, what: str, start: int, hint: str = "") -> PatternRefused:
        return PatternRefused(what, self._places[start] + 1, hint)


def _itself(char: str) -> str:
    return rf"`\{char}` is the character itself"


def _number(digits: str) -> int:
    return int(min(Decimal(digits), _MAX_COUNT))
