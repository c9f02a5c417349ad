"""Conditions that can never be true, or are always: of flags, records, groups, and every `if`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mapping_dsl import nodes
from mapping_dsl.analysis.conditions import Condition
from mapping_dsl.analysis.efforts import TooMuch
from mapping_dsl.analysis.readings import Place, place_of
from mapping_dsl.analysis.surroundings import Surroundings
from mapping_dsl.analysis.words import listed
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.feel import types
from mapping_dsl.feel.nodes import Node
from mapping_dsl.problems import Fix, Problem, Severity, Span, without_lines
from mapping_dsl.program import Unit

#: what binds names of its own: a condition inside is about them
_BINDING: Final = (
    feel_nodes.For, feel_nodes.Quantified, feel_nodes.Filter, feel_nodes.FunctionDefinition, feel_nodes.ContextLiteral,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Stated:
    """A condition and what hangs on it."""

    unit: Unit
    node: Node
    span: Span
    place: Place
    never: str  #: what never being true means
    always: str
    severity_of_always: Severity = Severity.HINT
    fix: Fix | None = None
    is_if: bool = False


def condition_problems(surroundings: Surroundings) -> Iterator[Problem]:
    """Conditions that come to the same whatever is answered."""
    for stated in _stated(surroundings):
        if surroundings.is_sound_span(stated.unit, stated.span):
            try:
                yield from (problem.in_file(stated.unit.path) for problem in _problems(surroundings, stated))
            except TooMuch:
                message = "this condition and those after it were not analysed: the mapping has too many"
                hint = "make several mappings or modules of it"
                yield Problem(stated.span, "not-analysed", message, hint, Severity.HINT, file=stated.unit.path)
                return


def _problems(surroundings: Surroundings, stated: _Stated) -> Iterator[Problem]:
    condition = Condition(surroundings, stated.node, stated.place)
    names = listed((term.text for term in condition.terms), "and")
    whatever = f", whatever {names} {'is' if len(condition.terms) == 1 else 'are'}" if condition.terms else ""
    if not condition.can_be_true:
        message = f"this is never true{whatever}"
        yield Problem(stated.span, "never-true", message, stated.never, Severity.STOP, stated.fix)
    elif not condition.can_be_untrue:
        yield Problem(
            stated.span, "always-true", f"this is always true{whatever}", stated.always, stated.severity_of_always
        )
    elif dead := condition.dead_parts():
        for part in dead:
            yield Problem(
                part.span, "never-true", "this part is never true", "correct it or take it out", Severity.STOP
            )
    elif not stated.is_if and not _asks_for_null(stated.node):
        yield from _in_versions(surroundings, stated, condition)


def _in_versions(surroundings: Surroundings, stated: _Stated, condition: Condition) -> Iterator[Problem]:
    """Conditions that are true of all submissions of a version, for it does not ask what they are about."""
    for place, version in enumerate(surroundings.version_names):
        unasked = [term for term in condition.terms if term.answer and term.domain.lacking >> place & 1]
        if unasked and condition.is_always_true_in(1 << place):
            names = listed((term.text for term in unasked), "and")
            message = f"version {version} of the form does not ask {names}, and this is always true there"
            hint = f"write asked({unasked[0].answer}) and … if it is not meant so"
            yield Problem(stated.span, "always-true-in-version", message, hint, Severity.HINT)


def _stated(surroundings: Surroundings) -> Iterator[_Stated]:
    for placed in surroundings.program.placed:
        match placed.statement:
            case nodes.Flag() as flag:
                yield from _of_flag(surroundings, placed.unit, flag)
            case nodes.Record() as record:
                yield from _of_group(surroundings, placed.unit, record, "the record is")
    yield from _inside(surroundings)


def _of_flag(surroundings: Surroundings, unit: Unit, flag: nodes.Flag) -> Iterator[_Stated]:
    never = f"{flag.name.text} is never raised by it; correct it or take it out"
    always = f"{flag.name.text} is raised for every submission; correct it"
    for when in flag.whens:
        fix = without_lines(when.span) if len(flag.whens) > 1 else None
        yield from _whole(surroundings, unit, when, never, always, Severity.STOP, fix)


def _of_group(surroundings: Surroundings, unit: Unit, node: nodes.Record | nodes.Group, what: str) -> Iterator[_Stated]:
    conditions = [*([node.each.where] if node.each and node.each.where else []), *([node.when] if node.when else [])]
    for one in conditions:
        yield from _whole(
            surroundings, unit, one, f"{what} never made; correct it or take it out", "take the condition out"
        )
    for part in node.body:
        if isinstance(part, nodes.Group):
            yield from _of_group(surroundings, unit, part, "the group is")


def _whole(  # noqa: PLR0913 — what hangs on a condition, beside where it stands
    surroundings: Surroundings, unit: Unit, expression: nodes.Expression, never: str, always: str,
    severity_of_always: Severity = Severity.HINT, fix: Fix | None = None,
) -> Iterator[_Stated]:  # fmt: skip
    meaning = surroundings.meanings.of(unit, expression)
    if meaning and types.conforms(meaning.type, types.BOOLEAN):
        place = place_of(surroundings, unit, expression.span)
        yield _Stated(unit, meaning.node, expression.span, place, never, always, severity_of_always, fix)


def _inside(surroundings: Surroundings) -> Iterator[_Stated]:
    """The condition of every `if`, but of those inside loops and filters."""
    units = surroundings.program.units
    for (path, span), meaning in surroundings.meanings.by_place.items():
        place = place_of(surroundings, units[path], span)
        for node in _outside_binders(meaning.node):
            if isinstance(node, feel_nodes.Conditional):
                never = "what stands after then is never taken; correct it"
                always = "what stands after else is never taken; leave the if out"
                yield _Stated(units[path], node.condition, node.condition.span, place, never, always, is_if=True)


def _asks_for_null(node: Node) -> bool:
    """Whether somebody has thought of questions that are not asked."""
    return any(isinstance(part, feel_nodes.Literal) and part.value is None for part, _ in feel_nodes.walk(node))


def _outside_binders(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        if not isinstance(one, _BINDING):
            waiting.extend(feel_nodes.children(one))
