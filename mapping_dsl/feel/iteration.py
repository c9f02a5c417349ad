"""How lists are made, and how `for`, `some`, `every` and filters go over them; each element costs the budget a step."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from mapping_dsl.feel.computing import NO_ELEMENT, Closure, at_place, counted, elements_of, want_boolean
from mapping_dsl.feel.frames import MISSING, Frame, Layer
from mapping_dsl.feel.nodes import Quantifier
from mapping_dsl.feel.numeric import is_number
from mapping_dsl.feel.values import Value
from mapping_dsl.problems import Span

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
    """What an iteration goes over, from the closures of what stands after `in`."""

    def elements(frame: Frame) -> Sequence[Value] | None:
        value = source(frame)
        return elements_of(frame, value, span) if end is None else counted(frame, value, end(frame), span)

    return elements


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
                want_boolean(frame, value, quantifier, span)
            return True

        if not _each(frame, iterations, visit) and answer is not deciding:
            return None
        if answer is not None:
            del frame.reasons[mark:]
        return answer

    return compute


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
            return frame.reasons.tell(span, MISSING, "there is nothing to filter")
        mark = len(frame.reasons)
        elements = value if isinstance(value, list) else [value]
        kept: list[Value] = []
        for count, element in enumerate(elements or NO_ELEMENT):
            frame.budget.spend(1)
            answer = condition(_inner(frame, element))
            if count == 0 and is_number(answer):
                return at_place(frame, elements, answer, span)
            if answer is True:
                kept.append(element)
                frame.reasons.carry(elements, count, kept, len(kept) - 1)
        del frame.reasons[mark:]
        return kept if elements else []

    return compute


def _inner(frame: Frame, element: Value) -> Frame:
    """An element's own keys come before `item`, and both before what is around the filter (DMN 1.5, 10.3.2.5)."""
    names: Mapping[str, Value] = Layer({"item": element}, frame.names)
    if isinstance(element, dict):
        names = Layer(element, names)
    return Frame(names, frame.now, frame.reasons, frame.budget, frame.seen)
