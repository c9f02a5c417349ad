"""Rules in plain English: what a field gets, and what happens where that cannot be worked out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mapping_dsl import nodes
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.program import Unit
from mapping_dsl.schemas import FieldSchema
from mapping_dsl.wording.words import Groups, Wording


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One line of a record: a field, or the head of a group with the fields below it."""

    path: str
    label: str
    source: str  #: where its value comes from
    otherwise: str  #: what becomes of it without one
    depth: int


def field_rules(wording: Wording, unit: Unit, record: nodes.Record, schema: FieldSchema | None) -> Iterator[FieldRule]:
    """All fields of a record in the order of the mapping."""
    yield from _body(wording, unit, record.body, schema, _Place(_bound(wording, unit, record.each)))


def when_made(wording: Wording, unit: Unit, part: nodes.Record | nodes.Group, groups: Groups | None = None) -> str:
    """How often and when a record or group is made: "once for each suspect of …, where …". Empty: always, once."""
    around = groups or {}
    said = []
    inside = {**around, **_bound(wording, unit, part.each)}
    if part.each:
        each = f"once for each {part.each.variable.text} of {wording.of(unit, part.each.source, around)}"
        where = f" where {wording.condition(unit, part.each.where, inside)}" if part.each.where else ""
        said.append(each + where)
    if part.when:
        said.append(f"only if {wording.condition(unit, part.when, inside)}")
    return ", ".join(said)


def fallbacks(wording: Wording, unit: Unit, otherwise: Iterable[nodes.Fallback], groups: Groups | None = None) -> str:
    """What happens where the value cannot be worked out or there is none, in the order in which it is tried."""
    said = []
    for one in otherwise:
        match one:
            case nodes.Fallback(nodes.FallbackKind.VALUE, nodes.Expression() as value):
                said.append(wording.of(unit, value, groups))
            case nodes.Fallback(nodes.FallbackKind.BLANK):
                said.append("left blank")
            case nodes.Fallback(nodes.FallbackKind.REVIEW):
                said.append(f"a person is asked to look at it: {one.reason}")
            case nodes.Fallback(nodes.FallbackKind.REJECT):
                said.append(f"the whole submission goes to a person: {one.reason}")
    return "; or else ".join(said)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a record a field stands."""

    groups: Groups
    prefix: str = ""
    depth: int = 0


def _body(
    wording: Wording, unit: Unit, body: Iterable[nodes.Part], schema: FieldSchema | None, place: _Place
) -> Iterator[FieldRule]:
    for part in body:
        match part:
            case nodes.Field() | nodes.Text():
                inner = schema.at(part.path.text) if schema else None
                source = _value(wording, unit, part, place.groups)
                otherwise = fallbacks(wording, unit, part.otherwise, place.groups) or _default(inner)
                path = place.prefix + part.path.text
                yield FieldRule(path, _label(part.path.text, inner), source, otherwise, place.depth)
            case nodes.Group():
                yield from _group(wording, unit, part, schema, place)


def _group(
    wording: Wording, unit: Unit, group: nodes.Group, schema: FieldSchema | None, place: _Place
) -> Iterator[FieldRule]:
    inner = schema.at(group.path.text) if schema else None
    path = place.prefix + group.path.text
    made = when_made(wording, unit, group, place.groups)
    yield FieldRule(
        path, _label(group.path.text, inner), f"a group of fields{f', {made}' if made else ''}", "", place.depth
    )
    groups = {**place.groups, **_bound(wording, unit, group.each)}
    inside = _Place(groups, f"{path}.", place.depth + 1)
    yield from _body(wording, unit, group.body, inner.element or inner if inner else None, inside)


def _value(wording: Wording, unit: Unit, part: nodes.Field | nodes.Text, groups: Groups) -> str:
    if isinstance(part, nodes.Field):
        return wording.of(unit, part.value, groups)
    lines = (
        "".join(piece if isinstance(piece, str) else f"[{wording.of(unit, piece, groups)}]" for piece in line)
        for line in part.lines
    )
    return "this text:\n" + "\n".join(lines)


def _bound(wording: Wording, unit: Unit, each: nodes.ForEach | None) -> dict[str, str]:
    """The group of answers whose elements a `for each` takes, by its variable."""
    meaning = wording.meanings.of(unit, each.source) if each else None
    if each is None or meaning is None or not isinstance(meaning.node, feel_nodes.Name):
        return {}
    name = wording.aliased(meaning.node.name)
    return {each.variable.text: name} if wording.program.questions.inner(name) else {}


def _default(schema: FieldSchema | None) -> str:
    return "a person is asked to look at it" if schema is not None and schema.is_required else ""


def _label(path: str, schema: FieldSchema | None) -> str:
    return str(schema.schema.get("x-label", "")) if schema else path
