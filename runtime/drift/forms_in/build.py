"""Gathers the questions of a definition as they are read, gives each a name of its own, and keeps what is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from mapping_dsl.forms import FormVersion, Option, Question
from runtime.drift.forms_in.conditions import scope_of, why_unreadable
from runtime.drift.forms_in.found import DefinitionRefused, FoundForm, Remark, Sureness
from runtime.drift.forms_in.naming import free_name, is_plain_name, option_const, question_name

MOST_BYTES: Final = 4 * 1024 * 1024
MOST_QUESTIONS: Final = 1_000
MOST_OPTIONS: Final = 2_000
MOST_DEPTH: Final = 12
LONGEST_TEXT: Final = 2_000

_DEFINED: Final = Sureness(1.0, "the definition says so")


@dataclass(slots=True)
class Gathered:
    """What has been read of a definition so far."""

    questions: list[Question] = field(default_factory=list)
    sureness: dict[str, Sureness] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def name(self, wanted: str, label: str, taken: Iterable[str] | None = None) -> str:
        """A name for a question: the definition's own where mappings can use it."""
        names = {one.name for one in self.questions} if taken is None else set(taken)
        return free_name(wanted, names) if is_plain_name(wanted) else question_name(wanted or label, names)

    def add(self, question: Question, where: str, sureness: Sureness = _DEFINED) -> None:
        """The next question. Raises DefinitionRefused where there are more than any form has."""
        if len(self.sureness) >= MOST_QUESTIONS:
            raise DefinitionRefused(where, f"it has more than {MOST_QUESTIONS} questions")
        self.questions.append(question)
        self.sureness[question.name] = sureness
        self.sureness |= {f"{question.name}.{one.name}": sureness for one in question.questions}

    def remark(self, where: str, sentence: str) -> None:
        """Tells what could not be taken as it is."""
        self.remarks.append(Remark(where, sentence))

    def found(self, form: FormVersion) -> FoundForm:
        """The whole form, without conditions that could not be read: such a question counts as always put."""
        scope = scope_of(form.questions)
        kept = []
        for question in form.questions:
            why = why_unreadable(question.show_if, scope)
            if why:
                self.remark(question.label, f"when it is put could not be taken in ({question.show_if}): {why}")
                self.sureness[question.name] = Sureness(0.5, "the definition has a condition that could not be read")
            kept.append(replace(question, show_if="") if why else question)
        if not any(question.risk for question in form.questions):
            self.remark("", "no question is marked as one that shows danger: mark those (x-risk) before it is used")
        return FoundForm(replace(form, questions=tuple(kept)), self.sureness, tuple(self.remarks))


def options_of(offered: Iterable[Option]) -> tuple[Option, ...]:
    """The options that say something, each with a const of its own: one that is missing is made of the title, a title
    of the const."""
    options: dict[str, Option] = {}
    for one in offered:
        if one.const or one.title:
            is_free = one.const and one.const not in options
            const = one.const if is_free else option_const(one.title or one.const, options)
            options[const] = Option(const, one.title or one.const, one.title_cy)
    return tuple(options.values())


def text_at(holder: Mapping[str, Any], keyword: str) -> str:
    """A text of a definition on one line, of bounded length; empty where there is none."""
    value = holder.get(keyword)
    return " ".join(value[:LONGEST_TEXT].split()) if isinstance(value, str) else ""
