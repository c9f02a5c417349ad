"""The text of a mail as lines, without the marks of a mail that was forwarded or answered whole."""

import re
from collections.abc import Sequence
from typing import Final

from runtime.intake.witness.lines import Line, running

MAX_LINES: Final = 40_000
MAX_QUOTATIONS: Final = 8

#: What mail programs put before each line of what they quote; a bar that has another after it parts columns.
_MARKS: Final = (re.compile(r" {0,3}> ?"), re.compile(r" {0,3}\|(?!.*\|) ?"))


def plain_lines(text: str) -> tuple[Line, ...]:
    """The lines of a plain text; marks of quotation go where most lines have them, as often as they were quoted."""
    lines: Sequence[str] = text.split("\n", MAX_LINES)[:MAX_LINES]
    for _ in range(MAX_QUOTATIONS):
        mark = next((mark for mark in _MARKS if _is_on_most(mark, lines)), None)
        if mark is None:
            break
        lines = [mark.sub("", line, count=1) if mark.match(line) else line for line in lines]
    return running(list(lines))


def _is_on_most(mark: re.Pattern[str], lines: Sequence[str]) -> bool:
    written = [line for line in lines if line.strip()]
    return 2 * sum(mark.match(line) is not None for line in written) > len(written)
