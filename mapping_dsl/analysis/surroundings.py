"""What the names in a program's expressions stand for, and what expressions come to for values that are given."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from sys import maxsize
from typing import Any, Final

from mapping_dsl import functions, nodes
from mapping_dsl.analysis import scales
from mapping_dsl.analysis.efforts import Effort
from mapping_dsl.analysis.terms import Domain
from mapping_dsl.expressions import expressions_in, rows_of
from mapping_dsl.feel import checker, parser, types
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.feel.frames import Frame, Layer
from mapping_dsl.feel.functions import standard
from mapping_dsl.feel.interpreter import Closure, interpret, interpret_inner
from mapping_dsl.feel.nodes import Node
from mapping_dsl.feel.tables import HitPolicy
from mapping_dsl.feel.user_functions import UserFunction
from mapping_dsl.feel.values import Value
from mapping_dsl.forms import AnswerType, Question
from mapping_dsl.meanings import Meanings
from mapping_dsl.problems import Severity, Span
from mapping_dsl.program import Program, Unit
from mapping_dsl.running import Names
from mapping_dsl.scopes import BY_ANSWER, EVERYWHERE, RESERVED

#: a function of these is another one in every submission
_NOT_PURE: Final = frozenset((*BY_ANSWER, "now", "today"))
_NEVER_NULL: Final = frozenset(("risk level", "flags", "unclear flags", "all text"))
_ONE_VALUE: Final = (HitPolicy.FIRST, HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY)
_COUNTING: Final = ("count", "string length")
_NOON: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Surroundings:
    """A program seen by its names. Made once for all that is analysed of it."""

    def __init__(self, program: Program, meanings: Meanings) -> None:
        self.program = program
        self.meanings = meanings
        self.questions = program.questions
        self.effort = Effort()
        self.every_version = (1 << max(1, len(self.questions.versions))) - 1
        self._hidden = frozenset(self.questions.outer_types) & frozenset(standard.names)
        self._missing = program.missing_needs()
        self._closures: dict[str, Closure] = {}
        self._made: dict[Node, Closure] = {}
        self._texts: dict[str, list[str]] = {}

    # --- names

    def is_answer(self, name: str) -> bool:
        """Whether a name is that of an answer outside groups."""
        return name in self.questions.outer_types and name not in RESERVED

    def is_pure_function(self, name: str) -> bool:
        """Whether a name is that of a function that gives the same for the same values, always."""
        known = name in self.functions or standard.get(name) is not None
        return known and name not in _NOT_PURE and name not in self._hidden and name not in self.program.named

    def let(self, name: str) -> tuple[Unit, Node] | None:
        """What a let stands for, with the text it stands in."""
        unit, node = self.program.named.get(name, (None, None))
        meaning = self.meanings.of(unit, node.value) if unit and isinstance(node, nodes.Let) else None
        return (unit, meaning.node) if unit and meaning and not self.is_answer(name) else None

    def function(self, name: str) -> tuple[Unit, tuple[str, ...], Node] | None:
        """The parameters and the body of a function of the program."""
        unit, node = self.program.named.get(name, (None, None))
        if not unit or not isinstance(node, nodes.Function):
            return None
        meaning = self.meanings.of(unit, node.body)
        return (unit, tuple(one.text for one in node.parameters), meaning.node) if meaning else None

    def body(self, name: str) -> Node | None:
        """What a let or a function of the program comes from."""
        let, function = self.let(name), self.function(name)
        return let[1] if let else function[2] if function else None

    def is_changing(self, name: str) -> bool:
        """Whether a name is none that can be computed from answers alone."""
        if self.is_answer(name) or self.body(name):
            return False
        is_given = name in EVERYWHERE or name in self.program.named or name in self._missing
        return is_given or name in _NOT_PURE or name.endswith("()")

    def answer_of(self, node: Node) -> str:
        """The answer that an expression is, through lets that only give it another name; empty where it is none."""
        for _ in self.program.named:
            name = node.name if isinstance(node, feel_nodes.Name) else ""
            let = self.let(name)
            if let is None:
                break
            node = let[1]
        name = node.name if isinstance(node, feel_nodes.Name) else ""
        return name if self.is_answer(name) else ""

    def is_need(self, unit: Unit, name: str) -> bool:
        """Whether a module leaves it to mappings what a name is: there may be others than this one."""
        return unit.module is not None and any(need.text == name for need in unit.module.needs)

    def reads(self, name: str) -> frozenset[str]:
        """The answers that a name depends on, dotted, and what it reads of the flags; nothing for one that is bound."""
        if self.is_answer(name):
            return frozenset((name,))
        if name in self.meanings.named_answers:
            return self.meanings.named_answers[name] | self.meanings.named_summaries.get(name, frozenset())
        return frozenset((name,)) if name in EVERYWHERE or name in self._missing else frozenset()

    def type_of(self, unit: Unit, node: Node, binders: Mapping[str, types.Type]) -> types.Type:
        """The type of a part of an expression."""
        return checker.check(node, Layer(binders, self.meanings.scopes.of(unit))).type

    def is_sound(self, unit: Unit, statement: nodes.Statement) -> bool:
        """Whether a statement could be read with all its expressions, and no error is told of any line of it."""
        starts = self._starts[unit.path]
        after = bisect_right(starts, statement.span.line)
        end = starts[after] if after < len(starts) else maxsize
        whole = Span(statement.span.line, 1, end - 1, maxsize)
        return self.is_sound_span(unit, whole) and all(self.meanings.of(unit, one) for one in expressions_in(statement))

    @cached_property
    def _starts(self) -> Mapping[str, list[int]]:
        """The lines on which the statements of each text begin, in order."""
        units = self.program.units
        return {path: sorted(one.span.line for one in unit.file.statements) for path, unit in units.items()}

    def is_sound_span(self, unit: Unit, span: Span) -> bool:
        """Whether nothing that is an error is told of a stretch of a text."""
        wrong = self._wrong.get(unit.path, [])
        at = bisect_left(wrong, (span.line, span.column))
        return at == len(wrong) or wrong[at] > (span.end_line, span.end_column)

    @cached_property
    def _wrong(self) -> Mapping[str, list[tuple[int, int]]]:
        """Where in each text an error begins, in order."""
        found: dict[str, list[tuple[int, int]]] = {}
        for problem in sorted((*self.program.problems, *self.meanings.problems), key=lambda one: one.span):
            if problem.severity is Severity.ERROR:
                found.setdefault(problem.file, []).append((problem.span.line, problem.span.column))
        return found

    def excerpt(self, unit: Unit, node: Node) -> str:
        """A part of an expression as it is written, on one line."""
        lines = self._lines(unit.path)[node.span.line - 1 : node.span.end_line]
        if not lines:
            return ""
        lines[-1] = lines[-1][: node.span.end_column - 1]
        lines[0] = lines[0][node.span.column - 1 :]
        return " ".join(line.strip() for line in lines)

    def _lines(self, path: str) -> list[str]:
        if path not in self._texts:
            text = self.program.source.files.get(path, "").removeprefix("\ufeff")
            self._texts[path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self._texts[path]

    # --- values

    @cached_property
    def functions(self) -> Mapping[str, Value]:
        """The functions beyond FEEL's own."""
        return functions.registry.values()

    def evaluate(self, node: Node, values: Mapping[str, Value]) -> Value:
        """What an expression of the program comes to, its other answers null."""
        if node not in self._made:
            self._made[node] = interpret(node, hidden=self._hidden)
        return self._made[node](self.frame(values))

    def frame(self, values: Mapping[str, Value]) -> Frame:
        """Where the program's expressions can be computed for some answers."""
        known: dict[str, Any] = dict.fromkeys(self.questions.outer_types)
        known |= {**self.functions, **values}
        names = Names(known, lambda name: self._defined(name, frame), self._defining)
        frame = Frame(names, _NOON)
        return frame

    @cached_property
    def _defining(self) -> frozenset[str]:
        return frozenset(name for name in self.program.named if self.let(name) or self.function(name))

    def _defined(self, name: str, frame: Frame) -> Value:
        function, let = self.function(name), self.let(name)
        if function:
            _, parameters, body = function
            closure = self._closure(name, body)
            depth = max(depth for _, depth in feel_nodes.walk(body))
            return UserFunction(parameters, (None,) * len(parameters), closure, frame, depth)
        if let is None:
            raise KeyError(name)
        return self._closure(name, let[1])(frame)

    def _closure(self, name: str, node: Node) -> Closure:
        if name not in self._closures:
            self._closures[name] = interpret_inner(node, hidden=self._hidden)
        return self._closures[name]

    def conditions_of(self, name: str) -> tuple[Node, ...]:
        """On what each version of the form puts a question; none where one puts it always."""
        questions = self.questions.by_name.get(name, ())
        read = (
            parser.parse(one.show_if, self.questions.outer_types).node if one.show_if else None for one in questions
        )
        conditions = tuple(read)
        return tuple(one for one in conditions if one) if all(conditions) else ()

    # --- domains

    def domain(self, unit: Unit, node: Node, type_: types.Type) -> Domain:
        """Which values an expression that is not taken apart can have."""
        name = node.name if isinstance(node, feel_nodes.Name) else ""
        if name in self._missing:
            return Domain(types.ANY, self.every_version, is_certain=False)
        answer = self.answer_of(node)
        domain = self._answers.get(answer) if answer else self._decided(node)
        if domain:
            return self._opened(domain) if self.is_need(unit, name) else domain
        if isinstance(node, feel_nodes.Call) and isinstance(node.function, feel_nodes.Name):
            return self._of_call(node.function.name, node, type_)
        if name in _NEVER_NULL and isinstance(type_, types.ChoiceOf):
            return Domain(type_, self.every_version, dict.fromkeys(type_.options, self.every_version), blank=0)
        if _is(node, "submission", "version") and self.questions.versions:
            versions: dict[Hashable, int] = {name: 1 << place for place, name in enumerate(self.version_names)}
            return Domain(types.STRING, self.every_version, versions, is_open=True)
        return self._of_type(type_)

    def _of_call(self, function: str, node: feel_nodes.Call, type_: types.Type) -> Domain:
        asked = node.arguments[0] if function == "asked" and node.arguments else None
        if isinstance(asked, feel_nodes.Literal):
            questions = enumerate(version.question(asked.value) for version in self.questions.versions)
            bits = {place: one for place, one in questions if one}
            put = sum(1 << place for place in bits)
            always = sum(1 << place for place, one in bits.items() if not one.show_if)
            return Domain(type_, self.every_version, {True: put, False: self.every_version & ~always}, blank=0)
        domain = self._of_type(type_)
        return replace(domain, scale=scales.COUNTS) if function in _COUNTING else domain

    def _opened(self, domain: Domain) -> Domain:
        """A domain to which other mappings may add: what this one has is certain, and there may be more."""
        if domain.options is None or domain.type == types.BOOLEAN:
            return domain
        return replace(domain, type=types.STRING, is_open=True)

    def _of_type(self, type_: types.Type) -> Domain:
        """What is known of computed values: that of texts, only a few may come."""
        options: dict[Hashable, int] | None = None
        if type_ == types.BOOLEAN:
            options = dict.fromkeys((True, False), self.every_version)
        elif isinstance(type_, types.ChoiceOf):
            options = dict.fromkeys(type_.options, self.every_version)
        is_certain = options is not None or type_ in scales.BY_TYPE
        return Domain(type_, self.every_version, options, is_certain=is_certain)

    @cached_property
    def _answers(self) -> Mapping[str, Domain]:
        return {name: self._of_answer(name) for name in self.questions.outer_types}

    def _of_answer(self, name: str) -> Domain:
        questions = [version.question(name) for version in self.questions.versions]
        type_ = self.questions.type_of(name)
        bits = {place: question for place, question in enumerate(questions) if question}
        filled = sum(1 << place for place in bits)
        always = sum(1 << place for place, one in bits.items() if one.required and not one.show_if)
        return Domain(
            type_,
            self.every_version,
            options=_options(type_, bits),
            filled=filled,
            blank=self.every_version & ~always,
            lacking=self.every_version & ~filled,
            is_answer=True,
            is_certain=type_ != types.ANY,
            scale=_scale(tuple(bits.values())),
        )

    def _decided(self, node: Node) -> Domain | None:
        """What a decision can say, where all of it is written down."""
        head = node.source if isinstance(node, feel_nodes.Path) else node
        name = head.name if isinstance(head, feel_nodes.Name) else ""
        unit, decide = self.program.named.get(name, (None, None))
        if unit is None or not isinstance(decide, nodes.Decide) or decide.policy not in _ONE_VALUE:
            return None
        heading = node.name if isinstance(node, feel_nodes.Path) else decide.outputs[0].name.text
        if isinstance(node, feel_nodes.Path) is (len(decide.outputs) == 1):
            return None
        columns = [place for place, output in enumerate(decide.outputs) if output.name.text == heading]
        cells = [row.outputs[columns[0]] for row in rows_of(decide)] if columns else []
        values = [self.constant(unit, cell) if cell else None for cell in cells]
        if not cells or any(type(one) not in (str, bool, int, type(None)) for one in values):
            return None
        options = dict.fromkeys((one for one in values if one is not None), self.every_version)
        always = decide.otherwise and None not in values and decide.policy in (HitPolicy.FIRST, HitPolicy.PRIORITY)
        return Domain(types.STRING, self.every_version, options, blank=0 if always else None)

    def constant(self, unit: Unit, expression: nodes.Expression) -> Value:
        """What an expression says to everybody; `...` where it depends on something."""
        meaning = self.meanings.of(unit, expression)
        if meaning is None or not is_constant(meaning.node, self.is_pure_function):
            return ...
        return self.evaluate(meaning.node, {})

    @cached_property
    def version_names(self) -> tuple[str, ...]:
        """The versions of the form, in the order of their bits."""
        return tuple(one.version for one in self.questions.versions)


