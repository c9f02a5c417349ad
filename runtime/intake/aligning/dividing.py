"""What of the lines after a label is its answer, and what is something else that nobody asked for here."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from mapping_dsl.forms import AnswerType, Question
from runtime.intake.aligning.alignment import Entry
from runtime.intake.aligning.anchors import Sheet
from runtime.intake.aligning.cleaning import cleaned, closed_at, indent_of, is_empty, outdented, unclosed, without
from runtime.intake.answers import Typed
from runtime.intake.layout import Layout
from runtime.intake.layout.templates import MarkPattern, QuestionPattern, is_row, mark_pattern, question_pattern
from runtime.intake.mail.wrapping import is_wrapped, written_on
from runtime.intake.witness.lines import Piece

_PLACE = re.compile(r"\W{0,5}\d{1,3}[.):\]]\W{0,5}")
_ELEMENT = re.compile(r"\W{0,5}(?:[^\W\d_]{1,20}\W{1,3})?\d{1,3}(?:\W{1,4}(?:of|o)?\W?\d{1,3})?\W{0,5}")  #: "Item #1"
_BULLET = re.compile(r"\s*[*•·–-]\s+")
_MOST_BLANK = 3  #: lines between a label and its answer
_FEWEST_ALIKE = 6  #: labels under which answers stand alike
_LEAST_ALIKE = 0.8  #: of all that are answered
_MOST_WRAPPED = 6  #: lines over which an answer of one line may be wrapped
_MAX_LABEL_ALONE = 160
_MAX_HEADING = 80
_MAX_LIKE = 1_000  #: characters of a line in which its label must end
_FAR_ABOVE = 60


@dataclass(frozen=True, slots=True)
class Own:
    """An answer's own lines. Lines count from 0."""

    texts: tuple[str, ...]
    first: int
    last: int
    end: int  #: from here on, to the entry's end, the lines are something else
    goes_on: bool = False  #: words follow at once that the question cannot hold, and that no label begins


