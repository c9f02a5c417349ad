"""One of two sources that are compared, opened: its program, what its expressions mean, and how it runs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any, Final

from mapping_dsl import exact_json, nodes
from mapping_dsl.answers import AnswerReader, Answers, read_submission
from mapping_dsl.compiler import Mapping as Compiled
from mapping_dsl.compiler import compile
from mapping_dsl.failures import MappingError, MappingFailure, SubmissionUnreadable
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.interpreter import Interpreted
from mapping_dsl.library import Source
from mapping_dsl.meanings import Meanings
from mapping_dsl.outcome import Outcome
from mapping_dsl.program import Program, Unit
from mapping_dsl.running import Run

Document = dict[str, Any]


_RUNS_WITHOUT_CODE: Final = 150  #: writing code for a mapping takes as long as so many runs without it


@dataclass(frozen=True)
class Side:
    """A source that can run."""

    compiled: Compiled
    _runs: Iterator[int] = field(default_factory=count, repr=False)

    @property
    def interpreted(self) -> Interpreted:
        """The program as closures, to look at parts of it while they run."""
        return self.compiled.interpreted

    @property
    def program(self) -> Program:
        """Everything that the source says."""
        return self.interpreted.program

    @property
    def meanings(self) -> Meanings:
        """What its expressions mean."""
        return self.interpreted.meanings

    @property
    def reader(self) -> AnswerReader:
        """Reads submissions as this side does."""
        return self.interpreted.reader

    def takes(self, version: str) -> bool:
        """Whether submissions of that version of the form are this mapping's at all."""
        return any(one.version == version for one in self.program.questions.versions)

    def run(self, document: Document) -> Outcome | None:
        """What the mapping makes of a submission, None where it is not one of its own."""
        form, version = (document["submission"].get(name) or "" for name in ("form", "version"))
        if form != self.program.questions.versions[0].form or not self.takes(version):
            return None
        try:
            if next(self._runs) < _RUNS_WITHOUT_CODE:
                return self.interpreted.outcome(self.reader.read(document))
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


def opened(source: Source) -> Side | str:
    """The source as a side of a comparison, or what keeps it from running."""
    if source.path.startswith("modules/"):
        return f"the module {source.id} is for no form"
    try:
        return Side(compile(source))
    except MappingError as error:
        return str(error)


def read_samples(texts: Iterable[str]) -> Iterator[Document]:
    """The submissions that texts hold; what is none is passed over."""
    yield from filter(None, map(_document, texts))


def is_submission(document: Any) -> bool:
    """Whether a document is laid out as a submission, with the instants that one has."""
    if not isinstance(document, dict) or not isinstance(document.get("answers") or {}, dict):
        return False
    try:
        read_submission(document)
    except SubmissionUnreadable:
        return False
    return True


def _document(text: str) -> Document | None:
    try:
        document = exact_json.loads(text)
    except ValueError:
        return None
    return document if is_submission(document) else None
