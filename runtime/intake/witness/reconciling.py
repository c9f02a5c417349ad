"""What several witnesses say of one submission, brought together: agreed, settled by the better one, or in conflict.

A witness whose looks prove which words are a label and which an answer (a table, a PDF's columns) knows where answers
end; running text knows how they were typed. Where one is sure and the other is not, the sure one is believed; where
both are sure and differ, nobody is: both are shown, and a person decides.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

from mapping_dsl.forms import AnswerType, FormVersion, Question
from runtime.intake.answers.conditions import settle_unanswered
from runtime.intake.answers.usage import EVERYDAY, Usage
from runtime.intake.envelope import WitnessText
from runtime.intake.reading import Answer, Conflict, Drift, DriftKind, DriftSeverity, Place, UnmappedText
from runtime.intake.witness.agreement import cut_short, letters, one_is_rounded, rests, same_words, unnumbered
from runtime.intake.witness.hearing import GOES_ON, Again, Testimony

AGAIN = ", again"  #: after a witness's name: what it says of a question elsewhere
MAX_LETTERS = 200_000  #: of a text in which words are searched
MAX_SEARCHES = 1_000  #: with more nothing is told from what stands elsewhere: no form has so much to tell

_IN_ELEMENT = re.compile(r"\[\d+\]")
_FEWEST_LETTERS = 5  #: that tell words again
_LEAST_SHARE = 0.25  #: of what the best witness has found: with less a text is not this form


@dataclass(frozen=True)
class Heard:
    """A witness's text, and what it says."""

    rank: int  #: its place in the order of preference where witnesses say the same
    name: str
    text: WitnessText
    testimony: Testimony
    usage: Usage = EVERYDAY

    @property
    def is_structured(self) -> bool:
        """Whether its looks prove where answers end."""
        return self.testimony.structured

    @cached_property
    def differences(self) -> frozenset[tuple[str | None, DriftKind]]:
        """Its drift, by question."""
        return frozenset((drift.question, drift.kind) for drift in self.testimony.drift)

    @cached_property
    def drifted(self) -> frozenset[str | None]:
        """The questions in which it departs from the form."""
        return frozenset(question for question, _ in self.differences)

    def tells_of(self, names: Collection[str]) -> bool:
        """Whether it has one of these questions, dotted in groups, however little else it has."""
        return any(_IN_ELEMENT.sub("", place) in names for place in self.testimony.places)

    @cached_property
    def answered(self) -> str:
        """The letters of all its answers, each on a line of its own."""
        return "\n".join(letters(place.text) for place in self.testimony.places.values())[:MAX_LETTERS]

    @cached_property
    def shown(self) -> str:
        """The letters of its whole text, then those of it without the numbers of questions."""
        whole = "".join(f"\n{line.text}" for line in self.text.lines)
        return "\n".join(letters(text)[:MAX_LETTERS] for text in (whole, unnumbered(whole)))


@dataclass(frozen=True, slots=True)
class Dispute:
    """A question on which witnesses do not agree, with what each of them says."""

    conflict: Conflict
    values: tuple[Answer, ...] = ()
    element: int = 0  #: from 1 in a group, 0 outside of one


@dataclass(slots=True)
class Agreed:
    """One testimony of all witnesses, and what they do not agree on."""

    heard: Testimony
    disputes: list[Dispute] = field(default_factory=list)
    witness_places: dict[str, tuple[Place, ...]] = field(default_factory=dict)

    def dispute(self, dispute: Dispute) -> None:
        """Takes down that something is not agreed on; nobody may rely on it."""
        self.disputes.append(dispute)
        if dispute.conflict.question not in self.heard.doubts:
            self.heard.doubts.append(dispute.conflict.question)


