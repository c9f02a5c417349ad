"""Groups that a plain text shows as tables, written out in the text's own layout, element by element.

A table has a row with labels of one group, and an element in each row under it; a turned one has its labels in the
first column, and a row above that counts the elements. One whose cells cannot be told apart surely is left as it is.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, zip_longest
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from runtime.intake.aligning.alignment import Chain, align
from runtime.intake.aligning.anchors import MAX_ANCHORS, MAX_MARK_CHARACTERS, Sheet, anchors_of
from runtime.intake.aligning.choosing import Told
from runtime.intake.aligning.script import Script, Slot, SlotKind
from runtime.intake.aligning.sighting import Words, words_of
from runtime.intake.layout import Layout, Template
from runtime.intake.layout.templates import is_row
from runtime.intake.witness.lines import Line, Piece

_FEWEST: Final = 2  #: labels of one group that make a table
_MAX_CHARACTERS: Final = 4_000  #: of a line that may be a row
_MOST_BEFORE: Final = 3  #: words of a cell that may stand before a label, as its number does
_LONGEST_COUNT: Final = 3  #: letters over a column that counts the elements: "No."
_MARK: Final[Template] = ("{item} {place}",)
_QUOTED: Final = re.compile(r"[ >]*")
_APART: Final = re.compile(r"\S+(?: \S+)*")
_BARS: Final = str.maketrans("│┃", "||")
_BRACES: Final = re.compile(r"\{(label|answer|item|place|count|number)\}", re.IGNORECASE)

_UNREAD: Final = "“{}” is shown as a table whose cells cannot be told apart."
_IN_STORY: Final = "“{}” stands before a table on “{}” that could not be read, which may be a part of it."

Cells: TypeAlias = list[str]
Reader: TypeAlias = Callable[[str], Cells | None]  #: the cells of a row; None where they cannot be told apart


class _Group(NamedTuple):
    """What a group of the form asks of each element."""

    name: str
    label: str
    item: str
    words: Words
    slots: Mapping[Words, Slot]


class _Column(NamedTuple):
    """What is said of every element under one label."""

    label: str
    slot: Slot | None  #: None where the group has no such question
    answers: Cells


@dataclass(frozen=True, slots=True)
class Table:
    """A table's lines, from 0, and what it says."""

    start: int
    end: int
    group: _Group
    text: str
    columns: Sequence[_Column]  #: none where it cannot be read
    shown: Sequence[Sequence[int]]  #: by column, the line in which each element's answer stands


@dataclass(slots=True)
class _Rows:
    """Rows under a head, with the numbers of their lines, and the line after them."""

    cells: list[Cells]
    numbers: list[int]
    parts: list[int]  #: how many rules stand before each
    end: int = 0
    rules: int = 0
    are_apart: bool = True  #: the cells of each can be told apart surely

    def joined(self) -> "_Rows":
        """Where rules part the rows, the lines between two of them are one; below the last rule alone none can tell."""
        if not self.are_apart or not self.cells:
            return self
        if self.parts[0] == self.parts[-1]:
            return replace(self, are_apart=self.rules == self.parts[0] or all(row[0] for row in self.cells))
        parts = [list(rows) for _, rows in groupby(range(len(self.cells)), key=self.parts.__getitem__)]
        return replace(self, cells=list(map(self._one, parts)), numbers=[self.numbers[rows[0]] for rows in parts])

    def _one(self, rows: Sequence[int]) -> Cells:
        """Rows as one, each cell with what stands in all of them."""
        columns: list[Cells] = [[] for _ in range(max(len(self.cells[row]) for row in rows))]
        for row in rows:
            for column, cell in zip(columns, self.cells[row], strict=False):
                column.append(cell)
        return [" ".join(filter(None, texts)) for texts in columns]


class Written(NamedTuple):
    """A text with its tables written out, and what is to be said of those that could not be read."""

    sheet: Sheet
    told: Told
    unread: Sequence[str] = ()
    unsure: Mapping[str, str] = MappingProxyType({})


def without_tables(sheet: Sheet) -> tuple[Sheet, Mapping[Line, Table]]:
    """The text with a blank line for each of its tables; the same sheet where it has none."""
    tables = list(_tables(sheet))
    if not tables:
        return sheet, {}
    lines: list[Line] = []
    at = 0
    blanks = [Line("", sheet.lines[table.start].number) for table in tables]
    for table, blank in zip(tables, blanks, strict=True):
        lines += [*sheet.lines[at : table.start], blank]
        at = table.end
    return sheet.with_lines((*lines, *sheet.lines[at:])), dict(zip(blanks, tables, strict=True))


