"""An HTML page walked in the order of its text, each text put on the row on which people see it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, takewhile

from selectolax.lexbor import LexborHTMLParser, LexborNode

from runtime.intake.aligning.sighting import Words
from runtime.intake.html.bounds import MAX_CHARACTERS, is_bounded
from runtime.intake.html.cells import Cell, parts_of, rows_of
from runtime.intake.html.looks import Row, Run, tell_by_looks, without_hints
from runtime.intake.html.paint import WHITE, Paint
from runtime.intake.html.pieces import is_under_an_answer, pieces_of
from runtime.intake.html.styles import Style, dressed, sized
from runtime.intake.html.tables import Heads, Table, TableKind, head_of, tell_tables
from runtime.intake.witness.lines import Line, Piece, running

MAX_ROWS = 40_000
MAX_DEPTH = 100  #: what is nested deeper is shown as text

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption"})
_PROVED = dict.fromkeys(_HEADINGS, Piece.HEADING) | {"dt": Piece.LABEL, "dd": Piece.ANSWER}
_PARAGRAPHS = _HEADINGS | {"p", "dl", "ul", "ol", "blockquote", "pre", "table", "hr", "fieldset"}
_BLOCKS = _PARAGRAPHS | frozenset(
    """address article aside body center dd details div dt figure footer form header html li main nav option section
    summary td th tr""".split()  # noqa: SIM905
)
_MAY_BE_EMPTY = frozenset({"div", "p", "span"})
_HOLDS_AN_ANSWER = frozenset({"p", "div", "td", "th", "dd", "li", "pre", "blockquote"})  #: or would, had one been given
_CELLS = frozenset({"td", "th", "dt", "dd"})
_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "datalist", "svg", "math"})
_WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")  # not the no-break space, which a page shows
#: a style sheet that gives grounds: what stands on which is not told by the page itself
_STYLED_GROUND = re.compile(r"<style\b[^>]{0,200}>[^<]*background", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,1000}>")
_NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f \t\r\n\f\xa0"


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """What an HTML body shows, and what it holds beside that."""

    lines: tuple[Line, ...]
    hidden: str = ""  #: words that the page does not show to people: never an answer, kept for searching
    is_whole: bool = True  #: whether all of it was read; a page that is too large or too deep is read in part


def html_lines(html: str) -> tuple[Line, ...]:
    """The lines that an HTML body shows."""
    return read_page(html).lines


def read_page(html: str, labels: Collection[Words] = frozenset()) -> HtmlPage:
    """The page's lines, each with what structure or looks prove it to be. Never raises.

    `labels` are those of known forms: they tell which columns and rows of a table hold labels.

    A label is followed by its answer's lines; an answer that is empty has one empty line. A page that no parser reads
    in bounded time is read as text.
    """
    part = html[:MAX_CHARACTERS].replace("\0", "")
    if not is_bounded(part):
        return HtmlPage(running(_TAG.sub(" ", part).split("\n")[:MAX_ROWS]), is_whole=False)
    walk = _walked(part, Heads(labels))
    heads = walk.heads
    if not walk.groups.isdisjoint(heads.across) or heads.decide:
        walk = _walked(part, heads)
    rows = tell_by_looks(walk.rows)
    return HtmlPage(_lines(rows), "\n".join(walk.hidden), len(part) == len(html) and len(walk.rows) < MAX_ROWS)


def _walked(html: str, heads: Heads) -> "_Walk":
    """The page once gone through."""
    walk = _Walk(heads)
    root = LexborHTMLParser(html).root
    ground = None if _STYLED_GROUND.search(html) else WHITE
    if root is not None:
        walk.inside(root, Style(paint=Paint(ground=ground)), 0)
    walk.end_row()
    return walk


def _lines(rows: list[Row]) -> tuple[Line, ...]:
    return tuple(
        Line(
            row.text.strip(_NO_WIDTH),
            number,
            row.piece or Piece.RUNNING,
            look=(row.looks, row.column),
            part=row.part,
            cell=row.cell,
        )
        for number, row in enumerate(rows, 1)
    )


def _place_of_definition(node: LexborNode) -> int:
    """Which definition of its term it is, from 1."""
    place, before = 1, node.prev
    while before is not None and before.tag != "dt":
        place += before.tag == "dd"
        before = before.prev
    return place


def _words(node: LexborNode) -> str:
    return node.text(deep=True, separator=" ")


class _Walk:
    """Writes rows while it goes through the tree."""

    def __init__(self, heads: Heads) -> None:
        self.heads = heads
        self.groups: set[tuple[str, ...]] = set()  #: heads of tables that were taken for lists of elements
        self.rows: list[Row] = []
        self.hidden: list[str] = []
        self._runs: list[Run] = []  #: of the row that is being written
        self._piece: Piece | None = None
        self._block = self._column = self._cell = self._cells = 0
        self._part = 1  #: the page's elements that hold text or could, counted
        self._is_begun = False  #: whether that part has text by now, or an empty element with a look of its own
        self._gap = False  #: whether a paragraph has ended since the last row
        self._labels: dict[int, list[Row]] = {}  #: what cells show that each element of a group has again

    def inside(self, node: LexborNode, style: Style, depth: int) -> None:
        """All that an element holds."""
        for child in node.iter(include_text=True):
            if child.tag == "-text":
                self._write(child.text_content or "", style)
            elif child.tag == "br":
                self._break(style)
            elif len(self.rows) < MAX_ROWS and child.tag not in _SILENT and not (child.tag or "-").startswith("-"):
                self._element(child, dressed(child, style), depth + 1)

    def end_row(self) -> None:
        """Whatever comes next begins a row."""
        if any(run.text.strip(_NO_WIDTH) for run in self._runs):
            self._append(Row(self._runs, self._piece, self._block, self._column, self._part, self._cell))
            self._is_begun = True
        self._is_begun = self._is_begun or any(not run.text for run in self._runs)
        self._runs = []

    def _element(self, node: LexborNode, style: Style, depth: int) -> None:
        if style.is_hidden:
            self.hidden.append(_words(node))
        elif depth > MAX_DEPTH:
            self._write(_words(node), style)
        elif node.tag == "table" and style.piece is None:
            self._table(node, style, depth)
        elif node.tag in _BLOCKS:
            column = _place_of_definition(node) if node.tag == "dd" else style.column
            self._enclosed(node, replace(style.proved(self._proved(node)), column=column), depth)
            self._mark_empty(node, style)
        elif node.tag in ("input", "select"):
            self._control(node, style, depth)
        else:
            self.inside(node, style, depth)
            self._mark_empty(node, style)

    def _proved(self, node: LexborNode) -> Piece | None:
        """What an element is by its name; a heading that holds a known label and more is a line like any other."""
        piece = _PROVED.get(node.tag or "")
        is_whole = piece is Piece.HEADING and self.heads.holds(parts_of(node)) and not self.heads.knows(_words(node))
        return Piece.RUNNING if is_whole else piece

    def _mark_empty(self, node: LexborNode, style: Style) -> None:
        """Remembers where an element with a look of its own has nothing in it: an answer may be missing there."""
        if (
            node.tag not in _MAY_BE_EMPTY
            or style.piece is not None
            or not node.attributes
            or _words(node).strip(_NO_WIDTH)
        ):
            return
        if node.tag in _BLOCKS:
            self.rows.append(Row([Run("", style.looks)], None, self._block, 0, self._part - 1, style.cell))
        else:
            self._runs.append(Run("", style.looks))

    def _enclosed(self, node: LexborNode, style: Style, depth: int) -> None:
        """A block: rows of its own."""
        self._end_block(node)
        begins, part = len(self.rows), self._part
        if node.tag in _CELLS:
            self._cells += 1
            style = replace(style, cell=self._cells)
        self.inside(node, style, depth)
        self._end_block(node)
        if node.tag in _CELLS and style.piece is Piece.LABEL:
            self.rows[begins:] = without_hints(self.rows[begins:])
        if node.tag in _CELLS and style.piece is Piece.ANSWER:
            self._close_answer(begins, style)
        self._part += node.tag in _HOLDS_AN_ANSWER and self._part == part

    def _end_block(self, node: LexborNode) -> None:
        self.end_row()
        self._part += self._is_begun
        self._is_begun = False
        self._block += 1
        self._gap = self._gap or node.tag in _PARAGRAPHS

    def _close_answer(self, begins: int, style: Style) -> None:
        """An answer has no blank rows at its ends, and one row at least."""
        ends = len(self.rows)
        while ends > begins and not self.rows[ends - 1].is_written:
            ends -= 1
        del self.rows[ends:]
        if ends == begins:
            self._gap = False
            self._append(Row([], Piece.ANSWER, self._block, 0, self._part, style.cell))

    def _write(self, text: str, style: Style) -> None:
        if style.is_unseen:
            self.hidden += [text] if text.strip(_NO_WIDTH) else []
        elif style.keeps_breaks:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._break(style)
                self._run(line.replace("\r", ""), style)
        else:
            shown = _WHITE_SPACE.sub(" ", text)
            at_blank = not self._runs or self._runs[-1].text.endswith(" ") or not self._runs[-1].text
            self._run(shown.lstrip(" ") if at_blank else shown, style)

    def _run(self, text: str, style: Style) -> None:
        if text:
            self._piece, self._column, self._cell = style.piece, style.column, style.cell
            self._runs.append(Run(text.replace("\xa0", " "), style.looks))

    def _break(self, style: Style) -> None:
        if any(run.text.strip(_NO_WIDTH) for run in self._runs):
            self.end_row()
        elif self.rows:
            self._runs = []
            self._append(Row([], style.piece, self._block, 0, self._part, style.cell))

    def _append(self, row: Row) -> None:
        """The row, after a blank one where a paragraph has ended that belongs to the same part."""
        last = self.rows[-1] if self.rows else None
        proved = row.piece in (Piece.LABEL, Piece.ANSWER)
        if (
            self._gap
            and last is not None
            and last.is_written
            and (not proved or last.piece is row.piece is Piece.ANSWER)
        ):
            self.rows.append(Row([], row.piece if proved else None, self._block))
        self._gap = False
        self.rows.append(row)

    def _control(self, node: LexborNode, style: Style, depth: int) -> None:
        """What a form's control shows."""
        if node.tag == "select":
            for option in node.css("option[selected]"):
                self.inside(option, style, depth)
        elif node.attributes.get("type") in ("checkbox", "radio"):
            self._write("[x] " if "checked" in node.attributes else "[ ] ", style)
        elif node.attributes.get("type") != "hidden":
            self._write(node.attributes.get("value") or "", style)

    def _table(self, node: LexborNode, style: Style, depth: int) -> None:
        self._end_block(node)
        hidden: list[LexborNode] = []
        rows = rows_of(node, hidden)
        self.hidden += map(_words, hidden)
        for caption in node.iter():
            if caption.tag == "caption":
                self._element(caption, dressed(caption, style), depth)
        for table in tell_tables(rows, self.heads):
            self._told(table, style, depth)
        self._end_block(node)

    def _told(self, table: Table, style: Style, depth: int) -> None:
        if table.kind is TableKind.GROUP:
            self.groups.add(head_of(table.rows))
            self._group(table, style, depth)
        elif table.kind is TableKind.TURNED:
            self._turned(table, style, depth)
        else:
            self._rows(table, style, depth)

    def _rows(self, table: Table, style: Style, depth: int) -> None:
        last = max(
            (number for number, row in enumerate(table.rows) if row and row[0].text), default=0
        )  # that has a label
        answers: set[int] = set()  # the columns in which the row before has answers
        for number, row in enumerate(table.rows):
            begins, above = len(self.rows), self.rows[-1:]
            continues = is_under_an_answer(row, answers, above)
            pieces = self._pieces(table, number, continues=continues)
            answers = {cell.column for cell, piece in zip(row, pieces or [], strict=False) if piece is Piece.ANSWER}
            self._row(row, style, depth, pieces)
            continues = continues and number < last  # under the last label a footer may stand so
            for further in self.rows[begins:] if continues else ():
                further.cell = above[0].cell
            if pieces == [None] and not (number and self._asks_alone(table.rows[number - 1])):
                self._part_label(begins)

    def _pieces(self, table: Table, number: int, *, continues: bool) -> list[Piece | None] | None:
        """What the cells of a row are; None where the table does not tell."""
        if table.kind is not TableKind.PAIRS or (table.is_headed and number == 0):
            return None
        if self._is_over_its_answer(table.rows[number : number + 2]):
            return [Piece.LABEL]
        if number and self._is_over_its_answer(table.rows[number - 1 : number + 1]):
            return [Piece.ANSWER]
        return pieces_of(table.rows[number], table.labels, continues=continues)

    def _is_over_its_answer(self, rows: Sequence[tuple[Cell, ...]]) -> bool:
        """Whether the first of two cells that each take a whole row of columns is the label of the other."""
        if [len(row) for row in rows] != [1, 1]:
            return False
        (label,), (answer,) = rows
        is_one = self.heads.asks(label) and not self.heads.asks(answer)
        return is_one and label.width == answer.width > 1 and (label.is_label or not answer.is_label)

    def _asks_alone(self, row: tuple[Cell, ...]) -> bool:
        return len(row) == 1 and self.heads.asks(row[0])

    def _part_label(self, begins: int) -> None:
        """Tells the known label with which a cell over a whole row begins from its answer, where nothing in it has."""
        rows = self.rows[begins:]
        if any(row.piece in (Piece.LABEL, Piece.ANSWER) for row in rows):
            return
        first = next((at for at, row in enumerate(rows) if row.is_written), 0)
        if any(row.is_written for row in rows[first + 1 :]) and self.heads.knows(rows[first].text):
            rows[first].piece = Piece.LABEL
            for row in dropwhile(lambda row: not row.is_written, rows[first + 1 :]):
                row.piece = Piece.ANSWER

    def _group(self, table: Table, style: Style, depth: int) -> None:
        labels: tuple[Cell, ...] = ()
        for number, row in enumerate(table.rows):
            if number in table.heads and _has_answers(table, number):
                labels = row
                continue
            if len(row) != len(labels):
                self._row(row, style, depth)
                continue
            for label, answer in zip(labels, row, strict=True):
                if not label.text:  # what stands under no label names the element
                    self._write_cell(answer, style.proved(Piece.HEADING), depth)
                    continue
                self._write_label(label, style, depth)
                self._write_cell(answer, replace(style.proved(Piece.ANSWER), column=2), depth)
            labels = labels if len(labels) > 1 else ()  # under one label alone stands one answer

    def _turned(self, table: Table, style: Style, depth: int) -> None:
        names, rows = table.rows[: len(table.heads)], table.rows[len(table.heads) :]
        for column in range(1, len(rows[0])):
            for name in names:
                self._write_cell(name[column], style.proved(Piece.HEADING), depth)
            for row in rows:
                self._write_label(row[0], style, depth)
                self._write_cell(row[column], replace(style.proved(Piece.ANSWER), column=2), depth)

    def _row(
        self, row: tuple[Cell, ...], style: Style, depth: int, pieces: Sequence[Piece | None] | None = None
    ) -> None:
        for column, (cell, piece) in enumerate(zip(row, pieces or [None] * len(row), strict=True), 1):
            if piece is not None or cell.text:
                self._write_cell(cell, replace(style.proved(piece), column=column), depth)
            else:
                self._part += 1

    def _write_label(self, cell: Cell, style: Style, depth: int) -> None:
        """A label that each element has: the cell is gone through once, then what it shows is written again."""
        self._end_block(cell.node)
        shown = self._labels.get(cell.node.mem_id)
        if shown is None:
            begins = len(self.rows)
            self._write_cell(cell, replace(style.proved(Piece.LABEL), column=1), depth)
            self._labels[cell.node.mem_id] = [_without_empty_runs(row) for row in self.rows[begins:] if row.is_written]
            return
        self._cells += 1
        for row in shown[: max(0, MAX_ROWS - len(self.rows))]:
            self._append(replace(row, block=self._block, part=self._part, cell=self._cells))
        self._is_begun = True
        self._end_block(cell.node)

    def _write_cell(self, cell: Cell, style: Style, depth: int) -> None:
        row = cell.node.parent
        around = sized(row, style) if row is not None else style
        self._enclosed(cell.node, dressed(cell.node, around), depth + 1)


def _has_answers(table: Table, head: int) -> bool:
    """Whether a row as wide stands under a group's row of labels, before the next one."""
    below = takewhile(lambda at: at not in table.heads, range(head + 1, len(table.rows)))
    return any(len(table.rows[at]) == len(table.rows[head]) for at in below)


def _without_empty_runs(row: Row) -> Row:
    return replace(row, runs=[run for run in row.runs if run.text])