class _Certainty(IntEnum):
    """How much a witness's own reading of a question is worth."""

    DOUBTED = 0  #: found in other words, or not the answer that the question asks for
    UNCERTAIN = 1  #: may hold too much or too little
    SURE = 2


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one witness says of one question."""

    heard: Heard
    place: Place
    value: Answer
    certainty: _Certainty
    may_be_blank: bool = False  #: what it has may be the service's words for no answer

    @property
    def text(self) -> str:
        """The answer as typed."""
        return self.place.text


def reconcile(witnesses: Sequence[Heard], form: FormVersion) -> Agreed:
    """What the witnesses say together, in order of preference where they say the same. There is at least one."""
    most = max(one.testimony.found for one in witnesses)
    risks = {name for name, question in form.every_question() if question.risk}
    of_the_form = [one for one in witnesses if one.testimony.found >= _LEAST_SHARE * most or one.tells_of(risks)]
    is_alone = len(of_the_form) == 1
    agreed = Agreed(of_the_form[0].testimony) if is_alone else _Reconciliation(of_the_form, form).agreed()
    for one in of_the_form:
        for again in one.testimony.again:
            agreed.dispute(_against_itself(one, again))
    return agreed


def _against_itself(heard: Heard, again: Again) -> Dispute:
    """What a witness says of a question of danger, and what it says of it elsewhere."""
    said = heard.testimony
    readings = {heard.name: said.places[again.question].text, f"{heard.name}{AGAIN}": again.text}
    return Dispute(Conflict(again.question, readings), (said.answers[again.question], again.value))


class _Reconciliation:
    """Goes through the form's questions, then through what belongs to none."""

    def __init__(self, witnesses: Sequence[Heard], form: FormVersion) -> None:
        self._witnesses = witnesses
        self._form = form
        self._unsure: dict[str, set[str]] = {}  #: which witnesses had to be believed though not sure, by dotted name
        self._searches = 0
        self._stated: dict[str, set[str]] = {}  #: which witnesses have the question, by dotted name
        best = max(witnesses, key=lambda one: one.testimony.found).testimony
        self._said = Testimony(best.witness, found=best.found, layout=best.layout)
        self._agreed = Agreed(self._said)

    def agreed(self) -> Agreed:
        """All of it."""
        for question in self._form.questions:
            self._said.answers[question.name] = self._answer(question)
        self._said.found = len(self._said.places)
        self._said.drift += self._kept_drift()
        self._said.shows_blanks = any(one.testimony.shows_blanks for one in self._witnesses)
        self._said.is_cut = any(one.testimony.is_cut for one in self._witnesses)
        absent = [question.name for question in self._form.questions if question.name not in self._stated]
        settle_unanswered(self._said, self._form, absent)
        self._said.unmapped = list(_once(self._kept_unmapped()))
        self._said.cautions += dict.fromkeys(words for one in self._witnesses for words in one.testimony.cautions)
        self._said.reference = next(filter(None, (one.testimony.reference for one in self._witnesses)), "")
        self._said.submitted = next(filter(None, (one.testimony.submitted for one in self._witnesses)), "")
        return self._agreed

    def _answer(self, question: Question) -> Answer:
        if question.type is AnswerType.GROUP:
            return self._group(question)
        said = ((one, one.testimony.answers.get(question.name)) for one in self._witnesses)
        statements = [_statement(one, question.name, 0, answer) for one, answer in said]
        return self._settle(question, question.name, 0, statements)

    def _group(self, group: Question) -> Answer:
        """A group's elements, one by one; where witnesses count them otherwise, all of the one that has most."""
        having = [(one, elements) for one in self._witnesses if (elements := _elements(one, group))]
        if not having:
            return None
        counts = {len(elements) for _, elements in having}
        if len(counts) > 1:
            having = self._disagree_on_number(group, having)
        return [self._element(group, number, having) for number in range(1, max(counts) + 1)]

    def _element(self, group: Question, number: int, having: "Sequence[_Having]") -> Answer:
        answers: dict[str, Answer] = {}
        for inner in group.questions:
            name = f"{group.name}.{inner.name}"
            statements = [_statement(one, name, number, of[number - 1].get(inner.name)) for one, of in having]
            answers[inner.name] = self._settle(inner, name, number, statements)
        return answers

    def _disagree_on_number(self, group: Question, having: "Sequence[_Having]") -> "list[_Having]":
        most = max(having, key=lambda one: len(one[1]))
        readings = {one.name: f"{len(elements)} × {group.item_name or group.label}" for one, elements in having}
        self._agreed.dispute(Dispute(Conflict(group.name, readings)))
        return [most]

    def _settle(self, question: Question, name: str, element: int, said: Iterable[_Statement | None]) -> Answer:
        """The answer to believe, with its place; where sure ones differ, a conflict."""
        key, stated = _key(name, element), list(filter(None, said))
        statements = [one for one in stated if not self._is_forged(question, key, one)] or stated
        if not statements:
            return None
        surest = max(one.certainty for one in statements)
        chosen = next(one for one in statements if one.certainty is surest)
        apart: list[_Statement] = []
        for other in statements:
            better = _better(question, chosen, other)
            chosen, apart = (better, apart) if better else (chosen, [*apart, other])
        self._take(name, key, chosen, statements)
        if apart:
            readings = {one.heard.name: one.text for one in statements}
            self._agreed.dispute(Dispute(Conflict(name, readings), tuple(one.value for one in statements), element))
        elif chosen.certainty is _Certainty.UNCERTAIN and not _is_confirmed(question, chosen, statements):
            self._said.uncertain[name] = chosen.heard.testimony.uncertain[name]
        elif question.is_long_text and any(_shows_elsewhere(one, chosen) for one in statements if one is not chosen):
            self._said.uncertain[name] = GOES_ON.format(question.label)
        return chosen.value

    def _take(self, name: str, key: str, chosen: _Statement, statements: Sequence[_Statement]) -> None:
        self._said.places[key] = chosen.place
        if others := tuple(one.place for one in statements if one is not chosen):
            self._agreed.witness_places[key] = others
        if chosen.certainty is not _Certainty.SURE:
            self._unsure.setdefault(name, set()).add(chosen.heard.name)
        self._stated.setdefault(name, set()).update(one.heard.name for one in statements)
        if all(one.certainty is _Certainty.DOUBTED for one in statements):
            self._doubt(name)

    def _is_forged(self, question: Question, key: str, said: _Statement) -> bool:
        """Whether a witness that knows shows these words, label and all, inside an answer.

        What tells of danger is never explained away so.
        """
        if said.heard.is_structured or question.risk:
            return False
        knowing = [one for one in self._witnesses if one.is_structured and not _agrees_there(one, key, said)]
        labels = [label for label in (question.label, question.label_cy) if label]
        return any(self._stands_in(letters(label + said.text), one.answered) for one in knowing for label in labels)

    def _stands_in(self, words: str, text: str) -> bool:
        self._searches += 1
        return self._searches <= MAX_SEARCHES and len(words) >= _FEWEST_LETTERS and words in text

    def _doubt(self, name: str) -> None:
        if name not in self._said.doubts:
            self._said.doubts.append(name)

    def _kept_drift(self) -> list[Drift]:
        """Differences that no witness makes good: all that have the question have them too, or none of them is sure.

        Each as the witness has it that knows it to be harmless, if any does.
        """
        kept: dict[tuple[str, str], Drift] = {}
        for one in self._witnesses:
            for drift in one.testimony.drift:
                about = drift.question or letters(drift.label)
                is_milder = (drift.kind, about) not in kept or drift.severity is DriftSeverity.HARMLESS
                if is_milder and self._stands(drift, one):
                    kept[drift.kind, about] = drift
        return list(kept.values())

    def _stands(self, drift: Drift, heard: Heard) -> bool:
        if drift.question is None:
            return not self._answered_elsewhere(drift.label, drift.text, heard)
        if drift.question not in self._stated:
            return drift.kind is not DriftKind.REMOVED
        if drift.question in self._unsure:
            return heard.name in self._unsure[drift.question]
        stating = [one for one in self._witnesses if one.name in self._stated[drift.question]]
        return all((drift.question, drift.kind) in one.differences for one in stating)

    def _kept_unmapped(self) -> Iterator[UnmappedText]:
        for one in self._witnesses:
            for words in one.testimony.unmapped:
                if not self._answered_elsewhere(words.label, words.text, one):
                    yield words

    def _answered_elsewhere(self, label: str, text: str, heard: Heard) -> bool:
        """Whether words that answer nothing in one witness are part of an answer in another one, that knows better."""
        words = letters(label + text)
        knowing = [one for one in self._witnesses if one is not heard and one.is_structured >= heard.is_structured]
        return any(self._stands_in(words, one.answered) for one in knowing)


