"""What an HTML table is for: to lay out a page, to set labels beside answers, or to list the elements of a group."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from selectolax.lexbor import LexborNode

from runtime.intake.html.styles import is_hidden

_PARTS = frozenset({"tbody", "thead", "tfoot"})
_STRUCTURE = "dl, h1, h2, h3, h4, h5, h6, fieldset"
_LABEL_AND_TEXT = re.compile(r"[^:]{1,200}:\s+\S")
_PLACE_NUMBER = re.compile(r"\W*[A-Za-z]?\d{1,3}\W*")
_LONGEST_COUNT = 2  #: letters
_FEWEST_PAIRS = 4
_LEAST_DISTINCT = 0.7  #: of a column of labels; those of a group come again for each element


class TableKind(StrEnum):
    """What a table is for."""

    LAYOUT = "layout"  #: its cells are parts of the page
    PAIRS = "pairs"  #: each row is a label with its answer
    GROUP = "group"  #: a row of labels, and under it a row of answers for each element
    TURNED = "turned"  #: a column of labels, and beside it a column of answers for each element, named in the first row


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, with its text on one line."""

    node: LexborNode
    text: str
    is_header: bool
    is_bold: bool
    opens_bold: bool  #: begins bold and goes on plain

    @property
    def says_nothing(self) -> bool:
        """Whether it only keeps others apart."""
        return not any(map(str.isalnum, self.text))

    @property
    def is_label(self) -> bool:
        """Whether it looks like a label."""
        return self.is_header or self.is_bold


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows, without the columns that say nothing."""

    kind: TableKind
    rows: tuple[Row, ...]
    captions: tuple[LexborNode, ...] = ()
    is_headed: bool = False  #: whether the first row says what the columns are
    hidden: tuple[LexborNode, ...] = ()  #: parts, rows and cells that the page does not show


def tell_table(node: LexborNode, across: set[tuple[str, ...]]) -> Table:
    """The table with what it is for. `across` are the heads of the page's tables whose rows are labels with answers:
    one that is found is added."""
    captions = tuple(child for child in node.iter() if child.tag == "caption")
    hidden: list[LexborNode] = []
    found = (_row(row, hidden) for row in _table_rows(node, hidden))
    rows = [part for row in found for part in _without_side(row) if part]
    if any(_holds_structure(cell.node) for row in rows for cell in row):
        return Table(TableKind.LAYOUT, tuple(rows), captions, hidden=tuple(hidden))
    telling = _telling_columns(rows)
    kind, is_headed = _kind(telling, across), _is_header(telling)
    if is_headed and kind is TableKind.PAIRS:
        across.add(head_of(telling))
    return Table(kind, tuple(telling), captions, is_headed, tuple(hidden))


def head_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """What a table's first row says."""
    return tuple(cell.text for cell in rows[0])


def _table_rows(node: LexborNode, hidden: list[LexborNode]) -> list[LexborNode]:
    rows: list[LexborNode] = []
    for child in _visible(node, hidden):
        rows += [child] if child.tag == "tr" else list(_visible(child, hidden)) if child.tag in _PARTS else []
    return [row for row in rows if row.tag == "tr"]


def _row(node: LexborNode, hidden: list[LexborNode]) -> Row:
    return tuple(_cell(child) for child in _visible(node, hidden) if child.tag in ("td", "th"))


def _visible(node: LexborNode, hidden: list[LexborNode]) -> Iterator[LexborNode]:
    """What stands in a part of a table; what is not shown is put aside."""
    for child in node.iter():
        if is_hidden(child):
            hidden.append(child)
        else:
            yield child


def _without_side(row: Row) -> tuple[Row, ...]:
    """The row; a cell at its left that stands beside several rows heads them, on a row of its own before it."""
    spans = len(row) > 2 and "rowspan" in row[0].node.attributes
    return ((replace(row[0], is_header=True),), row[1:]) if spans else (row,)


def _cell(node: LexborNode) -> Cell:
    text = _shown(node)
    marked = node.css_first("b, strong, label, [style*=bold]") if text else None
    bold = _shown(marked) if marked else ""
    whole = "bold" in (node.attributes.get("style") or "") or (bool(bold) and len(bold) >= len(text.rstrip(": *")))
    return Cell(node, text, node.tag == "th", whole, bool(bold) and not whole and text.startswith(bold))


