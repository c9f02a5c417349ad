"""What can be known of a condition: whether it can ever be true, or anything but true, and what makes it so.

`and` and `or` are taken apart into groups of operands that share nothing: each group is tried at every combination of
the pieces of its terms. Where these are too many, nothing is said.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from math import prod
from typing import Final, TypeAlias

from mapping_dsl.analysis.boxes import bits
from mapping_dsl.analysis.efforts import CONDITION, EVALUATION
from mapping_dsl.analysis.reader import Reader
from mapping_dsl.analysis.readings import Place, Reading
from mapping_dsl.analysis.surroundings import Surroundings
from mapping_dsl.analysis.terms import Piece, Term
from mapping_dsl.analysis.witnesses import Witness, witness_of
from mapping_dsl.feel import nodes
from mapping_dsl.feel.interpreter import Closure
from mapping_dsl.feel.nodes import Node
from mapping_dsl.feel.values import Value

Pieces: TypeAlias = Mapping[Term, Piece]
_Logic: TypeAlias = type[nodes.Conjunction] | type[nodes.Disjunction]

_MAX_POINTS: Final = 2_000  #: combinations of pieces that a group of operands is tried at
_MAX_SHOWN: Final = 200


@dataclass(frozen=True)
class _Part:
    """Operands that share terms: what they come to for every combination of these terms' pieces."""

    reader: Reader
    nodes: tuple[Node, ...]
    operands: tuple[Reading, ...]  #: the nodes, taken apart
    logic: _Logic

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The terms that it asks about."""
        return tuple(dict.fromkeys(term for operand in self.operands for term in operand.terms))

    @cached_property
    def is_known(self) -> bool:
        """Whether all combinations can be tried."""
        return prod(len(term.pieces) for term in self.terms) <= _MAX_POINTS

    @cached_property
    def points(self) -> tuple[tuple[Pieces, int, bool], ...]:
        """Every combination with the versions that have it, and whether it makes the part true."""
        closures = tuple(map(self.reader.closure, self.operands))
        every = self.reader.surroundings.every_version
        self.reader.surroundings.effort.spend(
            EVALUATION * len(closures) * prod(len(term.pieces) for term in self.terms)
        )
        combined = (dict(zip(self.terms, one, strict=True)) for one in product(*(term.pieces for term in self.terms)))
        return tuple(
            (pieces, versions, self._is_true(closures, pieces))
            for pieces in combined
            if (versions := shared_versions(pieces, every))
        )

    def _is_true(self, closures: Sequence[Closure], pieces: Pieces) -> bool:
        values: dict[str, Value] = {}
        for term, piece in pieces.items():
            values |= term.values_in(piece)
        frame = self.reader.frame(values)
        combine = all if self.logic is nodes.Conjunction else any
        return combine(closure(frame) is True for closure in closures)

    def can_be(self, wanted: bool, versions: int) -> bool:  # noqa: FBT001 — true or not is what is asked
        """Whether some values make it true, or anything but true, in one of these versions."""
        return not self.is_known or any(made is wanted for _, here, made in self.points if here & versions)

    def dead_parts(self, versions: int) -> Iterator[Node]:
        """The operands of an `or` that can never be true."""
        if self.logic is nodes.Disjunction and len(self.operands) > 1:
            for node, operand in zip(self.nodes, self.operands, strict=True):
                if not _Part(self.reader, (node,), (operand,), self.logic).can_be(True, versions):
                    yield node

    def making(self, wanted: bool) -> Iterator[Pieces]:  # noqa: FBT001
        """The combinations that make it so, certain ones first."""
        made = [pieces for pieces, _, is_true in self.points if is_true is wanted] if self.is_known else []
        yield from sorted(made, key=lambda pieces: sum(not piece.is_certain for piece in pieces.values()))


@dataclass(frozen=True, slots=True)
class _Joined:
    """Parts that share nothing, joined by `and` or `or`."""

    logic: _Logic
    parts: tuple["_Part | _Joined", ...]

    def can_be(self, wanted: bool, versions: int) -> bool:  # noqa: FBT001
        """Whether some values make it true, or anything but true."""
        combine = all if wanted is (self.logic is nodes.Conjunction) else any
        return combine(part.can_be(wanted, versions) for part in self.parts)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The operands of all parts."""
        return tuple(node for part in self.parts for node in part.nodes)

    def dead_parts(self, versions: int) -> Iterator[Node]:
        """The operands of an `or` that can never be true."""
        for part in self.parts:
            if self.logic is nodes.Disjunction and not part.can_be(True, versions):
                yield part.nodes[0]
            else:
                yield from part.dead_parts(versions)

    def making(self, wanted: bool) -> Iterator[Pieces]:  # noqa: FBT001
        """Combinations that make it so: each that a part has, beside one of the others."""
        ways = {one: [list(islice(part.making(one), _MAX_SHOWN)) for part in self.parts] for one in (True, False)}
        is_and = self.logic is nodes.Conjunction
        if wanted is is_and:
            yield from _beside(ways[wanted])
            return
        for number in range(len(self.parts)):
            others = [ways[not wanted][at] or ways[wanted][at] for at in range(len(self.parts))]
            yield from _beside([*others[:number], ways[wanted][number], *others[number + 1 :]])


