"""What can be known of an expression before it runs: its type, names that nobody gave, what it reads."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mapping_dsl.feel import nodes, types
from mapping_dsl.feel.call_types import CallProblem, type_of_call
from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.nearest import nearest, renaming, suggestion, unknown_name
from mapping_dsl.feel.nodes import ArithmeticOperator, Node
from mapping_dsl.feel.operator_types import are_comparable, result_of
from mapping_dsl.feel.operators import unfit_bounds
from mapping_dsl.feel.properties import properties_of
from mapping_dsl.feel.scope import meant
from mapping_dsl.feel.slips import ELSEWHERE
from mapping_dsl.feel.type_hints import hint_for_condition, hint_for_operands
from mapping_dsl.feel.type_nodes import read_type_node
from mapping_dsl.feel.types import Type, conforms, describe
from mapping_dsl.feel.values import type_of
from mapping_dsl.problems import Fix, Problem, Severity, Span

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """An expression's type, what is wrong with it, and the paths that it reads from names outside it."""

    type: Type
    problems: tuple[Problem, ...]
    reads: frozenset[Path]  #: ("vehicles", "vrm"): the free name with the members named after it


def check(node: Node, scope: Mapping[str, Type], *, definitions: Mapping[str, Type] | None = None) -> Checked:
    """Checks names, types and arguments against what is in scope. FEEL's own functions are always in scope. A member
    read of a loop's name counts as one of what the loop goes over. `definitions` are item definitions."""
    checker = _Checker(scope, definitions or {})
    type_ = checker.value(node)
    return Checked(type_, tuple(sorted(checker.problems, key=lambda one: one.span)), frozenset(checker.reads))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a sub-expression or a name: its type, and the outer path that it is or comes from."""

    type: Type
    origin: Path | None = None
    is_key: bool = False  #: of an element or a context: in scope without having been named there


class _Checker:
    def __init__(self, scope: Mapping[str, Type], definitions: Mapping[str, Type]) -> None:
        self.problems: list[Problem] = []
        self.reads: set[Path] = set()
        self._scope = scope
        self._bound: dict[str, _Known] = {}
        self._definitions = definitions

    def value(self, node: Node) -> Type:
        """The type of a sub-expression whose value is used as a whole, so that what it comes from is read."""
        known = self._visit(node)
        if known.origin is not None:
            self.reads.add(known.origin)
        return known.type

    def _visit(self, node: Node) -> _Known:
        make: Callable[[Any], Type | _Known] = getattr(self, nodes.CASES[type(node)])
        made = make(node)
        return made if isinstance(made, _Known) else _Known(made)

    def _with(self, names: Mapping[str, _Known], node: Node) -> Type:
        outer, self._bound = self._bound, {**self._bound, **names}
        found = self.value(node)
        self._bound = outer
        return found

    def _problem(self, span: Span, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(span, code, message, hint))

    # --- names, paths and filters

    def literal(self, node: nodes.Literal) -> Type:
        return types.ChoiceOf((node.value,)) if isinstance(node.value, str) else type_of(node.value)

    def name(self, node: nodes.Name) -> _Known:
        name = node.name
        if name in self._bound:
            known = self._bound[name]
            if known.is_key and name in self._scope:
                message = f"{name} is the one inside the brackets here, not the one outside"
                self.problems.append(Problem(node.span, "two-of-one-name", message, severity=Severity.HINT))
            return _Known(known.type, known.origin)
        if name in self._scope:
            return _Known(self._scope[name], (name,))
        function = standard.get(name)
        if function is None:
            self._unknown_name(node)
        return _Known(function.type if function else types.ANY)

    def _unknown_name(self, node: nodes.Name) -> None:
        self.problems.append(unknown_name(node.name, node.span, meant(self._scope, self._bound)))

    def path(self, node: nodes.Path) -> _Known:
        source = self._visit(node.source)
        origin = None if source.origin is None else (*source.origin, node.name)
        if source.origin is not None and not isinstance(_element(source.type), types.ContextOf):
            origin = source.origin
        return _Known(self._member(source.type, node), origin)

    def _member(self, source: Type, node: nodes.Path) -> Type:
        match source:
            case types.ListOf(element):
                return types.ListOf(self._member(element, node))
            case types.ContextOf(entries):
                member = source.member(node.name)
                if member is None:
                    keys = [key for key, _ in entries]
                    hint = suggestion(node.name, keys) or f"it has {', '.join(keys[:_SHOWN])}" * bool(keys)
                    end_line, end = node.span.end_line, node.span.end_column
                    written = Span(end_line, end - len(node.name), end_line, end)
                    message = f"there is no {node.name} in this context"
                    fix = renaming(written, node.name, keys)
                    self.problems.append(Problem(node.span, "no-such-entry", message, hint, fix=fix))
                return member or types.ANY
            case types.ANY | types.NULL | types.Variable():
                return types.ANY
        properties = properties_of(source)
        if node.name not in properties:
            message = f"{describe(source)} has no {node.name}"
            listed = f"it has {', '.join(properties)}" if properties else ELSEWHERE.get(node.name, "")
            hint = suggestion(node.name, properties) or listed
            self._problem(node.span, "no-such-property", message, hint)
            return types.ANY
        return properties[node.name][0]

    def filter(self, node: nodes.Filter) -> _Known:
        source = self._visit(node.source)
        element = _element(source.type)
        names = {"item": _Known(element, source.origin)}
        if isinstance(element, types.ContextOf):
            names |= {key: _Known(type_, _below(source.origin, key), is_key=True) for key, type_ in element.entries}
        condition = self._with(names, node.condition)
        if condition == types.NUMBER:
            return _Known(element, source.origin)
        self._wants_boolean(condition, node.condition, "a filter")
        if condition == types.ANY and isinstance(node.condition, nodes.Name | nodes.Call | nodes.Path):
            return _Known(types.ANY, source.origin)
        return _Known(types.ListOf(element), source.origin)

    # --- calls and functions

    def call(self, node: nodes.Call) -> Type:
        function = self._visit(node.function)
        if function.origin is not None:
            self.reads.add(function.origin)
        arguments = [self.value(one) for one in node.arguments]
        match function.type:
            case types.FunctionOf() if not function.type.is_open:
                return self._type_of_call(node, function.type, arguments)
            case types.FunctionOf() | types.ANY | types.NULL | types.Variable():
                return types.ANY
        hint = "take one element with [1]" if isinstance(function.type, types.ListOf) else ""
        self._problem(node.function.span, "not-a-function", f"this is {describe(function.type)}, not a function", hint)
        return types.ANY

    def _type_of_call(self, node: nodes.Call, function: types.FunctionOf, arguments: Sequence[Type]) -> Type:
        name = node.function.name if isinstance(node.function, nodes.Name | nodes.Path) else "this function"
        found = type_of_call(name, function, arguments, node.names)
        if isinstance(found, CallProblem):
            span = node.span if found.argument is None else node.arguments[found.argument].span
            self._problem(span, found.code, found.message, found.hint)
            return function.result if not function.others else types.ANY
        if name in _SEEKERS and len(arguments) == 2 and not self._told_options(node.arguments[1], arguments[0]):
            self._compare(node.arguments[1].span, _element(arguments[0]), _element(arguments[1]))
        return found

    def function_definition(self, node: nodes.FunctionDefinition) -> Type:
        parameters = tuple(types.Parameter(one.name, self._written_type(one.type)) for one in node.parameters)
        result = self._with({one.name: _Known(one.type) for one in parameters}, node.body)
        return types.FunctionOf(parameters, result)

    def _written_type(self, node: nodes.TypeNode | None) -> Type:
        if node is None:
            return types.ANY
        found = read_type_node(node, self._definitions)
        if found is None:
            hint = suggestion(node.name, {**types.BY_NAME, **self._definitions}) or _TYPES
            self._problem(node.span, "unknown-type", f"there is no type {node.name}", hint)
        return found or types.ANY

    # --- operators

    def arithmetic(self, node: nodes.Arithmetic) -> Type:
        left, right = self.value(node.left), self.value(node.right)
        result = result_of(node.operator, left, right)
        if result is None:
            hint = hint_for_operands(left, right, is_sum=node.operator == ArithmeticOperator.ADD)
            message = f"`{node.operator}` cannot be used between {describe(left)} and {describe(right)}"
            self._problem(node.span, "wrong-operands", message, hint)
        return result or types.ANY

    def negation(self, node: nodes.Negation) -> Type:
        operand = self.value(node.operand)
        if not any(conforms(operand, one) for one in (types.NUMBER, types.DAYS_TIME, types.YEARS_MONTHS)):
            self._problem(node.span, "wrong-operands", f"a minus cannot stand before {describe(operand)}")
        return operand

    def comparison(self, node: nodes.Comparison) -> Type:
        left, right = self.value(node.left), self.value(node.right)
        if not self._told_options(node.left, right) and not self._told_options(node.right, left):
            self._compare(node.span, left, right)
        return types.BOOLEAN

    def _told_options(self, written: Node, other: Type) -> bool:
        """Whether a text that is written out, alone or in a list, is told to be none that the other side can be."""
        options = _element(other)
        if not isinstance(options, types.ChoiceOf):
            return False
        strays = [one for one in _texts(written) if one.value not in options.options]
        for text in strays:
            close = nearest(str(text.value), options.options)
            fix = Fix(text.span, f'"{close}"', f'write "{close}"') if close else None
            self._no_such_option(text.span, types.ChoiceOf((str(text.value),)), options, fix)
        return bool(strays)

    def _no_such_option(self, span: Span, left: types.ChoiceOf, right: types.ChoiceOf, fix: Fix | None = None) -> None:
        one, others = sorted((left, right), key=lambda choice: len(choice.options))
        message = f"{describe(one)} is not among {describe(others).removeprefix('one of ')}"
        close = nearest(one.options[0], others.options) if len(one.options) == 1 else None
        hint = f'did you mean "{close}"?' if close else ""
        self.problems.append(Problem(span, "no-such-option", message, hint, fix=fix))

    def _compare(self, span: Span, left: Type, right: Type) -> None:
        if are_comparable(left, right):
            return
        one, others = _element(left), _element(right)
        is_alike = isinstance(left, types.ListOf) == isinstance(right, types.ListOf)
        if is_alike and isinstance(one, types.ChoiceOf) and isinstance(others, types.ChoiceOf):
            self._no_such_option(span, one, others)
        else:
            message = f"{describe(left)} and {describe(right)} cannot be compared"
            self._problem(span, "cannot-compare", message, hint_for_operands(left, right))

    def between(self, node: nodes.Between) -> Type:
        value = self.value(node.value)
        for bound in (node.low, node.high):
            self._compare(bound.span, value, self.value(bound))
        return types.BOOLEAN

    def in_(self, node: nodes.In) -> Type:
        value = self._visit(node.value)
        if value.origin is not None:
            self.reads.add(value.origin)
        for test in node.tests:
            self._with({"?": value}, test)
        return types.BOOLEAN

    def instance_of(self, node: nodes.InstanceOf) -> Type:
        self.value(node.value)
        self._written_type(node.type)
        return types.BOOLEAN

    def conjunction(self, node: nodes.Conjunction) -> Type:
        return self._logic(node, "and")

    def disjunction(self, node: nodes.Disjunction) -> Type:
        return self._logic(node, "or")

    def _logic(self, node: nodes.Conjunction | nodes.Disjunction, word: str) -> Type:
        for operand in (node.left, node.right):
            self._wants_boolean(self.value(operand), operand, f"`{word}`")
        return types.BOOLEAN

    def _wants_boolean(self, type_: Type, node: Node, who: str) -> None:
        if not conforms(type_, types.BOOLEAN):
            message = f"{who} wants true or false, and this is {describe(type_)}"
            self._problem(node.span, "wrong-operands", message, hint_for_condition(type_, who))

    # --- what holds other expressions

    def conditional(self, node: nodes.Conditional) -> Type:
        self._wants_boolean(self.value(node.condition), node.condition, "`if`")
        return types.common((self.value(node.positive), self.value(node.negative)))

    def for_(self, node: nodes.For) -> Type:
        names = self._iterations(node.iterations)
        body = self._with({**names, "partial": _Known(types.ANY_LIST)}, node.body)
        self._read_unread(names)
        return types.ListOf(body)

    def quantified(self, node: nodes.Quantified) -> Type:
        names = self._iterations(node.iterations)
        self._wants_boolean(self._with(names, node.condition), node.condition, f"`{node.quantifier}`")
        self._read_unread(names)
        return types.BOOLEAN

    def _iterations(self, iterations: tuple[nodes.Iteration, ...]) -> dict[str, _Known]:
        outer, names = self._bound, dict[str, _Known]()
        for one in iterations:
            source = self._visit(one.source)
            if one.end is not None:
                self.value(one.end)
            names[one.name] = _Known(_element(source.type), source.origin)
            self._bound = {**outer, **names}
        self._bound = outer
        return names

    def _read_unread(self, names: Mapping[str, _Known]) -> None:
        """What a loop goes over is read, even where nothing of its elements is."""
        for known in names.values():
            origin = known.origin
            if origin is not None and not any(path[: len(origin)] == origin for path in self.reads):
                self.reads.add(origin)

    def list_literal(self, node: nodes.ListLiteral) -> Type:
        elements = [self.value(one) for one in node.elements]
        return types.ListOf(types.common(elements) if elements else types.ANY)

    def context_literal(self, node: nodes.ContextLiteral) -> Type:
        known: dict[str, _Known] = {}
        for entry in node.entries:
            if entry.key in known:
                self._problem(entry.span, "duplicate-key", f"{entry.key} stands twice in this context", "leave one out")
            known[entry.key] = _Known(self._with(known, entry.value), is_key=True)
        return types.ContextOf(tuple((key, one.type) for key, one in known.items()))

    def range_literal(self, node: nodes.RangeLiteral) -> Type:
        low, high = self.value(node.low), self.value(node.high)
        if not are_comparable(low, high):
            self._problem(node.span, "not-a-range", f"there is no range from {describe(low)} to {describe(high)}")
        elif isinstance(node.low, nodes.Literal) and isinstance(node.high, nodes.Literal):
            refused = unfit_bounds(node.low.value, node.high.value)
            if refused:
                hint = "write two conditions with `or` between them where it goes round, as a night does"
                self._problem(node.span, "not-a-range", refused, hint)
        return types.RangeOf(_widened(types.common((low, high))))

    def open_range(self, node: nodes.OpenRange) -> Type:
        return types.RangeOf(_widened(self.value(node.bound)))

    def operator_test(self, node: nodes.OperatorTest) -> Type:
        operand = self.value(node.operand)
        if not self._told_options(node.operand, self._input()):
            self._compare(node.span, self._input(), operand)
        return types.BOOLEAN

    def value_test(self, node: nodes.ValueTest) -> Type:
        found = self.value(node.expression)
        if node.asks_for_input:
            self._wants_boolean(found, node.expression, "a test with `?`")
        elif found != types.BOOLEAN and not self._told_options(node.expression, self._input()):
            self._compare(node.span, self._input(), _tested(found))
        return types.BOOLEAN

    def _input(self) -> Type:
        bound = self._bound.get("?")
        return bound.type if bound else self._scope.get("?", types.ANY)

    def unary_tests(self, node: nodes.UnaryTests) -> Type:
        for test in node.tests:
            self.value(test)
        return types.BOOLEAN


_SHOWN = 8  #: keys that a hint names
_SEEKERS = ("list contains", "index of")  #: a list, and what is sought in it
_TYPES = "write one like number, string, boolean, date, time, date and time or list<string>"


def _element(type_: Type) -> Type:
    match type_:
        case types.ListOf(element) | types.RangeOf(element):
            return element
    return type_


def _texts(node: Node) -> Iterator[nodes.Literal]:
    """A text that is written out, or those of a list that is."""
    for one in node.elements if isinstance(node, nodes.ListLiteral) else (node,):
        if isinstance(one, nodes.Literal) and isinstance(one.value, str):
            yield one


def _tested(type_: Type) -> Type:
    """What the input of a test must be like: an element of a list, inside a range."""
    return _element(type_)


def _below(origin: Path | None, name: str) -> Path | None:
    return None if origin is None else (*origin, name)


def _widened(type_: Type) -> Type:
    return types.STRING if isinstance(type_, types.ChoiceOf) else type_
