"""The places of a mapping that a submission may or may not reach: rows, arms, conditions, fallbacks, repeats."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from mapping_dsl import nodes
from mapping_dsl.expressions import expressions_in
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.meanings import NOTHING, Meaning
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
    looks_at: str = field(default="flags", compare=False)  #: what an example of it asks after, in FEEL
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


@dataclass(frozen=True, slots=True)
class _At:
    """Where places are looked for: in which text, what an example asks after there, and inside which place."""

    unit: Unit
    asked: str = "flags"
    inside: Place | None = None


class _Places:
    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        whens = (when.expression for flag in trial.interpreted.flags for when in flag.whens)
        self.asked = {id(when) for when in whens}  #: conditions of a module that mean nothing here are left out

    def all(self) -> Iterator[Place]:
        """Statement by statement."""
        for unit, statement in ((one.unit, one.statement) for one in self.trial.program.placed):
            match statement:
                case nodes.Let(name, value):
                    yield from self._value(_At(unit, name.text), value, name.text)
                case nodes.Function(name=name, body=body):
                    yield from self._value(_At(unit), body, name.text)
                case nodes.Decide():
                    yield from self._table(_At(unit, statement.name.text), statement)
                case nodes.Flag():
                    yield from self._flag(_At(unit), statement)
                case nodes.Triage():
                    yield from self._body(_At(unit, "triage"), statement.parts)
                case nodes.Record():
                    target = statement.target.text
                    yield from self._entered(_At(unit, target), statement, target)

    def _place(self, at: _At, written: nodes.Expression, says: str, test: Test) -> Place:
        node = self._meaning(at, written).node
        return Place(at.unit.path, written.span, says, node, test, at.asked, at.inside)

    def _meaning(self, at: _At, written: nodes.Expression) -> Meaning:
        meaning = self.trial.checked.meanings.of(at.unit, written)
        assert meaning, "a mapping under trial has no expression that cannot be read"
        return meaning

    def _value(self, at: _At, written: nodes.Expression, name: str) -> Iterator[Place]:
        yield self._place(at, written, f"the value of {name}", _any)
        yield from self._arms(at, written)

    def _arms(self, at: _At, written: nodes.Expression) -> Iterator[Place]:
        """Both ways of each `if` of an expression."""
        for part, _ in feel_nodes.walk(self._meaning(at, written).node):
            if isinstance(part, feel_nodes.Conditional):
                words, node = _quoted(stretch(written, part.condition.span)), part.condition
                for says, test in ((f"{words} where it is true", _is_true), (f"{words} where it is not", _is_not_true)):
                    yield Place(at.unit.path, node.span, says, node, test, at.asked, at.inside)

    def _table(self, at: _At, table: nodes.Decide) -> Iterator[Place]:
        """Every row; one fits where the last of its tests holds, as a row is left at the first that does not."""
        rows = [(row, f"row {number} of {table.name.text}") for number, row in enumerate(table.rows, 1)]
        if table.otherwise:
            rows.append((table.otherwise, f"the row otherwise of {table.name.text}"))
        for row, says in rows:
            tests = [cell for cell in row.tests if cell]
            outputs = [cell for cell in row.outputs if cell]
            if tests:
                yield replace(self._place(at, tests[-1], says, _is_true), span=row.span)
            elif outputs:
                yield replace(self._place(at, outputs[0], says, _any), span=row.span)

    def _flag(self, at: _At, flag: nodes.Flag) -> Iterator[Place]:
        for when in flag.whens:
            if id(when) in self.asked:
                yield self._place(at, when, f"the flag {flag.name.text} raised by {_quoted(when.text)}", _is_true)
                yield from self._arms(at, when)

    def _entered(self, at: _At, node: nodes.Record | nodes.Group, name: str) -> Iterator[Place]:
        """A record or group: made or not, for none or for more, each element kept or passed over."""
        if node.when:
            when = _quoted(node.when.text)
            made = self._place(at, node.when, f"{name} made when {when}", _is_true)
            yield from (made, self._place(at, node.when, f"{name} left out where {when} is not true", _is_not_true))
            at = replace(at, inside=made)
        if node.each:
            variable, source = node.each.variable.text, node.each.source
            some = self._place(at, source, f"{name} with a {variable}", _holds_something)
            yield from (some, self._place(at, source, f"{name} without any {variable}", _holds_nothing))
            at = replace(at, inside=some)
            if node.each.where:
                where = _quoted(node.each.where.text)
                kept = self._place(at, node.each.where, f"a {variable} kept, where {where}", _is_true)
                passed_over = f"a {variable} passed over, where {where} is not true"
                yield from (kept, self._place(at, node.each.where, passed_over, _is_not_true))
                at = replace(at, inside=kept)
        yield from self._body(at, node.body)

    def _body(self, at: _At, body: tuple[nodes.Part, ...]) -> Iterator[Place]:
        for part in body:
            if isinstance(part, nodes.Broken):
                continue
            inner = replace(at, asked=f"{at.asked}.{part.path.text}")
            if isinstance(part, nodes.Group):
                yield from self._entered(inner, part, part.path.text)
            else:
                for written in expressions_in(part):
                    yield from self._arms(inner, written)
                yield from self._fallbacks(inner, part)

    def _fallbacks(self, at: _At, filled: nodes.Field | nodes.Text) -> Iterator[Place]:
        """Each `otherwise` is reached where what stands before it gives nothing; a text's first is not told apart."""
        before = filled.value if isinstance(filled, nodes.Field) else None
        for one in filled.otherwise:
            if before:
                place = self._place(at, before, f"{filled.path.text} {_AFTER[one.kind]}", _is_null)
                yield replace(place, span=one.span, unless_doubted=self._meaning(at, before).answers)
            before = one.value


_AFTER = {
    nodes.FallbackKind.VALUE: "filled by its otherwise",
    nodes.FallbackKind.BLANK: "left blank by its otherwise",
    nodes.FallbackKind.REVIEW: "put to review by its otherwise",
    nodes.FallbackKind.REJECT: "rejected by its otherwise",
}


def _quoted(text: str) -> str:
    return f"“{' '.join(text.split())}”"
