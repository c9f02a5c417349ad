"""Why an outcome is what it is: for each field, flag and part of the triage the rule, what it read, and each step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mapping_dsl.outcome import Outcome
from mapping_dsl.problems import Span


@dataclass(frozen=True, slots=True)
class Rule:
    """The statement that decided, with its own words."""

    file: str  #: the library's path, "theft/theft.mapping"
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """A part of an expression and what it came to, innermost first; the value is JSON-ready."""

    text: str
    span: Span
    value: Any


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer that was read, as the form puts its question; of a group, the answers of all its elements."""

    answer: str  #: dotted in groups
    label: str  #: empty where the submission's form version does not put it
    value: Any  #: JSON-ready


@dataclass(frozen=True, slots=True)
class RowHit:
    """A row of a decision table that decided."""

    decision: str
    place: int | None  #: from 1; None for `otherwise`
    rule: Rule  #: the row


@dataclass(frozen=True, slots=True)
class CodeHit:
    """A row of a code list that was looked up."""

    name: str  #: of the list
    file: str  #: "lists/grade.csv"
    version: str  #: the first 12 digits of the file's SHA-256
    key: Any  #: JSON-ready
    row: Mapping[str, Any] | None  #: JSON-ready; None where the list has no such code


@dataclass(frozen=True, slots=True)
class FieldTrace:
    """How one value came about. `reads` are answers, dotted in groups, also those read through lets and decisions."""

    rule: Rule
    reads: tuple[str, ...]
    steps: tuple[Step, ...]
    readings: tuple[Reading, ...] = ()
    rows: tuple[RowHit, ...] = ()
    codes: tuple[CodeHit, ...] = ()
    fallback: str = ""  #: the `otherwise` that was taken, as it is written


@dataclass(frozen=True, slots=True)
class Explanation:
    """`fields` by path, `flags` by name (those that are shown), `triage` by part."""

    fields: Mapping[str, FieldTrace]
    flags: Mapping[str, FieldTrace]
    triage: Mapping[str, FieldTrace]


@dataclass(frozen=True)
class Trace:
    """An outcome with the way to it, which is found by running the mapping again when somebody first asks for it."""

    outcome: Outcome
    explain: Callable[[], Explanation] = field(repr=False, compare=False)

    @cached_property
    def explanation(self) -> Explanation:
        """The way to everything in the outcome."""
        return self.explain()

    @property
    def fields(self) -> Mapping[str, FieldTrace]:
        """How each field of the records came about, by path."""
        return self.explanation.fields

    @property
    def flags(self) -> Mapping[str, FieldTrace]:
        """How each flag that is shown came about, by name."""
        return self.explanation.flags

    @property
    def triage(self) -> Mapping[str, FieldTrace]:
        """How each part of the triage that a rule fills came about."""
        return self.explanation.triage
