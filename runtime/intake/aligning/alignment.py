"""A text read by its form: which of its lines are questions, told by the order of the whole and not line by line.

Every line that could be a line of the form's script is an anchor. Of all chains of anchors that keep the script's
order the one is taken that explains most: labels found and answers that fit count for it, lines that a question
cannot hold count against it, and most of all lines with labels that the chain leaves lying. So a line inside a story
that looks like a question forges no answer: taking it would cost the questions between, or leave the true one lying.
Where two chains explain as much, the later lines win, for a story comes before what follows it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from mapping_dsl.forms import AnswerType
from runtime.intake.aligning.anchors import Anchor, Sheet
from runtime.intake.aligning.script import Slot, SlotKind

MAX_ELEMENTS: Final = 3  #: of a group that are open at once, for marks that say different counts

_GAIN: Final = {
    SlotKind.TITLE: 2.0,
    SlotKind.REFERENCE: 2.0,
    SlotKind.SUBMITTED: 2.0,
    SlotKind.SECTION: 3.0,
    SlotKind.GROUP: 1.0,
    SlotKind.ELEMENT: 3.0,
    SlotKind.QUESTION: 3.0,
    SlotKind.SIGNATURE: 1.0,
}
_FORCED: Final = 1e6
_NOT_ALWAYS_PUT: Final = 2.0  #: by how much less a question explains that is put to some people only
_FITS, _DOES_NOT_FIT = 1.0, -2.0
_NO_HEADING: Final = 2.0  #: what it costs to come into another section without its heading, where headings are shown
_NO_MARK: Final = 1.0  #: what it costs to come into a group without its mark, or to begin an element without one
_NOT_SHOWN: Final = 2.0  #: what it costs a label that running text has where others are shown by their looks
_LONG_TEXT_LINE, _SHORT_TEXT_LINE, _OTHER_LINE = 0.0, 0.5, 1.0  #: what each further line costs
_LABEL_LEFT: Final = 2.0  #: what a line with a label costs, beyond that, where no long text holds it


class Entry(NamedTuple):
    """An anchor that was taken, with all lines up to the next one."""

    anchor: Anchor
    end: int  #: one past the last line

    @property
    def slot(self) -> Slot:
        """Which line of the script it is."""
        return self.anchor.slot


@dataclass(frozen=True, slots=True)
class Chain:
    """The entries of a text in order, and how well they explain it."""

    entries: tuple[Entry, ...] = ()
    worth: float = 0.0


class _Step(NamedTuple):
    """The best chain that ends in one slot."""

    anchor: Anchor
    next_line: int  #: where the anchor's own lines end
    section: int  #: of its slot
    before: "_Step | None"
    worth: float  #: of the whole chain, there
    written: int  #: lines that are not blank before that place
    labelled: int  #: lines with labels before it
    line_cost: float
    label_cost: float
    element: tuple[int, int]  #: which element of how many it stands in; zeros outside groups

    def worth_at(self, written: int, labelled: int) -> float:
        """What the chain is worth when its last slot must hold all lines up to a place."""
        worth = self.worth
        if written > self.written:
            worth -= (written - self.written) * self.line_cost
        if labelled > self.labelled:
            worth -= (labelled - self.labelled) * self.label_cost
        return worth


def align(sheet: Sheet, anchors: Sequence[Anchor], *, through: Anchor | None = None) -> Chain:
    """The best chain of anchors, or the best that goes `through` one of them where any does.

    What stands before the first entry belongs to none.
    """
    return _Alignment(sheet, anchors, through).best()


def weigh(sheet: Sheet, anchors: Sequence[Anchor], chain: Chain) -> float:
    """What a chain is worth of which it is known that no other one of these anchors explains more."""
    return _Alignment(sheet, anchors, None).worth_of(chain)


class _Alignment:
    """Takes the anchors in the text's order and keeps the best chain to each slot; in groups, to each element's."""

    def __init__(self, sheet: Sheet, anchors: Sequence[Anchor], through: Anchor | None) -> None:
        self._sheet, self._anchors, self._through = sheet, anchors, through
        self._no_heading = _NO_HEADING * any(anchor.slot.kind is SlotKind.SECTION for anchor in anchors)
        self._marked = {anchor.slot.group for anchor in anchors if anchor.slot.kind is SlotKind.ELEMENT}
        self._states: dict[int, dict[tuple[int, int], _Step]] = {}

    def best(self) -> Chain:
        """The chain that explains most."""
        for anchor in self._anchors:
            step = self._step(anchor)
            if step:
                self._keep(step)
        written, labelled = self._sheet.written[-1], self._sheet.labelled[-1]
        steps = (step for states in self._states.values() for step in states.values())
        last = max(steps, key=lambda step: (step.worth_at(written, labelled), step.anchor.line), default=None)
        if last is None:
            return Chain(worth=-labelled * _LABEL_LEFT)
        worth = last.worth_at(written, labelled) - (_FORCED if self._through else 0.0)
        return Chain(tuple(_entries(last, len(self._sheet.lines))), worth)

    def worth_of(self, chain: Chain) -> float:
        """What a chain is worth, each anchor of which continues the one before it."""
        step: _Step | None = None
        for entry in chain.entries:
            step = self._step(entry.anchor)
            self._states = {entry.slot.place: {step.element: step}} if step else {}
        return step.worth_at(self._sheet.written[-1], self._sheet.labelled[-1]) if step else 0.0

    def _keep(self, step: _Step) -> None:
        """Takes a chain to its slot where it is the best there; of a group's elements the last few are kept."""
        states = self._states.setdefault(step.anchor.slot.place, {})
        standing = states.get(step.element)
        if standing is not None and step.worth < standing.worth_at(step.written, step.labelled):
            return
        if standing is None and len(states) >= MAX_ELEMENTS:
            del states[next(iter(states))]
        states[step.element] = step

    def _step(self, anchor: Anchor) -> _Step | None:
        """The anchor after the chain that it continues best; None where it can neither continue nor begin one."""
        written, labelled = self._sheet.written[anchor.line], self._sheet.labelled[anchor.line]
        slot, chosen, worth = anchor.slot, None, float("-inf")
        is_unmarked = slot.is_question and slot.group is not None and slot.group not in self._marked
        if self._may_come_from_outside(anchor):
            worth = -labelled * _LABEL_LEFT - _NO_MARK * is_unmarked
        needs_heading = slot.kind is not SlotKind.SECTION
        for step in self._before(anchor, is_unmarked=is_unmarked):
            if step.worth < worth or step.next_line > anchor.line:  # nothing makes a chain worth more on the way
                continue
            came = step.worth_at(written, labelled)
            if needs_heading and step.section != slot.section:
                came -= self._no_heading
            if is_unmarked and not _is_further_on(slot, step.anchor.slot):
                came -= _NO_MARK
            if came > worth or (came == worth and chosen is None):
                worth, chosen = came, step
        if worth == float("-inf"):
            return None
        return _Step(
            anchor,
            anchor.next_line,
            slot.section,
            chosen,
            worth + self._gain(anchor),
            self._sheet.written[anchor.next_line] + anchor.is_below,
            self._sheet.labelled[anchor.next_line],
            *_costs(slot),
            _element_of(anchor, chosen),
        )

    def _may_come_from_outside(self, anchor: Anchor) -> bool:
        if anchor.slot.group is None:
            return True
        if anchor.slot.kind is SlotKind.ELEMENT:
            return anchor.element <= 1
        return anchor.slot.group not in self._marked

    def _before(self, anchor: Anchor, *, is_unmarked: bool) -> Iterator[_Step]:
        """The chains that the anchor may continue, the latest first: of equals it is the one to continue."""
        slot, group = anchor.slot, anchor.slot.group
        from_outside, opens = self._may_come_from_outside(anchor), slot.kind is SlotKind.ELEMENT
        for place, states in reversed(self._states.items()):
            if group is None or place not in group:
                if place < slot.place and from_outside:
                    yield from reversed(states.values())
            elif opens:
                yield from (step for step in reversed(states.values()) if _goes_on(anchor, step))
            elif place < slot.place or is_unmarked:
                yield from reversed(states.values())

    def _gain(self, anchor: Anchor) -> float:
        slot = anchor.slot
        gain = _GAIN[slot.kind] + (_FORCED if anchor is self._through else 0.0)
        if not slot.is_question or slot.question is None:
            return gain
        if slot.question.show_if:
            gain -= _NOT_ALWAYS_PUT
        if self._sheet.is_structured and anchor.pattern is not None:
            gain -= _NOT_SHOWN
        text = text_beside(self._sheet, anchor)
        if not text or slot.question.type is AnswerType.STRING:
            return gain
        return gain + (_FITS if self._sheet.typed(slot.question, text).fits else _DOES_NOT_FIT)


