"""How lists are made, and how `for`, `some`, `every` and filters go over them; each element costs the budget a step."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from mapping_dsl.feel import temporal
from mapping_dsl.feel.frames import Frame, Layer
from mapping_dsl.feel.nodes import Quantifier
from mapping_dsl.feel.numeric import is_number
from mapping_dsl.feel.types import describe
from mapping_dsl.feel.values import Range, Value, type_of
from mapping_dsl.problems import Problem, Span

Closure: TypeAlias = Callable[[Frame], Value]
Iterations: TypeAlias = Sequence[tuple[str, Closure]]


def gathered(elements: Sequence[Closure]) -> Closure:
    """The closure of a list that is written out."""

    def gather(frame: Frame) -> Value:
        values: list[Value] = []
        for place, element in enumerate(elements):
            mark = len(frame.reasons)
            values.append(element(frame))
            frame.reasons.put_away(mark, values, place)
        return values

    return gather


def ranged(source: Closure, end: Closure | None, span: Span) -> Closure:
    """What an iteration goes over: a list's elements, the whole numbers or days of a range, one value as itself."""

    def elements(frame: Frame) -> Sequence[Value] | None:
        value = source(frame)
        if end is not None:
            return _steps(frame, value, end(frame), span)
        if isinstance(value, Range):
            return _inside(frame, value, span)
        return value if isinstance(value, list) or value is None else [value]

    return elements


def _inside(frame: Frame, range_: Range, span: Span) -> Sequence[Value] | None:
    steps = _steps(frame, range_.low, range_.high, span)
    if steps is None:
        return None
    return steps[0 if range_.low_included else 1 : len(steps) if range_.high_included else -1]


def _steps(frame: Frame, low: Value, high: Value, span: Span) -> Sequence[Value] | None:
    if type(low) is int and type(high) is int:
        return range(low, high + 1) if low <= high else range(low, high - 1, -1)
    if temporal.is_date(low) and temporal.is_date(high):
        first, last = temporal.day_number(low), temporal.day_number(high)
        frame.budget.spend(abs(last - first))
        days = range(first, last + 1) if first <= last else range(first, last - 1, -1)
        return [temporal.numbered_day(day) for day in days]
    if low is not None and high is not None:
        message = f"nothing can be counted from {describe(type_of(low))} to {describe(type_of(high))}"
        frame.reasons.append(Problem(span, "not-countable", message, "write whole numbers or dates"))
    return None


def iterated(iterations: Iterations, body: Closure, *, uses_partial: bool) -> Closure:
    """The closure of `for`."""

    def compute(frame: Frame) -> Value:
        mark = len(frame.reasons)
        results: list[Value] = []

        def visit(inner: Frame) -> bool:
            if uses_partial:
                frame.budget.spend(len(results))
                inner = inner.over({"partial": list(results)})
            results.append(body(inner))
            frame.reasons.put_away(mark, results, len(results) - 1)
            return True

        return results if _each(frame, iterations, visit) else None

    return compute


def quantified(iterations: Iterations, condition: Closure, quantifier: Quantifier, span: Span) -> Closure:
    """The closure of `some` and `every`: decided by the first element that decides, null where one is null."""
    deciding = quantifier == Quantifier.SOME

    def compute(frame: Frame) -> Value:
        mark = len(frame.reasons)
        answer: bool | None = not deciding

        def visit(inner: Frame) -> bool:
            nonlocal answer
            value = condition(inner)
            if value is deciding:
                answer = deciding
                return False
            if type(value) is not bool:
                answer = None
                _tell_no_boolean(frame, value, quantifier, span)
            return True

        if not _each(frame, iterations, visit) and answer is not deciding:
            return None
        if answer is not None:
            del frame.reasons[mark:]
        return answer

    return compute


def _tell_no_boolean(frame: Frame, value: Value, quantifier: Quantifier, span: Span) -> None:
    if value is not None:
        message = f"`{quantifier}` wants true or false, and is given {describe(type_of(value))}"
        frame.reasons.append(Problem(span, "wrong-operands", message))


def _each(frame: Frame, iterations: Iterations, visit: Callable[[Frame], bool]) -> bool:
    """Visits a frame for every combination. False where a source is null or a visit wants no more."""
    (name, source), rest = iterations[0], iterations[1:]
    elements = source(frame)
    if elements is None:
        return False
    for place in range(len(elements)):
        frame.budget.spend(1)
        inner = frame.over({name: frame.reasons.taken_out(elements, place)})
        if not (_each(inner, rest, visit) if rest else visit(inner)):
            return False
    return True


def filtered(source: Closure, condition: Closure, span: Span) -> Closure:
    """The closure of a filter: a number is the place of one element, anything else is asked of each."""

    def compute(frame: Frame) -> Value:
        value = source(frame)
        if value is None:
            return None
        mark = len(frame.reasons)
        elements = value if isinstance(value, list) else [value]
        answer = condition(_inner(frame, elements[0] if elements else None))
        if is_number(answer):
            return _at_place(frame, elements, answer, span)
        kept = elements[:1] if elements and answer is True else []
        for element in elements[1:]:
            frame.budget.spend(1)
            if condition(_inner(frame, element)) is True:
                kept.append(element)
        del frame.reasons[mark:]
        return kept

    return compute


def _inner(frame: Frame, element: Value) -> Frame:
    """An element's own keys come before `item`, and both before what is around the filter (DMN 1.5, 10.3.2.5)."""
    names: Mapping[str, Value] = Layer({"item": element}, frame.names)
    if isinstance(element, dict):
        names = Layer(element, names)
    return Frame(names, frame.now, frame.reasons, frame.budget, frame.seen)


def _at_place(frame: Frame, elements: list[Value], place: Value, span: Span) -> Value:
    if type(place) is not int or place == 0:
        message = f"no element has the place {place}"
        frame.reasons.append(Problem(span, "no-such-place", message, "count from 1, or from -1 backwards"))
        return None
    at = place - 1 if place > 0 else len(elements) + place
    return frame.reasons.taken_out(elements, at) if 0 <= at < len(elements) else None
