"""Words that say the same, deny one another or tell little of what is asked: data of a library, in all languages."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from runtime.likeness.words import stem, words_of

Phrase: TypeAlias = tuple[str, ...]  #: a word, or several that belong together


class Unit(NamedTuple):
    """A word of a label, or several that say one thing."""

    stem: str  #: one for all that say the same
    is_light: bool


@dataclass(frozen=True, slots=True, eq=False)
class Thesaurus:
    """Equal only to itself, so that it hashes fast: built once for a library."""

    alike: Mapping[Phrase, str] = field(default_factory=dict)  #: by stems what stands for all that say the same
    sides: Mapping[Phrase, frozenset[int]] = field(default_factory=dict)
    """By words the sides that they take: what one asks, the side with the same number below 0 denies."""
    denying: frozenset[Phrase] = frozenset()  #: words that turn a question round
    denying_beginnings: tuple[str, ...] = ()  #: syllables that turn a word round
    light: frozenset[str] = frozenset()  #: words that join others

    def units(self, label: str) -> tuple[Unit, ...]:
        """A label's words in their order, the longest that say one thing together as one.

        What such a phrase is made of follows it, and tells little.
        """
        return _units(self, label)


NO_THESAURUS = Thesaurus()


def thesaurus_of(
    alike: Iterable[Sequence[str]],
    opposed: Iterable[Sequence[Sequence[str]]],
    *,
    denying: Iterable[str],
    denying_beginnings: Iterable[str],
    light: Iterable[str],
) -> Thesaurus:
    """A thesaurus from lists of words and phrases: `alike` of those that say the same, `opposed` of two sides each."""
    return Thesaurus(
        _joined(alike),
        _sides(opposed),
        frozenset(map(words_of, denying)),
        tuple(word.casefold() for word in denying_beginnings),
        frozenset(word.casefold() for word in light),
    )


def _joined(groups: Iterable[Sequence[str]]) -> dict[Phrase, str]:
    """By stems the first phrase of their group. A group that knows one of another's phrases is part of that."""
    joined: dict[Phrase, str] = {}
    for group in groups:
        phrases = [_stems(words_of(words)) for words in group]
        one_for_all = next((joined[phrase] for phrase in phrases if phrase in joined), " ".join(phrases[0]))
        for phrase in phrases:
            joined.setdefault(phrase, one_for_all)
    return joined


def _sides(opposed: Iterable[Sequence[Sequence[str]]]) -> dict[Phrase, frozenset[int]]:
    sides: defaultdict[Phrase, set[int]] = defaultdict(set)
    for number, (one, other) in enumerate(opposed, 1):
        for side, phrases in ((number, one), (-number, other)):
            for words in phrases:
                sides[words_of(words)].add(side)
    return {phrase: frozenset(taken) for phrase, taken in sides.items()}


def _stems(words: Iterable[str]) -> Phrase:
    return tuple(map(stem, words))


def phrases_in(words: Sequence[str], known: Collection[Phrase]) -> Iterator[Phrase]:
    """All known phrases that stand somewhere among the words."""
    longest = max(map(len, known), default=0)
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            if tuple(words[start:end]) in known:
                yield tuple(words[start:end])


@lru_cache(maxsize=8192)
def _units(thesaurus: Thesaurus, label: str) -> tuple[Unit, ...]:
    words = words_of(label)
    stems = _stems(words)
    longest = _longest(thesaurus)
    units: list[Unit] = []
    at = 0
    while at < len(words):
        ends = range(min(at + longest, len(words)), at, -1)
        end = next((end for end in ends if stems[at:end] in thesaurus.alike), at + 1)
        is_phrase = end > at + 1
        is_light = not is_phrase and words[at] in thesaurus.light
        units.append(Unit(thesaurus.alike.get(stems[at:end], stems[at]), is_light))
        units += [Unit(thesaurus.alike.get((one,), one), is_light=True) for one in stems[at:end] if is_phrase]
        at = end
    return tuple(units)


@lru_cache(maxsize=16)
def _longest(thesaurus: Thesaurus) -> int:
    return max(map(len, thesaurus.alike), default=1)
