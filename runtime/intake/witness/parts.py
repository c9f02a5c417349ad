"""Where on a page answers stand: each in a part of it that is as far behind its label as all others.

A part is a cell, a paragraph, a division; empty ones count. The form's own labels show how far behind them answers
stand. What stands elsewhere is no answer then, whatever it looks like; and where nothing stands there, the answer was
left blank.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise, takewhile
from typing import Final

from mapping_dsl.forms import AnswerType, Question
from runtime.intake.witness.lines import Line, Piece
from runtime.intake.witness.own_words import OwnWords

_FEWEST: Final = 5  #: labels that are shown alike, with something behind them
_LEAST_SHARE: Final = 0.8  #: of these, behind which it stands equally far


def in_their_parts(lines: Sequence[Line], own: OwnWords) -> Sequence[Line]:
    """The lines with answers told by where they stand; as they are where the page does not show that.

    Where nothing else tells labels from answers, it must be told of all labels.
    """
    if not any(line.part for line in lines):
        return lines
    page = _Page(lines, own)
    told = {first: page.answer(first) for first in page.heads} if page.distances else {}
    is_plain = not any(lines[first].piece is Piece.LABEL for first in page.heads)
    answers = {first: answer for first, answer in told.items() if answer is not None}
    return tuple(_written(page, answers)) if answers and not (is_plain and None in told.values()) else lines


class _Page:
    """The lines of a page with the parts they stand in. Lines count from 0."""

    def __init__(self, lines: Sequence[Line], own: OwnWords) -> None:
        self.lines, self.own = lines, own
        self.positions = _positions(lines, own)
        self.heads = {first: last for first, (_, last) in own.labels.items() if self._begins_part(first)}
        self.headings = {at for at in own.headings if self._begins_part(at)}
        stops = sorted({*self.heads, *self.headings})
        self._ends = dict(pairwise([*stops, len(lines)]))

    def body(self, first: int) -> list[int]:
        """The written lines after a label, up to the part in which the next one stands, or a heading of the form."""
        end = self._ends[first]
        after = self.positions[end] if end < len(self.lines) else None
        is_shared = after == self.positions[first]
        lines = range(self.heads[first] + 1, end)
        return [at for at in lines if self.lines[at].text and (is_shared or self.positions[at] != after)]

    @cached_property
    def distances(self) -> Mapping[Hashable, int]:
        """How many parts behind their labels answers stand, by the labels' look; a look of few is as all others are."""
        found: dict[Hashable, Counter[int]] = {}
        for first in self.heads:
            body = self.body(first)
            if body and not self.own.is_long(first):
                distance = self.positions[body[0]] - self.positions[first]
                found.setdefault(self.lines[first].look, Counter())[distance] += 1
        told = {look: usual for look, counts in found.items() if (usual := _usual(counts)) is not None}
        if (everywhere := _usual(sum(found.values(), Counter()))) is not None:
            alike = (look for look in found if look not in told and {*found[look]} == {everywhere})
            told |= dict.fromkeys(tuple(alike), everywhere)
        return told

    def answer(self, first: int) -> Sequence[int] | None:
        """The lines of a label's answer, none where it is blank; None where it cannot be told."""
        distance = self.distances.get(self.lines[first].look)
        if distance is None:
            return None
        body = list(takewhile(lambda at: not self._is_heading(at), self.body(first)))
        if distance and body and self._shares_a_cell(first, body[0]):
            return None
        due = self.positions[first] + distance
        if not (body and self.positions[body[0]] == due and self._is_shown_to_answer(first, body[0])):
            body = list(takewhile(lambda at: not self.is_label(first, at), body))
        answer = [at for at in body if self.positions[at] == due]
        if self._shared[due - distance] > 1 and not distance:
            return [
                at for at in takewhile(lambda at: self.lines[at].piece is Piece.ANSWER, body) if at in answer
            ] or None
        question = next(self.own.questions(self.own.labels[first][0]), None)
        if not answer:
            is_elsewhere = bool(body) and question is not None and self._fits(question, body[:1])
            return None if is_elsewhere or (not distance and self._is_beside(first)) else ()
        if body[-1] != answer[-1] and self.own.is_long(first) and not self._is_one_part(answer):
            return None
        if self.lines[answer[0]].piece is Piece.ANSWER:
            answer = list(takewhile(lambda at: self.lines[at].piece is Piece.ANSWER, answer))
        return answer + self._further(question, body[body.index(answer[-1]) + 1 :])

    def _shares_a_cell(self, first: int, at: int) -> bool:
        """Whether structure shows a line to be the answer in its label's own cell."""
        return self._is_shown_to_answer(first, at) and 0 < self.lines[first].cell == self.lines[at].cell

    def _is_shown_to_answer(self, first: int, at: int) -> bool:
        return self.lines[first].piece is Piece.LABEL and self.lines[at].piece is Piece.ANSWER

    def _is_beside(self, first: int) -> bool:
        """Whether a cell of its own holds the answer, as with others that look so, though most are in their label's."""
        alike = {one for one in self._answered_beside if self.lines[one].look == self.lines[first].look}
        return first in alike and len(alike) > 1

    @cached_property
    def _answered_beside(self) -> set[int]:
        """The labels in a cell right after which another one holds an answer, be it blank."""
        after = ((first, self.lines[last + 1]) for first, last in self.heads.items() if last + 1 < len(self.lines))
        return {
            first for first, line in after if line.piece is Piece.ANSWER and 0 < self.lines[first].cell != line.cell > 0
        }

    def _further(self, question: Question | None, rest: Sequence[int]) -> list[int]:
        """The lines behind the first choice with a further one on each."""
        if question is None or question.type is not AnswerType.CHOICES:
            return []
        count = next((n for n, at in enumerate(rest) if not self._fits(question, [at])), len(rest))
        return list(rest[:count])

    def _fits(self, question: Question, lines: Sequence[int]) -> bool:
        text = "\n".join(self.lines[at].text for at in lines)
        return self.own.sheet.typed(question, text).value is not None

    def is_label(self, first: int, at: int) -> bool:
        """Whether a line is shown as labels are, and answers are not."""
        look, shown = self.lines[first].look, (self.lines[first].piece, self.lines[at].piece)
        return self.lines[at].look == look and look not in self._answer_looks and shown != (Piece.LABEL, Piece.HEADING)

    def _is_heading(self, at: int) -> bool:
        """Whether a line is shown as a heading, and answers are not."""
        return self.lines[at].piece is Piece.HEADING and self.lines[at].look not in self._answer_looks

    @cached_property
    def _shared(self) -> Counter[int]:
        """How many labels stand in each part."""
        return Counter(self.positions[first] for first in self.heads)

    @cached_property
    def _answer_looks(self) -> set[Hashable]:
        """In which looks answers stand where they should."""
        return {
            self.lines[body[0]].look
            for first in self.heads
            if (body := self.body(first))
            and self.positions[body[0]] - self.positions[first] == self.distances.get(self.lines[first].look)
            and (question := next(self.own.questions(self.own.labels[first][0]), None))
            and self._fits(question, body[:1])
        }

    def _is_one_part(self, answer: Sequence[int]) -> bool:
        """Whether a long answer cannot go on in further parts: it has a cell, or long ones are broken within theirs."""
        return bool(self.lines[answer[0]].cell) or self._breaks_lines

    @cached_property
    def _breaks_lines(self) -> bool:
        bodies = (self.body(first) for first in self.heads if self.own.is_long(first))
        return any(len(body) > 1 and self.positions[body[0]] == self.positions[body[1]] for body in bodies)

    def _begins_part(self, at: int) -> bool:
        """Whether nothing stands before a line in its part but hints that belong to its label."""
        before = next((one for one in range(at - 1, -1, -1) if self.lines[one].text), None)
        return before is None or self.positions[before] != self.positions[at] or self.lines[at].piece is Piece.LABEL