def _beside(ways: Sequence[Sequence[Pieces]]) -> Iterator[Pieces]:
    """Each way of each part once, with ways of the others."""
    if not all(ways):
        return
    for at in range(max(map(len, ways))):
        together: dict[Term, Piece] = {}
        for own in ways:
            together |= own[at % len(own)]
        yield together


class Condition:
    """A condition, taken apart. Raises TooMuch where a program has had its share of work."""

    def __init__(self, surroundings: Surroundings, node: Node, place: Place) -> None:
        self.surroundings = surroundings
        self.node = node
        surroundings.effort.spend(CONDITION)
        self._reader = Reader(surroundings)
        self._whole = self._taken_apart(node, place)

    @property
    def terms(self) -> tuple[Term, ...]:
        """What it asks about."""
        return tuple(dict.fromkeys(_terms(self._whole)))

    @cached_property
    def can_be_true(self) -> bool:
        """Whether it may be true; False is proven, for every submission."""
        return self._can_be(wanted=True)

    @cached_property
    def can_be_untrue(self) -> bool:
        """Whether it may be false or null; False is proven, for every submission."""
        return self._can_be(wanted=False)

    def _can_be(self, *, wanted: bool) -> bool:
        return any(self._whole.can_be(wanted, 1 << at) for at in bits(self.surroundings.every_version))

    def is_always_true_in(self, version: int) -> bool:
        """Whether it is true for every submission of one version of the form, by its bit."""
        return not self._whole.can_be(False, version)

    def witnesses(self, wanted: bool, at_most: int = 20) -> list[Witness]:  # noqa: FBT001
        """Values that make it true, or anything but true: one for each piece of each term where there are so many."""
        every = self.surroundings.every_version
        found = ((one, shared_versions(one, every)) for one in self._whole.making(wanted))
        shown = islice((one for one in found if one[1]), at_most)
        return [witness_of(pieces.items(), versions, self.surroundings) for pieces, versions in shown]

    def dead_parts(self) -> list[Node]:
        """The operands of an `or` that can never be true."""
        return list(self._whole.dead_parts(self.surroundings.every_version))

    def _taken_apart(self, node: Node, place: Place) -> "_Part | _Joined":
        logic = nodes.Disjunction if isinstance(node, nodes.Disjunction) else nodes.Conjunction
        operands = list(_operands(node, logic))
        read = [self._reader.read_condition(one, place) for one in operands]
        parts: list[_Part | _Joined] = []
        for group in _groups(read):
            is_alone = len(group) == 1 and isinstance(operands[group[0]], nodes.Conjunction | nodes.Disjunction)
            if is_alone and len(operands) > 1:
                parts.append(self._taken_apart(operands[group[0]], place))
            else:
                own = tuple(operands[at] for at in group)
                parts.append(_Part(self._reader, own, tuple(read[at] for at in group), logic))
        return parts[0] if len(parts) == 1 else _Joined(logic, tuple(parts))


def shared_versions(pieces: Pieces, every: int) -> int:
    """The versions of the form that have all of some pieces."""
    for piece in pieces.values():
        every &= piece.versions
    return every


def _operands(node: Node, logic: _Logic) -> Iterator[Node]:
    if isinstance(node, logic):
        yield from _operands(node.left, logic)
        yield from _operands(node.right, logic)
    else:
        yield node


def _groups(readings: Sequence[Reading]) -> list[list[int]]:
    """The places of operands that share a term, together."""
    groups: list[tuple[list[int], set[Term]]] = []
    for place, reading in enumerate(readings):
        places, terms = [place], set(reading.terms)
        apart = []
        for others, known in groups:
            if terms & known:
                places, terms = others + places, known | terms
            else:
                apart.append((others, known))
        groups = [*apart, (places, terms)]
    return [places for places, _ in groups]


def _terms(part: "_Part | _Joined") -> Iterator[Term]:
    if isinstance(part, _Part):
        yield from part.terms
    else:
        for one in part.parts:
            yield from _terms(one)
