"""Settings: what a trial submission says beyond the least that a whole one must say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import chain, combinations, islice, product
from typing import Any, Final

OF_SUBMISSION: Final = "submission."


class Special(Enum):
    """What may stand for an answer beside its value."""

    IN_DOUBT = "in doubt"  #: nobody may rely on it
    NOT_ASKED = "not asked"  #: the question was not put


@dataclass(frozen=True, slots=True)
class Elements:
    """A group that is answered so many times. Its inner answers are those of the first element, or of all alike."""

    count: int
    are_alike: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """Answers by dotted name, and facts of the submission by "submission.NAME". A group's inner answer is that of its
    first element; null leaves a question blank."""

    said: Mapping[str, Any] = field(default_factory=dict)

    def merged(self, other: "Setting") -> "Setting | None":
        """Both together, None where they contradict each other."""
        if any(name in self.said and self.said[name] != value for name, value in other.said.items()):
            return None
        return Setting({**self.said, **other.said})

    def without(self, name: str) -> "Setting":
        """The setting with one answer less."""
        return Setting({one: value for one, value in self.said.items() if one != name})

    def replaced(self, name: str, value: Any) -> "Setting":
        """The setting with another answer to one question."""
        return Setting({**self.said, name: value})

    @property
    def weight(self) -> tuple[int, int]:
        """How much it asks of a reader: doubts first, then how many answers."""
        return sum(isinstance(value, Special) for value in self.said.values()), len(self.said)

    @property
    def key(self) -> str:
        """The same for equal settings."""
        return repr(sorted(self.said.items(), key=lambda item: item[0]))


NOTHING_SAID: Final = Setting()
Axis = Sequence[Setting]


def spread(axes: Sequence[Axis], most: int) -> Iterator[Setting]:
    """Settings that take from no axis, then from one, from two and so on: small ones first, `most` at most."""
    chosen = chain.from_iterable(combinations(axes, size) for size in range(len(axes) + 1))
    every = chain.from_iterable(product(*some) for some in chosen)
    return filter(None, map(merged, islice(every, most)))


def merged(parts: Iterable[Setting]) -> Setting | None:
    """All together, None where two contradict each other."""
    whole: Setting | None = NOTHING_SAID
    for part in parts:
        whole = whole.merged(part) if whole else None
    return whole


def pairs(left: Iterable[Setting], right: Sequence[Setting], most: int) -> list[Setting]:
    """What one of the left and one of the right say together."""
    found: dict[str, Setting] = {}
    for one in left:
        for other in right:
            both = one.merged(other)
            if both and len(found) < most:
                found.setdefault(both.key, both)
    return list(found.values())


def distinct(settings: Iterable[Setting]) -> list[Setting]:
    """Each setting once, certain and small ones first."""
    found = {setting.key: setting for setting in settings}
    return sorted(found.values(), key=lambda one: one.weight)
