"""One of two sources that are compared, opened: its program, what its expressions mean, and how it runs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mapping_dsl import exact_json, nodes
from mapping_dsl.answers import AnswerReader, Answers
from mapping_dsl.checker import check
from mapping_dsl.compiler import Mapping as Compiled
from mapping_dsl.failures import MappingFailure
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.interpreter import Interpreted, interpret
from mapping_dsl.library import Source
from mapping_dsl.meanings import Meanings
from mapping_dsl.outcome import Outcome
from mapping_dsl.problems import Problem, Severity
from mapping_dsl.program import Program, Unit, assemble
from mapping_dsl.running import Run

Document = dict[str, Any]


@dataclass(frozen=True)
class Side:
    """A source that can run."""

    program: Program
    meanings: Meanings
    compiled: Compiled = field(repr=False)

    @cached_property
    def interpreted(self) -> Interpreted:
        """The program as closures, to look at parts of it while they run."""
        return interpret(self.program, self.meanings)

    @cached_property
    def reader(self) -> AnswerReader:
        """Reads submissions as this side does."""
        return self.interpreted.reader

    def takes(self, version: str) -> bool:
        """Whether submissions of that version of the form are this mapping's at all."""
        return any(one.version == version for one in self.program.questions.versions)

    def run(self, document: Document) -> Outcome | None:
        """What the mapping makes of a submission, None where it is not one of its own."""
        if not self.takes(document["submission"].get("version") or ""):
            return None
        try:
            return self.compiled.run(document)
        except MappingFailure:
            return None

    def start(self, answers: Answers) -> Run:
        """A run in which nothing is computed yet."""
        return self.interpreted.start(answers)

    def node(self, unit: Unit, expression: nodes.Expression) -> feel_nodes.Node:
        """What an expression is made of."""
        meaning = self.meanings.of(unit, expression)
        assert meaning, "a program without errors has no expression that cannot be read"
        return meaning.node

    @cached_property
    def samples(self) -> tuple[Document, ...]:
        """The submissions that are kept for the mapping's examples."""
        folder = f"{self.program.source.id}/samples/"
        texts = (text for path, text in sorted(self.program.source.files.items()) if path.startswith(folder))
        return tuple(read_samples(texts))


def opened(source: Source) -> Side | Problem:
    """The source as a side of a comparison, or the problem that keeps it from running."""
    program = assemble(source)
    checked = check(program)
    for problem in checked.problems:
        if problem.severity is Severity.ERROR:
            return problem
    return Side(program, checked.meanings, Compiled(program, checked))


def read_samples(texts: Iterable[str]) -> Iterator[Document]:
    """The submissions that texts hold; what is none is passed over."""
    yield from filter(None, map(_document, texts))


def _document(text: str) -> Document | None:
    try:
        document = exact_json.loads(text)
    except ValueError:
        return None
    is_submission = isinstance(document, Mapping) and isinstance(document.get("submission"), Mapping)
    return dict(document) if is_submission else None
