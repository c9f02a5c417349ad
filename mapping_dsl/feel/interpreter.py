"""From nodes to closures that compute them. One method a node class; what operators give stands in `operators`."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from mapping_dsl.feel import nodes, operators
from mapping_dsl.feel.frames import TOO_DEEP, Budget, BudgetSpent, Call, Frame
from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.iteration import filtered, gathered, iterated, quantified, ranged
from mapping_dsl.feel.nodes import ComparisonOperator, Node
from mapping_dsl.feel.properties import member
from mapping_dsl.feel.type_nodes import is_instance, read_type_node
from mapping_dsl.feel.types import Type, describe
from mapping_dsl.feel.user_functions import UserFunction, arrange, not_a_function
from mapping_dsl.feel.values import Range, Value, is_function, type_of
from mapping_dsl.problems import Problem, Span

__all__ = ["Budget", "Call", "Closure", "Frame", "interpret"]

Closure = Callable[[Frame], Value]


def interpret(node: Node, *, hidden: Collection[str] = (), definitions: Mapping[str, Type] | None = None) -> Closure:
    """The node as a function of a frame. Never raises: what cannot be computed is null, its reason in the frame.
    `hidden` are names of FEEL's own functions that mean something else in this scope; `definitions` the item
    definitions that `instance of` may name."""
    run = interpret_inner(node, hidden=hidden, definitions=definitions)

    def compute(frame: Frame) -> Value:
        mark = len(frame.reasons)
        try:
            value = run(frame)
        except BudgetSpent as spent:
            return _given_up(frame, mark, node.span, spent)
        except RecursionError:  # values may lie in each other more deeply than any text
            return _given_up(frame, mark, node.span, TOO_DEEP)
        if value is not None:
            del frame.reasons[mark:]
        return value

    return compute


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


def _given_up(frame: Frame, mark: int, span: Span, spent: BudgetSpent) -> None:
    del frame.reasons[mark:]
    frame.reasons.append(Problem(span, "too-much", spent.what, spent.hint))


def _refusal(frame: Frame, span: Span) -> operators.Refuse:
    def refuse(code: str, message: str, hint: str) -> None:
        frame.reasons.append(Problem(span, code, message, hint))

    return refuse


class _Interpreter:
    """Makes closures; knows which names are bound inside the expression itself."""

    def __init__(self, hidden: Collection[str], definitions: Mapping[str, Type]) -> None:
        self._bound = list(hidden)
        self._definitions = definitions

    def closure(self, node: Node) -> Closure:
        """The closure of any node."""
        make: Callable[[Any], Closure] = getattr(self, _METHODS[type(node)])
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
        built_in = standard.get(name)

        def look_up(frame: Frame) -> Value:
            try:
                return frame.names[name]
            except KeyError:
                if built_in is None:
                    frame.reasons.append(Problem(span, "unknown-name", f"there is no {name} here"))
                return built_in

        return look_up

    def path(self, node: nodes.Path) -> Closure:
        source, name, span = self.closure(node.source), node.name, node.span

        def follow(frame: Frame) -> Value:
            value = source(frame)
            if type(value) is dict and name in value:
                return frame.reasons.taken_out(value, name)
            return None if value is None else member(value, name, Call(frame, span))

        return follow

    def filter(self, node: nodes.Filter) -> Closure:
        return filtered(self.closure(node.source), self._with_names(("item",), node.condition), node.span)

    def call(self, node: nodes.Call) -> Closure:
        built_in = standard.get(node.function.name) if isinstance(node.function, nodes.Name) else None
        is_standard = built_in is not None and node.function.name not in self._bound  # type: ignore[attr-defined]
        function = self.closure(node.function)
        arguments = tuple(map(self.closure, node.arguments))
        names, span, text = node.names, node.span, _name_of(node.function)

        def invoke(frame: Frame) -> Value:
            called = built_in if is_standard else function(frame)
            mark = len(frame.reasons)
            values = [argument(frame) for argument in arguments]
            call = Call(frame, span)
            if not is_function(called):
                return not_a_function(call, called, text)
            arranged = arrange(call, called, names, values) if names else values
            value = None if arranged is None else called(call, arranged)
            if value is not None:
                del frame.reasons[mark:]
            return value

        return invoke

    def arithmetic(self, node: nodes.Arithmetic) -> Closure:
        left, right, span = self.closure(node.left), self.closure(node.right), node.span
        operation = operators.arithmetic(node.operator)
        is_sum = node.operator == nodes.ArithmeticOperator.ADD

        def operate(frame: Frame) -> Value:
            one, other = left(frame), right(frame)
            if is_sum and type(one) is str and type(other) is str:
                frame.budget.allow_size(len(one) + len(other))
                return one + other
            return operation(one, other, _refusal(frame, span))

        return operate

    def negation(self, node: nodes.Negation) -> Closure:
        operand, span = self.closure(node.operand), node.span
        return lambda frame: operators.negate(operand(frame), _refusal(frame, span))

    def comparison(self, node: nodes.Comparison) -> Closure:
        return _compared(self.closure(node.left), node.operator, self.closure(node.right), node.span)

    def between(self, node: nodes.Between) -> Closure:
        value, low, high = self.closure(node.value), self.closure(node.low), self.closure(node.high)
        span = node.span

        def lies_between(frame: Frame) -> Value:
            mark = len(frame.reasons)
            refuse = _refusal(frame, span)
            one = value(frame)
            above = operators.less_or_equal(low(frame), one, refuse)
            answer = operators.conjunction(above, operators.less_or_equal(one, high(frame), refuse), refuse)
            return _settled(frame, mark, answer)

        return lies_between

    def in_(self, node: nodes.In) -> Closure:
        value, tests = self.closure(node.value), tuple(map(self.closure, node.tests))

        def is_in(frame: Frame) -> Value:
            mark = len(frame.reasons)
            inner = frame.over({"?": value(frame)})
            return _settled(frame, mark, _any_holds(inner, tests))

        return is_in

    def instance_of(self, node: nodes.InstanceOf) -> Closure:
        value, wanted = self.closure(node.value), read_type_node(node.type, self._definitions)

        def is_of_type(frame: Frame) -> Value:
            if wanted is None:
                frame.reasons.append(Problem(node.type.span, "unknown-type", f"there is no type {node.type.name}"))
                return None
            mark = len(frame.reasons)
            return _settled(frame, mark, is_instance(value(frame), wanted))

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
            return _settled(frame, mark, operation(one, other, _refusal(frame, span)))

        return decide

    def conditional(self, node: nodes.Conditional) -> Closure:
        condition, positive, negative = map(self.closure, (node.condition, node.positive, node.negative))
        span = node.condition.span

        def choose(frame: Frame) -> Value:
            mark = len(frame.reasons)
            decided = condition(frame)
            if decided is not None and type(decided) is not bool:
                message = f"`if` wants true or false, and is given {describe(type_of(decided))}"
                frame.reasons.append(Problem(span, "wrong-operands", message))
            return _settled(frame, mark, (positive if decided is True else negative)(frame))

        return choose

    def for_(self, node: nodes.For) -> Closure:
        names = [*(one.name for one in node.iterations), "partial"]
        uses_partial = any(isinstance(part, nodes.Name) and part.name == "partial" for part, _ in nodes.walk(node.body))
        return iterated(
            self._iterations(node.iterations), self._with_names(names, node.body), uses_partial=uses_partial
        )

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
        keys = [key for key, _ in entries]
        twice = next((entry for place, entry in enumerate(node.entries) if entry.key in keys[:place]), None)

        def gather(frame: Frame) -> Value:
            if twice is not None:
                frame.reasons.append(Problem(twice.span, "duplicate-key", f"{twice.key} stands twice in this context"))
                return None
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
        low_included, high_included = node.low_included, node.high_included

        def make(frame: Frame) -> Value:
            bounds = low(frame), high(frame)
            refused = operators.unfit_bounds(*bounds)
            if refused:
                frame.reasons.append(Problem(span, "not-a-range", refused))
                return None
            return Range(*bounds, low_included, high_included)

        return make

    def open_range(self, node: nodes.OpenRange) -> Closure:
        bound, sign = self.closure(node.bound), node.operator
        is_upper = sign in (ComparisonOperator.LESS, ComparisonOperator.LESS_OR_EQUAL)
        is_lower = sign in (ComparisonOperator.GREATER, ComparisonOperator.GREATER_OR_EQUAL)
        low_included = sign in (ComparisonOperator.GREATER_OR_EQUAL, ComparisonOperator.EQUAL)
        high_included = sign in (ComparisonOperator.LESS_OR_EQUAL, ComparisonOperator.EQUAL)

        def make(frame: Frame) -> Value:
            value = bound(frame)
            low, high = None if is_upper else value, None if is_lower else value
            return Range(low, high, low_included, high_included, sign)

        return make

    def function_definition(self, node: nodes.FunctionDefinition) -> Closure:
        names = tuple(one.name for one in node.parameters)
        body = self._with_names(names, node.body)
        types = tuple(self._parameter_type(one) for one in node.parameters)
        depth = max(depth for _, depth in nodes.walk(node.body))
        return lambda frame: UserFunction(names, types, body, frame, depth)

    def _parameter_type(self, node: nodes.FormalParameter) -> Type | None:
        return None if node.type is None else read_type_node(node.type, self._definitions)

    def operator_test(self, node: nodes.OperatorTest) -> Closure:
        return _compared(lambda frame: frame.names["?"], node.operator, self.closure(node.operand), node.span)

    def value_test(self, node: nodes.ValueTest) -> Closure:
        expression, asks, span = self.closure(node.expression), node.asks_for_input, node.span

        def test(frame: Frame) -> Value:
            tested, value = frame.names["?"], expression(frame)
            # A test that asks about the input and cannot tell is not passed by an input that is null too.
            if asks and (value is None or type(value) is bool):
                return value
            passed = operators.passes(tested, value, _refusal(frame, span))
            return True if value is True and type(tested) is not bool else passed

        return test

    def unary_tests(self, node: nodes.UnaryTests) -> Closure:
        tests, is_negated = tuple(map(self.closure, node.tests)), node.is_negated

        def test(frame: Frame) -> Value:
            mark = len(frame.reasons)
            answer = _any_holds(frame, tests) if tests else True
            return _settled(frame, mark, answer if answer is None or not is_negated else not answer)

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
        return _settled(frame, mark, operation(left(frame), right(frame), _refusal(frame, span)))

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


def _settled(frame: Frame, mark: int, value: Value) -> Value:
    """The value; where it is not null, what its parts could not compute no longer matters."""
    if value is not None and frame.reasons:
        del frame.reasons[mark:]
    return value


def _name_of(function: Node) -> str:
    return function.name if isinstance(function, nodes.Name | nodes.Path) else "this"


_METHODS: dict[type[Node], str] = {
    nodes.Literal: "literal",
    nodes.Name: "name",
    nodes.Path: "path",
    nodes.Filter: "filter",
    nodes.Call: "call",
    nodes.Arithmetic: "arithmetic",
    nodes.Negation: "negation",
    nodes.Comparison: "comparison",
    nodes.Between: "between",
    nodes.In: "in_",
    nodes.InstanceOf: "instance_of",
    nodes.Conjunction: "conjunction",
    nodes.Disjunction: "disjunction",
    nodes.Conditional: "conditional",
    nodes.For: "for_",
    nodes.Quantified: "quantified",
    nodes.ListLiteral: "list_literal",
    nodes.ContextLiteral: "context_literal",
    nodes.RangeLiteral: "range_literal",
    nodes.OpenRange: "open_range",
    nodes.FunctionDefinition: "function_definition",
    nodes.OperatorTest: "operator_test",
    nodes.ValueTest: "value_test",
    nodes.UnaryTests: "unary_tests",
}
