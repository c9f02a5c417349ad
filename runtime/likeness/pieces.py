"""Gaps between what was found, and what stands in them: one for one, or one question parted, or several joined."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from mapping_dsl.forms import Question
from runtime.likeness.evidence import Evidence
from runtime.likeness.shapes import is_open

_ALIKE = 0.25  #: so much must at least two pieces have in common with the whole

Weighed = Mapping[tuple[int, str], Evidence]


class Whole(NamedTuple):
    """One question and the entries it was parted into, or one entry and the questions joined in it."""

    names: tuple[str, ...]
    places: tuple[int, ...]
    confidence: float


def in_order(weighed: Weighed, order: Mapping[str, int]) -> dict[tuple[int, str], float]:
    """What the gap alone tells of an entry and a question that it may answer: 1 where there is one of each.

    Less the more there are; and where there are as many entries as questions, each tells of its own only.
    """
    told: dict[tuple[int, str], float] = {}
    for names, places in _gaps(each for each, one in weighed.items() if one.stands_there and one.may_answer):
        both = list(product(places, names))
        if len(names) == len(places):
            both = list(zip(sorted(places), sorted(names, key=order.__getitem__), strict=True))
        told |= dict.fromkeys(both, 1 / max(len(names), len(places)))
    return told


def wholes(weighed: Weighed, questions: Mapping[str, Question]) -> Iterator[Whole]:
    """What was parted or joined: only where one stands against several, so that nothing else explains the place."""
    for names, places in _gaps(both for both, one in weighed.items() if one.stands_there):
        evidence = [weighed[place, name] for place in places for name in names]
        alike = [one for one in evidence if one.likeness >= _ALIKE]
        if len(alike) < 2 or any(questions[name].risk for name in names):
            continue
        if len(names) == 1 and is_open(questions[names[0]]) and all(one.value >= 0 for one in evidence):
            yield Whole(names, places, _together(alike))
        elif len(places) == 1 and all(one.value <= 0 for one in evidence) and _each_has_words_of_its_own(alike):
            joined = tuple(name for name in names if weighed[places[0], name].likeness >= _ALIKE)
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
