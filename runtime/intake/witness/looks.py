"""What a witness's looks prove, as far as the form's own words bear it out.

Labels and answers are first told by structure and looks alone. Where the form's own labels do not stand where labels
should, they themselves say how labels are shown in this text; and how answers are, say the looks under them in which
dates, times and options stand. Where both are shown in one way, the looks prove nothing, and the text is read by its
words alone.
"""

from collections import Counter
from collections.abc import Hashable, Sequence, Set
from dataclasses import dataclass, replace
from itertools import dropwhile, takewhile
from typing import Final

from runtime.intake.aligning.script import Script
from runtime.intake.aligning.sighting import Words
from runtime.intake.answers import EVERYDAY, Usage
from runtime.intake.witness.beside import is_beside, parted_lines, with_strange_labels
from runtime.intake.witness.lines import Line, Piece
from runtime.intake.witness.own_words import OwnWords
from runtime.intake.witness.parts import in_their_parts

_FEWEST: Final = 5  #: different labels of the form, alone on their lines, by which looks are judged
_ENOUGH: Final = 0.8  #: of those, where the structure shows labels: it is right
_LEAST_SHARE: Final = 0.1  #: of those, for a look to be one of labels too
_MOST_ALIKE: Final = 0.3  #: of labels, that something follows which is shown as they are and is no label
_FEWEST_TYPED: Final = 3  #: texts of a look that are tried as answers
_ANSWERS, _NO_ANSWERS = 0.5, 0.2  #: of these, that must be answers of their question's type, or may be by chance
_FEWEST_HEADINGS: Final = 2  #: of the form that are shown as answers are, so that looks do not tell them apart


def believed(lines: Sequence[Line], script: Script, usage: Usage = EVERYDAY) -> Sequence[Line]:
    """The lines with pieces that the form's own words bear out; all as running text where no looks prove any."""
    if all(line.piece is Piece.RUNNING and line.look is None for line in lines):
        return lines
    own = OwnWords.of(lines, script, usage)
    if is_beside(own):
        parted = tuple(parted_lines(lines, own))
        told = in_their_parts(parted, OwnWords.of(parted, script, usage))
        return lines if told is parted else tuple(with_strange_labels(told, own))
    if len(own.words) < _FEWEST:
        return _headed(lines, own)
    if len(own.told(lines)) >= _ENOUGH * len(own.words) and own.are_answered(lines):
        return in_their_parts(_without_footer(_headed(lines, own), own), own)
    looks = _looks(own)
    if looks is None:
        return in_their_parts(own.sheet.lines, own)
    told = tuple(_Teller(lines, own, looks).told())
    return in_their_parts(told, OwnWords.of(told, script, usage))


def _headed(lines: Sequence[Line], own: OwnWords) -> Sequence[Line]:
    """The lines; where the form's headings are shown as answers are, each right above what it heads, they are none."""
    shown = {at for at in own.headings if lines[at].piece is Piece.ANSWER and own.is_headed(at)}
    if len({own.headings[at] for at in shown}) < _FEWEST_HEADINGS:
        return lines
    return tuple(replace(line, piece=Piece.HEADING) if at in shown else line for at, line in enumerate(lines))


def _without_footer(lines: Sequence[Line], own: OwnWords) -> Sequence[Line]:
    """The lines; where no short answer but the last goes on after a blank line, what stands after one there is none."""
    answers = {first: _answer_lines(lines, last + 1) for first, (_, last) in own.labels.items()}
    gaps = {first: _after_gap(lines, answer) for first, answer in answers.items() if not own.is_long(first)}
    final = max(answers)
    if len(gaps) < _FEWEST or not gaps.pop(final, None) or any(gaps.values()):
        return lines
    below = {*_after_gap(lines, answers[final])}
    return tuple(replace(line, piece=Piece.RUNNING) if at in below else line for at, line in enumerate(lines))


def _answer_lines(lines: Sequence[Line], start: int) -> list[int]:
    return list(takewhile(lambda at: lines[at].piece is Piece.ANSWER, range(start, len(lines))))


def _after_gap(lines: Sequence[Line], answer: Sequence[int]) -> list[int]:
    """The written lines of an answer that stand after a blank one."""
    return [at for at in dropwhile(lambda at: lines[at].text, answer) if lines[at].text]


@dataclass(frozen=True, slots=True)
class _Looks:
    """In which looks a text shows what."""

    labels: Set[Hashable]
    answers: Set[Hashable]
    beside: Set[Hashable]  #: what stands between labels and answers, or after them: hints, links


def _looks(own: OwnWords) -> _Looks | None:
    """How labels and answers are shown; None where that cannot be told."""
    labels = _label_looks(own)
    if not labels or _are_alike(own, labels):
        return None
    under = list(own.under(labels))
    tried, fitting = Counter[Hashable](), Counter[Hashable]()
    for words, lines in under:
        for look, text in {line.look: line.text for line in reversed(lines)}.items():
            for question in list(own.questions(words))[:1]:
                tried[look] += 1
                fitting[look] += own.sheet.typed(question, text).value is not None
    judged = {look: fitting[look] / count for look, count in tried.items() if count >= _FEWEST_TYPED}
    answers = {look for look, share in judged.items() if share >= _ANSWERS}
    beside = {look for look, share in judged.items() if share <= _NO_ANSWERS}
    if not answers or answers | beside != judged.keys() or _heads(own, answers):
        return None
    first = {lines[0].look for _, lines in under if lines}
    return _Looks(labels, answers | (first - beside), beside)


