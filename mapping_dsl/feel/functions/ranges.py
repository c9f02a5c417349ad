"""How points and ranges lie to each other (DMN 1.5, 10.3.4.7), and ranges made of texts."""

import re
from collections.abc import Callable
from dataclasses import replace

from mapping_dsl.feel.frames import Call
from mapping_dsl.feel.functions.registry import Registry
from mapping_dsl.feel.lexical import read_date, read_date_time, read_duration, read_temporal, read_time
from mapping_dsl.feel.nodes import ComparisonOperator
from mapping_dsl.feel.numeric import read_number
from mapping_dsl.feel.operators import comparison, less, unfit_bounds
from mapping_dsl.feel.values import Range, Value

registry = Registry("DMN 1.5, 10.3.4.7")
same = comparison(ComparisonOperator.EQUAL)
Relation = Callable[["_Comparing", Range, Range], bool]


class _CannotCompare(Exception):
    """Two bounds have no order; why has been told."""


_LEAST, _MOST = object(), object()  #: the bounds of a range that is open to its side


class _Comparing:
    """Order and equality of bounds. Raises _CannotCompare."""

    def __init__(self, call: Call) -> None:
        self._refuse = call.refuse

    def less(self, one: Value, other: Value) -> bool:
        """Whether one bound is less."""
        if one is _LEAST or other is _MOST:
            return one is not other
        if one is _MOST or other is _LEAST:
            return False
        return _decided(less(one, other, self._refuse))

    def same(self, one: Value, other: Value) -> bool:
        """Whether two bounds are the same."""
        if any(one is end or other is end for end in (_LEAST, _MOST)):
            return one is other
        return _decided(same(one, other, self._refuse))

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


def _decided(answer: bool | None) -> bool:
    if answer is None:
        raise _CannotCompare
    return answer


_PARAMETERS = {
    "pp": "point1: any, point2: any",
    "pr": "point: any, range: range<any>",
    "rp": "range: range<any>, point: any",
    "rr": "range1: range<any>, range2: range<any>",
}


def _relation(name: str, kinds: str, meaning: str, example: tuple[str, str], relation: Relation) -> None:
    """Registers a relation for each of the kinds: of two ranges (rr), of a point and a range (pr), and so on."""
    for kind in kinds.split():
        registry.add(name, f"{_PARAMETERS[kind]} -> boolean", meaning, example)(_answer(relation, kind))


def _answer(relation: Relation, kind: str) -> Callable[[Call, Value, Value], bool | None]:
    def answer(call: Call, one: Value, other: Value) -> bool | None:
        first, second = (_as_range(value, letter) for value, letter in zip((one, other), kind, strict=True))
        try:
            return relation(_Comparing(call), first, second)
        except _CannotCompare:
            return None

    return answer


def _as_range(value: Value, letter: str) -> Range:
    """A point as the range of itself, and a range with bounds on both sides."""
    if not isinstance(value, Range) or letter == "p":
        return Range(value, value)
    low = _LEAST if value.low is None else value.low
    return replace(value, low=low, high=_MOST if value.high is None else value.high)


