"""Edits of a text, and the proof that each did what was asked and nothing else."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mapping_dsl.failures import MappingFailure
from mapping_dsl.grammar import Word, words_of
from mapping_dsl.lines import Line
from mapping_dsl.parser import parse
from mapping_dsl.problems import Problem, Span

_LINE_END = re.compile(r"\r\n|\r|\n")
_INNER_LINE_END = re.compile(r"[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class TextEdit:
    """A stretch of text, and what stands there instead."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit makes of a text; the spans are those of the text before."""

    edits: tuple[TextEdit, ...]
    text: str


class EditRefused(MappingFailure):
    """An edit that cannot be made; the sentence says why. The text stays as it is."""


class NoSuchLine(EditRefused):
    """There is nothing at that line that could be edited so."""

    def __init__(self, number: int, wanted: str) -> None:
        super().__init__(f"{wanted} does not begin in line {number}")


class WouldBreak(EditRefused):
    """With the edit the text would have a problem that it has not got now."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.message}; {problem.hint}" if problem.hint else problem.message)


class WouldMeanOther(EditRefused):
    """What was to be written is read as something else than was asked for."""

    def __init__(self, written: str) -> None:
        super().__init__(f"{written.strip()[:60] or 'nothing'} would be read as something else there")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line as it is read: how deep it stands, by which rule, and its words."""

    depth: int
    rule: str
    words: tuple[str, ...]


class Draft:
    """A text that is to be edited."""

    def __init__(self, text: str) -> None:
        self.original = text
        parsed = parse(text)
        self.problems = parsed.problems
        self.sheet = parsed.sheet
        self.text = parsed.sheet.text
        placed = [pair for statement in self.sheet.lines for pair in statement.with_depths()]
        self.lines = [line for line, _ in placed]
        self.depths = [depth for _, depth in placed]

    def at(self, number: int, wanted: str, *rules: str) -> Line:
        """The line of that number, where it is one of these rules and can be read."""
        for line in self.lines:
            if self.sheet.place(line.start)[0] == number and not line.is_broken and (not rules or line.rule in rules):
                return line
        raise NoSuchLine(number, wanted)

    def parent_of(self, line: Line) -> Line | None:
        """The line in whose block it stands; None at the margin."""
        return next((one for one in self.lines if line in one.block), None)

    def words(self, line: Line) -> list[Word]:
        """The words of a line."""
        return words_of(self.sheet, line.rule, line.start, line.read_end) if line.rule and not line.is_broken else []

    def entries(self) -> list[Entry]:
        """What all lines are read as."""
        return [
            Entry(depth, line.rule, self._written(line)) for line, depth in zip(self.lines, self.depths, strict=True)
        ]

    def _written(self, line: Line) -> tuple[str, ...]:
        words = tuple(as_read(word.text) for word in self.words(line))
        return words or (as_read(self.text[line.start : line.code_end].rstrip()),)

    def replaced(self, start: int, end: int, text: str) -> TextEdit:
        """The smallest edit by which that stretch becomes the text."""
        old = self.text[start:end]
        same = next((at for at, pair in enumerate(zip(old, text, strict=False)) if pair[0] != pair[1]), None)
        begin = min(len(old), len(text)) if same is None else same
        tail = 0
        while tail < min(len(old), len(text)) - begin and old[-1 - tail] == text[-1 - tail]:
            tail += 1
        return TextEdit(self.sheet.span(start + begin, end - tail), text[begin : len(text) - tail])

    def changed(self, edits: Sequence[TextEdit], expected: list[Entry], written: str = "") -> Change:
        """The change, once it is sure that it is read as expected. Raises EditRefused where it would not be."""
        return self.proved(edits, lambda entries: entries == expected, written)

    def proved(self, edits: Sequence[TextEdit], is_asked: Callable[[list[Entry]], bool], written: str = "") -> Change:
        """The change, once it is sure that its lines are those that were asked for, and that it breaks nothing."""
        change = Change(tuple(edits), applied(self.original, edits))
        after = Draft(change.text)
        new = Counter(problem.code for problem in after.problems) - Counter(problem.code for problem in self.problems)
        if new:
            raise WouldBreak(next(problem for problem in after.problems if problem.code in new))
        if not is_asked(after.entries()):
            raise WouldMeanOther(written)
        return change


def as_read(text: str) -> str:
    """A text of several lines without their depths: to indent them otherwise changes nothing."""
    return _INNER_LINE_END.sub("\n", text)


def applied(text: str, edits: Sequence[TextEdit]) -> str:
    """The text with edits made in it that do not overlap; all else, line ends too, stays to the letter."""
    begin = text.startswith("\ufeff")
    ends = list(_LINE_END.finditer(text))
    starts = [int(begin), *(end.end() for end in ends)]
    newline = ends[0][0] if ends else "\n"
    for edit in sorted(edits, key=lambda one: one.span, reverse=True):
        span = edit.span
        start, end = (starts[line - 1] + column - 1 for line, column in _corners(span))
        text = text[:start] + edit.text.replace("\n", newline) + text[end:]
    return text


def _corners(span: Span) -> tuple[tuple[int, int], tuple[int, int]]:
    return (span.line, span.column), (span.end_line, span.end_column)
