"""From nodes to closures that compute them."""

from collections.abc import Callable

from mapping_dsl.feel.frames import Budget, Call, Frame
from mapping_dsl.feel.nodes import Node
from mapping_dsl.feel.values import Value

__all__ = ["Budget", "Call", "Closure", "Frame", "interpret"]

Closure = Callable[[Frame], Value]


def interpret(node: Node) -> Closure:
    """The node as a function of a frame. Never raises: what cannot be computed is null, with its reason in the frame."""
    raise NotImplementedError
