"""One run over one submission: the names in scope, each computed at most once, and what may be said of a null."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from mapping_dsl import nodes
from mapping_dsl.answers import Answers
from mapping_dsl.feel.frames import MAX_STEPS, Budget, Frame
from mapping_dsl.feel.interpreter import Closure
from mapping_dsl.feel.nodes import Node
from mapping_dsl.problems import Problem

Definition = Callable[["Run"], Any]

_MAX_TRACED = 500  #: steps that a trace keeps of one rule
_MAX_KEPT = 8  #: reasons for one null


@dataclass(frozen=True, slots=True)
class Computation:
    """An expression, ready to run."""

    closure: Closure
    answers: frozenset[str]  #: dotted; what it reads, through lets, functions and decisions too
    file: str
    expression: nodes.Expression
    node: Node
    weighs_flags: bool = False  #: whether it reads what flags say, directly or not


@dataclass(frozen=True, slots=True)
class Result:
    """A value; for null, why it could not be computed, if that is so. `doubted` are answers in doubt that it reads."""

    value: Any
    reasons: tuple[Problem, ...] = ()
    doubted: tuple[str, ...] = ()

    @property
    def is_unsure(self) -> bool:
        """Whether nobody can rely on it: it reads an answer in doubt, or is null for a reason."""
        return bool(self.doubted or self.reasons)

    @property
    def reason(self) -> str:
        """Why nobody can rely on it, in a sentence."""
        if self.doubted:
            return f"the answer {self.doubted[0]} is in doubt"
        return self.reasons[0].message if self.reasons else ""


def kept(reasons: Iterable[Problem]) -> tuple[Problem, ...]:
    """The reasons that are kept with a name: each once, and few, as who reads a name twice is told them twice."""
    return tuple(islice(dict.fromkeys(reasons), _MAX_KEPT))


class Names(dict[str, Any]):
    """The names of a run. What is not there yet is computed from its definition, and kept."""

    def __init__(self, known: Mapping[str, Any], compute: Callable[[str], Any], definitions: Iterable[str]) -> None:
        super().__init__(known)
        self._compute = compute
        self._definitions = frozenset(definitions)

    def __missing__(self, name: str) -> Any:
        return self._compute(name)

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self._definitions


@dataclass
class Run:
    """The state of one run."""

    answers: Answers
    definitions: Mapping[str, Definition]
    deep: Mapping[str, tuple[str, ...]]  #: for names at the end of long chains, what is to be computed first
    frame: Frame = field(init=False)
    names: Names = field(init=False)
    steps: list[tuple[Node, Any]] = field(default_factory=list)  #: sub-results of the current rule, while tracing
    _refused: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    _steps_left: int = MAX_STEPS

    def start(self, known: Mapping[str, Any], *, is_traced: bool = False) -> None:
        """Puts the names in scope that need no computing."""
        self.names = Names(known, self._define, self.definitions)
        self.frame = Frame(self.names, self.answers.now, seen=self._see if is_traced else None)

    def evaluate(self, computation: Computation, frame: Frame | None = None) -> Result:
        """The value of an expression in a frame, or in that of the whole run."""
        value, reasons = self._guarded(computation.closure, frame or self.frame)
        doubts = self.answers.doubts
        doubted = tuple(sorted(computation.answers & doubts)) if doubts else ()
        return Result(value, reasons, doubted)

    def _guarded(self, compute: Closure, frame: Frame) -> tuple[Any, tuple[Problem, ...]]:
        """Computes within what is left of the run's budget, and takes the reasons for a null out of the frame."""
        outer, mark = frame.budget, len(frame.reasons)
        frame.budget = Budget(steps=self._steps_left)
        value = compute(frame)
        self._steps_left = max(frame.budget.steps, 0)
        frame.budget = outer
        reasons = tuple(frame.reasons[mark:]) if value is None else ()
        del frame.reasons[mark:]
        return value, reasons

    def _define(self, name: str) -> Any:
        if name in self._refused:
            self.frame.reasons.extend(self._refused[name])
            return None
        definition = self.definitions[name]
        for deeper in self.deep.get(name, ()):
            self.names[deeper]
        value, reasons = self._guarded(lambda _: definition(self), self.frame)
        if reasons:
            self._refused[name] = kept(reasons)
            self.frame.reasons.extend(self._refused[name])
        else:
            self.names[name] = value
        return value

    def _see(self, node: Node, value: Any) -> None:
        if len(self.steps) < _MAX_TRACED:
            self.steps.append((node, value))
