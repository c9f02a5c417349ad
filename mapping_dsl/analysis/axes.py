"""The columns of a decision table as axes of boxes: columns that ask about the same terms are one axis."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product
from math import prod
from typing import Final

from mapping_dsl.analysis.efforts import EVALUATION, Effort, TooMuch
from mapping_dsl.analysis.reader import Reader
from mapping_dsl.analysis.readings import Reading
from mapping_dsl.analysis.terms import Piece, PieceKind, Term
from mapping_dsl.feel import nodes
from mapping_dsl.feel.values import Value

_MAX_POINTS: Final = 2_000


@dataclass(frozen=True)
class Axis:
    """Terms that cannot be told apart by columns, and every combination of their pieces."""

    terms: tuple[Term, ...]
    every_version: int
    columns: list[int] = field(default_factory=list)

    @cached_property
    def points(self) -> tuple[tuple[Piece, ...], ...]:
        """The combinations. Raises TooMuch where they are too many."""
        if prod(len(term.pieces) for term in self.terms) > _MAX_POINTS:
            raise TooMuch
        combined = product(*(term.pieces for term in self.terms))
        return tuple(one for one in combined if self._versions_of(one))

    def _versions_of(self, point: Sequence[Piece]) -> int:
        versions = self.every_version
        for piece in point:
            versions &= piece.versions
        return versions

    @cached_property
    def full(self) -> int:
        """All points, as bits."""
        return (1 << len(self.points)) - 1

    @cached_property
    def certain(self) -> int:
        """The points of which it is known that they come."""
        return sum(1 << at for at, point in enumerate(self.points) if all(piece.is_certain for piece in point))

    @cached_property
    def undoubted(self) -> int:
        """The points at which no answer is in doubt."""
        return sum(1 << at for at, point in enumerate(self.points) if not any(piece.in_doubt for piece in point))

    @cached_property
    def versions(self) -> tuple[int, ...]:
        """For each point the versions of the form that have it."""
        return tuple(map(self._versions_of, self.points))

    @cached_property
    def filled_versions(self) -> tuple[int, ...]:
        """For each point the versions that have it though nobody left a question blank: filled in, or never asked."""
        return tuple(
            versions & self._unblanked(point) for versions, point in zip(self.versions, self.points, strict=True)
        )

    def _unblanked(self, point: Sequence[Piece]) -> int:
        versions = self.every_version
        for piece in point:
            versions &= piece.lacking if piece.kind is PieceKind.BLANK else self.every_version
        return versions

    def values(self, point: int) -> dict[str, Value]:
        """What rewritten expressions are given at a point."""
        given: dict[str, Value] = {}
        for term, piece in zip(self.terms, self.points[point], strict=True):
            given |= term.values_in(piece)
        return given

    def depends_with(self, other: "Axis") -> bool:
        """Whether not every point of the one can stand beside every point of the other."""
        return any(one.depends_with(two) for one in self.terms for two in other.terms)

    @cached_property
    def is_tangled(self) -> bool:
        """Whether its own terms depend on each other."""
        return any(one.depends_with(two) for one, two in combinations(self.terms, 2))


def axes_of(columns: Sequence[Sequence[Reading]], every_version: int) -> list[Axis]:
    """The axes of a table; for each column what it asks, its heading first."""
    groups: list[tuple[list[int], dict[Term, None]]] = []
    for place, readings in enumerate(columns):
        places, terms = [place], dict.fromkeys(term for reading in readings for term in reading.terms)
        apart = []
        for others, known in groups:
            if terms.keys() & known.keys():
                places, terms = others + places, known | terms
            else:
                apart.append((others, known))
        groups = [*apart, (places, terms)]
    return [Axis(tuple(terms), every_version, places) for places, terms in groups]


class Masks:
    """At which points of an axis a cell holds. What two cells say alike is computed once."""

    def __init__(self, reader: Reader, effort: Effort) -> None:
        self._reader = reader
        self._effort = effort
        self._known: dict[tuple[int, nodes.Node], int] = {}

    def of(self, axis: Axis, column: Reading, cell: Reading) -> int:
        """The points where the cell's tests hold of the column's value. Raises TooMuch."""
        test = nodes.In(column.node, (cell.node,))
        key = id(axis), test
        if key not in self._known:
            closure = self._reader.closure(Reading(test))
            found = 0
            for same, point in _parts(axis, cell.cuts):
                self._effort.spend(EVALUATION)
                if closure(self._reader.frame(axis.values(point))) is True:
                    found |= same
            self._known[key] = found
        return self._known[key]


def _parts(axis: Axis, cuts: Mapping[Term, frozenset[Value] | None]) -> Iterator[tuple[int, int]]:
    if len(axis.terms) == 1:
        term = axis.terms[0]
        return term.parts(cuts.get(term, frozenset()))
    return ((1 << place, place) for place in range(len(axis.points)))
