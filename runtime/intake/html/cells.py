"""The cells of an HTML table in their rows, each with what its own text and marks tell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from runtime.intake.html.styles import is_hidden

_PARTS = frozenset({"tbody", "thead", "tfoot"})
_STRUCTURE = "dl, h1, h2, h3, h4, h5, h6, fieldset"
_NUMBER = re.compile(r"\d+")
_LONGEST_SPAN = 5  #: digits
_WIDEST = 200  #: columns or rows that one cell is taken to span


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, with its text on one line."""

    node: LexborNode
    text: str
    is_header: bool
    is_bold: bool
    opens_bold: bool  #: begins bold and goes on plain
    column: int  #: of the table's grid, where it begins
    width: int  #: in columns of the grid

    @property
    def says_nothing(self) -> bool:
        """Whether it only keeps others apart."""
        return not any(map(str.isalnum, self.text))

    @property
    def is_label(self) -> bool:
        """Whether it looks like a label."""
        return self.is_header or self.is_bold

    @property
    def parts(self) -> list[str]:
        """Its text as elements and line breaks part it."""
        return parts_of(self.node)


Row = tuple[Cell, ...]


def rows_of(node: LexborNode, hidden: list[LexborNode]) -> list[Row]:
    """A table's rows; parts, rows and cells that the page does not show are put into `hidden`."""
    found = [[cell for cell in _visible(row, hidden) if cell.tag in ("td", "th")] for row in _table_rows(node, hidden)]
    return [part for row in _grid(found) for part in _without_side(row) if part]


def parts_of(node: LexborNode) -> list[str]:
    """The text in an element as elements and line breaks part it."""
    return [part for part in node.text(deep=True, separator="\0").split("\0") if part.strip()]


def _table_rows(node: LexborNode, hidden: list[LexborNode]) -> list[LexborNode]:
    rows: list[LexborNode] = []
    for child in _visible(node, hidden):
        rows += [child] if child.tag == "tr" else list(_visible(child, hidden)) if child.tag in _PARTS else []
    return [row for row in rows if row.tag == "tr"]


def _grid(rows: Sequence[Sequence[LexborNode]]) -> Iterator[Row]:
    """The rows with the column in which each cell begins, after those that reach down from rows above."""
    taken: dict[int, int] = {}  # how many more rows a cell from above takes, by column
    for nodes in rows:
        column, cells = 0, []
        for node in nodes:
            while taken.get(column, 0):
                column += 1
            width, height = _span(node, "colspan"), _span(node, "rowspan")
            cells.append(_cell(node, column, width))
            if height > 1:
                taken |= dict.fromkeys(range(column, min(column + width, _WIDEST)), height)
            column += width
        taken = {at: left - 1 for at, left in taken.items() if left > 1}
        yield tuple(cells)


def _span(node: LexborNode, name: str) -> int:
    """How many columns or rows a cell takes (HTML, 4.9.11)."""
    number = _NUMBER.match((node.attributes.get(name) or "").strip()[:_LONGEST_SPAN])
    return max(1, min(int(number[0]), _WIDEST)) if number else 1


def _visible(node: LexborNode, hidden: list[LexborNode]) -> Iterator[LexborNode]:
    """What stands in a part of a table; what is not shown is put aside."""
    for child in node.iter():
        if is_hidden(child):
            hidden.append(child)
        else:
            yield child


def _without_side(row: Row) -> tuple[Row, ...]:
    """The row; a cell at its left that stands beside several rows heads them, on a row of its own before it."""
    is_wide = len(row) > 2 or (len(row) > 1 and "colspan" in row[1].node.attributes)
    spans = is_wide and "rowspan" in row[0].node.attributes
    return ((replace(row[0], is_header=True),), row[1:]) if spans else (row,)


def _cell(node: LexborNode, column: int, width: int) -> Cell:
    text = _shown(node)
    marked = node.css_first("b, strong, label, [style*=bold]") if text else None
    bold = _shown(marked) if marked else ""
    whole = "bold" in (node.attributes.get("style") or "") or (bool(bold) and len(bold) >= len(text.rstrip(": *")))
    return Cell(node, text, node.tag == "th", whole, bool(bold) and not whole and text.startswith(bold), column, width)


def _shown(node: LexborNode) -> str:
    return " ".join(node.text(deep=True).split())


def holds_structure(cell: LexborNode) -> bool:
    """Whether a cell holds a part of a page: headings, definitions, or a table with cells side by side."""
    if cell.css_first(_STRUCTURE) is not None:
        return True
    return any(sum(bool(_shown(one)) for one in row.iter()) > 1 for row in cell.css("tr"))
