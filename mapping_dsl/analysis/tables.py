"""What can be known of a decision table: answers that no row takes, rows that meet, rows that never decide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

from mapping_dsl import nodes
from mapping_dsl.analysis.asking import unasked
from mapping_dsl.analysis.axes import Axis, Masks, axes_of
from mapping_dsl.analysis.boxes import Box, Grid, Versions, among, bits, grown, intersection, is_empty
from mapping_dsl.analysis.efforts import READING, TooMuch
from mapping_dsl.analysis.reader import Reader
from mapping_dsl.analysis.readings import Place, Reading
from mapping_dsl.analysis.surroundings import Surroundings
from mapping_dsl.analysis.terms import Term
from mapping_dsl.analysis.witnesses import Witness, witness_of
from mapping_dsl.feel import operators
from mapping_dsl.feel.tables import HitPolicy
from mapping_dsl.feel.values import Value
from mapping_dsl.meanings import Meaning
from mapping_dsl.program import Unit

#: the policies under which a submission that no row takes leaves a null with a reason
WANTS_A_ROW: Final = (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST, HitPolicy.PRIORITY)
_MAX_ROWS: Final = 1_000
_MAX_COLUMNS: Final = 40
_MAX_TRIES: Final = 25  #: gaps that are looked at to find some that are sure
_MAX_NAMED: Final = 12  #: rows of which it is tried whether others hide a row without them
_UNKNOWN: Final = object()


@dataclass(frozen=True, slots=True)
class Region:
    """Answers that fall through a table, as a box of its axes, and one of them."""

    box: Box
    witness: Witness
    is_blank: bool = False  #: whether only questions that were left blank fall through


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rows, counted from 1, that some answers fit both."""

    first: int
    second: int
    box: Box
    witness: Witness


@dataclass(frozen=True, slots=True)
class Hidden:
    """A row, counted from 1, that never decides: nothing fits it, or other rows take all that does."""

    row: int
    behind: tuple[int, ...]  #: the rows that take it all, empty where nothing fits the row


