"""Takes expressions apart into the terms that they ask about, and what is asked of each.

A rewritten expression names nothing but terms, aspects and lets; FEEL's own interpreter says what it comes to for a
piece of each term, so that null means here what it means when a submission comes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, Final

from mapping_dsl.analysis.readings import NO_CUTS, Place, Reading, both, bounds_in, cuts_at
from mapping_dsl.analysis.surroundings import Surroundings, names_in
from mapping_dsl.analysis.terms import MAX_ASPECTS, Aspect, Cuts, Term
from mapping_dsl.feel import nodes, types
from mapping_dsl.feel.frames import Frame
from mapping_dsl.feel.interpreter import Closure, interpret, interpret_inner
from mapping_dsl.feel.nodes import ComparisonOperator, Node
from mapping_dsl.feel.values import Value
from mapping_dsl.running import Names
from mapping_dsl.scopes import BY_ANSWER

_EQUALITIES: Final = (ComparisonOperator.EQUAL, ComparisonOperator.NOT_EQUAL)
_TESTS: Final = (nodes.UnaryTests, nodes.OperatorTest, nodes.ValueTest)
#: what gives the same for the same operands, whatever they are
_PURE: Final = (
    nodes.Arithmetic, nodes.Negation, nodes.Comparison, nodes.Between, nodes.Conjunction, nodes.Disjunction,
    nodes.Conditional, nodes.ListLiteral, nodes.RangeLiteral, nodes.OpenRange, nodes.InstanceOf, nodes.TypeNode,
)  # fmt: skip
_MAX_LETS: Final = 20  #: that are read inside each other


class _NotApart(Exception):
    """A part that cannot be taken apart stands where it cannot be a term either; never leaves this file."""


class Reader:
    """Reads all expressions that are looked at together, so that they share their terms."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self.terms: list[Term] = []
        self._known: dict[tuple[Any, ...], Term | Aspect] = {}
        self._lets: dict[tuple[str, str], Reading | None] = {}
        self._rewritten: dict[str, Node] = {}
        self._closures: dict[str, Closure] = {}
        self._depth = 0

    def read(self, node: Node, place: Place) -> Reading:
        """An expression in terms. What is not understood of it is a term, or an aspect of one."""
        try:
            return self._taken_apart(node, place) or self._opaque(node, place)
        except _NotApart:
            return self._opaque(node, place)

    def read_condition(self, node: Node, place: Place) -> Reading:
        """A condition in terms: whether it is true is told apart where it is a term by itself."""
        reading = self.read(node, place)
        joined = self._joined(reading.node, (reading,))
        if joined is None:
            term = reading.terms[0]
            term.cuts |= {True, False}
            joined = Reading(reading.node, {term: frozenset((True, False))})
        return joined

    def value(self, reading: Reading, values: Mapping[str, Value]) -> Value:
        """What an expression comes to, given a value for each term and aspect."""
        return self.closure(reading)(self.frame(values))

    def closure(self, reading: Reading) -> Closure:
        """An expression as a function of a frame."""
        return interpret(reading.node)

    def frame(self, values: Mapping[str, Value]) -> Frame:
        """A frame in which rewritten expressions can be computed."""
        known = {**self._functions, **values}
        names = Names(known, lambda name: self._let_closure(name)(frame), self._rewritten)
        frame = Frame(names, None)
        return frame

    @property
    def _functions(self) -> Mapping[str, Value]:
        return self.surroundings.functions

    def _let_closure(self, name: str) -> Closure:
        if name not in self._closures:
            self._closures[name] = interpret_inner(self._rewritten[name])
        return self._closures[name]

    # --- one case for each kind of node; None: not understood

    def _taken_apart(self, node: Node, place: Place) -> Reading | None:
        match node:
            case nodes.Literal():
                return Reading(node)
            case nodes.Name():
                return self._name(node, place)
            case nodes.Path():
                return self._path(node, place)
            case nodes.Comparison():
                return self._comparison(node, self.read(node.left, place), self.read(node.right, place))
            case nodes.Between():
                return self._between(node, place)
            case nodes.In():
                return self._in(node, place)
            case nodes.UnaryTests() | nodes.OperatorTest() | nodes.ValueTest():
                return self._test(node, place)
            case nodes.Call():
                return self._call(node, place)
        return self._pure(node, place) if isinstance(node, _PURE) else None

    def _name(self, node: nodes.Name, place: Place) -> Reading | None:
        name = node.name
        if name == "?" and place.question:
            return place.question
        if name in place.parameters:
            return place.parameters[name]
        if name not in place.binders and self.surroundings.let(name):
            return self._let(name, place)
        if name not in place.binders and self.surroundings.is_pure_function(name):
            return Reading(node)
        return self._variable(node, place)

    def _let(self, name: str, place: Place) -> Reading | None:
        if self.surroundings.is_need(place.unit, name):
            return self._variable(nodes.Name(name), place)
        key = "let", name
        if key in self._lets:
            return self._lets[key] or self._variable(nodes.Name(name), place)
        found = self.surroundings.let(name)
        self._lets[key] = None  # a ring of lets ends here
        if found and self._depth < _MAX_LETS:
            self._depth += 1
            reading = self.read(found[1], Place(found[0]))
            self._depth -= 1
            if not reading.variable:
                self._rewritten[f"let {name}"] = reading.node
                reading = replace(reading, node=nodes.Name(f"let {name}"))
            self._lets[key] = reading
        return self._lets[key] or self._variable(nodes.Name(name), place)

    def _path(self, node: nodes.Path, place: Place) -> Reading | None:
        is_name = isinstance(node.source, nodes.Name) and node.source.name not in ("?", *place.parameters)
        return self._variable(node, place) if is_name else None

    def _variable(self, node: Node, place: Place) -> Reading:
        term = self._term(node, place)
        return Reading(nodes.Name(term.name), variable=term)

    def _call(self, node: nodes.Call, place: Place) -> Reading | None:
        name = node.function.name if isinstance(node.function, nodes.Name) else ""
        function = self.surroundings.function(name)
        if not function:
            return self._pure(node, place) if self.surroundings.is_pure_function(name) else None
        unit, parameters, body = function
        if node.names or len(parameters) != len(node.arguments) or self._depth >= _MAX_LETS:
            return None
        arguments = [self.read(one, place) for one in node.arguments]
        self._depth += 1
        try:
            return self._taken_apart(body, Place(unit, parameters=dict(zip(parameters, arguments, strict=True))))
        finally:
            self._depth -= 1

    def _pure(self, node: Node, place: Place) -> Reading | None:
        parts: list[Reading] = []

        def read(part: Node) -> Node:
            parts.append(self.read(part, place))
            return parts[-1].node

        made = _with_parts(node, read)
        return self._joined(made, parts)

    def _joined(self, node: Node, parts: Iterable[Reading]) -> Reading | None:
        """What depends on all these parts, whatever it does with them; None where one has too many values for that."""
        merged: dict[Term, Cuts] = {}
        for part in parts:
            if part.variable and not part.variable.domain.is_finite:
                return None
            for term, cuts in ({part.variable: None} if part.variable else part.cuts).items():
                merged[term] = both(merged[term], cuts) if term in merged else cuts
                term.is_split = term.is_split or cuts is None
        return Reading(node, merged)

    # --- comparisons and tests

    def _comparison(self, node: nodes.Comparison, left: Reading, right: Reading) -> Reading | None:
        made = replace(node, left=left.node, right=right.node)
        for one, other in ((left, right), (right, left)):
            if one.variable and other.is_constant:
                cut = self._cut(made, one.variable, self.value(other, {}), is_order=node.operator not in _EQUALITIES)
                if cut:
                    return cut
        return self._joined(made, (left, right))

    def _between(self, node: nodes.Between, place: Place) -> Reading | None:
        value, low, high = (self.read(one, place) for one in (node.value, node.low, node.high))
        made = replace(node, value=value.node, low=low.node, high=high.node)
        if value.variable and low.is_constant and high.is_constant:
            bounds = [self.value(low, {}), self.value(high, {})]
            cuts = [self._cut(made, value.variable, bound, is_order=True) for bound in bounds]
            if all(cuts):
                return self._joined(made, (one for one in cuts if one))
        return self._joined(made, (value, low, high))

    def _in(self, node: nodes.In, place: Place) -> Reading | None:
        value = self.read(node.value, place)
        type_ = self.surroundings.type_of(place.unit, node.value, place.binders)
        inside = place.asking(value, node.value, type_)
        tests = [self._tested(test, inside) for test in node.tests]
        return self._joined(replace(node, value=value.node, tests=tuple(one.node for one in tests)), tests)

    def _tested(self, node: Node, place: Place) -> Reading:
        """A test, which `?` takes part in without being named."""
        if not isinstance(node, _TESTS):
            node = nodes.ValueTest(node, asks_for_input="?" in names_in(node), span=node.span)
        return self._taken_apart(node, place) or self._opaque(node, place)

    def _test(self, node: Node, place: Place) -> Reading | None:
        question = place.question
        assert question, "a test stands inside something that is tested"
        match node:
            case nodes.UnaryTests():
                tests = [self._tested(one, place) for one in node.tests]
                return self._joined(replace(node, tests=tuple(one.node for one in tests)), tests)
            case nodes.OperatorTest():
                operand = self.read(node.operand, place)
                made = replace(node, operand=operand.node)
                if question.variable and operand.is_constant:
                    is_order = node.operator not in _EQUALITIES
                    return self._cut(made, question.variable, self.value(operand, {}), is_order=is_order)
                return self._joined(made, (question, operand))
            case nodes.ValueTest():
                return self._value_test(node, question, place)
        return None

    def _value_test(self, node: nodes.ValueTest, question: Reading, place: Place) -> Reading | None:
        tested = self.read(node.expression, place)
        made = replace(node, expression=tested.node)
        if node.asks_for_input:
            return self._joined(made, (tested,))
        if not (question.variable and tested.is_constant):
            return self._joined(made, (question, tested))
        value = self.value(tested, {})
        cuts = [self._cut(made, question.variable, one, is_order=is_order) for one, is_order in bounds_in(value)]
        return self._joined(made, (one for one in cuts if one)) if all(cuts) else None

    def _cut(self, node: Node, term: Term, value: Value, *, is_order: bool) -> Reading | None:
        """A comparison of a term with a value; None where the term's values cannot be told apart by it."""
        cuts = cuts_at(term, value, is_order=is_order)
        if cuts is NO_CUTS:
            return None
        term.is_split = term.is_split or cuts is None
        term.cuts |= cuts or frozenset()
        return Reading(node, {term: cuts})

    # --- what is not understood

    def _opaque(self, node: Node, place: Place) -> Reading:
        if any(name in place.parameters for name in names_in(node)):
            raise _NotApart
        is_test = isinstance(node, _TESTS)
        asks = is_test or "?" in names_in(node)
        question = place.question_node if asks else None
        whole = nodes.In(question, (node,), span=node.span) if is_test and question else node
        aspect = self._aspect(whole, question, place)
        if aspect:
            made: Node = nodes.Name(aspect[1].name)
            reading = Reading(made, {aspect[0]: None})
        else:
            term = self._term(whole, place, question)
            made = nodes.Name(term.name)
            reading = Reading(made, variable=term)
        if not is_test:
            return reading
        # A test is passed where what stands for it is true, whatever is tested.
        kept = nodes.ValueTest(made, asks_for_input=True, span=node.span)
        return Reading(kept, reading.cuts or {reading.terms[0]: None})

    def _aspect(self, node: Node, question: Node | None, place: Place) -> tuple[Term, Aspect] | None:
        """What is asked of one answer alone, or of one member of what is bound here, true or false."""
        expressions = self._reached(node, question)
        base = self._base(self._reads(node, place, question), place)
        if expressions is None or base is None:
            return None
        if self.surroundings.type_of(place.unit, node, place.binders) != types.BOOLEAN:
            return None
        term = self._term(base, place)
        key = "aspect", term, node, question
        known = self._known.get(key)
        if not isinstance(known, Aspect):
            if len(term.aspects) >= MAX_ASPECTS:
                return None
            known = self._known[key] = Aspect(f"§{len(self._known)}", node, question, expressions)
            term.aspects.append(known)
            term.evaluate = lambda aspect, value: self._evaluated(base, aspect, value)
        return term, known

    def _base(self, reads: frozenset[str], place: Place) -> nodes.Name | nodes.Path | None:
        """The one thing that is read, as an expression; None where more is read, or nothing is known of it."""
        head, _, member = next(iter(reads), "").partition(".")
        is_known = head in place.binders or self.surroundings.is_answer(head) or (head == "submission" and member)
        if len(reads) != 1 or not is_known:
            return None
        return nodes.Path(nodes.Name(head), member) if member else nodes.Name(head)

    def _evaluated(self, base: nodes.Name | nodes.Path, aspect: Aspect, value: Value) -> Value:
        values = _given(base, value)
        if aspect.question:
            values["?"] = self.surroundings.evaluate(aspect.question, values)
        return self.surroundings.evaluate(aspect.node, values)

    def _reached(self, *expressions: Node | None) -> tuple[Node, ...] | None:
        """Expressions with all lets and functions that they name; None where one cannot be computed from answers."""
        waiting = [one for one in expressions if one]
        found: list[Node] = []
        seen: set[str] = set()
        while waiting:
            found.append(waiting.pop())
            for name in {*names_in(found[-1])} - seen:
                seen.add(name)
                body = self.surroundings.body(name)
                if body:
                    waiting.append(body)
                elif self.surroundings.is_changing(name):
                    return None
        return tuple(found)

    def _reads(self, node: Node, place: Place, question: Node | None = None) -> frozenset[str]:
        """What an expression depends on, dotted where it names a member."""
        found: set[str] = set()
        heads: set[int] = set()
        for part, _ in nodes.walk(node):  # what stands in a path comes after the path
            match part:
                case nodes.Path(nodes.Name(head), member):
                    heads.add(id(part.source))
                    found |= self._read_of(head, place, member)
                case nodes.Call(nodes.Name(name), (nodes.Literal(str() as answer),)) if name in BY_ANSWER:
                    found.add(answer)
                case nodes.Name(name) if id(part) not in heads and name != "?":
                    found |= self._read_of(name, place)
        return frozenset(found) | (self._reads(question, place) if question else frozenset())

    def _read_of(self, head: str, place: Place, member: str = "") -> frozenset[str]:
        if head in place.binders or head == "submission" or self.surroundings.is_answer(head):
            return frozenset((f"{head}.{member}" if member else head,))
        return self.surroundings.reads(head)

    def _term(self, node: Node, place: Place, question: Node | None = None) -> Term:
        is_need = isinstance(node, nodes.Name) and self.surroundings.is_need(place.unit, node.name)
        key = "term", node, question, is_need
        known = self._known.get(key)
        if isinstance(known, Term):
            return known
        type_ = self.surroundings.type_of(place.unit, node, place.binders)
        term = Term(
            name=f"§{len(self._known)}",
            text=self._text(node, place),
            node=node,
            domain=self.surroundings.domain(place.unit, node, type_),
            reads=self._reads(node, place, question),
            answer=self.surroundings.answer_of(node),
        )
        self._known[key] = term
        self.terms.append(term)
        return term

    def _text(self, node: Node, place: Place) -> str:
        return node.name if isinstance(node, nodes.Name) else self.surroundings.excerpt(place.unit, node)


def _given(base: nodes.Name | nodes.Path, value: Value) -> dict[str, Value]:
    """Names that give an answer, or a member of a context or of each context of a list, a value."""
    match base:
        case nodes.Path(nodes.Name(head), member):
            return {head: [{member: one} for one in value] if isinstance(value, list) else {member: value}}
        case nodes.Name(name):
            return {name: value}
    return {}


def _with_parts(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with the change made in each node directly inside it."""
    changed: dict[str, Any] = {}
    for one in fields(node):
        value = getattr(node, one.name)
        if isinstance(value, Node):
            changed[one.name] = change(value)
        elif isinstance(value, tuple) and any(isinstance(part, Node) for part in value):
            changed[one.name] = tuple(map(change, value))
    return replace(node, **changed)