@dataclass(frozen=True, slots=True)
class Labels:
    """Tells what looks like a question in this text, though the form has none with such a label."""

    sheet: Sheet
    patterns: tuple[QuestionPattern, ...]
    headings: tuple[MarkPattern, ...] = ()
    are_below: bool = False  #: answers stand under their labels
    are_apart: bool = False  #: after a blank line there
    are_in_turn: bool = False  #: and no blank line parts an answer from the next label
    most_blank: int = _MOST_BLANK  #: lines between a label and its answer
    no_labels: frozenset[int] = frozenset()  #: lines that look like labels, and are none: answers, or headings

    @classmethod
    def of(cls, sheet: Sheet, layout: Layout) -> "Labels":
        """By the layout in which the text is read."""
        patterns = tuple(map(question_pattern, layout.questions))
        are_below = all(pattern.is_below for pattern in patterns)
        under = [one.last + 1 for one in sheet.labels if one.last + 1 < len(sheet.lines)] if are_below else []
        are_apart = 2 * sum(not sheet.lines[at].text.strip() for at in under) > len(under)
        over = [sheet.lines[one.line - 1].text for one in sheet.labels if one.line] if are_below else []
        are_in_turn = 2 * sum(not is_empty(text) for text in over) > len(over)
        headings = tuple(map(mark_pattern, layout.headings))
        most_blank = (
            _most_blank(sheet, [pattern.lead for pattern in patterns if pattern.lead]) if are_below else _MOST_BLANK
        )
        no_labels = frozenset(_answers_like_labels(sheet, patterns[0])) if patterns and are_below else frozenset()
        return cls(sheet, patterns, headings, are_below, are_apart, are_in_turn, most_blank, no_labels)

    def at(self, number: int, *, sure: bool = False, in_story: bool = False) -> tuple[str, str] | None:
        """The label that a line seems to have and what stands beside it; `sure`: told by marks of the layout.

        A story may hold one where nothing tells labels from answers; an answer of one line was rather broken there.
        """
        line = self.sheet.lines[number]
        if line.piece is Piece.LABEL:
            return line.text.strip().rstrip(":* "), ""
        if line.piece is Piece.ANSWER or number in self.no_labels or not line.text.strip():
            return None
        begun, rest = line.text[:_MAX_LIKE], line.text[_MAX_LIKE:]
        for pattern in self.patterns:
            found = pattern.like.fullmatch(begun)
            if not found or (pattern.is_capital and not found["label"].isupper()):
                continue
            tells = pattern.is_marked and (bool(found["text"].strip()) or not pattern.is_parted_by_blanks)
            tells = tells or self._is_answered_under(number, pattern)
            if not tells and (sure or not self._stands_alone(number, is_in_turn=in_story and self.are_in_turn)):
                continue
            closing = "" if pattern.is_below else pattern.closing_after(found["label"])
            text = (found["text"] + rest).strip().removesuffix(closing)
            return found["label"].strip(), text.strip()
        return None

    def is_answered(self, number: int, end: int) -> bool:
        """Whether something stands under a line where an answer to it would."""
        if self.are_apart:
            return self.sheet.written[end] > self.sheet.written[number + 1]
        return number + 1 < end and bool(self.sheet.lines[number + 1].text.strip())

    def ends(self, number: int, end: int) -> bool:
        """Whether lines end with a label and its answer, which is no sentence: beside it, or in the one line below."""
        sheet, (_, answer) = self.sheet, self.at(number) or ("", "")
        left = sheet.written[end] - sheet.written[number + 1]
        if left and self.are_below:
            answer = sheet.lines[sheet.next_written(number + 1)].text.strip()
        return left <= self.are_below and not answer.endswith((".", "!", "?", ","))

    def answer_text(self, start: int, end: int) -> str:
        """The lines of an answer under a label that nobody knows, as one text without what the layout adds."""
        texts = [line.text for line in self.sheet.lines[start:end]]
        led = next((pattern for pattern in self.patterns if pattern.lead), None)
        if led and led.answer:
            texts = [without(led.answer, text) for text in texts]
        return "\n".join(map(str.strip, texts)).strip()

    def heading_above(self, number: int) -> int | None:
        """The line of the heading under which a line stands, of the form or a strange one; None where none is near."""
        lines = self.sheet.lines
        for at in range(number - 1, max(-1, number - _FAR_ABOVE), -1):
            underlined = is_row(lines[at + 1].text) and any(map(str.isalnum, lines[at].text))
            if lines[at].piece is Piece.HEADING or at in self.sheet.headed or underlined:
                return at
        return None

    def last_heading(self, entry: Entry) -> int | None:
        """The line with which an entry's last paragraph begins, where that is one short line after a blank one."""
        sheet, start, recurring = self.sheet, entry.anchor.next_line, self.sheet.recurring
        texts = ((at, sheet.lines[at].text) for at in range(start, entry.end))
        written = [at for at, text in texts if any(map(str.isalnum, text)) and text.strip() not in recurring]
        if written and _ELEMENT.fullmatch(sheet.lines[written[-1]].text):
            written.pop()
        if not written or len(sheet.lines[written[-1]].text.strip()) > _MAX_HEADING:
            return None
        first = last = written[-1]
        while first > start and is_row(sheet.lines[first - 1].text):
            first -= 1
        is_apart = first > start and not sheet.lines[first - 1].text.strip()
        is_framed = first < last < len(sheet.lines) - 1 and is_row(sheet.lines[last + 1].text)
        return first if is_apart or is_framed or self.is_marked_heading(last) else None

    def is_shown_as_heading(self, number: int) -> bool:
        """Whether a line looks as the text's headings do: by the marks around it, or by the row under it."""
        return self.is_marked_heading(number) or self.sheet.mark_under(number) in self.sheet.underlines

    def is_framed(self, number: int) -> bool:
        """Whether a line is one of the form's headings, in a text where rows of marks stand above these."""
        return number in self.sheet.headed and any(pattern.above for pattern in self.headings)

    def is_marked_heading(self, number: int) -> bool:
        """Whether a line, or the one after a row, stands between the marks that the layout's headings have."""
        texts = [line.text for line in self.sheet.lines[number : number + 2]]
        number += bool(len(texts) > 1 and is_row(texts[0]))
        text = self.sheet.lines[number].text.strip(" >")
        return any(_is_marked(text, pattern) for pattern in self.headings)

    def _is_answered_under(self, number: int, pattern: QuestionPattern) -> bool:
        """Whether the next line begins with the mark of answers."""
        if not pattern.lead or pattern.answer is None or number + 1 >= len(self.sheet.lines):
            return False
        return pattern.answer.match(self.sheet.lines[number + 1].text) is not None

    def _stands_alone(self, number: int, *, is_in_turn: bool) -> bool:
        """Whether a line without any mark may be a label: a short one at the head of a paragraph, or outdented."""
        lines, text = self.sheet.lines, self.sheet.lines[number].text.strip()
        follows_blank = number == 0 or not lines[number - 1].text.strip() or is_row(lines[number - 1].text)
        is_underlined = bool(self.sheet.mark_under(number))  # as labels are, or else as headings
        begins = follows_blank or is_in_turn or self._is_outdented(number)
        return (
            begins
            and is_underlined == self.sheet.is_underlined
            and len(text) <= _MAX_LABEL_ALONE
            and not text.endswith((".", "!", ",", ";"))
        )

    def _is_outdented(self, number: int) -> bool:
        """Whether the lines around it are indented further."""
        around = self.sheet.lines[number - 1 : number + 2]
        before, column, after = (indent_of(line.text) for line in around) if len(around) == 3 else (0, 0, 0)
        return column < min(before, after)


