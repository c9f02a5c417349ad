"""Forms in one column whose labels are set in another way than their answers, which stand beside or below them.

An answer cannot change the way in which it is set, so that no words in it are taken for a label.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from runtime.intake.pdf.looks import Manner, manner_of
from runtime.intake.pdf.paragraphs import Measure, joined, leading_of, paragraphs
from runtime.intake.pdf.rows import Row, line_of
from runtime.intake.witness.lines import Line, Piece

_FEWEST_TURNS = 5  #: from label to answer and from answer to label, of three questions
_MOST_ROWS = 1  #: of most answers
_FAR = 1.5  #: times the usual distance above a label


class Manners(NamedTuple):
    """How labels and how answers are set."""

    label: Manner
    answer: Manner


def manners_of(rows: Sequence[Row]) -> Manners | None:
    """The two manners that take turns most often, if any do so as labels and answers would.

    The label's is the one that comes first on a row which has both, or after a heading; else it is the louder one.
    """
    manners = [part.manner for row in rows for part in _parts(row)]
    turns = Counter(frozenset(pair) for pair in pairwise(manners) if pair[0] != pair[1])
    pair, count = turns.most_common(1)[0] if turns else (frozenset(), 0)
    if count < _FEWEST_TURNS:
        return None
    beside = [row.manner for row in rows if len(row.runs) > 1 and {manner_of(run) for run in row.runs} == pair]
    below = [below for above, below in pairwise(manners) if below in pair and above.is_louder(pair)]
    one, other = sorted(pair, key=lambda manner: (manner.is_bold, manner.size), reverse=True)
    first, others = (Counter(beside or below)[manner] for manner in (one, other))
    found = Manners(one, other) if first >= others else Manners(other, one)
    return found if _is_short(manners, found.answer) else None


def _is_short(manners: Sequence[Manner], answer: Manner) -> bool:
    """Whether most answers take few rows. Where they do not, headings take turns with all that stands under them."""
    return median(len(list(rows)) for manner, rows in groupby(manners) if manner == answer) <= _MOST_ROWS


def stacked_lines(rows: Sequence[Row], manners: Manners) -> Iterator[Line]:
    """The lines of a form whose labels and answers are set like this."""
    reader = _Reader(rows, manners)
    for piece, group in groupby([part for row in rows for part in _parts(row)], key=reader.piece_of):
        yield from reader.lines(piece, list(group))


class _Reader:
    """Tells piece after piece of one form."""

    def __init__(self, rows: Sequence[Row], manners: Manners) -> None:
        self._manners = manners
        self._measure = Measure(max(row.right for row in rows), leading_of([rows]))
        pairs = [(above, below) for above, below in pairwise(rows) if above.page == below.page]
        before = [_distance(*pair) for pair in pairs if pair[1].manner == manners.label]
        after = [_distance(*pair) for pair in pairs if [one.manner for one in pair] == [manners.label, manners.answer]]
        self._far = _FAR * median(before or [0.0])
        self._near = max(median(after or [0.0]), (median(before or [0.0]) + median(after or [0.0])) / 2)
        self._above: Row | None = None
        self._is_open = False  #: whether a label was met that this may be the answer of

    def piece_of(self, part: Row) -> Piece:
        """What comes next."""
        manner, above, self._above = part.manner, self._above, part
        if manner == self._manners.label and not part.is_underlined:
            self._is_open = True
            return Piece.LABEL
        if self._is_heading(part, above):
            self._is_open = False
            return Piece.HEADING
        self._is_open = self._is_open and (above is None or _distance(above, part) <= self._reach(above))
        return Piece.ANSWER if self._is_open else Piece.RUNNING

    def _is_heading(self, part: Row, above: Row | None) -> bool:
        """Whether it is louder than labels and answers are; underlined, unless it is where an answer must be."""
        manner = part.manner
        is_answer = above is not None and above.manner == self._manners.label and self._is_near(above, part)
        if part.is_underlined and not is_answer:
            return True
        return manner != self._manners.answer and manner.is_louder(self._manners)

    def _is_near(self, above: Row, below: Row) -> bool:
        return _distance(above, below) <= self._near

    def _reach(self, above: Row) -> float:
        """How far below a row something may still belong to it: to a label only what is as near as answers are."""
        return self._near if above.manner == self._manners.label else self._far

    def lines(self, piece: Piece, parts: Sequence[Row]) -> Iterator[Line]:
        """Parts that follow each other and are the same piece."""
        if piece is Piece.ANSWER:
            yield from (line_of(rows, text, piece) for rows, text in paragraphs(parts, self._measure))
            return
        wrapped: list[list[Row]] = []
        for part in parts:
            if wrapped and piece is Piece.LABEL and self._measure.goes_on(wrapped[-1][-1], part):
                wrapped[-1].append(part)
            else:
                wrapped.append([part])
        yield from (line_of(rows, joined(rows), piece) for rows in wrapped)


def _parts(row: Row) -> Iterator[Row]:
    """The row in pieces that are set alike."""
    for _, runs in groupby(row.runs, key=manner_of):
        yield Row(row.page, tuple(runs), row.is_underlined)


def _distance(above: Row, below: Row) -> float:
    """How far one row lies under another; nothing where a page lies between."""
    return below.baseline - above.baseline if above.page == below.page else 0.0
