"""Functions that make and search lists (DMN 1.5, 10.3.4.4 and 10.3.4.9). Places count from 1, or from -1 backwards."""

from functools import cmp_to_key
from typing import Final

from mapping_dsl.feel.frames import MISSING, Call
from mapping_dsl.feel.functions.comparing import equals, tally
from mapping_dsl.feel.functions.comparing import precedes as is_less
from mapping_dsl.feel.functions.registry import Registry
from mapping_dsl.feel.values import FunctionValue, Value

registry = Registry("DMN 1.5, 10.3.4.4")

_ALL: Final = slice(None)


@registry.add(
    "list contains",
    "list: list<any>, element: any or null -> boolean",
    "whether an element of the list equals this; null is found too",
    ("list contains([1, 2, 3], 2)", "true"),
)
def list_contains(call: Call, values: list[Value], element: Value) -> bool:
    return any(equals(call.frame.budget, value, element) for value in values)


@registry.add(
    "count", "list: list<any> -> number", "how many elements the list has, nulls counted", ("count([1, 2, 3])", "3")
)
def count(_: Call, values: list[Value]) -> int:
    return len(values)


@registry.add(
    "sublist",
    "list: list<T>, start position: number, length?: number -> list<T>",
    "so many elements (or all) from a place on; places count from 1, or from -1 backwards",
    ("sublist([4, 5, 6], 1, 2)", "[4, 5]"),
)
def sublist(call: Call, values: list[Value], start: Value, length: Value) -> list[Value] | None:
    begin = _place(call, values, start)
    if begin is None:
        return None
    end = len(values) if length is None else begin + int(length)
    if not begin <= end <= len(values):
        return call.refuse("outside-list", "the list has not so many elements")
    return _joined(call, (values, slice(begin, end)))


def _place(call: Call, values: list[Value], place: Value) -> int | None:
    if not 1 <= abs(place) < len(values) + 1:
        hint = "count from 1, or from -1 backwards"
        return call.refuse("outside-list", f"the list has no place {place}", hint)
    at = int(place)
    return at - 1 if at > 0 else len(values) + at


def _joined(call: Call, *pieces: tuple[list[Value], slice]) -> list[Value]:
    """Stretches of lists one after the other; the nulls among their elements keep their reasons."""
    joined = [value for values, stretch in pieces for value in values[stretch]]
    if None in joined:
        origins = ((values, place) for values, stretch in pieces for place in range(len(values))[stretch])
        for to, (values, place) in enumerate(origins):
            call.frame.reasons.carry(values, place, joined, to)
    return joined


@registry.add(
    "append",
    "list: list<T>, item...: T -> list<T>",
    "the list with these at its end",
    ("append([1], 2, 3)", "[1, 2, 3]"),
)
def append(call: Call, values: list[Value], *items: Value) -> list[Value]:
    call.frame.budget.allow_size(len(values) + len(items))
    return _joined(call, (values, _ALL), ([*items], _ALL))


@registry.add(
    "concatenate",
    "list...: list<T> -> list<T>",
    "the lists one after the other",
    ("concatenate([1, 2], [3])", "[1, 2, 3]"),
)
def concatenate(call: Call, *lists: list[Value] | None) -> list[Value] | None:
    if any(one is None for one in lists):
        return call.refuse(MISSING, "one of the lists is missing")
    call.frame.budget.allow_size(sum(len(one) for one in lists if one))
    return _joined(call, *((one, _ALL) for one in lists if one))


@registry.add(
    "insert before",
    "list: list<T>, position: number, newItem: T or null -> list<T>",
    "the list with a new element at a place, before the one that stood there",
    ("insert before([1, 3], 1, 2)", "[2, 1, 3]"),
)
def insert_before(call: Call, values: list[Value], position: Value, item: Value) -> list[Value] | None:
    at = _place(call, values, position)
    return None if at is None else _joined(call, (values, slice(at)), ([item], _ALL), (values, slice(at, None)))


@registry.add(
    "remove",
    "list: list<T>, position: number -> list<T>",
    "the list without the element at a place",
    ("remove([1, 2, 3], 2)", "[1, 3]"),
)
def remove(call: Call, values: list[Value], position: Value) -> list[Value] | None:
    at = _place(call, values, position)
    return None if at is None else _joined(call, (values, slice(at)), (values, slice(at + 1, None)))


