"""The one layout in which mappings are written, so that two people's changes differ by what they mean alone.

Blocks stand four spaces deep, the arrows of a block and the columns of a table below each other. Comments stay where
they are, blank lines too, several as one. What an expression holds is its writer's. A statement that has a problem is
left to the letter: nobody knows yet what it is going to be.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, zip_longest

from mapping_dsl.grammar import Word, words_of
from mapping_dsl.lines import Line, Sheet
from mapping_dsl.problems import Problem

LEVEL = 4  #: spaces of each depth

_COMMENT = re.compile(r"(//[^\n]*|/\*.*?(?:\*/|\Z))", re.DOTALL)
_LINE_END = re.compile(r"[^\S\n]*\n")
_NEXT_LINE = re.compile(r"\n( *)(?=\S)")
_ODD_INDENTATION = re.compile(r"\n *[^\S\n ]")
#: how many words of a line stand before what is aligned with its neighbours
_HEADS = {"form": 1, "target": 1, "field": 1, "text": 1, "let": 2}
_BLOCKS = ("record", "decide", "flag", "triage", "example")
_TIGHT = ("COMMA", "PARAMETERS")  #: the words before which there is no blank


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A stretch of code as it is to be written; between two of them stand blanks and comments alone."""

    start: int
    end: int
    indents: dict[int, int]  #: how deep this line and those that it stands under are to stand, by how deep they did
    indent: int
    written: str
    statement: str = ""  #: the word of its statement; empty where that is left as it is
    begins: bool = False  #: whether the statement begins here


def layout(text: str, sheet: Sheet, problems: Iterable[Problem]) -> str:
    """The text, of which the parser made the sheet and told the problems, in its canonical layout."""
    if not sheet.lines:
        return text
    broken = {problem.span.line for problem in problems}
    formatted = "".join(_joined(sheet.text, list(_Layout(sheet, broken).chunks())))
    return formatted.replace("\n", "\r\n") if text.count("\r\n") * 2 > text.count("\n") else formatted


class _Layout:
    """How each line of a text is written."""

    def __init__(self, sheet: Sheet, broken: set[int]) -> None:
        self.sheet = sheet
        self.text = sheet.text
        self.broken = broken
        self.words: dict[int, list[Word]] = {}  #: by a line's start
        self.heads: dict[int, int] = {}  #: by a line's start, how wide the words are that stand before what is aligned
        self.columns: dict[int, list[int]] = {}  #: the widths of the columns of the table that a line is in

    def chunks(self) -> Iterator[_Chunk]:
        """All code of the text, in its order."""
        sound = [line for line in self.sheet.lines if self._is_sound(line)]
        self._align_heads(_neighbours(sound, self.text))
        starts = {line.start for line in sound}
        for line in self.sheet.lines:
            yield from self._statement(line) if line.start in starts else (self._as_it_is(line),)

    def _is_sound(self, statement: Line) -> bool:
        first, _ = self.sheet.place(statement.start)
        last, _ = self.sheet.place(statement.last_end)
        if not self.broken.isdisjoint(range(first, last + 1)):
            return False
        return all(self._can_move(line) for line, _ in statement.with_depths())

    def _can_move(self, line: Line) -> bool:
        before = self.text[self.text.rfind("\n", 0, line.start) + 1 : line.start]
        return not before.strip(" ") and not _ODD_INDENTATION.search(self.text, line.start, line.code_end)

    def _as_it_is(self, line: Line) -> _Chunk:
        margin = self.text.rfind("\n", 0, line.start) + 1
        start = margin if self.text[margin : line.start].isspace() else line.start
        written = self.text[start : line.last_end].rstrip()
        return _Chunk(start, start + len(written), {0: 0}, 0, written)

    def _statement(self, statement: Line) -> Iterator[_Chunk]:
        indents: dict[int, int] = {}
        for line, depth in statement.with_depths():
            indents = {old: new for old, new in indents.items() if new < LEVEL * depth} | {line.indent: LEVEL * depth}
            blocks = line.block
            self._align_heads([blocks])
            self._align_columns(line, blocks)
            written = self._written(line, LEVEL * depth - line.indent)
            end = line.start + len(self.text[line.start : line.code_end].rstrip())
            yield _Chunk(line.start, end, indents, LEVEL * depth, written, statement.rule, begins=not depth)

    def _align_heads(self, groups: Iterable[Sequence[Line]]) -> None:
        for group in groups:
            heads = {line.start: len(self._head(self._words(line), line)) for line in group if line.rule in _HEADS}
            self.heads |= dict.fromkeys(heads, max(heads.values(), default=0))

    def _align_columns(self, decide: Line, rows: Sequence[Line]) -> None:
        if decide.rule == "decide":
            tables = [self._cells(row) for row in rows if row.rule in ("heading", "row")]
            widths = [max(map(len, column)) for column in zip_longest(*tables, fillvalue="")]
            self.columns |= {row.start: widths for row in rows if row.rule != "because"}

    def _written(self, line: Line, deeper: int) -> str:
        if line.start in self.columns:
            return self._row(line)
        words = self._words(line)
        head = self._head(words, line)
        rest = words[_HEADS.get(line.rule, len(words)) :]
        if rest:
            width = self.heads[line.start] if not self._between(words[-len(rest) - 1], rest[0]).strip(" ") else 0
            head = head.ljust(width) + self._between(words[-len(rest) - 1], rest[0]) + self._joined(rest)
        moved = _NEXT_LINE.sub(lambda found: "\n" + " " * max(0, len(found[1]) + deeper), head)
        return _LINE_END.sub("\n", moved)

    def _head(self, words: Sequence[Word], line: Line) -> str:
        return self._joined(words[: _HEADS.get(line.rule, len(words))])

    def _joined(self, words: Sequence[Word]) -> str:
        between = (self._between(one, other) for one, other in pairwise(words))
        return words[0].text + "".join(chain(*zip(between, (word.text for word in words[1:]), strict=True)))

    def _between(self, one: Word, other: Word) -> str:
        """What stands between two words: a blank, unless a comment or the line's end does."""
        between = self.text[one.end : other.start]
        if between.strip() or "\n" in between:
            return between
        return "" if other.type in _TIGHT else " "

    def _row(self, line: Line) -> str:
        widths = self.columns[line.start]
        if not line.rule:
            return f"|{'|'.join('-' * (width + 2) for width in widths)}|"
        cells = (cell.ljust(width) for cell, width in zip(self._cells(line), widths, strict=True))
        return f"| {' | '.join(cells)} |"

    def _cells(self, line: Line) -> list[str]:
        bars = [word for word in self._words(line) if word.type == "VBAR"]
        cells = (self.text[one.end : other.start].strip() for one, other in pairwise(bars))
        return [re.sub(r"^=>\s*", "=> ", cell) for cell in cells]

    def _words(self, line: Line) -> list[Word]:
        if line.start not in self.words:
            self.words[line.start] = words_of(self.sheet, line.rule, line.start, line.read_end)
        return self.words[line.start]


