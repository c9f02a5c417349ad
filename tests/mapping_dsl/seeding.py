"""The instrument of the seeded mistakes: a mapping with all that it is read with, one mistake put into it, and who
notices: the checker, the mapping's own examples, or the guard against downgrades."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import mapping_dsl
from mapping_dsl import nodes
from mapping_dsl.checker import check
from mapping_dsl.comparing import downgrades
from mapping_dsl.explaining import excerpt
from mapping_dsl.expressions import expressions_in
from mapping_dsl.feel import nodes as feel_nodes
from mapping_dsl.meanings import Meaning, Meanings
from mapping_dsl.problems import Problem, Severity, Span
from mapping_dsl.program import Program, Unit, assemble


class Mistake(StrEnum):
    """What somebody gets wrong."""

    WRONG_NAME = "wrong name"  #: a slip of the pen in a name, or a name that there is not
    WRONG_TYPE = "wrong type"  #: a value of another kind
    MISSING_OPTION = "missing option"  #: a row, a test of a row, a member of a list, a code is gone
    GAP = "gap"  #: a table leaves answers to no row
    OVERLAP = "overlap"  #: two rows fit where one may
    HIDDEN_ROW = "hidden row"  #: a row that is never reached
    DROPPED_RISK = "dropped risk"  #: a flag, a condition, a level or a term less


@dataclass(frozen=True, slots=True)
class Seed:
    """One mistake: a stretch of one file of the library says something else."""

    mapping: str
    mistake: Mistake
    what: str  #: "answer", "flag": of what the mistake is one
    file: str
    span: Span
    text: str

    def describe(self) -> str:
        """The seed in one line, for those who look at what was not found."""
        return f"{self.mapping}: {self.what}: {self.file}:{self.span.line}:{self.span.column} now says {self.text!r}"


@dataclass(frozen=True, slots=True)
class Written:
    """An expression of a program where it stands."""

    unit: Unit
    statement: nodes.Statement
    expression: nodes.Expression
    meaning: Meaning

    def parts(self) -> Iterator[feel_nodes.Node]:
        """Every node of it."""
        return (part for part, _ in feel_nodes.walk(self.meaning.node))


class Whole:
    """One mapping with its modules, lists, schemas and samples, as it stands in a library."""

    def __init__(self, texts: Mapping[str, str], name: str) -> None:
        self.name = name
        self.texts = texts
        self.source = mapping_dsl.Library(texts).mapping(name)
        self.program: Program = assemble(self.source)
        checked = check(self.program)
        self.meanings: Meanings = checked.meanings
        self.problems = checked.problems

    def written(self) -> Iterator[Written]:
        """All expressions of the mapping and of its modules."""
        for placed in self.program.placed:
            for expression in expressions_in(placed.statement):
                meaning = self.meanings.of(placed.unit, expression)
                if meaning:
                    yield Written(placed.unit, placed.statement, expression, meaning)

    def own(self) -> Iterator[Written]:
        """The expressions of the mapping's own text."""
        return (one for one in self.written() if one.unit is self.program.main)

    def at(self, file: str, span: Span) -> str:
        """What stands there."""
        return excerpt(self.source.files[file], span)

    @cached_property
    def failing(self) -> frozenset[str]:
        """The mapping's examples that do not hold."""
        return _failing(self.source)

    def changed(self, seed: Seed) -> mapping_dsl.Source:
        """The mapping with a mistake in it."""
        texts = {**self.texts, seed.file: replaced(self.texts[seed.file], seed.span, seed.text)}
        return mapping_dsl.Library(texts).mapping(self.name)

    def noticed_by(self, seed: Seed) -> str:
        """Who notices a mistake: "check", "example", "guard", or nobody: ""."""
        changed = self.changed(seed)
        problems = mapping_dsl.check(changed)
        if _new(problems, self.problems):
            return "check"
        if any(one.severity is Severity.ERROR for one in problems) or _failing(changed) - self.failing:
            return "example"
        return "guard" if downgrades(self.source, changed).downgrades else ""


def replaced(text: str, span: Span, new: str) -> str:
    """The text with something else in the place of a stretch. A place beyond the last line is the end."""
    lines = text.split("\n")
    head = [*lines[: span.line - 1], lines[span.line - 1][: span.column - 1]]
    tail = (
        [lines[span.end_line - 1][span.end_column - 1 :], *lines[span.end_line :]]
        if span.end_line <= len(lines)
        else []
    )
    return "\n".join(head) + new + "\n".join(tail)


def whole_lines(span: Span) -> Span:
    """The lines on which a span stands, with their ends."""
    return Span(span.line, 1, span.end_line + 1, 1)


def _new(problems: list[Problem], before: tuple[Problem, ...]) -> bool:
    """Whether something is told that was not told before; places move with the text and do not count."""
    now, then = (Counter((one.code, one.file, one.message) for one in every) for every in (problems, before))
    return bool(now - then)


def _failing(source: mapping_dsl.Source) -> frozenset[str]:
    return frozenset(one.name for one in mapping_dsl.compile(source).examples() if not one.holds)