def _label_looks(own: OwnWords) -> Set[Hashable]:
    """The look in which most labels are shown, and others in which more are; a story may repeat some in its own."""
    by_look: dict[Hashable, set[Words]] = {}
    for first, (words, _) in own.labels.items():
        by_look.setdefault(own.sheet.lines[first].look, set()).add(words)
    by_look.pop(None, None)
    most = max(by_look, key=lambda look: len(by_look[look]), default=None)
    least = max(_FEWEST_TYPED, _LEAST_SHARE * len(own.words))
    return {look for look, words in by_look.items() if look == most or len(words - by_look[most]) >= least}


def _are_alike(own: OwnWords, looks: Set[Hashable]) -> bool:
    """Whether what follows labels is shown as they are, so that answers cannot be told from them."""
    sheet = own.sheet
    followed = [
        at
        for first, (_, last) in own.labels.items()
        if sheet.lines[first].look in looks and (at := sheet.next_written(last + 1)) < len(sheet.lines)
    ]
    alike = sum(sheet.lines[at].look in looks and at not in own.labels and at not in own.headings for at in followed)
    return alike > _MOST_ALIKE * len(followed)


def _heads(own: OwnWords, looks: Set[Hashable]) -> bool:
    """Whether headings are shown so too: then one that nobody knows would be taken for an answer's end."""
    shown = [at for at in own.headings if own.sheet.lines[at].look in looks]
    return len(shown) >= _FEWEST_HEADINGS


class _Teller:
    """Tells line after line by its look; what structure has shown of the form's own labels stays."""

    def __init__(self, lines: Sequence[Line], own: OwnWords, looks: _Looks) -> None:
        self._lines, self._own, self._looks = lines, own, looks
        self._lasts = {first: last for first, (_, last) in own.labels.items()} | dict(own.service)
        self._out: list[Line] = []
        self._blank: list[Line] = []  #: that may part two paragraphs of an answer
        self._label: int | None = None  #: where the last label stands in what is told; None where no answer can follow
        self._is_shown = False  #: whether structure has shown that label
        self._ends_soon = False  #: whether that label is the last one, and its answer no long text

    def told(self) -> list[Line]:
        """All lines. What stands beside an answer goes before its label, and blank lines before answers fall away."""
        at = 0
        while at < len(self._lines):
            end = self._label_end(at)
            if end:
                self._open(at, end)
            else:
                self._take(at)
            at = end or at + 1
        return [*self._out, *self._blank]

    def _open(self, at: int, end: int) -> None:
        self._out += self._blank
        self._label, self._blank = len(self._out), []
        self._out += [replace(line, piece=Piece.LABEL) for line in self._lines[at:end]]
        self._is_shown = self._lines[at].piece is Piece.LABEL and at in self._own.labels
        self._ends_soon = at == max(self._own.labels) and not self._own.is_long(at)

    def _take(self, at: int) -> None:
        line = self._lines[at]
        if not line.text:
            self._blank.append(replace(line, piece=Piece.ANSWER if line.piece is Piece.ANSWER else Piece.RUNNING))
        elif self._label is not None and line.look in self._looks.beside:
            if self._out[self._label].text not in line.text:  # a link that only repeats its label says nothing
                self._out.insert(self._label, replace(line, piece=Piece.RUNNING))
                self._label += 1
        elif self._is_answer(at):
            self._out += [replace(one, piece=Piece.ANSWER) for one in self._blank if self._has_answer]
            self._out.append(replace(line, piece=Piece.ANSWER))
            self._blank = []
        else:
            self._out += [*self._blank, replace(line, piece=self._other(at))]
            self._label, self._blank = None, []

    @property
    def _has_answer(self) -> bool:
        return bool(self._out) and self._out[-1].piece is Piece.ANSWER

    def _is_answer(self, at: int) -> bool:
        """Whether a line belongs to the last label. What comes after the last answer of all may be a footer."""
        if self._label is None or at in self._own.headings or (self._ends_soon and self._blank and self._has_answer):
            return False
        line = self._lines[at]
        return line.look in self._looks.answers or (self._is_shown and line.piece is Piece.ANSWER)

    def _label_end(self, at: int) -> int:
        """One past the last line of a label that begins there; 0 where none does."""
        line, last = self._lines[at], self._lasts.get(at, at)
        is_shown = at in self._own.labels and line.piece is Piece.LABEL
        if not is_shown and (line.look not in self._looks.labels or at in self._own.headings):
            return 0
        if at in self._own.labels:
            return last + 1
        after = self._own.sheet.next_written(last + 1)
        is_answered = after < len(self._lines) and self._lines[after].look in self._looks.answers
        is_inside = at in self._lasts or at > min(self._own.labels)
        return last + 1 if is_answered and is_inside else 0

    def _other(self, at: int) -> Piece:
        """What a line is that is neither label nor answer."""
        if self._out and self._out[-1].piece is Piece.LABEL and at not in self._own.headings:
            return Piece.RUNNING  # it may be the answer after all
        is_heading = self._lines[at].piece is Piece.HEADING or self._lines[at].look in self._looks.labels
        return Piece.HEADING if is_heading or at in self._own.headings else Piece.RUNNING
