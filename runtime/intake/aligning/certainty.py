"""Where a text can be read in two ways: what an answer would be if another line were its question.

A person may write anything into a story, also the lines of a form. Mostly the order of the whole tells which lines are
the form's own; where another chain of lines explains the text nearly as well, and reads an answer otherwise, the answer
is uncertain.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from mapping_dsl.forms import AnswerType
from runtime.intake.aligning.alignment import Chain, Entry, align, text_beside, weigh
from runtime.intake.aligning.anchors import MAX_ANCHORS, Anchor, Sheet
from runtime.intake.aligning.script import SlotKind

MAX_WORK: Final = 20_000  #: anchors times trials; beyond that all that could be read otherwise is uncertain
_MARGIN: Final = 10.0  #: by how much a chain must explain more than one through another line: some three questions
_FEWEST_OF_A_FORM: Final = 4  #: lines that are more than a few words alike: a form within the form

_OTHERS: Final = "“{}” holds a line that begins like another question of the form, which stands nowhere else."
_HEADED: Final = "“{}” holds a heading of the form, which stands nowhere else; it may end there."
_TWICE: Final = "“{}” stands more than once, and which of the lines is the form's own cannot be told for sure."


def uncertain_of(
    sheet: Sheet, anchors: Sequence[Anchor], chain: Chain, not_put: Collection[str] = ()
) -> dict[str, str]:
    """The questions whose answers would differ in a chain that is nearly as good, each with a sentence.

    `not_put` names those that the form would not have put to somebody who answers so.
    """
    rivals = list(_rivals(sheet, anchors, chain))
    if len(anchors) >= MAX_ANCHORS or len(anchors) * len(rivals) > MAX_WORK:
        return dict(_sentence(entry, _TWICE) for entry in chain.entries if entry.slot.name)
    found = dict(_holding_others(sheet, anchors, chain, not_put))
    if not rivals:
        return found
    read = _read(sheet, chain)
    worth = chain.worth or weigh(sheet, anchors, chain)  # the quick way through weighs nothing
    least = worth - _margin(chain, rivals)
    labels = {slot.name: slot.question.label for slot in sheet.script.slots if slot.question and slot.kind in _READ}
    for rival in rivals:
        other = align(sheet, anchors, through=rival)
        if other.worth >= least:
            otherwise = _read(sheet, other)
            differ = {name for name in {*read, *otherwise} if read.get(name) != otherwise.get(name)}
            found |= {name: _TWICE.format(label) for name, label in labels.items() if name in differ}
    return found


def _holding_others(
    sheet: Sheet, anchors: Sequence[Anchor], chain: Chain, not_put: Collection[str]
) -> Iterator[tuple[str, str]]:
    """The long texts that hold labels of questions which stand nowhere, in another shape than the layout's: a group
    may be shown there as a table. Or a heading: a question may have moved before its own."""
    stories = [entry for entry in _stories(chain) if entry.anchor.next_line < entry.end]
    if not stories:
        return
    found = {*not_put, *(entry.slot.name.partition(".")[0] for entry in chain.entries)}
    headed = {entry.anchor.line for entry in chain.entries if entry.slot.kind is SlotKind.SECTION}
    headings = {sheet.lines[at].text.strip() for at in headed}
    shaped = {anchor.line for anchor in anchors}
    for entry in stories:
        lines = range(entry.anchor.next_line, entry.end)
        named = (name for at in lines if at not in shaped for name in sheet.named.get(at, ()))
        if any(name.partition(".")[0] not in found for name in named):
            yield _sentence(entry, _OTHERS)
        elif any(sheet.is_heading(at) and sheet.lines[at].text.strip() not in headings for at in lines):
            yield _sentence(entry, _HEADED)


def _margin(chain: Chain, rivals: Sequence[Anchor]) -> float:
    """By how much the chain must be better: a forged form may also put what the true one did not need to put."""
    # Groups that ask alike share lines: whichever of them asks there, the line is the form's own.
    taken = {entry.anchor.line for entry in chain.entries}
    if sum(rival.line not in taken for rival in rivals) < _FEWEST_OF_A_FORM:
        return _MARGIN
    asked = [entry.slot for entry in chain.entries if entry.slot.question]
    forgeable = sum(bool(slot.question and slot.question.show_if) for slot in asked)
    in_groups = sum(slot.group is not None for slot in asked)
    return _MARGIN * (1 + forgeable) + _MARGIN / 2 * in_groups


def _rivals(sheet: Sheet, anchors: Sequence[Anchor], chain: Chain) -> Iterator[Anchor]:
    """The lines that could be a question which the chain has elsewhere, and those of groups inside stories.

    A question that stands nowhere in the form's order has moved or stands in a story: `Leftovers` looks into that.
    """
    if len(anchors) == len(chain.entries):  # the chain has taken all of them
        return
    beyond = _beyond_forging(sheet, chain)
    taken = {entry.anchor.line: entry.anchor for entry in chain.entries}
    places = {entry.slot.place for entry in chain.entries}
    stories = _stories(chain)
    ends = [entry.end for entry in stories]
    for anchor in anchors:
        if anchor.slot.kind not in _READ or anchor.slot.place in beyond or anchor == taken.get(anchor.line):
            continue
        at = bisect_right(ends, anchor.line)
        in_story = at < len(stories) and stories[at].anchor.line < anchor.line
        if anchor.slot.place in places or (in_story and anchor.slot.group is not None):
            yield anchor


def _stories(chain: Chain) -> list[Entry]:
    asked = ((entry, entry.anchor.slot.question) for entry in chain.entries)
    return [entry for entry, question in asked if question and question.is_long_text]


def _beyond_forging(sheet: Sheet, chain: Chain) -> set[int]:
    """The places of questions that nobody forged: nothing stands between them and the service's own first lines.

    Up to the first answer that is written freely a person could only choose; what stands there is the form's own, and
    so is that question's label. Lines like them further down are a story's.
    """
    found: set[int] = set()
    end = -1  #: up to there every line is known; nothing is before the service's own
    for slot, anchor in ((entry.slot, entry.anchor) for entry in chain.entries):
        is_next = end >= 0 and sheet.written[anchor.line] == sheet.written[end] and slot.group is None
        if not is_next and slot.kind not in _OF_THE_SERVICE:
            break
        end, answer = anchor.next_line, text_beside(sheet, anchor)
        if not anchor.text.strip() and (answer or slot.kind in (SlotKind.REFERENCE, SlotKind.SUBMITTED)):
            end = min(sheet.next_written(end) + 1, len(sheet.lines))
        if slot.question is None:
            continue
        found.add(slot.place)
        if slot.question.type is AnswerType.STRING or not sheet.typed(slot.question, answer).fits:
            break
    return found


_READ: Final = frozenset({SlotKind.QUESTION, SlotKind.ELEMENT})
_OF_THE_SERVICE: Final = frozenset({SlotKind.TITLE, SlotKind.REFERENCE, SlotKind.SUBMITTED})


def _sentence(entry: Entry, sentence: str) -> tuple[str, str]:
    question = entry.slot.question
    return entry.slot.name, sentence.format(question.label if question else "")


def _read(sheet: Sheet, chain: Chain) -> dict[str, list[str]]:
    """By question the words that would be its answer, of each element of a group."""
    read: dict[str, list[str]] = {}
    for entry in chain.entries:
        if entry.slot.is_question:
            read.setdefault(entry.slot.name, []).append(_words(sheet, entry))
        elif entry.slot.kind is SlotKind.ELEMENT:
            read.setdefault(entry.slot.name, []).append("")
    return read


def _words(sheet: Sheet, entry: Entry) -> str:
    question, anchor = entry.slot.question, entry.anchor
    beside = anchor.text.strip()
    if beside and question and not question.is_long_text:
        return beside
    lines = (line.text.strip() for line in sheet.lines[anchor.next_line : entry.end])
    return "\n".join(filter(None, (beside, *lines)))
