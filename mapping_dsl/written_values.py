"""What a field may be given that its record refuses: texts and numbers that are written out, in the field's own line or
in the lets and decision tables behind it, and options of answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from mapping_dsl import nodes
from mapping_dsl.expressions import rows_of
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.feel import types
from mapping_dsl.feel.nearest import nearest
from mapping_dsl.feel.tables import HitPolicy
from mapping_dsl.meanings import Meanings
from mapping_dsl.problems import Fix, Problem, Severity, Span
from mapping_dsl.program import Program, Unit
from mapping_dsl.schemas import FieldSchema

Part: TypeAlias = tuple[Unit, feel_nodes.Node]

#: these count or add up their cells; all others give them as they are written
_COMPUTED = (HitPolicy.COLLECT_COUNT, HitPolicy.COLLECT_SUM)


@dataclass(frozen=True, slots=True)
class _Refused:
    unit: Unit
    literal: feel_nodes.Literal
    schema: FieldSchema

    def problem(self, path: str) -> Problem:
        value = self.literal.value
        options = self.schema.type.options if isinstance(self.schema.type, types.ChoiceOf) else ()
        close = nearest(str(value), options)
        fix = Fix(self.literal.span, f'"{close}"', f'write "{close}"') if close else None
        hint = (
            f'did you mean "{close}"?' if close else "write one of them" if options else "write a value that it takes"
        )
        if options:
            message = f'{path} takes {types.describe(self.schema.type)}, and this is "{value}"'
        else:
            message = f"{path} {self.schema.objection(value)}"
        return _stop(self.unit, self.literal.span, message, hint, fix)


class WrittenValues:
    """Knows what a program's expressions give in the end, as far as it is written out."""

    def __init__(self, program: Program, meanings: Meanings) -> None:
        self._program = program
        self._meanings = meanings

    def problems(self, unit: Unit, value: nodes.Expression, schema: FieldSchema, path: str) -> Iterator[Problem]:
        """The problems of one field: each written value at its own place, options of answers at the field's."""
        meaning = self._meanings.of(unit, value)
        if meaning is None:
            return
        refused = list(self._refused((unit, meaning.node), schema, frozenset()))
        yield from (one.problem(path) for one in refused)
        written = {one.literal.value for one in refused}
        options = tuple(one for one in _options(meaning.type) if one not in written and _single(schema).objection(one))
        if options:
            wanted = types.describe(_single(schema).type)
            message = f"{path} takes {wanted}, and this may be {types.describe(types.ChoiceOf(options))}"
            yield _stop(unit, value.span, message, "decide what each of them becomes, in a table or a code list")

    def _refused(self, part: Part, schema: FieldSchema, entered: frozenset[str]) -> Iterator[_Refused]:
        unit, node = part
        match node:
            case feel_nodes.Literal(str() | int()):
                wanted = _single(schema)
                if types.conforms(_type_of(node), wanted.type) and wanted.objection(node.value):
                    yield _Refused(unit, node, wanted)
            case feel_nodes.ContextLiteral(entries):
                fields = _single(schema).fields
                for entry in entries:
                    if entry.key in fields:
                        yield from self._refused((unit, entry.value), fields[entry.key], entered)
            case feel_nodes.Name(name) | feel_nodes.Path(feel_nodes.Name(name)) if name not in entered:
                column = node.name if isinstance(node, feel_nodes.Path) else ""
                for behind in self._behind(name, column):
                    yield from self._refused(behind, schema, entered | {name})
            case _:
                for one in _alternatives(node):
                    yield from self._refused((unit, one), schema, entered)

    def _behind(self, name: str, column: str) -> Iterator[Part]:
        """What a let or a column of a decision gives."""
        unit, node = self._program.named.get(name, (self._program.main, None))
        match node:
            case nodes.Let(value=value) if not column:
                expressions = [value]
            case nodes.Decide(policy=policy, outputs=outputs) if policy not in _COMPUTED:
                named = [
                    place for place, one in enumerate(outputs) if (one.name.text if len(outputs) > 1 else "") == column
                ]
                expressions = [cell for place in named for row in rows_of(node) if (cell := row.outputs[place])]
            case _:
                expressions = []
        read = (self._meanings.of(unit, expression) for expression in expressions)
        yield from ((unit, meaning.node) for meaning in read if meaning)


def _alternatives(node: feel_nodes.Node) -> tuple[feel_nodes.Node, ...]:
    """The parts of which one, or each as an element, is the value."""
    match node:
        case feel_nodes.Conditional(positive=positive, negative=negative):
            return positive, negative
        case feel_nodes.ListLiteral(elements):
            return elements
        case feel_nodes.Call(feel_nodes.Name("get or else" | "as list" | "filled"), arguments):
            return arguments
    return ()


def _single(schema: FieldSchema) -> FieldSchema:
    """The schema of one value: of an element, where the field takes a list."""
    return schema.element or schema


def _type_of(literal: feel_nodes.Literal) -> types.Type:
    if isinstance(literal.value, bool):
        return types.BOOLEAN
    return types.STRING if isinstance(literal.value, str) else types.NUMBER


def _options(type_: types.Type) -> tuple[str, ...]:
    match type_:
        case types.ListOf(types.ChoiceOf(options)) | types.ChoiceOf(options):
            return options
    return ()


def _stop(unit: Unit, span: Span, message: str, hint: str, fix: Fix | None = None) -> Problem:
    return Problem(span, "refused-value", message, hint, Severity.STOP, fix, unit.path)
