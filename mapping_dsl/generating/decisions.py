"""The code of a `decide` statement: rows one after another, each cell asked only where those before it hold."""

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mapping_dsl import nodes
from mapping_dsl.decisions import decision_table
from mapping_dsl.expressions import rows_of
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.feel import shapes as feel_shapes
from mapping_dsl.feel.emission import NOWHERE, Operand
from mapping_dsl.feel.filling import write
from mapping_dsl.feel.interpreter import interpret_inner
from mapping_dsl.feel.tables import HitPolicy
from mapping_dsl.feel.writing import Bound, Mark, TooMuchCode
from mapping_dsl.generating import shapes
from mapping_dsl.program import Unit

if TYPE_CHECKING:
    from mapping_dsl.generating.names import Names


def write_decision(names: "Names", unit: Unit, node: nodes.Decide) -> Operand:
    """Adds the code of a table, and gives the decision's value. Raises TooMuchCode."""
    return _Writing(names, unit, node).decision()


class _Writing:
    def __init__(self, names: "Names", unit: Unit, node: nodes.Decide) -> None:
        self.names = names
        self.unit = unit
        self.node = node
        self.code = names.code
        self.mark: Mark = names.mark()

    def decision(self) -> Operand:
        """The whole table."""
        columns = [self.names.value(self._node(one)) for one in self.node.inputs]
        rows = self._in_order()
        if rows is None:
            return self._of_all_hits(columns)
        return self._of_first_hit(columns, rows)

    def _node(self, expression: nodes.Expression) -> feel_nodes.Node:
        return self.names.node_of(self.unit, expression)

    def _in_order(self) -> Sequence[nodes.Row] | None:
        """The rows so that the first that fits decides; None where all that fit must be known."""
        if self.node.policy is HitPolicy.FIRST:
            return self.node.rows
        if self.node.policy is not HitPolicy.PRIORITY:
            return None
        listed = [self._listed(output) for output in self.node.outputs]
        cells = [self._literals(row.outputs) for row in rows_of(self.node)]
        if None in cells or not any(listed) or not all(one is None or all(one) for one in listed):
            return None

        def rank(row: nodes.Row) -> list[int]:
            said = self._literals(row.outputs) or []
            return [_place(order, one) for order, one in zip(listed, said, strict=True) if order is not None]

        return sorted(self.node.rows, key=rank)

    def _listed(self, output: nodes.Output) -> list[object] | None:
        """The values that an output's heading puts in order, None where it does not."""
        if output.order is None:
            return None
        node = self._node(output.order)
        elements = node.elements if isinstance(node, feel_nodes.ListLiteral) else (node,)
        return [one.value if isinstance(one, feel_nodes.Literal) else None for one in elements]

    def _literals(self, cells: Sequence[nodes.Expression | None]) -> list[object] | None:
        """The values of cells that are written out as texts, None where one is not."""
        found = [self._node(cell) if cell else None for cell in cells]
        values = [one.value for one in found if isinstance(one, feel_nodes.Literal) and isinstance(one.value, str)]
        return list(values) if len(values) == len(found) else None

    def _of_first_hit(self, columns: Sequence[Operand], rows: Sequence[nodes.Row]) -> Operand:
        made = write(self.code, feel_shapes.ASSIGN, NOWHERE, value=None)
        found = write(self.code, feel_shapes.ASSIGN, NOWHERE, value=False)
        kinds = []
        for row in rows:
            with self.code.block() as outputs:
                value = self._output(row)
            kinds.append(value.kinds)
            with self.code.block() as further:
                write(self.code, shapes.FOUND, row.span, outputs=outputs, value=value, result=made, found=found)
            with self.code.block() as tests:
                self._tests(row, columns, further)
            write(self.code, shapes.ROW, row.span, found=found, tests=tests)
        kinds.append(self._without_hit(made, found))
        known = [one for one in kinds if one is not None]
        of_all = frozenset[type]().union(*known) if len(known) == len(kinds) else None
        return self.mark.settle(Operand(made.expression, of_all, refuses=True))

    def _without_hit(self, made: Operand, found: Operand) -> frozenset[type] | None:
        if self.node.otherwise is None:
            name = self.node.name.text
            told = {"code": "no-row-fits", "message": f"no row of {name} fits", "hint": "add a row for it"}
            write(self.code, shapes.NO_ROW_FITS, self.node.span, result=made, found=found, **told)
            return frozenset({type(None)})
        with self.code.block() as outputs:
            value = self._output(self.node.otherwise)
        write(self.code, shapes.OTHERWISE, self.node.span, outputs=outputs, value=value, result=made, found=found)
        return value.kinds

    def _tests(self, row: nodes.Row, columns: Sequence[Operand], further: list[ast.stmt]) -> None:
        """The cells of a row, each inside the one before it; what they could not compute does not matter."""
        cells = [(cell, column) for cell, column in zip(row.tests, columns, strict=True) if cell]
        for cell, column in reversed(cells):
            with self.code.block() as test:
                mark = self.names.mark()
                with self.names.in_scope(Bound({"?": column})):
                    passed = self.names.value(self._node(cell))
                if passed.refuses:
                    write(self.code, shapes.FORGET, cell.span, mark=mark.written())
            with self.code.block() as outer:
                write(self.code, shapes.CELL, cell.span, compute_test=test, passed=passed, further=further)
            further = outer
        self.code.statements.extend(further)

    def _output(self, row: nodes.Row) -> Operand:
        if len(row.outputs) == 1:
            return self._cell(row.outputs[0])
        return self._hit(row)

    def _cell(self, cell: nodes.Expression | None) -> Operand:
        return self.names.value(self._node(cell)) if cell else self.code.constant(None)

    def _hit(self, row: nodes.Row) -> Operand:
        """The outputs of a row by name."""
        hit = write(self.code, feel_shapes.NO_ENTRIES, row.span)
        for output, cell in zip(self.node.outputs, row.outputs, strict=True):
            mark = self.names.mark()
            value = self._cell(cell)
            write(self.code, feel_shapes.ENTER, row.span, holder=hit, key=output.name.text, value=value)
            mark.put_away(value, hit, output.name.text)
        return Operand(hit.expression, frozenset({dict}))

    def _of_all_hits(self, columns: Sequence[Operand]) -> Operand:
        """Gathers all hits, and leaves to the table what its policy makes of them."""
        if any(output.order and self._listed(output) is None for output in self.node.outputs):
            raise TooMuchCode
        hits = write(self.code, feel_shapes.NO_ELEMENTS, NOWHERE)
        for row in self.node.rows:
            with self.code.block() as outputs:
                value = self._hit(row)
            with self.code.block() as further:
                write(self.code, shapes.HIT, row.span, outputs=outputs, hits=hits, value=value)
            self._tests(row, columns, further)
        if self.node.otherwise:
            with self.code.block() as outputs:
                value = self._hit(self.node.otherwise)
            write(self.code, shapes.OTHERWISE_HIT, self.node.span, outputs=outputs, hits=hits, value=value)
        table = decision_table(self.node, lambda one: interpret_inner(self._node(one)))
        if not table.is_fit:
            raise TooMuchCode
        made = write(self.code, shapes.SETTLED, self.node.span, table=table, hits=hits)
        return self.mark.settle(Operand(made.expression, None, refuses=True))


def _place(order: Sequence[object], value: object) -> int:
    return order.index(value) if value in order else len(order)
