"""Whether a form puts a question at all, by its show-if condition over the other answers, and what no answer means."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from mapping_dsl import feel
from mapping_dsl.forms import FormVersion, Question
from runtime.intake.reading import Answer, DriftKind, DriftSeverity
from runtime.intake.witness.hearing import Testimony, difference

_NAME = re.compile(r"\w+")


def is_put(question: Question, answers: Mapping[str, Answer], doubts: Iterable[str]) -> bool | None:
    """Whether the question is put to somebody who answers so; None where that hangs on an answer in doubt."""
    if not question.show_if:
        return True
    if not _names(question.show_if).isdisjoint(doubts):
        return None
    return _condition(question.show_if, tuple(answers))(answers) is True


def settle_unanswered(heard: Testimony, form: FormVersion, absent: Collection[str]) -> None:
    """What it means that questions have no answer: not asked, blank, or in doubt. `absent` are not there at all.

    A question that should have been put is missed where it is absent, and in doubt where it is required and blank. In
    a whole text that shows no blank question at all, one that may be left blank and tells nothing of danger was left
    blank: its answer is none, and nobody can tell it from a question that is gone.
    """
    danger = _telling_danger(form)
    named = {drift.question for drift in heard.drift}
    for question in form.questions:
        name = question.name
        if heard.answers[name] is not None or name in heard.doubts:
            continue
        put = is_put(question, heard.answers, heard.doubts)
        if put is False:
            heard.not_asked.append(name)
        elif put and name in absent and name not in named:
            drift = difference(DriftKind.REMOVED, name, question, "")
            if heard.shows_blanks or heard.is_cut or question.required or name in danger:
                heard.drifted(drift, doubt=name)
            else:
                heard.drifted(replace(drift, severity=DriftSeverity.HARMLESS))
        elif name in absent or question.required:
            heard.doubts.append(name)


@lru_cache(maxsize=64)
def _telling_danger(form: FormVersion) -> frozenset[str]:
    """The questions of risk, and all on whose answers it hangs whether one of them is put."""
    asked = {question.name: question for question in form.questions}
    left = [one for one in form.questions if one.risk or any(inner.risk for inner in one.questions)]
    found: set[str] = set()
    while left:
        question = left.pop()
        if question.name not in found:
            found.add(question.name)
            left += [asked[name] for name in _names(question.show_if) & asked.keys()]
    return frozenset(found)


@lru_cache(maxsize=1024)
def _names(condition: str) -> frozenset[str]:
    return frozenset(_NAME.findall(condition))


@lru_cache(maxsize=1024)
def _condition(text: str, names: tuple[str, ...]) -> feel.Compiled:
    return feel.compile(text, names=names)
