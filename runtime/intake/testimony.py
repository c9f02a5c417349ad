"""What one witness says: a text, read by the form version, as typed answers with their places."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mapping_dsl.forms import AnswerType, FormVersion, Question
from runtime.intake.alignment import Entry, align
from runtime.intake.answers import type_answer
from runtime.intake.conditions import is_put
from runtime.intake.envelope import WitnessText
from runtime.intake.layouts import ORDINARY, Layout
from runtime.intake.lines import Line, Piece
from runtime.intake.reading import Answer, Drift, DriftKind, DriftSeverity, Place, UnmappedText
from runtime.intake.script import Slot, SlotKind, write_script
from runtime.intake.wrapping import wrap_width, written_on

MAX_SIGNATURE_LINES = 6
MAX_FORM_LINES = 2_000
_FEWEST_QUESTIONS = 5

_QUESTION_LIKE = re.compile(r"\s*(?P<label>[^\s:][^:]{1,200}):(?=\s|$)(?P<text>.*)")
_FORGED = "A line of a story looks like the question “{}”, which the form does not put here: it was left in the story."
_MARKING = re.compile(r"[\W_]*(?:OFFICIAL|SECRET|TOP SECRET)\b[^.]{0,60}")


@dataclass(slots=True)
class Testimony:
    """What a witness says. Every question of the form version has a key in the answers."""

    witness: str
    answers: dict[str, Answer] = field(default_factory=dict)
    not_asked: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    uncertain: dict[str, str] = field(default_factory=dict)  #: why an answer may hold too much or too little
    drift: list[Drift] = field(default_factory=list)
    unmapped: list[UnmappedText] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    cautions: list[str] = field(default_factory=list)
    found: int = 0  #: how many questions stand in it
    reference: str = ""
    submitted: str = ""  #: in the form's own words


def hear(witness: WitnessText, form: FormVersion, layouts: Sequence[Layout] = (ORDINARY,)) -> Testimony:
    """The witness's lines, read as a filled form of that version.

    A question that the form would not have put, found right after a story, is a line of the story: it is read again.
    """
    layout, lines = layouts[0], witness.lines
    script, width = write_script(form, layout), wrap_width([line.text for line in lines])
    entries = align(lines, script, layout)
    heard = _Hearing(Testimony(witness.witness), width, layout).hear_all(lines, entries, form)
    forged = _not_put_after_a_story(entries, heard)
    if forged:
        entries = align(lines, script, layout, without=frozenset(slot.place for slot in forged))
        heard = _Hearing(Testimony(witness.witness), width, layout).hear_all(lines, entries, form)
        heard.cautions += [_FORGED.format(slot.question.label) for slot in forged if slot.question]
    return heard


def _not_put_after_a_story(entries: Sequence[Entry], heard: Testimony) -> list[Slot]:
    """Questions that stand right after a long text, or after one another there, though their condition is not met."""
    forged: list[Slot] = []
    for before, entry in pairwise(entries):
        story, question = before.slot.question, entry.slot.question
        if question is None or entry.slot.kind is not SlotKind.QUESTION:
            continue
        in_story = before.slot in forged or (story is not None and story.is_long_text)
        if in_story and is_put(question, heard.answers, heard.doubts) is False:
            forged.append(entry.slot)
    return forged


class _Hearing:
    """Takes down one entry after the other."""

    def __init__(self, testimony: Testimony, width: int | None, layout: Layout) -> None:
        self.testimony = testimony
        self._width = width
        self._layout = layout
        self._element: dict[str, Answer] = {}  #: the group's element that is being read
        self._element_name = ""

    def hear_all(self, lines: Sequence[Line], entries: Sequence[Entry], form: FormVersion) -> Testimony:
        """The whole text: what stands before the form, its entries, and the questions that are not among them."""
        before = lines[: entries[0].anchor.line] if entries else lines
        self.leave_over(line.text for line in before)
        for entry in entries:
            self.take(entry)
        self.testimony.found = len(self.testimony.places)
        absent = [question for question in form.questions if question.name not in self.testimony.answers]
        self.testimony.answers.update({question.name: None for question in absent})
        for question in absent:
            self._miss(question)
        for question in form.questions:
            self._require(question)
        return self.testimony

    def take(self, entry: Entry) -> None:
        """The next line of the script that the text has."""
        match entry.slot.kind:
            case SlotKind.QUESTION:
                self._take_question(entry)
            case SlotKind.ELEMENT:
                self._open_element(entry.slot.question)
                self.leave_over(entry.lines[1:])
            case SlotKind.REFERENCE:
                self.testimony.reference = entry.lines[0].strip()
                self.leave_over(entry.lines[1:])
            case SlotKind.SUBMITTED:
                self.testimony.submitted = entry.lines[0].strip()
                self.leave_over(entry.lines[1:])
            case SlotKind.SIGNATURE if sum(map(bool, map(str.strip, entry.lines))) <= MAX_SIGNATURE_LINES:
                pass
            case _:
                self.leave_over(entry.lines[1:])

    def leave_over(self, lines: Iterable[str]) -> None:
        """Lines that answer no question: shown whole, and told as drift where they look like a question."""
        unmapped = _unmapped(lines, self._layout)
        self.testimony.unmapped += unmapped
        self.testimony.drift += [
            Drift(DriftKind.ADDED, None, one.label, one.text, risk=False, severity=DriftSeverity.DEGRADES)
            for one in unmapped
            if one.label and self.testimony.places
        ]

    def _miss(self, question: Question) -> None:
        """A question that was not found: not asked, or in doubt where it should or may have been put."""
        put = is_put(question, self.testimony.answers, self.testimony.doubts)
        if put:
            self._drift(DriftKind.REMOVED, question.name, question, "")
        elif put is None:
            self.testimony.doubts.append(question.name)
        else:
            self.testimony.not_asked.append(question.name)

    def _require(self, question: Question) -> None:
        """A required question that was asked and is blank is in doubt."""
        heard, name = self.testimony, question.name
        if question.required and heard.answers[name] is None and name not in (*heard.not_asked, *heard.doubts):
            heard.doubts.append(name)

    def _take_question(self, entry: Entry) -> None:
        question, name = entry.slot.question, entry.slot.name
        assert question is not None
        own, rest = _divide(question, entry.lines, self._layout)
        text = written_on(own, self._width if question.is_long_text else None, wrapped=not question.is_long_text)
        typed = type_answer(question, text)
        if entry.slot.group is None:
            self.testimony.answers[name] = typed.value
            key = name
        else:
            self._element[question.name] = typed.value
            key = f"{self._element_name}.{question.name}"
        self.testimony.places[key] = self._place(entry, own, text)
        if not typed.fits:
            self._drift(_misfit(question), name, question, text)
        self.leave_over(rest)

    def _place(self, entry: Entry, own: Sequence[str], text: str) -> Place:
        last = max((number for number, line in enumerate(own) if line.strip()), default=0)
        return Place(self.testimony.witness, entry.anchor.line + 1, entry.anchor.next_line + last, text)

    def _open_element(self, group: Question | None) -> None:
        assert group is not None
        elements = self.testimony.answers.setdefault(group.name, [])
        assert isinstance(elements, list)
        self._element = {question.name: None for question in group.questions}
        elements.append(self._element)
        self._element_name = f"{group.name}[{len(elements)}]"

    def _drift(self, kind: DriftKind, name: str, question: Question, text: str) -> None:
        severity = DriftSeverity.BREAKS if question.risk or question.required else DriftSeverity.DEGRADES
        self.testimony.drift.append(Drift(kind, name, question.label, text, question.risk, severity))
        if name not in self.testimony.doubts:
            self.testimony.doubts.append(name)


def _misfit(question: Question) -> DriftKind:
    chosen = question.type in (AnswerType.CHOICE, AnswerType.CHOICES)
    return DriftKind.OPTIONS_ADDED if chosen else DriftKind.TYPE_CHANGED


def _divide(question: Question, lines: Sequence[str], layout: Layout) -> tuple[Sequence[str], Sequence[str]]:
    """An entry's lines: those of the answer, and those after it that the question cannot hold."""
    if question.is_long_text:
        end = next((at for at in range(1, len(lines) - 1) if _is_heading(lines, at, layout)), len(lines))
        return lines[:end], lines[end:]
    end = 1
    while end < len(lines) and lines[end].strip() and not _QUESTION_LIKE.fullmatch(lines[end]):
        end += 1
    if question.type is not AnswerType.STRING and lines[0].strip():
        end = _closed_end(question, lines, end)
    return lines[:end], lines[end:]


