"""Texts in which answers stand above their labels, turned over so that they read as any other does.

Nothing else knows of them: each answer is put under its label, and every line keeps its number.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from mapping_dsl.forms import AnswerType, Question
from runtime.intake.aligning.alignment import Chain, Entry, align, text_beside
from runtime.intake.aligning.anchors import Sheet
from runtime.intake.aligning.choosing import Told, choose
from runtime.intake.aligning.dividing import Labels, joined
from runtime.intake.aligning.script import Slot, SlotKind
from runtime.intake.layout import Layout
from runtime.intake.layout.templates import is_row
from runtime.intake.witness.lines import Line

_FEWEST: Final = 3  #: answers that fit the line above their labels
_CLEARLY: Final = 2  #: times as many as fit the line below
_MOST_MISFITS: Final = 0.4  #: of answers under their labels in a text that needs no turning
_MOST_BETWEEN: Final = 4  #: lines under a label in which its answer begins
_FEWEST_HEADED: Final = 2  #: sections that are headed in words the form does not have
_MAX_HEADING, _MAX_LABEL = 80, 160
_MOST_LINES: Final = 20  #: of an answer that is no story
_ENDS_OF_SENTENCES: Final = (".", "!", ",", ";")

_HOLDS_ANOTHER: Final = "“{}” stands under what looks like another question, which may be a part of it."
_HEADED: Final = "“{}” begins with a line that may be a heading."


class Upright(NamedTuple):
    """A text with its answers under their labels, or beside them."""

    sheet: Sheet
    told: Told
    unsure: dict[str, str]  #: why an answer may hold too much or too little


class _Shown(NamedTuple):
    """Lines of the form that stay together: a label, a heading, the mark of an element."""

    first: int
    end: int
    slot: Slot | None = None  #: None for a label that nobody knows

    @property
    def is_label(self) -> bool:
        """Whether an answer stands above it."""
        return self.slot is None or self.slot.kind is SlotKind.QUESTION

    @property
    def question(self) -> Question | None:
        """What a known label asks."""
        return self.slot.question if self.slot and self.is_label else None


def upright(sheet: Sheet, told: Told, layouts: Sequence[Layout]) -> Upright:
    """The text as it was told; turned over, and told again, where the answers clearly are those above the labels."""
    if not stands_above(sheet, told.chain):
        return Upright(sheet, told, {})
    turning = _Turning(sheet, told)
    turned = sheet.with_lines(tuple(turning.lines()))
    return Upright(turned, choose(turned, layouts), turning.unsure)


def stands_above(sheet: Sheet, chain: Chain) -> bool:
    """Whether dates, options and the like fit the lines above their labels, and hardly any those below."""
    asked = [entry for entry in chain.entries if _is_telling(entry)]
    below = sum(_fits_below(sheet, entry) for entry in asked)
    if len(asked) < _FEWEST or below > (1 - _MOST_MISFITS) * len(asked):
        return False
    above = sum(_fits(sheet, entry, _text_above(sheet, entry)) for entry in asked)
    return above >= max(_FEWEST, _CLEARLY * below)


def _is_telling(entry: Entry) -> bool:
    """Whether a label has nothing beside it, and not just any words answer its question."""
    slot, question = entry.anchor.slot, entry.anchor.slot.question
    if not slot.is_question or question is None:
        return False
    return question.type is not AnswerType.STRING and not entry.anchor.text.strip()


def _fits(sheet: Sheet, entry: Entry, text: str) -> bool:
    question = entry.slot.question
    return bool(text) and question is not None and sheet.typed(question, text).value is not None


def _fits_below(sheet: Sheet, entry: Entry) -> bool:
    """Whether one of the first lines under a label answers it: words such as "Your answer:" may stand between."""
    start = entry.anchor.next_line
    texts = (line.text.strip() for line in sheet.lines[start : min(entry.end, start + _MOST_BETWEEN)])
    return any(_fits(sheet, entry, text) for text in (text_beside(sheet, entry.anchor), *texts))


def _text_above(sheet: Sheet, entry: Entry) -> str:
    """The nearest line above a label that says something; nothing where it is a label."""
    at = next((at for at in range(entry.anchor.line - 1, -1, -1) if not _is_empty(sheet.lines[at])), None)
    return "" if at is None or sheet.labelled[at + 1] > sheet.labelled[at] else sheet.lines[at].text.strip()


def _is_empty(line: Line) -> bool:
    return not line.text.strip() or is_row(line.text)


def _by_labels(sheet: Sheet, told: Told) -> Chain:
    """The chain that labels and headings make, whatever stands between them: a story is not under its own label."""
    shown = {anchor.line for anchor in told.anchors}
    bare = [line if at in shown or is_row(line.text) else replace(line, text="") for at, line in enumerate(sheet.lines)]
    return align(sheet.with_lines(bare), told.anchors)


class _Turning:
    """Turns one text over, and remembers which answers are not sure by that."""

    def __init__(self, sheet: Sheet, told: Told) -> None:
        self.unsure: dict[str, str] = {}
        self._sheet, self._lines = sheet, sheet.lines
        self._labels = Labels.of(sheet, told.layout)
        self._is_marked = any(pattern.is_marked for pattern in self._labels.patterns)
        known = [_Shown(one.anchor.line, one.anchor.next_line, one.slot) for one in _by_labels(sheet, told).entries]
        self._asked = Counter(anchor.slot for anchor in told.anchors)
        labels = [one for one in known if one.is_label]
        self._columns = {_column(self._lines[one.first]) for one in labels}
        self._are_ruled = _most(self._is_ruled(one.first) for one in labels)
        self._are_apart = _most(self._is_blank(one.end) for one in labels)
        self._shown = sorted([*known, *self._unknown(known)], key=lambda one: one.first)
        self._are_headed = sum(self._has_strange_heading(*both) for both in pairwise(self._shown)) >= _FEWEST_HEADED

    def lines(self) -> Iterator[Line]:
        """All lines, each answer after its label."""
        before = _Shown(0, 0, self._sheet.script.slots[0])
        for one in self._shown:
            own = self._own_start(before, one) if one.is_label else one.first
            end = next((at + 1 for at in range(one.first - 1, own - 1, -1) if not _is_empty(self._lines[at])), own)
            yield from self._left_over(before.end, own)
            yield from self._lines[one.first : one.end]
            yield from self._lines[end : one.first]
            yield from self._lines[own:end]
            before = one
        yield from self._lines[before.end :]

    def _unknown(self, known: Sequence[_Shown]) -> Iterator[_Shown]:
        """The lines that stand as the form's labels do, and are none of those that were found."""
        taken = {at for one in known for at in range(one.first, one.end)}
        for at in range(known[0].end, len(self._lines)):
            if at in taken or _is_empty(self._lines[at]) or _column(self._lines[at]) not in self._columns:
                continue
            label = self._labels.at(at, sure=True)
            if (label is not None and not label[1]) or (self._are_ruled and self._is_ruled(at)):
                yield _Shown(at, at + 1)

    def _is_ruled(self, at: int) -> bool:
        return is_row(self._lines[at - 1].text)

    def _is_blank(self, at: int) -> bool:
        return at == len(self._lines) or not self._lines[at].text.strip()

    def _own_start(self, before: _Shown, one: _Shown) -> int:
        """Where the answer begins that stands above a label: a story after the label before, all else near its own."""
        paragraphs, question = self._paragraphs(before.end, one.first), one.question
        if not paragraphs:
            return one.first
        if question is None or not question.is_long_text:
            return self._short_start(paragraphs[-1], question)
        name, is_headed = one.slot.name if one.slot else "", self._has_strange_heading(before, one)
        if is_headed and not self._are_headed:
            self.unsure[name] = _HEADED.format(question.label)
        elif self._is_perhaps_own(before) or (not self._is_marked and self._holds_label(before.end, one.first)):
            self.unsure[name] = _HOLDS_ANOTHER.format(question.label)
        return paragraphs[is_headed and self._are_headed].start

    def _is_perhaps_own(self, before: _Shown) -> bool:
        """Whether a label may be a line of the story that follows: nobody knows it, or it stands elsewhere too."""
        slot = before.slot
        return before.is_label and (slot is None or (slot.group is None and self._asked[slot] > 1))

    def _short_start(self, paragraph: range, question: Question | None) -> int:
        """Where the last lines of a paragraph begin that are an answer: of one line where these do."""
        if question is None or question.type is AnswerType.STRING or len(paragraph) == 1:
            return paragraph.start
        last = paragraph[-_MOST_LINES:]
        starts = last if question.type is AnswerType.CHOICES else last[::-1]
        return next((at for at in starts if self._fits(question, range(at, paragraph.stop))), paragraph.start)

    def _fits(self, question: Question, lines: range) -> bool:
        texts = [self._lines[at].text for at in lines]
        return self._sheet.typed(question, joined(question, texts, self._sheet)).value is not None

    def _has_strange_heading(self, before: _Shown, one: _Shown) -> bool:
        """Whether a section's first answer stands after a line of its own, where no heading of the form does."""
        paragraphs = self._paragraphs(before.end, one.first)
        is_first = before.question and one.slot and before.slot and before.slot.section != one.slot.section
        if not is_first or len(paragraphs) < 2 or len(paragraphs[0]) > 1:
            return False
        text = self._lines[paragraphs[0].start].text.strip()
        return len(text) <= _MAX_HEADING and not text.endswith(_ENDS_OF_SENTENCES)

    def _holds_label(self, start: int, end: int) -> bool:
        """Whether a line that no marks tell may be the label of what stands above it."""
        paragraphs = self._paragraphs(start, end)
        if self._are_apart:
            perhaps = [one[-1] for one in paragraphs[:-1] if len(one) > 1]
        else:
            perhaps = [at for one in paragraphs for at in one][1:2]
        texts = (self._lines[at].text.strip() for at in perhaps)
        return any(len(text) <= _MAX_LABEL and not text.endswith(_ENDS_OF_SENTENCES) for text in texts)

    def _left_over(self, start: int, end: int) -> Iterator[Line]:
        """What answers no label that is known: where labels have no marks, the last line of a paragraph may be one."""
        for is_empty, numbers in groupby(range(start, end), lambda at: _is_empty(self._lines[at])):
            *above, last = (self._lines[at] for at in numbers)
            yield from (*above, last) if is_empty or self._is_marked else (last, *above)

    def _paragraphs(self, start: int, end: int) -> list[range]:
        """The lines from one to another that say something, parted where a blank one or a row stands."""
        parted = groupby(range(start, end), lambda at: _is_empty(self._lines[at]))
        written = [list(numbers) for is_empty, numbers in parted if not is_empty]
        return [range(numbers[0], numbers[-1] + 1) for numbers in written]


def _most(ones: Iterable[bool]) -> bool:
    told = list(ones)
    return sum(told) > len(told) / 2


def _column(line: Line) -> int:
    """How many blanks it begins with."""
    return len(line.text) - len(line.text.lstrip())
