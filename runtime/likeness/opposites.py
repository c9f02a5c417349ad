"""Whether two labels may ask the opposite of one another: words that turn a question round."""

from collections import defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from runtime.likeness.words import words_of

#: What one side of each of these asks, the other denies, or asks of somebody or something else (English and Welsh).
_OPPOSED = (
    ("earliest first start started starts begin began begins from since cynharaf cyntaf",
     "latest last end ended ends finish finished until diweddaraf olaf"),
    ("before previously earlier already", "after afterwards later first"),
    ("now currently still present", "before previously over stopped gone left ended past"),
    ("danger risk threatened threat unsafe perygl", "safe safely safety diogel ddiogel"),
    ("remain remains stay staying", "left gone away fled leave"),
    ("own your yours my eich", "other other's their theirs arall"),
    ("home your eich", "location incident scene lleoliad"),
    ("lost", "found stolen"),
    ("hurt injured harmed", "unhurt uninjured unharmed"),
    ("untouched", "touched moved disturbed"),
    ("anyone anybody someone somebody", "everyone everybody nobody none"),
    ("more most maximum highest", "less least minimum lowest"),
    ("anonymous ddienw dienw", "named name identified enw"),
    ("open opened", "closed shut locked"),
    ("alive", "dead died"),
)  # fmt: skip
_TURNING = frozenset(
    ("not", "no", "never", "nobody", "none", "nothing", "neither", "nor", "without", "cannot", "except", "unless",
     "fail", "fails", "failed", "failing", "refuse", "refused", "lack", "lacking", "stop", "stopped", "stops",
     "ddim", "heb", "neb", "byth", "nid", "nac")
)  # fmt: skip
_TURNED = ("un", "non", "in", "im", "dis")
_SHORTEST_TURNED = 4


def _senses() -> dict[str, set[int]]:
    """By word the pairs it takes a side in: a pair's number for one side, the same below 0 for the other."""
    senses: defaultdict[str, set[int]] = defaultdict(set)
    for number, sides in enumerate(_OPPOSED, 1):
        for side, words in zip((number, -number), sides, strict=True):
            for word in words.split():
                senses[word].add(side)
    return senses


_SENSES = _senses()


class _Sense(NamedTuple):
    """What of a label's words can turn it round."""

    words: frozenset[str]
    sides: frozenset[int]
    turns: int


@lru_cache(maxsize=4096)
def _sense(label: str) -> _Sense:
    said = words_of(label)
    words = frozenset(said)
    sides = frozenset(side for word in words for side in _SENSES.get(word, ()))
    turns = sum(word in _TURNING or word.endswith("n't") for word in words) + (("out", "of") in pairwise(said))
    return _Sense(words, sides, turns)


@lru_cache(maxsize=16384)
def may_be_opposite(label: str, other: str, *, closed: bool) -> bool:
    """Whether an answer to one may mean the reverse as an answer to the other.

    `closed` questions are answered by yes, no and the like, so that a single "not" is enough.
    """
    one, two = _sense(label), _sense(other)
    if _is_opposed(one, two) or _is_opposed(two, one):
        return True
    prefixed = _prefixed(one.words, two.words) + _prefixed(two.words, one.words)
    return closed and (one.turns + two.turns + prefixed) % 2 == 1


def _is_opposed(one: _Sense, two: _Sense) -> bool:
    """Whether a word that only the one has takes a side, while the other is all on the other side."""
    own = (side for word in one.words - two.words for side in _SENSES.get(word, ()))
    return any(-side in two.sides and side not in two.sides for side in own)


def _prefixed(words: frozenset[str], others: frozenset[str]) -> int:
    """How many of the words are one of the others with a syllable before it that denies it."""
    return sum(
        word.startswith(_TURNED)
        and any(
            word.removeprefix(prefix) in others for prefix in _TURNED if len(word) >= len(prefix) + _SHORTEST_TURNED
        )
        for word in words - others
    )
