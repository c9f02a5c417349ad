"""The entries of a text taken down as typed answers with their places, and the lines that answer nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from mapping_dsl.forms import AnswerType, Question
from runtime.intake.abreast import may_hold_another
from runtime.intake.aligning.alignment import Entry
from runtime.intake.aligning.anchors import Sheet
from runtime.intake.aligning.dividing import Labels, Own, divide, joined
from runtime.intake.aligning.headings import ending_in_headings, strange_headings
from runtime.intake.aligning.script import SlotKind
from runtime.intake.answers import Note, NoteKind
from runtime.intake.layout import Layout
from runtime.intake.mail.wrapping import wrap_width, written_on
from runtime.intake.reading import Answer, Drift, DriftKind, DriftSeverity, Place, Proposal, UnmappedText
from runtime.intake.witness.blanks import Blanks, tells_where
from runtime.intake.witness.lines import Box, Line, Piece
from runtime.intake.wording import fold

MAX_SIGNATURE_LINES: Final = 12

_DIFFERENCES: Final = {
    NoteKind.NEAR_OPTION: DriftKind.OPTIONS_REWORDED,
    NoteKind.OTHER_VERSION: DriftKind.OPTIONS_REWORDED,
    NoteKind.OTHER_FORMAT: DriftKind.FORMAT_CHANGED,
}
_MAX_BLANK: Final = 100  #: characters of words for a blank answer

_UNREAD: Final = "“{}” seems to be blank, but words follow that were not understood."
_PERHAPS_BLANK: Final = "“{}” is answered “{}”, which may stand for a blank answer."
_NO_SUCH: Final = "“{}” is answered “{}”, without a figure or an @; it may be another question's."
_TWO: Final = "“{}” is answered with words that hold another question's label; two may stand on one line."
_A_LABEL: Final = "“{}” is answered “{}”, which is what another question is called; the answers may be mixed up."
_LONGER: Final = "“{}” stands in a longer label, “{}”; it may be another question."
_HEADED: Final = "“{}” ends with a line that may be the heading of what follows."
GOES_ON: Final = "Words follow the answer to “{}” that no label begins; they may belong to it."


@dataclass(frozen=True, slots=True)
class Again:
    """Another answer to a question of danger that the same witness has answered already."""

    question: str
    text: str  #: as typed
    value: Answer  #: None where it does not type


@dataclass(slots=True)
class Testimony:
    """What a witness says. Every question of the form version has a key in the answers."""

    witness: str
    answers: dict[str, Answer] = field(default_factory=dict)
    not_asked: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    uncertain: dict[str, str] = field(default_factory=dict)  #: why an answer may hold too much or too little
    perhaps_blank: set[str] = field(default_factory=set)  #: of these, what may be words for no answer
    drift: list[Drift] = field(default_factory=list)
    unmapped: list[UnmappedText] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    again: list[Again] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    found: int = 0  #: how many questions stand in it
    layout: str = ""  #: by whose name it was read; empty where it showed one that nobody has defined
    structured: bool = False  #: its looks tell which lines are labels
    shows_blanks: bool = False  #: some question stands there without an answer
    is_cut: bool = False  #: it may end before the form does
    title: str = ""
    reference: str = ""
    submitted: str = ""  #: in the form's own words

    def drifted(self, drift: Drift, *, doubt: str = "") -> None:
        """Takes a difference down, and puts a question's answer in doubt."""
        self.drift.append(drift)
        if doubt and doubt not in self.doubts:
            self.doubts.append(doubt)


@dataclass(slots=True)
class Element:
    """One element of a group while it is read."""

    key: str  #: "suspects[2]"
    answers: dict[str, Answer]


@dataclass(frozen=True, slots=True)
class Rest:
    """Lines that answer nothing, from line to line, and what they follow."""

    start: int
    end: int
    after: str = ""  #: the question before them
    element: Element | None = None  #: of the group in which they stand
    in_story: bool = False  #: cut off a story, so that they may be a part of it


