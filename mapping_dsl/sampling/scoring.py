"""How many small changes to a mapping its examples notice: the mutation score."""

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import islice
from typing import Any

from mapping_dsl import nodes
from mapping_dsl.answers import Answers
from mapping_dsl.checker import check
from mapping_dsl.examples import run_example
from mapping_dsl.feel.nodes import Node
from mapping_dsl.interpreter import Interpreted
from mapping_dsl.meanings import Meanings
from mapping_dsl.problems import Problem, Severity, Span
from mapping_dsl.program import Placed, Program
from mapping_dsl.sampling.boundaries import boundary_samples
from mapping_dsl.sampling.mutants import Mutant, mutants
from mapping_dsl.sampling.trial import Trial


class Fate(StrEnum):
    """What became of a mutant."""

    NOTICED = "noticed"  #: an example fails
    REFUSED = "refused"  #: the checker has something against it that stops it
    SURVIVING = "surviving"  #: nothing in the mapping objects, though some sample comes out otherwise
    EQUIVALENT = "equivalent"  #: no sample, kept or on a boundary, comes out otherwise


@dataclass(frozen=True)
class Score:
    """The fates of the mutants of one text."""

    fates: tuple[tuple[Mutant, Fate], ...]

    def count(self, fate: Fate) -> int:
        """How many mutants ended so."""
        return sum(one is fate for _, one in self.fates)

    @cached_property
    def surviving(self) -> tuple[Mutant, ...]:
        """The mutants that no example notices."""
        return tuple(mutant for mutant, fate in self.fates if fate is Fate.SURVIVING)

    @property
    def counted(self) -> int:
        """How many mutants could be noticed: equivalent ones are set apart."""
        return len(self.fates) - self.count(Fate.EQUIVALENT)

    @property
    def share(self) -> float:
        """The share that is noticed of those that could be; all of none."""
        return 1 - len(self.surviving) / self.counted if self.counted else 1.0


def score(
    trials: Sequence[Trial], path: str, *, one_of: int = 1, told: Callable[[int, int], None] = lambda _done, _of: None
) -> Score:
    """The score of the text at a path of the library: a mapping's own, or a module's that several mappings use. A
    mutant of a module is noticed where the examples of any of them notice it. `one_of` 10 tries every tenth mutant,
    and holds for equivalent what every tenth sample does not tell apart: quick, and a little too kind.
    `told` hears before each mutant how many are done, and of how many."""
    scoring = _Scoring(trials, one_of)
    tried = _mutants(trials, path)[::one_of]
    fates = []
    for done, mutant in enumerate(tried):
        told(done, len(tried))
        if fate := scoring.fate(mutant):
            fates.append((mutant, fate))
    return Score(tuple(fates))


def _mutants(trials: Sequence[Trial], path: str) -> list[Mutant]:
    """Those of the first trial that has the text: a module is the same in each."""
    for trial in trials:
        if unit := trial.program.units.get(path):
            return list(mutants(trial.program, trial.checked.meanings, unit))
    return []


class _Scoring:
    def __init__(self, trials: Sequence[Trial], one_of: int) -> None:
        self.watched = [_Watched(trial, one_of) for trial in trials]

    def fate(self, mutant: Mutant) -> Fate | None:
        """What becomes of a mutant; None where it is none, as it cannot be read."""
        pairs = [(one, changed) for one in self.watched if (changed := one.changed_by(mutant))]
        if not pairs:
            return None
        if any(changed.is_refused for _, changed in pairs):
            return Fate.REFUSED
        if any(changed.fails_an_example() for _, changed in pairs):
            return Fate.NOTICED
        if not any(watched.differs(changed, mutant) for watched, changed in pairs):
            return Fate.EQUIVALENT
        return Fate.REFUSED if any(changed.is_stopped() for _, changed in pairs) else Fate.SURVIVING


