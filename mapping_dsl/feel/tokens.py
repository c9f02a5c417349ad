"""The tokens read from a text so far, the problems found on the way, and the place that reading has come to."""

import re
from bisect import bisect_right

from lark import Token

from mapping_dsl.feel.names import SKIPPED
from mapping_dsl.problems import Fix, Problem, Span

_SKIPPED = re.compile(rf"{SKIPPED}++", re.DOTALL)


class Tokens:
    """What readers of one text share. `at` is the line and column of its first character in the file around it."""

    def __init__(self, text: str, at: tuple[int, int]) -> None:
        self.text = text
        self.read: list[Token] = []
        self.problems: list[Problem] = []
        self.position = 0
        self._line, self._column = at
        self._line_starts = [0, *(found.end() for found in re.finditer("\n", text))]

    @property
    def previous(self) -> str:
        """The type of the last token, empty before the first."""
        return self.read[-1].type if self.read else ""

    def skip(self) -> int:
        """Passes over white space and comments; the place where something else begins."""
        found = _SKIPPED.match(self.text, self.position)
        if found:
            self.position = found.end()
        return self.position

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Whether a pattern fits here."""
        return pattern.match(self.text, self.position)

    def emit(self, type_: str, end: int, value: str | None = None) -> bool:
        """Adds the token from here to the end, and goes there; always true, as a reader that succeeded is."""
        start = self.position
        line, column = self.place(start)
        end_line, end_column = self.place(end)
        self.read.append(
            Token(
                type_,
                self.text[start:end] if value is None else value,
                start_pos=start,
                line=line,
                column=column,
                end_line=end_line,
                end_column=end_column,
                end_pos=end,
            )
        )
        self.position = end
        return True

    def emit_sign(self, sign: str, type_: str) -> bool:
        """Adds the token of a sign, if it comes next."""
        start = self.skip()
        return self.text.startswith(sign, start) and self.emit(type_, start + len(sign))

    def span(self, start: int, end: int) -> Span:
        """The span of a stretch of the text, in the lines and columns of the file around it."""
        return Span(*self.place(start), *self.place(end))

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of a character."""
        row = bisect_right(self._line_starts, offset) - 1
        column = offset - self._line_starts[row] + 1
        return self._line + row, column + (self._column - 1 if row == 0 else 0)

    def problem(self, span: Span, code: str, message: str, hint: str, fix: Fix | None = None) -> None:
        """Writes a problem down."""
        self.problems.append(Problem(span, code, message, hint, fix=fix))
