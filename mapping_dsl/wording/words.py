"""FEEL nodes in plain English. Where words would mislead, the expression is quoted as it is written."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from mapping_dsl import nodes as statements
from mapping_dsl.feel import checker, lexical, types
from mapping_dsl.feel import nodes as feel
from mapping_dsl.feel.nodes import ArithmeticOperator, ComparisonOperator, Node
from mapping_dsl.forms import Question
from mapping_dsl.meanings import Meanings
from mapping_dsl.program import Program, Unit
from mapping_dsl.wording.phrases import CALLS, COMPARISONS, JOINING, MOMENTS, NAMES, SUBMISSION, TESTS

Groups = Mapping[str, str]  #: what a `for each` variable takes the elements of, "suspect" of the answers "suspects"

_LONGEST: Final = 400  #: characters; a longer sentence explains nothing
_DURATION: Final = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_UNITS: Final = ("day", "hour", "minute", "second")
_MOMENTS: Final = (types.DATE, types.DATE_TIME, types.TIME)
_ARITHMETIC: Final = {
    ArithmeticOperator.ADD: "plus",
    ArithmeticOperator.SUBTRACT: "minus",
    ArithmeticOperator.MULTIPLY: "times",
    ArithmeticOperator.DIVIDE: "divided by",
}


class Wording:
    """Says the expressions of a checked program."""

    def __init__(self, program: Program, meanings: Meanings) -> None:
        self.program = program
        self.meanings = meanings

    def of(self, unit: Unit, expression: statements.Expression, groups: Groups | None = None) -> str:
        """A value, a condition or a cell's tests in words."""
        return self._said(unit, expression, _Saying(self, unit, groups or {}).say)

    def condition(self, unit: Unit, expression: statements.Expression, groups: Groups | None = None) -> str:
        """What holds where the expression is true."""
        return self._said(unit, expression, _Saying(self, unit, groups or {}).condition)

    def test(self, unit: Unit, column: statements.Expression, cell: statements.Expression) -> str:
        """A cell of a decision table, options of the answer that its column asks by their titles."""
        asked = self.meanings.of(unit, column)
        return self._said(unit, cell, _Saying(self, unit, {}, asked.node if asked else None).say)

    def _said(self, unit: Unit, expression: statements.Expression, say: Callable[[Node], str]) -> str:
        meaning = self.meanings.of(unit, expression)
        if meaning is None:
            return f"`{expression.text}`"
        try:
            said = say(meaning.node)
        except _NoWords:
            said = ""
        return said if 0 < len(said) <= _LONGEST else self._quoted(expression, meaning.answers)

    def answer(self, name: str) -> str:
        """An answer by the words of its question."""
        question = self.question(name)
        return f"the answer to “{question.label}”" if question else f"the answer {name}"

    def question(self, name: str) -> Question | None:
        """The question of that dotted name as the newest version that puts it has it."""
        asked = self.program.questions.by_name.get(name, ())
        return asked[-1] if asked else None

    def option(self, name: str, const: object) -> str:
        """An option of an answer by its title; of versions that differ, the newest."""
        asked = reversed(self.program.questions.by_name.get(name, ()))
        titles = (option.title for one in asked if (option := one.option(str(const))))
        return f"“{next(titles, const)}”"

    def aliased(self, name: str) -> str:
        """The answer that a name stands for: its own, or that of a let which only gives it another name."""
        if name in self.program.questions.by_name:
            return name
        unit, node = self.program.named.get(name, (None, None))
        if unit is None or not isinstance(node, statements.Let):
            return ""
        meaning = self.meanings.of(unit, node.value)
        inner = meaning.node if meaning else None
        while isinstance(inner, feel.Call) and _called(inner) == "as list":
            inner = inner.arguments[0]
        # A let of a let is followed as far as the text goes down: rings were told by the checker.
        return self.aliased(inner.name) if isinstance(inner, feel.Name) and inner.name != name else ""

    def _quoted(self, expression: statements.Expression, answers: frozenset[str]) -> str:
        read = ", ".join(f"“{question.label}”" for one in sorted(answers) if (question := self.question(one)))
        return f"worked out{f' from {read}' if read and len(read) <= _LONGEST else ''} as `{expression.text}`"


