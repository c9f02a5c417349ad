"""Decision tables while they run: which rows fit, and what the hit policy makes of them (DMN 1.5, 8.2.8)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mapping_dsl import nodes
from mapping_dsl.feel import operators
from mapping_dsl.feel.frames import Call, Frame
from mapping_dsl.feel.interpreter import Closure
from mapping_dsl.feel.nodes import ArithmeticOperator, ComparisonOperator
from mapping_dsl.nodes import HitPolicy
from mapping_dsl.problems import Span

Interpret = Callable[[nodes.Expression], Closure]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision table as closures; called with a frame it gives the decision's value."""

    name: str
    span: Span
    policy: HitPolicy
    inputs: tuple[Closure, ...]
    rows: tuple[tuple[tuple[Closure | None, ...], tuple[Closure | None, ...]], ...]
    otherwise: tuple[Closure | None, ...] | None
    outputs: tuple[str, ...]
    orders: tuple[Closure | None, ...]

    def __call__(self, frame: Frame) -> Any:
        """The decision for the names in a frame; a null that it cannot help has its reason there."""
        mark = len(frame.reasons)
        call = Call(frame, self.span)
        fitting = self._fitting(frame)
        hits = list(self._first(fitting) if self.policy is HitPolicy.FIRST else fitting)
        if not hits and self.otherwise is not None:
            hits = [self._result(self.otherwise, frame)]
        value = self._value(hits, call)
        if value is not None:
            del frame.reasons[mark:]
        return value

    def _fitting(self, frame: Frame) -> Iterator[dict[str, Any]]:
        columns = [frame.over({"?": value(frame)}) for value in self.inputs]
        for tests, outputs in self.rows:
            mark = len(frame.reasons)
            fits = all(test is None or test(column) is True for test, column in zip(tests, columns, strict=True))
            del frame.reasons[mark:]
            if fits:
                yield self._result(outputs, frame)

    def _first(self, fitting: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        hit = next(fitting, None)
        if hit is not None:
            yield hit

    def _result(self, outputs: Sequence[Closure | None], frame: Frame) -> dict[str, Any]:
        return {name: cell(frame) if cell else None for name, cell in zip(self.outputs, outputs, strict=True)}

    def _value(self, hits: list[dict[str, Any]], call: Call) -> Any:
        match self.policy:
            case HitPolicy.COLLECT | HitPolicy.RULE_ORDER:
                return [self._single(hit) for hit in hits]
            case HitPolicy.OUTPUT_ORDER:
                return [self._single(hit) for hit in self._ordered(hits, call.frame)]
            case HitPolicy.COLLECT_COUNT:
                return len(hits)
            case HitPolicy.COLLECT_SUM | HitPolicy.COLLECT_MIN | HitPolicy.COLLECT_MAX:
                return self._aggregated([self._single(hit) for hit in hits], call)
        if not hits:
            call.refuse("no-row-fits", f"no row of {self.name} fits", "add a row, or a last row that begins otherwise")
            return None
        if self.policy is HitPolicy.PRIORITY:
            return self._single(self._ordered(hits, call.frame)[0])
        return self._single(hits[0]) if self._is_clear(hits, call) else None

    def _is_clear(self, hits: list[dict[str, Any]], call: Call) -> bool:
        if self.policy is HitPolicy.UNIQUE and len(hits) > 1:
            call.refuse("several-rows-fit", f"{len(hits)} rows of {self.name} fit, and one may", "make them apart")
            return False
        if self.policy is HitPolicy.ANY and any(operators.equal(hit, hits[0]) is not True for hit in hits):
            message = f"{len(hits)} rows of {self.name} fit, and say different things"
            call.refuse("several-rows-fit", message, "make them apart, or let them say the same")
            return False
        return True

    def _single(self, hit: dict[str, Any]) -> Any:
        return hit if len(self.outputs) > 1 else hit[self.outputs[0]]

    def _ordered(self, hits: list[dict[str, Any]], frame: Frame) -> list[dict[str, Any]]:
        orders = [order(frame) if order else None for order in self.orders]
        known = [(name, order) for name, order in zip(self.outputs, orders, strict=True) if isinstance(order, list)]

        def rank(hit: dict[str, Any]) -> tuple[int, ...]:
            return tuple(order.index(hit[name]) if hit[name] in order else len(order) for name, order in known)

        return sorted(hits, key=rank)

    def _aggregated(self, values: list[Any], call: Call) -> Any:
        if not values:
            return None
        if any(value is None for value in values):
            call.refuse("null-in-sum", f"a row of {self.name} that fits says nothing", "give each row a value")
            return None

        def refuse(code: str, message: str, hint: str) -> None:
            call.refuse(code, message, hint)

        result = values[0]
        for value in values[1:]:
            if self.policy is HitPolicy.COLLECT_SUM:
                result = operators.arithmetic(ArithmeticOperator.ADD)(result, value, refuse)
            else:
                is_less = operators.comparison(ComparisonOperator.LESS)(value, result, refuse)
                if is_less is None:
                    return None
                result = value if is_less is (self.policy is HitPolicy.COLLECT_MIN) else result
        return result


def interpret_decision(node: nodes.Decide, interpret: Interpret) -> Decision:
    """The table with a closure in each cell."""

    def cells(expressions: Sequence[nodes.Expression | None]) -> tuple[Closure | None, ...]:
        return tuple(interpret(one) if one else None for one in expressions)

    return Decision(
        name=node.name.text,
        span=node.span,
        policy=node.policy,
        inputs=tuple(map(interpret, node.inputs)),
        rows=tuple((cells(row.tests), cells(row.outputs)) for row in node.rows),
        otherwise=cells(node.otherwise.outputs) if node.otherwise else None,
        outputs=tuple(output.name.text for output in node.outputs),
        orders=cells([output.order for output in node.outputs]),
    )