def _is_heading(lines: Sequence[str], at: int, layout: Layout) -> bool:
    """Whether a section begins there that the form does not have: an underlined line after a blank one."""
    return bool(lines[at].strip()) and not lines[at - 1].strip() and layout.is_underline(lines[at + 1].strip())


def _closed_end(question: Question, lines: Sequence[str], end: int) -> int:
    """Where an answer ends that must be of a type: after as many wrapped lines as make one, else after the first."""
    return next((stop for stop in range(end, 0, -1) if type_answer(question, " ".join(lines[:stop])).fits), 1)


def _unmapped(lines: Iterable[str], layout: Layout) -> list[UnmappedText]:
    """Lines as text with its label where they look like one; lines that only adorn are left out."""
    found: list[UnmappedText] = []
    broken = True
    for line in lines:
        text = line.strip()
        if not any(map(str.isalnum, text)) or _MARKING.fullmatch(text) or layout.is_underline(text):
            broken = broken or not text
            continue
        question = _QUESTION_LIKE.fullmatch(line)
        if question:
            found.append(UnmappedText(question["label"].strip(), question["text"].strip()))
        elif broken or not found:
            found.append(UnmappedText("", text))
        else:
            found[-1] = UnmappedText(found[-1].label, f"{found[-1].text}\n{text}".strip())
        broken = False
    return found


def looks_like_a_form(lines: Sequence[Line]) -> bool:
    """Whether a text of no known form is laid out like one: several questions with their answers."""
    questions = (line.piece is Piece.LABEL or _QUESTION_LIKE.fullmatch(line.text) for line in lines[:MAX_FORM_LINES])
    return sum(map(bool, questions)) >= _FEWEST_QUESTIONS