def written_out(sheet: Sheet, told: Told, tables: Mapping[Line, Table]) -> Written:
    """The text with its tables in their places, as its layout writes questions; those that cannot be read are left
    out, so that no answer before them holds any of them."""
    if not tables or not told.layout.questions:
        return Written(sheet, told, [table.text for table in tables.values()])
    layout = replace(told.layout, elements=told.layout.elements or (_MARK,))
    lines: list[Line] = []
    unsure: dict[str, str] = {}
    for at, line in enumerate(sheet.lines):
        table = tables.get(line) if not line.text else None
        lines += [line, *_lines(table, layout)] if table else [line]
        if table and not table.columns:
            name, sentence = _unsure(table, at, told.chain)
            unsure[name] = sentence
    written = sheet.with_lines(lines)
    anchors = anchors_of(written, layout)
    unread = [table.text for table in tables.values() if not table.columns]
    return Written(written, Told(layout, anchors, align(written, anchors)), unread, unsure)


def _unsure(table: Table, at: int, chain: Chain) -> tuple[str, str]:
    """A sentence on the story in which a table stands that could not be read, else on its group."""
    place = bisect_right(chain.entries, at, key=lambda one: one.anchor.line)
    slot = chain.entries[place - 1].slot if place else None
    question = slot.question if slot else None
    if slot and question and question.is_long_text:
        return slot.name, _IN_STORY.format(question.label, table.group.label)
    return table.group.name, _UNREAD.format(table.group.label)


def _lines(table: Table, layout: Layout) -> Iterator[Line]:
    """The elements as the layout writes questions, in the form's order; each line with the number of its row."""
    order, count = _order(table.columns), len(table.columns[0].answers) if table.columns else 0
    for element in range(count):
        said = {"item": table.group.item, "place": str(element + 1), "count": str(count)}
        number = table.shown[order[0]][element]
        yield from (Line(_filled(line, said), number) for line in layout.elements[0])
        for at in order:
            column, number = table.columns[at], table.shown[at][element]
            said = {"label": column.label, "answer": column.answers[element], "number": "1"}
            written = [_filled(line, said) for line in layout.questions[0]]
            yield from (Line(line, number) for line in (*written, *[""] * (len(written) > 1)))


def _order(columns: Sequence[_Column]) -> list[int]:
    """The columns in the form's order; one that it does not have stays behind the one before it."""
    places: list[int] = []
    for column in columns:
        places.append(column.slot.place if column.slot else places[-1] if places else -1)
    return sorted(range(len(columns)), key=lambda at: (places[at], at))


def _filled(line: str, said: Mapping[str, str]) -> str:
    def word(brace: re.Match[str]) -> str:
        text = said.get(brace[1].lower(), "")
        return text.upper() if brace[1].isupper() else text

    return _BRACES.sub(word, line)


def _tables(sheet: Sheet) -> Iterator[Table]:
    """The tables of a text, in order."""
    heads = [at for at, names in sorted(sheet.named.items()) if any("." in name for name in names)]
    groups = _groups(sheet.script) if heads else ()
    end = 0
    for at in heads:
        if at >= end and sheet.lines[at].piece is Piece.RUNNING and len(sheet.lines[at].text) <= _MAX_CHARACTERS:
            table = _upright(sheet, at, groups) or _turned(sheet, at, groups)
            if table:
                yield table
                end = table.end


@lru_cache(maxsize=256)
def _groups(script: Script) -> tuple[_Group, ...]:
    return tuple(_group(script, mark) for mark in script.slots if mark.kind is SlotKind.ELEMENT)


def _group(script: Script, mark: Slot) -> _Group:
    assert mark.question is not None
    item = mark.question.item_name or mark.question.label
    asked = ((words, slot) for words, slots in script.by_words.items() for slot in slots)
    inner = {words: slot for words, slot in asked if slot.group == mark.group and slot is not mark}
    return _Group(mark.name, mark.question.label, item, words_of(item), inner)


