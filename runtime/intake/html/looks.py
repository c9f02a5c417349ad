"""Labels told by how a page shows them, where its structure does not say: one look, and beside or under it another."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from runtime.intake.html.styles import Looks
from runtime.intake.witness.lines import Piece

_FEWEST_PAIRS = 3  #: one is enough where the label is bold
_LEAST_SHARE = 0.6  #: of a label's look, how much must be followed by an answer's
_LEAST_BOLD_SHARE = 0.1  #: the same of bold labels, for answers may be blank
_PARTING = " \t:*|•"
_LABEL_AND_TEXT = re.compile(r"\s*[^\s:][^:]{0,200}:(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look on one row."""

    text: str
    looks: Looks

    @property
    def is_told(self) -> bool:
        """Whether its look counts: not that of what only parts label and answer. An empty element's does."""
        return not self.text or bool(self.text.strip(_PARTING))


@dataclass(slots=True)
class Row:
    """One row of a page, and what it is; None until that is told."""

    runs: list[Run]
    piece: Piece | None
    block: int  #: rows of one block are parted by line breaks alone
    column: int = 0  #: from 1; 0 outside tables
    part: int = 0  #: which of the page's elements that hold text, or could; 0 where that is not known
    cell: int = 0  #: which cell, term or definition around; 0 outside such

    @property
    def text(self) -> str:
        """All of its text."""
        return "".join(run.text for run in self.runs)

    @property
    def is_written(self) -> bool:
        """Whether any text stands on it."""
        return any(run.text.strip() for run in self.runs)

    @property
    def is_empty(self) -> bool:
        """Whether it is an element with a look of its own and nothing in it."""
        return bool(self.runs) and not self.is_written

    @property
    def looks(self) -> Looks:
        """The look that it begins with."""
        return next((run.looks for run in self.runs if run.is_told), self.runs[0].looks if self.runs else Looks())


def tell_by_looks(rows: list[Row]) -> list[Row]:
    """The rows, those that nothing else proves told by their looks; labels stand on rows of their own."""
    free = [_merged(row) for row in rows if row.piece is None and row.runs]
    beside = _pairs(
        [(one, two) for row in free for one, two in pairwise(row.runs)], [row for row in free if len(row.runs) > 1]
    )
    under = _pairs(list(_followers(free)), free)
    told: list[Row] = []
    for row in rows:
        if row.piece is not None or not row.runs:
            told.append(row)
        else:
            new = [
                one for one in _told(_merged(row), told, beside, under) if one.is_written or one.piece is Piece.ANSWER
            ]
            _close_gap(told, new)
            told += new
    return list(_headed(told))[::-1]


def without_hints(cell: Sequence[Row]) -> list[Row]:
    """A label's cell; what it says in a lesser look stands before the label, so that its answer follows it."""
    shown = [_merged(row) for row in cell if row.piece is Piece.LABEL and row.runs]
    own = shown[0].looks if shown else None
    hints = [replace(row, runs=[run for run in row.runs if run.looks != own], piece=Piece.RUNNING) for row in shown]
    labels = [replace(row, runs=[run for run in row.runs if run.looks == own]) for row in shown]
    others = [row for row in cell if row.piece is not Piece.LABEL]
    return [*others, *(row for row in (*hints, *labels) if row.runs)]


def _merged(row: Row) -> Row:
    """The row with neighbours of one look joined; what says nothing joins what stands before it."""
    runs: list[Run] = []
    for run in row.runs:
        if runs and (not run.is_told or run.looks == runs[-1].looks or not runs[-1].is_told):
            looks = runs[-1].looks if runs[-1].is_told else run.looks
            runs[-1] = Run(runs[-1].text + run.text, looks)
        else:
            runs.append(run)
    return replace(row, runs=runs)


def _followers(rows: Sequence[Row]) -> Iterator[tuple[Run, Run]]:
    """What stands under a row of one look: the next row, in the same block or both with a look of their own.

    Bold under plain begins something new.
    """
    for row, following in pairwise(rows):
        one, two = row.runs[0], following.runs[0]
        alike = two.looks.is_plain_beside(one.looks) or one.looks.is_plain_beside(two.looks)
        new = two.looks.bold and not one.looks.bold
        if len(row.runs) == 1 and not new and (row.block == following.block or not alike):
            yield one, two


