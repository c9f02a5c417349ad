"""A decision table on its way between a mapping's text and other programs: everything in it is text as written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from mapping_dsl.failures import MappingFailure
from mapping_dsl.feel.tables import HitPolicy

ANY: Final = "-"  #: the test that everything passes
NOTHING: Final = "null"  #: the value of an output that gives none
OTHERWISE: Final = "otherwise"

MAX_ROWS: Final = 2_000
MAX_COLUMNS: Final = 60
MAX_CELLS: Final = 30_000
MAX_CHARACTERS: Final = 30_000  #: in one cell; Excel takes 32,767 and silently cuts what is longer
MAX_BYTES: Final = 8 * 1024 * 1024  #: of a file that is read
_NOT_IN_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE_END: Final = re.compile(r"\s*[\r\n]\s*")


@dataclass(frozen=True, slots=True)
class InputColumn:
    """What a column of tests asks."""

    expression: str
    type: str = ""  #: by FEEL's name for it; empty where nobody said
    label: str = ""  #: for people: the form's question


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """What a column of values gives."""

    name: str
    type: str = ""
    values: tuple[str, ...] = ()  #: expressions, in the order that `priority` and `output order` go by


@dataclass(frozen=True, slots=True)
class TableRow:
    """Tests, then values; in a row `otherwise` there are no tests."""

    tests: tuple[str, ...]
    outputs: tuple[str, ...]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table. Comments are for people, `because` says why it may read a protected answer."""

    name: str
    policy: HitPolicy
    inputs: tuple[InputColumn, ...]
    outputs: tuple[OutputColumn, ...]
    rows: tuple[TableRow, ...]
    otherwise: TableRow | None = None
    because: str = ""
    comment: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands above each column, inputs first."""
        return (*(one.expression for one in self.inputs), *(one.name for one in self.outputs))


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Something in a file that cannot be taken over as it is. `place` is for people: "row 4, column role (C4)"."""

    place: str
    message: str
    hint: str = ""
    stops: bool = True  #: whether the table cannot be taken over at all; else the sentence says what is left behind

    def describe(self) -> str:
        """The problem in one line."""
        head = f"{self.place}: {self.message}" if self.place else self.message
        return f"{head}; {self.hint}" if self.hint else head


@dataclass
class Reading:
    """What was found in a file."""

    tables: list[Table] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)

    @property
    def is_stopped(self) -> bool:
        """Whether something must be mended in the file first."""
        return any(problem.stops for problem in self.problems)

    @classmethod
    def refused(cls, message: str, hint: str = "") -> "Reading":
        """A file that cannot be read at all."""
        return cls(problems=[CellProblem("", message, hint)])


class TableTooLarge(MappingFailure):
    """A table has more than a file can hold without loss."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"the table {name} cannot be written to a file: {what}")


def rows_with_otherwise(table: Table) -> Iterator[tuple[TableRow, bool]]:
    """Every row with whether it is the row `otherwise`, which comes last."""
    yield from ((row, False) for row in table.rows)
    if table.otherwise:
        yield table.otherwise, True


def hold_to_limits(table: Table) -> None:
    """Raises TableTooLarge where a file would lose something of the table."""
    rows = [row for row, _ in rows_with_otherwise(table)]
    if len(rows) > MAX_ROWS:
        raise TableTooLarge(table.name, f"it has {len(rows)} rows, and {MAX_ROWS} fit")
    if len(table.headings) > MAX_COLUMNS:
        raise TableTooLarge(table.name, f"it has {len(table.headings)} columns, and {MAX_COLUMNS} fit")
    if len(rows) * len(table.headings) > MAX_CELLS:
        raise TableTooLarge(table.name, f"it has more than {MAX_CELLS} cells")
    texts = [table.comment, table.because, *table.headings]
    texts += [text for row in rows for text in (*row.tests, *row.outputs, row.comment)]
    if max(map(len, texts)) > MAX_CHARACTERS:
        raise TableTooLarge(table.name, f"one of its cells has more than {MAX_CHARACTERS} characters")


def in_one_line(text: str) -> str:
    """A text without its line ends: a row of a mapping's table stands on one line."""
    return _LINE_END.sub(" ", text.strip())


def xml_text(text: str) -> str:
    """A text without the characters that XML cannot hold: written as FEEL's escapes, which strings read as the same."""
    return _NOT_IN_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
