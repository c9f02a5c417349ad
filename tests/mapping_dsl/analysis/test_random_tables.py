"""What is found out about tables of random cells is what trying every elementary point finds."""

import os
from itertools import combinations
from random import Random
from typing import Any

import pytest

from mapping_dsl.analysis.tables import Table
from mapping_dsl.analysis.terms import PieceKind, Term
from tests.mapping_dsl.analysis.random_tables import Case, is_filled, is_in_doubt, random_case, versions_of

TABLES = 5_000 if os.environ.get("STUDIO_THOROUGH") else 500
BATCH = 100


@pytest.mark.parametrize("batch", range(TABLES // BATCH))
def test_gaps_overlaps_and_hidden_rows_are_those_of_brute_force(batch: int) -> None:
    random = Random(batch)

    for _ in range(BATCH):
        _assert_as_brute_force_finds(random_case(random))


def _assert_as_brute_force_finds(case: Case) -> None:
    table = case.table()
    points = list(case.points())
    fits = [case.fits(point) for point in points]

    certain = [fitting for point, fitting in zip(points, fits, strict=True) if not is_in_doubt(point)]
    where = _Where(table)
    for point, fitting in zip(points, fits, strict=True):
        assert where.fits(point) == fitting, (case.text, point)
    _compare_gaps(
        case,
        table,
        [point for point, fitting in zip(points, fits, strict=True) if not any(fitting) and not is_in_doubt(point)],
    )
    assert {one.row for one in table.hidden()} == set(_hidden(case, fits)), case.text
    assert {one.second for one in table.overlaps()} == _overlapping(case, certain), case.text


class _Where:
    """Which rows' boxes hold a point."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._places: list[dict[tuple[int, ...], int]] = []
        self._pieces: dict[tuple[int, Any], int] = {}
        for axis in table.axes:
            numbers = [{id(piece): at for at, piece in enumerate(term.pieces)} for term in axis.terms]
            keys = [tuple(own[id(piece)] for own, piece in zip(numbers, one, strict=True)) for one in axis.points]
            self._places.append({key: place for place, key in enumerate(keys)})

    def fits(self, point: dict[str, Any]) -> list[bool]:
        """For each row whether it holds the point."""
        held = [True] * len(self._table.boxes)
        for at, axis in enumerate(self._table.axes):
            place = self._places[at][tuple(self._piece(term, point[term.answer]) for term in axis.terms)]
            held = [one and bool(box[at] >> place & 1) for one, box in zip(held, self._table.boxes, strict=True)]
        return held

    def _piece(self, term: Term, value: Any) -> int:
        key = id(term), value
        if key not in self._pieces:
            self._pieces[key] = _piece(term, value)
        return self._pieces[key]


def _piece(term: Term, value: Any) -> int:
    for at, piece in enumerate(term.pieces):
        if piece.kind is PieceKind.BLANK:
            if value is None:
                return at
        elif piece.stretch and term.scale and value is not None:
            place, low, high = term.scale.place(value), piece.stretch.low, piece.stretch.high
            inside = (low is None or low < place) and (high is None or place < high)
            if inside or place == low == high:
                return at
        elif piece.value == value or (value is not None and value in piece.options):
            return at
    return next(at for at, piece in enumerate(term.pieces) if piece.kind is PieceKind.OTHER and not piece.options)


def _compare_gaps(case: Case, table: Table, falling: list[dict[str, Any]]) -> None:
    gaps = table.gaps(at_most=25)
    wants_row = not case.has_otherwise

    assert bool(gaps) == (wants_row and bool(falling)), case.text
    assert all(one.is_blank for one in gaps) == (not any(map(is_filled, falling)) or not wants_row), case.text
    for gap in gaps:
        point = {**dict.fromkeys(falling[0]), **gap.witness.answers}
        assert versions_of(point), (case.text, point)
        assert not any(case.fits(point)), (case.text, point)
        assert gap.witness.version in versions_of(point)


def _hidden(case: Case, fits: list[list[bool]]) -> list[int]:
    """The rows that never decide, from 1."""
    ranks = case.outputs
    places = range(len(ranks))
    rows_before: dict[str, list[list[int]]] = {
        "first": [[*range(row)] for row in places],
        "unique": [[] for _ in places],
        "any": [[one for one in range(row) if ranks[one] == ranks[row]] for row in places],
        "priority": [[one for one in places if (ranks[one], one) < (ranks[row], row)] for row in places],
    }
    before = rows_before[case.policy]
    rows = [
        row + 1
        for row in range(len(case.rows))
        if not any(fit[row] and not any(fit[one] for one in before[row]) for fit in fits)
    ]
    all_taken = case.has_otherwise and all(any(fit) for fit in fits)
    return [*rows, len(case.rows) + 1] if all_taken else rows


def _overlapping(case: Case, fits: list[list[bool]]) -> set[int]:
    """The rows that meet a row before them though the policy forbids it."""
    if case.policy not in ("unique", "any"):
        return set()
    return {
        second + 1
        for first, second in combinations(range(len(case.rows)), 2)
        if (case.policy == "unique" or case.outputs[first] != case.outputs[second])
        and any(fit[first] and fit[second] for fit in fits)
    }