def _answers_like_labels(sheet: Sheet, pattern: QuestionPattern) -> Iterator[int]:
    """The lines of answers where these are led by the same mark as their labels: under a label stands its answer.

    So does one under a label that nobody knows: a line with the mark that answers nothing.
    """
    if not pattern.lead or pattern.answer is None or pattern.lead != pattern.opening:
        return
    begun = {one.line for one in sheet.labels if one.last in sheet.alone}
    is_asked = False
    for number, line in enumerate(sheet.lines):
        if number in sheet.alone:
            is_asked = True
        elif number not in begun and pattern.answer.match(line.text) and not is_row(line.text):
            if is_asked:
                yield number
            is_asked = not is_asked


def _most_blank(sheet: Sheet, leads: Collection[str]) -> int:
    """How many lines stand empty between labels and the answers under them, where nearly all stand alike."""
    gaps: Counter[int] = Counter()
    for one in sheet.labels:
        said = (at for at in range(one.last + 1, len(sheet.lines)) if not _says_nothing(sheet.lines[at].text, leads))
        at = next(islice(said, 1), len(sheet.lines))
        if at < len(sheet.lines) and at not in sheet.named and at not in sheet.headed:
            gaps[at - one.last] += 1
    gap, count = gaps.most_common(1)[0] if gaps else (_MOST_BLANK, 0)
    return min(gap, _MOST_BLANK) if count >= max(_FEWEST_ALIKE, _LEAST_ALIKE * gaps.total()) else _MOST_BLANK


def _says_nothing(text: str, leads: Collection[str]) -> bool:
    return is_empty(text) or text.strip() in leads


def divide(entry: Entry, labels: Labels, width: int | None) -> Own:
    """The lines of an entry that are its answer's own."""
    sheet, question = labels.sheet, entry.slot.question
    assert question is not None
    start, beside = entry.anchor.next_line, entry.anchor.text
    is_whole = start == entry.end or (_has_one_line(question) and not sheet.lines[start].text.strip())
    if is_whole and not is_empty(beside):
        return Own((beside,), start - 1, start - 1, start)
    shown = list(takewhile(lambda at: sheet.lines[at].piece is Piece.ANSWER, range(start, entry.end)))
    if shown and not entry.anchor.text.strip():
        return Own(tuple(sheet.lines[at].text for at in shown), shown[0], shown[-1], shown[-1] + 1)
    if entry.anchor.pattern is None and sheet.lines[entry.anchor.line].piece is Piece.LABEL:
        return Own(("",), start - 1, start - 1, start)
    if (led := _led_and_blank(entry, sheet)) is not None:
        return Own(("",), start - 1, led, led + 1)
    end = next((at for at in range(start, entry.end) if sheet.lines[at].piece in _NEVER_ANSWERS), entry.end)
    end = closed_at(sheet, entry.anchor, end)
    if whole := unclosed(sheet, entry.anchor, end):
        return Own(tuple(whole), start - 1, end - 1, end)
    texts = [entry.anchor.text, *cleaned(sheet, entry.anchor, end)]
    if not texts[0].strip():
        texts = outdented(texts)
    if question.is_long_text:
        return _long(texts, start, labels)
    return _short(question, texts, start, _Breaks(labels, width, is_below=entry.anchor.is_below))


