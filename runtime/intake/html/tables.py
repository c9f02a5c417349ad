"""What an HTML table is for: to lay out a page, to set labels beside answers, or to list the elements of a group."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from selectolax.lexbor import LexborNode

from runtime.intake.aligning.sighting import Words, words_of
from runtime.intake.html.styles import is_hidden

_PARTS = frozenset({"tbody", "thead", "tfoot"})
_STRUCTURE = "dl, h1, h2, h3, h4, h5, h6, fieldset"
_LABEL_AND_TEXT = re.compile(r"[^:]{1,200}:\s+\S")
_PLACE_NUMBER = re.compile(r"\W*[A-Za-z]?\d{1,3}\W*")
_NUMBER = re.compile(r"\d+")
_LONGEST_SPAN = 5  #: digits
_WIDEST = 200  #: columns or rows that one cell is taken to span
_LONGEST_COUNT = 2  #: letters
_FEWEST_PAIRS = 4
_LEAST_ASKED = 0.3  #: of those in the column with most, for another to be one of labels too
_LONGEST_LABEL = 400
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
    column: int  #: of the table's grid, where it begins

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
        return [part for part in self.node.text(deep=True, separator="\0").split("\0") if part.strip()]


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows, without the columns that say nothing."""

    kind: TableKind
    rows: tuple[Row, ...]
    captions: tuple[LexborNode, ...] = ()
    is_headed: bool = False  #: whether the first row says what the columns are
    heads: frozenset[int] = frozenset({0})  #: of a group: the rows that hold labels
    labels: frozenset[int] = frozenset()  #: of pairs: the columns that are known to hold labels
    hidden: tuple[LexborNode, ...] = ()  #: parts, rows and cells that the page does not show


@dataclass(frozen=True, slots=True)
class Heads:
    """What a page's tables are told by, beside what stands in them."""

    known: Collection[Words]  #: labels of forms
    across: set[tuple[str, ...]] = field(default_factory=set)  #: heads of tables whose rows are labels with answers

    def asks(self, cell: Cell) -> bool:
        """Whether a cell says a known label and no more than its number beside it."""
        return self._is_known(cell.text)

    def are_parts(self, cells: Sequence[Cell]) -> bool:
        """Whether cells side by side hold known labels each with its answer, or one of them several such labels."""
        others = [cell.parts for cell in cells if not self.asks(cell)]
        held = [sum(map(self._is_known, parts)) for parts in others]
        if len(others) == len(cells) and max(held, default=0) > 1:
            return True
        return len(cells) > 1 and any(held) and all(len(parts) > 1 for parts in others)

    def _is_known(self, text: str) -> bool:
        words = words_of(text[:_LONGEST_LABEL])
        return words in self.known or (bool(words) and words[0].isdigit() and words[1:] in self.known)


def tell_table(node: LexborNode, heads: Heads) -> Table:
    """The table with what it is for. Where its rows turn out to be labels with answers, its head is remembered."""
    captions = tuple(child for child in node.iter() if child.tag == "caption")
    hidden: list[LexborNode] = []
    found = [[cell for cell in _visible(row, hidden) if cell.tag in ("td", "th")] for row in _table_rows(node, hidden)]
    rows = [part for row in _grid(found) for part in _without_side(row) if part]
    is_of_parts = _sets_questions_apart(rows, heads)
    told = None if is_of_parts else _told_by_labels(rows, heads) or _told_by_looks(rows, heads)
    told = told or Table(TableKind.LAYOUT, tuple(rows))
    if told.is_headed and told.kind is TableKind.PAIRS:
        heads.across.add(head_of(told.rows))
    return replace(told, captions=captions, hidden=tuple(hidden))


def _sets_questions_apart(rows: Sequence[Row], heads: Heads) -> bool:
    """Whether most rows with cells side by side have questions with their answers in a cell each."""
    wide = [[cell for cell in row if cell.text] for row in rows if len(row) > 1] if heads.known else []
    return 2 * sum(map(heads.are_parts, wide)) > len(wide)


def _told_by_labels(rows: Sequence[Row], heads: Heads) -> Table | None:
    """The table by the known labels in it; None where none stand so, or cells hold parts of a page."""
    telling = tuple(_telling_columns(rows, heads))
    asked = [[heads.asks(cell) for cell in row] for row in telling] if heads.known else []
    above, labels = _label_rows(telling, asked), _label_columns(asked)
    if not (above or labels) or any(_holds_structure(cell.node) for row in rows if len(row) > 1 for cell in row):
        return None
    if above:
        return Table(TableKind.GROUP, telling, heads=above)
    if labels == {0} and _names_columns(telling):
        return Table(TableKind.TURNED, telling)
    return Table(TableKind.PAIRS, telling, is_headed=_is_header(telling), labels=labels)


