"""What some submissions reach of a mapping, and what none of them does."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mapping_dsl.answers import Answers
from mapping_dsl.feel.nodes import Node
from mapping_dsl.sampling.places import Place, places
from mapping_dsl.sampling.trial import Trial


@dataclass(frozen=True)
class Coverage:
    """The places of a mapping, and those that are reached."""

    places: tuple[Place, ...]
    reached: frozenset[Place]

    @cached_property
    def missing(self) -> tuple[Place, ...]:
        """The places that are not reached though what they stand in is; what is inside an unreached one goes unsaid."""
        return tuple(
            place
            for place in self.places
            if place not in self.reached and (place.inside is None or place.inside in self.reached)
        )

    def count(self) -> int:
        """How many places are reached."""
        return sum(place in self.reached for place in self.places)


class Coverer:
    """Tells what submissions reach of a mapping."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.places = places(trial)
        self._by_node: defaultdict[int, list[Place]] = defaultdict(list)
        for place in self.places:
            self._by_node[id(place.node)].append(place)

    def reached_by(self, answers: Answers) -> frozenset[Place]:
        """What one submission reaches."""
        reached: set[Place] = set()

        def see(node: Node, value: Any) -> None:
            for place in self._by_node.get(id(node), ()):
                if place.is_reached_by(value) and not place.unless_doubted & answers.doubts:
                    reached.add(place)

        self.trial.run(answers, see)
        return frozenset(reached)


def coverage(trials: Sequence[Trial], path: str) -> Coverage:
    """What their examples reach of the text at a path of the library: a mapping's own, or a module's that several
    mappings use."""
    coverers = [Coverer(trial) for trial in trials]
    own = dict.fromkeys(place for coverer in coverers for place in coverer.places if place.file == path)
    reached = (one.reached_by(answers) for one in coverers for answers in one.trial.kept)
    return Coverage(tuple(own), frozenset().union(*reached))