class Table:
    """A decision table as boxes. Raises TooMuch where it takes too long to find something out."""

    def __init__(self, surroundings: Surroundings, unit: Unit, node: nodes.Decide) -> None:
        self.surroundings = surroundings
        self.unit = unit
        self.node = node
        self.reader = Reader(surroundings)
        effort = surroundings.effort.part()
        effort.spend(READING * len(node.rows) * len(node.inputs))
        if len(node.rows) > _MAX_ROWS or len(node.inputs) > _MAX_COLUMNS:
            raise TooMuch
        self._columns = [self._column(place) for place in range(len(node.inputs))]
        cells = [[column, *(cell for cell in tests if cell)] for column, tests in self._columns]
        self.axes: list[Axis] = axes_of(cells, surroundings.every_version)
        self.full: Box = tuple(axis.full for axis in self.axes)
        self._grid = Grid([len(axis.points) for axis in self.axes], effort)
        masks = Masks(self.reader, effort)
        for row in range(len(node.rows)):
            self._grid.add(tuple(self._mask(masks, axis, row) for axis in self.axes))
        self.boxes: list[Box] = list(self._grid.boxes)
        self._all = (1 << len(self.boxes)) - 1
        self._unasked = {self._grid.add(one.box): one for one in unasked(self.axes, surroundings)}

    def _column(self, place: int) -> tuple[Reading, list[Reading | None]]:
        heading = self.node.inputs[place]
        meaning = self._meaning(heading)
        where = Place(self.unit)
        column = self.reader.read(meaning.node, where)
        inside = where.asking(column, meaning.node, meaning.type)
        cells = (row.tests[place] for row in self.node.rows)
        return column, [self.reader.read(self._meaning(cell).node, inside) if cell else None for cell in cells]

    def _meaning(self, expression: nodes.Expression) -> Meaning:
        meaning = self.surroundings.meanings.of(self.unit, expression)
        assert meaning, "a table is analysed where all of it could be read"
        return meaning

    def _mask(self, masks: Masks, axis: Axis, row: int) -> int:
        mask = axis.full
        for place in axis.columns:
            column, cells = self._columns[place]
            cell = cells[row]
            mask &= masks.of(axis, column, cell) if cell else axis.full
        return mask

    # --- what is found

    def gaps(self, at_most: int = 3) -> list[Region]:
        """Answers that fall through; where nothing but blanks does, these. None where a row `otherwise` takes them."""
        if self.node.otherwise or self.node.policy not in WANTS_A_ROW:
            return []
        filled = list(self._gaps(self._filled_versions, at_most))
        return filled or [Region(one.box, one.witness, is_blank=True) for one in self._gaps(self._versions, at_most)]

    @cached_property
    def may_have_gaps(self) -> bool:
        """Whether answers may fall through of which nobody knows whether they come."""
        if self.node.otherwise or self.node.policy not in WANTS_A_ROW:
            return False
        undoubted = tuple(axis.undoubted for axis in self.axes)
        return self._grid.outside(self._all | sum(self._unasked), undoubted, self._versions) is not None

    def _gaps(self, versions: Versions, at_most: int) -> Iterator[Region]:
        certain = tuple(axis.certain for axis in self.axes)
        taken = self._all
        found = 0
        for _ in range(_MAX_TRIES):
            point = self._grid.outside(taken, certain, versions)
            if point is None or found == at_most:
                return
            ruled_out, asked = self._as_asked(point)
            if any(self._holds(box, asked) for box in self.boxes):
                taken |= ruled_out
                continue
            box = grown(asked, certain, [self._grid.boxes[at] for at in bits(taken)])
            taken |= self._grid.add(box)
            if self._is_sure(box):
                found += 1
                yield Region(box, self.witness(asked, versions))

    def _as_asked(self, point: Sequence[int]) -> tuple[int, tuple[int, ...]]:
        """A point with those questions blank that the form does not put there, and what rules it out, as bits."""
        asked, found = list(point), 0
        for bit, one in self._unasked.items():
            if self._holds(one.box, point):
                asked[one.axis] = one.blank
                found |= bit
        return found, tuple(asked)

    @staticmethod
    def _holds(box: Box, point: Sequence[int]) -> bool:
        return all(mask >> at & 1 for mask, at in zip(box, point, strict=True))

    def overlaps(self) -> list[Overlap]:
        """For each row the first row before it that meets it, where the hit policy forbids it."""
        if self.node.policy not in (HitPolicy.UNIQUE, HitPolicy.ANY):
            return []
        found: dict[int, Overlap] = {}
        for first, second in combinations(range(len(self.boxes)), 2):
            if second not in found and self._may_differ(first, second):
                overlap = self._overlap(first, second)
                if overlap:
                    found[second] = overlap
        return [found[row] for row in sorted(found)]

    def may_overlap(self) -> bool:
        """Whether rows meet where nobody can tell if any answers lie there, against the hit policy."""
        if self.node.policy not in (HitPolicy.UNIQUE, HitPolicy.ANY):
            return False
        pairs = (pair for pair in combinations(range(len(self.boxes)), 2) if self._may_differ(*pair))
        return any(
            not is_empty(intersection(self.boxes[first], self.boxes[second])) and self._overlap(first, second) is None
            for first, second in pairs
        )

    def _overlap(self, first: int, second: int) -> Overlap | None:
        shared = intersection(self.boxes[first], self.boxes[second])
        certain = intersection(shared, tuple(axis.certain for axis in self.axes))
        if is_empty(certain) or not self._is_sure(shared):
            return None
        ruled_out = sum(self._unasked)
        filled = self._grid.outside(ruled_out, certain, self._filled_versions)
        point = filled or self._grid.outside(ruled_out, certain, self._versions)
        return Overlap(first + 1, second + 1, shared, self.witness(point, self._versions)) if point else None

    def _may_differ(self, first: int, second: int) -> bool:
        """Whether two rows may not both fit: never under `unique`, under `any` where they say different things."""
        if self.node.policy is HitPolicy.UNIQUE:
            return True
        one, other = self._outputs[first], self._outputs[second]
        return any(
            operators.equal(mine, its) is not True
            for mine, its in zip(one, other, strict=True)
            if _are_known(mine, its)
        )

    @cached_property
    def _outputs(self) -> list[tuple[Value, ...]]:
        return [tuple(self._said(cell) for cell in row.outputs) for row in self.node.rows]

    def _said(self, cell: nodes.Expression | None) -> Value:
        said = self.surroundings.constant(self.unit, cell) if cell else None
        return _UNKNOWN if said is ... else said

    def hidden(self) -> list[Hidden]:
        """Rows that never decide, whatever is answered, and a row `otherwise` that nothing is left for."""
        found = [self._hidden(row) for row in range(len(self.boxes))]
        if self.node.otherwise and self._grid.outside(self._all, self.full, self._versions) is None:
            found.append(Hidden(len(self.boxes) + 1, tuple(range(1, len(self.boxes) + 1))))
        return [one for one in found if one]

    def _hidden(self, row: int) -> Hidden | None:
        box = self.boxes[row]
        if self._grid.outside(0, box, self._versions) is None:
            return Hidden(row + 1, ())
        before = [other for other in self._before(row) if not is_empty(intersection(box, self.boxes[other]))]
        if not before or self._grid.outside(among(before), box, self._versions) is not None:
            return None
        alone = (other for other in before if intersection(box, self.boxes[other]) == box)
        one = next(alone, None)
        return Hidden(row + 1, tuple(other + 1 for other in (self._fewest(before, box) if one is None else [one])))

    def _fewest(self, rows: list[int], box: Box) -> list[int]:
        """Those of some rows that take all of a box without the others."""
        for row in rows[:_MAX_NAMED]:
            fewer = [other for other in rows if other != row]
            if self._grid.outside(among(fewer), box, self._versions) is None:
                rows = fewer
        return rows

    def _before(self, row: int) -> Sequence[int]:
        """The rows that decide in place of a row where both fit."""
        match self.node.policy:
            case HitPolicy.FIRST:
                return range(row)
            case HitPolicy.ANY:
                same = self._outputs[row]
                return [one for one in range(row) if self._outputs[one] == same and _UNKNOWN not in same]
            case HitPolicy.PRIORITY:
                return [one for one in range(len(self.boxes)) if self._precedes(one, row)]
        return ()

    def _precedes(self, one: int, row: int) -> bool:
        ranks = self._ranks
        first, second = ranks[one], ranks[row]
        return first is not None and second is not None and (first, one) < (second, row)

    @cached_property
    def _ranks(self) -> list[tuple[int, ...] | None]:
        """Where each row's outputs stand among the values of their headings, None where that is not written down."""
        ordered = [(place, self._order(output)) for place, output in enumerate(self.node.outputs) if output.order]
        if any(order is None for _, order in ordered):
            return [None] * len(self.boxes)
        return [_rank(said, ordered) for said in self._outputs]

    def _order(self, output: nodes.Output) -> list[Value] | None:
        values = self.surroundings.constant(self.unit, output.order) if output.order else ...
        return None if values is ... else values if isinstance(values, list) else [values]

    # --- points

    @cached_property
    def _versions(self) -> Versions:
        return [axis.versions for axis in self.axes]

    @cached_property
    def _filled_versions(self) -> Versions:
        return [axis.filled_versions for axis in self.axes]

    def _is_sure(self, box: Box) -> bool:
        """Whether some answers surely lie in a box: what it asks of is not what depends on each other."""
        asked = [axis for axis, mine in zip(self.axes, box, strict=True) if axis.certain & ~mine]
        tangled = any(axis.is_tangled for axis in asked)
        return not tangled and not any(one.depends_with(other) for one, other in combinations(asked, 2))

    def dependent(self) -> tuple[Term, Term] | None:
        """Two terms of the table that depend on the same."""
        terms = [term for axis in self.axes for term in axis.terms]
        return next(((one, two) for one, two in combinations(terms, 2) if one.depends_with(two)), None)

    def witness(self, point: Sequence[int], versions: Versions) -> Witness:
        """The values at a point, in one of its versions."""
        pairs = [
            (term, piece)
            for axis, place in zip(self.axes, point, strict=True)
            for term, piece in zip(axis.terms, axis.points[place], strict=True)
        ]
        shared = self.surroundings.every_version
        for axis_versions, place in zip(versions, point, strict=True):
            shared &= axis_versions[place]
        return witness_of(pairs, shared or self.surroundings.every_version, self.surroundings)

    def witnesses(self, at_most: int = 200) -> list[Witness]:
        """Answers for each piece of each axis, the others as some row wants them."""
        found: list[Witness] = []
        for at, axis in enumerate(self.axes):
            for point in range(len(axis.points)):
                rows = [box for box in self.boxes if box[at] >> point & 1] or [self.full]
                box = tuple(1 << point if place == at else mask for place, mask in enumerate(rows[0]))
                chosen = self._grid.outside(0, box, self._versions)
                if chosen is not None and len(found) < at_most:
                    found.append(self.witness(chosen, self._versions))
        return found


