"""Why an outcome is what it is: for each field, flag and part of the triage the rule, what it read, and each step."""

from collections.abc import Mapping
from dataclasses import dataclass
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
class FieldTrace:
    """How one value came about. `reads` are answers, dotted in groups, also those read through lets and decisions."""

    rule: Rule
    reads: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """An outcome with the way to it. `fields` by path, `flags` by name, `triage` by part."""

    outcome: Outcome
    fields: Mapping[str, FieldTrace]
    flags: Mapping[str, FieldTrace]
    triage: Mapping[str, FieldTrace]
