"""Code lists: the rows of a CSV file by their key, of which a submission sees those that were valid on its day."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from itertools import accumulate, islice, zip_longest
from typing import Any

from mapping_dsl import nodes
from mapping_dsl.feel import types
from mapping_dsl.feel.frames import Call
from mapping_dsl.feel.nearest import renaming, suggestion
from mapping_dsl.problems import Problem

Row = dict[str, Any]
Told = tuple[str, str, str]  #: code, message and hint of a problem with the file

_MAX_ROWS = 200_000
_MAX_TOLD = 3  #: a column of another type has as many problems as rows
_TYPES: Mapping[nodes.ColumnType, types.Type] = {
    nodes.ColumnType.STRING: types.STRING,
    nodes.ColumnType.NUMBER: types.NUMBER,
    nodes.ColumnType.DATE: types.DATE,
    nodes.ColumnType.BOOLEAN: types.BOOLEAN,
}


@dataclass(frozen=True)
class CodeList:
    """A code list as the `list` statement of that name reads it."""

    name: str
    key: str
    columns: Mapping[str, nodes.ColumnType]
    rows: tuple[Row, ...]

    @property
    def row_type(self) -> types.ContextOf:
        """The type of a row."""
        return types.ContextOf(tuple((name, _TYPES[type_]) for name, type_ in self.columns.items()))

    @property
    def function_type(self) -> types.FunctionOf:
        """The type of the function that gives the row of a key."""
        return types.FunctionOf((types.Parameter("key", _TYPES[self.columns[self.key]]),), self.row_type)

    @cached_property
    def by_key(self) -> Mapping[Any, tuple[Row, ...]]:
        """All rows of each key, in the order of the file."""
        found: defaultdict[Any, list[Row]] = defaultdict(list)
        for row in self.rows:
            found[row.get(self.key)].append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    def rows_on(self, day: date) -> list[Row]:
        """The rows that are valid on a day."""
        return [row for row in self.rows if _is_valid(row, day)]

    def row(self, key: Any, day: date) -> Row | None:
        """The row of a key that is valid on a day, None where there is none."""
        return next((row for row in self.by_key.get(key, ()) if _is_valid(row, day)), None)


@dataclass(frozen=True, slots=True)
class RowOf:
    """The function `NAME(key)`, on the day of a submission."""

    codes: CodeList
    day: date
    parameters: tuple[str, ...] = ("key",)

    def __call__(self, call: Call, arguments: Sequence[Any]) -> Row | None:
        """The key's row; a key that the list does not have is a reason."""
        if len(arguments) != 1:
            call.refuse("wrong-argument-count", f"{self.codes.name} takes one key", f"write {self.codes.name}(KEY)")
            return None
        key = arguments[0]
        row = self.codes.row(key, self.day) if isinstance(key, CODES) else None
        if row is None and key is not None:
            refuse_code(call, self.codes, key)
        return row


#: the types that a code may have
CODES = (str, int, Decimal, date)


def refuse_code(call: Call, codes: CodeList, key: Any) -> None:
    """Tells that a list does not have a code."""
    call.refuse("no-such-code", f"the list {codes.name} has no code {key}", "add a row for it")


def read_list(node: nodes.List, text: str) -> tuple[CodeList, list[Problem]]:
    """The code list that a statement makes of a CSV text, and what is wrong with either."""
    heading, codes, told = _read(node, text)
    problems = []
    for name in [node.key, *(column.name for column in node.columns)]:
        if name.text not in heading:
            hint = suggestion(name.text, heading) or f"its columns are {', '.join(heading)}"
            message = f"{node.file.text} has no column {name.text}"
            fix = renaming(name.span, name.text, heading)
            problems.append(Problem(name.span, "unknown-column", message, hint, fix=fix))
    return codes, [*problems, *(Problem(node.file.span, *one) for one in told)]


@lru_cache(maxsize=64)
def _read(node: nodes.List, text: str) -> tuple[tuple[str, ...], CodeList, tuple[Told, ...]]:
    """The heading, the list, and what is wrong with the file. Depends on nothing but the words of the statement, so
    that a text that is changed elsewhere does not read a long list again."""
    reading = _Reading(node, text)
    return reading.heading, reading.codes(), tuple(reading.told)


