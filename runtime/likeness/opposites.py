"""Whether two labels may ask the opposite of one another: words that turn a question round."""

from functools import lru_cache
from typing import NamedTuple

from runtime.likeness.thesaurus import Phrase, Thesaurus, phrases_in
from runtime.likeness.words import words_of

_SHORTEST_TURNED = 4


class _Sense(NamedTuple):
    """What of a label's words can turn it round."""

    words: frozenset[str]
    phrases: frozenset[Phrase]  #: that take a side
    sides: frozenset[int]
    turns: int


@lru_cache(maxsize=4096)
def _sense(label: str, thesaurus: Thesaurus) -> _Sense:
    said = words_of(label)
    words = frozenset(said)
    phrases = frozenset(phrases_in(said, thesaurus.sides.keys()))
    sides = frozenset(side for phrase in phrases for side in thesaurus.sides[phrase])
    denying = set(phrases_in(said, thesaurus.denying))
    return _Sense(words, phrases, sides, len(denying) + sum(word.endswith("n't") for word in words))


@lru_cache(maxsize=16384)
def may_be_opposite(label: str, other: str, thesaurus: Thesaurus, *, closed: bool) -> bool:
    """Whether an answer to one may mean the reverse as an answer to the other.

    `closed` questions are answered by yes, no and the like, so that a single "not" is enough.
    """
    one, two = _sense(label, thesaurus), _sense(other, thesaurus)
    if _is_opposed(one, two, thesaurus) or _is_opposed(two, one, thesaurus):
        return True
    beginnings = thesaurus.denying_beginnings
    prefixed = _prefixed(one.words, two.words, beginnings) + _prefixed(two.words, one.words, beginnings)
    return closed and (one.turns + two.turns + prefixed) % 2 == 1


def _is_opposed(one: _Sense, two: _Sense, thesaurus: Thesaurus) -> bool:
    """Whether words that only the one has take a side, while the other is all on the other side."""
    own = (side for phrase in one.phrases - two.phrases for side in thesaurus.sides[phrase])
    return any(-side in two.sides and side not in two.sides for side in own)


def _prefixed(words: frozenset[str], others: frozenset[str], beginnings: tuple[str, ...]) -> int:
    """How many of the words are one of the others with a syllable before it that denies it."""
    return sum(
        word.startswith(beginnings)
        and any(word.removeprefix(one) in others for one in beginnings if len(word) >= len(one) + _SHORTEST_TURNED)
        for word in words - others
    )
