"""Regular expressions in the XPath dialect that FEEL asks for, on RE2, where no pattern can hang.

What RE2 cannot do (a group that refers back to another) is refused with a sentence.
"""

import re
from functools import lru_cache
from typing import Any, Protocol

import re2

_FLAGS = {"s": "s", "m": "m", "i": "i", "x": "", "q": ""}
_MAX_LENGTH = 10_000
# XPath's name classes, XML Schema part 2, appendix F.
_CLASSES = {
    r"\i": r"[_:\p{L}]",
    r"\I": r"[^_:\p{L}]",
    r"\c": r"[-._:\p{L}\p{M}\p{Nd}]",
    r"\C": r"[^-._:\p{L}\p{M}\p{Nd}]",
}
_UNICODE = {r"\d": r"\p{Nd}", r"\D": r"\P{Nd}"}
_ITEM = re.compile(r"\\[\s\S]|\[\^?|\]|\s+|[\s\S]")
_REFERENCE = re.compile(r"\\(.)|\$(\d+)|(\$|\\)")


class PatternRefused(Exception):
    """A pattern, flag or replacement that has no meaning here."""

    def __init__(self, what: str) -> None:
        super().__init__(what)


class Pattern(Protocol):
    """What this floor uses of a compiled pattern."""

    groups: int

    def search(self, text: str) -> Any: ...
    def finditer(self, text: str) -> Any: ...


@lru_cache(maxsize=512)
def pattern(expression: str, flags: str) -> Pattern:
    """The compiled pattern. Raises PatternRefused."""
    unknown = set(flags) - set(_FLAGS)
    if unknown:
        raise PatternRefused(f'"{"".join(sorted(unknown))}" is no flag; flags are s, m, i, x and q')
    if len(expression) > _MAX_LENGTH:
        raise PatternRefused("the pattern is too long")
    body = re2.escape(expression) if "q" in flags else _translated(expression, spaces="x" not in flags)
    switches = "".join(sorted({_FLAGS[flag] for flag in flags} - {""}))
    options = re2.Options()
    options.log_errors = False
    try:
        compiled: Pattern = re2.compile(f"(?{switches}){body}" if switches else body, options)
    except re2.error as error:
        raise PatternRefused(f'"{expression[:60]}" is no pattern that can be used here') from error
    return compiled


def _translated(expression: str, *, spaces: bool) -> str:
    """The pattern with XPath's own classes spelt out, and without its white space where that does not count."""
    written: list[str] = []
    in_class = False
    for item in _ITEM.findall(expression):
        if item[0] == "[" and not in_class:
            in_class = True
        elif item == "[" and written and written[-1] == "-":
            raise PatternRefused("a class taken from a class cannot be used here")
        elif item == "]":
            in_class = False
        elif item.isspace() and not spaces and not in_class:
            continue
        written.append(_spelt(item, in_class=in_class))
    return "".join(written)


def _spelt(item: str, *, in_class: bool) -> str:
    spelt = _UNICODE.get(item) or _CLASSES.get(item, item)
    return spelt[1:-1] if in_class and spelt is not item and spelt[0] == "[" and spelt[1] != "^" else spelt


def expand(compiled: Pattern, text: str, replacement: str) -> str:
    """The text with every match replaced (XPath and XQuery Functions 3.1, 5.6.4). Raises PatternRefused."""
    if compiled.search("") is not None:
        raise PatternRefused("a pattern that matches nothing at all cannot be replaced")
    written: list[str] = []
    end = 0
    for found in compiled.finditer(text):
        written += [text[end : found.start()], _expanded(found, compiled.groups, replacement)]
        end = found.end()
    return "".join([*written, text[end:]])


def _expanded(found: Any, groups: int, replacement: str) -> str:
    def one(part: re.Match[str]) -> str:
        if part[1] in ("\\", "$"):
            return part[1]
        if part[2] is None:
            raise PatternRefused(r"a replacement writes `\$` for a dollar and `\\` for a backslash")
        return _group(found, groups, part[2])

    return _REFERENCE.sub(one, replacement)


def _group(found: Any, groups: int, digits: str) -> str:
    """`$12` is the twelfth group where there are so many, else the first group and a 2."""
    length = len(digits)
    while length > 1 and int(digits[:length]) > groups:
        length -= 1
    number = int(digits[:length])
    return ((found[number] or "") if number <= groups else "") + digits[length:]
