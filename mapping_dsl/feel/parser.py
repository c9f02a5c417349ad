"""From text to nodes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mapping_dsl.feel.nodes import Node
from mapping_dsl.feel.types import Type
from mapping_dsl.problems import Problem

Start = Literal["expression", "unary_tests"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """An expression's nodes, or None with the problems that say why there are none."""

    node: Node | None
    problems: tuple[Problem, ...] = ()


def parse(text: str, scope: Mapping[str, Type], *, at: tuple[int, int] = (1, 1), start: Start = "expression") -> Parsed:
    """Parses one expression, or the unary tests of a cell. The scope says where names with spaces end. `at` is the line
    and column of the text's first character, so that spans are those of the file around it."""
    raise NotImplementedError