def _upright(sheet: Sheet, at: int, groups: Sequence[_Group]) -> Table | None:
    """The table whose head stands in a line."""
    head, read = _reader(sheet.lines[at].text)
    if len(head) < _FEWEST:
        return None
    group = max(groups, key=lambda one: (_known(head, one), _are_said(head[1:], one)))
    if _known(head, group) < _FEWEST and not (_known(head[:1], group) and _are_said(head[1:], group)):
        return None
    rows = _rows(sheet, at + 1, read, group, is_turned=False)
    if not rows.cells:
        return None
    kept: list[_Column] = []
    text = _text(sheet, at, rows.end)
    ran_together = any(_are_said([cell], group) for cell in head if not _known([cell], group))
    if rows.are_apart and all(head) and not ran_together and _is_readable(head, rows, text):
        columns = (_column(label, said, group) for label, *said in zip_longest(head, *rows.cells, fillvalue=""))
        kept = [one for one in columns if not _counts(one, group)]
    return Table(at, rows.end, group, text, kept, [rows.numbers] * len(kept))


def _turned(sheet: Sheet, at: int, groups: Sequence[_Group]) -> Table | None:
    """The table whose first label stands in a line, right under one that counts the elements."""
    above = next((one for one in range(at - 1, max(-1, at - 3), -1) if not is_row(sheet.lines[one].text)), at)
    names, read = _reader(sheet.lines[above].text, sheet.lines[at].text)
    counted = (one for one in groups if above < at and _counts_elements(names, one))
    found = ((_rows(sheet, at, read, group, is_turned=True), group) for group in counted)
    rows, group = max(found, key=lambda one: _labels(*one), default=(None, None))
    if group is None or rows is None or _labels(rows, group) < _FEWEST:
        return None
    text = _text(sheet, above, rows.end)
    is_read = rows.are_apart and all(row[0] for row in rows.cells) and _is_readable(names, rows, text)
    columns = [_column(row[0], (row + [""] * len(names))[1 : len(names)], group) for row in rows.cells if is_read]
    shown = [[number] * (len(names) - 1) for number in rows.numbers if is_read]
    return Table(above, rows.end, group, text, columns, shown)


def _is_readable(head: Cells, rows: _Rows, text: str) -> bool:
    """Whether a table has no more cells than letters, nor than lines that can be read as questions."""
    return len(head) * len(rows.cells) <= min(len(text), MAX_ANCHORS)


def _labels(rows: _Rows, group: _Group) -> int:
    """How many rows begin with a label of a group."""
    return sum(bool(_known(row[:1], group)) for row in rows.cells)


def _rows(sheet: Sheet, at: int, read: Reader, group: _Group, *, is_turned: bool) -> _Rows:
    """The rows from a line on, to a blank one or what the form puts next; none is sure where one asks of danger."""
    rows = _Rows([], [], [])
    for end in range(at, len(sheet.lines) + 1):
        rows.end = end
        if end == len(sheet.lines) or not (text := sheet.lines[end].text).strip():
            break
        if is_row(text):
            rows.rules += 1
            continue
        cells = read(text) if len(text) <= _MAX_CHARACTERS else None
        if _is_next(sheet, end, cells, group, is_turned=is_turned):
            break
        rows.are_apart = rows.are_apart and cells is not None and not _asks_of_danger(sheet.script, text, group)
        rows.cells.append(cells or [])
        rows.numbers.append(sheet.lines[end].number)
        rows.parts.append(rows.rules)
    return rows.joined()


def _is_next(sheet: Sheet, at: int, cells: Cells | None, group: _Group, *, is_turned: bool) -> bool:
    """Whether a line is no row, but begins with the form's next heading or question, as wide as it may be."""
    if cells is None:
        return at in sheet.named or at in sheet.headed
    words, script = words_of(cells[0]), sheet.script
    if at in sheet.headed and not any(cells[1:]) and words in script.by_words and words not in group.slots:
        return True
    if at not in sheet.named or (is_turned and words in group.slots):
        return False
    ends = (words[start:] for start in range(min(len(words), _MOST_BEFORE + 1)))
    is_asked = any(end in script.labels and end not in group.slots for end in ends)
    return is_turned or len(cells) == 2 or is_asked or _asks_of_danger(script, sheet.lines[at].text, group)


def _asks_of_danger(script: Script, text: str, group: _Group) -> bool:
    """Whether a line holds the label of a question that tells of danger, outside the group."""
    said = f" {' '.join(words_of(text))} "
    return any(label in said for words, label in _dangers(script) if words not in group.slots)


@lru_cache(maxsize=256)
def _dangers(script: Script) -> tuple[tuple[Words, str], ...]:
    """The labels of questions that tell of danger, as words and as text between blanks."""
    asked = ((words, slot.question) for words, slots in script.by_words.items() for slot in slots if slot.is_question)
    return tuple((words, f" {' '.join(words)} ") for words, question in asked if question and question.risk)


