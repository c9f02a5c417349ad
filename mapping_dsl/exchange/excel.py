"""Decision tables as Excel workbooks, a sheet each, laid out for a person who edits them there."""

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, Final
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from mapping_dsl.exchange.grid import (
    INPUT,
    MAX_SHEET_COLUMNS,
    MAX_SHEET_ROWS,
    OUTPUT,
    REMARK,
    Mark,
    grid_of,
    read_grid,
)
from mapping_dsl.exchange.hostile import FileRefused, read_archive, read_xml
from mapping_dsl.exchange.tables import MAX_BYTES, CellProblem, Reading, Table, xml_text
from mapping_dsl.feel.tables import HitPolicy

_MAX_UNPACKED: Final = 16 * 1024 * 1024  #: bytes of all parts of a workbook
_AS_TEXT: Final = "@"  #: so that Excel keeps what a person types, a lone - or a date in quotes, as it is
_WIDEST: Final = 60  #: characters
_FILLS: Final = {INPUT: "DDEBF7", OUTPUT: "E2EFDA", REMARK: "F2F2F2", Mark.KINDS: "F2F2F2"}
_BOLD: Final = Font(bold=True)
_LINE: Final = Side(style="thin", color="BFBFBF")
#: what Excel takes for a character written by its number (ECMA-376, 22.9.2.19)
_ESCAPE: Final = re.compile(r"_x(?![dD][89a-fA-F])([0-9A-Fa-f]{4})_")
_READ_AS_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_TITLE: Final = re.compile(r"[\[\]:*?/\\']")

#: what openpyxl raises over a workbook whose parts are not what they say they are
_UNREADABLE: Final = (
    BadZipFile, InvalidFileException, LookupError, ValueError, TypeError, AttributeError, ArithmeticError,
    AssertionError, SyntaxError, OSError, EOFError, RuntimeError, zlib.error,
)  # fmt: skip


def write_excel(tables: Sequence[Table]) -> bytes:
    """The tables as a workbook. Raises TableTooLarge where a sheet would lose something."""
    book = Workbook()
    del book[book.sheetnames[0]]
    for style in _styles():
        book.add_named_style(style)
    for table in tables:
        _fill(book.create_sheet(_NOT_IN_TITLE.sub(" ", table.name)[:31] or "Table"), grid_of(table))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def read_excel(content: bytes) -> Reading:
    """The tables of a workbook's sheets; other sheets are passed over. Never raises."""
    if len(content) > MAX_BYTES:
        return Reading.refused(f"the file has more than {MAX_BYTES // 1024 // 1024} MB")
    try:
        for name, part in read_archive(content, _MAX_UNPACKED).items():
            if name.endswith((".xml", ".rels")):
                read_xml(part)
        grids = _grids(content)
    except FileRefused as refused:
        return Reading.refused(f"the workbook cannot be read: {refused}", "save it anew as .xlsx")
    except _UNREADABLE:
        return Reading.refused("the file is no Excel workbook that can be read", "save it anew as .xlsx")
    readings = {sheet: read_grid(grid) for sheet, grid in grids.items() if _is_table(grid)}
    if not readings:
        return Reading.refused(f"no sheet holds a decision table: none has a row “{Mark.POLICY}”")
    problems = [
        CellProblem(f"sheet {sheet}, {one.place}".rstrip(", "), one.message, one.hint, one.stops)
        for sheet, reading in readings.items()
        for one in reading.problems
    ]
    return Reading([table for reading in readings.values() for table in reading.tables], problems)


def _fill(sheet: Worksheet, grid: Sequence[Sequence[str]]) -> None:
    kinds = next(row for row in grid if row[0] == Mark.KINDS)
    headed = next(at for at, row in enumerate(grid, start=1) if row[0] == Mark.VALUES)
    for at, row in enumerate(grid, start=1):
        is_in_table = at > headed or row[0] in (Mark.KINDS, Mark.HEADINGS, Mark.LABELS, Mark.TYPES, Mark.VALUES)
        for column, text in enumerate(row, start=1):
            if text or is_in_table:
                _write(sheet, at, column, text)
            if is_in_table:
                sheet.cell(at, column).style = _style_of(kinds[column - 1] if at <= headed else "")
        sheet.cell(at, 1).font = _BOLD
    for column in range(1, len(kinds) + 1):
        longest = max(len(line) for row in grid[5:] for line in row[column - 1].split("\n"))
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDEST, max(14, longest + 2))
    sheet.freeze_panes = sheet.cell(headed + 1, 2).coordinate
    policies = DataValidation("list", formula1=f'"{",".join(HitPolicy)}"', allow_blank=False)
    policies.add(sheet.cell(2, 2).coordinate)
    sheet.add_data_validation(policies)


def _write(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = _READ_AS_ESCAPE.sub("_x005F_", xml_text(text))
    cell.data_type = "s"  # a text that begins with = is a text all the same
    cell.number_format = _AS_TEXT


def _styles() -> Iterator[NamedStyle]:
    """The looks of a table's cells, named once for a workbook: a cell of its own look each would cost seconds."""
    border = Border(_LINE, _LINE, _LINE, _LINE)
    alignment = Alignment(wrap_text=True, vertical="top")
    yield NamedStyle(_style_of(""), border=border, alignment=alignment, number_format=_AS_TEXT)
    for kind, colour in _FILLS.items():
        fill = PatternFill("solid", start_color=colour)
        yield NamedStyle(_style_of(kind), _BOLD, fill, border, alignment, _AS_TEXT)


def _style_of(kind: str) -> str:
    return f"table {kind}".strip()


def _grids(content: bytes) -> dict[str, list[list[str]]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    return {sheet.title: _grid(sheet) for sheet in book.worksheets[:100]}


def _grid(sheet: Any) -> list[list[str]]:
    """The sheet's cells as texts, as far as a table can go and a little beyond."""
    rows = sheet.iter_rows(max_col=MAX_SHEET_COLUMNS + 1, max_row=MAX_SHEET_ROWS + 1, values_only=True)
    grid = [_without_blank_end([_text(value) for value in row]) for row in islice(rows, MAX_SHEET_ROWS + 1)]
    while grid and not grid[-1]:
        grid.pop()
    return grid


def _without_blank_end(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _is_table(grid: Sequence[Sequence[str]]) -> bool:
    return any(row and row[0].strip().lower() == Mark.POLICY.lower() for row in grid)


def _text(value: object) -> str:
    """What a person means by a cell's value, as FEEL. Midnight of a day is the day: Excel has no dates without time."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return format(value, ".15g")
        case datetime():
            is_day = value.time() == time()
            return f'@"{value.date().isoformat() if is_day else value.isoformat(timespec="seconds")}"'
        case date() | time():
            return f'@"{value.isoformat()}"'
        case timedelta():
            return f'@"PT{int(value.total_seconds()) // 60}M"'
    return _ESCAPE.sub(lambda found: xml_text(chr(int(found[1], 16))), str(value))
