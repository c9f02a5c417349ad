"""What an HTML table is for: to lay out a page, to set labels beside answers, or to list the elements of a group."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import takewhile

from runtime.intake.aligning.sighting import Words, words_of
from runtime.intake.html.cells import Cell, Row, holds_structure

_LABEL_AND_TEXT = re.compile(r"[^:]{1,200}:\s+\S")
_PLACE_NUMBER = re.compile(r"\W*[A-Za-z]?\d{1,3}\W*")
_NUMBER = re.compile(r"\d+")
_LONGEST_COUNT = 2  #: letters
_FEWEST_PAIRS = 4
_LEAST_ASKED = 0.3  #: of those in the column with most, for another to be one of labels too
_LONGEST_LABEL = 400
_MOST_ELEMENTS = 100  #: rows that are looked at below one that may head a group's elements
_LEAST_DISTINCT = 0.7  #: of a column of labels; those of a group come again for each element


class TableKind(StrEnum):
    """What a table is for."""

    LAYOUT = "layout"  #: its cells are parts of the page
    PAIRS = "pairs"  #: each row is a label with its answer
    GROUP = "group"  #: a row of labels, and under it a row of answers for each element
    TURNED = "turned"  #: a column of labels, and beside it a column of answers for each element


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows, without the columns that say nothing."""

    kind: TableKind
    rows: tuple[Row, ...]
    is_headed: bool = False  #: whether the first row says what the columns are
    heads: frozenset[int] = frozenset({0})  #: of a group: the rows that hold labels, or names of columns
    labels: frozenset[int] = frozenset()  #: of pairs: the columns that are known to hold labels


@dataclass(frozen=True, slots=True)
class Heads:
    """What a page's tables are told by, beside what stands in them."""

    known: Collection[Words]  #: labels of forms
    across: set[tuple[str, ...]] = field(default_factory=set)  #: heads of tables whose rows are labels with answers
    apart: Counter[bool | None] = field(default_factory=Counter)  #: tables by whether cells hold whole questions
    above: Counter[bool | None] = field(default_factory=Counter)  #: known labels by whether answers stand under them
    lengths: Counter[int] = field(default_factory=Counter)  #: rows of labels with answers, by how many cells they have

    def is_unusual(self, length: int) -> bool:
        """Whether rows so far held a label with one answer, so that a longer one holds those of elements."""
        return length > 2 and not self.lengths[length] and self.lengths[2] >= _FEWEST_PAIRS

    @property
    def set_questions_apart(self) -> bool:
        """Whether most tables on the page do so: then others do that could be read either way."""
        return self.apart[True] > self.apart[False]

    @property
    def set_labels_above(self) -> bool:
        """Whether under most known labels in tables on the page answers stand: then others may be read so, too."""
        return self.above[True] > self.above[False]

    @property
    def decide(self) -> bool:
        """Whether all of the page tells how to read a table that could be read in several ways."""
        return bool((self.apart[None] and self.set_questions_apart) or self.above[None])

    def asks(self, cell: Cell) -> bool:
        """Whether a cell says a known label and no more than its number beside it."""
        return self.knows(cell.text)

    def are_parts(self, cells: Sequence[Cell]) -> bool | None:
        """Whether cells side by side hold known labels each with its answer, or one of them several such labels.

        None where one cell does so beside one that may be a label without its answer, or an answer without its label,
        and where all of them are labels alone.
        """
        asking = [self.asks(cell) for cell in cells]
        if len(cells) > 1 and all(asking):
            return None
        others = [
            cell
            for cell, asks in zip(cells, asking, strict=True)
            if not asks and not _PLACE_NUMBER.fullmatch(cell.text)
        ]
        held = [self.holds(cell.parts) for cell in others]
        if any(asking) and any(held):
            return True if len(held) > 1 and all(held) else None
        is_whole = all(count or len(cell.parts) > 1 for cell, count in zip(others, held, strict=True))
        is_shared = len(cells) > 1 and any(held) and is_whole
        is_told = not any(asking) and (is_shared or max(held, default=0) > 1)
        return is_told or (None if any(held) else False)

    def holds(self, parts: Sequence[str]) -> int:
        """How many known labels a text holds beside more: each a part of it, or one before a colon."""
        label, colon, answer = "".join(parts)[:_LONGEST_LABEL].partition(":")
        known = sum(map(self.knows, parts)) if len(parts) > 1 else 0
        return known or bool(colon and answer.strip() and self.knows(label))

    def knows(self, text: str) -> bool:
        """Whether a text is a known label, or one behind its number."""
        words = words_of(text[:_LONGEST_LABEL])
        return words in self.known or (bool(words) and words[0].isdigit() and words[1:] in self.known)


