"""From nodes to Python functions that compute them: as quick as if they were written by hand, and equal to the
interpreter in every value, reason and trace. One method a node class; what the code looks like stands in `shapes`.
"""

import ast
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import NoneType
from typing import Any

from mapping_dsl.feel import nodes, operators, shapes
from mapping_dsl.feel.alike import TEXT, any_of, are_alike
from mapping_dsl.feel.computing import Closure, guarded
from mapping_dsl.feel.direct_calls import write_call
from mapping_dsl.feel.emission import Code, Known, Operand, Shape, function_of, list_of
from mapping_dsl.feel.facts import called_name, depth_of, is_condition, repeated_entry
from mapping_dsl.feel.frames import MAX_STEPS, Call, Frame
from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.functions.registry import BuiltinFunction
from mapping_dsl.feel.loops import write_filter, write_for, write_quantified
from mapping_dsl.feel.nodes import Node
from mapping_dsl.feel.type_nodes import read_type_node
from mapping_dsl.feel.types import Type
from mapping_dsl.feel.values import SIZED, Range, Value, simple_type
from mapping_dsl.feel.writing import NUMBER, TRUTH, Bound, OfContext, Writer

FILE_NAME = "<expression>"  #: of generated code, in tracebacks


def generate(node: Node, *, hidden: Collection[str] = (), definitions: Mapping[str, Type] | None = None) -> Closure:
    """The node as a function of a frame, as `interpreter.interpret` makes it. Raises TooMuchCode."""
    return guarded(generate_inner(node, hidden=hidden, definitions=definitions), node.span)


def generate_inner(
    node: Node, *, hidden: Collection[str] = (), definitions: Mapping[str, Type] | None = None
) -> Closure:
    """`generate` for what is computed inside another computation: raises BudgetSpent, so that the whole ends."""
    plain: Closure = function_of(*code_of(node, hidden=hidden, definitions=definitions), FILE_NAME)
    traced: list[Closure] = []

    def compute(frame: Frame) -> Value:
        if frame.seen is None:
            return plain(frame)
        if not traced:  # most expressions are never traced
            traced.append(function_of(*code_of(node, hidden=hidden, definitions=definitions, traced=True), FILE_NAME))
        return traced[0](frame)

    return compute


def code_of(
    node: Node, *, hidden: Collection[str] = (), definitions: Mapping[str, Type] | None = None, traced: bool = False
) -> tuple[ast.FunctionDef, Mapping[str, Any]]:
    """The function that computes a node, and all that it can name. Raises TooMuchCode."""
    generator = Generator(hidden, definitions or {}, traced=traced)
    result = generator.value(node)
    function = generator.code.definition(generator.code.statements, result, node.span)
    return function, {**shapes.NAMESPACE, **generator.code.constants}