def text_beside(sheet: Sheet, anchor: Anchor) -> str:
    """The first line of what would be an anchor's answer; empty where another label follows at once."""
    beside = anchor.text.strip()
    if beside or not anchor.is_below:
        return beside
    at = sheet.next_written(anchor.next_line)
    if at >= len(sheet.lines) or sheet.labelled[at + 1] > sheet.labelled[at]:
        return ""
    text, pattern = sheet.lines[at].text, anchor.pattern
    if pattern is None:
        return text.strip()
    lead = pattern.answer.match(text) if pattern.answer else None
    return text[lead.end() if lead else 0 :].strip().removesuffix(anchor.closing).strip()


def _is_further_on(slot: Slot, before: Slot) -> bool:
    """Whether a slot comes later in the same element of a group."""
    return slot.group == before.group and before.place < slot.place


def _goes_on(anchor: Anchor, step: _Step) -> bool:
    """Whether the anchor opens the element after the step's."""
    element, count = step.element
    return (anchor.element, anchor.elements) == (element + 1, count)


def _element_of(anchor: Anchor, before: _Step | None) -> tuple[int, int]:
    """Which element of how many an anchor stands in; zeros outside groups and where no mark says."""
    if anchor.slot.kind is SlotKind.ELEMENT:
        return anchor.element, anchor.elements
    if before is None or anchor.slot.group is None or before.anchor.slot.group != anchor.slot.group:
        return 0, 0
    return before.element


def _costs(slot: Slot) -> tuple[float, float]:
    """What further lines cost, and what those with labels cost beyond that."""
    if slot.kind is SlotKind.SIGNATURE:
        return 0.0, _LABEL_LEFT
    if not slot.is_question or slot.question is None or slot.question.type is not AnswerType.STRING:
        return _OTHER_LINE, _LABEL_LEFT
    return (_LONG_TEXT_LINE, 0.0) if slot.question.is_long_text else (_SHORT_TEXT_LINE, _LABEL_LEFT)


def _entries(last: _Step, end: int) -> list[Entry]:
    """The chain that ends in this step, in order, each anchor with its lines."""
    entries: list[Entry] = []
    step: _Step | None = last
    while step is not None:
        entries.append(Entry(step.anchor, end))
        end, step = step.anchor.line, step.before
    return entries[::-1]
