"""From nodes to closures that compute them. One method a node class; what operators give stands in `operators`."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from mapping_dsl.feel import nodes, operators
from mapping_dsl.feel.computing import (
    Closure,
    absent,
    between_bounds,
    guarded,
    invoke,
    lies_between,
    member_of,
    passes_test,
    refusal,
    settled,
    want_boolean,
    with_one_bound,
)
from mapping_dsl.feel.facts import called_name, depth_of, is_condition, repeated_entry, uses_partial
from mapping_dsl.feel.frames import POWER_STEPS, Budget, Call, Frame
from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.iteration import filtered, gathered, iterated, quantified, ranged
from mapping_dsl.feel.nodes import ComparisonOperator, Node
from mapping_dsl.feel.type_nodes import is_instance, read_type_node
from mapping_dsl.feel.types import Type
from mapping_dsl.feel.user_functions import UserFunction
from mapping_dsl.feel.values import SIZED, Value
from mapping_dsl.problems import Span

__all__ = ["Budget", "Call", "Closure", "Frame", "interpret"]


def interpret(node: Node, *, hidden: Collection[str] = (), definitions: Mapping[str, Type] | None = None) -> Closure:
    """The node as a function of a frame. Never raises: what cannot be computed is null, its reason in the frame.
    `hidden` are names of FEEL's own functions that mean something else in this scope; `definitions` the item
    definitions that `instance of` may name."""
    return guarded(interpret_inner(node, hidden=hidden, definitions=definitions), node.span)


def interpret_inner(
    node: Node, *, hidden: Collection[str] = (), definitions: Mapping[str, Type] | None = None
) -> Closure:
    """`interpret` for what is computed inside another computation, as a function's body: raises BudgetSpent, so that
    the whole computation ends."""
    plain = _Interpreter(hidden, definitions or {}).closure(node)
    traced: list[Closure] = []

    def compute(frame: Frame) -> Value:
        if frame.seen is None:
            return plain(frame)
        if not traced:  # most expressions are never traced
            traced.append(_Tracer(hidden, definitions or {}).closure(node))
        return traced[0](frame)

    return compute


class _Interpreter:
    """Makes closures; knows which names are bound inside the expression itself."""

    def __init__(self, hidden: Collection[str], definitions: Mapping[str, Type]) -> None:
        self._bound = list(hidden)
        self._definitions = definitions

    def closure(self, node: Node) -> Closure:
        """The closure of any node."""
        make: Callable[[Any], Closure] = getattr(self, nodes.CASES[type(node)])
        return make(node)

    def _with_names(self, names: Collection[str], node: Node) -> Closure:
        self._bound.extend(names)
        made = self.closure(node)
        del self._bound[len(self._bound) - len(names) :]
        return made

    def literal(self, node: nodes.Literal) -> Closure:
        value = node.value
        return lambda _: value

    def name(self, node: nodes.Name) -> Closure:
        name, span = node.name, node.span

        def look_up(frame: Frame) -> Value:
            try:
                return frame.names[name]
            except KeyError:
                return absent(frame, name, span)

        return look_up

    def path(self, node: nodes.Path) -> Closure:
        source, name, span = self.closure(node.source), node.name, node.span

        def follow(frame: Frame) -> Value:
            value = source(frame)
            if type(value) is dict and name in value:
                return frame.reasons.taken_out(value, name)
            return member_of(frame, value, name, span)

        return follow

    def filter(self, node: nodes.Filter) -> Closure:
        return filtered(self.closure(node.source), self._with_names(("item",), node.condition), node.span)

    def call(self, node: nodes.Call) -> Closure:
        built_in = standard.get(node.function.name) if isinstance(node.function, nodes.Name) else None
        is_standard = built_in is not None and node.function.name not in self._bound  # type: ignore[attr-defined]
        function = self.closure(node.function)
        arguments = tuple(map(self.closure, node.arguments))
        names, span, text = node.names, node.span, called_name(node)

        def call(frame: Frame) -> Value:
            called = built_in if is_standard else function(frame)
            mark = len(frame.reasons)
            values = [argument(frame) for argument in arguments]
            return settled(frame, mark, invoke(Call(frame, span), called, text, names, values))

        return call

    def arithmetic(self, node: nodes.Arithmetic) -> Closure:
        left, right, span = self.closure(node.left), self.closure(node.right), node.span
        operation = operators.arithmetic(node.operator)
        is_sum = node.operator == nodes.ArithmeticOperator.ADD
        is_power = node.operator == nodes.ArithmeticOperator.POWER

        def operate(frame: Frame) -> Value:
            one, other = left(frame), right(frame)
            if is_power:
                frame.budget.spend(POWER_STEPS)
            if is_sum and type(one) is str and type(other) is str:
                frame.budget.allow_size(len(one) + len(other))
                return one + other
            return operation(one, other, refusal(frame, span))

        return operate

    def negation(self, node: nodes.Negation) -> Closure:
        operand, span = self.closure(node.operand), node.span
        return lambda frame: operators.negate(operand(frame), refusal(frame, span))

    def comparison(self, node: nodes.Comparison) -> Closure:
        return _compared(self.closure(node.left), node.operator, self.closure(node.right), node.span)

    def between(self, node: nodes.Between) -> Closure:
        value, low, high = self.closure(node.value), self.closure(node.low), self.closure(node.high)
        span = node.span

        def is_between(frame: Frame) -> Value:
            mark = len(frame.reasons)
            bounded = value(frame), low(frame), high(frame)
            frame.budget.charge(bounded[0])
            return settled(frame, mark, lies_between(*bounded, refusal(frame, span)))

        return is_between

    def in_(self, node: nodes.In) -> Closure:
        value, tests = self.closure(node.value), tuple(map(self.closure, node.tests))

        def is_in(frame: Frame) -> Value:
            mark = len(frame.reasons)
            inner = frame.over({"?": value(frame)})
            return settled(frame, mark, _any_holds(inner, tests))

        return is_in

    def instance_of(self, node: nodes.InstanceOf) -> Closure:
        value, wanted = self.closure(node.value), read_type_node(node.type, self._definitions)

        def is_of_type(frame: Frame) -> Value:
            if wanted is None:
                return frame.reasons.tell(node.type.span, "unknown-type", f"there is no type {node.type.name}")
            mark = len(frame.reasons)
            tested = value(frame)
            frame.budget.charge_parts(tested)
            return settled(frame, mark, is_instance(tested, wanted))

        return is_of_type

    def conjunction(self, node: nodes.Conjunction) -> Closure:
        return self._logic(node, operators.conjunction, decided_by=False)

    def disjunction(self, node: nodes.Disjunction) -> Closure:
        return self._logic(node, operators.disjunction, decided_by=True)

    def _logic(
        self, node: nodes.Conjunction | nodes.Disjunction, operation: operators.Operation, *, decided_by: bool
    ) -> Closure:
        left, right, span = self.closure(node.left), self.closure(node.right), node.span

        def decide(frame: Frame) -> Value:
            mark = len(frame.reasons)
            one = left(frame)
            if one is decided_by:
                return one
            other = right(frame)
            return settled(frame, mark, operation(one, other, refusal(frame, span)))

        return decide

    def conditional(self, node: nodes.Conditional) -> Closure:
        condition, positive, negative = map(self.closure, (node.condition, node.positive, node.negative))
        span = node.condition.span

        def choose(frame: Frame) -> Value:
            mark = len(frame.reasons)
            decided = condition(frame)
            want_boolean(frame, decided, "if", span)
            return settled(frame, mark, (positive if decided is True else negative)(frame))

        return choose

    def for_(self, node: nodes.For) -> Closure:
        names = [*(one.name for one in node.iterations), "partial"]
        body = self._with_names(names, node.body)
        return iterated(self._iterations(node.iterations), body, uses_partial=uses_partial(node))

    def quantified(self, node: nodes.Quantified) -> Closure:
        names = [one.name for one in node.iterations]
        condition = self._with_names(names, node.condition)
        return quantified(self._iterations(node.iterations), condition, node.quantifier, node.condition.span)

    def _iterations(self, iterations: tuple[nodes.Iteration, ...]) -> list[tuple[str, Closure]]:
        """The names with the closures of their sources; each source sees the names before it."""
        made: list[tuple[str, Closure]] = []
        for one in iterations:
            names = [name for name, _ in made]
            source = self._with_names(names, one.source)
            end = None if one.end is None else self._with_names(names, one.end)
            made.append((one.name, ranged(source, end, one.span)))
        return made

    def list_literal(self, node: nodes.ListLiteral) -> Closure:
        return gathered(tuple(map(self.closure, node.elements)))

    def context_literal(self, node: nodes.ContextLiteral) -> Closure:
        entries: list[tuple[str, Closure]] = []
        for entry in node.entries:
            entries.append((entry.key, self._with_names([key for key, _ in entries], entry.value)))
        twice = repeated_entry(node)

        def gather(frame: Frame) -> Value:
            if twice is not None:
                return frame.reasons.tell(twice.span, "duplicate-key", f"{twice.key} stands twice in this context")
            context: dict[str, Value] = {}
            inner = frame.over(context)
            for key, closure in entries:
                mark = len(frame.reasons)
                context[key] = closure(inner)
                frame.reasons.put_away(mark, context, key)
            return context

        return gather

    def range_literal(self, node: nodes.RangeLiteral) -> Closure:
        low, high, span = self.closure(node.low), self.closure(node.high), node.span
        included = node.low_included, node.high_included
        return lambda frame: between_bounds(frame, low(frame), high(frame), included, span)

    def open_range(self, node: nodes.OpenRange) -> Closure:
        bound, sign = self.closure(node.bound), node.operator
        return lambda frame: with_one_bound(sign, bound(frame))

    def function_definition(self, node: nodes.FunctionDefinition) -> Closure:
        names = tuple(one.name for one in node.parameters)
        body = self._with_names(names, node.body)
        types = tuple(self._parameter_type(one) for one in node.parameters)
        depth = depth_of(node.body)
        return lambda frame: UserFunction(names, types, body, frame, depth)

    def _parameter_type(self, node: nodes.FormalParameter) -> Type | None:
        return None if node.type is None else read_type_node(node.type, self._definitions)

    def operator_test(self, node: nodes.OperatorTest) -> Closure:
        return _compared(self.name(_input(node)), node.operator, self.closure(node.operand), node.span)

    def value_test(self, node: nodes.ValueTest) -> Closure:
        tested, expression = self.name(_input(node)), self.closure(node.expression)
        asks, holds, span = node.asks_for_input, is_condition(node), node.span

        def test(frame: Frame) -> Value:
            values = tested(frame), expression(frame)
            return passes_test(frame, *values, span, asks_for_input=asks, is_condition=holds)

        return test

    def unary_tests(self, node: nodes.UnaryTests) -> Closure:
        tests, is_negated = tuple(map(self.closure, node.tests)), node.is_negated

        def test(frame: Frame) -> Value:
            mark = len(frame.reasons)
            answer = _any_holds(frame, tests) if tests else True
            return settled(frame, mark, answer if answer is None or not is_negated else not answer)

        return test


class _Tracer(_Interpreter):
    """Makes closures that tell the frame's `seen` every sub-result."""

    def closure(self, node: Node) -> Closure:
        made = super().closure(node)

        def watched(frame: Frame) -> Value:
            value = made(frame)
            if frame.seen is not None:
                frame.seen(node, value)
            return value

        return watched


def _compared(left: Closure, sign: ComparisonOperator, right: Closure, span: Span) -> Closure:
    operation = operators.comparison(sign)

    def compare(frame: Frame) -> Value:
        mark = len(frame.reasons)
        one, other = left(frame), right(frame)
        if type(other) in SIZED:  # no comparison goes further than the shorter of the two
            frame.budget.charge_parts(other)
        return settled(frame, mark, operation(one, other, refusal(frame, span)))

    return compare


def _any_holds(frame: Frame, tests: tuple[Closure, ...]) -> bool | None:
    answer: bool | None = False
    for test in tests:
        value = test(frame)
        if value is True:
            return True
        if value is None:
            answer = None
    return answer


def _input(test: Node) -> nodes.Name:
    return nodes.Name("?", span=test.span)
