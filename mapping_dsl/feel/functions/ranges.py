"""How points and ranges lie to each other (DMN 1.5, 10.3.4.7), and ranges made of texts."""

import re
from collections.abc import Callable

from mapping_dsl.feel.frames import Call
from mapping_dsl.feel.functions.registry import Registry
from mapping_dsl.feel.lexical import read_date, read_date_time, read_duration, read_temporal, read_time
from mapping_dsl.feel.numeric import read_number
from mapping_dsl.feel.operators import equal, less, unfit_bounds
from mapping_dsl.feel.values import Range, Value

registry = Registry("DMN 1.5, 10.3.4.7")
Relation = Callable[["_Comparing", Range, Range], bool]


class _CannotCompare(Exception):
    """Two bounds have no order; `less` has told why."""


class _Comparing:
    """Order and equality of bounds. Raises _CannotCompare."""

    def __init__(self, call: Call) -> None:
        self._refuse = call.refuse

    def less(self, one: Value, other: Value) -> bool:
        """Whether one bound is less."""
        answer = less(one, other, self._refuse)
        if answer is None:
            raise _CannotCompare
        return answer is True

    def same(self, one: Value, other: Value) -> bool:
        """Whether two bounds are the same."""
        return equal(one, other) is True

    def ends_before(self, one: Range, other: Range) -> bool:
        """Whether one range is over before the other begins."""
        touch = self.same(one.high, other.low) and not (one.high_included and other.low_included)
        return touch or self.less(one.high, other.low)

    def starts_first(self, one: Range, other: Range) -> bool:
        """Whether one range begins before the other."""
        earlier = one.low_included and not other.low_included
        return self.less(one.low, other.low) or (self.same(one.low, other.low) and earlier)

    def ends_first(self, one: Range, other: Range) -> bool:
        """Whether one range ends before the other."""
        earlier = not one.high_included and other.high_included
        return self.less(one.high, other.high) or (self.same(one.high, other.high) and earlier)

    def same_start(self, one: Range, other: Range) -> bool:
        """Whether two ranges begin at the same place."""
        return self.same(one.low, other.low) and one.low_included == other.low_included

    def same_end(self, one: Range, other: Range) -> bool:
        """Whether two ranges end at the same place."""
        return self.same(one.high, other.high) and one.high_included == other.high_included


def _relation(names: tuple[str, ...], kinds: str, meaning: str, example: tuple[str, str], relation: Relation) -> None:
    """Registers a relation for ranges, and for points where `kinds` has a p: a point is a range of itself."""
    name, one, other = names
    for kind in kinds.split():
        first, second = ("any" if letter == "p" else "range<any>" for letter in kind)
        registry.add(name, f"{one}: {first}, {other}: {second} -> boolean", meaning, example)(_answer(relation, kind))


def _answer(relation: Relation, kind: str) -> Callable[[Call, Value, Value], bool | None]:
    def answer(call: Call, one: Value, other: Value) -> bool | None:
        first, second = (_as_range(value, letter) for value, letter in zip((one, other), kind, strict=True))
        try:
            return relation(_Comparing(call), first, second)
        except _CannotCompare:
            return None

    return answer


def _as_range(value: Value, letter: str) -> Range:
    return Range(value, value) if letter == "p" else value


_RANGES, _POINTS, _EITHER = ("range1", "range2"), ("point1", "point2"), "rr pr rp pp"


def _ranges(name: str, meaning: str, example: tuple[str, str], relation: Relation) -> None:
    _relation((name, *_RANGES), "rr", meaning, example, relation)


