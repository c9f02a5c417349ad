"""Cells and columns of a decision table. Columns count from 1, outputs after inputs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from mapping_dsl.editing.changes import Change, Draft, EditRefused, NoSuchLine, TextEdit
from mapping_dsl.lines import Line

_ARROW = re.compile(r"(\s*)=>\s*")
Cells = list[str]


class NoSuchColumn(EditRefused):
    """A table that has not got so many columns."""

    def __init__(self, column: int, count: int) -> None:
        super().__init__(f"there is no column {column}; the table has {count}")


class OtherSide(EditRefused):
    """An input that was to become an output, or the other way round, or the last of its side that was to go."""

    def __init__(self) -> None:
        super().__init__("a table has an input and an output at least, and neither becomes the other")


def set_cell(text: str, line: int, column: int, written: str) -> Change:
    """Writes a cell of a heading or row anew; where it fits, the bars stay where they are."""
    draft = Draft(text)
    row = draft.at(line, "a row of a table", "heading", "row")
    cells = _cells(draft, row)
    if not 1 <= column <= len(cells):
        raise NoSuchColumn(column, len(cells))
    old = cells[column - 1]
    arrow = "=> " if row.rule == "heading" and _ARROW.match(old) else ""
    cells[column - 1] = f" {arrow}{written.strip()}".ljust(len(old) - 1) + " "
    return _rewritten(draft, {draft.lines.index(row): cells}, written)


def add_column(text: str, line: int, column: int, heading: str, fill: str = "-") -> Change:
    """Adds a column to a decision: what stands in its heading, and in each of its rows. The first place after the
    inputs is one for an input."""
    table = _Table(text, line)
    if not 1 <= column <= table.count + 1:
        raise NoSuchColumn(column, table.count)
    order = [*range(column - 1), None, *range(column - 1, table.count)]
    width = max(len(heading.strip()), len(fill.strip())) + 2
    new = {rule: f" {one.strip()}".ljust(width) for rule, one in (("heading", heading), ("row", fill))}
    return table.ordered(order, table.inputs + (column <= table.inputs + 1), new)


def remove_column(text: str, line: int, column: int) -> Change:
    """Takes a column out of a decision, with all its cells."""
    table = _Table(text, line)
    table.need(column)
    if table.inputs == column == 1 or table.inputs == table.count - 1 == column - 1:
        raise OtherSide
    order = [place for place in range(table.count) if place != column - 1]
    return table.ordered(order, table.inputs - (column <= table.inputs))


def move_column(text: str, line: int, column: int, to: int) -> Change:
    """Moves a column of a decision to another place on its own side of the arrow."""
    table = _Table(text, line)
    table.need(column)
    table.need(to)
    if (column <= table.inputs) is not (to <= table.inputs):
        raise OtherSide
    order = [place for place in range(table.count) if place != column - 1]
    order.insert(to - 1, column - 1)
    return table.ordered(order, table.inputs)


class _Table:
    """The table of a decision, row by row."""

    def __init__(self, text: str, number: int) -> None:
        self.draft = Draft(text)
        decide = self.draft.at(number, "a decision", "decide")
        self.rows = [row for row in decide.block if row.rule in ("heading", "row") and not row.is_broken]
        if not self.rows or self.rows[0].rule != "heading":
            raise NoSuchLine(number, "a decision with a table")
        heading = _cells(self.draft, self.rows[0])
        self.count = len(heading)
        self.inputs = next(place for place, cell in enumerate(heading) if _ARROW.match(cell))

    def need(self, column: int) -> None:
        """Raises NoSuchColumn where there is none."""
        if not 1 <= column <= self.count:
            raise NoSuchColumn(column, self.count)

    def ordered(self, order: Sequence[int | None], inputs: int, new: Mapping[str, str] | None = None) -> Change:
        """The table with its columns in that order, so many inputs before the arrow; None is the new one."""
        rewritten = {}
        for row in self.rows:
            old = _cells(self.draft, row)
            if len(old) != self.count:
                continue
            is_heading = row.rule == "heading"
            bare = [_ARROW.sub(r"\1", cell) for cell in old] if is_heading else old
            cells = [bare[place] if place is not None else (new or {})[row.rule] for place in order]
            if is_heading:
                cells[inputs] = old[self.inputs] if order[inputs] == self.inputs else f" => {cells[inputs].strip()} "
            elif old[0].strip() == "otherwise":
                # The last row has no tests: its word stands first, and blanks after it.
                cells[:inputs] = [old[0], *(" " * len(cell) for cell in cells[1:inputs])]
            rewritten[self.draft.lines.index(row)] = cells
        return _rewritten(self.draft, rewritten)


def _cells(draft: Draft, row: Line) -> Cells:
    """The cells as they stand between the bars, blanks too."""
    bars = [word for word in draft.words(row) if word.type == "VBAR"]
    return [draft.text[one.end : other.start] for one, other in pairwise(bars)]


def _rewritten(draft: Draft, rows: dict[int, Cells], written: str = "") -> Change:
    edits: list[TextEdit] = []
    entries = draft.entries()
    for at, cells in rows.items():
        bars = [word for word in draft.words(draft.lines[at]) if word.type == "VBAR"]
        edits.append(draft.replaced(bars[0].end, bars[-1].start, "|".join(cells)))
        words = [part for cell in cells for part in (*_cell_words(cell, entries[at].rule), "|")]
        entries[at] = replace(entries[at], words=("|", *words))
    return draft.changed(edits, entries, written)


def _cell_words(cell: str, rule: str) -> list[str]:
    arrow = _ARROW.match(cell) if rule == "heading" else None
    inside = cell[arrow.end() :].strip() if arrow else cell.strip()
    return [*(["=>"] if arrow else []), *([inside] if inside else [])]