def tell_tables(rows: Sequence[Row], heads: Heads) -> Iterator[Table]:
    """A table's rows as one table or several, each with what it is for.

    Rows that list the elements of a group, among others that hold labels with answers, are a table of their own. Where
    rows turn out to be labels with answers, their head is remembered.
    """
    are_apart = _sets_questions_apart(rows, heads)
    heads.apart[are_apart] += 1
    if are_apart or (are_apart is None and heads.set_questions_apart):
        yield Table(TableKind.LAYOUT, tuple(rows))
        return
    for part in _divided(rows, heads):
        told = _told_by_labels(part, heads) or _told_by_looks(part, heads)
        if any(len(cell.text) > _LONGEST_LABEL for cell in _written_again(told)):
            told = Table(TableKind.LAYOUT, told.rows)
        if told.kind is TableKind.PAIRS:
            heads.lengths.update(len(row) for row in told.rows if any(map(heads.asks, row)))
            heads.across.update([head_of(told.rows)] if told.is_headed else [])
        yield told


def _written_again(table: Table) -> Iterator[Cell]:
    """The labels that each element of a group has again."""
    if table.kind is TableKind.GROUP:
        yield from (cell for at in table.heads for cell in table.rows[at])
    elif table.kind is TableKind.TURNED:
        yield from (row[0] for row in table.rows)


def _divided(rows: Sequence[Row], heads: Heads) -> Iterator[Sequence[Row]]:
    """The rows; in parts where some of them list a group's elements between others."""
    asked = [[heads.asks(cell) for cell in row] for row in rows] if heads.known else []
    begins, at = 0, len(rows) if _label_rows(rows, asked) else 0
    while at < len(asked):
        end = _end_of_elements(rows, asked, at, heads)
        if end > at:
            yield from (part for part in (rows[begins:at], rows[at:end]) if part)
            begins = end
        at = max(end, at + 1)
    if begins < len(rows) or not rows:
        yield rows[begins:]


def _end_of_elements(rows: Sequence[Row], asked: Sequence[Sequence[bool]], at: int, heads: Heads) -> int:
    """One past the rows that list the elements of a group from a row on; `at` where it begins no such list."""
    head = rows[at]
    below = list(
        takewhile(lambda below: len(rows[below]) == len(head), range(at + 1, min(len(rows), at + _MOST_ELEMENTS)))
    )
    if 2 * sum(asked[at]) > len(head) > 1 and len({(cell.is_header, cell.is_bold) for cell in head}) == 1:
        below = list(takewhile(lambda row: not any(asked[row]), below))
    elif asked[at][:1] == [True] and not any(asked[at][1:]) and heads.is_unusual(len(head)):
        return at + 1 + len(below)
    elif any(asked[at]) or not _are_counted(head[1:]) or not any(asked[row][0] for row in below):
        return at
    return below[-1] + 1 if below else at


def _sets_questions_apart(rows: Sequence[Row], heads: Heads) -> bool | None:
    """Whether most rows with cells side by side have questions with their answers in a cell each.

    None where no row can tell.
    """
    wide = [[cell for cell in row if cell.text] for row in rows if len(row) > 1] if heads.known else []
    told = [are_parts for row in wide if (are_parts := heads.are_parts(row)) is not None]
    return 2 * sum(told) > len(told) if told else None


def _told_by_labels(rows: Sequence[Row], heads: Heads) -> Table | None:
    """The table by the known labels in it; None where none stand so, or cells hold parts of a page."""
    telling = tuple(_telling_columns(rows, heads))
    asked = [[heads.asks(cell) for cell in row] for row in telling] if heads.known else []
    above, labels = _label_rows(telling, asked), _label_columns(asked)
    perhaps = above or _label_rows(telling, asked, is_usual=True)
    if not (perhaps or labels) or any(holds_structure(cell.node) for row in rows if len(row) > 1 for cell in row):
        return None
    heads.above[bool(above) if above == perhaps else None] += sum(map(sum, asked))
    if above or (perhaps and heads.set_labels_above):
        return Table(TableKind.GROUP, telling, heads=perhaps)
    if not labels:
        return None
    if labels == {0} and _names_columns(telling):
        return Table(TableKind.TURNED, telling)
    if labels == {0} and heads.is_unusual(len(telling[0])) and len({len(row) for row in telling}) == 1:
        return Table(TableKind.TURNED, telling, heads=frozenset())
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
    if any(holds_structure(cell.node) for row in rows for cell in row):
        return Table(TableKind.LAYOUT, tuple(rows))
    telling = tuple(_telling_columns(rows, heads))
    return Table(_kind(telling, heads.across), telling, is_headed=_is_header(telling))