_relation(
    ("before", *_POINTS), _EITHER, "one is over before the other begins", ("before(1, [2..3])", "true"),
    lambda order, one, other: order.ends_before(one, other),
)  # fmt: skip
_relation(
    ("after", *_POINTS), _EITHER, "one begins when the other is over", ("after([5..7], 2)", "true"),
    lambda order, one, other: order.ends_before(other, one),
)  # fmt: skip
_relation(
    ("coincides", *_POINTS), "rr pp", "both are the same", ("coincides([1..5], [1..5])", "true"),
    lambda order, one, other: order.same_start(one, other) and order.same_end(one, other),
)  # fmt: skip
_ranges(
    "meets", "one ends where the other begins, with that place in both", ("meets([1..5], [5..10])", "true"),
    lambda order, one, other: one.high_included and other.low_included and order.same(one.high, other.low),
)  # fmt: skip
_ranges(
    "met by", "one begins where the other ends, with that place in both", ("met by([5..10], [1..5])", "true"),
    lambda order, one, other: other.high_included and one.low_included and order.same(one.low, other.high),
)  # fmt: skip
_ranges(
    "overlaps", "they have something in common", ("overlaps([1..5], [3..8])", "true"),
    lambda order, one, other: not order.ends_before(one, other) and not order.ends_before(other, one),
)  # fmt: skip
_ranges(
    "overlaps before", "one begins first and ends inside the other", ("overlaps before([1..5], [3..8])", "true"),
    lambda order, one, other: order.starts_first(one, other)
    and not order.ends_before(one, other)
    and not order.ends_first(other, one),
)  # fmt: skip
_ranges(
    "overlaps after", "one begins inside the other and ends last", ("overlaps after([3..8], [1..5])", "true"),
    lambda order, one, other: order.starts_first(other, one)
    and not order.ends_before(other, one)
    and not order.ends_first(one, other),
)  # fmt: skip
_relation(
    ("finishes", "point", "range"), "rr pr", "it ends where the range ends", ("finishes(5, [1..5])", "true"),
    lambda order, one, other: order.same_end(one, other) and not order.starts_first(one, other),
)  # fmt: skip
_relation(
    ("finished by", "range", "point"), "rr rp", "the range ends where it ends", ("finished by([1..5], 5)", "true"),
    lambda order, one, other: order.same_end(one, other) and not order.starts_first(other, one),
)  # fmt: skip
_relation(
    ("starts", "point", "range"), "rr pr", "it begins where the range begins", ("starts(1, [1..5])", "true"),
    lambda order, one, other: order.same_start(one, other) and not order.ends_first(other, one),
)  # fmt: skip
_relation(
    ("started by", "range", "point"), "rr rp", "the range begins where it begins", ("started by([1..5], 1)", "true"),
    lambda order, one, other: order.same_start(one, other) and not order.ends_first(one, other),
)  # fmt: skip
_relation(
    ("during", "point", "range"), "rr pr", "it lies inside the range", ("during(5, [1..10])", "true"),
    lambda order, one, other: not order.starts_first(one, other) and not order.ends_first(other, one),
)  # fmt: skip
_relation(
    ("includes", "range", "point"), "rr rp", "the range has it inside", ("includes([1..10], 5)", "true"),
    lambda order, one, other: not order.starts_first(other, one) and not order.ends_first(one, other),
)  # fmt: skip


_RANGE_TEXT = re.compile(r"\s*([\[(\]])(.*?)\.\.(.*)([\])\[])\s*", re.DOTALL)
_BOUND_TEXT = re.compile(r'\s*(@|date|time|date and time|duration)?\s*\(?\s*"((?:[^"\\]|\\.)*)"\s*\)?\s*')
_READERS: dict[str | None, Callable[[str], Value]] = {
    None: lambda text: text,
    "@": read_temporal,
    "date": read_date,
    "time": read_time,
    "date and time": read_date_time,
    "duration": read_duration,
}


@registry.add("range", "from: string -> range<any>", "the range that a text is", ('range("[1..3]")', "[1..3]"))
def range_(call: Call, text: str) -> Range | None:
    found = _RANGE_TEXT.fullmatch(text)
    low, high = (_bound(found[2]), _bound(found[3])) if found else (None, None)
    if found is None or low is None or high is None or unfit_bounds(low, high):
        return call.refuse("not-a-range", f'"{text[:40]}" is not a range', 'write it like "[1..3]"')
    return Range(low, high, found[1] == "[", found[4] == "]")


def _bound(text: str) -> Value:
    found = _BOUND_TEXT.fullmatch(text)
    return _READERS[found[1]](found[2]) if found else read_number(text.strip())
