"""A decision table as the cells of a sheet, the same for Excel and CSV.

The first column says what a row is, so that a person may put rows and columns elsewhere and it still reads.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from mapping_dsl.exchange.tables import (
    ANY,
    MAX_CELLS,
    MAX_CHARACTERS,
    MAX_COLUMNS,
    MAX_ROWS,
    NOTHING,
    OTHERWISE,
    CellProblem,
    InputColumn,
    OutputColumn,
    Reading,
    Table,
    TableRow,
    hold_to_limits,
    in_one_line,
    rows_with_otherwise,
)
from mapping_dsl.exchange.text import misfits, top_level
from mapping_dsl.feel.tables import HitPolicy


class Mark(StrEnum):
    """What the first column says of a row."""

    NAME = "Decision table"
    POLICY = "Hit policy"
    COMMENT = "Comment"
    BECAUSE = "Because"
    KINDS = "Column"  #: input, output or comment
    HEADINGS = "Heading"
    LABELS = "Question"
    TYPES = "Type"
    VALUES = "Values in order"


#: rows and columns of a sheet, with those that say what the table is
MAX_SHEET_ROWS: Final = MAX_ROWS + 50
MAX_SHEET_COLUMNS: Final = MAX_COLUMNS + 2

INPUT: Final = "input"
OUTPUT: Final = "output"
REMARK: Final = "comment"
_DATE_OF_SHEET: Final = re.compile(r"\d{1,2}/\d{1,2}/(?:\d\d){1,2}|\d{4}-\d\d-\d\d")
_CURLY: Final = str.maketrans("“”„‟", '""""')

Grid: TypeAlias = Sequence[Sequence[str]]

#: what each hit policy does, for a person who looks at the sheet
MEANINGS: Final = {
    HitPolicy.UNIQUE: "at most one row may fit",
    HitPolicy.ANY: "several rows may fit if they say the same",
    HitPolicy.FIRST: "the first row that fits counts",
    HitPolicy.PRIORITY: "of the rows that fit, the one whose value comes first among the values in order counts",
    HitPolicy.RULE_ORDER: "all rows that fit, in the order of the rows",
    HitPolicy.OUTPUT_ORDER: "all rows that fit, in the order of the values",
    HitPolicy.COLLECT: "all rows that fit",
    HitPolicy.COLLECT_SUM: "the sum of all rows that fit",
    HitPolicy.COLLECT_MIN: "the least of all rows that fit",
    HitPolicy.COLLECT_MAX: "the greatest of all rows that fit",
    HitPolicy.COLLECT_COUNT: "how many rows fit",
}


def grid_of(table: Table) -> list[list[str]]:
    """The cells of a table's sheet. Raises TableTooLarge where a sheet would lose something."""
    hold_to_limits(table)
    inputs, outputs = table.inputs, table.outputs
    rows = [
        [Mark.NAME, table.name],
        [Mark.POLICY, table.policy, MEANINGS[table.policy]],
        [Mark.COMMENT, table.comment],
        [Mark.BECAUSE, table.because],
        [],
        [Mark.KINDS, *[INPUT] * len(inputs), *[OUTPUT] * len(outputs), REMARK],
        [Mark.HEADINGS, *table.headings],
        [Mark.LABELS, *(one.label for one in inputs)],
        [Mark.TYPES, *(one.type for one in inputs), *(one.type for one in outputs)],
        [Mark.VALUES, *[""] * len(inputs), *(", ".join(one.values) for one in outputs)],
    ]
    for number, (row, is_otherwise) in enumerate(rows_with_otherwise(table), start=1):
        tests = [ANY] * len(inputs) if is_otherwise else row.tests
        rows.append([OTHERWISE if is_otherwise else str(number), *tests, *row.outputs, row.comment])
    width = len(inputs) + len(outputs) + 2
    return [[*row, *[""] * (width - len(row))] for row in rows]


def read_grid(grid: Grid) -> Reading:
    """The table of a sheet, or which cells keep it from being one."""
    if len(grid) > MAX_SHEET_ROWS:
        return Reading.refused(f"the sheet has more than {MAX_ROWS} rows", "make it two tables")
    if max(map(len, grid), default=0) > MAX_SHEET_COLUMNS:
        return Reading.refused(f"the sheet has more than {MAX_COLUMNS} columns", "take out what is not the table")
    if sum(map(len, grid)) > MAX_CELLS:
        return Reading.refused(f"the sheet has more than {MAX_CELLS} cells", "make it two tables")
    return _GridReader(grid).reading()


def address_of(row: int, column: int) -> str:
    """A cell as a spreadsheet calls it, from row and column counted from 0: "C4"."""
    letters = ""
    left = column + 1
    while left:
        left, place = divmod(left - 1, 26)
        letters = chr(ord("A") + place) + letters
    return f"{letters}{row + 1}"


@dataclass(frozen=True, slots=True)
class _Columns:
    """In which columns of the sheet the table's own stand."""

    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    comment: int | None


