"""What it takes to compute a node beyond an operator: one function a step, for closures and generated code alike."""

from collections.abc import Callable, Sequence

from mapping_dsl.feel import operators, temporal
from mapping_dsl.feel.frames import MAX_STEPS, MISSING, REASON_STEPS, TOO_DEEP, BudgetSpent, Call, Frame
from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.nodes import ComparisonOperator
from mapping_dsl.feel.properties import member
from mapping_dsl.feel.types import describe
from mapping_dsl.feel.user_functions import arrange, not_a_function
from mapping_dsl.feel.values import Range, Value, is_function, kind_of
from mapping_dsl.problems import Problem, Span

Closure = Callable[[Frame], Value]

#: what a filter's condition is asked of where the list has no element: only whether it is a place matters
NO_ELEMENT = (None,)


def guarded(run: Closure, span: Span) -> Closure:
    """The same computation, which never raises: one that takes too much is null, its reason in the frame."""

    def compute(frame: Frame) -> Value:
        mark = len(frame.reasons)
        try:
            value = run(frame)
        except BudgetSpent as spent:
            return _given_up(frame, mark, span, spent)
        except RecursionError:  # values may lie in each other more deeply than any text
            return _given_up(frame, mark, span, TOO_DEEP)
        return settled(frame, mark, value)

    return compute


def _given_up(frame: Frame, mark: int, span: Span, spent: BudgetSpent) -> None:
    del frame.reasons[mark:]
    frame.reasons.append(Problem(span, "too-much", spent.what, spent.hint))


def settled(frame: Frame, mark: int, value: Value) -> Value:
    """The value; where it is not null, what its parts could not compute no longer matters."""
    if value is not None and frame.reasons:
        del frame.reasons[mark:]
    return value


def refusal(frame: Frame, span: Span) -> operators.Refuse:
    """What an operator at a place tells its refusals to."""

    def refuse(code: str, message: str, hint: str) -> None:
        frame.budget.spend(REASON_STEPS)
        frame.reasons.tell(span, code, message, hint)

    return refuse


def absent(frame: Frame, name: str, span: Span) -> Value:
    """What a name stands for that nothing around the expression has: a function of FEEL, or null."""
    function = standard.get(name)
    if function is None:
        frame.reasons.tell(span, "unknown-name", f"there is no {name} here")
    return function


def want_boolean(frame: Frame, value: Value, word: str, span: Span) -> None:
    """Tells that a word like `if` was given something that is neither true nor false."""
    if value is None:
        frame.reasons.tell(span, MISSING, "true or false is missing here")
    elif type(value) is not bool:
        message = f"`{word}` wants true or false, and is given {describe(kind_of(value))}"
        frame.reasons.tell(span, "wrong-operands", message)


def invoke(call: Call, called: Value, text: str, names: Sequence[str], values: Sequence[Value]) -> Value:
    """The value of a call, its arguments by name where there are names. `text` is what the expression calls it."""
    if not is_function(called):
        return not_a_function(call, called, text)
    arranged = arrange(call, called, names, values) if names else values
    return None if arranged is None else called(call, arranged)


def lies_between(value: Value, low: Value, high: Value, refuse: operators.Refuse) -> bool | None:
    """`between`: both bounds belong to it."""
    above = operators.less_or_equal(low, value, refuse)
    return operators.conjunction(above, operators.less_or_equal(value, high, refuse), refuse)


def passes_test(  # noqa: PLR0913 — what is known of the test, beside the values
    frame: Frame, tested: Value, value: Value, span: Span, *, asks_for_input: bool, is_condition: bool
) -> bool | None:
    """Whether a value passes a test that is an expression, given the expression's value."""
    # A test that asks about the input and cannot tell is not passed by an input that is null too.
    if asks_for_input and (value is None or type(value) is bool):
        return value
    frame.budget.charge_parts(value)
    passed = operators.passes(tested, value, refusal(frame, span))
    return True if is_condition and value is True and type(tested) is not bool else passed


# --- members, ranges and lists


def member_of(frame: Frame, value: Value, name: str, span: Span) -> Value:
    """What stands after a dot."""
    if value is None:
        return frame.reasons.tell(span, MISSING, "what stands before the dot is missing")
    return member(value, name, Call(frame, span))


def between_bounds(frame: Frame, low: Value, high: Value, included: tuple[bool, bool], span: Span) -> Range | None:
    """The range between two values; null where they have none between them."""
    refused = operators.unfit_bounds(low, high)
    if refused:
        return frame.reasons.tell(span, "not-a-range", refused)
    return Range(low, high, *included)


def with_one_bound(sign: ComparisonOperator, bound: Value) -> Range:
    """The range of all values that compare so with the bound."""
    is_upper = sign in (ComparisonOperator.LESS, ComparisonOperator.LESS_OR_EQUAL)
    is_lower = sign in (ComparisonOperator.GREATER, ComparisonOperator.GREATER_OR_EQUAL)
    low_included = sign in (ComparisonOperator.GREATER_OR_EQUAL, ComparisonOperator.EQUAL)
    high_included = sign in (ComparisonOperator.LESS_OR_EQUAL, ComparisonOperator.EQUAL)
    return Range(None if is_upper else bound, None if is_lower else bound, low_included, high_included, sign)


def elements_of(frame: Frame, value: Value, span: Span) -> Sequence[Value] | None:
    """What an iteration goes over: a list's elements, the whole numbers or days of a range, one value as itself."""
    if isinstance(value, Range):
        return _inside(frame, value, span)
    if value is None:
        return frame.reasons.tell(span, MISSING, "there is nothing to go over")
    return value if isinstance(value, list) else [value]


def _inside(frame: Frame, range_: Range, span: Span) -> Sequence[Value] | None:
    steps = counted(frame, range_.low, range_.high, span)
    if steps is None:
        return None
    return steps[0 if range_.low_included else 1 : len(steps) if range_.high_included else -1]


def counted(frame: Frame, low: Value, high: Value, span: Span) -> Sequence[Value] | None:
    """The whole numbers or days from one to another, both included, upwards or downwards."""
    if type(low) is int and type(high) is int:
        if abs(high - low) > 10**18:  # Python's ranges cannot say how long they are beyond
            frame.budget.spend(MAX_STEPS + 1)
        return range(low, high + 1) if low <= high else range(low, high - 1, -1)
    if temporal.is_date(low) and temporal.is_date(high):
        first, last = temporal.day_number(low), temporal.day_number(high)
        frame.budget.spend(abs(last - first))
        days = range(first, last + 1) if first <= last else range(first, last - 1, -1)
        return [temporal.numbered_day(day) for day in days]
    if low is None or high is None:
        return frame.reasons.tell(span, MISSING, "a number to count from or to is missing")
    message = f"nothing can be counted from {describe(kind_of(low))} to {describe(kind_of(high))}"
    return frame.reasons.tell(span, "not-countable", message, "write whole numbers or dates")


def at_place(frame: Frame, elements: list[Value], place: Value, span: Span) -> Value:
    """The element at a place, from 1, or from -1 backwards; null where there is none."""
    if type(place) is not int or place == 0:
        message = f"no element has the place {place}"
        return frame.reasons.tell(span, "no-such-place", message, "count from 1, or from -1 backwards")
    at = place - 1 if place > 0 else len(elements) + place
    if 0 <= at < len(elements):
        return frame.reasons.taken_out(elements, at)
    return frame.reasons.tell(span, MISSING, f"the list has no element {place}")
