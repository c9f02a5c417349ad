"""What an expression reads in the end, through all names, and the constants that it weighs answers against."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from mapping_dsl import nodes
from mapping_dsl.comparing.settings import OF_SUBMISSION
from mapping_dsl.comparing.sides import Side
from mapping_dsl.expressions import expressions_in
from mapping_dsl.feel import nodes as feel_nodes

OF_FLAGS: Final = frozenset(("flags", "unclear flags", "risk level"))


@dataclass(frozen=True, slots=True)
class Reading:
    """Answers by dotted name, facts of the submission, summaries such as `risk level`, and constants."""

    answers: frozenset[str] = frozenset()
    summaries: frozenset[str] = frozenset()
    constants: tuple[Any, ...] = ()

    def joined(self, others: Iterable["Reading"]) -> "Reading":
        """All of them as one; each constant once."""
        every = (self, *others)
        return Reading(
            frozenset().union(*(one.answers for one in every)),
            frozenset().union(*(one.summaries for one in every)),
            tuple({(type(value), str(value)): value for one in every for value in one.constants}.values()),
        )


class Readings:
    """The readings of one side, each name's once."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self._names: dict[str, Reading] = {}

    def of(self, node: feel_nodes.Node) -> Reading:
        """What an expression reads."""
        parts = [part for part, _ in feel_nodes.walk(node)]
        words = {part.name for part in parts if isinstance(part, feel_nodes.Name | feel_nodes.Path)}
        constants = tuple(part.value for part in parts if isinstance(part, feel_nodes.Literal))
        answers = {one for part in parts for one in self._answers(part, words)}
        own = Reading(frozenset(answers), frozenset(), constants)
        names = dict.fromkeys(part.name for part in parts if isinstance(part, feel_nodes.Name))
        return own.joined(self.of_name(name) for name in names)

    def of_name(self, name: str) -> Reading:
        """What a name in scope reads, as far as it stands for something else."""
        if name not in self._names:
            self._names[name] = Reading()  # a name that leads back to itself is told by the checker
            self._names[name] = self._named(name)
        return self._names[name]

    def _named(self, name: str) -> Reading:
        program = self.side.program
        if name in OF_FLAGS or name == "all text":
            return Reading(summaries=frozenset((name,)))
        if name not in program.named:
            return Reading()
        unit, node = program.named[name]
        if isinstance(node, nodes.List):
            return Reading()
        return Reading().joined(self.of(self.side.node(unit, one)) for one in expressions_in(node))

    def _answers(self, part: feel_nodes.Node, words: set[str]) -> Iterable[str]:
        questions = self.side.program.questions
        match part:
            case feel_nodes.Path(feel_nodes.Name("submission"), name):
                return (OF_SUBMISSION + name,)
            case feel_nodes.Call(feel_nodes.Name("asked" | "label" | "option"), (feel_nodes.Literal(str(name)), *_)):
                return (name,)
            case feel_nodes.Name(name) if name in questions.outer_types and name not in self.side.program.named:
                return (name, *(f"{name}.{one}" for one in questions.inner(name) if one in words))
        return ()
