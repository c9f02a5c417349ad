"""A mapping under trial: its texts read and checked once, and runs of it that are watched."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mapping_dsl import exact_json, nodes
from mapping_dsl.answers import Answers
from mapping_dsl.checker import Checked, check
from mapping_dsl.failures import MappingError, SubmissionUnreadable
from mapping_dsl.feel.nodes import Node
from mapping_dsl.interpreter import Interpreted, interpret
from mapping_dsl.library import Source
from mapping_dsl.outcome import Outcome
from mapping_dsl.problems import Severity
from mapping_dsl.program import Program, assemble

Seen = Callable[[Node, Any], None]


@dataclass(frozen=True)
class Trial:
    """A mapping that runs, with its examples."""

    program: Program
    checked: Checked
    interpreted: Interpreted

    @cached_property
    def examples(self) -> tuple[nodes.Example, ...]:
        """The examples that stand in the mapping."""
        return tuple(example for _, example in self.program.all_of(nodes.Example))

    @cached_property
    def kept(self) -> tuple[Answers, ...]:
        """The samples that the examples name, each once, as rules see them; one that is none is left out."""
        return tuple(answers for name in self._given() if (answers := self._read(name)))

    def read(self, document: Mapping[str, Any]) -> Answers:
        """A submission as rules see it. Raises SubmissionUnreadable where it is none."""
        return self.interpreted.reader.read(document)

    def run(self, answers: Answers, seen: Seen | None = None) -> Outcome:
        """The outcome of a submission; `seen` is told every part of an expression that is computed, and its value."""
        run = self.interpreted.start(answers)
        run.frame.seen = seen
        outcome, _ = self.interpreted.run(run)
        return outcome

    def _given(self) -> Iterator[str]:
        return iter(dict.fromkeys(example.given.text for example in self.examples))

    def _read(self, name: str) -> Answers | None:
        text = self.program.source.files.get(f"{self.program.source.id}/samples/{name}")
        try:
            return self.read(exact_json.loads(text)) if text is not None else None
        except (SubmissionUnreadable, ValueError):
            return None


def trial(source: Source) -> Trial:
    """A mapping's source, ready to be tried. Raises MappingError where it has a problem that is an error."""
    program = assemble(source)
    checked = check(program)
    if any(problem.severity is Severity.ERROR for problem in checked.problems):
        raise MappingError(source.id, checked.problems)
    return Trial(program, checked, interpret(program, checked.meanings))
