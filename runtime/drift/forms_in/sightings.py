"""The questions that several filled forms show, each with everything that was answered to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from runtime.drift.forms_in.entries import Entry
from runtime.intake.wording import fold

_LONGEST_LABEL = 300


class Key(NamedTuple):
    """What makes two entries of two samples the same question."""

    section: str
    item: str
    label: str
    nth: int  #: of several of that label in one place, from 0


@dataclass(slots=True)
class Sighting:
    """One question in all samples."""

    key: Key
    label: str
    section: str
    item: str
    values: list[tuple[int, str]] = field(default_factory=list)  #: sample's place and what was answered, in order

    @property
    def samples(self) -> set[int]:
        """The places of the samples that put the question."""
        return {sample for sample, _ in self.values}

    @property
    def answers(self) -> list[str]:
        """What was answered, without the blanks."""
        return [text for _, text in self.values if text.strip()]

    def answer_in(self, sample: int) -> str:
        """What that sample answers; empty where it does not."""
        return next((text for one, text in self.values if one == sample), "")


def sightings_in(samples: Sequence[Iterable[Entry]]) -> list[Sighting]:
    """All questions of the samples, in an order that fits as many of them as can be."""
    seen: dict[Key, Sighting] = {}
    order: list[Key] = []
    for place, entries in enumerate(samples):
        keys = [key for key, entry in _keyed(entries) if _take(seen, key, entry, place)]
        _merge(order, list(dict.fromkeys(keys)))
    return [seen[key] for key in order]


def _keyed(entries: Iterable[Entry]) -> Iterable[tuple[Key, Entry]]:
    counts: dict[tuple[str, str, str, int], int] = {}
    for entry in entries:
        place = (fold(entry.section), fold(entry.item), fold(entry.label).rstrip(": "), entry.element)
        nth = counts[place] = counts.get(place, -1) + 1
        yield Key(*place[:3], nth), entry


def _take(seen: dict[Key, Sighting], key: Key, entry: Entry, sample: int) -> bool:
    label = " ".join(entry.label.split()).rstrip(": ")
    if not any(map(str.isalpha, key.label)) or len(label) > _LONGEST_LABEL:
        return False
    sighting = seen.setdefault(key, Sighting(key, label, entry.section.strip(), entry.item.strip()))
    sighting.values.append((sample, entry.text))
    return True


def _merge(order: list[Key], keys: list[Key]) -> None:
    """Puts a sample's questions that are new into the order, each behind the one that it follows there."""
    known = set(order)
    if keys and keys[0] not in known:
        order.insert(0, keys[0])
    for before, key in pairwise(keys):
        if key not in known and key not in order:
            order.insert(order.index(before) + 1, key)