def _label_rows(rows: Sequence[Row], asked: Sequence[Sequence[bool]], *, is_usual: bool = False) -> frozenset[int]:
    """The rows that hold labels over rows of answers as wide; none where known labels stand otherwise.

    Most labels in one are known, or it looks like a head, unless labels are usually set so. Where such rows take turns,
    one that stands in a label row's place holds labels that nobody knows.
    """
    asking = {at for at, row in enumerate(asked) if any(row)}
    over = {at for at in range(len(asked) - 1) if len(rows[at]) == len(rows[at + 1]) and not any(asked[at + 1])}
    is_told = is_usual or (asking == {0} and _is_header(rows))
    above = {at for at in asking & over if is_told or 2 * sum(asked[at]) > len(asked[at])}
    in_turn = (at for at in asking & over - above if at + 2 in above or _is_under_answers(rows, above, at))
    above |= {at for at in in_turn if at - 1 not in above}
    is_wide = len(rows) == 2 or any(len(rows[at]) > 1 for at in above)
    if not is_wide or any(len(rows[at]) > 1 for at in asking - above):
        return frozenset()
    for at in sorted(over - above) if is_usual or len(above) > 1 else ():
        is_due = len(rows[at]) > 1 and above.isdisjoint({at - 1, at + 1}) and _is_under_answers(rows, above, at)
        if is_due:
            above.add(at)
    return frozenset(above)


def _is_under_answers(rows: Sequence[Row], above: Collection[int], at: int) -> bool:
    """Whether a row follows the answers under labels that stand above them, or a heading after these."""
    return at - 2 in above or (bool(above) and at > 0 and len(rows[at - 1]) == 1 < len(rows[at]))


def _label_columns(asked: Sequence[Sequence[bool]]) -> frozenset[int]:
    """The columns in which known labels stand, each with one beside it in which answers can; none where few do."""
    width = max(map(len, asked), default=0)
    counts = [sum(row[at] for row in asked if len(row) == width) for at in range(width)]
    most = max(counts, default=0)
    asking = {at for at, count in enumerate(counts) if count >= max(1, _LEAST_ASKED * most)}
    found = frozenset(at for at in asking if at + 1 not in asking or counts[at + 1] < counts[at])
    has_room = all(at + 1 < width and at + 1 not in found for at in found)
    return found if has_room else frozenset()


def head_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """What a table's first row says."""
    return tuple(cell.text for cell in rows[0])


def _telling_columns(rows: Sequence[Row], heads: Heads) -> list[Row]:
    """The rows without columns that are empty throughout, hold only punctuation, or number the rows.

    Beside one column of labels, with none between, an empty column is that of answers left blank.
    Of rows that are narrower than the table, only cells that say nothing in these columns go; a row with nothing left
    goes too.
    """
    width = max(map(len, rows), default=0)
    full = [row for row in rows if len(row) == width]
    empty = [all(row[at].says_nothing for row in full) for at in range(width)]
    labels = [
        not empty[at] and (all(row[at].is_label for row in full) or any(heads.asks(row[at]) for row in full))
        for at in range(width)
    ]
    beside = [at > 0 and labels[at - 1] and (at == 1 or not labels[at - 2]) for at in range(width)]
    blank = [beside[at] and (at + 1 == width or labels[at + 1]) for at in range(width)]
    kept = [at for at in range(width) if blank[at] or not empty[at]]
    if len(kept) > 2 and _numbers_rows([row[kept[0]] for row in full]):
        kept = kept[1:]
    gone = {row[at].column for row in full for at in range(width) if at not in kept}
    telling = (
        tuple(row[at] for at in kept)
        if len(row) == width
        else tuple(cell for cell in row if not cell.says_nothing or cell.column not in gone)
        for row in rows
    )
    return [row for row in telling if row]


def _numbers_rows(cells: Sequence[Cell]) -> bool:
    """Whether a column counts the rows; of a single row only a head that is hardly a word can tell ("#", "No.")."""
    inside = [cell for cell in cells if not cell.is_header]
    is_headed = cells[0].is_header and sum(map(str.isalpha, cells[0].text)) <= _LONGEST_COUNT
    own = [cell for cell in cells if not (cell.is_header and cell.text == cells[0].text)]
    return len(inside) > 1 - is_headed and all(_PLACE_NUMBER.fullmatch(cell.text) for cell in own)


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
