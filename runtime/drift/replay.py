"""What comes out differently when past submissions run through another text of their mapping."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import mapping_dsl
from mapping_dsl.outcome import Outcome

_MOST_SHOWN: Final = 5  #: submissions that are named for each place that comes out differently


@dataclass(frozen=True, slots=True)
class Effect:
    """One place of the outcome that comes out differently, and for how many submissions."""

    place: str  #: a field's path without places, "flags", or a part of the triage
    count: int
    shown: tuple[tuple[str, Any, Any], ...]  #: of the first: reference, what came out before, what comes out now

    def to_json(self) -> dict[str, Any]:
        """The effect as JSON."""
        shown = [{"reference": one, "before": before, "after": after} for one, before, after in self.shown]
        return {"place": self.place, "count": self.count, "shown": shown}


@dataclass(frozen=True, slots=True)
class Replayed:
    """Past submissions run through both texts."""

    run: int = 0  #: how many both texts could run
    left_out: int = 0  #: how many one of both could not
    effects: tuple[Effect, ...] = ()  #: the most frequent first

    def to_json(self) -> dict[str, Any]:
        """The replay as JSON."""
        return {"run": self.run, "left_out": self.left_out, "effects": [one.to_json() for one in self.effects]}


def replay(before: mapping_dsl.Mapping, after: mapping_dsl.Mapping, documents: Iterable[Mapping[str, Any]]) -> Replayed:
    """Runs submissions (as mappings take them) through both texts, and groups by field what differs."""
    run = left_out = 0
    found: dict[str, list[tuple[str, Any, Any]]] = {}
    for document in documents:
        try:
            outcomes = before.run(document), after.run(document)
        except mapping_dsl.MappingFailure:
            left_out += 1
            continue
        run += 1
        reference = str(document["submission"].get("reference") or "")
        for place, old, new in _differences(*map(_places, outcomes)):
            found.setdefault(place, []).append((reference, old, new))
    effects = (Effect(place, len(every), tuple(every[:_MOST_SHOWN])) for place, every in found.items())
    return Replayed(run, left_out, tuple(sorted(effects, key=lambda one: (-one.count, one.place))))


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for place in dict.fromkeys((*old, *new)):
        if old.get(place) != new.get(place):
            yield place, old.get(place), new.get(place)


def _places(outcome: Outcome) -> dict[str, Any]:
    """Every field of the records by its path, the flags, and the parts of the triage."""
    document = outcome.to_json()
    found: dict[str, Any] = {"flags": [(one["name"], one["state"]) for one in document["flags"]]}
    found |= {f"triage.{part}": value for part, value in document["triage"].items()}
    found |= dict(_leaves("", document["records"]))
    return found


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _leaves(f"{path}.{name}" if path else name, inner)
    else:
        yield path, value
