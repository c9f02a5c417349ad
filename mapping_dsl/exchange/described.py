"""What a mapping knows of its tables beyond their text: the type of each column, the question behind each input."""

from dataclasses import replace

from mapping_dsl import nodes
from mapping_dsl.answers import Questions
from mapping_dsl.checker import Checked
from mapping_dsl.exchange.tables import Table
from mapping_dsl.exchange.text import tables_in
from mapping_dsl.expressions import rows_of
from mapping_dsl.feel import types
from mapping_dsl.program import Program


def described_tables(program: Program, checked: Checked) -> tuple[Table, ...]:
    """The tables of the program's own text, in its order, with types and labels."""
    decides = [node for unit, node in program.all_of(nodes.Decide) if unit is program.main]
    tables = zip(tables_in(program.source.text), decides, strict=True)
    return tuple(_described(table, node, program, checked) for table, node in tables)


def type_name(type_: types.Type) -> str:
    """A type as FEEL writes it, empty where it is anything or a context that has no name."""
    match type_:
        case types.Simple(name) if type_ not in (types.ANY, types.NULL):
            return name
        case types.ChoiceOf():
            return types.STRING.name
        case types.ListOf(element) if type_name(element):
            return f"list<{type_name(element)}>"
    return ""


def _described(table: Table, node: nodes.Decide, program: Program, checked: Checked) -> Table:
    def type_of(expression: nodes.Expression) -> types.Type:
        meaning = checked.meanings.of(program.main, expression)
        return meaning.type if meaning else types.ANY

    def type_of_output(place: int) -> str:
        cells = [row.outputs[place] for row in rows_of(node)]
        return type_name(types.common(type_of(cell) for cell in cells if cell))

    inputs = zip(table.inputs, node.inputs, strict=True)
    return replace(
        table,
        inputs=tuple(
            replace(column, type=type_name(type_of(one)), label=_label(column.expression, program.questions))
            for column, one in inputs
        ),
        outputs=tuple(replace(column, type=type_of_output(at)) for at, column in enumerate(table.outputs)),
    )


def _label(expression: str, questions: Questions) -> str:
    asked = questions.by_name.get(expression, ())
    return asked[-1].label if asked else ""
