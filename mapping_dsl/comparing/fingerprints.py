"""Fingerprints of meanings: equal ones mean the same, whatever lets, layout and comments stand between. What flags say
is a name like others here, as each flag has a fingerprint of its own."""

import hashlib
from collections.abc import Iterable
from dataclasses import fields

from mapping_dsl import nodes
from mapping_dsl.by_answer import unread_answers
from mapping_dsl.comparing.sides import Side
from mapping_dsl.expressions import expressions_in, rows_of
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.program import Unit


class Fingerprints:
    """The fingerprints of one side's expressions and names, each computed once."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self._missing = side.program.missing_needs()
        self._names: dict[str, str] = {}

    def of(self, unit: Unit, expression: nodes.Expression | None) -> str:
        """The fingerprint of an expression where it stands; of none, an empty one."""
        return self.of_node(self.side.node(unit, expression)) if expression else ""

    def of_name(self, name: str) -> str:
        """What a name stands for: an answer with its options, a let's value, a whole table."""
        if name not in self._names:
            self._names[name] = name  # a name that leads back to itself is told by the checker
            self._names[name] = self._named(name)
        return self._names[name]

    def of_flag(self, name: str) -> str:
        """When a flag is raised, its level apart; empty where no such flag is part of the mapping."""
        rules = [rule for rule in self.side.interpreted.flags if rule.name == name]
        units = self.side.program.units
        return _hash(sorted({self.of(units[rule.file], when.expression) for rule in rules for when in rule.whens}))

    def of_node(self, node: feel_nodes.Node) -> str:
        """The fingerprint of an expression, names replaced by what they stand for."""
        match node:
            case feel_nodes.Name(name):
                return self.of_name(name)
            case feel_nodes.Literal(value):
                return _hash(("Literal", type(value).__name__, str(value)))
        parts = (getattr(node, one.name) for one in fields(node) if one.name != "span")
        return _hash((type(node).__name__, *map(self._part, parts)))

    def _part(self, part: object) -> str:
        if isinstance(part, feel_nodes.Node):
            return self.of_node(part)
        return _hash(map(self._part, part)) if isinstance(part, tuple) else str(part)

    def _named(self, name: str) -> str:
        program = self.side.program
        plain = name.removesuffix("()")
        if name in self._missing:
            return self.of_node(feel_nodes.Literal(None))
        if plain in program.lists:
            _, node = program.named[plain]
            file = node.file.text if isinstance(node, nodes.List) else ""
            return _hash((str(node), program.source.files.get(f"lists/{file}", "")))
        if name in program.named:
            return self._defined(*program.named[name])
        if name == "other answers":
            return _hash((name, *sorted(unread_answers(program, self.side.meanings))))
        inner = (f"{name}.{one}" for one in program.questions.inner(name))
        known = (str(program.questions.by_name.get(one, "")) for one in (name, *inner))
        return _hash((name, *known))

    def _defined(self, unit: Unit, node: nodes.Statement) -> str:
        match node:
            case nodes.Let():
                return self.of(unit, node.value)
            case nodes.Function():
                return _hash((*(one.text for one in node.parameters), self.of(unit, node.body)))
            case nodes.Decide():
                rows = ("|".join(self.of(unit, cell) for cell in (*row.tests, *row.outputs)) for row in rows_of(node))
                outputs = (f"{one.name.text} {self.of(unit, one.order)}" for one in node.outputs)
                is_closed = str(node.otherwise is not None)
                columns = (self.of(unit, one) for one in node.inputs)
                return _hash((node.policy, is_closed, *columns, "=>", *outputs, *rows))
        return _hash(self.of(unit, one) for one in expressions_in(node))


def _hash(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
