"""Rows put together again that were broken only because the column was full."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from runtime.intake.pdf.rows import Row

_TOLERANCE = 0.5  #: of the size: letters differ in width
_TIGHTEST, _LOOSER, _LOOSEST = 0.9, 1.2, 1.7  #: distances of lines that belong together, in sizes
_SOFT_HYPHEN = "\u00ad"
_BROKEN_WORD = re.compile(rf"(?:\w-|{_SOFT_HYPHEN})$")


@dataclass(frozen=True, slots=True)
class Measure:
    """A column: where its text must break, and how far one of its lines lies below the other, in sizes."""

    right: float
    leading: float

    def is_full(self, row: Row, following: Row) -> bool:
        """Whether the first word of the following row would not have found room in this one."""
        first = following.runs[0]
        word = first.text.split(" ", 1)[0]
        letter = (first.right - first.left) / max(1, len(first.text))
        return row.right + letter * (len(word) + 1) > self.right - _TOLERANCE * row.size

    def is_next_line(self, row: Row, following: Row) -> bool:
        """Whether no more than the usual distance lies between them."""
        if row.page != following.page:
            return True
        above, below = max(run.baseline for run in row.runs), min(run.baseline for run in following.runs)
        return below - above <= self.leading * max(run.look.size for run in row.runs)

    def goes_on(self, row: Row, following: Row) -> bool:
        """Whether the following row is the rest of a line that was broken."""
        return self.is_next_line(row, following) and self.is_full(row, following)


def leading_of(columns: Iterable[Sequence[Row]]) -> float:
    """How far one line of these columns lies below the other at most, in sizes: little more than the least there is."""
    pitches = (
        (below.baseline - above.baseline) / max(above.size, 1)
        for rows in columns
        for above, below in pairwise(rows)
        if above.page == below.page and above.size == below.size
    )
    return min(_LOOSER * min((pitch for pitch in pitches if pitch > _TIGHTEST), default=_LOOSEST), _LOOSEST)


def paragraphs(rows: Sequence[Row], measure: Measure) -> Iterator[tuple[list[Row], str]]:
    """Rows as paragraphs with their text; an empty one where a blank line was left between two."""
    paragraph: list[Row] = []
    for row in rows:
        if paragraph and not measure.goes_on(paragraph[-1], row):
            yield paragraph, joined(paragraph)
            if not measure.is_next_line(paragraph[-1], row):
                yield [row], ""
            paragraph = []
        paragraph.append(row)
    if paragraph:
        yield paragraph, joined(paragraph)


def joined(rows: Sequence[Row]) -> str:
    """The text of rows that are one line. A hyphen at a row's end stays, unless it is there only to break the word."""
    text = rows[0].text
    for row in rows[1:]:
        text += row.text if _BROKEN_WORD.search(text) else f" {row.text}"
    return text.replace(_SOFT_HYPHEN, "")
