"""What can be told of an expression's parts by looking at them, for all who compute them."""

from mapping_dsl.feel import nodes
from mapping_dsl.feel.nodes import Node


def uses_partial(node: nodes.For) -> bool:
    """Whether the body asks for what there is so far."""
    return any(isinstance(part, nodes.Name) and part.name == "partial" for part, _ in nodes.walk(node.body))


def repeated_entry(node: nodes.ContextLiteral) -> nodes.Entry | None:
    """The first entry whose key another before it has."""
    keys = [entry.key for entry in node.entries]
    return next((entry for place, entry in enumerate(node.entries) if entry.key in keys[:place]), None)


def called_name(node: nodes.Call) -> str:
    """What the expression calls a function."""
    return node.function.name if isinstance(node.function, nodes.Name | nodes.Path) else "this"


def is_condition(node: nodes.ValueTest) -> bool:
    """Whether a test holds by being true, whatever is tested (DMN 1.5, 7.3.4). A `true` that is written out is a value
    to be compared with: nobody's answer is not a yes."""
    return not isinstance(node.expression, nodes.Literal)


def depth_of(node: Node) -> int:
    """How many nodes stand inside each other."""
    return max(depth for _, depth in nodes.walk(node))
