"""Decision tables against themselves: cells against their columns, outputs against each other and the hit policy."""

from collections.abc import Iterable

from mapping_dsl import nodes
from mapping_dsl.expressions import rows_of
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.feel import types
from mapping_dsl.feel.nearest import suggestion
from mapping_dsl.feel.tables import HitPolicy
from mapping_dsl.meanings import Bound, Meaning, Meanings
from mapping_dsl.problems import Problem, Severity, Span
from mapping_dsl.program import Unit
from mapping_dsl.scopes import without_options

_STOPS = ("mixed-column", "unlisted-value")
_ORDERED = (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER)
_ADDED_UP = (HitPolicy.COLLECT_SUM, HitPolicy.COLLECT_MIN, HitPolicy.COLLECT_MAX, HitPolicy.COLLECT_COUNT)
_LISTS = (HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER, HitPolicy.COLLECT)

#: a cell with what it means
Cell = tuple[nodes.Expression, Meaning]


class DecisionChecker:
    """Checks the `decide` statements of a program."""

    def __init__(self, meanings: Meanings) -> None:
        self.meanings = meanings
        self.problems: list[Problem] = []

    def check(self, unit: Unit, node: nodes.Decide) -> types.Type:
        """Checks one table with all that is in it, and gives the type of what it decides."""
        inputs = [self.meanings.read(unit, one, {}) for one in node.inputs]
        for row in node.rows:
            for column, cell in zip(inputs, row.tests, strict=True):
                if cell:
                    binders = {"?": Bound(column.type if column else types.ANY)}
                    self.meanings.read(unit, cell, binders, start="unary_tests")
        columns = [self._output(unit, node, place) for place in range(len(node.outputs))]
        if node.policy in _ADDED_UP and len(node.outputs) > 1:
            message = f"{node.policy} makes one value of one column, and this table has {len(node.outputs)} after =>"
            self._problem(unit, node.outputs[1].name.span, "several-outputs", message, "make a table of each")
        return _decision_type(node, columns)

    def _output(self, unit: Unit, node: nodes.Decide, place: int) -> types.Type:
        output = node.outputs[place]
        cells = [cell for row in rows_of(node) if (cell := row.outputs[place])]
        read = [(cell, self.meanings.read(unit, cell, {})) for cell in cells]
        known = [(cell, meaning) for cell, meaning in read if meaning]
        self._order(unit, node.policy, output, known)
        self._of_one_kind(unit, output, known)
        # A cell's text stands for any: who reads a decision may ask for values that a later row will give.
        return without_options(types.common(meaning.type if meaning else types.ANY for _, meaning in read))

    def _order(self, unit: Unit, policy: HitPolicy, output: nodes.Output, cells: Iterable[Cell]) -> None:
        """Tells a heading that lacks the order of its values, and the values that it does not list."""
        listed = self.meanings.read(unit, output.order, {}) if output.order else None
        if output.order is None and policy in _ORDERED:
            message = f"{policy} wants to know the order of the values of {output.name.text}"
            hint = f'write {output.name.text} in ("first", "second", …) in the heading'
            self._problem(unit, output.name.span, "order-missing", message, hint)
        parts = feel_nodes.children(listed.node) if listed else ()
        values = [one.value for one in parts if isinstance(one, feel_nodes.Literal)]
        for cell, meaning in cells if values else ():
            if isinstance(meaning.node, feel_nodes.Literal) and meaning.node.value not in [*values, None]:
                message = f"the heading of {output.name.text} does not list {cell.text}, which therefore comes last"
                hint = suggestion(str(meaning.node.value), map(str, values)) or "put it into the heading"
                self._problem(unit, cell.span, "unlisted-value", message, hint)

    def _of_one_kind(self, unit: Unit, output: nodes.Output, cells: Iterable[Cell]) -> None:
        """Tells the first cell of a column that gives something else than the cells above it."""
        above: types.Type = types.NULL
        for cell, meaning in cells:
            kind = without_options(meaning.type)
            if not types.conforms(kind, above):
                kinds = f"{types.describe(kind)} here, and {types.describe(above)} in the rows above"
                message = f"{output.name.text} is {kinds}"
                self._problem(unit, cell.span, "mixed-column", message, "give values of one kind")
                return
            above = types.common((above, kind))

    def _problem(self, unit: Unit, span: Span, code: str, message: str, hint: str) -> None:
        severity = Severity.STOP if code in _STOPS else Severity.ERROR
        self.problems.append(Problem(span, code, message, hint, severity, file=unit.path))


def _decision_type(node: nodes.Decide, columns: list[types.Type]) -> types.Type:
    if node.policy in (HitPolicy.COLLECT_COUNT, HitPolicy.COLLECT_SUM):
        return types.NUMBER
    names = [output.name.text for output in node.outputs]
    one = columns[0] if len(columns) == 1 else types.ContextOf(tuple(zip(names, columns, strict=True)))
    return types.ListOf(one) if node.policy in _LISTS else one
