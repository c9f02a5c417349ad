"""Decision tables in a mapping's text: taken out of it with their comments, and put in place of the one they change."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice, pairwise
from typing import Final, TypeAlias

from mapping_dsl import nodes
from mapping_dsl.exchange.tables import (
    ANY,
    NOTHING,
    OTHERWISE,
    CellProblem,
    InputColumn,
    OutputColumn,
    Table,
    TableRow,
    rows_with_otherwise,
)
from mapping_dsl.feel.tables import HitPolicy
from mapping_dsl.lines import Line, Sheet, cut_into_lines
from mapping_dsl.parser import parse

Place: TypeAlias = Callable[[int, int], str]

INDENT: Final = "    "
_PLAIN_NAME: Final = re.compile(r"[^\W\d]\w*(?: (?!in\b)\w+)*")
_COMMENT: Final = re.compile(r"//([^\n]*)|/\*(.*?)\*/", re.DOTALL)
_MOST_PROBLEMS: Final = 50


def tables_in(text: str) -> tuple[Table, ...]:
    """The tables of a text that can be read, in its order. What is not written there, types and labels, is empty."""
    sheet = cut_into_lines(text)
    lines = _lines_by_number(sheet)
    decides = (one for one in parse(text).file.statements if isinstance(one, nodes.Decide))
    return tuple(_table(one, sheet, lines[one.span.line]) for one in decides)


def bare(table: Table) -> Table:
    """The table without what a mapping's text has no place for: a column's type and label follow from the form."""
    return replace(
        table,
        inputs=tuple(InputColumn(one.expression) for one in table.inputs),
        outputs=tuple(replace(one, type="") for one in table.outputs),
    )


def table_text(table: Table) -> str:
    """The table as a mapping has it, its columns aligned, its comments above it and beside its rows."""
    headings = [*(one.expression for one in table.inputs), *map(_output_heading, table.outputs)]
    headings[len(table.inputs)] = f"=> {headings[len(table.inputs)]}"
    rows = [(headings, ""), *((_cells(row, table), row.comment) for row, _ in rows_with_otherwise(table))]
    widths = [max(len(cells[place]) for cells, _ in rows) for place in range(len(headings))]
    lines = [*_comment_lines(table.comment, ""), f"decide {_written(table.name)} {table.policy}"]
    for cells, comment in rows:
        padded = " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        above, beside = (comment, "") if "\n" in comment else ("", f" // {comment}" if comment else "")
        lines += [*_comment_lines(above, INDENT), f"{INDENT}| {padded} |{beside}"]
    return "\n".join([*lines, *([f"{INDENT}because {quoted(table.because)}"] if table.because else [])])


def put_table(text: str, table: Table) -> str:
    """The text with the table in place of the one of its name, or behind all else. No other line of it changes."""
    sheet = cut_into_lines(text)
    old = next((one for one in parse(text).file.statements if isinstance(one, nodes.Decide) and _is(one, table)), None)
    if old is None:
        changed = f"{sheet.text.rstrip()}\n\n{table_text(table)}\n".lstrip("\n")
    else:
        line = _lines_by_number(sheet)[old.span.line]
        start = _start_of_comments(sheet, line)
        end = _end_of_line(sheet, line.last_end)
        changed = sheet.text[:start] + table_text(table) + sheet.text[end:]
    return changed.replace("\n", "\r\n") if "\r\n" in text else changed


def misfits(table: Table, place: Place | None = None) -> list[CellProblem]:
    """What of a table cannot stand in a mapping's text: a cell that is not one stretch of FEEL on one line. `place`
    says in words where a cell is, by its row and column, counted from 0."""
    if tables_in(table_text(table)) == (bare(table),):
        return []
    hint = "write one expression of FEEL on one line, its strings and brackets closed"
    found = [
        CellProblem((place or partial(place_of, table))(row, column), f"“{cell[:40]}” cannot stand in a cell", hint)
        for row, column, cell in islice(_misfit_cells(table), _MOST_PROBLEMS)
    ]
    return found or [
        CellProblem("", f"the table {table.name} cannot be written as one in a mapping", "look at its headings")
    ]


def place_of(table: Table, row: int, column: int) -> str:
    """A cell as people find it: rows from 1, columns by their heading."""
    return f"row {row + 1}, column {table.headings[column]}"


def top_level(text: str, sign: str = ",") -> list[str]:
    """The parts of an expression between signs that stand outside its strings and brackets."""
    mask = cut_into_lines(text).mask
    places = [-1, *(place for place, one in enumerate(mask) if one == sign), len(text)]
    parts = (text[start + 1 : end].strip() for start, end in pairwise(places))
    return [part for part in parts if part]


def quoted(text: str) -> str:
    """A text as a string of the language."""
    escaped = text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n").replace("\t", r"\t")
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda one: f"\\u{ord(one[0]):04x}", escaped) + '"'


def _is(decide: nodes.Decide, table: Table) -> bool:
    return decide.name.text == table.name


def _lines_by_number(sheet: Sheet) -> dict[int, Line]:
    return {sheet.place(line.start)[0]: line for line in sheet.lines}


def _table(decide: nodes.Decide, sheet: Sheet, line: Line) -> Table:
    comments = _comments(sheet, line)
    rows = tuple(_row(row, comments.pop(row.span.line)) for row in decide.rows)
    last = decide.otherwise
    otherwise = _row(last, comments.pop(last.span.line)) if last else None
    return Table(
        decide.name.text,
        decide.policy,
        tuple(InputColumn(one.text) for one in decide.inputs),
        tuple(OutputColumn(one.name.text, values=_values(one.order)) for one in decide.outputs),
        rows,
        otherwise,
        decide.because.text if decide.because else "",
        "\n".join(filter(None, comments.values())),
    )


def _row(row: nodes.Row, comment: str) -> TableRow:
    tests = tuple(one.text if one else ANY for one in row.tests)
    return TableRow(tests, tuple(one.text if one else NOTHING for one in row.outputs), comment)


def _values(order: nodes.Expression | None) -> tuple[str, ...]:
    if order is None:
        return ()
    is_list = order.text.startswith("[") and order.text.endswith("]")
    return tuple(top_level(order.text[1:-1])) if is_list else (order.text,)


def _comments(sheet: Sheet, table: Line) -> dict[int, str]:
    """The comments of a table by the line that they stand above or beside."""
    found: dict[int, str] = {}
    above = _start_of_comments(sheet, table)
    for line in (table, *table.children):
        end = _end_of_line(sheet, line.end)
        words = (_words_of_comments(sheet.text[above : line.start]), _words_of_comments(sheet.text[line.end : end]))
        found[sheet.place(line.start)[0]] = "\n".join(filter(None, words))
        above = end
    return found


def _words_of_comments(text: str) -> str:
    lines = (line for one in _COMMENT.finditer(text) for line in (one[1] or one[2] or "").split("\n"))
    return "\n".join(line.strip() for line in lines)


def _start_of_comments(sheet: Sheet, line: Line) -> int:
    """Where the comment lines directly above a line begin, or the line itself."""
    start = sheet.text.rfind("\n", 0, line.start) + 1
    while start:
        before = sheet.text.rfind("\n", 0, start - 1) + 1
        if not sheet.text.startswith("//", before):
            break
        start = before
    return start


def _end_of_line(sheet: Sheet, offset: int) -> int:
    end = sheet.text.find("\n", offset)
    return end if end >= 0 else len(sheet.text)


def _comment_lines(comment: str, indent: str) -> Iterable[str]:
    return (f"{indent}// {line}".rstrip() for line in comment.split("\n")) if comment else ()


def _written(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) else f"`{name}`"


def _output_heading(output: OutputColumn) -> str:
    values = ", ".join(output.values)
    order = f"({values})" if len(output.values) > 1 else values
    return _written(output.name) + (f" in {order}" if order else "")


def _cells(row: TableRow, table: Table) -> list[str]:
    tests = row.tests or (OTHERWISE, *[""] * (len(table.inputs) - 1))
    return [*tests, *row.outputs]


def _misfit_cells(table: Table) -> Iterator[tuple[int, int, str]]:
    for number, (row, _) in enumerate(rows_with_otherwise(table)):
        for column, cell in enumerate((*row.tests, *row.outputs), start=len(table.inputs) - len(row.tests)):
            if not _is_one_cell(cell):
                yield number, column, cell


def _is_one_cell(cell: str) -> bool:
    if cell == ANY:
        return True
    wanted = TableRow((ANY,), (cell,))
    probe = Table("probe", HitPolicy.FIRST, (InputColumn("null"),), (OutputColumn("value"),), (wanted,))
    return [one.rows for one in tables_in(table_text(probe))] == [(wanted,)]
