"""What can be found out about a mapping before anything runs. Finds all there is, then tells it in the text's order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from mapping_dsl import nodes
from mapping_dsl.analysis.problems import analysis_problems
from mapping_dsl.coverage import coverage_problems
from mapping_dsl.cycles import cycle_problems
from mapping_dsl.decision_checker import DecisionChecker
from mapping_dsl.expressions import expressions_in, tests_in
from mapping_dsl.feel import types
from mapping_dsl.form_conditions import form_condition_problems
from mapping_dsl.meanings import NOTHING, Binders, Bound, Meaning, Meanings
from mapping_dsl.naming import naming_problems
from mapping_dsl.problems import Problem, Severity, Span
from mapping_dsl.program import Named, Program, Unit
from mapping_dsl.record_checker import RecordChecker
from mapping_dsl.scopes import TRIAGE_TYPE

_TRIAGE_PARTS = {"queue": types.STRING, "priority": types.NUMBER, "due": types.DATE_TIME}


@dataclass(frozen=True)
class Checked:
    """What the checker found, and what every expression means."""

    problems: tuple[Problem, ...]
    meanings: Meanings


def check(program: Program) -> Checked:
    """Checks a whole program. A name that cannot be read leaves the rest checked."""
    return analyse(program, check_without_analysis(program))


def analyse(program: Program, checked: Checked) -> Checked:
    """Adds what the analysis of tables and conditions tells, none of which is an error."""
    found = (*checked.problems, *analysis_problems(program, checked.meanings))
    return Checked(_in_order(program, found), checked.meanings)


def check_without_analysis(program: Program) -> Checked:
    """Everything that keeps a program from running, and more that is found on the way."""
    checker = _Checker(program)
    if program.main.module or (program.mapping and program.mapping.form and program.questions.versions):
        checker.check()
    problems = [
        *program.problems,
        *naming_problems(program, checker.meanings),
        *form_condition_problems(program),
        *checker.problems(),
    ]
    return Checked(_in_order(program, problems), checker.meanings)


def _in_order(program: Program, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by their texts and places, each once."""
    order = {path: place for place, path in enumerate(program.units)}
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda one: (order.get(one.file, -1), one.span)))