_Having = tuple[Heard, list[dict[str, Answer]]]


def _elements(heard: Heard, group: Question) -> list[dict[str, Answer]]:
    elements = heard.testimony.answers.get(group.name)
    return [one for one in elements if isinstance(one, dict)] if isinstance(elements, list) else []


def _key(name: str, element: int) -> str:
    """How the place of an answer is called; elements of a group count from 1, 0 is outside of any."""
    group, _, inner = name.partition(".")
    return f"{group}[{element}].{inner}" if element else name


def _statement(heard: Heard, name: str, element: int, value: Answer) -> _Statement | None:
    """What a witness says of a question, None where it has not got it."""
    said, place = heard.testimony, heard.testimony.places.get(_key(name, element))
    if place is None:
        return None
    certainty = _Certainty.UNCERTAIN if name in said.uncertain else _Certainty.SURE
    # A blank answer to a required question is in doubt, too, but not because of what this witness shows.
    doubted = name in said.doubts and (name in heard.drifted or place.text.strip())
    return _Statement(heard, place, value, _Certainty.DOUBTED if doubted else certainty, name in said.perhaps_blank)


def _better(question: Question, one: _Statement, other: _Statement) -> _Statement | None:
    """Of two statements that agree the one to believe; None where they do not agree."""
    sure = one.certainty is other.certainty is _Certainty.SURE
    if _says_the_same(question, one, other):
        # The doubted value of the same words may be none; else they are taken as the more preferred witness typed them.
        return min(one, other, key=lambda said: (said.certainty is _Certainty.DOUBTED, said.heard.rank))
    if one.value is None and other.value is None and sure:
        return one  # blank, whatever words each of them has for it
    if not question.risk and (blank := _blank_of(one, other)):
        return blank
    if rounded := one_is_rounded(one.value, other.value):
        return one if rounded == one.value else other
    shorter, fuller = sorted((one, other), key=lambda said: len(letters(said.text)))
    freely = question.type is AnswerType.STRING and (question.is_long_text or not sure)
    if cut_short(shorter.text, fuller.text, freely=freely):
        return shorter if _shows_the_rest(shorter, fuller) else fuller
    return shorter if not question.risk and _goes_too_far(shorter, fuller) else None


