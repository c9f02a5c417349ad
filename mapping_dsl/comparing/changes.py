"""The structural difference of two mappings: what is new, gone, or stated differently."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from mapping_dsl.comparing.facts import Fact, Facts, facts_of
from mapping_dsl.comparing.sides import Side
from mapping_dsl.comparing.subjects import Place


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence, and where it is seen: in the new texts, or in the old ones where it is gone."""

    sentence: str
    place: Place


def changes(old: Side, new: Side) -> tuple[Change, ...]:
    """What the new texts state differently, in the order of the texts. Comments and layout state nothing."""
    before, after = facts_of(old), facts_of(new)
    come_or_gone = before.keys() ^ after.keys()
    told: list[Change] = []
    for label in dict.fromkeys((*before, *after)):
        facts = after.get(label) or before[label]
        if facts.within not in come_or_gone:
            told += _changed(before.get(label, Facts(label, "")), after.get(label, Facts(label, "")))
    return tuple(told)


def _changed(before: Facts, after: Facts) -> Iterator[Change]:
    """The difference of two lists of facts: what both have is left out, the rest is paired in its order."""
    old, new = _without(before.every, after.every), _without(after.every, before.every)
    label = before.label[0].upper() + before.label[1:]
    for one, other in zip(old, new, strict=False):
        yield Change(_became(label, one, other), other.place)
    for gone in old[len(new) :]:
        yield Change(f"{label} is gone{_shown(gone)}.", gone.place)
    for come in new[len(old) :]:
        yield Change(f"{label} is new{_shown(come)}.", come.place)
    if not old and not new and [one.value for one in before.every] != [one.value for one in after.every]:
        of = label.partition(" of ")[2]
        yield Change(f"What {of} states stands in another order.", after.every[0].place)


def _became(label: str, old: Fact, new: Fact) -> str:
    if old.words == new.words:
        return f"{label} is different."
    return f"{label} is now {new.words} instead of {old.words}."


def _shown(fact: Fact) -> str:
    return f": {fact.words}" if fact.words else ""


def _without(facts: list[Fact], others: list[Fact]) -> list[Fact]:
    """The facts that the others do not hold; of equal ones as many stay as there are more."""
    values = Counter(one.value for one in others)
    left = []
    for fact in facts:
        if values[fact.value] > 0:
            values[fact.value] -= 1
        else:
            left.append(fact)
    return left
