"""Words of labels: taken apart, brought to their stems, and how near one word is to another."""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import Indel, Prefix

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PARTS_OF_A_NAME = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\W]+")
_ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ities",
    "ies",
    "ied",
    "ity",
    "ing",
    "ers",
    "ed",
    "er",
    "ly",
    "s",
    "y",
)
_SHORTEST_STEM = 3
_SHARED_BEGINNING = 0.65  #: of the longer of two words that one inflects or derives from the other
_SLIP = 0.8  #: as much must two words share that differ by a slip of the keyboard
_WITHIN = 0.6  #: how near a word is to a compound that it begins or ends


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a label in their order, in small letters; numbers are words."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return tuple(word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(text.casefold()))


def words_of_name(name: str) -> str:
    """A question's dotted name as a label: `suspects.firstName` as suspects first name."""
    return " ".join(_PARTS_OF_A_NAME.split(name)).casefold()


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without the ending that inflects it. Not always a word itself; words of other languages keep most."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def nearness(one: str, other: str) -> float:
    """How near two stems are, 0 to 1: the same, derived from one another, misspelt, or one a part of the other."""
    if one == other:
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _SHORTEST_STEM + 1:
        return 0.0
    shared = Prefix.similarity(one, other)
    if shared >= _SHORTEST_STEM + 1 and shared >= _SHARED_BEGINNING * len(longer):
        return 0.9
    alike: float = Indel.normalized_similarity(one, other, score_cutoff=_SLIP)
    if alike:
        return alike
    return _WITHIN if longer.startswith(shorter) or longer.endswith(shorter) else 0.0