def _blank_of(one: _Statement, other: _Statement) -> _Statement | None:
    """The one that is blank for sure, where the other has what may be words for that."""
    for blank, worded in ((one, other), (other, one)):
        if blank.value is None and blank.certainty is _Certainty.SURE and worded.may_be_blank:
            return blank
    return None


def _says_the_same(question: Question, one: _Statement, other: _Statement) -> bool:
    """Whether they are one value or the same words. Values that differ are not one for that: 1.50 and 150."""
    if one.value is not None and one.value == other.value:
        return True
    are_told = one.value is not None and other.value is not None and question.type is not AnswerType.STRING
    return not are_told and same_words(one.text, other.text)


def _shows_the_rest(shorter: _Statement, fuller: _Statement) -> bool:
    """Whether a witness that knows where answers end shows elsewhere what the other one holds for the answer's end."""
    knows = shorter.heard.is_structured and shorter.certainty is not _Certainty.DOUBTED
    shown = any(rest in shorter.heard.shown for rest in rests(shorter.text, fuller.text))
    return knows and not fuller.heard.is_structured and shown


def _is_confirmed(question: Question, chosen: _Statement, statements: Sequence[_Statement]) -> bool:
    """Whether a witness says the same that is sure of it, or of several that are not one knows where answers end."""
    if any(one.certainty is _Certainty.SURE for one in statements):
        return any(one.certainty is _Certainty.SURE and _says_the_same(question, chosen, one) for one in statements)
    return len(statements) > 1 and any(one.heard.is_structured for one in statements)


def _goes_too_far(shorter: _Statement, fuller: _Statement) -> bool:
    """Whether words are no answer only because others stand after them, which the surer witness shows elsewhere."""
    is_surer = shorter.certainty is _Certainty.SURE and fuller.certainty is _Certainty.DOUBTED
    return is_surer and _shows_elsewhere(shorter, fuller)


def _shows_elsewhere(shorter: _Statement, fuller: _Statement) -> bool:
    """Whether the witness of the shorter answer shows elsewhere what the fuller one ends with."""
    return any(
        len(rest) >= _FEWEST_LETTERS and rest in shorter.heard.shown for rest in rests(shorter.text, fuller.text)
    )


def _agrees_there(heard: Heard, key: str, said: _Statement) -> bool:
    place = heard.testimony.places.get(key)
    return place is not None and same_words(place.text, said.text)


def _once(unmapped: Iterable[UnmappedText]) -> Iterator[UnmappedText]:
    """Each once, though several witnesses have it."""
    seen: set[str] = set()
    for one in unmapped:
        words = letters(one.label + one.text)
        if words not in seen:
            yield one
        seen.add(words)
