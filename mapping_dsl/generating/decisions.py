"""The code of a `decide` statement: rows one after another, each cell asked only where those before it hold."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mapping_dsl import nodes
from mapping_dsl.decisions import decision_table
from mapping_dsl.expressions import rows_of
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.feel import shapes as feel_shapes
from mapping_dsl.feel.alike import any_of
from mapping_dsl.feel.emission import NOWHERE, Known, Operand, named
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
        """The outputs of the first row that fits: each row stands in what becomes where those before it do not."""
        made = self.code.fresh()
        outputs: list[Operand] = []
        with self.code.block() as statements:
            self._rows(list(rows), columns, made, outputs)
        self.code.statements.extend(statements)
        refuses = any(one.refuses for one in (*outputs, *columns))
        value = Operand(made.expression, refuses=refuses).knowing(_either_context(outputs) or any_of(outputs))
        return self.mark.settle(value, *outputs, *columns)

    def _rows(
        self, rows: Sequence[nodes.Row], columns: Sequence[Operand], made: Operand, outputs: list[Operand]
    ) -> None:
        if not rows:
            outputs.append(self._without_hit(made))
            return
        first, *others = rows
        cells = [(cell, column) for cell, column in zip(first.tests, columns, strict=True) if cell]
        if not cells:
            outputs.append(self._output(first))
            write(self.code, shapes.SET, first.span, value=outputs[-1], result=made)
            return
        fits = self.code.inline(self._fits(cells))
        with self.code.block() as output:
            outputs.append(self._output(first))
        value = outputs[-1]
        with self.code.block() as further:
            self._rows(others, columns, made, outputs)
        write(self.code, shapes.ROW, first.span, fits=fits, outputs=output, value=value, result=made, others=further)

    def _fits(self, cells: Sequence[tuple[nodes.Expression, Operand]]) -> Operand:
        """Whether a row fits: each cell asked only where those before it hold; what they could not compute does not
        matter."""
        (cell, column), *others = cells
        passed = self._passed(cell, column)
        if not others:
            return passed
        passed = self.code.inline(passed)
        fits = write(self.code, feel_shapes.ASSIGN, cell.span, value=False)
        with self.code.block() as further:
            last = self._fits(others)
            write(self.code, shapes.SET, cell.span, value=last, result=fits)
        write(self.code, shapes.CELL, cell.span, passed=passed, further=further)
        return Operand(fits.expression)

    def _passed(self, cell: nodes.Expression, column: Operand) -> Operand:
        mark = self.names.mark()
        with self.names.in_scope(Bound({"?": column})):
            passed = self.names.value(self._node(cell))
        if passed.refuses:
            write(self.code, shapes.FORGET, cell.span, mark=mark.written())
        return passed

    def _without_hit(self, made: Operand) -> Operand:
        if self.node.otherwise is None:
            name = self.node.name.text
            told = {"code": "no-row-fits", "message": f"no row of {name} fits", "hint": "add a row for it"}
            write(self.code, shapes.NO_ROW_FITS, self.node.span, result=made, **told)
            return Operand(made.expression, frozenset({type(None)}), refuses=True)
        value = self._output(self.node.otherwise)
        write(self.code, shapes.SET, self.node.span, value=value, result=made)
        return value

    def _output(self, row: nodes.Row) -> Operand:
        if len(row.outputs) == 1:
            return self._cell(row.outputs[0])
        return self._hit(row)

    def _cell(self, cell: nodes.Expression | None) -> Operand:
        return self.names.value(self._node(cell)) if cell else self.code.constant(None)

    def _hit(self, row: nodes.Row) -> Operand:
        """The outputs of a row by name."""
        hit = write(self.code, feel_shapes.NO_ENTRIES, row.span)
        entries: dict[str, Known] = {}
        for output, cell in zip(self.node.outputs, row.outputs, strict=True):
            mark = self.names.mark()
            value = self._cell(cell)
            write(self.code, feel_shapes.ENTER, row.span, holder=hit, key=output.name.text, value=value)
            mark.put_away(value, hit, output.name.text)
            if not value.refuses:
                entries[output.name.text] = replace(value.parts, kinds=value.kinds)
        return Operand(hit.expression, frozenset({dict}), parts=Known(frozenset({dict}), entries=entries))

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
            cells = [(cell, column) for cell, column in zip(row.tests, columns, strict=True) if cell]
            passed = self._fits(cells) if cells else self.code.constant(True)
            write(self.code, shapes.CELL, row.span, passed=passed, further=further)
        if self.node.otherwise:
            with self.code.block() as outputs:
                value = self._hit(self.node.otherwise)
            write(self.code, shapes.OTHERWISE_HIT, self.node.span, outputs=outputs, hits=hits, value=value)
        table = decision_table(self.node, lambda one: interpret_inner(self._node(one)))
        if not table.is_fit:
            raise TooMuchCode
        made = write(self.code, shapes.SETTLED, self.node.span, table=table, hits=hits)
        return self.mark.settle(Operand(made.expression, None, refuses=True))


def _either_context(values: Sequence[Operand]) -> Known | None:
    """What is known of one of several contexts; None where one of them may be something else."""
    if not values or any(one.kind is not dict for one in values):
        return None
    names = frozenset(values[0].parts.entries).intersection(*(one.parts.entries for one in values))
    every = {name: [one.parts.entries[name] for one in values] for name in names}
    entries = {name: known for name, one in every.items() if (known := _either(one)) is not None}
    return Known(frozenset({dict}), entries=entries)


def _either(every: Sequence[Known]) -> Known | None:
    return any_of([Operand(named("_"), one.kinds, parts=one) for one in every])


def _place(order: Sequence[object], value: object) -> int:
    return order.index(value) if value in order else len(order)
