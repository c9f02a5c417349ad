"""Gaps between what was found, and what stands in them: one for one, or one question parted, or several joined."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Final, NamedTuple, TypeAlias

from mapping_dsl.forms import Question
from runtime.likeness.evidence import Evidence, Standing
from runtime.likeness.shapes import is_open

_ALIKE: Final = 0.25  #: so much must at least two pieces have in common with the whole
_NAME: Final = re.compile(r"\w+")

Weighed: TypeAlias = Mapping[tuple[int, str], Standing]


class Whole(NamedTuple):
    """One question and the entries it was parted into, or one entry and the questions joined in it."""

    names: tuple[str, ...]
    places: tuple[int, ...]
    confidence: float


def in_order(weighed: Weighed, questions: Mapping[str, Question]) -> dict[tuple[int, str], float]:
    """What the gap alone tells of an entry and a question that it may answer: 1 where nothing else can be meant.

    Less the more there are; but an answer such as few questions have, one of their options, is no other question's.
    """
    told: dict[tuple[int, str], float] = {}
    for names, places in _gaps(both for both, one in weighed.items() if one.stands_there and one.may_answer):
        likely = _likely(names, len(places), questions)
        standing = sorted(places)
        if len(likely) == 1 and questions[likely[0]].is_long_text:  # what looks like labels after it is the story's
            standing = [one for one in standing if weighed[one, likely[0]].suits][:1] or standing[:1]
        told |= _told(standing, likely, weighed)
    return told


def _likely(names: Iterable[str], count: int, questions: Mapping[str, Question]) -> list[str]:
    """The questions of a gap that so many entries may be, in the form's order: no group, for that is no one answer.

    Of too many those are left out that are only put for the answer to another: nobody knows whether they were.
    """
    single = {name for name in names if not questions[name].questions}
    every = [name for name in questions if name in single]
    if len(every) <= count:
        return every
    return [name for name in every if single.isdisjoint(_NAME.findall(questions[name].show_if))]


def _told(places: Sequence[int], names: Sequence[str], weighed: Weighed) -> dict[tuple[int, str], float]:
    """For each entry and question of a gap, one by how many others either of both could have."""
    every = [both for both in product(places, names) if both in weighed]
    suiting = {both for both in every if weighed[both].suits}
    suited = {one for both in suiting for one in both}
    left = [both for both in every if both in suiting or suited.isdisjoint(both)]
    rivals = Counter(one for both in left for one in both)
    told = {both: _bounded(weighed[both]) / max(rivals[one] for one in both) for both in left}
    if len(places) != len(names):
        return told
    by_order = set(zip(places, names, strict=True))
    return {both: one for both, one in told.items() if both in by_order or one == 1}


def _bounded(one: Standing) -> float:
    """How surely there is a gap: an answer that suits the question is enough where no question follows."""
    return 1.0 if one.suits else one.place


def wholes(weighed: Weighed, questions: Mapping[str, Question]) -> Iterator[Whole]:
    """What was parted or joined: only where one stands against several, so that nothing else explains the place."""
    for names, places in _gaps(both for both, one in weighed.items() if one.stands_there):
        evidence = [weighed[place, name].evidence for place in places for name in names]
        alike = [one for one in evidence if one.likeness >= _ALIKE]
        if len(alike) < 2 or any(questions[name].risk for name in names):
            continue
        if len(names) == 1 and is_open(questions[names[0]]) and all(one.value >= 0 for one in evidence):
            yield Whole(names, places, _together(alike))
        elif len(places) == 1 and all(one.value <= 0 for one in evidence) and _each_has_words_of_its_own(alike):
            joined = tuple(name for name in names if weighed[places[0], name].evidence.likeness >= _ALIKE)
            yield Whole(joined, places, _together(alike))


def _gaps(standing: Iterable[tuple[int, str]]) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Entries and questions that stand in the same gap between neighbours that were found, in their order."""
    gaps: list[tuple[dict[str, None], dict[int, None]]] = []
    for place, name in standing:
        touched = [gap for gap in gaps if name in gap[0] or place in gap[1]]
        merged: tuple[dict[str, None], dict[int, None]] = ({}, {})
        for names, places in (*touched, ({name: None}, {place: None})):
            merged[0].update(names)
            merged[1].update(places)
        gaps = [*(gap for gap in gaps if gap not in touched), merged]
    return [(tuple(names), tuple(places)) for names, places in gaps]


def _each_has_words_of_its_own(evidence: Sequence[Evidence]) -> bool:
    return all(one.words.difference(*(other.words for other in evidence if other is not one)) for one in evidence)


def _together(alike: Iterable[Evidence]) -> float:
    """How sure several are of what each would say by itself."""
    doubt = 1.0
    for one in alike:
        doubt *= 1.0 - one.likeness
    return round(1.0 - doubt, 2)
