"""The text of a mail as lines, without the marks of a mail that was forwarded or answered whole."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from runtime.intake.witness.lines import Line, running

MAX_LINES: Final = 40_000
MAX_QUOTATIONS: Final = 8

#: What mail programs put before each line of what they quote; a bar that has another after it parts columns.
_MARKS: Final = (re.compile(r" {0,3}> ?"), re.compile(r" {0,3}\|(?!.*\|) ?"))


#: More blanks in a row say no more than so many, and patterns would go over them again and again.
_BLANKS: Final = re.compile(r"([^\S\n][^\S\n]{99})[^\S\n]+")


def plain_lines(text: str) -> tuple[Line, ...]:
    """The lines of a plain text; marks of quotation go where most lines have them, as often as they were quoted."""
    return unquoted(running(_BLANKS.sub(r"\1", text).split("\n", MAX_LINES)[:MAX_LINES]))


def unquoted(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines without the marks of quotation that most of them have, as often as they were quoted."""
    for _ in range(MAX_QUOTATIONS):
        written = [line.text for line in lines if line.text.strip()]
        mark = next((mark for mark in _MARKS if _is_on_most(mark, written)), None)
        if mark is None:
            break
        lines = tuple(_without(mark, line) for line in lines)
    return lines


def _without(mark: re.Pattern[str], line: Line) -> Line:
    found = mark.match(line.text)
    return replace(line, text=line.text[found.end() :]) if found else line


def is_quoted(line: Line) -> bool:
    """Whether a line begins with a mark of quotation."""
    return any(mark.match(line.text) for mark in _MARKS)


def _is_on_most(mark: re.Pattern[str], texts: Sequence[str]) -> bool:
    return 2 * len(list(filter(mark.match, texts))) > len(texts)