class _NoWords(Exception):
    """A node that plain words would not say rightly."""


class _Saying:
    """Says one expression; each kind of node has the method of its case."""

    def __init__(self, wording: Wording, unit: Unit, groups: Groups, asked: Node | None = None) -> None:
        self.wording = wording
        self.unit = unit
        self.groups = groups
        self.asked = asked  #: what the column of a cell asks

    def condition(self, node: Node) -> str:
        """A node that stands where a condition does. Raises _NoWords."""
        return f"{self.say(node)} is true" if isinstance(node, feel.Name | feel.Path) else self.say(node)

    def say(self, node: Node) -> str:
        """The node in words. Raises _NoWords."""
        said: str = getattr(self, f"_{feel.CASES[type(node)].rstrip('_')}", self._unsaid)(node)
        return said

    def _unsaid(self, _: Node) -> str:
        raise _NoWords

    def _literal(self, node: feel.Literal) -> str:
        if node.value is None:
            return "nothing"
        if isinstance(node.value, str):
            return f"“{node.value}”"
        if isinstance(node.value, bool):
            return "yes" if node.value else "no"
        return lexical.to_string(node.value) or ""

    def _name(self, node: feel.Name) -> str:
        if node.name in NAMES:
            return NAMES[node.name]
        if answer := self.wording.aliased(node.name):
            return self.wording.answer(answer)
        _, named = self.wording.program.named.get(node.name, (None, None))
        match named:
            case statements.Decide():
                return f"the outcome of the table “{node.name}”"
            case statements.List():
                return f"the code list “{node.name}”"
            case None:
                return f"the {node.name}"
        # A text stands in quotation marks too: a name must not look like one.
        return f"the value “{node.name}”"

    def _path(self, node: feel.Path) -> str:
        match node.source:
            case feel.Name("submission") if node.name in SUBMISSION:
                return SUBMISSION[node.name]
            case feel.Name(name) if self._is_decision(name):
                return f"the outcome “{node.name}” of the table “{name}”"
            case feel.Name(name) if name in self.groups:
                question = self.wording.question(f"{self.groups[name]}.{node.name}")
                return f"the {name}’s “{question.label}”" if question else f"the {name}’s {node.name}"
        record, field = self._of_record(node)
        if record:
            return f"the field {field} of {record}" if field else f"the record {record}"
        return f"the {node.name} of {self.say(node.source)}"

    def _is_decision(self, name: str) -> bool:
        _, named = self.wording.program.named.get(name, (None, None))
        return isinstance(named, statements.Decide)

    def _of_record(self, node: Node) -> tuple[str, str]:
        """The record and field that a path leads to, empty where it leads elsewhere."""
        names: list[str] = []
        while isinstance(node, feel.Path):
            names.insert(0, node.name)
            node = node.source
        path = ".".join([node.name, *names]) if isinstance(node, feel.Name) else ""
        for record in self.wording.program.records:
            if path == record or path.startswith(f"{record}."):
                return record, path[len(record) + 1 :]
        return "", ""

    def _call(self, node: feel.Call) -> str:
        name, arguments = _called(node), node.arguments
        if node.names or not name:
            raise _NoWords
        if name in ("asked", "label", "option") and isinstance(arguments[0], feel.Literal):
            return self._of_question(name, str(arguments[0].value))
        if name == "duration" and isinstance(arguments[0], feel.Literal):
            return _duration(str(arguments[0].value))
        if name == "string join" and isinstance(arguments[-1], feel.Literal) and arguments[-1].value == " ":
            return f"{self.say(arguments[0])}, with a blank between"
        if name == "mentions" and isinstance(arguments[1], feel.ListLiteral):
            return f"{self.say(arguments[0])} mentions {self._listed(arguments[1].elements, 'or')}"
        if name == "not":
            return self._denied(arguments[0])
        if name == "is blank" and isinstance(arguments[0], feel.ListLiteral):
            return f"{self._listed(arguments[0].elements, 'and')} are all left blank"
        said = [self._part(one) for one in arguments]
        if name.removesuffix("()") in self.wording.program.lists:
            return f"the entry for {said[0]} in the code list “{name.removesuffix('()')}”"
        if name in self.wording.program.named:
            return f"the rule “{name}” for {' and '.join(said)}"
        if (name, len(said)) not in CALLS:
            raise _NoWords
        return CALLS[name, len(said)].format(*said)

    def _of_question(self, name: str, answer: str) -> str:
        question = self.wording.question(answer)
        label = f"“{question.label if question else answer}”"
        words = {"asked": f"{label} was asked", "label": f"the words of the question {label}"}
        return words.get(name, f"the words of the option chosen for {label}")

    def _denied(self, node: Node) -> str:
        match node:
            case feel.Call(arguments=(feel.ListLiteral(elements),)) if _called(node) == "is blank":
                return f"at least one of {self._listed(elements, 'and')} is given"
            case feel.Call() if _called(node) == "is blank":
                return f"{self.say(node.arguments[0])} is given"
            case feel.Call() if _called(node) == "list contains":
                return f"{self.say(node.arguments[0])} does not include {self.say(node.arguments[1])}"
        return CALLS["not", 1].format(self._in_brackets(node))

    def _comparison(self, node: feel.Comparison) -> str:
        match node:
            case feel.Comparison(ComparisonOperator.EQUAL, left, feel.Literal(None)):
                is_record = self._of_record(left) in ((record, "") for record in self.wording.program.records)
                return f"{self.say(left)} is {'not made' if is_record else 'left blank'}"
            case feel.Comparison(ComparisonOperator.NOT_EQUAL, left, feel.Literal(None)):
                return f"{self.say(left)} is given"
            case feel.Comparison(operator, left, right):
                word = MOMENTS.get(operator) if self._is(left, _MOMENTS) else None
                return f"{self._part(left)} {word or COMPARISONS[operator]} {self._option(left, right)}"

    def _option(self, asked: Node, value: Node) -> str:
        """A value that is compared with an answer: one of its options by its title."""
        answer = self._answer_of(asked)
        if answer and isinstance(value, feel.Literal) and isinstance(value.value, str):
            return self.wording.option(answer, value.value)
        return self.say(value)

    def _answer_of(self, node: Node) -> str:
        match node:
            case feel.Name(name):
                return self.wording.aliased(name)
            case feel.Path(feel.Name(variable), name) if variable in self.groups:
                return f"{self.groups[variable]}.{name}"
        return ""

    def _between(self, node: feel.Between) -> str:
        return f"{self.say(node.value)} is from {self.say(node.low)} to {self.say(node.high)}"

    def _in(self, node: feel.In) -> str:
        tests = self._elements_of(node.tests)
        said = [self._option(node.value, one.expression if isinstance(one, feel.ValueTest) else one) for one in tests]
        return f"{self.say(node.value)} is {_joined(said, 'or')}"

    def _elements_of(self, tests: Sequence[Node]) -> Sequence[Node]:
        """The values that are tested for, of a list its elements."""
        match tests:
            case (feel.ListLiteral(elements),) | (feel.ValueTest(feel.ListLiteral(elements)),):
                return elements
        return tests

    def _conjunction(self, node: feel.Conjunction) -> str:
        sides = (self._in_brackets(side, feel.Disjunction) for side in (node.left, node.right))
        return " and ".join(sides)

    def _disjunction(self, node: feel.Disjunction) -> str:
        sides = (self._in_brackets(side, feel.Conjunction) for side in (node.left, node.right))
        return " or ".join(sides)

    def _in_brackets(self, node: Node, *kinds: type[Node]) -> str:
        """A part that would be read with its neighbours stands in brackets."""
        said = self.condition(node) if kinds and kinds[0] in (feel.Conjunction, feel.Disjunction) else self.say(node)
        around = kinds or (feel.Conjunction, feel.Disjunction)
        return f"({said})" if isinstance(node, (*around, feel.Conditional)) else said

    def _part(self, node: Node) -> str:
        """What a sentence goes on behind: where its words have joints of their own it stands in brackets."""
        said = self.say(node)
        has_joints = isinstance(node, feel.Conditional | feel.Arithmetic | feel.Conjunction | feel.Disjunction)
        return f"({said})" if has_joints or (isinstance(node, feel.Call) and _called(node) in JOINING) else said

    def _conditional(self, node: feel.Conditional) -> str:
        return f"{self.say(node.positive)} if {self.condition(node.condition)}; otherwise {self.say(node.negative)}"

    def _arithmetic(self, node: feel.Arithmetic) -> str:
        if node.operator not in _ARITHMETIC:
            raise _NoWords
        word = _ARITHMETIC[node.operator]
        if node.operator is ArithmeticOperator.ADD and self._is(node, (types.STRING,)):
            return f"{self._in_brackets(node.left, feel.Conditional)} followed by {self._part(node.right)}"
        sides = (self._in_brackets(side, feel.Arithmetic, feel.Negation) for side in (node.left, node.right))
        return f" {word} ".join(sides)

    def _is(self, node: Node, wanted: Sequence[types.Type]) -> bool:
        type_ = checker.check(node, self.wording.meanings.scopes.of(self.unit)).type
        return type_ not in (types.ANY, types.NULL) and any(types.conforms(type_, one) for one in wanted)

    def _negation(self, node: feel.Negation) -> str:
        return f"minus {self._in_brackets(node.operand, feel.Arithmetic)}"

    def _filter(self, node: feel.Filter) -> str:
        places = {1: "the first of", -1: "the last of"}
        if not isinstance(node.condition, feel.Literal) or node.condition.value not in places:
            raise _NoWords
        return f"{places[node.condition.value]} {self.say(node.source)}"

    def _list_literal(self, node: feel.ListLiteral) -> str:
        return self._listed(node.elements, "and") if node.elements else "an empty list"

    def _listed(self, elements: Sequence[Node], word: str) -> str:
        return _joined([self.say(one) for one in elements], word)

    def _range_literal(self, node: feel.RangeLiteral) -> str:
        low, high = self.say(node.low), self.say(node.high)
        left_out = [end for end, is_in in ((low, node.low_included), (high, node.high_included)) if not is_in]
        return f"from {low} to {high}" + (f", without {' and '.join(left_out)}" if left_out else "")

    def _operator_test(self, node: feel.OperatorTest) -> str:
        return TESTS[node.operator].format(self.say(node.operand))

    def _tested(self, test: Node) -> str:
        value = test.expression if isinstance(test, feel.ValueTest) else test
        return self._option(self.asked, value) if self.asked else self.say(value)

    def _value_test(self, node: feel.ValueTest) -> str:
        return self.say(node.expression)

    def _unary_tests(self, node: feel.UnaryTests) -> str:
        if not node.tests:
            return "anything"
        said = _joined([self._tested(one) for one in self._elements_of(node.tests)], "or")
        is_null = _is_null(node.tests)
        if node.is_negated:
            return "anything that is given" if is_null else f"not {said}"
        return "left blank" if is_null else said


def _is_null(tests: Sequence[Node]) -> bool:
    match tests:
        case (feel.ValueTest(feel.Literal(None)),):
            return True
    return False


def _called(node: feel.Call) -> str:
    return node.function.name if isinstance(node.function, feel.Name) else ""


def _joined(said: Sequence[str], word: str) -> str:
    return f"{', '.join(said[:-1])} {word} {said[-1]}" if len(said) > 1 else "".join(said)


def _duration(text: str) -> str:
    found = _DURATION.fullmatch(text)
    parts = zip(found.groups(), _UNITS, strict=True) if found else ()
    said = [f"{int(number)} {unit}{'s' if int(number) != 1 else ''}" for number, unit in parts if number]
    if not said:
        raise _NoWords
    return _joined(said, "and")
