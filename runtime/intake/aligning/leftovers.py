"""What the form's order did not explain: questions that moved, questions under other words, and what is new.

A story is the hardest, for it holds any line. What at its end looks like a question is cut off where a question is
missing that it can be; else the story is told to be uncertain, for it may have swallowed a new question.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from mapping_dsl.forms import FormVersion, Question
from runtime.intake.aligning.alignment import Entry, align
from runtime.intake.aligning.anchors import Anchor
from runtime.intake.aligning.choosing import Told
from runtime.intake.aligning.cleaning import closed
from runtime.intake.aligning.dividing import Own
from runtime.intake.aligning.script import SlotKind
from runtime.intake.answers.conditions import is_put
from runtime.intake.layout.templates import is_row
from runtime.intake.markings import is_marking
from runtime.intake.reading import Drift, DriftKind, DriftSeverity, UnmappedText
from runtime.intake.witness.hearing import GOES_ON, Again, Hearing, Rest, difference, misfit, proposed, text_of
from runtime.intake.witness.lines import Piece
from runtime.likeness import Found, Pair, Wordings, pair

MAX_MOVES: Final = 40  #: lines that are tried in one place
MAX_PAIRED: Final = 200  #: labels that are compared with the missing questions
MAX_TOLD: Final = 500  #: differences; what is beyond is shown as text alone
MAX_STORIES: Final = 20  #: that are looked into for a missing question
_PARTING: Final = re.compile(r"[^\w?!)\]\"'”’]*$")  #: what stands after a label
_AGAIN: Final = re.compile(r"(.)\1+")
_ELEMENT: Final = re.compile(r"\[\d+\]")
_CUT: Final = "What follows in “{}” looks like the question “{}”, and was taken for one; it may be the answer's own."
_SWALLOWED: Final = "“{}” ends with lines that look like another question; they were left in the answer."


@dataclass(frozen=True, slots=True)
class Loose:
    """A label that belongs to no question, or none, with the text that follows."""

    label: str
    text: str
    first: int  #: lines, from 0
    last: int
    rest: Rest


class Leftovers:
    """Goes through what a hearing left over."""

    def __init__(self, hearing: Hearing, form: FormVersion, wordings: Wordings, told: Told) -> None:
        self.hearing, self.form, self.wordings = hearing, form, wordings
        self.heard = hearing.testimony
        self._anchors = [one for one in told.anchors if one.slot.kind is SlotKind.QUESTION and one.slot.group is None]
        self._entries = told.chain.entries
        asked = [hearing.sheet.lines[one.anchor.line] for one in self._entries if one.slot.kind is SlotKind.QUESTION]
        self._are_small = all(_begins_small(line.text) for line in asked)  #: the form's own labels, as keys are
        self._leads = [one.answer for one in hearing.labels.patterns if one.answer and one.lead]
        self._are_closed = any(any(map(str.isalnum, one.closing)) for one in hearing.labels.patterns[:1])
        self._order: list[tuple[int, str]] = []

    def settle(self) -> None:
        """Finds what moved and what is meant by other words; tells all else."""
        missing = self._still_missing(self._missing())
        self._order = self._found_in_order()
        if self._cut_stories(missing):
            missing = self._still_missing(missing)
            self._order = self._found_in_order()
        loose = [one for rest in self.hearing.rests for one in self.loose(rest)]
        taken = self._pair(missing, [one for one in loose if one.label][:MAX_PAIRED]) if missing else set()
        self._tell([one for one in loose if id(one) not in taken])

    def _found_in_order(self) -> list[tuple[int, str]]:
        """The questions that were found, each with the line in which its label stands."""
        return sorted((place.line, _without_element(key)) for key, place in self.heard.places.items())

    def _missing(self) -> list[str]:
        """The questions that were not found though they may have been put, dotted in groups."""
        heard = self.heard
        found = {_without_element(key) for key in heard.places}
        absent = [question for question in self.form.questions if question.name not in heard.answers]
        answers = {question.name: heard.answers.get(question.name) for question in self.form.questions}
        unknown = {*heard.doubts, *(question.name for question in absent)}
        missing = [question.name for question in absent if is_put(question, answers, unknown) is not False]
        for group in self.form.questions:
            if heard.answers.get(group.name):
                names = (f"{group.name}.{inner.name}" for inner in group.questions)
                missing += [name for name in names if name not in found]
        return missing

    def _still_missing(self, missing: Sequence[str]) -> list[str]:
        """What is missing once all is read that stands under its own label in another place."""
        if not missing:
            return []
        self._find_moved(set(missing))
        return self._missing()

    def _find_moved(self, missing: Collection[str]) -> None:
        wanted = [anchor for anchor in self._anchors if anchor.slot.name in missing]
        lines = [anchor.line for anchor in wanted]
        left, self.hearing.rests = self.hearing.rests, []
        while left:
            rest = left.pop(0)
            inside = wanted[bisect_left(lines, rest.start) : bisect_left(lines, rest.end)][:MAX_MOVES]
            chain = self._chain([anchor for anchor in inside if anchor.slot.name not in self.heard.answers])
            if not chain:
                self.hearing.rests.append(rest)
                continue
            begun = len(self.hearing.rests)
            for entry in chain:
                self._take_moved(Entry(entry.anchor, min(entry.end, rest.end)), rest)
            # Before and after them others may stand, in an order that is not the form's.
            left[:0] = [replace(rest, end=chain[0].anchor.line), *self.hearing.rests[begun:]]
            del self.hearing.rests[begun:]

    def _chain(self, anchors: Sequence[Anchor]) -> tuple[Entry, ...]:
        return align(self.hearing.sheet, anchors).entries if anchors else ()

    def _take_moved(self, entry: Entry, rest: Rest) -> None:
        name, question = entry.slot.name, entry.slot.question
        assert question is not None
        self.hearing.take(entry)
        drift = difference(DriftKind.MOVED, name, question, self.heard.places[name].text)
        harmless = Drift(drift.kind, name, drift.label, drift.text, drift.risk, DriftSeverity.HARMLESS)
        self.heard.drifted(drift if rest.in_story else harmless, doubt=name if rest.in_story else "")
        if self.hearing.is_parted(name):
            self.heard.uncertain.setdefault(name, GOES_ON.format(question.label))

    def _cut_stories(self, missing: Sequence[str]) -> bool:
        """Ends stories where a missing question follows; tells of those that may hold one. Whether any was ended."""
        found = {name for _, name in self._order}
        wanted = (anchor for anchor in self._anchors if anchor.slot.name in missing)
        own_words = {one.line for one in wanted if self._is_parted(one.next_line - 1, one.text, is_asked=True)}
        weighed, begun = 0, len(self.hearing.rests)
        for key, entry, own in list(self.hearing.stories):
            inside = range(own.first + 1, own.end)
            strange = [at for at in inside if at in own_words or self._is_strange(at, own.end, found, missing)]
            weighed += bool(strange)
            cut = self._cut_place(strange[:MAX_PAIRED], own, missing) if weighed <= MAX_STORIES else None
            if cut is not None:
                after = [at for at in strange if at >= cut]
                self._cut(key, entry, own, cut, is_sure=self._have_moved(after, own.end, missing))
            elif strange and (swallowed := self._swallowed(strange, own)):
                label = entry.slot.question.label if entry.slot.question else key
                self.heard.uncertain.setdefault(_without_element(key), _SWALLOWED.format(label))
                self._tell_new(*swallowed)
        return len(self.hearing.rests) > begun

    def _is_strange(self, at: int, end: int, found: set[str], missing: Sequence[str]) -> bool:
        """Whether a line looks as questions do here, and is none that was found elsewhere.

        Without any marks it is one that asks something, or any at the head of lines where a question is missing.
        """
        if not found.isdisjoint(self.hearing.sheet.named.get(at, ())):
            return False
        told = self.hearing.labels.at(at, sure=True)
        if told is not None:
            return self._is_parted(at, told[1], is_asked=told[0].endswith("?"))
        unmarked = self.hearing.labels.at(at, in_story=True)
        if unmarked is None or not self.hearing.labels.is_answered(at, end):
            return False
        return bool(missing) or unmarked[0].endswith("?") or self.hearing.labels.ends(at, end)

    def _is_parted(self, at: int, text: str, *, is_asked: bool) -> bool:
        """Whether label and answer are parted as in the form's own lines; with no answer blanks tell nothing."""
        if not self._partings:
            return True
        parting = self._parting(at, text)
        if text.strip():
            return parting in self._partings
        return is_asked or (bool(parting.strip()) and parting.strip() in {one.strip() for one in self._partings})

    @cached_property
    def _partings(self) -> set[str]:
        """What parts label and answer in the form's own lines."""
        beside = (entry.anchor for entry in self._entries if entry.slot.question and entry.anchor.text.strip())
        return {self._parting(anchor.next_line - 1, anchor.text) for anchor in beside}

    def _parting(self, at: int, text: str) -> str:
        """The marks and blanks before what stands beside a label; how many of each do not matter."""
        line = self.hearing.sheet.lines[at].text
        before = line.rpartition(text.strip())[0] if text.strip() else line
        found = _PARTING.search(before)
        return _AGAIN.sub(r"\1", found[0]) if found else ""

    def _have_moved(self, places: Sequence[int], end: int, missing: Sequence[str]) -> bool:
        """Whether lines under a story are questions that moved there, each with an answer of one line.

        So it is where the form is whole with them, and shows blank questions too; else one may have been left blank,
        and its line be a person's. Nobody tells danger by that.
        """
        anchors = {anchor.line: anchor for anchor in self._anchors if anchor.slot.name in missing}
        moved = [anchors[at] for at in places if at in anchors]
        asked = [anchor.slot.question for anchor in moved if anchor.slot.question and not anchor.slot.question.risk]
        always = {name for name in missing if "." not in name and self._is_always_put(self.form.by_name[name])}
        are_whole = len(places) == len(asked) == len({one.name for one in asked}) and always <= {
            one.name for one in asked
        }
        written = self.hearing.sheet.written
        ends = [*(anchor.line for anchor in moved[1:]), end]
        return (
            are_whole
            and self._shows_blanks()
            and all(
                written[until] - written[one.next_line] <= one.is_below for one, until in zip(moved, ends, strict=True)
            )
        )

    def _is_always_put(self, question: Question) -> bool:
        return not question.show_if and not question.questions

    def _shows_blanks(self) -> bool:
        """Whether some question stands there without an answer."""
        heard = self.heard
        return any(heard.answers.get(name, "") is None and name not in heard.doubts for name in heard.places)

    def _cut_place(self, strange: Sequence[int], own: Own, missing: Sequence[str]) -> int | None:
        """The first line of a story that can be a missing question."""
        if not missing or not strange:
            return None
        ends = [*strange[1:], own.end]
        found = [
            self._found(self._loose_at(at, end, Rest(own.first, own.end)))
            for at, end in zip(strange, ends, strict=True)
        ]
        pairs = pair(missing, found, self.form, self.wordings, fits=self._fits)
        meant = {id(one) for each in pairs for one in each.found}
        named, wanted = self.hearing.sheet.named, set(missing)
        likely = (
            at for at, one in zip(strange, found, strict=True) if id(one) in meant or wanted & named.get(at, set())
        )
        return next(likely, None)

    def _swallowed(self, strange: Sequence[int], own: Own) -> tuple[str, str] | None:
        """What in a story is asked like a question, or stands at its end as one does: with no sentence after it."""
        for at in reversed(strange):
            label, text = self.hearing.labels.at(at, in_story=True) or ("", "")
            is_asked = self._are_small or not _begins_small(label)
            if label.endswith("?") or (is_asked and self.hearing.labels.ends(at, own.end)):
                return label, text
        return None

    def _cut(self, key: str, entry: Entry, own: Own, at: int, *, is_sure: bool) -> None:
        """Ends a story before a line; what follows is left over."""
        question, heard = entry.slot.question, self.heard
        assert question is not None
        kept, last = closed(own.texts[: at - own.first], entry.anchor), max(entry.anchor.next_line - 1, at - 1)
        text = self.hearing.written(question, kept)
        name = _without_element(key)
        heard.places[key] = self.hearing.place(entry.anchor.line, last, text)
        if key == name:
            heard.answers[name] = self.hearing.sheet.typed(question, text).value
        if not is_sure:
            label = self.hearing.labels.at(at)
            heard.uncertain[name] = _CUT.format(question.label, label[0] if label else "")
        self.hearing.rests.append(Rest(at, own.end, name, None, in_story=not is_sure))

    def loose(self, rest: Rest) -> Iterator[Loose]:
        """The labels and texts of lines that answer nothing; lines that only adorn are left out."""
        start: int | None = None
        for at in range(rest.start, rest.end):
            adorns, is_label = self._adorns(at), self.hearing.labels.at(at) is not None
            if start is not None and (adorns or is_label):
                yield self._loose_at(start, at, rest)
                start = None
            if start is None and not adorns:
                start = at
        if start is not None:
            yield self._loose_at(start, rest.end, rest)

    def _adorns(self, at: int) -> bool:
        """Whether a line says nothing of the form: blank, a row of marks, before a blank answer, the text's marking."""
        text = self.hearing.sheet.lines[at].text.strip()
        is_lead = any(lead.fullmatch(text) for lead in self._leads)
        return not any(map(str.isalnum, text)) or is_row(text) or is_lead or is_marking(text)

    def _loose_at(self, at: int, end: int, rest: Rest) -> Loose:
        label = self.hearing.labels.at(at)
        following = self.hearing.labels.answer_text(at + 1, end)
        if label is None:
            return Loose("", text_of(self.hearing.sheet.lines[at:end]), at, end - 1, rest)
        return Loose(label[0], f"{label[1]}\n{following}".strip(), at, end - 1, rest)

    def _found(self, one: Loose) -> Found:
        """A label with what is known of its place: the questions around it, and a heading of its own."""
        line = self.hearing.sheet.lines[one.first].number
        at = bisect_left(self._order, (line, ""))
        after = self._order[at - 1] if at else (0, None)
        before = self._order[at] if at < len(self._order) else (0, None)
        heading = self.hearing.labels.heading_above(one.first)
        return Found(one.label, one.text, self._section(heading, after[0]), after[1], before[1])

    def _section(self, heading: int | None, after: int) -> str:
        """The heading's words, where it is the form's own or begins only after the question before."""
        if heading is None:
            return ""
        line = self.hearing.sheet.lines[heading]
        is_own = heading in self.hearing.sheet.headed
        return line.text.strip() if is_own or line.number > after else ""

    def _pair(self, missing: Sequence[str], loose: Sequence[Loose]) -> set[int]:
        """Takes what stands under other words; gives the ids of what was taken."""
        first = {
            (one.label, one.rest.element.key.partition("[")[0] if one.rest.element else one.first): one
            for one in loose[::-1]
        }
        entries = [(self._found(one), one) for one in reversed(first.values())]
        taken: set[int] = set()
        for one in pair(missing, [found for found, _ in entries], self.form, self.wordings, fits=self._fits):
            meant = [each for found, each in entries if any(found is other for other in one.found)]
            taken |= self._take_pair(one, meant, loose)
        return taken

    def _take_pair(self, one: Pair, meant: Sequence[Loose], loose: Sequence[Loose]) -> set[int]:
        label = " / ".join(dict.fromkeys(each.label for each in meant))
        text = "\n".join(each.text for each in meant).strip()
        for name in one.questions:
            question = self.form.by_name[name]
            drift = difference(one.kind, name, question, text, label)
            self.heard.drifted(proposed(drift, name, one.confidence), doubt=name)
        if len(one.questions) > 1 or len(meant) != 1 or "." not in one.questions[0]:
            same = list(meant)
        else:
            same = [each for each in loose if each.label == meant[0].label and each.rest.element]
        if one.kind in (DriftKind.RENAMED, DriftKind.REWORDED) and not one.may_be_opposite:
            for each in same:
                self._keep(one.questions[0], each)
        return {id(each) for each in (*meant, *same)}

    def _keep(self, name: str, one: Loose) -> None:
        """An answer under other words, where it is of its question's type."""
        question, element = self.form.by_name[name], one.rest.element
        if "." in name and element is None:
            return
        key = f"{element.key}.{question.name}" if element and "." in name else name
        self.heard.places[key] = self.hearing.place(one.first, one.last, one.text)
        if not self.hearing.take_text(question, name, one.text, element if "." in name else None):
            self.heard.drifted(misfit(question, name, one.text), doubt=name)

    def _fits(self, question: Question, text: str) -> bool:
        return self.hearing.sheet.typed(question, text).fits

    def _tell(self, loose: Sequence[Loose]) -> None:
        """What answers nothing is shown whole, and told as new where it looks like a question in the form."""
        numbers = sorted(place.line for place in self.heard.places.values())
        for one in loose:
            self.heard.unmapped.append(UnmappedText(one.label, one.text))
            if self._answers_again(one) or (not one.text and self.hearing.sheet.is_heading_alone(one.first)):
                continue
            line = self.hearing.sheet.lines[one.first].number
            if one.label and numbers and line > numbers[0] and not self._is_below_the_form(one, numbers[-1]):
                self._tell_new(one.label, one.text)

    def _answers_again(self, one: Loose) -> bool:
        """Whether words under a question's own label, or right under its answer, answer it once more.

        Of danger any other answer than the first is taken down, and words that are none put it in doubt.
        """
        is_shown = self.hearing.sheet.lines[one.first - 1].piece is Piece.ANSWER  # its looks say where it ends
        is_under = not one.label and one.first == one.rest.start and not (is_shown or self._are_closed)
        names = {one.rest.after} if is_under else self.hearing.sheet.named.get(one.first, set())
        for name in sorted(names & self.heard.places.keys()):
            question, answer = self.form.by_name[name], self.heard.answers[name]
            typed = self.hearing.sheet.typed(question, one.text)
            if typed.fits and typed.value in (None, answer):
                return True
            if question.risk and (one.label or typed.fits):
                self._take_again(Again(name, one.text, typed.value))
                return True
            if question.risk:
                self.heard.uncertain.setdefault(name, GOES_ON.format(question.label))
        return False

    def _take_again(self, again: Again) -> None:
        if again not in self.heard.again and len(self.heard.again) < MAX_TOLD:
            self.heard.again.append(again)

    def _is_below_the_form(self, one: Loose, last: int) -> bool:
        """Whether a label stands after a blank line under the last question that was found, as footers do."""
        sheet = self.hearing.sheet
        under = sheet.lines[one.first].number > last and not sheet.is_structured
        is_apart = sheet.written[one.first] - sheet.written[one.rest.start] < one.first - one.rest.start
        return under and is_apart and not one.label.endswith("?")

    def _tell_new(self, label: str, text: str) -> None:
        if len(self.heard.drift) < MAX_TOLD:
            drift = Drift(DriftKind.ADDED, None, label, text, risk=False, severity=DriftSeverity.DEGRADES)
            self.heard.drift.append(drift)


def _begins_small(text: str) -> bool:
    """Whether the first letter is small; one of a script that has no capitals is not."""
    return next(filter(str.isalpha, text), "").islower()


def _without_element(key: str) -> str:
    return _ELEMENT.sub("", key) if "[" in key else key
