"""Every expression that stands in a statement, for those who must look at all of them."""

from collections.abc import Iterator

from mapping_dsl import nodes


def expressions_in(node: nodes.Statement | nodes.Part) -> Iterator[nodes.Expression]:
    """The expressions of a statement, field or group in the order of the text, cells of decision tables included."""
    match node:
        case nodes.Let(value=value) | nodes.Function(body=value):
            yield value
        case nodes.Decide():
            yield from node.inputs
            yield from (output.order for output in node.outputs if output.order)
            yield from tests_in(node)
            yield from (cell for row in rows_of(node) for cell in row.outputs if cell)
        case nodes.Flag():
            yield from node.whens
        case nodes.Example():
            yield from node.expects
        case nodes.Triage():
            for part in node.parts:
                yield from expressions_in(part)
        case nodes.Record() | nodes.Group():
            yield from _entering(node)
            for inner in node.body:
                yield from expressions_in(inner)
        case nodes.Field():
            yield node.value
            yield from (one.value for one in node.otherwise if one.value)
        case nodes.Text():
            yield from (piece for line in node.lines for piece in line if isinstance(piece, nodes.Expression))
            yield from (one.value for one in node.otherwise if one.value)


def tests_in(node: nodes.Decide) -> Iterator[nodes.Expression]:
    """The cells of a decision table that hold tests."""
    yield from (cell for row in node.rows for cell in row.tests if cell)


def rows_of(node: nodes.Decide) -> tuple[nodes.Row, ...]:
    """The rows of a decision table, `otherwise` last."""
    return (*node.rows, *((node.otherwise,) if node.otherwise else ()))


def _entering(node: nodes.Record | nodes.Group) -> Iterator[nodes.Expression]:
    if node.each:
        yield node.each.source
        if node.each.where:
            yield node.each.where
    if node.when:
        yield node.when
