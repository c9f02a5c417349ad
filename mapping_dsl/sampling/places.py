"""The places of a mapping that a submission may or may not reach: rows, arms, conditions, fallbacks, repeats."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mapping_dsl import nodes
from mapping_dsl.expressions import expressions_in
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.meanings import NOTHING
from mapping_dsl.problems import Span
from mapping_dsl.program import Unit
from mapping_dsl.sampling.stretches import stretch
from mapping_dsl.sampling.trial import Trial

Test = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Place:
    """Something that an example can show. It is reached where `node` is computed and its value passes the test. One of
    a module is the same in each mapping that uses it."""

    file: str
    span: Span
    says: str  #: what is shown, to follow "no example shows"
    node: feel_nodes.Node = field(compare=False)
    is_reached_by: Test = field(compare=False)
    inside: "Place | None" = field(default=None, compare=False)  #: what must be reached first
    unless_doubted: frozenset[str] = field(
        default=NOTHING, compare=False
    )  #: answers which, where in doubt, keep it from being reached


def _is_true(value: Any) -> bool:
    return value is True


def _is_not_true(value: Any) -> bool:
    return value is not True


def _any(_: Any) -> bool:
    return True


def _is_null(value: Any) -> bool:
    return value is None


def _holds_something(value: Any) -> bool:
    return any(one is not None for one in value) if isinstance(value, list) else value is not None


def _holds_nothing(value: Any) -> bool:
    return not _holds_something(value)


def places(trial: Trial) -> tuple[Place, ...]:
    """All places of a mapping and its modules, in the order of the texts."""
    return tuple(_Places(trial).all())


class _Places:
    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        whens = (when.expression for flag in trial.interpreted.flags for when in flag.whens)
        self.asked = {id(when) for when in whens}  #: conditions of a module that mean nothing here are left out

    def all(self) -> Iterator[Place]:
        """Statement by statement."""
        for unit, statement in ((one.unit, one.statement) for one in self.trial.program.placed):
            match statement:
                case nodes.Let() | nodes.Function():
                    written = statement.value if isinstance(statement, nodes.Let) else statement.body
                    yield self._place(unit, written, f"the value of {statement.name.text}", _any)
                    yield from self._arms(unit, written, None)
                case nodes.Decide():
                    yield from self._table(unit, statement)
                case nodes.Flag():
                    yield from self._flag(unit, statement)
                case nodes.Triage():
                    yield from self._body(unit, statement.parts, None)
                case nodes.Record():
                    yield from self._entered(unit, statement, statement.target.text, None)

    def _place(
        self, unit: Unit, written: nodes.Expression, says: str, test: Test, inside: Place | None = None
    ) -> Place:
        return Place(unit.path, written.span, says, self._node(unit, written), test, inside)

    def _node(self, unit: Unit, written: nodes.Expression) -> feel_nodes.Node:
        meaning = self.trial.checked.meanings.of(unit, written)
        assert meaning, "a mapping under trial has no expression that cannot be read"
        return meaning.node

    def _arms(self, unit: Unit, written: nodes.Expression, inside: Place | None) -> Iterator[Place]:
        """Both ways of each `if` of an expression."""
        for part, _ in feel_nodes.walk(self._node(unit, written)):
            if isinstance(part, feel_nodes.Conditional):
                words = _words(written, part.condition)
                for says, test in ((f"{words} where it is true", _is_true), (f"{words} where it is not", _is_not_true)):
                    yield Place(unit.path, part.condition.span, says, part.condition, test, inside)

    def _table(self, unit: Unit, table: nodes.Decide) -> Iterator[Place]:
        """Every row; one fits where the last of its tests holds, as a row is left at the first that does not."""
        for number, row in enumerate(table.rows, 1):
            tests = [cell for cell in row.tests if cell]
            says = f"row {number} of {table.name.text}"
            if tests:
                yield Place(unit.path, row.span, says, self._node(unit, tests[-1]), _is_true)
            else:
                yield from self._outcome_of_row(unit, row, says)
        if table.otherwise:
            yield from self._outcome_of_row(unit, table.otherwise, f"the row otherwise of {table.name.text}")

    def _outcome_of_row(self, unit: Unit, row: nodes.Row, says: str) -> Iterator[Place]:
        cell = next((cell for cell in row.outputs if cell), None)
        if cell:
            yield Place(unit.path, row.span, says, self._node(unit, cell), _any)

    def _flag(self, unit: Unit, flag: nodes.Flag) -> Iterator[Place]:
        for when in flag.whens:
            if id(when) in self.asked:
                yield self._place(unit, when, f"the flag {flag.name.text} raised by {_quoted(when.text)}", _is_true)
                yield from self._arms(unit, when, None)

    def _entered(
        self, unit: Unit, node: nodes.Record | nodes.Group, name: str, inside: Place | None
    ) -> Iterator[Place]:
        """A record or group: made or not, for none or for more, each element kept or passed over."""
        if node.when:
            made = self._place(unit, node.when, f"{name} made when {_quoted(node.when.text)}", _is_true, inside)
            left_out = f"{name} left out where {_quoted(node.when.text)} is not true"
            yield from (made, self._place(unit, node.when, left_out, _is_not_true, inside))
            inside = made
        if node.each:
            variable = node.each.variable.text
            some = self._place(unit, node.each.source, f"{name} with a {variable}", _holds_something, inside)
            none = self._place(unit, node.each.source, f"{name} without any {variable}", _holds_nothing, inside)
            yield from (some, none)
            inside = some
            if node.each.where:
                words = _quoted(node.each.where.text)
                kept = self._place(unit, node.each.where, f"a {variable} kept, where {words}", _is_true, inside)
                passed = f"a {variable} passed over, where {words} is not true"
                yield from (kept, self._place(unit, node.each.where, passed, _is_not_true, inside))
                inside = kept
        yield from self._body(unit, node.body, inside)

    def _body(self, unit: Unit, body: tuple[nodes.Part, ...], inside: Place | None) -> Iterator[Place]:
        for part in body:
            match part:
                case nodes.Group():
                    yield from self._entered(unit, part, part.path.text, inside)
                case nodes.Field() | nodes.Text():
                    for written in expressions_in(part):
                        yield from self._arms(unit, written, inside)
                    yield from self._fallbacks(unit, part, inside)

    def _fallbacks(self, unit: Unit, field: nodes.Field | nodes.Text, inside: Place | None) -> Iterator[Place]:
        """Each `otherwise` is reached where what stands before it gives nothing; a text's first is not told apart."""
        before = field.value if isinstance(field, nodes.Field) else None
        for one in field.otherwise:
            if before:
                meaning = self.trial.checked.meanings.of(unit, before)
                assert meaning, "a mapping under trial has no expression that cannot be read"
                says = f"{field.path.text} {_AFTER[one.kind]}"
                yield Place(unit.path, one.span, says, meaning.node, _is_null, inside, meaning.answers)
            before = one.value


_AFTER = {
    nodes.FallbackKind.VALUE: "filled by its otherwise",
    nodes.FallbackKind.BLANK: "left blank by its otherwise",
    nodes.FallbackKind.REVIEW: "put to review by its otherwise",
    nodes.FallbackKind.REJECT: "rejected by its otherwise",
}


def _quoted(text: str) -> str:
    return f"“{' '.join(text.split())}”"


def _words(written: nodes.Expression, part: feel_nodes.Node) -> str:
    """A part of an expression as it is written."""
    return _quoted(stretch(written, part.span))
