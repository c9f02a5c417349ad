"""What a run of generated code writes down of fields: only those that end in an unusual way. All others can be told
from the records when somebody asks."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from mapping_dsl.feel.frames import Reasons
from mapping_dsl.filling import FieldRule, GroupRule, json_ready, last_name, one_or_list
from mapping_dsl.outcome import FieldOutcome, FieldState

#: the types whose values are written as they are
_PLAIN = {str, int, bool}


class MadeTwice(Exception):
    """Two groups with conditions fill the same fields: which of them a field comes of, only the interpreter tells."""


def make_once(holder: Mapping[str, Any], path: str) -> None:
    """Raises MadeTwice where there is something at a dotted path already."""
    if _at(holder, path) is not None:
        raise MadeTwice


class Told:
    """How the fields of one run ended, beyond those that simply hold their value or are blank."""

    __slots__ = ("counts", "endings", "rejected", "reviews")

    def __init__(self) -> None:
        self.endings: dict[str, FieldOutcome] = {}  #: by path
        self.reviews: list[str] = []
        self.rejected: str | None = None
        self.counts: list[int] = []  #: how often each group was made, in the order of the run

    def review(self, path: str, offered: Any, reason: str) -> None:
        """A person is asked for a field."""
        self.endings[path] = FieldOutcome(path, FieldState.REVIEW, offered, reason)
        self.reviews.append(path)

    def reject(self, path: str, reason: str) -> None:
        """A field sends the whole submission to a person."""
        self.endings[path] = FieldOutcome(path, FieldState.REJECT, None, reason)
        if self.rejected is None:
            self.rejected = reason

    def default(self, path: str, value: Any) -> None:
        """A field was filled by an `otherwise`."""
        self.endings[path] = FieldOutcome(path, FieldState.DEFAULT, value)

    def written(self, path: str, value: Any, rule: FieldRule, reasons: Reasons) -> Any:
        """A value as its field takes it; None, with the field in review, where it does not."""
        if type(value) in _PLAIN:
            written = value
        else:
            inside = reasons.inside(value)
            if inside:
                return self.review(path, json_ready(value), inside[0].message)
            written = json_ready(value)
        return self.fitting(path, one_or_list(written, rule.schema), rule)

    def fitting(self, path: str, written: Any, rule: FieldRule) -> Any:
        """A written value; None, with the field in review, where the record's schema objects to it."""
        objection = rule.schema.objection(written)
        if objection is None:
            return written
        return self.review(path, written, f"{last_name(rule.path)} {objection}")


class TellFields(Sequence[FieldOutcome]):
    """How every field of a run ended, told from its records when somebody first asks."""

    def __init__(self, rules: Sequence[GroupRule], records: Sequence[Any], told: Told) -> None:
        self._rules = rules
        self._records = records
        self._told = told

    @cached_property
    def _all(self) -> tuple[FieldOutcome, ...]:
        counts = iter(self._told.counts)
        pairs = zip(self._rules, self._records, strict=True)
        return tuple(one for rule, record in pairs for one in _Walk(self._told, counts).record(rule, record))

    def __getitem__(self, place: Any) -> Any:
        return self._all[place]

    def __len__(self) -> int:
        return len(self._all)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all)

    def __repr__(self) -> str:
        return repr(self._all)


class _Walk:
    """Goes through a record as the run has filled it, its fields in the order of the mapping."""

    def __init__(self, told: Told, counts: Iterator[int]) -> None:
        self._endings = told.endings
        self._counts = counts

    def record(self, rule: GroupRule, record: Any) -> Iterator[FieldOutcome]:
        """The fields of a record, or of each of a list of records."""
        if rule.is_list:
            yield from self._elements(rule, record, rule.path, {})
        elif rule.when is None or next(self._counts):
            yield from self._body(rule, record, rule.path)

    def _body(self, rule: GroupRule, holder: Any, path: str) -> Iterator[FieldOutcome]:
        starts: dict[str, int] = {}
        for part in rule.body:
            inner = f"{path}.{part.path}"
            value = _at(holder, part.path)
            if isinstance(part, FieldRule):
                yield self._field(inner, value)
            elif part.is_list:
                yield from self._elements(part, value, inner, starts)
            elif part.when is None or next(self._counts):
                yield from self._body(part, value, inner)

    def _elements(self, rule: GroupRule, values: Any, path: str, starts: dict[str, int]) -> Iterator[FieldOutcome]:
        """The elements that one group has made; those of others of that name stand before and after them."""
        start = starts.get(rule.path, 0)
        starts[rule.path] = end = start + next(self._counts)
        for place in range(start, end):
            yield from self._body(rule, values[place], f"{path}[{place + 1}]")

    def _field(self, path: str, value: Any) -> FieldOutcome:
        ending = self._endings.get(path)
        return ending or FieldOutcome(path, FieldState.BLANK if value is None else FieldState.VALUE, value)


def _at(holder: Any, path: str) -> Any:
    for name in path.split("."):
        holder = holder.get(name) if holder else None
    return holder
