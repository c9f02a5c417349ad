"""A mapping that can run, made ready to be written about."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from mapping_dsl import nodes
from mapping_dsl.checker import check
from mapping_dsl.failures import MappingError
from mapping_dsl.interpreter import interpret
from mapping_dsl.library import Source
from mapping_dsl.outcome import FlagLevel
from mapping_dsl.problems import Severity
from mapping_dsl.program import Program, Unit, assemble
from mapping_dsl.wording import Wording

Kind = TypeVar("Kind", bound=nodes.Statement)


@dataclass(frozen=True, slots=True)
class FlagSaid:
    """A flag in words; conditions that can never hold in this mapping are left out."""

    name: str
    level: FlagLevel
    whens: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class DescribedMapping:
    """The program of a mapping with the words for its expressions."""

    source: Source
    program: Program
    wording: Wording
    flags: tuple[FlagSaid, ...]

    @property
    def title(self) -> str:
        """What the mapping calls itself."""
        mapping = self.program.mapping
        return mapping.title.text if mapping else self.source.id

    @property
    def identity(self) -> str:
        """Of what exactly a document was made, for its foot."""
        return (
            f"Made of the mapping {self.source.id}, all texts that it uses and the engine; SHA-256 {self.source.hash}"
        )

    def all_of(self, kind: type[Kind]) -> Iterator[tuple[Unit, Kind]]:
        """All statements of a kind, those of modules too."""
        return self.program.all_of(kind)


def describe(source: Source) -> DescribedMapping:
    """Raises MappingError where the mapping cannot run: nobody signs for such a one."""
    program = assemble(source)
    checked = check(program)
    if any(problem.severity is Severity.ERROR for problem in checked.problems):
        raise MappingError(source.id, checked.problems)
    wording = Wording(program, checked.meanings)
    flags = tuple(
        FlagSaid(
            rule.name,
            rule.level,
            tuple(wording.condition(program.units[rule.file], when.expression) for when in rule.whens),
            rule.because,
        )
        for rule in interpret(program, checked.meanings).flags
    )
    return DescribedMapping(source, program, wording, flags)