def _are_known(*values: Value) -> bool:
    return not any(value is _UNKNOWN for value in values)


def _rank(said: Sequence[Value], ordered: Sequence[tuple[int, list[Value] | None]]) -> tuple[int, ...] | None:
    rank = []
    for place, order in ordered:
        if said[place] is _UNKNOWN or order is None:
            return None
        rank.append(next((at for at, one in enumerate(order) if operators.equal(one, said[place]) is True), len(order)))
    return tuple(rank)


def parts_of(axis: Axis, mask: int) -> list[tuple[Term, int]]:
    """A set of an axis's points as sets of pieces of its terms: all of it where it is one box, else a box in it."""
    wanted = set(bits(mask))
    # By identity: the value of a piece may be a list, which has no hash.
    places = {term: {id(piece): at for at, piece in enumerate(term.pieces)} for term in axis.terms}
    points = [
        tuple(places[term][id(piece)] for term, piece in zip(axis.terms, point, strict=True)) for point in axis.points
    ]
    inside = {points[at] for at in wanted}
    chosen = [{at} for at in min(inside)]
    for number in range(len(axis.terms)):
        for at in range(len(axis.terms[number].pieces)):
            grown_by = [{at} if place == number else own for place, own in enumerate(chosen)]
            if all(one in inside for one in _combined(grown_by)):
                chosen[number].add(at)
    return [(term, sum(1 << at for at in own)) for term, own in zip(axis.terms, chosen, strict=True)]


def _combined(sets: Sequence[set[int]]) -> Iterator[tuple[int, ...]]:
    if not sets:
        yield ()
        return
    for first in sets[0]:
        yield from ((first, *rest) for rest in _combined(sets[1:]))