def _text(sheet: Sheet, start: int, end: int) -> str:
    return "\n".join(line.text.strip() for line in sheet.lines[start:end])


def _known(cells: Cells, group: _Group) -> int:
    """How many different labels of a group some cells are."""
    return len({words for cell in cells if (words := words_of(cell)) in group.slots})


def _are_said(cells: Cells, group: _Group) -> bool:
    """Whether labels of several words stand in cells that ran together."""
    said = f" {' '.join(word for cell in cells for word in words_of(cell))} "
    return any(len(words) > 1 and f" {' '.join(words)} " in said for words in group.slots)


def _column(label: str, answers: Cells, group: _Group) -> _Column:
    return _Column(label, group.slots.get(words_of(label)), answers)


def _counts(column: _Column, group: _Group) -> bool:
    """Whether a column only counts the elements."""
    is_headed = words_of(column.label) == group.words or sum(map(str.isalpha, column.label)) <= _LONGEST_COUNT
    return column.slot is None and is_headed and _count(column.answers, group)


def _counts_elements(head: Cells, group: _Group) -> bool:
    """Whether a head has places after a short corner: a table's, turned; "Item | 1" opens an element."""
    is_counted = _count(head[1:], group) and len(head[0]) <= MAX_MARK_CHARACTERS
    return is_counted and (len(head) > _FEWEST or words_of(head[0]) != group.words)


def _count(cells: Cells, group: _Group) -> bool:
    """Whether cells name the elements by their places alone."""
    return bool(cells) and all(
        len(cell) <= MAX_MARK_CHARACTERS and words_of(cell) in ((str(place),), (*group.words, str(place)))
        for place, cell in enumerate(cells, 1)
    )


def _reader(head: str, labels: str = "") -> tuple[Cells, Reader]:
    """The cells of a table's first line, and how those of the others are read.

    Where `labels` stand in a column the first line may say nothing over them.
    """
    text = head.translate(_BARS)
    if "|" in text:
        row = labels.translate(_BARS) or text
        closed = (row[_begin(row) :].startswith("|"), text.rstrip().endswith("|"))
        cells = _between_bars(text, closed)
        return cells, lambda row: _fitting(_between_bars(row.translate(_BARS), closed), len(cells), is_closed=closed[1])
    if "\t" in text:
        cells = _between_tabs(text.rstrip())
        return cells, lambda row: _fitting(_between_tabs(row.rstrip()), len(cells), is_closed=False)
    begins = [found.start() for found in _APART.finditer(text, _begin(text))]
    if labels and begins and begins[0] > 1:
        begins.insert(0, 0)
    return _cut(text, begins), lambda row: _under(row, begins)


def _between_bars(text: str, closed: tuple[bool, bool]) -> Cells:
    """The cells between bars, of which the outer ones may stand before and after them; none of an unclosed line."""
    inner = text[_begin(text) :].rstrip()
    if "|" not in inner or (closed[0] and inner[0] != "|") or (closed[1] and inner[-1] != "|"):
        return []
    return [cell.strip() for cell in inner[closed[0] : len(inner) - closed[1]].split("|")]


def _between_tabs(text: str) -> Cells:
    return [cell.strip() for cell in text[_begin(text) :].split("\t")] if "\t" in text else []


def _begin(text: str) -> int:
    """Where a line begins after what forwarding leaves before it."""
    found = _QUOTED.match(text)
    return found.end() if found else 0


def _fitting(cells: Cells, width: int, *, is_closed: bool) -> Cells | None:
    """The cells of a row that has no more than its head; the last ones may be missing where nothing closes rows."""
    least = width if is_closed else 1
    return cells if least <= len(cells) <= width else None


def _under(text: str, begins: Sequence[int]) -> Cells | None:
    """The cells that begin where those of the head do, or as many that are written apart from one another."""
    cells = _cut(text, begins)
    are_apart = all(not text[max(0, begin - 2) : begin].strip() for begin in begins[1:])
    if are_apart and cells[0] and all(text.startswith(cell, begin) for begin, cell in zip(begins, cells, strict=True)):
        return cells
    written = _APART.findall(text, _begin(text))
    return written if len(written) == len(begins) else None


def _cut(text: str, begins: Sequence[int]) -> Cells:
    """The cells of a line that is cut at these places."""
    return (
        [text[begin:end].strip() for begin, end in zip(begins, [*begins[1:], len(text)], strict=True)] if begins else []
    )
