"""The text of a mail as lines, without the marks of a mail that was forwarded or answered whole."""

import re
from typing import Final

from runtime.intake.lines import Line, running

MAX_LINES: Final = 40_000
MAX_QUOTATIONS: Final = 8

_QUOTED: Final = re.compile(r" {0,3}> ?")


def plain_lines(text: str) -> tuple[Line, ...]:
    """The lines of a plain text; marks of quotation go where most lines have them, as often as they were quoted."""
    lines = text.split("\n", MAX_LINES)[:MAX_LINES]
    for _ in range(MAX_QUOTATIONS):
        written = [line for line in lines if line.strip()]
        if 2 * sum(map(bool, map(_QUOTED.match, written))) <= len(written):
            break
        lines = [_QUOTED.sub("", line, count=1) for line in lines]
    return running(lines)
