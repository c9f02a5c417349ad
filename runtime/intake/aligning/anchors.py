"""Which lines of a text could be which slots of a form's script, in a given layout."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Final, NamedTuple, TypeAlias

from mapping_dsl.forms import Question
from runtime.intake.aligning.script import Script, Slot, SlotKind
from runtime.intake.aligning.sighting import MAX_LABEL_CHARACTERS, Sighting, sight
from runtime.intake.answers import EVERYDAY, Typed, Usage, type_answer
from runtime.intake.layout import Layout
from runtime.intake.layout.templates import MarkPattern, QuestionPattern, is_row, mark_pattern, question_pattern
from runtime.intake.witness.lines import Line, Piece

MAX_ANCHORS: Final = 6_000
MAX_MARK_CHARACTERS: Final = 24
MAX_RECURRING: Final = 80  #: characters of a line that a layout has again and again

_OF_SERVICE: Final = frozenset({SlotKind.REFERENCE, SlotKind.SUBMITTED})
MAX_HEAD_LINES: Final = 60  #: among which a service says what it says of the submission
_ADORNED: Final = re.compile(r"[\s:*]*")  #: what may follow a label that its looks show
_MARKS: Final = re.compile(r"[\W_]*")
_BLANKS: Final = re.compile(r"\s{2,}(?=\S)")
_PUSHED: Final = re.compile(r"\s(?P<text>\S.*)")  #: what stands beside a label that reaches into the answers' column
_COUNTED: Final = re.compile(r"(?P<before>\W{0,3}[^\W\d_]{2,20}\W{0,3})\d{1,2}(?:\W{1,4}(?:of|o)?\W?\d{1,2})?\W{0,3}")
_FEWEST_SHOWN: Final = 3
_MOST_IN_A_COLUMN: Final = 0.6  #: of the labels with blanks and words beside them
_FEWEST_UNDERLINED: Final = 2  #: headings of the form with the same row of marks under them


class Anchor(NamedTuple):
    """Lines that could be a slot of the script. Lines count from 0."""

    slot: Slot
    line: int
    next_line: int  #: the first line after the label and what stands beside it
    text: str = ""  #: what stands beside the label
    pattern: QuestionPattern | None = None  #: by which a question was told; None where its looks told it
    element: int = 0  #: which element of its group an ELEMENT says it opens
    elements: int = 0  #: of how many; 0 where it does not say
    is_led: bool = True  #: the answer under it begins as the layout's answers do
    closing: str = ""  #: ends the answer's last line

    @property
    def is_below(self) -> bool:
        """Whether the answer stands under the label, in lines of its own."""
        return self.pattern.is_below if self.pattern else self.slot.is_question

    @property
    def is_telling(self) -> bool:
        """Whether it tells the layout: a label with nothing beside it could be any where blanks alone part the two."""
        told = bool(self.text.strip()) or self.pattern is None or not self.pattern.is_parted_by_blanks
        return told and self.is_led

    def is_closed_by(self, text: str) -> bool:
        """Whether words of the layout end its answer there, as tags do; marks alone may be a person's."""
        return any(map(str.isalnum, self.closing)) and text.rstrip().endswith(self.closing)


