"""A text read by its form: which of its lines are questions, told by the order of the whole and not line by line.

Every line that could be a line of the form's script is an anchor. Of all chains of anchors that keep the script's
order the one is taken that explains most: labels found and answers that fit count for it, lines that a question
cannot hold count against it. So a line inside a story that looks like a question forges no answer: taking it would
cost the questions between. Where two chains explain as much, the later lines win, for a story comes before what
follows it.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf

from mapping_dsl.forms import AnswerType
from runtime.intake.answers import type_answer
from runtime.intake.layouts import Layout
from runtime.intake.lines import Line, Piece
from runtime.intake.script import Script, Slot, SlotKind
from runtime.intake.wording import fold

MAX_ANCHORS = 20_000
MAX_LABEL_CHARACTERS = 400
MAX_LABEL_LINES = 3

_GAIN = {
    SlotKind.TITLE: 2.0,
    SlotKind.REFERENCE: 2.0,
    SlotKind.SUBMITTED: 2.0,
    SlotKind.SECTION: 3.0,
    SlotKind.ELEMENT: 3.0,
    SlotKind.QUESTION: 3.0,
    SlotKind.SIGNATURE: 1.0,
}
_FITS, _DOES_NOT_FIT = 1.0, -2.0
_NO_HEADING = 2.0  #: what it costs to come into another section without its heading
_LONG_TEXT_LINE, _SHORT_TEXT_LINE, _OTHER_LINE = 0.0, 0.5, 1.0  #: what each further line costs


@dataclass(frozen=True, slots=True)
class Anchor:
    """Lines that could be a slot of the script. Lines count from 0; the text begins after the label."""

    slot: Slot
    line: int
    next_line: int  #: the first line after the label and what stands beside it
    text: str  #: what stands beside the label
    element: int = 0  #: which element of its group an ELEMENT says it opens


@dataclass(frozen=True, slots=True)
class Entry:
    """An anchor that was taken, with all lines up to the next one."""

    anchor: Anchor
    lines: tuple[str, ...]  #: the answer's, the one beside the label first

    @property
    def slot(self) -> Slot:
        """Which line of the script it is."""
        return self.anchor.slot


@dataclass(frozen=True, slots=True)
class _Step:
    """The best chain that ends in one slot."""

    anchor: Anchor
    before: "_Step | None"
    worth: float  #: of the whole chain, where the lines of its last anchor's label end
    written: int  #: how many lines that are not blank stand before that place
    line_cost: float  #: what each further line would cost

    def worth_at(self, written: int) -> float:
        """What the chain is worth when its last slot must hold all lines up to so many."""
        return self.worth - (written - self.written) * self.line_cost


def align(lines: Sequence[Line], script: Script, layout: Layout, *, without: Container[int] = ()) -> tuple[Entry, ...]:
    """The lines of the script that the text has, in order, `without` the slots at these places.

    What stands before the first entry belongs to none.
    """
    written = [0, *accumulate(bool(line.text.strip()) for line in lines)]
    best: list[_Step | None] = [None] * len(script.slots)
    for anchor in _anchors(lines, script, layout):
        if anchor.slot.place in without:
            continue
        step = _best_step(anchor, best, written)
        standing = best[anchor.slot.place]
        if step and (standing is None or step.worth >= standing.worth_at(step.written)):
            best[anchor.slot.place] = step
    last = max(filter(None, best), key=lambda step: step.worth_at(written[-1]), default=None)
    return _entries(last, lines)


def _best_step(anchor: Anchor, best: Sequence[_Step | None], written: Sequence[int]) -> _Step | None:
    """The anchor after the chain that it continues best; None where it can neither continue nor begin one."""
    slot, so_far = anchor.slot, written[anchor.line]
    worth, before = (0.0, None) if slot.group is None or anchor.element == 1 else (-inf, None)
    no_heading = 0.0 if slot.kind is SlotKind.SECTION else _NO_HEADING
    for step in best[_first_before(anchor) : _last_before(anchor)]:
        if step is None or step.anchor.next_line > anchor.line:
            continue
        came = step.worth_at(so_far) - (no_heading if step.anchor.slot.section != slot.section else 0.0)
        if came >= worth:
            worth, before = came, step
    if worth == -inf:
        return None
    return _Step(anchor, before, worth + _gain(anchor), written[anchor.next_line], _line_cost(slot))


def _first_before(anchor: Anchor) -> int:
    """The first place of the script that may come right before: in a group, of the group once it is open."""
    group = anchor.slot.group
    return 0 if group is None or anchor.element == 1 else group.start


def _last_before(anchor: Anchor) -> int:
    """One past the last such place: a group that is open may begin another element from anywhere in it."""
    group = anchor.slot.group
    return group.stop if group is not None and anchor.element > 1 else anchor.slot.place


def _line_cost(slot: Slot) -> float:
    if slot.kind is SlotKind.SIGNATURE:
        return 0.0
    if slot.question is None or slot.kind is not SlotKind.QUESTION or slot.question.type is not AnswerType.STRING:
        return _OTHER_LINE
    return _LONG_TEXT_LINE if slot.question.is_long_text else _SHORT_TEXT_LINE


def _gain(anchor: Anchor) -> float:
    question = anchor.slot.question
    gain = _GAIN[anchor.slot.kind]
    if anchor.slot.kind is not SlotKind.QUESTION or question is None or not anchor.text.strip():
        return gain
    if question.type is AnswerType.STRING:
        return gain
    return gain + (_FITS if type_answer(question, anchor.text).fits else _DOES_NOT_FIT)


def _anchors(lines: Sequence[Line], script: Script, layout: Layout) -> Iterator[Anchor]:
    """All lines that could be a slot, in order; a line that could be several stands several times."""
    colons = sorted({label.count(layout.separator) for label in script.labels})
    count = 0
    for number, line in enumerate(lines):
        if line.piece is Piece.ANSWER or not line.text.strip():
            continue
        for anchor in (*_marks(lines, number, script, layout), *_labels(lines, number, script, (layout, colons))):
            yield anchor
            count += 1
        if count > MAX_ANCHORS:
            return


def _marks(lines: Sequence[Line], number: int, script: Script, layout: Layout) -> Iterator[Anchor]:
    """The line as a title, a heading, the opening of an element or the end."""
    line = lines[number].text.strip()
    if line == layout.signature:
        yield Anchor(script.slots[-1], number, number + 1, "")
    if len(line) > MAX_LABEL_CHARACTERS:
        return
    words, opening = fold(line), layout.element.fullmatch(line)
    under = number + 1 < len(lines) and layout.is_underline(lines[number + 1].text.strip())
    for slot in script.titles.get(words, ()):
        yield Anchor(slot, number, number + 1 + under, "")
    heading = under or lines[number].piece is Piece.HEADING
    for slot in script.headings.get(words, ()) if heading else ():
        yield Anchor(slot, number, number + 1 + under, "")
    for slot in script.elements.get(fold(opening["item"]), ()) if opening else ():
        yield Anchor(slot, number, number + 1 + under, "", int(opening["place"]) if opening else 0)


def _labels(
    lines: Sequence[Line], number: int, script: Script, separators: tuple[Layout, Sequence[int]]
) -> Iterator[Anchor]:
    """The line as a question, its label perhaps wrapped over the next lines; labels may hold colons themselves."""
    layout, colons = separators
    text, before = lines[number].text, ""
    if lines[number].piece is Piece.LABEL:
        for slot in script.labels.get(fold(text.rstrip(": ")), ()):
            yield Anchor(slot, number, number + 1, "")
    for further in range(MAX_LABEL_LINES):
        for count in colons:
            pieces = text.split(layout.separator, count + 1)
            if len(pieces) < count + 2:
                break
            label = before + layout.separator.join(pieces[:-1])
            for slot in script.labels.get(fold(label), ()) if len(label) <= MAX_LABEL_CHARACTERS else ():
                yield Anchor(slot, number, number + further + 1, pieces[-1])
        if layout.separator in text or number + further + 1 >= len(lines) or not text.strip():
            return
        before, text = f"{before}{text} ", lines[number + further + 1].text
        if len(before) > MAX_LABEL_CHARACTERS:
            return


def _entries(last: _Step | None, lines: Sequence[Line]) -> tuple[Entry, ...]:
    """The chain that ends in this step, in order, each anchor with its lines."""
    entries: list[Entry] = []
    end = len(lines)
    while last is not None:
        anchor = last.anchor
        entries.append(Entry(anchor, (anchor.text, *(line.text for line in lines[anchor.next_line : end]))))
        last, end = last.before, anchor.line
    return tuple(reversed(entries))