@dataclass(frozen=True, slots=True)
class _Run:
    """A sample's outcome as it should be, and the expressions that were computed for it."""

    answers: Answers
    digest: str
    computed: frozenset[tuple[str, Span]]


class _Watched:
    """A mapping as it stands, with what becomes of all samples, kept ones first; they are run as they are needed."""

    def __init__(self, trial: Trial, one_of: int) -> None:
        self.trial = trial
        self.problems = frozenset(map(_told, _stopping(trial.checked.problems)))
        self._places = {id(meaning.node): key for key, meaning in trial.checked.meanings.by_place.items()}
        self._runs: list[_Run] = []
        self._waiting = iter(self._samples(one_of))

    def runs(self) -> Iterator[_Run]:
        """What becomes of each sample."""
        yield from self._runs
        for answers in self._waiting:
            self._runs.append(self._run(answers))
            yield self._runs[-1]

    def _samples(self, one_of: int) -> Iterator[Answers]:
        yield from self.trial.kept
        every = boundary_samples(self.trial.program, self.trial.checked.meanings)
        boundaries = islice(every, None, None, one_of)
        yield from (self.trial.read(one.document) for one in boundaries)

    def _run(self, answers: Answers) -> _Run:
        computed: set[tuple[str, Span]] = set()

        def see(node: Node, _value: Any) -> None:
            if id(node) in self._places:
                computed.add(self._places[id(node)])

        return _Run(answers, self.trial.run(answers, see).digest, frozenset(computed))

    def changed_by(self, mutant: Mutant) -> "_Changed | None":
        """The mapping with a mutant's change; None where it has no part in it, or cannot be read any more."""
        placed = self.trial.program.placed
        at = next((at for at, one in enumerate(placed) if _is_at(one, mutant)), None)
        if at is None:
            return None
        unit = placed[at].unit
        instead = [Placed(unit, mutant.changed)] if mutant.changed else []
        program = replace(self.trial.program, placed=[*placed[:at], *instead, *placed[at + 1 :]])
        meanings = copy.copy(self.trial.checked.meanings)
        meanings.by_place, meanings.problems = dict(meanings.by_place), []
        if mutant.expression and meanings.read_instead(unit, mutant.expression) is None:
            return None
        return _Changed(self, program, meanings)

    def differs(self, changed: "_Changed", mutant: Mutant) -> bool:
        """Whether a sample comes out otherwise, of those that compute anything that the change touches."""
        touched = {(mutant.file, span) for span in mutant.touched}
        return any(
            changed.trial.run(run.answers).digest != run.digest
            for run in self.runs()
            if not touched or touched & run.computed
        )


class _Changed:
    """A mapping with one change."""

    def __init__(self, watched: _Watched, program: Program, meanings: Meanings) -> None:
        self.watched = watched
        self.program = program
        self.meanings = meanings

    @property
    def is_refused(self) -> bool:
        """Whether the changed expression alone has a problem that stops it."""
        return any(_stopping(self.meanings.problems))

    @cached_property
    def trial(self) -> Trial:
        """The changed mapping, ready to run."""
        interpreted = Interpreted(self.program, self.meanings)
        return Trial(self.program, self.watched.trial.checked, interpreted)

    def fails_an_example(self) -> bool:
        """Whether an example of the mapping notices the change."""
        return any(
            not run_example(self.trial.interpreted, unit, example).holds
            for unit, example in self.program.all_of(nodes.Example)
        )

    def is_stopped(self) -> bool:
        """Whether the checker, when it looks at the whole, has anything against the change that stops it."""
        return any(_told(one) not in self.watched.problems for one in _stopping(check(self.program).problems))


def _is_at(placed: Placed, mutant: Mutant) -> bool:
    return placed.unit.path == mutant.file and placed.statement.span == mutant.statement.span


def _stopping(problems: Iterable[Problem]) -> Iterator[Problem]:
    return (one for one in problems if one.severity is not Severity.HINT)


def _told(problem: Problem) -> tuple[str, str, str]:
    return problem.file, problem.code, problem.message
