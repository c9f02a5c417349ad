"""What the form's order did not explain: questions that moved, questions under other words, and what is new.

A story is the hardest, for it holds any line. What at its end looks like a question is cut off where a question is
missing that it can be; else the story is told to be uncertain, for it may have swallowed a new question.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mapping_dsl.forms import FormVersion, Question
from runtime.intake.alignment import Entry, align
from runtime.intake.anchors import Anchor
from runtime.intake.conditions import is_put
from runtime.intake.dividing import Own
from runtime.intake.hearing import Hearing, Rest, difference, misfit, proposed, text_of
from runtime.intake.layout.templates import is_row
from runtime.intake.reading import Drift, DriftKind, DriftSeverity, UnmappedText
from runtime.intake.script import SlotKind
from runtime.likeness import Found, Pair, Wordings, pair

MAX_MOVES: Final = 40
_MARKING: Final = re.compile(r"[\W_]*(?:OFFICIAL|SECRET|TOP SECRET)\b[^.]{0,60}")
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

    def __init__(self, hearing: Hearing, form: FormVersion, wordings: Wordings) -> None:
        self.hearing, self.form, self.wordings = hearing, form, wordings
        self.heard = hearing.testimony

    def settle(self, anchors: Sequence[Anchor]) -> None:
        """Finds what moved and what is meant by other words; tells all else."""
        missing = self._missing()
        if missing:
            self._find_moved(anchors, set(missing))
            missing = self._missing()
        self._cut_stories(missing)
        loose = [one for rest in self.hearing.rests for one in self.loose(rest)]
        taken = self._pair(missing, [one for one in loose if one.label]) if missing else set()
        self._tell([one for one in loose if id(one) not in taken])

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

    def _find_moved(self, anchors: Sequence[Anchor], missing: Collection[str]) -> None:
        """Reads missing questions that stand under their own label in another place."""
        wanted = [anchor for anchor in anchors if self._is_wanted(anchor, missing)]
        for _ in range(MAX_MOVES):
            moved = self._next_moved(wanted)
            if moved is None:
                return
            wanted = [anchor for anchor in wanted if anchor.slot.name not in self.heard.answers]

    def _is_wanted(self, anchor: Anchor, missing: Collection[str]) -> bool:
        return anchor.slot.kind is SlotKind.QUESTION and anchor.slot.group is None and anchor.slot.name in missing

    def _next_moved(self, wanted: Sequence[Anchor]) -> Rest | None:
        for rest in list(self.hearing.rests):
            inside = [anchor for anchor in wanted if rest.start <= anchor.line < rest.end]
            chain = align(self.hearing.sheet, inside).entries if inside else ()
            if not chain:
                continue
            self.hearing.rests.remove(rest)
            if chain[0].anchor.line > rest.start:
                self.hearing.rests.append(
                    Rest(rest.start, chain[0].anchor.line, rest.after, rest.element, rest.in_story)
                )
            for entry in chain:
                self._take_moved(Entry(entry.anchor, min(entry.end, rest.end)), rest)
            return rest
        return None

    def _take_moved(self, entry: Entry, rest: Rest) -> None:
        name, question = entry.slot.name, entry.slot.question
        assert question is not None
        self.hearing.take(entry)
        drift = difference(DriftKind.MOVED, name, question, self.heard.places[name].text)
        harmless = Drift(drift.kind, name, drift.label, drift.text, drift.risk, DriftSeverity.HARMLESS)
        self.heard.drifted(drift if rest.in_story else harmless, doubt=name if rest.in_story else "")

    def _cut_stories(self, missing: Sequence[str]) -> None:
        for key, entry, own in list(self.hearing.stories):
            likely = [at for at in range(own.first + 1, own.end) if self.hearing.labels.at(at, sure=True)]
            if not likely:
                continue
            known = {one.line for one in self.hearing.sheet.sightings if self._is_found(one.words)}
            strange = [at for at in likely if at not in known]
            cut = self._cut_place(strange, own, missing)
            if cut is not None:
                self._cut(key, entry, own, cut)
            elif strange and (swallowed := self._swallowed(strange, own)):
                label = entry.slot.question.label if entry.slot.question else key
                self.heard.uncertain.setdefault(_without_element(key), _SWALLOWED.format(label))
                self._tell_new(*swallowed)

    def _is_found(self, words: tuple[str, ...]) -> bool:
        """Whether those are the words of a question that was found in its place, so that a story may repeat them."""
        found = {_without_element(key) for key in self.heard.places}
        return any(slot.name in found for slot in self.hearing.sheet.script.by_words[words])

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
        return next(
            (at for at, one in zip(strange, found, strict=True) if id(one) in meant or self._is_label_of(at, missing)),
            None,
        )

    def _is_label_of(self, at: int, missing: Collection[str]) -> bool:
        sheet = self.hearing.sheet
        here = (slot for one in sheet.sightings if one.line == at for slot in sheet.script.by_words[one.words])
        return any(slot.name in missing for slot in here)

    def _swallowed(self, strange: Sequence[int], own: Own) -> tuple[str, str] | None:
        """What in a story is asked like a question, or stands at its end as one does: with no sentence after it."""
        written = [at for at in range(own.first + 1, own.end) if self.hearing.sheet.lines[at].text.strip()]
        for at in reversed(strange):
            label, text = self.hearing.labels.at(at, sure=True) or ("", "")
            is_last = written[-1] == at and not text.endswith((".", "!", "?", ",")) and not label[0].islower()
            if label.endswith("?") or is_last:
                return label, text
        return None

    def _cut(self, key: str, entry: Entry, own: Own, at: int) -> None:
        """Ends a story before a line; what follows is left over."""
        question, heard = entry.slot.question, self.heard
        assert question is not None
        kept = Own(own.texts[: at - own.first], own.first, at - 1, at)
        text = self.hearing.written(question, kept.texts)
        name = _without_element(key)
        heard.places[key] = self.hearing.place(entry.anchor.line, max(entry.anchor.next_line - 1, kept.last), text)
        if key == name:
            heard.answers[name] = self.hearing.sheet.typed(question, text).value
        label = self.hearing.labels.at(at)
        heard.uncertain[name] = _CUT.format(question.label, label[0] if label else "")
        self.hearing.rests.append(Rest(at, own.end, name, None, in_story=True))

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
        """Whether a line says nothing of the form: a blank one, a row of marks, the marking of the text."""
        text = self.hearing.sheet.lines[at].text.strip()
        return not any(map(str.isalnum, text)) or is_row(text) or _MARKING.fullmatch(text) is not None

    def _loose_at(self, at: int, end: int, rest: Rest) -> Loose:
        label = self.hearing.labels.at(at)
        following = text_of(self.hearing.sheet.lines[at + 1 : end])
        if label is None:
            return Loose("", text_of(self.hearing.sheet.lines[at:end]), at, end - 1, rest)
        return Loose(label[0], f"{label[1]}\n{following}".strip(), at, end - 1, rest)

    def _found(self, one: Loose) -> Found:
        places = sorted((place.line, _without_element(key)) for key, place in self.heard.places.items())
        line = self.hearing.sheet.lines[one.first].number
        before = [name for number, name in places if number < line]
        after = [name for number, name in places if number > line]
        section = self.hearing.labels.heading_above(one.first)
        return Found(one.label, one.text, section, before[-1] if before else None, after[0] if after else None)

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
        label, text = " / ".join(each.label for each in meant), "\n".join(each.text for each in meant).strip()
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
        numbers = [place.line for place in self.heard.places.values()]
        for one in loose:
            self.heard.unmapped.append(UnmappedText(one.label, one.text))
            line = self.hearing.sheet.lines[one.first].number
            if one.label and numbers and line > min(numbers) and not self._is_below_the_form(one, max(numbers)):
                self._tell_new(one.label, one.text)

    def _is_below_the_form(self, one: Loose, last: int) -> bool:
        """Whether a label stands after a blank line under the last question that was found, as footers do."""
        sheet = self.hearing.sheet
        under = sheet.lines[one.first].number > last and not sheet.is_structured
        blank = any(not line.text.strip() for line in sheet.lines[one.rest.start : one.first])
        return under and blank and not one.label.endswith("?")

    def _tell_new(self, label: str, text: str) -> None:
        severity = DriftSeverity.DEGRADES
        self.heard.drift.append(Drift(DriftKind.ADDED, None, label, text, risk=False, severity=severity))


def _without_element(key: str) -> str:
    return re.sub(r"\[\d+\]", "", key)