class _Cases(Writer):
    """Writes each kind of node as its shape."""

    def __init__(  # noqa: PLR0913 — what is known of the place of an expression
        self,
        hidden: Collection[str],
        definitions: Mapping[str, Type],
        *,
        traced: bool = False,
        functions: Mapping[str, BuiltinFunction] | None = None,
        code: Code | None = None,
        tells_missing: bool = True,
    ) -> None:
        super().__init__(hidden, traced=traced, code=code, tells_missing=tells_missing)
        self._definitions = definitions
        self._built_in = functions or {}

    # --- names and paths

    def literal(self, node: nodes.Literal) -> Operand:
        return self.code.constant(node.value)

    def name(self, node: nodes.Name) -> Operand:
        return self.look_up(node.name, node)

    def path(self, node: nodes.Path) -> Operand:
        source = self.value(node.source)
        known = source.parts.entries.get(node.name) if source.must_be((dict, NoneType)) else None
        if known is None:
            return self.write(shapes.PATH, node, source=source, name=node.name)
        shape = shapes.PATH_KNOWN if self.tells_missing else shapes.PLAIN_PATH
        made = self.write(shape, node, source=source, name=node.name).knowing(known)
        null = frozenset({NoneType}) if source.may_be_null else frozenset()
        kinds = None if made.kinds is None else made.kinds | null
        return replace(made, kinds=kinds, refuses=source.refuses or self.tells_missing)

    # --- calls and functions

    def call(self, node: nodes.Call) -> Operand:
        name = called_name(node)
        built_in = self._built_in_function(name) if isinstance(node.function, nodes.Name) else None
        function = self.code.constant(built_in) if built_in else self.value(node.function)
        mark = self.mark()
        arguments = [self.value(one) for one in node.arguments]
        if built_in is not None and not node.names:
            made = self._known(built_in, node) or write_call(self, built_in, arguments, node.span)
        else:
            listed = list_of(arguments, node.span)
            made = self.write(shapes.CALL, node, function=function, text=name, names_given=node.names, arguments=listed)
        return mark.settle(made, *arguments)

    def _built_in_function(self, name: str) -> BuiltinFunction | None:
        """The function that a name calls for certain."""
        return None if name in self.bound else self._built_in.get(name) or standard.get(name)

    def _known(self, function: BuiltinFunction, node: nodes.Call) -> Operand | None:
        """The value of a call like `date("2026-10-05")`, which is the same whenever it is made."""
        given = [one.value for one in node.arguments if isinstance(one, nodes.Literal)]
        if len(given) < len(node.arguments):
            return None
        frame = Frame({}, None)
        value = guarded(lambda frame: function(Call(frame, node.span), given), node.span)(frame)
        if value is None or simple_type(value) is None:
            return None
        steps = MAX_STEPS - frame.budget.steps
        if not self.code.gather(steps):
            self.write(shapes.SPEND_STEPS, node, steps=steps)
        return self.code.constant(value)

    def function_definition(self, node: nodes.FunctionDefinition) -> Operand:
        names = tuple(one.name for one in node.parameters)
        with self.in_function() as body:
            given = {name: self.write(shapes.PARAMETER, node, name=name) for name in names}
            with self.in_scope(Bound(given), names):
                result = self.value(node.body)
        return self.write(
            shapes.FUNCTION,
            node,
            parameters=names,
            types=tuple(one.type and read_type_node(one.type, self._definitions) for one in node.parameters),
            body=self.code.function(body, result, node.span),
            depth=depth_of(node.body),
        )

    # --- operators

    def arithmetic(self, node: nodes.Arithmetic) -> Operand:
        left, right = self.value(node.left), self.value(node.right)
        if left.must_be(NUMBER) and right.must_be(NUMBER) and node.operator in shapes.NUMBER_ARITHMETIC:
            return self.write(shapes.NUMBER_ARITHMETIC[node.operator], node, NUMBER, left=left, right=right)
        made = self.write(shapes.ARITHMETIC[node.operator], node, left=left, right=right)
        if left.must_be(NUMBER) and right.must_be(NUMBER):
            return made.of(NUMBER)
        if node.operator == nodes.ArithmeticOperator.ADD and left.must_be(TEXT) and right.must_be(TEXT):
            if not (left.may_be_null or right.may_be_null):
                return replace(made, kinds=frozenset({str}), refuses=left.refuses or right.refuses)
            return made.of(TEXT)
        return made

    def negation(self, node: nodes.Negation) -> Operand:
        return self.write(shapes.NEGATION, node, operand=self.value(node.operand))

    def comparison(self, node: nodes.Comparison) -> Operand:
        mark = self.mark()
        left, right = self.value(node.left), self.value(node.right)
        return mark.settle(self._compared(node, node.operator, left, right), left, right)

    def _compared(self, node: Node, sign: nodes.ComparisonOperator, left: Operand, right: Operand) -> Operand:
        if sign in shapes.PLAIN_EQUALITY and self.code.value_of(right) == (None,):
            made = self.write(shapes.IS_NULL[sign], node, value=left)
            return Operand(made.expression, frozenset({bool}))
        if sign in shapes.PLAIN_EQUALITY and are_alike(left, right):
            made = self.write(shapes.PLAIN_EQUALITY[sign], node, left=left, right=right)
            return Operand(made.expression, frozenset({bool}))
        if sign in shapes.PLAIN_ORDER and not self.tells_missing and are_alike(left, right, has_order=True):
            made = self.write(shapes.PLAIN_ORDER[sign], node, left=left, right=right)
            kinds = TRUTH if left.may_be_null or right.may_be_null else frozenset({bool})
            return Operand(made.expression, kinds, refuses=left.refuses or right.refuses)
        return self.write(shapes.COMPARISON[sign], node, TRUTH, left=left, right=right)

    def between(self, node: nodes.Between) -> Operand:
        mark = self.mark()
        value, low, high = map(self.value, (node.value, node.low, node.high))
        return mark.settle(self.write(shapes.BETWEEN, node, TRUTH, value=value, low=low, high=high))

    def in_(self, node: nodes.In) -> Operand:
        mark = self.mark()
        tested = self.value(node.value)
        values = self._written_out(node.tests)
        if values is not None and are_alike(tested, *map(self.code.constant, values)):
            made = self.write(shapes.IS_AMONG, node, value=tested, values=values)
            return mark.settle(Operand(made.expression, frozenset({bool})), tested)
        with self.in_scope(Bound({"?": tested})):
            return mark.settle(answer := self._any_holds(node.tests, node), tested, answer)

    def _written_out(self, tests: Sequence[Node]) -> frozenset[Value] | None:
        """The short strings and whole numbers that tests ask for, if that is all that they ask for."""
        expressions = [one.expression for one in tests if isinstance(one, nodes.ValueTest)]
        values = [one.value for one in expressions if isinstance(one, nodes.Literal)]
        are_plain = all(type(one) is int or (type(one) is str and len(one) < SIZED[str]) for one in values)
        return frozenset(values) if are_plain and len(values) == len(tests) and not self.is_traced else None

    def _any_holds(self, tests: Sequence[Node], node: Node) -> Operand:
        if len(tests) == 1 and (only := self.value(tests[0])).must_be(TRUTH):
            return only
        answer = self.write(shapes.ASSIGN, node, value=False)
        passes: list[Operand] = []
        for test in tests:
            with self.code.block() as compute_test:
                passes.append(self.value(test))
            self.write(shapes.ONE_TEST, test, compute_test=compute_test, answer=answer, passed=passes[-1])
        kinds = TRUTH if any(one.may_be_null for one in passes) else frozenset({bool})
        return Operand(answer.expression, kinds, refuses=any(one.refuses for one in passes))

    def instance_of(self, node: nodes.InstanceOf) -> Operand:
        wanted = read_type_node(node.type, self._definitions)
        if wanted is None:
            message = f"there is no type {node.type.name}"
            return self.write(shapes.REFUSE, node.type, code="unknown-type", message=message)
        mark = self.mark()
        value = self.value(node.value)
        return mark.settle(self.write(shapes.INSTANCE_OF, node, TRUTH, value=value, wanted=wanted), value)

    def conjunction(self, node: nodes.Conjunction) -> Operand:
        return self._logic(shapes.CONJUNCTION, shapes.PLAIN_CONJUNCTION, node)

    def disjunction(self, node: nodes.Disjunction) -> Operand:
        return self._logic(shapes.DISJUNCTION, shapes.PLAIN_DISJUNCTION, node)

    def _logic(self, shape: Shape, plain: Shape, node: nodes.Conjunction | nodes.Disjunction) -> Operand:
        mark = self.mark()
        left = self.value(node.left)
        with self.code.block() as compute_right:
            right = self.value(node.right)
        put: dict[str, Any] = {"left": left, "compute_right": compute_right, "right": right}
        if self.tells_missing or not (left.must_be(TRUTH) and right.must_be(TRUTH)):
            return mark.settle(self.write(shape, node, TRUTH, **put), left, right)
        made = self.write(plain, node, **put)
        kinds = TRUTH if left.may_be_null or right.may_be_null else frozenset({bool})
        refuses = any(one.refuses for one in (left, right))
        # Reasons that are told again stand in the block of the right side too, where nothing can take them out.
        return mark.settle(Operand(made.expression, kinds, refuses), left, replace(right, is_retold=False))

    # --- what holds other expressions

    def conditional(self, node: nodes.Conditional) -> Operand:
        mark = self.mark()
        condition = self.value(node.condition) if self.is_traced else self.code.inline(self.value(node.condition))
        with self.code.block() as compute_positive:
            positive = self.value(node.positive)
        with self.code.block() as compute_negative:
            negative = self.value(node.negative)
        made = self.write(
            shapes.CONDITIONAL,
            node,
            None,
            span=node.condition.span,
            condition=condition,
            compute_positive=compute_positive,
            positive=positive,
            compute_negative=compute_negative,
            negative=negative,
        )
        made = made.knowing(any_of((positive, negative)))
        if condition.must_be(TRUTH) and not self.tells_missing:
            inner = [replace(one, is_retold=False) for one in (positive, negative)]
            made = replace(made, refuses=any(one.refuses for one in (condition, *inner)))
            return mark.settle(made, condition, *inner)
        return mark.settle(made)

    def list_literal(self, node: nodes.ListLiteral) -> Operand:
        if all(isinstance(one, nodes.Literal) for one in node.elements) and not self.is_traced:
            return self._constant_list([one.value for one in node.elements])  # type: ignore[attr-defined]
        holder = self.write(shapes.NO_ELEMENTS, node)
        values: list[Operand] = []
        for place, element in enumerate(node.elements):
            mark = self.mark()
            values.append(self.value(element))
            self.write(shapes.APPEND, element, holder=holder, value=values[-1])
            mark.put_away(values[-1], holder, place)
        return Operand(holder.expression, frozenset({list}), parts=Known(frozenset({list}), any_of(values)))

    def _constant_list(self, values: list[Value]) -> Operand:
        """A list that is the same whenever it is made: nobody changes a list."""
        element = Known(frozenset(map(type, values)))
        return self.code.constant(values).knowing(Known(frozenset({list}), element))

    def context_literal(self, node: nodes.ContextLiteral) -> Operand:
        keys = frozenset(entry.key for entry in node.entries)
        twice = repeated_entry(node)
        if twice is not None:
            return self.write(
                shapes.REFUSE, twice, code="duplicate-key", message=f"{twice.key} stands twice in this context"
            )
        holder = self.write(shapes.NO_ENTRIES, node)
        entries: dict[str, Operand] = {}
        for entry in node.entries:
            mark = self.mark()
            with self.in_scope(OfContext(holder, entries, keys, self.functions), tuple(entries)):
                value = self.value(entry.value)
            self.write(shapes.ENTER, entry, holder=holder, key=entry.key, value=value)
            mark.put_away(value, holder, entry.key)
            entries[entry.key] = Operand(value.expression, value.kinds)
        return Operand(holder.expression, frozenset({dict}))

    def range_literal(self, node: nodes.RangeLiteral) -> Operand:
        low, high = self.value(node.low), self.value(node.high)
        included = node.low_included, node.high_included
        if isinstance(node.low, nodes.Literal) and isinstance(node.high, nodes.Literal):
            bounds = node.low.value, node.high.value
            if operators.unfit_bounds(*bounds) is None:
                return self.code.constant(Range(*bounds, *included))
        return self.write(shapes.BETWEEN_BOUNDS, node, low=low, high=high, included=included)

    def open_range(self, node: nodes.OpenRange) -> Operand:
        return self.write(shapes.WITH_ONE_BOUND, node, sign=node.operator, bound=self.value(node.bound))

    # --- what goes over lists

    def filter(self, node: nodes.Filter) -> Operand:
        return write_filter(self, node)

    def for_(self, node: nodes.For) -> Operand:
        return write_for(self, node)

    def quantified(self, node: nodes.Quantified) -> Operand:
        return write_quantified(self, node)

    # --- tests

    def operator_test(self, node: nodes.OperatorTest) -> Operand:
        mark = self.mark()
        left, right = self._tested(node), self.value(node.operand)
        return mark.settle(self._compared(node, node.operator, left, right), left, right)

    def value_test(self, node: nodes.ValueTest) -> Operand:
        tested, value = self._tested(node), self.value(node.expression)
        if isinstance(node.expression, nodes.Literal) and (node.expression.value is None or are_alike(tested, value)):
            return self._compared(node, nodes.ComparisonOperator.EQUAL, tested, value)
        asks, holds = node.asks_for_input, is_condition(node)
        if asks and value.must_be(TRUTH):
            return value
        return self.write(shapes.VALUE_TEST, node, TRUTH, tested=tested, value=value, asks=asks, holds=holds)

    def _tested(self, test: Node) -> Operand:
        return self.look_up("?", test)

    def unary_tests(self, node: nodes.UnaryTests) -> Operand:
        mark = self.mark()
        answer = self._is_among(node) or self._any_holds(node.tests, node) if node.tests else self.code.constant(True)
        if node.is_negated:
            negated = self.write(shapes.NEGATED, node, TRUTH, answer=answer)
            answer = replace(negated, kinds=answer.kinds, refuses=answer.refuses)
        return mark.settle(answer, answer)

    def _is_among(self, node: nodes.UnaryTests) -> Operand | None:
        """Whether the input is one of several values, where that is all that is asked."""
        values = self._written_out(node.tests) if len(node.tests) > 1 else None
        if values is None:
            return None
        tested = self._tested(node)
        if not are_alike(tested, *map(self.code.constant, values)):
            return None
        made = self.write(shapes.IS_AMONG, node, value=tested, values=values)
        return Operand(made.expression, frozenset({bool}))


class Generator(_Cases):
    """Writes expressions. `functions` are built-in ones beyond FEEL's own, `code` is where it writes if others write
    there too, and `tells_missing` whether somebody may ask for the reason of a null that only comes of another."""
