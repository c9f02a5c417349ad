"""What an expression means where it stands: its nodes, its type, and which answers it reads, through all names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from mapping_dsl import nodes
from mapping_dsl.feel import checker, parser, types
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.feel.nearest import suggestion
from mapping_dsl.feel.scope import Scope
from mapping_dsl.problems import Problem, Span
from mapping_dsl.program import Program, Unit
from mapping_dsl.scopes import BY_ANSWER, Scopes, row_function

Key = tuple[str, Span]
NOTHING: Final[frozenset[str]] = frozenset()
#: the names by which flags are read: what is in doubt is unclear there, not null
OF_FLAGS: Final = frozenset(("flags", "unclear flags", "risk level", "triage"))
#: names that stand for many answers at once, none of which counts as read by them
SUMMARIES: Final = OF_FLAGS | {"all text", "other answers"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """An expression that could be read."""

    node: feel_nodes.Node
    type: types.Type
    names: frozenset[str]  #: what it names of all that is in scope
    answers: frozenset[str]  #: dotted; those read through lets, functions and decisions too
    summaries: frozenset[str]  #: what it reads of SUMMARIES, through names too


@dataclass(frozen=True, slots=True)
class Bound:
    """What a statement binds a name to: a `for each` variable, a parameter, `index`."""

    type: types.Type
    answers: frozenset[str] = NOTHING  #: what an element is made of
    group: str = ""  #: the group of answers whose elements it takes, empty where it is another list


Binders = Mapping[str, Bound]


class Meanings:
    """All expressions of a program, by the place where they stand."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.scopes = Scopes(program)
        self.by_place: dict[Key, Meaning] = {}
        self.named_answers: dict[str, frozenset[str]] = {}  #: what lets, functions and decisions read in all
        self.named_summaries: dict[str, frozenset[str]] = {name: frozenset((name,)) for name in SUMMARIES}
        self.problems: list[Problem] = []
        self._parsed: dict[Key, parser.Parsed] = {}
        self._read_in: dict[Key, tuple[Binders, parser.Start]] = {}
        self._last: tuple[str, Binders, Scope] | None = None

    def of(self, unit: Unit, expression: nodes.Expression) -> Meaning | None:
        """The meaning of an expression that was read before."""
        return self.by_place.get((unit.path, expression.span))

    def read(
        self, unit: Unit, expression: nodes.Expression, binders: Binders, *, start: parser.Start = "expression"
    ) -> Meaning | None:
        """Parses and checks an expression in its scope. None, with the problem told, where it cannot be read."""
        self._read_in[unit.path, expression.span] = (binders, start)
        scope = self._scope(unit, binders)
        parsed = self._parsed.pop((unit.path, expression.span), None)
        if parsed is None:
            parsed = parser.parse(expression.text, scope, at=_place(expression), start=start)
        self.problems += (problem.in_file(unit.path) for problem in parsed.problems)
        if parsed.node is None:
            return None
        node = self._with_answers_by_name(unit, parsed.node, binders) if "(" in expression.text else parsed.node
        checked = checker.check(node, scope)
        self.problems += (problem.in_file(unit.path) for problem in checked.problems)
        answers = frozenset(one for path in checked.reads for one in self._answers(path, binders))
        names = frozenset(path[0] for path in checked.reads)
        summaries = frozenset().union(*(self.named_summaries.get(name, NOTHING) for name in names))
        meaning = Meaning(node, checked.type, names, answers, summaries)
        self.by_place[unit.path, expression.span] = meaning
        return meaning

    def binders_at(self, path: str, span: Span) -> Binders:
        """What statements bind where an expression of a text was read."""
        return self._read_in[path, span][0] if (path, span) in self._read_in else {}

    def read_instead(self, unit: Unit, expression: nodes.Expression) -> Meaning | None:
        """Reads an expression that takes the place of another, in the scope in which that one was read."""
        binders, start = self._read_in[unit.path, expression.span]
        return self.read(unit, expression, binders, start=start)

    def names_in(
        self, unit: Unit, expression: nodes.Expression, binders: Binders, *, start: parser.Start = "expression"
    ) -> frozenset[str]:
        """Every name that stands in an expression, before anything is known of types."""
        scope = self._scope(unit, binders)
        parsed = parser.parse(expression.text, scope, at=_place(expression), start=start)
        self._parsed[unit.path, expression.span] = parsed
        parts = feel_nodes.walk(parsed.node) if parsed.node else ()
        return frozenset(part.name for part, _ in parts if isinstance(part, feel_nodes.Name))

    def read_source(self, unit: Unit, source: nodes.Expression, binders: Binders) -> Bound:
        """Reads what a `for each` goes through, and gives what it binds its variable to. To go through a group of
        answers is to read that it is there, not yet what its elements hold."""
        meaning = self.read(unit, source, binders)
        if meaning is None:
            return Bound(types.ANY)
        type_ = meaning.type.element if isinstance(meaning.type, types.ListOf) else meaning.type
        group = meaning.node.name if isinstance(meaning.node, feel_nodes.Name) else ""
        if group not in meaning.answers or not self.program.questions.inner(group):
            return Bound(type_, meaning.answers)
        self.by_place[unit.path, source.span] = replace(meaning, answers=frozenset((group,)))
        return Bound(type_, meaning.answers, group)

    def _scope(self, unit: Unit, binders: Binders) -> Scope:
        """What is in scope in a text under some binders; all fields of a record stand under the same."""
        last = self._last
        if last is None or last[0] != unit.path or last[1] is not binders:
            types_of_binders = {name: bound.type for name, bound in binders.items()}
            last = self._last = (unit.path, binders, self.scopes.of(unit).over(types_of_binders))
        return last[2]

    def _answers(self, path: tuple[str, ...], binders: Binders) -> Iterable[str]:
        head, member = path[0], path[1] if len(path) > 1 else ""
        questions = self.program.questions
        if head in binders:
            bound = binders[head]
            return self._of_group(bound.group, member, whole=()) if bound.group else bound.answers
        if head in self.named_answers:
            return self.named_answers[head]
        if head not in questions.outer_types:
            return ()
        return self._of_group(head, member, whole=(head,)) if questions.inner(head) else (head,)

    def _of_group(self, group: str, member: str, *, whole: tuple[str, ...]) -> Iterable[str]:
        inner = self.program.questions.inner(group)
        return (*whole, *(f"{group}.{one}" for one in ([member] if member in inner else inner)))

    def _with_answers_by_name(self, unit: Unit, node: feel_nodes.Node, binders: Binders) -> feel_nodes.Node:
        """Writes out what the statements add to FEEL: functions of an answer's name, code lists as functions."""
        called = {part.function.name for part, _ in feel_nodes.walk(node) if isinstance(part, feel_nodes.Call)
                  and isinstance(part.function, feel_nodes.Name)}  # fmt: skip
        if not called & (BY_ANSWER.keys() | self.program.lists.keys()):
            return node

        def written_out(part: feel_nodes.Node) -> feel_nodes.Node:
            if not isinstance(part, feel_nodes.Call) or not isinstance(part.function, feel_nodes.Name):
                return part
            name = part.function.name
            if name in self.program.lists:
                return replace(part, function=replace(part.function, name=row_function(name)))
            return self._by_answer(unit, part, name, binders) if name in BY_ANSWER else part

        return _rebuilt(node, written_out)

    def _by_answer(self, unit: Unit, call: feel_nodes.Call, name: str, binders: Binders) -> feel_nodes.Node:
        answer = _dotted(call.arguments[0], binders) if len(call.arguments) == 1 else None
        if answer is None or answer not in self.program.questions.by_name:
            if self.program.mapping is None or self.program.mapping.form is None:
                return feel_nodes.Literal(None, span=call.span)
            message = f"{name} wants the name of an answer, and {answer or 'this'} is none"
            hint = suggestion(answer or "", self.program.questions.by_name) or f"write {name}(ANSWER)"
            self.problems.append(Problem(call.span, "not-an-answer", message, hint, file=unit.path))
            return feel_nodes.Literal(None, span=call.span)
        text = feel_nodes.Literal(answer, span=call.arguments[0].span)
        return replace(call, arguments=(text, *(call.arguments if name == "option" else ())))


def _place(expression: nodes.Expression) -> tuple[int, int]:
    return expression.span.line, expression.span.column


def _dotted(node: feel_nodes.Node, binders: Binders) -> str | None:
    match node:
        case feel_nodes.Name(name):
            return binders[name].group or None if name in binders else name
        case feel_nodes.Path(feel_nodes.Name() as source, name):
            group = _dotted(source, binders)
            return group and f"{group}.{name}"
    return None


def _rebuilt(node: feel_nodes.Node, change: Callable[[feel_nodes.Node], feel_nodes.Node]) -> feel_nodes.Node:
    """The node with the change made in every part of it, inner parts first."""
    changed: dict[str, Any] = {}
    for one in fields(node):
        value = getattr(node, one.name)
        if isinstance(value, feel_nodes.Node):
            changed[one.name] = _rebuilt(value, change)
        elif isinstance(value, tuple) and any(isinstance(part, feel_nodes.Node) for part in value):
            changed[one.name] = tuple(_rebuilt(part, change) for part in value)
    return change(replace(node, **changed) if changed else node)