_relation(
    "before", "rr pr rp pp", "whether the first lies wholly before the second", ("before(1, (1..3])", "true"),
    lambda order, one, other: order.ends_before(one, other),
)  # fmt: skip
_relation(
    "after", "rr pr rp pp", "whether the first lies wholly after the second", ("after((5..7], 5)", "true"),
    lambda order, one, other: order.ends_before(other, one),
)  # fmt: skip
_relation(
    "coincides", "rr pp", "whether both are the same, their brackets too", ("coincides([1..5], [1..5))", "false"),
    lambda order, one, other: order.same_start(one, other) and order.same_end(one, other),
)  # fmt: skip
_relation(
    "meets", "rr", "whether the first ends where the second begins, with that place in both",
    ("meets([1..5], [5..10])", "true"),
    lambda order, one, other: one.high_included and other.low_included and order.same(one.high, other.low),
)  # fmt: skip
_relation(
    "met by", "rr", "whether the first begins where the second ends, with that place in both",
    ("met by([5..10], [1..5])", "true"),
    lambda order, one, other: other.high_included and one.low_included and order.same(one.low, other.high),
)  # fmt: skip
_relation(
    "overlaps", "rr", "whether the two have a value in common", ("overlaps([1..5], [3..8])", "true"),
    lambda order, one, other: not order.ends_before(one, other) and not order.ends_before(other, one),
)  # fmt: skip
_relation(
    "overlaps before", "rr", "whether the first begins before the second and ends inside it",
    ("overlaps before([1..5], [3..8])", "true"),
    lambda order, one, other: order.starts_first(one, other)
    and not order.ends_before(one, other)
    and not order.ends_first(other, one),
)  # fmt: skip
_relation(
    "overlaps after", "rr", "whether the first begins inside the second and ends after it",
    ("overlaps after([3..8], [1..5])", "true"),
    lambda order, one, other: order.starts_first(other, one)
    and not order.ends_before(other, one)
    and not order.ends_first(one, other),
)  # fmt: skip
_relation(
    "finishes", "rr pr", "whether the first ends where the second ends, and does not begin before it",
    ("finishes(5, [1..5])", "true"),
    lambda order, one, other: order.same_end(one, other) and not order.starts_first(one, other),
)  # fmt: skip
_relation(
    "finished by", "rr rp", "whether the second ends where the first ends, and does not begin before it",
    ("finished by([1..5], 5)", "true"),
    lambda order, one, other: order.same_end(one, other) and not order.starts_first(other, one),
)  # fmt: skip
_relation(
    "starts", "rr pr", "whether the first begins where the second begins, and does not end after it",
    ("starts(1, [1..5])", "true"),
    lambda order, one, other: order.same_start(one, other) and not order.ends_first(other, one),
)  # fmt: skip
_relation(
    "started by", "rr rp", "whether the second begins where the first begins, and does not end after it",
    ("started by([1..5], 1)", "true"),
    lambda order, one, other: order.same_start(one, other) and not order.ends_first(one, other),
)  # fmt: skip
_relation(
    "during", "rr pr", "whether the first lies wholly inside the second", ("during(5, [1..10])", "true"),
    lambda order, one, other: not order.starts_first(one, other) and not order.ends_first(other, one),
)  # fmt: skip
_relation(
    "includes", "rr rp", "whether the second lies wholly inside the first", ("includes([1..10], 5)", "true"),
    lambda order, one, other: not order.starts_first(other, one) and not order.ends_first(one, other),
)  # fmt: skip


# DMN 1.5, grammar rules 66 to 68. Only a side that is open may have no endpoint.
_STRING = r'"[^"\\]*"'
_ENDPOINT = rf"(-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?|@?{_STRING}|[a-z ]+\(\s*{_STRING}\s*\))?"
_RANGE_TEXT = re.compile(rf"\s*([\[(\]])\s*{_ENDPOINT}\s*\.\.\s*{_ENDPOINT}\s*([\])\[])\s*", re.ASCII)
_READERS: dict[str, Callable[[str], Value]] = {
    "": lambda text: text,
    "@": read_temporal,
    "date": read_date,
    "time": read_time,
    "date and time": read_date_time,
    "duration": read_duration,
}


@registry.add(
    "range",
    "from: string -> range<any>",
    "the range that a text is; a side that is open may have no bound",
    ('range("[1..3)")', "[1..3)"),
    "DMN 1.5, 10.3.4.1",
)
def range_(call: Call, text: str) -> Range | None:
    found = _RANGE_TEXT.fullmatch(text)
    made = _range(*found.groups()) if found else None
    return made or call.refuse("not-a-range", f'"{text[:40]}" is not a range', 'write it like "[1..3]"')


def _range(opening: str, low_text: str | None, high_text: str | None, closing: str) -> Range | None:
    low_included, high_included = opening == "[", closing == "]"
    if not (low_text or high_text) or (low_included and not low_text) or (high_included and not high_text):
        return None
    low, high = _endpoint(low_text), _endpoint(high_text)
    is_lost = (low_text and low is None) or (high_text and high is None)
    return None if is_lost or unfit_bounds(low, high) else Range(low, high, low_included, high_included)


def _endpoint(text: str | None) -> Value:
    if text is None:
        return None
    kind, quote, quoted = text.partition('"')
    if not quote:
        return read_number(text)
    read = _READERS.get(kind.rstrip("( "))
    return read(quoted.rstrip(") ")[:-1]) if read else None
