"""Decision tables as CSV, as spreadsheets write and read it."""

import csv
import io
from typing import Final

from mapping_dsl.exchange.grid import MAX_SHEET_ROWS, grid_of, read_grid
from mapping_dsl.exchange.tables import MAX_BYTES, Reading, Table

#: a spreadsheet takes a cell that begins so for a formula, and would run it
_BEGINS_FORMULA: Final = ("=", "+", "@", "\t", "'")
_SEPARATORS: Final = ",;\t"


def write_csv(table: Table) -> bytes:
    """The table as CSV with a byte order mark, by which spreadsheets know UTF-8. Raises TableTooLarge."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows([_guarded(cell) for cell in row] for row in grid_of(table))
    return written.getvalue().encode("utf-8-sig")


def read_csv(content: bytes) -> Reading:
    """The table of a CSV file, separated by commas, semicolons or tabs. Never raises."""
    if len(content) > MAX_BYTES:
        return Reading.refused(f"the file has more than {MAX_BYTES // 1024 // 1024} MB")
    text = _decoded(content).replace("\r\n", "\n")
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
        grid = [[_unguarded(cell) for cell in row] for row, _ in zip(rows, range(MAX_SHEET_ROWS + 1), strict=False)]
    except csv.Error as error:
        return Reading.refused(f"the file is no CSV that can be read: {error}", "save it anew as CSV (UTF-8)")
    return read_grid(grid)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    """What stands behind the mark of the first line, as none holds a separator."""
    first = text.partition("\n")[0]
    return min(_SEPARATORS, key=lambda sign: len(first.partition(sign)[0]))


def _guarded(cell: str) -> str:
    is_formula = cell.startswith(_BEGINS_FORMULA) or (
        cell.startswith("-") and not cell[1:].isdecimal() and len(cell) > 1
    )
    return f"'{cell}" if is_formula else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(("-", *_BEGINS_FORMULA)) else cell