def _pairs(neighbours: Sequence[tuple[Run, Run]], rows: Sequence[Row]) -> Mapping[Looks, Looks]:
    """Looks of labels with the look of their answers, from runs that are neighbours; no look is both."""
    counts = Counter((one.looks, two.looks) for one, two in neighbours if one.looks != two.looks)
    totals = Counter(row.looks for row in rows)
    labelled = Counter(two.looks for _, two in neighbours if _LABEL_AND_TEXT.match(two.text))
    pairs: dict[Looks, Looks] = {}
    for (label, answer), count in sorted(counts.items(), key=lambda item: (-item[1], not item[0][0].bold)):
        proved = count >= _FEWEST_PAIRS or (label.bold and not answer.bold)
        share = _LEAST_BOLD_SHARE if label.bold and not answer.bold else _LEAST_SHARE
        shares = count >= share * totals[label] and 2 * labelled[answer] <= count
        if proved and shares and label not in (*pairs, *pairs.values()) and answer not in pairs:
            pairs[label] = answer
    return pairs


def _told(row: Row, before: Sequence[Row], beside: Mapping[Looks, Looks], under: Mapping[Looks, Looks]) -> list[Row]:
    """The row as it is, or parted into labels and answers."""
    first, last = row.looks, before[-1] if before else None
    if len(row.runs) > 1 and first in beside:
        return _parted(row, first)
    if len(row.runs) == 1 and (first in under or (first in beside and not first.is_plain_beside(beside[first]))):
        return [replace(row, piece=Piece.LABEL)]
    if row.column:
        last = _before_gap(row, before) or last
    answers = {*beside.values(), *under.values()} if last and last.piece is Piece.ANSWER else set(under.values())
    if last is not None and _continues(row, last, answers):
        return [replace(row, piece=Piece.ANSWER)]
    is_bold = first.bold and all(run.looks.bold for run in row.runs) and first not in beside.values()
    return [replace(row, piece=Piece.HEADING if is_bold else None)]


def _close_gap(told: Sequence[Row], new: Sequence[Row]) -> None:
    """Blank rows within one block belong to the answer that goes on after them."""
    if not new or new[0].piece is not Piece.ANSWER:
        return
    blank = list(takewhile(lambda row: not row.runs and row.block == new[0].block, reversed(told)))
    if len(blank) < len(told) and told[-1 - len(blank)].piece is Piece.ANSWER:
        for row in blank:
            row.piece = Piece.ANSWER


def _before_gap(row: Row, before: Sequence[Row]) -> Row | None:
    """The answer that a cell's blank rows part: where labels stand in the cell too, such rows end an answer."""
    cell = list(takewhile(lambda one: one.block == row.block, reversed(before)))
    written = [one for one in cell if one.is_written]
    return written[0] if written and all(one.piece is Piece.ANSWER for one in written) else None


def _continues(row: Row, last: Row, answers: set[Looks]) -> bool:
    if last.piece not in (Piece.LABEL, Piece.ANSWER) or row.looks not in answers:
        return False
    return row.block == last.block or (bool(last.runs) and not row.looks.is_plain_beside(last.looks))


def _parted(row: Row, label: Looks) -> list[Row]:
    """Each label on a row of its own, and what stands beside it on the next. A colon between them is the label's."""
    rows: list[Row] = []
    for run in row.runs:
        piece = Piece.LABEL if run.looks == label else Piece.ANSWER
        text = (
            run.text.lstrip().removeprefix(":") if piece is Piece.ANSWER and rows[-1].piece is Piece.LABEL else run.text
        )
        if rows and rows[-1].piece is piece:
            rows[-1].runs.append(Run(text, run.looks))
        else:
            rows.append(replace(row, runs=[Run(text, run.looks)], piece=piece))
    return rows


def _headed(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows from the last to the first, with headings told by what follows.

    A label by looks alone without an answer is one, and so is a look of its own right above a label.
    """
    below = Row([], None, 0)
    for row in reversed(rows):
        unanswered = row.piece is Piece.LABEL and below.piece is not Piece.ANSWER
        above = row.piece is None and row.is_written and below.piece is Piece.LABEL
        if unanswered or (above and not row.looks.is_plain_beside(below.looks)):
            row = replace(row, piece=Piece.HEADING)
        if row.is_written or row.piece:
            below = row
        yield row
