"""Decision tables while they run: which rows fit, and what the hit policy makes of them (DMN 1.5, 8.2, hit policy)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final, TypeAlias

from mapping_dsl.feel import operators
from mapping_dsl.feel.frames import Call, Frame
from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.values import Value
from mapping_dsl.problems import Span

Closure: TypeAlias = Callable[[Frame], Value]
Row: TypeAlias = tuple[tuple[Closure | None, ...], tuple[Closure | None, ...]]


class HitPolicy(StrEnum):
    """What becomes of the rows that fit."""

    UNIQUE = "unique"  #: at most one row may fit
    ANY = "any"  #: several may fit if they say the same
    FIRST = "first"  #: the first that fits
    PRIORITY = "priority"  #: the one whose output comes first among the listed values
    RULE_ORDER = "rule order"  #: all that fit, in the order of the rows
    OUTPUT_ORDER = "output order"  #: all that fit, in the order of the listed values
    COLLECT = "collect"  #: all that fit
    COLLECT_SUM = "collect sum"  #: their sum
    COLLECT_MIN = "collect min"  #: the least of them
    COLLECT_MAX = "collect max"  #: the greatest of them
    COLLECT_COUNT = "collect count"  #: how many they are

    @classmethod
    def _missing_(cls, value: object) -> "HitPolicy | None":
        words = " ".join(str(value).split())
        known = _LETTERS.get(words.upper(), words.lower())
        return next((policy for policy in cls if policy.value == known), None)


#: as they stand in a table's corner (DMN 1.5, 8.2, hit policy)
_LETTERS: Final = {
    "U": "unique", "A": "any", "F": "first", "P": "priority", "R": "rule order", "O": "output order",
    "C": "collect", "C+": "collect sum", "C<": "collect min", "C>": "collect max", "C#": "collect count",
}  # fmt: skip
_IN_ORDER: Final = (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)
#: what makes one value of all hits, as the function of FEEL that does the same (DMN 1.5, 8.2, hit policy)
_AGGREGATIONS: Final = {
    HitPolicy.COLLECT_SUM: "sum",
    HitPolicy.COLLECT_MIN: "min",
    HitPolicy.COLLECT_MAX: "max",
    HitPolicy.COLLECT_COUNT: "count",
}


@dataclass(frozen=True, slots=True)
class Output:
    """One output column. `place` says where `?` stands among the values that the column lists in order; `default` is
    what the table gives where no row fits (DMN 1.5, 8.2, default output values): not one more row, as `otherwise`."""

    name: str
    place: Closure | None = None
    default: Closure | None = None


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A table as closures; called with a frame it gives the decision's value."""

    name: str
    span: Span
    policy: HitPolicy
    inputs: tuple[Closure, ...]
    allowed: tuple[Closure | None, ...]  #: for each input, the test that its values must pass
    rows: tuple[Row, ...]
    otherwise: tuple[Closure | None, ...] | None  #: the output of a row that fits where no other does
    outputs: tuple[Output, ...]

    def __call__(self, frame: Frame) -> Value:
        """The decision for the names in a frame; a null that it cannot help has its reason there. Raises BudgetSpent,
        as cells may."""
        call = Call(frame, self.span)
        if not self.is_fit:
            return self._tell_misfit(call)
        columns = [frame.over({"?": value(frame)}) for value in self.inputs]
        if not self._are_allowed(columns, call):
            return None
        return self._settle(self._fitting(columns, frame), call)

    @property
    def is_fit(self) -> bool:
        """Whether the outputs are such that the hit policy can do something with them (DMN 1.5, 8.2, hit policy)."""
        lacks_order = self.policy in _IN_ORDER and all(output.place is None for output in self.outputs)
        return not lacks_order and not (self.policy in _AGGREGATIONS and len(self.outputs) > 1)

    def _tell_misfit(self, call: Call) -> None:
        if self.policy in _IN_ORDER:
            message = f"{self.policy} wants to know the order of values of {self.name}"
            call.refuse("unfit-hit-policy", message, "list the values of an output, the first before the others")
        else:
            message = f"{self.policy} wants one output, and {self.name} has {len(self.outputs)}"
            call.refuse("unfit-hit-policy", message, "collect the rows, or make a table of each output")

    def _are_allowed(self, columns: Sequence[Frame], call: Call) -> bool:
        for column, test in zip(columns, self.allowed, strict=True):
            if test is not None and not _passes(column, column.names["?"], test):
                call.refuse("value-not-allowed", f"a value given to {self.name} is not among those it allows")
                return False
        return True

    def fitting_places(self, frame: Frame) -> list[int | None]:
        """The places, from 0, of the rows that decide; None stands for `otherwise`. All that fit, but of `first` one.
        Raises BudgetSpent."""
        columns = [frame.over({"?": value(frame)}) for value in self.inputs]
        fitting = (place for place, (tests, _) in enumerate(self.rows) if self._fits(tests, columns, frame))
        found: list[int | None] = list(islice(fitting, 1) if self.policy is HitPolicy.FIRST else fitting)
        return found or ([None] if self.otherwise else [])

    def _fitting(self, columns: Sequence[Frame], frame: Frame) -> Iterator[dict[str, Value]]:
        for tests, outputs in self.rows:
            if self._fits(tests, columns, frame):
                yield self._hit(outputs, frame)

    def _fits(self, tests: Sequence[Closure | None], columns: Sequence[Frame], frame: Frame) -> bool:
        mark = len(frame.reasons)
        fits = all(test is None or test(column) is True for test, column in zip(tests, columns, strict=True))
        del frame.reasons[mark:]
        return fits

    def _hit(self, cells: Sequence[Closure | None], frame: Frame) -> dict[str, Value]:
        hit: dict[str, Value] = {}
        for output, cell in zip(self.outputs, cells, strict=True):
            mark = len(frame.reasons)
            hit[output.name] = cell(frame) if cell else None
            frame.reasons.put_away(mark, hit, output.name)
        return hit

    def _settle(self, fitting: Iterator[dict[str, Value]], call: Call) -> Value:
        hits = list(islice(fitting, 1) if self.policy is HitPolicy.FIRST else fitting)
        if not hits and self.otherwise:
            hits = [self._hit(self.otherwise, call.frame)]
        return self.settled(hits, call)

    def settled(self, hits: Sequence[dict[str, Value]], call: Call) -> Value:
        """What the hit policy makes of the outputs of all rows that fit, by their names."""
        if not hits and any(output.default for output in self.outputs):
            return self._single(self._hit([output.default for output in self.outputs], call.frame), call.frame)
        if self.policy in (HitPolicy.COLLECT, HitPolicy.RULE_ORDER):
            return self._each(hits, call.frame)
        if self.policy is HitPolicy.OUTPUT_ORDER:
            return self._each(self._ordered(hits, call.frame), call.frame)
        if self.policy in _AGGREGATIONS:
            return self._aggregated(self._each(hits, call.frame), call)
        if not hits:
            return call.refuse("no-row-fits", f"no row of {self.name} fits", "add a row for it")
        if self.policy is HitPolicy.PRIORITY:
            return self._single(self._ordered(hits, call.frame)[0], call.frame)
        return self._single(hits[0], call.frame) if self._is_clear(hits, call) else None

    def _is_clear(self, hits: Sequence[dict[str, Value]], call: Call) -> bool:
        if self.policy is HitPolicy.UNIQUE and len(hits) > 1:
            call.refuse("several-rows-fit", f"{len(hits)} rows of {self.name} fit, and only one may", "make them apart")
            return False
        if self.policy is HitPolicy.ANY and any(operators.equal(hit, hits[0]) is not True for hit in hits):
            message = f"{len(hits)} rows of {self.name} fit, and say different things"
            call.refuse("several-rows-fit", message, "make them apart, or let them say the same")
            return False
        return True

    def _single(self, hit: dict[str, Value], frame: Frame) -> Value:
        return hit if len(self.outputs) > 1 else frame.reasons.taken_out(hit, self.outputs[0].name)

    def _each(self, hits: Sequence[dict[str, Value]], frame: Frame) -> list[Value]:
        values: list[Value] = []
        for place, hit in enumerate(hits):
            mark = len(frame.reasons)
            values.append(self._single(hit, frame))
            frame.reasons.put_away(mark, values, place)
        return values

    def _ordered(self, hits: Sequence[dict[str, Value]], frame: Frame) -> list[dict[str, Value]]:
        def rank(hit: dict[str, Value]) -> tuple[int, ...]:
            return tuple(one.place(frame.over({"?": hit[one.name]})) for one in self.outputs if one.place)

        return sorted(hits, key=rank)

    def _aggregated(self, values: list[Value], call: Call) -> Value:
        aggregate = standard.get(_AGGREGATIONS[self.policy])
        assert aggregate, "they are functions of FEEL"
        return aggregate(call, [values])


def _passes(frame: Frame, value: Value, allowed: Closure) -> bool:
    """Whether a value is allowed: null always is, and a list where each of its elements is."""
    if value is None or allowed(frame.over({"?": value})) is True:
        return True
    return isinstance(value, list) and all(_passes(frame, one, allowed) for one in value)