def _neighbours(statements: Sequence[Line], text: str) -> list[list[Line]]:
    """The lets that stand directly below each other."""
    groups: list[list[Line]] = []
    for line in statements:
        above = groups[-1][-1] if groups else None
        is_next = above and text.count("\n", above.last_end, line.start) == 1
        if above and is_next and line.rule == above.rule == "let":
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _joined(text: str, chunks: list[_Chunk]) -> Iterator[str]:
    first, last = chunks[0], chunks[-1]
    yield _between(text[: first.start], None, first).lstrip("\n")
    for chunk, following in pairwise(chunks):
        yield chunk.written
        yield _between(text[chunk.end : following.start], chunk, following)
    yield last.written
    yield _between(text[last.end :], last, None).rstrip() + "\n"


def _between(blanks: str, before: _Chunk | None, after: _Chunk | None) -> str:
    """Blanks and comments between two chunks. A comment keeps the depth of the code that it stands as deep as."""
    indents = (before.indents if before else {}) | (after.indents if after else {})
    pieces = _COMMENT.split(blanks)
    is_apart = any(piece.count("\n") > 1 for piece in pieces[::2])
    written = []
    for place, piece in enumerate(pieces):
        is_last = place == len(pieces) - 1
        if place % 2:
            # A comment that nobody closed holds the line's end that it was ended by.
            written.append(piece.rstrip() if piece.startswith("//") else piece)
        elif "\n" not in piece:
            written.append(piece)
        else:
            depth = len(piece.rpartition("\n")[2].expandtabs(LEVEL))
            depth = after.indent if is_last and after else indents.get(depth, depth)
            is_blank_line = piece.count("\n") > 1 or (not is_apart and _stand_apart(before, after))
            is_apart = is_apart or is_blank_line
            written.append("\n" * (1 + is_blank_line) + " " * depth)
    return "".join(written)


def _stand_apart(before: _Chunk | None, after: _Chunk | None) -> bool:
    """Whether a blank line must stand between two chunks: before a block of another kind."""
    if before is None or after is None or not after.begins or not before.statement:
        return False
    return after.statement in _BLOCKS and after.statement != before.statement
