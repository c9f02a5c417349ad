"""Names that need each other: nothing could be computed first. Each ring is told once, with its whole path."""

from collections.abc import Iterator

from mapping_dsl import nodes
from mapping_dsl.expressions import expressions_in
from mapping_dsl.meanings import Meanings
from mapping_dsl.problems import Problem, Span
from mapping_dsl.program import Program, Unit

_FROM_FLAGS = ("flags", "unclear flags", "risk level")


def cycle_problems(program: Program, meanings: Meanings) -> Iterator[Problem]:
    """The rings among lets, functions, decisions and flags."""
    graph = _Graph(program, meanings)
    done: set[str] = set()
    for name in graph.reads:
        if name not in done:
            yield from graph.rings_from(name, done)


class _Graph:
    def __init__(self, program: Program, meanings: Meanings) -> None:
        self.places: dict[str, tuple[Unit, Span]] = {}
        self.functions: set[str] = set()
        self.reads: dict[str, list[str]] = {}
        flags: list[str] = []
        for name, (unit, node) in program.named.items():
            self._add(name, unit, node.name.span, self._names(meanings, unit, node))
            if isinstance(node, nodes.Function):
                self.functions.add(name)
        for unit, flag in program.all_of(nodes.Flag):
            name = f'flag "{flag.name.text}"'
            self._add(name, unit, flag.name.span, self._names(meanings, unit, flag))
            flags.append(name)
        for name in _FROM_FLAGS:
            self.reads[name] = flags

    def _add(self, name: str, unit: Unit, span: Span, reads: set[str]) -> None:
        self.places[name] = (unit, span)
        self.reads[name] = sorted(reads)

    def _names(self, meanings: Meanings, unit: Unit, node: nodes.Statement) -> set[str]:
        read = (meanings.of(unit, expression) for expression in expressions_in(node))
        return {name for meaning in read if meaning for name in meaning.names}

    def rings_from(self, start: str, done: set[str]) -> Iterator[Problem]:
        """The rings that can be reached from a name; goes deep without calling itself."""
        path, iterators = {start: None}, [iter(self.reads[start])]
        while path:
            following = next(iterators[-1], None)
            if following is None:
                done.add(path.popitem()[0])
                iterators.pop()
            elif following in path:
                names = list(path)
                yield self._problem(names[names.index(following) :])
            elif following in self.reads and following not in done:
                path[following] = None
                iterators.append(iter(self.reads[following]))

    def _problem(self, ring: list[str]) -> Problem:
        first = next(place for place, name in enumerate(ring) if name in self.places)
        ring = ring[first:] + ring[:first]
        unit, span = self.places[ring[0]]
        if len(ring) == 1:
            message = f"{ring[0]} reads itself"
        else:
            message = f"{ring[0]} reads " + ", which reads ".join([*ring[1:], ring[0]])
        code = "recursive-function" if set(ring) <= self.functions else "circular-names"
        return Problem(span, code, message, "take one of these steps out", file=unit.path)
