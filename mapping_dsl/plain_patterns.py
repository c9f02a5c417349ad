"""Patterns of record schemas as tests. RE2 takes time in proportion to the text, whatever the pattern, which comes from
outside; but a short plain pattern, which has only few ways to match anything, Python's own engine tells as safely and
several times as quickly."""

import re
from collections.abc import Callable
from math import prod
from typing import Final

import re2

Matches = Callable[[str], object]

_MAX_WAYS: Final = 32_768  #: in which a pattern may be tried at one place of a text
_ATOM: Final = r"(?:[A-Za-z0-9 :/,@_'-]|\\[+./()-]|\[[A-Za-z0-9 +:/.,_-]+\])"
_TOKEN: Final = re.compile(rf"{_ATOM}(?P<counts>\{{\d{{1,2}}(?:,\d{{1,2}})?\}}|[?+])?|\((?!\?)|\)(?P<may>\?)?|\|")
_WITHOUT_END: Final = 64
_SHORT: Final = {"?": 2, "+": _WITHOUT_END}
_COUNTS: Final = re.compile(r"\d+")


def matcher(pattern: str) -> Matches:
    """A function that tells whether a text holds the pattern. Raises re2.error where it is none."""
    safe = re2.compile(pattern)
    plain = pattern[1:-1]
    is_whole = pattern.startswith("^") and pattern.endswith("$") and not pattern.endswith("\\$")
    if is_whole and _is_plain(plain):
        whole: Matches = re.compile(f"(?:{plain})").fullmatch
        return whole
    search: Matches = safe.search
    return search


def _is_plain(pattern: str) -> bool:
    """Whether a pattern is made of single characters, sets and groups that stand there a few times at most."""
    at, depth, ways = 0, 0, []
    for token in _TOKEN.finditer(pattern):
        if token.start() != at:
            return False
        at = token.end()
        depth += {"(": 1, ")": -1}.get(token[0][0], 0)
        if token[0] == "|" and depth == 0:  # the anchors would belong to one side alone
            return False
        ways.append(2 if token[0] == "|" or token["may"] else _ways(token["counts"]))
    # One repetition without end is gone through once for each way of the rest.
    return at == len(pattern) and prod(ways) <= _MAX_WAYS and ways.count(_WITHOUT_END) <= 1


def _ways(counts: str | None) -> int:
    """In how many ways a repetition can be gone through."""
    if not counts:
        return 1
    if counts in _SHORT:
        return _SHORT[counts]
    least, most = (int(one) for one in (_COUNTS.findall(counts) * 2)[:2])
    return most - least + 1