def _led_and_blank(entry: Entry, sheet: Sheet) -> int | None:
    """The line under a label with nothing but what answers begin with, and a blank line after it; None elsewhere."""
    lead, at = entry.anchor.pattern.answer if entry.anchor.pattern else None, sheet.next_written(entry.anchor.next_line)
    if (
        lead is None
        or entry.anchor.text.strip()
        or at >= entry.end
        or not lead.fullmatch(sheet.lines[at].text.rstrip().removesuffix(entry.anchor.closing).rstrip())
    ):
        return None
    return at if at + 1 == len(sheet.lines) or not sheet.lines[at + 1].text.strip() else None


def _has_one_line(question: Question) -> bool:
    """Whether an answer ends at a blank line."""
    return not question.is_long_text and question.type is not AnswerType.CHOICES


_NEVER_ANSWERS = (Piece.LABEL, Piece.HEADING)


def _is_marked(text: str, pattern: MarkPattern) -> bool:
    """Whether marks stand around a text as they do around a heading; a pattern without marks tells nothing."""
    before = pattern.before.match(text)
    if before is None or not before[0].strip():
        return False
    return any(pattern.after.fullmatch(text, at) for at in range(before.end() + 1, len(text) + 1))


def _long(texts: Sequence[str], start: int, labels: Labels) -> Own:
    """A story: all lines to a heading that the form does not have; rows of marks around it are none of it."""
    headed, has_rows = labels.sheet.headed, labels.sheet.is_ruled
    first = 1 if texts[0].strip() else 2
    strange = (
        at
        for at in range(first, len(texts) - 1)
        if not has_rows and start + at - 1 not in headed and _is_heading(texts, at)
    )
    end = next(strange, len(texts))
    last, are_framed = end, has_rows or labels.is_framed(start + len(texts) - 1)
    while last > 1 and (not texts[last - 1].strip() or (are_framed and is_row(texts[last - 1]))):
        last -= 1
    if labels.sheet.is_underlined:
        texts = [text if at > _MOST_BLANK or not is_row(text) else "" for at, text in enumerate(texts)]
    own = [*texts[:last], *(text for text in texts[last:end] if not text.strip())]
    return Own(tuple(own), start - 1, start + last - 2, start + end - 1, goes_on=end < len(texts))


def _is_heading(texts: Sequence[str], at: int) -> bool:
    """Whether a heading stands there: an underlined line after a blank one."""
    return any(map(str.isalnum, texts[at])) and not texts[at - 1].strip() and is_row(texts[at + 1])


