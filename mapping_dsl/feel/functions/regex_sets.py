"""Sets of characters that a pattern names: ranges, Unicode's categories and blocks, XML's classes, both cases.

XML Schema part 2, appendix F (1.1: appendix G). What Unicode says is what Python's `unicodedata` knows of it.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, groupby, pairwise

from mapping_dsl.feel.functions.regex_blocks import BLOCKS

_END = 0x110000  #: one more than the last code point
_CASED_END = 0x20000  #: no letter from here on has two cases
#: where a category may begin: the planes of characters, the tags, and the ends of the private planes
_ASSIGNED = (range(0x40000), range(0xE0000, 0xE1000), (0xF0000, 0xFFFFE, 0x100000, 0x10FFFE))
_CATEGORIES = {
    "L": "ultmo",
    "M": "nce",
    "N": "dlo",
    "P": "cdseifo",
    "Z": "slp",
    "S": "mcko",
    "C": "cfon",
}
_NAME_STARTS = (
    "::AZ__az\xc0\xd6\xd8\xf6\xf8\u02ff\u0370\u037d\u037f\u1fff\u200c\u200d\u2070\u218f\u2c00\u2fef"
    "\u3001\ud7ff\uf900\ufdcf\ufdf0\ufffd\U00010000\U000effff"
)  #: the first and the last of each range, by turns (XML 1.0, 2.3)
_NAME_PARTS = _NAME_STARTS + "--..09\xb7\xb7\u0300\u036f\u203f\u2040"


@dataclass(frozen=True, slots=True)
class CharSet:
    """Code points, as the places where the set begins and ends by turns: (97, 123) is a to z."""

    bounds: tuple[int, ...] = ()

    def __contains__(self, code: int) -> bool:
        return bisect_right(self.bounds, code) % 2 == 1

    def __len__(self) -> int:
        return sum(end - first for first, end in self.ranges())

    def __or__(self, other: "CharSet") -> "CharSet":
        return united([*self.ranges(), *other.ranges()])

    def __sub__(self, other: "CharSet") -> "CharSet":
        return ~(~self | other)

    def __invert__(self) -> "CharSet":
        from_start = self.bounds[1:] if self.bounds[:1] == (0,) else (0, *self.bounds)
        return CharSet(from_start[:-1] if from_start[-1:] == (_END,) else (*from_start, _END))

    def ranges(self) -> Iterator[tuple[int, int]]:
        """Each run of code points, as its first and the one after its last."""
        bounds = iter(self.bounds)
        return zip(bounds, bounds, strict=True)


def united(ranges: Iterable[tuple[int, int]]) -> CharSet:
    """The set of all these ranges, each its first code point and the one after its last."""
    bounds: list[int] = []
    for first, end in sorted(ranges):
        if bounds and first <= bounds[-1]:
            bounds[-1] = max(bounds[-1], end)
        else:
            bounds += (first, end)
    return CharSet(tuple(bounds))


def of(characters: str) -> CharSet:
    """The set of these characters."""
    return united((ord(one), ord(one) + 1) for one in characters)


@cache
def escape_class(letter: str) -> CharSet:
    r"""What `\s`, `\d`, `\w`, `\i` or `\c` stands for, and everything else for the capital (appendix F.1.1)."""
    if letter.isupper():
        return ~escape_class(letter.lower())
    if letter == "s":
        return of(" \t\n\r")
    if letter == "d":
        return _categories()["Nd"]
    if letter == "w":
        categories = _categories()
        return ~(categories["P"] | categories["Z"] | categories["C"])
    ends = iter(_NAME_STARTS if letter == "i" else _NAME_PARTS)
    return united((ord(first), ord(last) + 1) for first, last in zip(ends, ends, strict=True))


def property_class(name: str) -> CharSet | None:
    r"""What `\p{name}` stands for: a category, or a block as `IsBasicLatin`; None where there is no such thing."""
    block = BLOCKS.get(name.removeprefix("Is")) if name.startswith("Is") else None
    if block is not None:
        return CharSet((block[0], block[1] + 1))
    is_category = name[:1] in _CATEGORIES and len(name) <= 2 and name[1:] in _CATEGORIES[name[0]]
    return _categories()[name] if is_category else None


def in_both_cases(chars: CharSet) -> CharSet:
    """The set with all case variants of its characters (XPath and XQuery Functions 3.1, 5.6.2, flag i)."""
    cased, variants = _case_variants()
    inside = [slice(bisect_left(cased, first), bisect_left(cased, end)) for first, end in chars.ranges()]
    added = set(chain.from_iterable(chain.from_iterable(variants[part] for part in inside)))
    added.difference_update(*(cased[part] for part in inside))
    return chars | united((code, code + 1) for code in added) if added else chars


def are_variants(one: str, other: str) -> bool:
    """Whether two characters are the same but for their case."""
    return one == other or one.lower() == other.lower() or one.upper() == other.upper()


@cache
def _case_variants() -> tuple[list[int], list[set[int]]]:
    """The code points that have case variants, in order, and these. It is no equivalence: ϑ and ϴ have θ in common."""
    alike: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in map(chr, range(_CASED_END)):
        if one.lower() != one or one.upper() != one:
            alike["lower", one.lower()].add(ord(one))
            alike["upper", one.upper()].add(ord(one))
    variants: dict[int, set[int]] = defaultdict(set)
    for codes in alike.values():
        for code in codes:
            variants[code] |= codes
    cased = sorted(variants)
    return cased, [variants[code] for code in cased]


@cache
def _categories() -> dict[str, CharSet]:
    """The characters of every category, by its name of one letter or two."""
    ranges: dict[str, list[tuple[int, int]]] = defaultdict(list)
    named = groupby(chain(*_ASSIGNED), key=lambda code: unicodedata.category(chr(code)))
    starts = [(name, next(codes)) for name, codes in named]
    for (name, first), (_, end) in pairwise([*starts, ("", _END)]):
        ranges[name].append((first, end))
        ranges[name[0]].append((first, end))
    return {name: united(spans) for name, spans in ranges.items()}
