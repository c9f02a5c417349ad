"""What people wrote, made tidy, cut, searched and compared."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from mapping_dsl.feel.frames import Call
from mapping_dsl.feel.numeric import tidy

from .look_alikes import LOOK_ALIKES
from .registry import registry

_BIDIRECTIONAL = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_DROPPED = re.compile(rf"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f{_BIDIRECTIONAL}]")
_ZERO_WIDTH = re.compile(rf"[\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f\ufeff{_BIDIRECTIONAL}]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_BLANK_OF_A_TERM = r"(?:\s+|[-‐-―−])?"


@registry.add(
    "title case",
    "s: string -> string",
    meaning="Names typed all in capitals or all small, as names are written",
    example=('title case("MARY O\'NEILL-SMITH")', '"Mary O\'Neill-Smith"'),
)
def title_case(call: Call, s: str) -> str:
    """A word that mixes capitals and small letters is somebody's own spelling (DeSouza) and stays."""
    del call
    return _WORD.sub(lambda word: _titled(word[0]), s)


@registry.add(
    "clean",
    "s: string -> string",
    meaning="Trimmed, white space folded, control and bidirectional characters out; null where nothing is left",
    example=('clean("  near   the shop ")', '"near the shop"'),
)
def clean(call: Call, s: str) -> str | None:
    """Line breaks fold to blanks as well: a cleaned text is one line."""
    del call
    return " ".join(_DROPPED.sub("", s).split()) or None


@registry.add(
    "cut",
    "s: string, n: number -> string",
    meaning="At most n characters; a text that is longer ends in …",
    example=('cut("a long story", 7)', '"a long…"'),
)
def cut(call: Call, s: str, n: Decimal | int) -> str | None:
    """The … counts as one of the n characters."""
    if n < 1 or n != int(n):
        return call.refuse("not-a-length", f"a text cannot be cut to {n} characters", "write a whole number from 1")
    return s if len(s) <= n else s[: int(n) - 1].rstrip() + "…"


_MENTIONS = "Whether a text, or one of several, holds one of the terms: whole words in any case, * for any letters"


def _prepared(terms: Sequence[str | None]) -> Callable[..., bool] | None:
    """The search for terms that are known before there is a text; None where one is no term."""
    wanted = tuple(term for term in terms if term is not None)
    if not all(map(_is_term, wanted)):
        return None
    compiled = [(term.words[0], term.pattern.search) for term in _compiled(wanted)]

    def search(call: Call, text: str | Sequence[str | None], _terms: Sequence[str | None]) -> bool:
        whole = call.frame.made_once(text, _searched)
        return any(word in whole and found(whole) is not None for word, found in compiled)

    return search


@registry.add(
    "mentions",
    "text: string, terms: list<string> -> boolean",
    meaning=_MENTIONS,
    example=('mentions("my ex-partner", ["ex partner"])', "true"),
    prepare=_prepared,
)
@registry.add(
    "mentions",
    "text: list<string>, terms: list<string> -> boolean",
    meaning=_MENTIONS,
    example=('mentions(["a knife", "a fork"], ["kni*"])', "true"),
    prepare=_prepared,
)
def mentions(call: Call, text: str | Sequence[str | None], terms: Sequence[str | None]) -> bool | None:
    """A blank in a term stands for a blank, a hyphen or nothing, so that "ex partner" finds ex-partner too."""
    wanted = tuple(term for term in terms if term is not None)
    for term in wanted:
        if not _is_term(term):
            return call.refuse("not-a-term", f'"{term}" would be found in every text', "write a word, like knife")
    return _are_in(_compiled(wanted), text)


def is_mentioned(term: str, texts: Sequence[str]) -> bool:
    """Whether one of the texts holds the term, as `mentions` tells it; one that stands everywhere is no term."""
    return _is_term(term) and _are_in(_compiled((term,)), texts)


def _is_term(term: str) -> bool:
    return bool(term.strip("* \t"))


def _are_in(terms: Sequence["_Term"], text: str | Sequence[str | None]) -> bool:
    # Most texts lack a word altogether, which is told twenty times as quickly.
    whole = _searched(text)
    return any(term.words[0] in whole and term.pattern.search(whole) is not None for term in terms)


def _searched(text: str | Sequence[str | None]) -> str:
    """The copy that is searched, of several texts with what no term has between them."""
    return _folded(text) if isinstance(text, str) else "\0".join(_folded(one) for one in text if one is not None)


@registry.add(
    "similarity",
    "a: string, b: string -> number",
    meaning="How alike two texts are, from 0 to 1: the share of letters that need no change to make one the other",
    example=('similarity("Jon Smith", "John Smith")', "0.9"),
)
def similarity(call: Call, a: str, b: str) -> Decimal | int:
    """Case, look-alike letters and blanks around do not count; to four places."""
    del call
    share = Levenshtein.normalized_similarity(_folded(a).strip(), _folded(b).strip())
    return tidy(Decimal(str(round(share, 4))))


def _titled(word: str) -> str:
    if not (word.islower() or word.isupper()):
        return word
    first, *others = re.split(r"(?=['’])", word)
    # After an apostrophe one or two letters are an ending (Grace's, we'll), more are a name (O'Neill).
    return _capital(first) + "".join(one[0] + _capital(one[1:]) if len(one) > 3 else one.lower() for one in others)


def _capital(part: str) -> str:
    return part[0].title() + part[1:].lower()


@dataclass(frozen=True, slots=True)
class _Term:
    """A term made ready for searching. Its pattern has no nested repetition: a search is linear in the text."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]


@lru_cache(maxsize=256)
def _compiled(terms: tuple[str, ...]) -> tuple[_Term, ...]:
    return tuple(_term(term.strip()) for term in terms)


def _term(term: str) -> _Term:
    words = tuple(_folded(term.strip("*")).split())
    opening = "" if term.startswith("*") else r"(?<![^\W_])"
    closing = "" if term.endswith("*") else r"(?![^\W_])"
    return _Term(words, re.compile(opening + _BLANK_OF_A_TERM.join(map(re.escape, words)) + closing))


# The flags of a module search the same few texts one after another.
@lru_cache(maxsize=32)
def _folded(text: str) -> str:
    """The copy that is searched: one spelling for all that looks the same to a reader."""
    if text.isascii():
        return text.lower()
    visible = _ZERO_WIDTH.sub("", unicodedata.normalize("NFKC", text))
    return visible.translate(LOOK_ALIKES).casefold()
