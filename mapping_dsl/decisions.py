"""A `decide` statement as FEEL's decision table."""

from collections.abc import Callable, Sequence

from mapping_dsl import nodes
from mapping_dsl.feel import operators
from mapping_dsl.feel.computing import Closure
from mapping_dsl.feel.frames import Frame
from mapping_dsl.feel.tables import DecisionTable, Output

Interpret = Callable[[nodes.Expression], Closure]


def decision_table(node: nodes.Decide, interpret: Interpret) -> DecisionTable:
    """The table with a closure in each cell. `interpret` makes those that raise BudgetSpent: where a cell takes too
    much, nothing can be said of the table."""

    def cells(expressions: Sequence[nodes.Expression | None]) -> tuple[Closure | None, ...]:
        return tuple(interpret(one) if one else None for one in expressions)

    return DecisionTable(
        name=node.name.text,
        span=node.span,
        policy=node.policy,
        inputs=tuple(map(interpret, node.inputs)),
        allowed=(None,) * len(node.inputs),
        rows=tuple((cells(row.tests), cells(row.outputs)) for row in node.rows),
        otherwise=cells(node.otherwise.outputs) if node.otherwise else None,
        outputs=tuple(
            Output(output.name.text, _place_in(interpret(output.order)) if output.order else None)
            for output in node.outputs
        ),
    )


def _place_in(order: Closure) -> Closure:
    """Where a value stands in the list that its heading gives; what the list does not have comes last."""

    def place(frame: Frame) -> int:
        listed = order(frame)
        values = listed if isinstance(listed, list) else [listed]
        value = frame.names["?"]
        return next((at for at, one in enumerate(values) if operators.equal(one, value) is True), len(values))

    return place
