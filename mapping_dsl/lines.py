"""A mapping's text as a tree of lines, the first thing to be found out: which line goes on, which holds others.

Beside the text stands its mask, as long as the text: what strings, backticks, brackets and templates hold is covered,
comments are blank. So a statement's own words can be sought in the mask, and their places hold for the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from mapping_dsl.problems import Fix, Problem, Span

COVER = "\x01"
STATEMENT_WORDS = (
    "mapping", "module", "use", "list", "let", "function", "ignore", "record", "decide", "flag", "triage", "example",
)  # fmt: skip
MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 50  #: blocks that stand inside each other

_QUOTES_OF_PRINT = "“”„‟«»"
_IN_PRINT = re.compile(r'[“”„‟«][^“”„‟«»"\n]*[“”»]')
_OPERAND = re.compile(r"[\w)\]}\"`][^\S\n]*$")
_NEAR = 200  #: characters on either side that tell what a sign was meant to be
_TOKEN = re.compile(
    rf'//[^\n]*|/\*|"""|"(?:[^"\\\n]|\\[^\n])*"?|`[^`\n]*`?|[(\[{{]|[)\]}}]|<-|[{_QUOTES_OF_PRINT}]|\n'
    rf'|[^/"`()\[\]{{}}<{_QUOTES_OF_PRINT}\n]+|.'
)
_CLOSED = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]+`')
_PATH_BEFORE_ARROW = re.compile(r"(?:[^\W\d]\w*|`[^`\n]+`)(?:\.(?:[^\W\d]\w*|`[^`\n]+`))*\s*")
_STATEMENT_AT_MARGIN = re.compile(rf"^(?:{'|'.join(STATEMENT_WORDS)})\b", re.MULTILINE)
_BACKWARD_RANGE = re.compile(r"\]([^\[\]\n|]*\.\.[^\[\]\n|]*)([\[\]])")
_INDENTATION = re.compile(r"[^\S\n]*")
_CLOSERS = {"(": ")", "[": "]", "{": "}"}


@dataclass(slots=True, eq=False)
class Line:
    """A line, with all that its brackets hold, and the deeper lines under it. Offsets count in the whole text."""

    start: int
    end: int
    indent: int
    children: list["Line"] = field(default_factory=list)
    is_broken: bool = False  #: a problem of it is told already; what else is wrong in it only follows
    rule: str = ""  #: of mapping.lark, by which the parser has read it; empty where it read none
    read_end: int = 0  #: how far that rule went: over the lines that continue this one

    @property
    def last_end(self) -> int:
        """Where the last of the lines under this one ends."""
        return self.children[-1].last_end if self.children else self.end

    @property
    def code_end(self) -> int:
        """Where it ends with the lines that continue it."""
        return self.read_end or self.end

    @property
    def block(self) -> list["Line"]:
        """The lines under this one that are more than its continuation."""
        return [child for child in self.children if self.code_end < child.start]

    def with_depths(self, depth: int = 0) -> Iterator[tuple["Line", int]]:
        """The line and those of its blocks, in the order of the text, each with its depth."""
        yield self, depth
        for child in self.block:
            yield from child.with_depths(depth + 1)

    def under(self) -> Iterator["Line"]:
        """All lines under this one, in the order of the text."""
        for child in self.children:
            yield child
            yield from child.under()


@dataclass
class Sheet:
    """A text cut into lines."""

    text: str
    mask: str = ""
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(place.end() for place in re.finditer("\n", self.text))]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset, from 1."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets."""
        return Span(*self.place(start), *self.place(end))


def cut_into_lines(text: str) -> Sheet:
    """The text as lines, each under the one that it stands deeper than, and what is wrong with its outer form."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_CHARACTERS:
        message = f"the text has {len(text)} characters, and a mapping has {MAX_CHARACTERS} at most"
        return Sheet("", problems=[Problem(Span(1, 1, 1, 1), "too-much", message, "split it into modules")])
    return _Cutter(text).cut()


class _Cutter:
    """Goes through the text once, token by token, and knows what is open."""

    def __init__(self, text: str) -> None:
        self.sheet = Sheet(text)
        self.text = text
        self.mask: list[str] = []
        self.open: list[int] = []  #: offsets of the brackets that are open
        self.line: Line | None = None
        self.parents: list[Line] = []

    def cut(self) -> Sheet:
        """Cuts the whole text."""
        offset = self._indentation(0)
        while offset < len(self.text):
            token = _TOKEN.match(self.text, offset)
            assert token, "the pattern takes any character"
            offset = self._take(token[0], offset)
        self._end_line()
        self.sheet.mask = "".join(self.mask)
        return self.sheet

    def _take(self, token: str, offset: int) -> int:
        """Covers one token, and gives the offset after all that it opens and closes by itself."""
        if token == "\n":
            return self._newline(offset)
        if token.startswith("//"):
            self.mask.append(" " * len(token))
            return offset + len(token)
        if token == "/*":
            return self._comment(offset)
        if not token.isspace():
            self._begin_line(offset + len(token) - len(token.lstrip()))
        after = self._visible(token, offset)
        if self.line and not token.isspace():
            self.line.end = after
        return after

    def _visible(self, token: str, offset: int) -> int:
        if token == '"""':
            return self._template(offset)
        if token[0] in '"`':
            self._quoted(token, offset)
        elif token in "([{":
            self._cover(token)
            self.open.append(offset)
        elif token in ")]}":
            self._close(token, offset)
        else:
            self._plain(token, offset)
        return offset + len(token)

    def _plain(self, token: str, offset: int) -> None:
        if token == "<-" and not self._is_arrow(offset):
            message = "an arrow <- stands only after a field's name that begins a line"
            has_left_side = _OPERAND.search(self.text[max(0, offset - _NEAR) : offset])
            fix = Fix(self.sheet.span(offset, offset + 2), "< -", "write < -") if has_left_side else None
            self._problem(offset, offset + 2, "stray-arrow", message, "for “less than minus” write < -", fix)
        elif token in _QUOTES_OF_PRINT:
            message = f"{token} is a quotation mark of print, and a string stands in straight ones"
            self._problem(offset, offset + 1, "curly-quote", message, 'write "', self._straight(offset))
        self._cover(token)

    def _straight(self, offset: int) -> Fix:
        """Straight quotation marks for one of print, and for its partner where it has one on its line."""
        near = _IN_PRINT.finditer(self.text, max(0, offset - _NEAR), offset + _NEAR)
        start, end = next(
            (pair.span() for pair in near if offset in (pair.start(), pair.end() - 1)), (offset, offset + 1)
        )
        straight = f'"{self.text[start + 1 : end - 1]}"' if end > start + 1 else '"'
        return Fix(self.sheet.span(start, end), straight, f"write {straight}")

    def _is_arrow(self, offset: int) -> bool:
        before = self.line and _PATH_BEFORE_ARROW.fullmatch(self.text, self.line.start, offset)
        return not self.open and before is not None

    def _quoted(self, token: str, offset: int) -> None:
        if _CLOSED.fullmatch(token):
            self._cover(token[0] + COVER * (len(token) - 2) + token[0])
            return
        what = "string" if token[0] == '"' else "name in backticks"
        hint = f"close it with {token[0]} on the same line"
        self._problem(offset, offset + len(token), "not-closed", f"this {what} is not closed", hint)
        self._cover(COVER * len(token))

    def _close(self, token: str, offset: int) -> None:
        if self.open:
            self.open.pop()
            self._cover(token)
            return
        backward = _BACKWARD_RANGE.match(self.text, offset)
        if backward:
            fixed = f"({backward[1]}" + ("]" if backward[2] == "]" else ")")
            message = "a range that leaves out its ends is written with round brackets"
            fix = Fix(self.sheet.span(offset, backward.end()), fixed, f"write {fixed}")
            self._problem(offset, backward.end(), "backward-range", message, f"write {fixed}", fix)
        elif not (self.line and self.line.is_broken):
            self._problem(offset, offset + 1, "stray-bracket", f"this {token} closes nothing", "take it out")
        self._cover(token)

    def _template(self, offset: int) -> int:
        assert self.line
        end = self.text.find('"""', offset + 3)
        stop = end if end >= 0 else len(self.text)
        shallow = next(
            (
                newline.start()
                for newline in re.finditer(r"\n([^\S\n]*)(?=\S)", self.text[offset:stop])
                if len(newline[1].expandtabs(4)) <= self.line.indent
            ),
            None,
        )
        if end < 0 or shallow is not None:
            hint = 'close it with """, and indent its lines deeper than the line that opens it'
            self._problem(offset, offset + 3, "not-closed", "this text is not closed", hint)
            after = len(self.text) if shallow is None else offset + shallow
            self._cover(COVER * (after - offset))
            return after
        self._cover(f'"""{COVER * (end - offset - 3)}"""')
        return end + 3

    def _comment(self, offset: int) -> int:
        end = self.text.find("*/", offset + 2) + 2
        if end == 1:
            margin = _STATEMENT_AT_MARGIN.search(self.text, offset)
            self._problem(offset, offset + 2, "not-closed", "this comment is not closed", "close it with */")
            end = margin.start() - 1 if margin else len(self.text)
        self.mask.append(re.sub(r"[^\n]", " ", self.text[offset:end]))
        return end

    def _newline(self, offset: int) -> int:
        after = offset + 1 + len(self._blank_at(offset + 1))
        if self.open and self.line and not self._is_empty_from(after):
            self._line_inside_brackets(after, after - offset - 1)
        if self.open:
            self._cover(self.text[offset:after])
            return after
        self._end_line()
        self.mask.append("\n")
        return self._indentation(offset + 1)

    def _line_inside_brackets(self, start: int, indent: int) -> None:
        """A line that is not deeper ends what is open, unless all it does is to close it; a table's row always does."""
        assert self.line
        if self.text[self.line.start] == "|":
            self._unclosed_brackets("a row of a table stands on one line; close it with {}")
        elif indent > self.line.indent:
            return
        elif self.text[start] in ")]}":
            message = "a line inside brackets stands deeper than the line that opens them"
            self._problem(start, start + 1, "shallow-line", message, "indent it")
        else:
            self._unclosed_brackets("close it with {}")

    def _unclosed_brackets(self, hint: str) -> None:
        offset = self.open[0]
        bracket = self.text[offset]
        message = f"this {bracket} is not closed"
        self._problem(offset, offset + 1, "not-closed", message, hint.format(_CLOSERS[bracket]))
        self.open.clear()

    def _blank_at(self, offset: int) -> str:
        blank = _INDENTATION.match(self.text, offset)
        return blank[0] if blank else ""

    def _is_empty_from(self, offset: int) -> bool:
        return offset >= len(self.text) or self.text[offset] == "\n" or self.text.startswith("//", offset)

    def _indentation(self, offset: int) -> int:
        blank = self._blank_at(offset)
        self.mask.append(blank)
        if blank.strip(" ") and not self._is_empty_from(offset + len(blank)):
            span = self.sheet.span(offset, offset + len(blank))
            message = "the indentation holds a tab or a no-break space, which look like spaces and are none"
            fix = Fix(span, " " * len(blank.expandtabs(4)), "write spaces")
            self.sheet.problems.append(Problem(span, "tab-in-indentation", message, "indent with spaces", fix=fix))
        return offset + len(blank)

    def _begin_line(self, offset: int) -> None:
        if self.line:
            return
        line_start = self.text.rfind("\n", 0, offset) + 1
        indent = len(self.text[line_start:offset].expandtabs(4))
        self.line = Line(offset, offset, indent)
        while self.parents and self.parents[-1].indent >= indent:
            self.parents.pop()
        if len(self.parents) == MAX_DEPTH:
            message = f"blocks stand inside each other more than {MAX_DEPTH} deep here"
            self._problem(offset, offset + 1, "too-deep", message, "take something out of them")
            self.parents.pop()
        (self.parents[-1].children if self.parents else self.sheet.lines).append(self.line)
        self.parents.append(self.line)

    def _end_line(self) -> None:
        if self.open:
            self._unclosed_brackets("close it with {}")
        self.line = None

    def _cover(self, masked: str) -> None:
        self.mask.append(COVER * len(masked) if self.open else masked)

    def _problem(self, start: int, end: int, code: str, message: str, hint: str, fix: Fix | None = None) -> None:  # noqa: PLR0913
        self.sheet.problems.append(Problem(self.sheet.span(start, end), code, message, hint, fix=fix))
        if self.line:
            self.line.is_broken = True
