"""What an answer may become: danger is never explained away by what was read badly, and "no" is never made up.

Every reading passes through `take_care`. An answer to a question of risk counts as harmless where it is blank, or says
no in the words for it; whatever else it says may be danger.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from mapping_dsl.forms import Forms, FormVersion, Question
from runtime.intake.reading import Answer, Drift, DriftKind, DriftSeverity
from runtime.intake.witness.reconciling import Agreed, Dispute
from runtime.intake.wording import fold
from runtime.intake.words import Words
from runtime.likeness import looks_like

_LIKE_DANGER = 0.5  #: how like a question of risk a new one is that may tell of danger as well


def is_harmless(question: Question, answer: Answer, words: Words) -> bool:
    """Whether an answer to a question of risk tells of no danger, in any of the languages whose words these are."""
    if isinstance(answer, list):
        return all(is_harmless(question, one, words) for one in answer)
    if not isinstance(answer, str):
        return not answer
    option = question.option(answer)
    said = fold(option.title if option else answer)
    return not said or words.meaning(said) in words.no


def take_care(agreed: Agreed, form: FormVersion, words: Words, *, is_known: bool) -> list[str]:
    """Puts in doubt each answer to a question of risk that cannot be relied on; gives the names of what was not found.

    An answer that stands under other words is kept only where it tells of danger. In a version that is not known an
    answer without danger is in doubt even under its own label.
    """
    care = _Care(agreed, words)
    missing = []
    for name, question in form.every_question():
        if not question.risk:
            continue
        unsure = not is_known or name in agreed.heard.uncertain
        if care.is_lost(name):
            missing.append(name)
            care.distrust(name)
            care.clear_harmless(name, question)
        elif care.is_disputed(name) or (unsure and care.is_harmless(name, question)):
            care.distrust(name)
    return missing


def more_dangerous(agreed: Agreed, form: FormVersion, words: Words) -> dict[str, Answer]:
    """Of questions of risk in dispute the answers that tell of danger, by question; a group's with all its elements."""
    found: dict[str, Answer] = {}
    for dispute in agreed.disputes:
        question = form.question(dispute.conflict.question)
        if question and question.risk and (answer := _dangerous(question, dispute, words)) is not None:
            group, _, inner = dispute.conflict.question.partition(".")
            found[group] = _in_element(found.get(group, agreed.heard.answers[group]), dispute, inner, answer)
    return found


def with_new_dangers(drift: Drift, forms: Forms, words: Words) -> Drift:
    """The difference; a new question that is worded like one of risk in any form is of risk as well."""
    is_like_one = drift.kind is DriftKind.ADDED and any(
        looks_like(drift.label, question, words.thesaurus) >= _LIKE_DANGER for question in _questions_of_risk(forms)
    )
    return replace(drift, risk=True) if is_like_one else drift


@lru_cache(maxsize=16)
def _questions_of_risk(forms: Forms) -> tuple[Question, ...]:
    """Those of all versions, each wording once."""
    asked = (question for form in forms.versions for _, question in form.every_question() if question.risk)
    return tuple({(question.label, question.label_cy): question for question in asked}.values())


@dataclass(frozen=True, slots=True)
class _Care:
    """Looks at one agreed testimony, and changes it."""

    agreed: Agreed
    words: Words

    def is_lost(self, name: str) -> bool:
        """Whether a question was asked, or may have been, and does not stand there under its own label."""
        heard, asked = self.agreed.heard, name.partition(".")[0]
        drifted = any(one.question == name and one.severity is not DriftSeverity.HARMLESS for one in heard.drift)
        return drifted or (asked not in heard.not_asked and not self._is_found(name))

    def is_disputed(self, name: str) -> bool:
        """Whether witnesses do not agree on it, or on how many elements its group has."""
        return any(one.conflict.question in (name, name.partition(".")[0]) for one in self.agreed.disputes)

    def is_harmless(self, name: str, question: Question) -> bool:
        """Whether no answer to it tells of danger."""
        return all(is_harmless(question, answer, self.words) for answer in self._answers(name))

    def distrust(self, name: str) -> None:
        """Nobody may rely on it."""
        if name not in self.agreed.heard.doubts:
            self.agreed.heard.doubts.append(name)

    def clear_harmless(self, name: str, question: Question) -> None:
        """Only danger is taken from other words than the question's own."""
        group, _, inner = name.partition(".")
        answers = self.agreed.heard.answers
        if not inner and is_harmless(question, answers.get(name), self.words):
            answers[name] = None
        for element in self._elements(group) if inner else ():
            element[inner] = None if is_harmless(question, element.get(inner), self.words) else element[inner]

    def _is_found(self, name: str) -> bool:
        group, _, inner = name.partition(".")
        places = self.agreed.heard.places
        numbers = range(1, len(self._elements(group)) + 1)
        return all(f"{group}[{number}].{inner}" in places for number in numbers) if inner else name in places

    def _answers(self, name: str) -> Iterator[Answer]:
        group, _, inner = name.partition(".")
        if not inner:
            yield self.agreed.heard.answers.get(name)
        for element in self._elements(group) if inner else ():
            yield element.get(inner)

    def _elements(self, group: str) -> list[dict[str, Answer]]:
        elements = self.agreed.heard.answers.get(group)
        return [one for one in elements if isinstance(one, dict)] if isinstance(elements, list) else []


def _dangerous(question: Question, dispute: Dispute, words: Words) -> Answer:
    return next((value for value in dispute.values if not is_harmless(question, value, words)), None)


def _in_element(whole: Answer, dispute: Dispute, inner: str, answer: Answer) -> Answer:
    """The answer, or the group's elements with it in its place."""
    if not isinstance(whole, list) or not inner:
        return answer
    return [
        {**one, inner: answer} if isinstance(one, dict) and number == dispute.element else one
        for number, one in enumerate(whole, 1)
    ]