@registry.add(
    "list replace",
    "list: list<T>, position: number, newItem: T or null -> list<T>",
    "the list with another element at a place",
    ("list replace([2, 4, 7], 3, 6)", "[2, 4, 6]"),
)
def list_replace(call: Call, values: list[Value], position: Value, item: Value) -> list[Value] | None:
    at = _place(call, values, position)
    return None if at is None else _joined(call, (values, slice(at)), ([item], _ALL), (values, slice(at + 1, None)))


@registry.add(
    "list replace",
    "list: list<T>, match: function, newItem: T or null -> list<T>",
    "the list with another element wherever the function, given the old and the new one, says true",
    ("list replace([2, 4, 7], function(item, newItem) item < newItem, 5)", "[5, 5, 7]"),
)
def list_replace_matching(call: Call, values: list[Value], match: FunctionValue, item: Value) -> list[Value] | None:
    # All are asked before one is replaced: the function sees the list's own elements, and one null spoils all.
    answers = [match(call, [value, item]) for value in values]
    if any(type(answer) is not bool for answer in answers):
        return call.refuse("wrong-result", "the function says neither true nor false")
    return _joined(
        call, *(([item], _ALL) if answer else (values, slice(place, place + 1)) for place, answer in enumerate(answers))
    )


@registry.add(
    "reverse", "list: list<T> -> list<T>", "the list from its end to its beginning", ("reverse([1, 2, 3])", "[3, 2, 1]")
)
def reverse(call: Call, values: list[Value]) -> list[Value]:
    return _joined(call, (values, slice(None, None, -1)))


@registry.add(
    "index of",
    "list: list<any>, match: any or null -> list<number>",
    "the places, from 1, of all elements that equal this",
    ("index of([1, 2, 3, 2], 2)", "[2, 4]"),
)
def index_of(call: Call, values: list[Value], match: Value) -> list[int]:
    return [place for place, value in enumerate(values, 1) if equals(call.frame.budget, value, match)]


@registry.add(
    "union",
    "list...: list<T> -> list<T>",
    "the elements of all lists one after the other, each value once, where it comes first",
    ("union([1, 2], [2, 3])", "[1, 2, 3]"),
)
def union(call: Call, *lists: list[Value] | None) -> list[Value] | None:
    joined = concatenate(call, *lists)
    return None if joined is None else distinct_values(call, joined)


@registry.add(
    "distinct values",
    "list: list<T> -> list<T>",
    "each value of the list once, where it comes first",
    ("distinct values([1, 2, 1])", "[1, 2]"),
)
def distinct_values(call: Call, values: list[Value]) -> list[Value]:
    return call.frame.reasons.carry_all(values, [value for value, _ in tally(call.frame.budget, values)])


@registry.add(
    "duplicate values",
    "list: list<T> -> list<T>",
    "the values that stand in the list more than once, each once",
    ("duplicate values([1, 2, 1])", "[1]"),
)
def duplicate_values(call: Call, values: list[Value]) -> list[Value]:
    twice = [value for value, count in tally(call.frame.budget, values) if count > 1]
    return call.frame.reasons.carry_all(values, twice)


@registry.add(
    "flatten",
    "list: list<any> -> list<any>",
    "the elements of the lists in it, however deep",
    ("flatten([[1], [[2]], 3])", "[1, 2, 3]"),
)
def flatten(call: Call, values: list[Value]) -> list[Value]:
    flat: list[Value] = []
    waiting = values[::-1]
    while waiting:
        call.frame.budget.spend(1)
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        else:
            flat.append(value)
    return call.frame.reasons.carry_all(values, flat)


@registry.add(
    "sort",
    "list: list<T>, precedes?: function -> list<T>",
    "the list in order: the function says of two elements whether the first comes first, else the least does",
    ("sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]"),
    "DMN 1.5, 10.3.4.9",
)
def sort(call: Call, values: list[Value], precedes: FunctionValue | None) -> list[Value] | None:
    undecided = False  # a null of the order would else pass for a false, and the list for one in order

    def comes_first(one: Value, other: Value) -> bool:
        nonlocal undecided
        call.frame.budget.spend(1)
        answer = precedes(call, [one, other]) if precedes else is_less(call, one, other)
        undecided = undecided or type(answer) is not bool
        return answer is True

    def order(one: Value, other: Value) -> int:
        # Both ways, as "neither comes first" keeps them as they stood: DMN asks for a stable sort.
        return -1 if comes_first(one, other) else int(comes_first(other, one))

    ordered: list[Value] = sorted(values, key=cmp_to_key(order))
    if undecided:
        return call.refuse("no-order", "these values have no order")
    return ordered
