"""What one witness says: a text, read by the form version, as typed answers with their places."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from mapping_dsl.forms import AnswerType, FormVersion, Question
from runtime.intake.aligning.alignment import Entry, align
from runtime.intake.aligning.anchors import Sheet
from runtime.intake.aligning.certainty import uncertain_of
from runtime.intake.aligning.choosing import Told, choose, shared_words
from runtime.intake.aligning.leftovers import Leftovers
from runtime.intake.aligning.script import SlotKind, write_script
from runtime.intake.aligning.tables import without_tables, written_out
from runtime.intake.aligning.turning import upright
from runtime.intake.answers import EVERYDAY, Usage
from runtime.intake.answers.conditions import is_put, settle_unanswered
from runtime.intake.envelope import WitnessText
from runtime.intake.layout import Layout
from runtime.intake.reading import DriftKind, UnmappedText
from runtime.intake.witness.hearing import GOES_ON, Hearing, Testimony
from runtime.intake.witness.lines import Line, Piece
from runtime.intake.witness.looks import believed
from runtime.likeness import NO_HISTORY, Wordings

__all__ = ["Testimony", "hear", "looks_like_a_form"]

MAX_FORM_LINES: Final = 2_000
_FEWEST_QUESTIONS: Final = 5
_FEWEST_CUT: Final = 2  #: questions that are always put, and are not there after the last one that is
_FEWEST_MISFITS: Final = 4  #: answers that are none to their questions, and the share of them
_LEAST_MISFITS: Final = 0.3
_MISREAD: Final = "Many answers are not what their questions ask for; that to “{}” may be another's."
_CUT: Final = "The text ends after “{}”, where more questions should follow; the answer may have been cut."
_HANGS: Final = "Whether “{}” was asked hangs on an answer that cannot be told for sure."
_EMPTY: Final = "A heading follows “{}” without the questions that belong under it; it may be the answer's own."
_FORGED: Final = (
    "“{}” holds a line like the question “{}”, answered “{}”, which the form does not put here: it was left there."
)


def hear(
    witness: WitnessText,
    form: FormVersion,
    layouts: Sequence[Layout] = (),
    wordings: Wordings = NO_HISTORY,
    usage: Usage = EVERYDAY,
) -> Testimony:
    """The witness's lines, read as a filled form of that version: in one of the layouts, or in that which they show.

    A question that the form would not have put, found right after a story, is a line of the story: it is read again.
    """
    words = shared_words(tuple(layouts))
    script = write_script(form, words.references, words.submitted)
    sheet = Sheet(believed(witness.lines, script, usage), script, usage, witness.gap)
    sheet, tables = without_tables(sheet)
    turned = upright(sheet, choose(sheet, layouts), layouts)
    written = written_out(turned.sheet, turned.told, tables)
    sheet, told = written.sheet, written.told
    hearing = _taken_down(witness, sheet, told)
    forged = _not_put_after_a_story(told.chain.entries, hearing.testimony, form)
    left = dict(_left_in_stories(forged, hearing.testimony, form))
    if forged:
        places = {entry.slot.place for entry in forged}
        anchors = [anchor for anchor in told.anchors if anchor.slot.place not in places]
        told = Told(told.layout, anchors, align(sheet, anchors))
        hearing = _taken_down(witness, sheet, told)
    hearing.testimony.unmapped += [UnmappedText("", text) for text in written.unread]
    return _finished(hearing, told, form, wordings, {**turned.unsure, **written.unsure, **left})


def _taken_down(witness: WitnessText, sheet: Sheet, told: Told) -> Hearing:
    hearing = Hearing(witness.witness, sheet, told.layout)
    hearing.take_all(told.chain.entries)
    return hearing


def _finished(
    hearing: Hearing, told: Told, form: FormVersion, wordings: Wordings, left: Mapping[str, str]
) -> Testimony:
    """All that it says; `left` tells, by question, why it is not sure for lines that were left in stories."""
    heard = hearing.testimony
    heard.found = len(heard.places)
    harmless = {name for name in _not_put(form, heard) if not _tells_of_danger(form.by_name[name])}
    heard.uncertain |= uncertain_of(hearing.sheet, told.anchors, told.chain, harmless)
    Leftovers(hearing, form, wordings, told).settle()
    heard.uncertain |= left
    _doubt_the_last(hearing, told.chain.entries)
    absent = [question.name for question in form.questions if question.name not in heard.answers]
    heard.answers.update(dict.fromkeys(absent))
    for question in form.questions:
        if question.name in absent and is_put(question, heard.answers, heard.uncertain) is None:
            heard.uncertain[question.name] = _HANGS.format(question.label)
    settle_unanswered(heard, form, absent)
    _doubt_before_empty_sections(hearing, told.chain.entries)
    _doubt_all_that_is_misread(heard, form)
    return heard


def _doubt_all_that_is_misread(heard: Testimony, form: FormVersion) -> None:
    """Where many answers are none to their questions the text was read amiss; what fits may do so by chance."""
    telling = [question.name for question in form.questions if _is_telling(question, heard)]
    misfits = [name for name in telling if heard.answers[name] is None and name in heard.doubts]
    if len(misfits) >= max(_FEWEST_MISFITS, _LEAST_MISFITS * len(telling)):
        for name, question in form.every_question():
            heard.uncertain.setdefault(name, _MISREAD.format(question.label))


def _is_telling(question: Question, heard: Testimony) -> bool:
    """Whether an answer stands there that can be seen to be none: of a type, or one that may not be blank."""
    place = heard.places.get(question.name)
    is_typed = question.type is not AnswerType.STRING and place is not None and bool(place.text.strip())
    return place is not None and (is_typed or question.required)


def _doubt_before_empty_sections(hearing: Hearing, entries: Sequence[Entry]) -> None:
    """A story may hold the heading after it, where the questions that should stand under that heading do not.

    Groups need not: one without an element leaves nothing but its section's heading.
    """
    removed = {drift.question for drift in hearing.testimony.drift if drift.kind is DriftKind.REMOVED}
    if not removed:
        return
    for (story, heading), following in zip(pairwise(entries), [*entries[2:], None], strict=False):
        question = story.slot.question
        is_empty = following is None or following.slot.section != heading.slot.section
        if not question or not question.is_long_text or heading.slot.kind is not SlotKind.SECTION or not is_empty:
            continue
        below = (slot for slot in hearing.sheet.script.slots if slot.section == heading.slot.section)
        under = {slot.name for slot in below if slot.kind is SlotKind.QUESTION and slot.group is None}
        if not under.isdisjoint(removed):
            hearing.testimony.uncertain.setdefault(story.slot.name, _EMPTY.format(question.label))


def _doubt_the_last(hearing: Hearing, entries: Sequence[Entry]) -> None:
    """The last answer of a text may hold what stands below the form; where the text breaks off, it may be cut."""
    slots = [entry.anchor.slot for entry in entries]
    asked = [slot for slot in slots if slot.is_question]
    if not asked or any(slot.kind is SlotKind.SIGNATURE for slot in slots):
        return
    last, heard = asked[-1], hearing.testimony
    if last.question and last.group is None and hearing.is_parted(last.name):
        heard.uncertain.setdefault(last.name, GOES_ON.format(last.question.label))
    later = (slot for slot in hearing.sheet.script.slots[last.place + 1 :] if slot.question and not slot.group)
    missing = [
        slot for slot in later if not (slot.question and slot.question.show_if) and slot.name not in heard.answers
    ]
    if len(missing) >= _FEWEST_CUT and last.question:
        heard.is_cut = True
        heard.uncertain.setdefault(last.name, _CUT.format(last.question.label))


def _left_in_stories(forged: Mapping[Entry, Entry], heard: Testimony, form: FormVersion) -> Iterator[tuple[str, str]]:
    """Why stories, and questions of danger, are not sure: what looks like a question of the form is left in them."""
    for entry, story in forged.items():
        question, name = form.by_name[entry.slot.name], story.slot.name
        sentence = _FORGED.format(form.by_name[name].label, question.label, heard.places[question.name].text)
        yield name, sentence
        if question.risk:
            yield question.name, sentence


def _not_put_after_a_story(entries: Sequence[Entry], heard: Testimony, form: FormVersion) -> dict[Entry, Entry]:
    """Questions that stand right after a long text, or after one another there, though their condition is not met.

    Each with the long text.
    """
    conditional = [(before, entry) for before, entry in pairwise(entries) if _is_asked_on_condition(entry)]
    if not any(_is_story(before) for before, _ in conditional):
        return {}
    not_put = _not_put(form, heard)
    forged: dict[Entry, Entry] = {}
    for before, entry in conditional:
        in_story = before in forged or _is_story(before)
        if in_story and entry.slot.name in not_put and not _is_blank(heard.answers.get(entry.slot.name)):
            forged[entry] = forged.get(before, before)
    return forged


def _not_put(form: FormVersion, heard: Testimony) -> set[str]:
    """The questions that the form would not have put; what hangs on one that is missing or in doubt is not known."""
    answers = {question.name: heard.answers.get(question.name) for question in form.questions}
    unknown, found = {*heard.doubts}, set()
    for question in form.questions:  # in their order, for conditions are on earlier ones
        if is_put(question, answers, unknown) is False:
            found.add(question.name)
        elif question.name not in heard.answers:
            unknown.add(question.name)
    return found


def _tells_of_danger(question: Question) -> bool:
    return question.risk or any(inner.risk for inner in question.questions)


def _is_asked_on_condition(entry: Entry) -> bool:
    """Whether it is a question that is put to some people only, and stands in no group."""
    slot = entry.anchor.slot
    return slot.is_question and slot.group is None and slot.question is not None and bool(slot.question.show_if)


def _is_story(entry: Entry) -> bool:
    question = entry.anchor.slot.question
    return question is not None and question.is_long_text


def _is_blank(answer: object) -> bool:
    return answer in (None, [], "")


def looks_like_a_form(lines: Sequence[Line]) -> bool:
    """Whether a text of no known form is laid out like one: several questions with their answers."""
    begun = lines[:MAX_FORM_LINES]
    return sum(line.piece is Piece.LABEL or _is_question(line.text) for line in begun) >= _FEWEST_QUESTIONS


def _is_question(text: str) -> bool:
    label, colon, _ = text[:400].partition(":")
    return bool(colon and label.strip() and len(label) <= 200)
