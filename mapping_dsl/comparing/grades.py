"""Fields that say how urgent a submission is. Which they are is data: a record's schema, or a table's listed values."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mapping_dsl import nodes
from mapping_dsl.comparing.sides import Side
from mapping_dsl.comparing.words import without_places
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.feel.interpreter import interpret
from mapping_dsl.feel.numeric import is_number
from mapping_dsl.filling import json_ready
from mapping_dsl.outcome import Outcome
from mapping_dsl.program import Unit
from mapping_dsl.schemas import FieldSchema

#: the keyword of a record's schema: where among a field's values the most urgent stands
KEYWORD: Final = "x-mostUrgent"
_NOT_GRADED: Final = float("inf")

Urgency = Callable[[Any], float]  #: how far from the most urgent a value is


@dataclass(frozen=True, slots=True)
class Grade:
    """What an outcome says in a graded field; of several elements the most urgent."""

    value: Any
    place: float


class Grades:
    """The graded fields of a mapping, by their paths without places."""

    def __init__(self, side: Side) -> None:
        self.fields: dict[str, Urgency] = dict(_by_tables(side))
        for target, record in side.program.records.items():
            self.fields |= dict(_by_schema(record, target))

    def of(self, outcome: Outcome) -> Mapping[str, Grade]:
        """The grades that an outcome gives."""
        found: dict[str, Grade] = {}
        for field in outcome.fields if self.fields else ():
            path = without_places(field.path)
            value = field.value if field.state in ("value", "default") else None
            if path in self.fields:
                grade = Grade(value, self.fields[path](value))
                found[path] = min(found.get(path, grade), grade, key=lambda one: one.place)
        return found


def _by_schema(schema: FieldSchema, path: str) -> Iterator[tuple[str, Urgency]]:
    for name, field in (schema.element or schema).fields.items():
        inner = f"{path}.{name}"
        if urgency := _urgency(field):
            yield inner, urgency
        yield from _by_schema(field, inner)


def _urgency(field: FieldSchema) -> Urgency | None:
    listed = [one for one in field.schema.get("enum", ()) if one is not None]
    match field.schema.get(KEYWORD):
        case "first":
            return _in_order(listed)
        case "last":
            return _in_order(listed[::-1])
        case "lowest":
            return lambda value: float(value) if is_number(value) else _NOT_GRADED
        case "highest":
            return lambda value: -float(value) if is_number(value) else _NOT_GRADED
    return None


def _by_tables(side: Side) -> Iterator[tuple[str, Urgency]]:
    """Fields that take their value from a table which lists its values in order, the most urgent first."""
    for unit, record in side.program.all_of(nodes.Record):
        for path, field in _fields(record.body, record.target.text):
            order = _order_behind(side, side.node(unit, field.value))
            if order:
                yield path, _in_order(order)


def _fields(body: tuple[nodes.Part, ...], path: str) -> Iterator[tuple[str, nodes.Field]]:
    for part in body:
        if isinstance(part, nodes.Group):
            yield from _fields(part.body, f"{path}.{part.path.text}")
        elif isinstance(part, nodes.Field):
            yield f"{path}.{part.path.text}", part


def _order_behind(side: Side, node: feel_nodes.Node) -> list[Any]:
    match node:
        case feel_nodes.Path(feel_nodes.Name(name), output):
            return _listed(side, name, output)
        case feel_nodes.Name(name):
            return _listed(side, name, "")
    return []


def _listed(side: Side, name: str, column: str) -> list[Any]:
    unit, node = side.program.named.get(name, (side.program.main, None))
    if isinstance(node, nodes.Let):
        return _order_behind(side, side.node(unit, node.value))
    if not isinstance(node, nodes.Decide):
        return []
    output = next((one for one in node.outputs if one.name.text == column or not column), None)
    return _values(side, unit, output.order) if output and output.order else []


def _values(side: Side, unit: Unit, order: nodes.Expression) -> list[Any]:
    run = side.start(side.reader.nothing())
    value = json_ready(interpret(side.node(unit, order))(run.frame))
    return value if isinstance(value, list) else [value]


def _in_order(values: list[Any]) -> Urgency:
    return lambda value: float(values.index(value)) if value in values else _NOT_GRADED
