"""Who belongs to whom, decided for all at once: from each pair's odds by itself to its certainty among the others."""

from collections.abc import Hashable, Mapping
from math import exp
from typing import TypeVar

Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)

_ROUNDS = 12
_LONGEST_ODDS = 30.0


def certainties(odds: Mapping[tuple[Row, Column], float]) -> dict[tuple[Row, Column], float]:
    """The certainty of each pair, 0 to 1, if each row has one column at most and each column one row at most.

    `odds` are log odds against having no partner at all; pairs that are not in it cannot be. Rows and columns are
    scaled in turn until each sums up to 1, its chance to be alone included (Sinkhorn and Knopp, 1967). So certainty
    falls with every good alternative, and a pair that is more certain than 0.5 shares neither row nor column with
    another such pair.
    """
    weights = {pair: exp(min(one, _LONGEST_ODDS)) for pair, one in odds.items()}
    row_scale = {row: 1.0 for row, _ in odds}
    column_scale = {column: 1.0 for _, column in odds}
    for _ in range(_ROUNDS):
        row_sums = dict.fromkeys(row_scale, 1.0)
        for (row, column), weight in weights.items():
            row_sums[row] += weight * column_scale[column]
        row_scale = {row: 1.0 / total for row, total in row_sums.items()}
        column_sums = dict.fromkeys(column_scale, 1.0)
        for (row, column), weight in weights.items():
            column_sums[column] += weight * row_scale[row]
        column_scale = {column: 1.0 / total for column, total in column_sums.items()}
    return {pair: weight * row_scale[pair[0]] * column_scale[pair[1]] for pair, weight in weights.items()}
