"""Boxes: for each of several axes a set of points, as bits. Finds out whether boxes cover a box, within a budget."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from mapping_dsl.analysis.efforts import Effort

Box: TypeAlias = tuple[int, ...]
Versions: TypeAlias = Sequence[Sequence[int]]

EVERY_VERSION: Final = -1  #: all bits


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


def among(places: Iterable[int]) -> int:
    """The bits at some places."""
    return sum(1 << place for place in places)


class Grid:
    """Boxes in a space: for each point of each axis the boxes that hold it."""

    def __init__(self, sizes: Sequence[int], effort: Effort) -> None:
        self.boxes: list[Box] = []
        self._holding = [[0] * size for size in sizes]
        self._effort = effort

    def add(self, box: Box) -> int:
        """Puts a box in, and gives its bit."""
        bit = 1 << len(self.boxes)
        self.boxes.append(box)
        for holding, mask in zip(self._holding, box, strict=True):
            for point in bits(mask):
                holding[point] |= bit
        return bit

    def outside(self, among: int, within: Box, versions: Versions) -> tuple[int, ...] | None:
        """A point of a box that none of some boxes (as bits) holds, in which all axes have a version in common; None
        where there is none. Raises TooMuch."""
        if not all(within):
            return None
        columns = [self._column(axis, mask, versions[axis]) for axis, mask in enumerate(within)]
        covering, coverings = among, [among]
        for column in reversed(columns):
            for _, held, _ in column:
                covering &= held
            coverings.append(covering)
        return _Search(columns, coverings[::-1], self._effort).point(0, among, EVERY_VERSION)

    def _column(self, axis: int, mask: int, versions: Sequence[int]) -> list[tuple[int, int, int]]:
        """The points of an axis: of those that no box tells apart one, with the boxes that hold it and its versions."""
        holding = self._holding[axis]
        alike = {(holding[point], versions[point]): point for point in bits(mask)}
        self._effort.spend(len(alike) // 4)
        return [(point, held, here) for (held, here), point in alike.items()]


@dataclass(slots=True)
class _Search:
    """Goes through the axes, the boxes that hold all points taken so far in hand."""

    columns: Sequence[Sequence[tuple[int, int, int]]]
    coverings: Sequence[int]  #: for each axis the boxes that hold all that is searched on it and on all later ones
    effort: Effort
    hopeless: set[tuple[int, int, int]] = field(default_factory=set)

    def point(self, axis: int, active: int, versions: int) -> tuple[int, ...] | None:
        """The places from an axis on of a point that none of the active boxes holds."""
        if active & self.coverings[axis] or not versions:
            return None
        if axis == len(self.columns):
            return ()
        key = axis, active, versions
        if key in self.hopeless:
            return None
        self.effort.spend(len(self.columns[axis]))
        left = {(active & held, versions & here): point for point, held, here in self.columns[axis]}
        # Where fewest boxes are left a way through is found soonest.
        for (held, here), point in sorted(left.items(), key=lambda one: one[0][0].bit_count()):
            rest = self.point(axis + 1, held, here)
            if rest is not None:
                return (point, *rest)
        self.hopeless.add(key)
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