def _usual(distances: Counter[int]) -> int | None:
    """The distance at which nearly all answers stand behind their labels; None where that is not so, or few tell."""
    distance, count = distances.most_common(1)[0] if distances else (-1, 0)
    return distance if distance >= 0 and count >= max(_FEWEST, _LEAST_SHARE * distances.total()) else None


def _positions(lines: Sequence[Line], own: OwnWords) -> list[int]:
    """The place of each line's part among all; all of a cell is one part, unless several labels stand in it."""
    counts = Counter(lines[first].cell for first in own.labels)
    begun: dict[int, int] = {}
    found: list[int] = []
    before, inside = 0, 0  # the part that was last, and how many parts have been counted that are one cell
    for line in lines:
        cell = line.cell if counts[line.cell] <= 1 else 0
        if cell in begun and cell and line.part > before:
            inside += line.part - before
        found.append(begun.setdefault(cell, line.part - inside) if cell else line.part - inside)
        before = max(before, line.part)
    return found


def _written(page: _Page, told: Mapping[int, Sequence[int]]) -> Iterator[Line]:
    """All lines. What stands between a label and its answer goes before the label."""
    lines, at = page.lines, 0
    while at < len(lines):
        if at not in told:
            is_heading = at in page.headings and lines[at].piece is Piece.ANSWER
            yield replace(lines[at], piece=Piece.HEADING) if is_heading else lines[at]
            at += 1
            continue
        answer, after = told[at], page.heads[at] + 1
        end = page.body(at)[-1] + 1 if page.body(at) else after
        begins = answer[0] if answer else after
        pieces = dict(_others(page, at, answer))
        yield from (replace(line, piece=Piece.RUNNING) for line in lines[after:begins] if line.text)
        yield from (replace(line, piece=Piece.LABEL) for line in lines[at:after])
        closes = answer[-1] + 1 if answer else after
        yield from (replace(line, piece=Piece.ANSWER) for line in lines[begins:closes])
        if not answer:
            yield replace(lines[at], text="", piece=Piece.ANSWER)
        for rest in range(closes, end):
            yield replace(lines[rest], piece=pieces.get(rest, Piece.RUNNING))
            if pieces.get(rest) is Piece.LABEL and pieces.get(rest + 1) is not Piece.ANSWER:
                yield replace(lines[rest], text="", piece=Piece.ANSWER)
        at = end


def _others(page: _Page, first: int, answer: Sequence[int]) -> Iterator[tuple[int, Piece]]:
    """What the lines behind an answer are: labels that nobody knows, answered as far behind as all; or none of both."""
    own, distance = set(answer), page.distances[page.lines[first].look]
    rest = [at for at in page.body(first) if at not in own]
    taken = {page.positions[at] for at in rest}
    due: int | None = None
    for at in rest:
        piece = page.lines[at].piece
        if page.is_label(first, at) and page.positions[at] + distance in taken:
            due = page.positions[at] + distance
            yield at, Piece.LABEL
        elif page.positions[at] == due:
            yield at, Piece.ANSWER
        else:
            yield at, Piece.RUNNING if piece is Piece.ANSWER else piece