def is_constant(node: Node, is_function: Callable[[str], bool]) -> bool:
    """Whether nothing stands in an expression that could be another in another submission."""
    return all(is_function(part.name) for part, _ in feel_nodes.walk(node) if isinstance(part, feel_nodes.Name))


def _is(node: Node, source: str, name: str) -> bool:
    return isinstance(node, feel_nodes.Path) and node.name == name and node.source == feel_nodes.Name(source)


def _options(type_: types.Type, bits: Mapping[int, Question]) -> dict[Hashable, int] | None:
    if type_ == types.BOOLEAN:
        return dict.fromkeys((True, False), sum(1 << place for place in bits))
    if not isinstance(type_, types.ChoiceOf):
        return None
    found: dict[Hashable, int] = {}
    for place, question in bits.items():
        for option in question.options:
            found[option.const] = found.get(option.const, 0) | 1 << place
    return found


def _scale(questions: tuple[Question, ...]) -> scales.Scale | None:
    kinds = {one.type for one in questions}
    if kinds == {AnswerType.TIME}:
        return scales.TIMES_OF_ANSWERS
    if kinds != {AnswerType.NUMBER}:
        return None
    line = scales.WHOLE_NUMBERS if all(one.is_whole for one in questions) else scales.NUMBERS
    bounds = {(one.minimum, one.maximum) for one in questions}
    return line.with_bounds(*next(iter(bounds))) if len(bounds) == 1 else line


def names_in(node: Node) -> Iterator[str]:
    """All names that stand in an expression, those that it binds itself too."""
    return (part.name for part, _ in feel_nodes.walk(node) if isinstance(part, feel_nodes.Name))