class Sheet:
    """A text to be read by a script: its lines, and what of the form's words stands in it, in whatever layout."""

    def __init__(
        self, lines: Sequence[Line], script: Script, usage: Usage = EVERYDAY, gap: re.Pattern[str] | None = None
    ) -> None:
        self.lines = lines
        self.script = script
        self.gap = gap  #: what parts questions that share a line
        self._usage = usage
        self._typed: dict[tuple[Question, str], Typed] = {}
        self.sightings = sight(lines, script.index, script.labels)

    def with_lines(self, lines: Sequence[Line]) -> "Sheet":
        """The same script and words, and other lines."""
        return Sheet(lines, self.script, self._usage, self.gap)

    @cached_property
    def labels(self) -> list[Sighting]:
        """The labels of questions that begin a line."""
        return [one for one in self.sightings if one.words in self.script.labels]

    @cached_property
    def marks(self) -> list[Sighting]:
        """The lines that say nothing but a section's heading, or the name of a group's element and its number."""
        return [one for one in self.sightings if one.words in self.script.marks and self.is_mark(one)]

    @cached_property
    def written(self) -> list[int]:
        """How many lines that are not blank stand before each line, and in all."""
        return [0, *accumulate(bool(line.text.strip()) and not is_row(line.text) for line in self.lines)]

    @cached_property
    def labelled(self) -> list[int]:
        """How many lines that begin with a question's label stand before each line, and in all."""
        begun = {one.line for one in self.labels}
        return [0, *accumulate(number in begun for number in range(len(self.lines)))]

    @cached_property
    def recurring(self) -> frozenset[str]:
        """What stands alone on several lines, as the head of a table does that each section has."""
        counted = Counter(text for line in self.lines if 0 < len(text := line.text.strip()) <= MAX_RECURRING)
        return frozenset(text for text, count in counted.items() if count >= _FEWEST_SHOWN)

    @cached_property
    def counted(self) -> frozenset[int]:
        """The lines with nothing but a word and a number, of which there are others with that word: "Item #2"."""
        shapes: dict[str, list[int]] = {}
        for number, line in enumerate(self.lines):
            if found := _COUNTED.fullmatch(line.text[:MAX_MARK_CHARACTERS].strip()):
                shapes.setdefault(found["before"].casefold(), []).append(number)
        return frozenset(number for lines in shapes.values() if len(lines) > 1 for number in lines)

    @cached_property
    def label_count(self) -> int:
        """How many different labels of questions begin a line."""
        return len({one.words for one in self.labels})

    def is_mark(self, one: Sighting) -> bool:
        """Whether a line says nothing but the name of a section, perhaps numbered, or of an element with its number.

        A name with which a question's label begins is none: "Vehicle" and "Vehicle registration: KX19 2AB".
        """
        if self._longest_labels.get((one.line, one.start), 0) > len(one.words):
            return False
        line = self.lines[one.line].text
        rest = line[: one.start] + line[one.bare :]
        kinds = {slot.kind for slot in self.script.by_words[one.words]}
        if SlotKind.ELEMENT in kinds:
            return any(map(str.isdigit, rest)) and len(rest) < MAX_MARK_CHARACTERS
        return SlotKind.SECTION in kinds and one.line == one.last and not any(map(str.isalnum, line[one.bare :]))

    @cached_property
    def _longest_labels(self) -> dict[tuple[int, int], int]:
        """Of how many words the longest label is, by the place where it begins."""
        found: dict[tuple[int, int], int] = {}
        for one in self.labels:
            found[one.line, one.start] = max(len(one.words), found.get((one.line, one.start), 0))
        return found

    @cached_property
    def named(self) -> dict[int, set[str]]:
        """The questions whose labels begin a line, by the line."""
        named: dict[int, set[str]] = {}
        for one in self.labels:
            names = (slot.name for slot in self.script.by_words[one.words] if slot.is_question)
            named.setdefault(one.line, set()).update(names)
        return named

    @cached_property
    def alone(self) -> frozenset[int]:
        """The lines that end with a question's label, and say nothing else."""
        after = ((one.last, self.lines[one.last].text[one.bare :]) for one in self.labels)
        return frozenset(line for line, text in after if not any(map(str.isalnum, text)))

    @cached_property
    def headed(self) -> frozenset[int]:
        """The lines with the form's own headings."""
        kinds = (SlotKind.SECTION, SlotKind.TITLE, SlotKind.GROUP)
        slots = ((one.line, slot.kind) for one in self.sightings for slot in self.script.by_words[one.words])
        return frozenset(line for line, kind in slots if kind in kinds)

    def is_heading(self, line: int) -> bool:
        """Whether one of the form's headings stands alone on a line, after a blank one and before none or a row."""
        if line not in self.headed or not line or self.lines[line - 1].text.strip():
            return False
        below = self.lines[line + 1].text.strip() if line + 1 < len(self.lines) else ""
        return not below or is_row(below)

    def is_heading_alone(self, line: int) -> bool:
        """Whether looks show a line as a heading, of the form or not, in a text whose questions look otherwise."""
        return self.lines[line].piece is Piece.HEADING and not self._asks_in_headings

    @cached_property
    def _asks_in_headings(self) -> bool:
        """Whether looks show any of the form's questions as a heading."""
        return any(self.lines[line].piece is Piece.HEADING for line, names in self.named.items() if names)

    def mark_under(self, line: int) -> str:
        """The mark of the row under a line; empty where no row stands there."""
        below = self.lines[line + 1].text.strip() if line + 1 < len(self.lines) else ""
        return below[0] if is_row(below) else ""

    @cached_property
    def underlines(self) -> frozenset[str]:
        """The marks with which the form's own headings are underlined here."""
        marks = Counter(map(self.mark_under, self.headed))
        return frozenset(mark for mark, count in marks.items() if mark and count >= _FEWEST_UNDERLINED)

    @cached_property
    def is_structured(self) -> bool:
        """Whether the text's looks tell which lines are labels."""
        shown = {one.words for one in self.sightings if self.lines[one.line].piece is Piece.LABEL}
        return len(shown) >= _FEWEST_SHOWN

    @cached_property
    def is_ruled(self) -> bool:
        """Whether rows of marks part the questions, rather than only underline headings."""
        return len({one.words for one in self.labels if self._is_under_a_rule(one.line)}) >= _FEWEST_SHOWN

    def _is_under_a_rule(self, line: int) -> bool:
        """Whether a row stands above a line that underlines no heading."""
        row = line - 1 if line and self.lines[line - 1].text.strip() else line - 2
        if row < 1 or not is_row(self.lines[row].text) or row - 1 in self.headed:
            return False
        return not self.lines[row - 1].text.strip() or bool(row > 1 and self.lines[row - 2].text.strip())

    @cached_property
    def is_underlined(self) -> bool:
        """Whether labels are underlined, so that a row of marks under one is no part of its answer."""
        after = ((one, one.last + 1) for one in self.labels)
        under = {one.words for one, at in after if at < len(self.lines) and is_row(self.lines[at].text)}
        return len(under) >= _FEWEST_SHOWN

    @cached_property
    def column(self) -> int:
        """Where answers begin that stand in one column beside their labels; 0 where blanks set them in none."""
        parted = (_BLANKS.match(self.lines[one.last].text, one.end) for one in self.labels)
        places = Counter(found.end() for found in parted if found)
        place, count = places.most_common(1)[0] if places else (0, 0)
        return place if count >= max(_FEWEST_SHOWN, _MOST_IN_A_COLUMN * places.total()) else 0

    def typed(self, question: Question, text: str) -> Typed:
        """The words of an answer as its question's value, by the words and dates that this mail uses."""
        typed = self._typed.get((question, text))
        if typed is None:
            typed = self._typed[question, text] = type_answer(question, text, self._usage)
        return typed

    def next_written(self, line: int) -> int:
        """The next line from there on that is not blank; one past the last where there is none."""
        return (
            bisect_left(self.written, self.written[line] + 1) - 1
            if self.written[-1] > self.written[line]
            else len(self.lines)
        )


