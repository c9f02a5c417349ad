"""The statements of a mapping as the parser reads them. Expressions are still text here: FEEL reads them in scope."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from mapping_dsl.feel.tables import HitPolicy
from mapping_dsl.outcome import FlagLevel
from mapping_dsl.problems import Span

NOWHERE = Span(1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written, backticks off."""

    text: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Expression:
    """A stretch of FEEL, comments and line ends as written, so that places inside it stay true."""

    text: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A string of a statement, quotes and escapes off."""

    text: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that could not be read, told already; `name` is what it would have named, so that nobody misses it."""

    word: str  #: the statement's word, or "field"
    name: Name | None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Form:
    """`form NAME versions A to B`."""

    name: Name
    first: Name
    last: Name
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Target:
    """`target RECORD version N`."""

    record: Name
    version: Name
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Mapping:
    """`mapping ID "title"` with its form and targets; form is None where that line is broken or missing."""

    id: Name
    title: Quoted
    form: Form | None
    targets: tuple[Target, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Module:
    """`module ID "title"` with the names that it needs of a mapping."""

    id: Name
    title: Quoted
    needs: tuple[Name, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Use:
    """`use ID, …`."""

    ids: tuple[Name, ...]
    span: Span = field(default=NOWHERE, compare=False)


class ColumnType(StrEnum):
    """What the cells of a code list's column are read as."""

    STRING = "string"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Column:
    """`COLUMN as number`."""

    name: Name
    type: ColumnType


@dataclass(frozen=True, slots=True)
class List:
    """`list NAME from "FILE.csv" by COLUMN with …`."""

    name: Name
    file: Quoted
    key: Name
    columns: tuple[Column, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Let:
    """`let NAME = EXPR`."""

    name: Name
    value: Expression
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Function:
    """`function NAME(PARAM, …) = EXPR`."""

    name: Name
    parameters: tuple[Name, ...]
    body: Expression
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Ignore:
    """`ignore ANSWER, … because "TEXT"`."""

    answers: tuple[Name, ...]
    because: Quoted
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ForEach:
    """`for each V in EXPR [where EXPR]`."""

    variable: Name
    source: Expression
    where: Expression | None = None


class FallbackKind(StrEnum):
    """What stands after an `otherwise`."""

    VALUE = "value"
    BLANK = "blank"
    REVIEW = "review"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Fallback:
    """One `otherwise`: an expression, or what becomes of the field or the submission and why."""

    kind: FallbackKind
    value: Expression | None = None
    reason: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Field:
    """`PATH <- EXPR otherwise …`."""

    path: Name
    value: Expression
    otherwise: tuple[Fallback, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    '''`PATH <- """ … {EXPR} … """`: lines of plain strings and expressions.'''

    path: Name
    lines: tuple[tuple[str | Expression, ...], ...]
    otherwise: tuple[Fallback, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """`GROUP for each … when …` and the fields in it."""

    path: Name
    each: ForEach | None
    when: Expression | None
    body: tuple["Part", ...]
    span: Span = field(default=NOWHERE, compare=False)


Part: TypeAlias = Field | Text | Group | Broken


@dataclass(frozen=True, slots=True)
class Record:
    """`record TARGET for each … when …` and the fields in it."""

    target: Name
    each: ForEach | None
    when: Expression | None
    body: tuple[Part, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Output:
    """An output heading, with the expressions of `in ( … )` that put its values in order."""

    name: Name
    order: Expression | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a decision table: unary tests, then outputs; None is `-`. `tests` is empty in the row `otherwise`."""

    tests: tuple[Expression | None, ...]
    outputs: tuple[Expression | None, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Decide:
    """`decide NAME HITPOLICY` and its table."""

    name: Name
    policy: HitPolicy
    inputs: tuple[Expression, ...]
    outputs: tuple[Output, ...]
    rows: tuple[Row, ...]
    otherwise: Row | None = None
    because: Quoted | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Flag:
    """`flag "NAME" LEVEL` with its conditions."""

    name: Quoted
    level: FlagLevel
    whens: tuple[Expression, ...]
    because: Quoted
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Triage:
    """`triage` with `queue`, `priority` and `due`."""

    parts: tuple[Field | Broken, ...]
    because: Quoted | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Example:
    """`example "title"`: a sample and what must hold of its outcome."""

    title: Quoted
    given: Quoted
    expects: tuple[Expression, ...]
    span: Span = field(default=NOWHERE, compare=False)


Statement: TypeAlias = (
    Mapping | Module | Use | List | Let | Function | Ignore | Record | Decide | Flag | Triage | Example | Broken
)


@dataclass(frozen=True, slots=True)
class File:
    """All statements of a text that could be read, in its order."""

    statements: tuple[Statement, ...]
