"""What can be known of an expression before it runs: its type, names that nobody gave, what it reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from mapping_dsl.feel.nodes import Node
from mapping_dsl.feel.types import Type
from mapping_dsl.problems import Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """An expression's type, what is wrong with it, and the paths that it reads from names outside it."""

    type: Type
    problems: tuple[Problem, ...]
    reads: frozenset[tuple[str, ...]]  #: ("vehicles", "vrm"): the free name with the members named after it


def check(node: Node, scope: Mapping[str, Type]) -> Checked:
    """Checks names, types and arguments against what is in scope. FEEL's own functions are always in scope."""
    raise NotImplementedError
