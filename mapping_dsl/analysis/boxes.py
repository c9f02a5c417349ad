"""Boxes: for each of several axes a set of points, as bits. Finds out whether boxes cover a box, within a budget."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

Box: TypeAlias = tuple[int, ...]
Versions: TypeAlias = Sequence[Sequence[int]]

_MAX_STEPS: Final = 200_000


class TooManyBoxes(Exception):
    """Whether boxes are covered takes too long to find out; never leaves the analysis."""


@dataclass(slots=True)
class Budget:
    """How many steps may still be taken, over all that is asked of a table."""

    steps: int = _MAX_STEPS

    def spend(self, steps: int) -> None:
        """Takes steps off. Raises TooManyBoxes when none is left."""
        self.steps -= steps
        if self.steps < 0:
            raise TooManyBoxes


def intersection(one: Box, other: Box) -> Box:
    """What two boxes share; empty on an axis where they do not meet."""
    return tuple(left & right for left, right in zip(one, other, strict=True))


def is_empty(box: Box) -> bool:
    """Whether a box has no point."""
    return not all(box)


def bits(mask: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


@dataclass(slots=True)
class Search:
    """Looks for a point of a box that none of the covers holds, in which all axes have a version in common."""

    within: Box
    covers: Sequence[Box]
    versions: Versions  #: for each axis and point, the versions that have it, as bits
    every_version: int
    budget: Budget
    _columns: list[list[tuple[int, int, int]]] = field(init=False)
    _covering: list[int] = field(init=False)
    _hopeless: set[tuple[int, int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Writes down for each axis the points with the covers that hold them."""
        self._columns = [self._column(axis) for axis in range(len(self.within))]
        self._covering = self._suffixes()

    def point(self) -> tuple[int, ...] | None:
        """The place of a point on each axis, None where the covers hold all of the box. Raises TooManyBoxes."""
        if is_empty(self.within):
            return None
        return self._from(0, (1 << len(self.covers)) - 1, self.every_version)

    def _column(self, axis: int) -> list[tuple[int, int, int]]:
        """Points that no cover tells apart once: one of them, the covers that hold it and its versions."""
        found: dict[tuple[int, int], int] = {}
        self.budget.spend(len(self.covers))
        held = [0] * len(self.versions[axis])
        for place, cover in enumerate(self.covers):
            for point in bits(cover[axis] & self.within[axis]):
                held[point] |= 1 << place
        for point in bits(self.within[axis]):
            found.setdefault((held[point], self.versions[axis][point]), point)
        return [(point, covers, versions) for (covers, versions), point in found.items()]

    def _suffixes(self) -> list[int]:
        """For each axis the covers that hold the box on it and on all later ones."""
        covering = (1 << len(self.covers)) - 1
        found = [covering]
        for axis in reversed(range(len(self.within))):
            here = sum(1 << place for place, cover in enumerate(self.covers) if not self.within[axis] & ~cover[axis])
            covering &= here
            found.append(covering)
        return found[::-1]

    def _from(self, axis: int, active: int, versions: int) -> tuple[int, ...] | None:
        if active & self._covering[axis] or not versions:
            return None
        if axis == len(self.within):
            return ()
        key = axis, active, versions
        if key in self._hopeless:
            return None
        self.budget.spend(len(self._columns[axis]))
        left = {(active & covers, versions & here): point for point, covers, here in self._columns[axis]}
        # Where fewest covers are left a way through is found soonest.
        for (covers, here), point in sorted(left.items(), key=lambda one: one[0][0].bit_count()):
            rest = self._from(axis + 1, covers, here)
            if rest is not None:
                return (point, *rest)
        self._hopeless.add(key)
        return None


def grown(point: Sequence[int], within: Box, covers: Sequence[Box]) -> Box:
    """As large a box round a point as the covers leave, axes that may be whole first."""
    box = tuple(1 << place for place in point)
    for is_whole in (True, False):
        for axis, whole in enumerate(within):
            allowed = whole & ~_held(box, axis, covers)
            if not is_whole or allowed == whole:
                box = (*box[:axis], allowed, *box[axis + 1 :])
    return box


def _held(box: Box, axis: int, covers: Sequence[Box]) -> int:
    """What covers hold of an axis that meet the box on all others."""
    held = 0
    for cover in covers:
        if all(mine & its for place, (mine, its) in enumerate(zip(box, cover, strict=True)) if place != axis):
            held |= cover[axis]
    return held