class _GridReader:
    """Finds the rows by their marks, the columns by their kinds, and tells every cell that does not fit."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.problems: list[CellProblem] = []
        self.rows: list[int] = []  #: of the sheet, that are rows of the table
        marks = ((_mark_of(cells), row) for row, cells in reversed(list(enumerate(grid))))
        self.at = {mark: row for mark, row in marks if mark}

    def reading(self) -> Reading:
        """What the sheet holds."""
        for mark in (Mark.POLICY, Mark.KINDS, Mark.HEADINGS):
            if mark not in self.at:
                self._tell("", f"no row begins with “{mark}”", "export a table to see how a sheet is laid out")
        if self.problems:
            return Reading(problems=self.problems)
        columns = self._columns()
        table = self._table(columns)
        if table:
            at = [*columns.inputs, *columns.outputs]
            self.problems += misfits(table, lambda row, column: self._place(self.rows[row], at[column]))
        return Reading([table] if table and not self.problems else [], self.problems)

    def _table(self, columns: _Columns) -> Table | None:
        policy = self._policy()
        name = in_one_line(self._cell(self.at.get(Mark.NAME), 1))
        if not name:
            self._tell("", "the table has no name", f"write it beside “{Mark.NAME}”")
        if not (columns.inputs and columns.outputs):
            self._tell("", "a table has at least one input and one output", f"mark them in the row “{Mark.KINDS}”")
        inputs = tuple(self._input(column) for column in columns.inputs)
        outputs = tuple(self._output(column) for column in columns.outputs)
        read = list(self._rows(columns))
        rows = tuple(row for row in read if row.tests)
        otherwise = tuple(row for row in read if not row.tests)
        if len(otherwise) > 1:
            self._tell("", f"{len(otherwise)} rows are marked {OTHERWISE}", "keep one of them")
        if self.problems or policy is None:
            return None
        comment, because = (self._cell(self.at.get(mark), 1) for mark in (Mark.COMMENT, Mark.BECAUSE))
        return Table(name, policy, inputs, outputs, rows, otherwise[0] if otherwise else None, because, comment)

    def _columns(self) -> _Columns:
        kinds = [cell.strip().lower() for cell in self.grid[self.at[Mark.KINDS]]]
        places = {kind: tuple(at for at, one in enumerate(kinds) if at and one == kind) for kind in (INPUT, OUTPUT)}
        comment = next((at for at, one in enumerate(kinds) if at and one == REMARK), None)
        for column, kind in enumerate(kinds[1:], start=1):
            if kind not in ("", INPUT, OUTPUT, REMARK):
                address = address_of(self.at[Mark.KINDS], column)
                self._tell(f"cell {address}", f"“{kind}” is no kind of column", "write input, output or comment")
        return _Columns(places[INPUT], places[OUTPUT], comment)

    def _policy(self) -> HitPolicy | None:
        row = self.at[Mark.POLICY]
        written = self._cell(row, 1)
        try:
            return HitPolicy(written)
        except ValueError:
            hint = f"write one of {', '.join(HitPolicy)}"
            self._tell(f"cell {address_of(row, 1)}", f"“{written}” is no hit policy", hint)
            return None

    def _input(self, column: int) -> InputColumn:
        heading, label, type_ = (self._about(mark, column) for mark in (Mark.HEADINGS, Mark.LABELS, Mark.TYPES))
        self._wants_heading(heading, column)
        return InputColumn(heading, type_, label)

    def _output(self, column: int) -> OutputColumn:
        heading, type_, values = (self._about(mark, column) for mark in (Mark.HEADINGS, Mark.TYPES, Mark.VALUES))
        self._wants_heading(heading, column)
        return OutputColumn(heading, type_, tuple(top_level(values)))

    def _wants_heading(self, heading: str, column: int) -> None:
        if not heading:
            self._tell(f"cell {address_of(self.at[Mark.HEADINGS], column)}", "the column has no heading")

    def _rows(self, columns: _Columns) -> Iterator[TableRow]:
        after = self.at[Mark.HEADINGS]
        for at, cells in enumerate(self.grid):
            if at <= after or at in self.at.values() or not any(cell.strip() for cell in cells):
                continue
            self.rows.append(at)
            tests = (
                ()
                if self._cell(at, 0).lower() == OTHERWISE
                else self._expressions(at, columns.inputs, f"write {ANY} where anything fits")
            )
            outputs = self._expressions(at, columns.outputs, f"write {NOTHING} where it gives nothing")
            comment = "" if columns.comment is None else self._cell(at, columns.comment)
            yield TableRow(tests, outputs, comment)

    def _expressions(self, row: int, columns: Sequence[int], hint: str) -> tuple[str, ...]:
        return tuple(self._expression(row, column, hint) for column in columns)

    def _expression(self, row: int, column: int, hint: str) -> str:
        cell = self._cell(row, column)
        # A word processor's quotation marks, where nobody wrote straight ones, are meant as such.
        text = in_one_line(cell if '"' in cell else cell.translate(_CURLY))
        place = self._place(row, column)
        if not text:
            self._tell(place, "the cell is blank", f"{hint}; of merged cells all but the first are blank")
        elif text.startswith("#"):
            self._tell(place, f"the spreadsheet could not work out this cell: {text[:20]}", "write it anew")
        elif _DATE_OF_SHEET.fullmatch(text):
            self._tell(place, f"{text} would be read as a sum, not as a date", 'write a date as @"2026-10-05"')
        elif len(text) > MAX_CHARACTERS:
            self._tell(place, f"the cell has more than {MAX_CHARACTERS} characters")
        return text.lower() if text in ("TRUE", "FALSE") else text

    def _place(self, row: int, column: int) -> str:
        heading = self._about(Mark.HEADINGS, column)
        return f"row {self._cell(row, 0) or row + 1}, column {heading} ({address_of(row, column)})"

    def _about(self, mark: Mark, column: int) -> str:
        return in_one_line(self._cell(self.at.get(mark), column))

    def _cell(self, row: int | None, column: int) -> str:
        if row is None or column >= len(self.grid[row]):
            return ""
        return self.grid[row][column].strip()

    def _tell(self, place: str, message: str, hint: str = "") -> None:
        self.problems.append(CellProblem(place, message, hint))


def _mark_of(cells: Sequence[str]) -> Mark | None:
    first = cells[0].strip().lower() if cells else ""
    return next((mark for mark in Mark if mark.lower() == first), None)