@dataclass(frozen=True, slots=True)
class _Breaks:
    """Knows where lines were broken by a program."""

    labels: Labels
    width: int | None
    is_below: bool  #: answers stand under their labels

    def begins(self, question: Question, texts: Sequence[str], start: int) -> int | None:
        """In which of the texts the answer begins; None where it is blank.

        Where answers stand beside their labels, neither a label alone is one nor what follows a blank line, but a
        list's options. Where they stand below, a line with more than a label in it is one, whatever its first words
        look like, and so is a value of the question's type.
        """
        is_list = question.type is AnswerType.CHOICES
        most, first = self.labels.most_blank if self.is_below or is_list else 1, 0
        while first < min(len(texts) - 1, most) and is_empty(texts[first]):
            first += 1
        label = self.labels.at(start + first - 1, sure=True) if first else None
        is_own = self.is_below and label is not None and (label[1] or self._is_value(question, texts[first]))
        is_apart = first > 1 or (first == 1 and start in self.labels.sheet.alone)
        is_stray = is_apart and not self.is_below and not self._is_value(question, texts[first])
        return None if is_stray or is_empty(texts[first]) or (label and not is_own) else first

    def _is_value(self, question: Question, text: str) -> bool:
        """Whether a line is an answer that only its question can have."""
        return question.type is not AnswerType.STRING and self.labels.sheet.typed(question, text).value is not None

    def continues(self, texts: Sequence[str], at: int, start: int) -> bool:
        """Whether a line goes on with the one before it, so that both are one answer of one line."""
        number = start + at - 1
        line, before = self.labels.sheet.lines[number], self.labels.sheet.lines[number - 1]
        return before.is_full or (self.width is not None and is_wrapped(before.text, line.text, self.width))

    def ends(self, question: Question, texts: Sequence[str], at: int, start: int) -> bool:
        """Whether an answer cannot go on there: at a row, a mark such as "2.", what looks like a question, at a blank
        but for lists; they go on with any other of their options."""
        is_list = question.type is AnswerType.CHOICES
        is_mark = (not texts[at].strip() and not is_list) or is_row(texts[at]) or _PLACE.fullmatch(texts[at])
        looks_asked = self.labels.at(start + at - 1, sure=is_list) is not None
        is_counted = start + at - 1 in self.labels.sheet.counted
        return bool(is_mark) or is_counted or (looks_asked and not (is_list and self._is_value(question, texts[at])))


def _short(question: Question, texts: Sequence[str], start: int, breaks: _Breaks) -> Own:
    """An answer of one line: that line and what a program broke off it, or all lines that make a value of its type."""
    first = breaks.begins(question, texts, start)
    if first is None:
        is_perhaps_own = breaks.is_below and len(texts) > 1 and not is_empty(texts[1])
        return Own(("",), start - 1, start - 1, start, goes_on=is_perhaps_own)
    stop, is_list = first + 1, question.type is AnswerType.CHOICES
    most = first + (len(question.options) * 2 if is_list else _MOST_WRAPPED)
    while stop < min(len(texts), most) and not breaks.ends(question, texts, stop, start):
        stop += 1
    if question.type is not AnswerType.STRING:
        sheet, ends = breaks.labels.sheet, range(stop, first + 1, -1)
        fits = (end for end in ends if sheet.typed(question, joined(question, texts[first:end], sheet)).fits)
        end = next(fits, first + 1)  # as many lines as make a value, else the first
        goes_on = is_list and end < stop and bool(texts[end].strip())
        return Own(tuple(texts[first:end]), start + first - 1, start + end - 2, start + end - 1, goes_on)
    end = first + 1
    while end < stop and breaks.continues(texts, end, start):
        end += 1
    return Own(tuple(texts[first:end]), start + first - 1, start + end - 2, start + end - 1, goes_on=end < stop)


def joined(question: Question, texts: Sequence[str], sheet: Sheet) -> str:
    """Lines of one answer as one text: choices that have a line each are parted, all else was wrapped."""
    if len(texts) > 1 and question.type is AnswerType.CHOICES and not any(";" in text for text in texts):
        parted = "; ".join(_options_of(question, [_BULLET.sub("", text).strip() for text in texts], sheet))
        if parted and sheet.typed(question, parted).fits:
            return parted
    return written_on(texts, None, wrapped=True)


def _options_of(question: Question, texts: Sequence[str], sheet: Sheet) -> list[str]:
    """The options on lines, each of one line or of several; none where something else stands there."""
    found: list[str] = []
    lines, start = list(filter(None, texts)), 0
    while start < len(lines):
        runs = ((end, " ".join(lines[start:end])) for end in range(start + 1, len(lines) + 1))
        fitting = [(end, run) for end, run in runs if _is_an_option(sheet.typed(question, run))]
        if not fitting:
            return []
        start, option = fitting[0]
        found.append(option)
    return found


def _is_an_option(typed: Typed) -> bool:
    return typed.fits and not typed.note and isinstance(typed.value, list) and len(typed.value) == 1