def _names_columns(rows: Sequence[Row]) -> bool:
    """Whether the first row says what each column is for, but for the first column, and all rows are as long."""
    corner, *names = rows[0]
    is_even = len(rows) > 1 and all(len(row) == len(rows[0]) for row in rows)
    is_named = bool(names) and all(cell.text for cell in names)
    return is_even and is_named and (corner.says_nothing or _are_counted(names))


def _are_counted(cells: Sequence[Cell]) -> bool:
    """Whether several cells say the same but for the number in it ("Person 1", "Person 2")."""
    numbers = [_NUMBER.findall(cell.text) for cell in cells]
    alike = len({_NUMBER.sub("", cell.text) for cell in cells}) == 1
    return len(cells) > 1 and alike and all(numbers) and len(set(map(tuple, numbers))) == len(cells)


def _told_by_looks(rows: Sequence[Row], heads: Heads) -> Table:
    """The table by how it is built."""
    if any(_holds_structure(cell.node) for row in rows for cell in row):
        return Table(TableKind.LAYOUT, tuple(rows))
    telling = tuple(_telling_columns(rows, heads))
    return Table(_kind(telling, heads.across), telling, is_headed=_is_header(telling))


def _label_rows(rows: Sequence[Row], asked: Sequence[Sequence[bool]]) -> frozenset[int]:
    """The rows that hold labels over rows of answers as wide; none where known labels stand otherwise.

    Where such rows take turns, one that stands in a label row's place holds labels that nobody knows.
    """
    asking = {at for at, row in enumerate(asked) if any(row)}
    above = {
        at for at in asking if 2 * sum(asked[at]) > len(asked[at]) and _is_over(rows, at) and not any(asked[at + 1])
    }
    in_turn = (at for at in asking - above if not above.isdisjoint({at - 2, at + 2}) and at - 1 not in above)
    above |= {at for at in in_turn if _is_over(rows, at) and not any(asked[at + 1])}
    is_wide = len(rows) == 2 or any(len(rows[at]) > 1 for at in above)
    if not is_wide or any(len(rows[at]) > 1 for at in asking - above):
        return frozenset()
    for at in range(2, len(rows) - 1):
        is_due = len(above) > 1 and at - 2 in above and at - 1 not in above and at + 1 not in above
        if is_due and len(rows[at]) > 1 and _is_over(rows, at):
            above.add(at)
    return frozenset(above)


def _is_over(rows: Sequence[Row], at: int) -> bool:
    """Whether the next row has as many cells."""
    return at + 1 < len(rows) and len(rows[at]) == len(rows[at + 1])


def _label_columns(asked: Sequence[Sequence[bool]]) -> frozenset[int]:
    """The columns in which known labels stand, each with one beside it in which answers can; none where few do."""
    width = max(map(len, asked), default=0)
    counts = [sum(row[at] for row in asked if len(row) == width) for at in range(width)]
    most = max(counts, default=0)
    found = frozenset(at for at, count in enumerate(counts) if count >= max(1, _LEAST_ASKED * most))
    has_room = all(at + 1 < width and at + 1 not in found for at in found)
    return found if has_room else frozenset()


def head_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """What a table's first row says."""
    return tuple(cell.text for cell in rows[0])


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
            cells.append(_cell(node, column))
            width, height = _span(node, "colspan"), _span(node, "rowspan")
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


def _cell(node: LexborNode, column: int) -> Cell:
    text = _shown(node)
    marked = node.css_first("b, strong, label, [style*=bold]") if text else None
    bold = _shown(marked) if marked else ""
    whole = "bold" in (node.attributes.get("style") or "") or (bool(bold) and len(bold) >= len(text.rstrip(": *")))
    return Cell(node, text, node.tag == "th", whole, bool(bold) and not whole and text.startswith(bold), column)


def _shown(node: LexborNode) -> str:
    return " ".join(node.text(deep=True).split())


def _holds_structure(cell: LexborNode) -> bool:
    """Whether a cell holds a part of a page: headings, definitions, or a table with cells side by side."""
    if cell.css_first(_STRUCTURE) is not None:
        return True
    return any(sum(bool(_shown(one)) for one in row.iter()) > 1 for row in cell.css("tr"))


def _telling_columns(rows: Sequence[Row], heads: Heads) -> list[Row]:
    """The rows without columns that are empty throughout, hold only punctuation, or number the rows.

    Beside a column of labels, with none between, an empty column is that of answers left blank.
    Rows that are narrower than the table span columns: they stay as they are.
    """
    width = max(map(len, rows), default=0)
    full = [row for row in rows if len(row) == width]
    empty = [all(row[at].says_nothing for row in full) for at in range(width)]
    labels = [
        not empty[at] and (all(row[at].is_label for row in full) or any(heads.asks(row[at]) for row in full))
        for at in range(width)
    ]
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
    if _is_turned(rows):
        return TableKind.TURNED
    if _is_header(rows) and head_of(rows) not in across and (width > 2 or not _reads_across(full[1:])):
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
    (_, *names), *body = rows
    return (
        _names_columns(rows)
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
