"""What is known of an expression once it is taken apart: its terms, and at which of their values it may change."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from mapping_dsl.analysis.scales import BY_TYPE
from mapping_dsl.analysis.surroundings import Surroundings
from mapping_dsl.analysis.terms import Cuts, Term
from mapping_dsl.feel import types
from mapping_dsl.feel.nodes import Node
from mapping_dsl.feel.values import Range, Value, simple_type
from mapping_dsl.problems import Span
from mapping_dsl.program import Unit

NO_CUTS: Final[Cuts] = frozenset((object(),))  #: nobody knows where a term's values are to be cut


@dataclass(frozen=True, slots=True)
class Reading:
    """An expression in terms: rewritten, and at which values of each term it may change."""

    node: Node
    cuts: Mapping[Term, Cuts] = field(default_factory=dict)
    variable: Term | None = None  #: the term that it is, where it is nothing else

    @property
    def is_constant(self) -> bool:
        """Whether it asks about no term."""
        return self.variable is None and not self.cuts

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that it asks about."""
        return (self.variable,) if self.variable else tuple(self.cuts)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands: what `?`, parameters and a `for each` bind there."""

    unit: Unit
    binders: Mapping[str, types.Type] = field(default_factory=dict)
    question: Reading | None = None
    question_node: Node | None = None
    parameters: Mapping[str, Reading] = field(default_factory=dict)

    def asking(self, question: Reading, node: Node, type_: types.Type) -> "Place":
        """The same place, inside a test."""
        return replace(self, question=question, question_node=node, binders={**self.binders, "?": type_})


def place_of(surroundings: Surroundings, unit: Unit, span: Span) -> Place:
    """The place of an expression that was read, with what statements bind there."""
    binders = surroundings.meanings.binders_at(unit.path, span)
    return Place(unit, {name: bound.type for name, bound in binders.items()})


def both(one: Cuts, other: Cuts) -> Cuts:
    """The values at which either may change."""
    return None if one is None or other is None else one | other


def cuts_at(term: Term, value: Value, *, is_order: bool) -> Cuts:
    """At which values of a term a comparison with a value changes; NO_CUTS where nobody knows."""
    type_, kind = term.domain.type, simple_type(value)
    if isinstance(type_, types.ListOf) or kind is None:
        return NO_CUTS
    if value is None:
        return frozenset()
    if term.domain.is_finite:
        return None if is_order else frozenset((value,))
    lines = [term.scale] if term.scale else BY_TYPE.values() if type_ == types.ANY else ()
    if any(line.holds(value) for line in lines) or not (is_order or term.scale):
        return frozenset((value,))
    # A value of another type is the same to all of them; an order of texts, or of times without a zone, is not.
    return frozenset() if term.scale and kind != type_ else NO_CUTS


def bounds_in(value: Value) -> list[tuple[Value, bool]]:
    """The values at which a test of being equal to or inside something may change, and whether it is by their order."""
    match value:
        case Range():
            return [(bound, True) for bound in (value.low, value.high)]
        case list():
            return [part for one in value for part in bounds_in(one)] or [(None, False)]
    return [(value, False)]