class _Reading:
    def __init__(self, node: nodes.List, text: str) -> None:
        self.node = node
        self.told: list[Told] = []
        try:
            table = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True))
        except csv.Error as error:
            self._tell("list-unreadable", f"{node.file.text} cannot be read as CSV: {error}")
            table = []
        self.heading = tuple(cell.strip() for cell in table[0]) if table else ()
        self.lines = [(number, cells) for number, cells in enumerate(table[1:], 2) if any(map(str.strip, cells))]
        if len(self.lines) > _MAX_ROWS:
            self._tell("list-unreadable", f"{node.file.text} has {len(self.lines)} rows, and {_MAX_ROWS} are the most")
            self.lines = []
        twice = next((name for place, name in enumerate(self.heading) if name in self.heading[:place]), None)
        if twice is not None:
            self._tell("list-unreadable", f"{node.file.text} has two columns called {twice or 'nothing'}")
            self.lines = []

    def codes(self) -> CodeList:
        """Reads the file column by column."""
        columns = self._columns()
        misfits: list[tuple[int, str]] = []
        for number, cells in self.lines:
            if len(cells) > len(self.heading):
                widths = f"{len(cells)} cells, and {len(self.heading)} columns"
                misfits.append((number, f"has {widths}; a cell with a comma stands in double quotes"))
        written = zip_longest(*(cells for _, cells in self.lines), fillvalue="")
        read = [
            self._column(name, columns[name], cells, misfits) for name, cells in zip(columns, written, strict=False)
        ]
        rows = tuple(dict(zip(columns, values, strict=False)) for values in zip(*read, strict=True))
        for number, message in sorted(misfits)[:_MAX_TOLD]:
            self._tell("list-cell", f"line {number} of {self.node.file.text} {message}")
        columns.setdefault(self.node.key.text, nodes.ColumnType.STRING)
        codes = CodeList(self.node.name.text, self.node.key.text, columns, rows)
        self._tell_doubles(codes)
        return codes

    def _columns(self) -> dict[str, nodes.ColumnType]:
        columns = dict.fromkeys(self.heading, nodes.ColumnType.STRING)
        columns |= {name: nodes.ColumnType.DATE for name in ("from", "to") if name in columns}
        return columns | {one.name.text: one.type for one in self.node.columns if one.name.text in columns}

    def _column(
        self, name: str, type_: nodes.ColumnType, cells: Iterable[str], misfits: list[tuple[int, str]]
    ) -> list[Any]:
        if type_ is nodes.ColumnType.STRING:
            return [cell.strip() or None for cell in cells]
        values: list[Any] = []
        for (number, _), cell in zip(self.lines, cells, strict=True):
            try:
                values.append(_READERS[type_](cell.strip()) if cell.strip() else None)
            except (ValueError, InvalidOperation):
                values.append(None)
                what = types.describe(_TYPES[type_])
                misfits.append((number, f"has {cell.strip()[:40]} for {name}, which is not {what}"))
        return values

    def _tell_doubles(self, codes: CodeList) -> None:
        doubles = (key for key, rows in codes.by_key.items() if key is not None and _share_a_day(rows))
        for key in islice(doubles, _MAX_TOLD):
            message = f"{self.node.file.text} has two rows of {key} that are valid on one day"
            self._tell("double-code", message, "keep one, or give them days from and to")

    def _tell(self, code: str, message: str, hint: str = "correct the list") -> None:
        self.told.append((code, message, hint))


def _is_valid(row: Row, day: date) -> bool:
    since, until = row.get("from"), row.get("to")
    return not (isinstance(since, date) and since > day) and not (isinstance(until, date) and until < day)


def _share_a_day(rows: Sequence[Row]) -> bool:
    """Whether two of the rows are valid on one day: in the order in which they begin, one before another's end."""
    if len(rows) == 1:
        return False
    every = ((row.get("from") or date.min, row.get("to") or date.max) for row in rows)
    spans = sorted(span for span in every if span[0] <= span[1])
    ends = accumulate((until for _, until in spans), max)
    return any(since <= end for (since, _), end in zip(spans[1:], ends, strict=False))


def _number(cell: str) -> int | Decimal:
    number = Decimal(cell)
    if not number.is_finite():
        raise ValueError(cell)
    return int(number) if number == number.to_integral_value() and abs(number.adjusted()) < 34 else number


def _boolean(cell: str) -> bool:
    if cell.lower() not in _BOOLEANS:
        raise ValueError(cell)
    return _BOOLEANS[cell.lower()]


_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_READERS: Mapping[nodes.ColumnType, Callable[[str], Any]] = {
    nodes.ColumnType.STRING: str,
    nodes.ColumnType.NUMBER: _number,
    nodes.ColumnType.DATE: date.fromisoformat,
    nodes.ColumnType.BOOLEAN: _boolean,
}