def anchors_of(sheet: Sheet, layout: Layout) -> list[Anchor]:
    """All lines that could be a slot in this layout, in order; a line that could be several stands several times."""
    found = [*_sighted(sheet, layout), *_signatures(sheet, layout)]
    return sorted(found, key=lambda anchor: anchor.line)[:MAX_ANCHORS]


def _sighted(sheet: Sheet, layout: Layout) -> Iterator[Anchor]:
    patterns = patterns_of(layout)
    for one in sheet.sightings:
        for slot in sheet.script.by_words[one.words]:
            if anchor := _anchor(sheet, one, slot, patterns):
                yield anchor


Patterns: TypeAlias = tuple[Sequence[QuestionPattern], Sequence[MarkPattern], Sequence[MarkPattern]]


def _anchor(sheet: Sheet, one: Sighting, slot: Slot, patterns: Patterns) -> Anchor | None:
    """The sighting as that slot, where the layout writes such a slot so."""
    questions, headings, elements = patterns
    if slot.is_question:
        return _question(sheet, one, slot, questions)
    if slot.kind is SlotKind.TITLE:
        return _title(sheet, one, slot)
    if slot.kind is SlotKind.ELEMENT:
        return _mark(sheet, one, slot, elements)
    if slot.kind is SlotKind.SECTION:
        return _mark(sheet, one, slot, headings)
    found = _question(sheet, one, slot, questions) or _service_line(sheet, one, slot)
    return found or (_mark(sheet, one, slot, headings) if slot.kind is SlotKind.GROUP else None)


def tells(sheet: Sheet, one: Sighting, patterns: Patterns) -> bool:
    """Whether words of the form stand as a layout writes them."""
    for slot in sheet.script.by_words[one.words]:
        anchor = _anchor(sheet, one, slot, patterns)
        if anchor and anchor.is_telling:
            return True
    return False


def patterns_of(layout: Layout) -> Patterns:
    """A layout's templates as patterns: of questions, of headings, of elements."""
    return (
        [question_pattern(template) for template in layout.questions],
        [mark_pattern(template) for template in layout.headings],
        [mark_pattern(template) for template in layout.elements],
    )


def _question(sheet: Sheet, one: Sighting, slot: Slot, patterns: Sequence[QuestionPattern]) -> Anchor | None:
    """The sighting as a question, told by its looks or by the first template that it has."""
    first, last = sheet.lines[one.line], sheet.lines[one.last].text
    if first.piece is not Piece.RUNNING and _ADORNED.fullmatch(last, one.end):
        return Anchor(slot, one.line, one.last + 1)
    for pattern in patterns:
        if not pattern.before.fullmatch(first.text, 0, one.start):
            continue
        if pattern.is_capital and not first.text[one.start : one.bare if one.line == one.last else None].isupper():
            continue
        for end in range(one.end, one.bare - 1, -1):
            if found := pattern.after.match(last, end):
                break
        if not found and pattern.is_parted_by_blanks and 0 < sheet.column <= one.end + 1:
            found = _PUSHED.match(last, one.end)
        if found:
            text, closing = found["text"], pattern.closing and pattern.closing_after(_as_written(sheet, one))
            if closing and not pattern.is_below:
                text = text.rstrip().removesuffix(closing).rstrip()
            is_led = not pattern.lead or _is_led(sheet, one, pattern)
            return Anchor(slot, one.line, one.last + 1, text, pattern, is_led=is_led, closing=closing)
    return None