class _Checker:
    """Reads every expression with what is known of the names in it, lets first and what reads them later."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.meanings = Meanings(program)
        self.decisions = DecisionChecker(self.meanings)
        self.found: list[Problem] = []

    def check(self) -> None:
        """Checks all statements."""
        for name in self._readers_last():
            unit, node = self.program.named[name]
            getattr(self, f"_{type(node).__name__.lower()}")(unit, node)
        records = RecordChecker(self.program, self.meanings)
        for placed in self.program.placed:
            match placed.statement:
                case nodes.Flag():
                    for when in placed.statement.whens:
                        self._condition(placed.unit, when, {})
                case nodes.Triage():
                    self._triage(placed.unit, placed.statement)
                case nodes.Record() if placed.unit.module is None:
                    records.check(placed.unit, placed.statement)
                case nodes.Example():
                    self._example(placed.unit, placed.statement)
        self.found += [*records.problems, *self.decisions.problems]

    def problems(self) -> Iterator[Problem]:
        """Everything that this checker, its siblings and FEEL have to say."""
        yield from self.found
        yield from (problem for problem in self.meanings.problems if not self._only_follows(problem))
        yield from cycle_problems(self.program, self.meanings)
        yield from coverage_problems(self.program, self.meanings)

    def _only_follows(self, problem: Problem) -> bool:
        """Whether a name is unknown because a module is that should have brought it."""
        uses = self.program.units[problem.file].uses if problem.file in self.program.units else ()
        lacking = any(f"modules/{id_}.mapping" not in self.program.units for id_ in uses)
        return lacking and problem.code == "unknown-name"

    def _readers_last(self) -> list[str]:
        """The names of lets, functions and decisions, each after those that stand in it; rings in the text's order."""
        named = self.program.named
        inside = {name: self._names_in(unit, node) & named.keys() for name, (unit, node) in named.items()}
        order: dict[str, None] = {}
        entered: set[str] = set()
        for first in named:
            waiting = [(first, iter(sorted(inside[first])))] if first not in entered else []
            while waiting:
                name, left = waiting[-1]
                entered.add(name)
                following = next((one for one in left if one not in entered), None)
                if following is None:
                    order.setdefault(name)
                    waiting.pop()
                else:
                    waiting.append((following, iter(sorted(inside[following]))))
        return list(order)

    def _names_in(self, unit: Unit, node: Named) -> frozenset[str]:
        tests = {one.span for one in tests_in(node)} if isinstance(node, nodes.Decide) else set()
        parameters = node.parameters if isinstance(node, nodes.Function) else ()
        binders = {one.text: Bound(types.ANY) for one in parameters}
        names = (
            self.meanings.names_in(unit, one, binders, start="unary_tests" if one.span in tests else "expression")
            for one in expressions_in(node)
        )
        return frozenset().union(*names)

    def _list(self, _unit: Unit, node: nodes.List) -> None:
        self.meanings.named_answers[node.name.text] = frozenset()

    def _let(self, unit: Unit, node: nodes.Let) -> None:
        meaning = self.meanings.read(unit, node.value, {})
        self._settle(node, meaning.type if meaning else types.ANY, [meaning])

    def _function(self, unit: Unit, node: nodes.Function) -> None:
        binders = {parameter.text: Bound(types.ANY) for parameter in node.parameters}
        meaning = self.meanings.read(unit, node.body, binders)
        parameters = tuple(types.Parameter(one.text, types.ANY) for one in node.parameters)
        self._settle(node, types.FunctionOf(parameters, meaning.type if meaning else types.ANY), [meaning])

    def _decide(self, unit: Unit, node: nodes.Decide) -> None:
        type_ = self.decisions.check(unit, node)
        self._settle(node, type_, [self.meanings.of(unit, one) for one in expressions_in(node)])

    def _settle(self, node: Named, type_: types.Type, meanings: list[Meaning | None]) -> None:
        answers = (meaning.answers for meaning in meanings if meaning)
        self.meanings.scopes.settle(node.name.text, type_)
        self.meanings.named_answers[node.name.text] = frozenset().union(*answers)
        self.meanings.named_summaries[node.name.text] = NOTHING.union(
            *(meaning.summaries for meaning in meanings if meaning)
        )

    def _condition(self, unit: Unit, condition: nodes.Expression, binders: Binders) -> None:
        meaning = self.meanings.read(unit, condition, binders)
        if meaning and not types.conforms(meaning.type, types.BOOLEAN):
            message = f"a condition is true or false, and this is {types.describe(meaning.type)}"
            self._problem(unit, condition.span, "not-a-condition", message, "compare it with something")

    def _triage(self, unit: Unit, node: nodes.Triage) -> None:
        named: set[str] = set()
        for part in node.parts:
            if isinstance(part, nodes.Broken):
                continue
            if part.path.text in named:
                self._problem(
                    unit, part.path.span, "filled-twice", f"{part.path.text} is filled twice", "keep one of the two"
                )
            named.add(part.path.text)
            wanted = _TRIAGE_PARTS.get(part.path.text)
            if wanted is None:
                message = f"triage has no {part.path.text}"
                self._problem(unit, part.path.span, "unknown-field", message, "write queue, priority or due")
            values = [part.value, *(one.value for one in part.otherwise if one.value)]
            for value in values:
                meaning = self.meanings.read(unit, value, {})
                if meaning and wanted and not types.conforms(meaning.type, wanted):
                    message = (
                        f"{part.path.text} is {types.describe(wanted)}, and this is {types.describe(meaning.type)}"
                    )
                    self._problem(unit, value.span, "wrong-field-type", message, "")

    def _example(self, unit: Unit, node: nodes.Example) -> None:
        for expect in node.expects:
            self._condition(unit, expect, self._in_examples)

    @cached_property
    def _in_examples(self) -> Binders:
        """What is in scope of an example beside answers: all that a mapping makes."""
        reviews = Bound(types.ListOf(types.STRING))
        return {"triage": Bound(TRIAGE_TYPE), "reviews": reviews, **_records(self.program)}

    def _problem(self, unit: Unit, span: Span, code: str, message: str, hint: str) -> None:
        self.found.append(Problem(span, code, message, hint, Severity.ERROR, file=unit.path))


def _records(program: Program) -> dict[str, Bound]:
    """The records by their targets' names: a dot in one makes contexts inside each other."""
    outer: dict[str, types.ContextOf] = {}
    lists = {record.target.text for _, record in program.all_of(nodes.Record) if record.each}
    for target, schema in program.records.items():
        head, _, rest = target.partition(".")
        before = outer.get(head, types.ContextOf())
        type_ = types.ListOf(schema.type) if target in lists else schema.type
        for name in reversed(rest.split(".") if rest else []):
            type_ = types.ContextOf(((name, type_),))
        merged = {**dict(before.entries), **dict(type_.entries)} if isinstance(type_, types.ContextOf) else {}
        outer[head] = replace(before, entries=tuple(merged.items()))
    return {name: Bound(type_) for name, type_ in outer.items()}