class Hearing:
    """Takes down one entry after the other."""

    def __init__(self, witness: str, sheet: Sheet, layout: Layout) -> None:
        self.testimony = Testimony(witness, layout=layout.name, structured=sheet.is_structured)
        self.sheet, self.layout = sheet, layout
        self.labels = Labels.of(sheet, layout)
        self.rests: list[Rest] = []
        self.stories: list[tuple[str, Entry, Own]] = []  #: answers that may have swallowed what follows them
        self._width = wrap_width([line.text for line in sheet.lines])
        self._blanks = Blanks(sheet, layout)
        self._element: Element | None = None
        self._inner_place = -1  #: of the question last taken in that element

    def take_all(self, entries: Sequence[Entry]) -> None:
        """Everything in the text's order; what stands before the form is left over."""
        self._leave(0, entries[0].anchor.line if entries else len(self.sheet.lines))
        self._blanks.learn(entries)
        strange = strange_headings(self.labels, entries)
        headings = {self.sheet.next_written(at) for at in strange.values()}
        self.labels = replace(self.labels, no_labels=self.labels.no_labels | headings)
        for entry in entries:
            end = strange.get(entry.anchor, entry.end) if strange else entry.end
            self.take(Entry(entry.anchor, end))
            self._leave(end, entry.end)
        for entry in ending_in_headings(self.labels, entries, strange):
            question = entry.slot.question
            assert question is not None
            self.testimony.uncertain.setdefault(entry.slot.name, _HEADED.format(question.label))

    def take(self, entry: Entry) -> None:
        """One line of the script that the text has."""
        heard, anchor, slot = self.testimony, entry.anchor, entry.anchor.slot
        if slot.group is None:
            self._element = None
        match slot.kind:
            case SlotKind.QUESTION:
                self._take_question(entry)
            case SlotKind.ELEMENT:
                self._open_element(entry)
                self._leave(anchor.next_line, entry.end)
            case SlotKind.GROUP:
                self._take_group(entry)
            case SlotKind.SIGNATURE if self._is_short(entry) and not self._asks(entry):
                pass
            case SlotKind.REFERENCE | SlotKind.SUBMITTED as kind:
                beside, after = self._service_line(entry)
                setattr(heard, kind.value, beside)
                self._leave(after, entry.end)
            case SlotKind.TITLE:
                heard.title = self.sheet.lines[anchor.line].text.strip()
                self._leave(anchor.next_line, entry.end)
            case _:
                self._leave(anchor.next_line, entry.end)

    def take_text(self, question: Question, name: str, text: str, element: Element | None) -> bool:
        """Types an answer's words and keeps it; whether they are such an answer."""
        heard, said = self.testimony, text.strip()
        words = fold(said) if len(said) <= _MAX_BLANK else ""
        is_blank = bool(words) and self._blanks.mean_blank(question, said, words)
        if is_blank and words in self._blanks.not_asked:
            heard.not_asked.append(name)
        heard.shows_blanks |= is_blank or not said
        typed = self.sheet.typed(question, "" if is_blank else text)
        if words and typed.value is not None and self._blanks.may_mean_blank(question, said, words):
            heard.uncertain.setdefault(name, _PERHAPS_BLANK.format(self._in_group(question, name), said))
            heard.perhaps_blank.add(name)
        elif typed.value is not None and question.kind and not tells_where(said):
            heard.uncertain.setdefault(name, _NO_SUCH.format(self._in_group(question, name), said[:_MAX_BLANK]))
        elif typed.value is not None and words in self.sheet.script.called:
            heard.uncertain.setdefault(name, _A_LABEL.format(self._in_group(question, name), said))
        elif isinstance(typed.value, str) and may_hold_another(text, self.sheet):
            heard.uncertain.setdefault(name, _TWO.format(self._in_group(question, name)))
        if element is None:
            heard.answers[name] = typed.value
        else:
            element.answers[question.name] = typed.value
        if typed.fits and typed.note:
            self._tell(typed.note, question, name, text)
        return typed.fits

    def _in_group(self, question: Question, name: str) -> str:
        """A question's label, after that of its group: what an element's question is called says little alone."""
        group = name.partition(".")[0] if "." in name else ""
        above = (slot.question.label for slot in self.sheet.script.slots if slot.question and slot.name == group)
        return f"{next(above)}: {question.label}" if group else question.label

    def _tell(self, note: Note, question: Question, name: str, text: str) -> None:
        """What is to be told of how an answer was typed: a difference from the form, or a caution."""
        kind = _DIFFERENCES.get(note.kind)
        if kind:
            self.testimony.drifted(difference(kind, name, question, text), doubt=name)
        elif note.sentence not in self.testimony.cautions:
            self.testimony.cautions.append(note.sentence)

    def place(self, first: int, last: int, text: str) -> Place:
        """Where lines stand in the witness; the box is around those on the first of their pages."""
        lines = self.sheet.lines[first : last + 1]
        if len(lines) == 1:  # as most are
            (line,) = lines
            return Place(self.testimony.witness, line.number, line.number, text, line.page, line.box)
        numbers = [line.number for line in lines]
        boxes = [line.box for line in lines if line.box and line.page == lines[0].page]
        return Place(
            self.testimony.witness,
            min(numbers),
            max(numbers),
            text,
            lines[0].page,
            _around(boxes) if boxes else None,
        )

    def is_parted(self, name: str) -> bool:
        """Whether a blank line parts an answer, so that what follows it may be none of it; looks tell better."""
        _, *after_first = self.testimony.places[name].text.strip().split("\n")
        return not self.testimony.structured and any(not line.strip() for line in after_first)

    def written(self, question: Question, texts: Sequence[str]) -> str:
        """The lines of an answer as its text."""
        if question.is_long_text:
            return written_on(texts, self._width, wrapped=False)
        return joined(question, texts, self.sheet)

    def _take_question(self, entry: Entry) -> None:
        slot, heard = entry.slot, self.testimony
        question, name = slot.question, slot.name
        assert question is not None
        if slot.group is not None:
            self._find_element(entry)
        own = divide(entry, self.labels, self._width)
        text = self.written(question, own.texts)
        if self.sheet.written[entry.end] > self.sheet.written[min(own.end, entry.end)]:
            text = _without_closing(text, entry)
            if not text.strip() and self._is_unread(own.end, entry):
                heard.uncertain.setdefault(name, _UNREAD.format(question.label))
        fits = self.take_text(question, name, text, self._element)
        key = f"{self._element.key}.{question.name}" if self._element else name
        heard.places[key] = self.place(entry.anchor.line, max(entry.anchor.next_line - 1, own.last), text)
        if not fits:
            heard.drifted(misfit(question, name, text), doubt=name)
        if longer := self._longer_label(entry):
            heard.uncertain.setdefault(name, _LONGER.format(question.label, longer))
        if own.goes_on:
            heard.uncertain.setdefault(name, GOES_ON.format(question.label))
        if question.is_long_text and not heard.structured:
            self.stories.append((key, entry, own))
        self._leave(own.end, entry.end, name)

    def _longer_label(self, entry: Entry) -> str:
        """The label that the layout's marks show, where blanks alone part it from the form's own and more words."""
        pattern, beside = entry.anchor.pattern, entry.anchor.text.strip()
        if pattern is None or not pattern.is_parted_by_blanks or not beside:
            return ""
        label, text = self.labels.at(entry.anchor.line, sure=True) or ("", "")
        return label if text and text != beside and beside.endswith(text) else ""

    def _is_unread(self, start: int, entry: Entry) -> bool:
        """Whether the words that follow a blank answer are no question themselves; none is part of a cell or tags."""
        at, lines = self.sheet.next_written(start), self.sheet.lines
        is_shown = lines[start - 1].piece is Piece.ANSWER or entry.anchor.is_closed_by(lines[start - 1].text)
        if is_shown or at >= entry.end or entry.end == len(lines) or lines[at].piece is Piece.HEADING:
            return False
        lead = entry.anchor.pattern and entry.anchor.pattern.answer
        is_asked = at in self.sheet.alone or self.labels.at(at) is not None
        return not is_asked and not (lead and lead.fullmatch(lines[at].text))

    def _find_element(self, entry: Entry) -> None:
        """Where no marks open elements, a question that has already come begins the next one."""
        group, _, _ = entry.slot.name.partition(".")
        begun = self._element is not None and self._element.key.startswith(f"{group}[")
        if not begun or entry.slot.place <= self._inner_place:
            self._open_element(entry)
        self._inner_place = entry.slot.place

    def _open_element(self, entry: Entry) -> None:
        group, _, _ = entry.slot.name.partition(".")
        inside = map(self.sheet.script.slots.__getitem__, entry.slot.group or ())
        elements = self.testimony.answers.setdefault(group, [])
        assert isinstance(elements, list)
        answers: dict[str, Answer] = {slot.name.partition(".")[2]: None for slot in inside if slot.is_question}
        elements.append(answers)
        self._element = Element(f"{group}[{len(elements)}]", answers)
        self._inner_place = -1

    def _take_group(self, entry: Entry) -> None:
        """A group's own label: with nothing or a word for blank beside it where it has no element."""
        anchor, lines = entry.anchor, self.sheet.lines
        if self._blanks.is_known(fold(anchor.text)):
            self.testimony.answers.setdefault(entry.slot.name, None)
            self.testimony.shows_blanks = True
            self.testimony.places[entry.slot.name] = self.place(anchor.line, anchor.next_line - 1, anchor.text.strip())
            self._leave(anchor.next_line, entry.end)
        else:
            self._doubt_story_before(entry)
            self._leave(anchor.next_line - bool(anchor.text.strip()) if lines else 0, entry.end)

    def _doubt_story_before(self, entry: Entry) -> None:
        """A story may hold what looks like a group's label with words beside or under it: services put none there."""
        written = self.sheet.written
        has_words = bool(entry.anchor.text.strip()) or written[entry.end] > written[entry.anchor.next_line]
        for key, story, _ in self.stories[-1:]:
            if has_words and story.end == entry.anchor.line and story.slot.question:
                self.testimony.uncertain.setdefault(key.partition("[")[0], GOES_ON.format(story.slot.question.label))

    def _service_line(self, entry: Entry) -> tuple[str, int]:
        """What stands beside or under the label of something that the service says, and where it ends."""
        anchor = entry.anchor
        if anchor.text.strip() or anchor.next_line >= entry.end:
            return anchor.text.strip(), anchor.next_line
        at = min(self.sheet.next_written(anchor.next_line), entry.end - 1)
        return self.sheet.lines[at].text.strip(), at + 1

    def _is_short(self, entry: Entry) -> bool:
        return self.sheet.written[entry.end] - self.sheet.written[entry.anchor.line] <= MAX_SIGNATURE_LINES

    def _asks(self, entry: Entry) -> bool:
        """Whether a question's label stands in an entry's own lines."""
        return self.sheet.labelled[entry.end] > self.sheet.labelled[entry.anchor.next_line]

    def _leave(self, start: int, end: int, after: str = "") -> None:
        if (
            start < end
            and self.sheet.written[max(start, min(end, len(self.sheet.lines)))]
            > self.sheet.written[min(start, len(self.sheet.lines))]
        ):
            self.rests.append(Rest(start, end, after, self._element))


def _without_closing(text: str, entry: Entry) -> str:
    """An answer without the mark that the layout ends answers with, where other words follow it."""
    anchor = entry.anchor
    return text.removesuffix(anchor.closing).rstrip() if anchor.is_below and anchor.closing else text


def difference(kind: DriftKind, name: str, question: Question, text: str, label: str = "") -> Drift:
    """A difference that leaves a question's answer in doubt."""
    severity = DriftSeverity.BREAKS if question.risk or question.required else DriftSeverity.DEGRADES
    return Drift(kind, name, label or question.label, text, question.risk, severity)


def proposed(drift: Drift, name: str, confidence: float) -> Drift:
    """The difference with the question that is meant by it."""
    return replace(drift, proposal=Proposal(name, confidence))


def misfit(question: Question, name: str, text: str) -> Drift:
    """The difference of words that are no answer to their question."""
    chosen = question.type in (AnswerType.CHOICE, AnswerType.CHOICES)
    return difference(DriftKind.OPTIONS_ADDED if chosen else DriftKind.TYPE_CHANGED, name, question, text)


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def text_of(lines: Sequence[Line]) -> str:
    """Lines as one text, without the blanks around it."""
    return "\n".join(line.text.strip() for line in lines).strip()