def _as_written(sheet: Sheet, one: Sighting) -> str:
    """The words of a sighting with their marks, as one line."""
    whole = " ".join(line.text.strip() for line in sheet.lines[one.line : one.last + 1])
    first, last = sheet.lines[one.line].text, sheet.lines[one.last].text
    return whole[len(first[: one.start].lstrip()) : len(whole) - len(last[one.end :].rstrip())].strip()


def _is_led(sheet: Sheet, one: Sighting, pattern: QuestionPattern) -> bool:
    """Whether the answer under a label begins with the layout's mark; a blank one may not have it."""
    at = sheet.next_written(one.last + 1)
    if at >= len(sheet.lines) or sheet.labelled[at + 1] > sheet.labelled[at]:
        return True
    return pattern.answer is not None and bool(pattern.answer.match(sheet.lines[at].text))


def _service_line(sheet: Sheet, one: Sighting, slot: Slot) -> Anchor | None:
    """What the service says of the submission, which it often writes in another way than the questions."""
    if slot.kind not in _OF_SERVICE or one.last > MAX_HEAD_LINES:
        return None
    beside = _MARKS.match(sheet.lines[one.last].text, one.bare)
    text = sheet.lines[one.last].text[beside.end() if beside else one.bare :]
    return Anchor(slot, one.line, one.last + 1, text) if any(map(str.isdigit, text)) else None


def _mark(sheet: Sheet, one: Sighting, slot: Slot, patterns: Sequence[MarkPattern]) -> Anchor | None:
    """The sighting as a heading or the opening of an element."""
    lines, text = sheet.lines, sheet.lines[one.last].text
    if lines[one.line].piece is Piece.HEADING and slot.kind is not SlotKind.ELEMENT and not text[one.end :].strip(" :"):
        return Anchor(slot, one.line, one.last + 1)
    for pattern in patterns:
        found = pattern.after.fullmatch(text, one.end)
        if found is None and one.bare < one.end:
            found = pattern.after.fullmatch(text, one.bare)
        if not found or not pattern.before.fullmatch(lines[one.line].text, 0, one.start):
            continue
        if pattern.is_capital and not lines[one.line].text.isupper():
            continue
        if not _stands_between(lines, one, pattern):
            continue
        said = found.groupdict()
        after = one.last + 1 + (pattern.below is not None)
        return Anchor(slot, one.line, after, "", None, int(said.get("place") or 0), int(said.get("count") or 0))
    return None


def _stands_between(lines: Sequence[Line], one: Sighting, pattern: MarkPattern) -> bool:
    """Whether the rows of marks stand above and below that the pattern has. Looks that show a heading need none."""
    if lines[one.line].piece is Piece.HEADING:
        return True
    above = lines[one.line - 1].text if one.line else ""
    below = lines[one.last + 1].text if one.last + 1 < len(lines) else ""
    return (pattern.above is None or bool(pattern.above.fullmatch(above))) and (
        pattern.below is None or bool(pattern.below.fullmatch(below))
    )


def _title(sheet: Sheet, one: Sighting, slot: Slot) -> Anchor | None:
    lines, after = sheet.lines, one.last + 1
    if any(map(str.isalnum, lines[one.last].text[one.end :])):
        return None
    return Anchor(slot, one.line, after + (after < len(lines) and is_row(lines[after].text)))


def _signatures(sheet: Sheet, layout: Layout) -> Iterator[Anchor]:
    """Lines that end the form: a short mark stands alone (RFC 3676, 4.3), a sentence begins the line."""
    marks, sentences = _marks_and_sentences(layout.signatures)
    for number, line in enumerate(sheet.lines):
        text = line.text[:MAX_LABEL_CHARACTERS].strip()
        if text and (text in marks or text.casefold().startswith(sentences)):
            yield Anchor(sheet.script.slots[-1], number, number + 1)


@lru_cache(maxsize=256)
def _marks_and_sentences(signatures: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    marks = frozenset(mark for mark in signatures if not any(map(str.isalnum, mark)))
    return marks, tuple(mark.casefold() for mark in signatures if mark not in marks)
