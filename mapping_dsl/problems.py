"""What is wrong in a text, told to the person who wrote it: where, which, in words, and what to write instead."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem stops."""

    ERROR = "error"  #: the mapping cannot be compiled
    STOP = "stop"  #: it previews, but cannot be published
    HINT = "hint"  #: worth knowing, stops nothing


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text. Lines and columns count from 1, in characters; the end column is the first one after it."""

    line: int
    column: int
    end_line: int
    end_column: int

    def to(self, other: "Span") -> "Span":
        """From the start of this span to the end of the other."""
        return Span(self.line, self.column, other.end_line, other.end_column)


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that mends a problem in one click: the span is replaced by the text."""

    span: Span
    text: str
    label: str  #: what the button says, "write to phone(phone)"


def without_lines(span: Span) -> Fix:
    """Takes the lines on which a span stands out of the text."""
    return Fix(Span(span.line, 1, span.end_line + 1, 1), "", "take this line out")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a text. The message says what is the case, the hint what to write."""

    span: Span
    code: str  #: kebab-case, stands in the floor's codes.py
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    fix: Fix | None = None
    file: str = ""  #: the library's path of the text, "theft/theft.mapping"; empty for a text alone

    def in_file(self, file: str) -> "Problem":
        """The same problem, with the file it stands in."""
        return replace(self, file=file)

    def describe(self, text: str = "") -> str:
        """The problem as an analyst reads it in a terminal; with the text, the line and a mark under the span."""
        head = f"{self.file or 'text'}:{self.span.line}:{self.span.column}: {self.message} [{self.code}]"
        return "\n".join([head, *_marked_line(text, self.span), *([f"  hint: {self.hint}"] if self.hint else [])])


@dataclass(frozen=True, slots=True)
class ProblemCode:
    """What stands behind a problem's code: a sentence for whoever meets it, and a text with and without it."""

    why: str  #: why it matters, or what to do about it
    broken: str  #: a text that raises it
    mended: str  #: the same text without it


def _marked_line(text: str, span: Span) -> list[str]:
    lines = text.splitlines()
    if not 0 < span.line <= len(lines):
        return []
    line = lines[span.line - 1]
    end = span.end_column if span.end_line == span.line else len(line) + 1
    return ["  " + line.strip(), "  " + " " * (span.column - 1 - _indent(line)) + "^" * max(1, end - span.column)]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
