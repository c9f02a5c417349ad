"""What is known of several values together: whether Python compares them by itself, and what one of them can be."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from types import NoneType
from typing import Any

from mapping_dsl.feel.emission import Kinds, Known, Operand

TEXT: Kinds = frozenset({str, NoneType})
#: the sets of types of which all values can be compared by Python's own ==
_ALIKE = ({str}, {bool}, {date}, {int, Decimal})


def are_alike(*operands: Operand, has_order: bool = False) -> bool:
    """Whether all of them are null or of one kind, certainly; of one that has an order, if that is asked."""
    kinds: set[type] = set()
    for one in operands:
        if one.kinds is None:
            return False
        kinds |= one.kinds
    alike = next((alike for alike in _ALIKE if kinds - {NoneType} <= alike), None)
    return alike is not None and not (has_order and alike == {bool})


def any_of(values: Sequence[Operand]) -> Known | None:
    """What is known of a value that may be any of these."""
    kinds = [one.kinds for one in values if one.kinds is not None]
    among = [one.parts.values for one in values if one.parts.values is not None]
    if len(kinds) < len(values):
        return None
    of_all = frozenset[type]().union(*kinds)
    # To Python 1 and true are equal: one set cannot hold both.
    can_be_told = len(among) == len(values) and not (bool in of_all and of_all & {int, Decimal})
    return Known(of_all, values=frozenset[Any]().union(*among) if can_be_told else None)