def _shown(node: LexborNode) -> str:
    return " ".join(node.text(deep=True).split())


def _holds_structure(cell: LexborNode) -> bool:
    """Whether a cell holds a part of a page: headings, definitions, or a table with cells side by side."""
    if cell.css_first(_STRUCTURE) is not None:
        return True
    return any(sum(bool(_shown(one)) for one in row.iter()) > 1 for row in cell.css("tr"))


def _telling_columns(rows: Sequence[Row]) -> list[Row]:
    """The rows without columns that are empty throughout, hold only punctuation, or number the rows.

    Beside a column of labels, with none between, an empty column is that of answers left blank.
    Rows that are narrower than the table span columns: they stay as they are.
    """
    width = max(map(len, rows), default=0)
    full = [row for row in rows if len(row) == width]
    empty = [all(row[at].says_nothing for row in full) for at in range(width)]
    labels = [not empty[at] and all(row[at].is_label for row in full) for at in range(width)]
    blank = [at > 0 and labels[at - 1] and (at + 1 == width or labels[at + 1]) for at in range(width)]
    kept = [at for at in range(width) if blank[at] or not empty[at]]
    if len(kept) > 2 and _numbers_rows([row[kept[0]] for row in full]):
        kept = kept[1:]
    return [tuple(row[at] for at in kept) if len(row) == width else row for row in rows]


def _numbers_rows(cells: Sequence[Cell]) -> bool:
    """Whether a column counts the rows; of a single row only a head that is hardly a word can tell ("#", "No.")."""
    inside = [cell for cell in cells if not cell.is_header]
    is_headed = len(inside) < len(cells) and sum(map(str.isalpha, cells[0].text)) <= _LONGEST_COUNT
    return len(inside) > 1 - is_headed and all(_PLACE_NUMBER.fullmatch(cell.text) for cell in inside)


def _kind(rows: Sequence[Row], across: set[tuple[str, ...]]) -> TableKind:
    width = max(map(len, rows), default=0)
    full = [row for row in rows if len(row) == width]
    if width < 2 or not full:
        return TableKind.LAYOUT
    if len(full) == len(rows) > 1 and _is_turned(rows):
        return TableKind.TURNED
    if _is_header(rows) and (width > 2 or not (head_of(rows) in across or _reads_across(full[1:]))):
        return TableKind.GROUP
    mixed = sum(row[0].opens_bold or _is_whole(row) for row in full)
    return TableKind.LAYOUT if 2 * mixed > len(full) else TableKind.PAIRS


def _is_header(rows: Sequence[Row]) -> bool:
    """Whether the first row holds labels alone, and every row below it answers."""
    return (
        len(rows) > 1
        and len(rows[0]) > 1
        and all(cell.is_label and cell.text for cell in rows[0])
        and not any(all(cell.is_label for cell in row) for row in rows[1:] if len(row) > 1)
    )


def _is_turned(rows: Sequence[Row]) -> bool:
    """Whether the first row, but for its first cell, and the first column hold labels, and all else answers."""
    (corner, *names), *body = rows
    return (
        corner.says_nothing
        and all(cell.is_label and cell.text for cell in (*names, *(row[0] for row in body)))
        and not any(cell.is_label for row in body for cell in row[1:])
    )


def _reads_across(rows: Sequence[Row]) -> bool:
    """Whether the first of two columns holds labels although the columns are headed ("Question", "Answer")."""
    firsts = [row[0] for row in rows]
    asking = sum(cell.is_label or cell.text.endswith(("?", ":")) for cell in firsts)
    distinct = len({cell.text for cell in firsts})
    return 2 * asking >= len(firsts) or distinct >= max(_FEWEST_PAIRS, _LEAST_DISTINCT * len(firsts))


def _is_whole(row: Row) -> bool:
    """Whether each cell holds a label and its answer, so that the row sets two questions side by side."""
    return all(_LABEL_AND_TEXT.match(cell.text) for cell in row) and not row[0].is_label
