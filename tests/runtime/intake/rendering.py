"""Filled forms written down in any layout, from what their senders truly answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mapping_dsl.forms import AnswerType, Forms, FormVersion, Question
from runtime.intake.envelope import WitnessText
from runtime.intake.layout import Layout
from runtime.intake.witness.lines import running


@dataclass(frozen=True)
class Filled:
    """A filled form."""

    form: FormVersion
    answers: Mapping[str, Any]
    not_asked: list[str]

    @property
    def asked(self) -> list[Question]:
        """The questions that were put."""
        return [question for question in self.form.questions if question.name not in self.not_asked]


def submissions(truths: Mapping[str, Any], forms: Forms) -> list[Filled]:
    """What was truly answered in the mails of known versions."""
    said = (submission for name in sorted(truths) for submission in truths[name]["submissions"])
    known = ((forms.find(one["form"], one["version"]), one) for one in said if one.get("answers"))
    return [Filled(form, one["answers"], one["notAsked"]) for form, one in known if form]


@dataclass(frozen=True)
class Writer:
    """Writes a form in the first templates of a layout."""

    layout: Layout
    form: FormVersion
    blank: str = ""

    def witness(self, answers: Mapping[str, Any], not_asked: list[str], **changed: str) -> WitnessText:
        """The form as a witness; `changed` answers are put as they are."""
        return WitnessText("body", running("\n".join(self.lines(answers, not_asked, changed)).split("\n")))

    def lines(self, answers: Mapping[str, Any], not_asked: list[str], changed: Mapping[str, str]) -> Iterator[str]:
        """Title, reference, sections with their questions, signature."""
        yield from ["OFFICIAL", "", self.form.title, "Reference: TLP-10032-26-3100-000", ""]
        section = ""
        for number, question in enumerate(self.form.questions, 1):
            if question.name in not_asked:
                continue
            if question.section != section:
                section = question.section
                yield from [
                    "",
                    *(_filled(line, heading=section) for line in self.template("headings", "{heading}")),
                    "",
                ]
            if question.type is AnswerType.GROUP:
                yield from self._group(question, answers[question.name] or [])
            else:
                text = changed.get(question.name, written(question, answers[question.name]))
                yield from self.question(question.label, text, number)
        yield from ["", self.layout.signatures[0] if self.layout.signatures else "--", "Do not reply."]

    def template(self, kind: str, without: str) -> tuple[str, ...]:
        """The layout's first template of a kind."""
        templates = getattr(self.layout, kind)
        return tuple(templates[0]) if templates else (without,)

    def question(self, label: str, text: str, number: int) -> list[str]:
        """A question with its answer; one that is under its label is parted from the next by a blank line."""
        template = self.layout.questions[0]
        text = text or self.blank
        lines = [_filled(line, label=label, answer=text, number=str(number)) for line in template]
        return [*lines, ""] if len(template) > 1 else lines

    def _group(self, group: Question, elements: list[Mapping[str, Any]]) -> Iterator[str]:
        for place, element in enumerate(elements, 1):
            mark = self.template("elements", "{item} {place}")
            yield from (
                _filled(line, item=group.item_name, place=str(place), count=str(len(elements))) for line in mark
            )
            for number, inner in enumerate(group.questions, 1):
                yield from self.question(inner.label, written(inner, element[inner.name]), number)


def written(question: Question, answer: Any) -> str:
    """An answer as a form shows it."""
    if answer is None:
        return ""
    if isinstance(answer, list):
        return "; ".join(written(question, one) for one in answer)
    option = question.option(answer) if isinstance(answer, str) else None
    if option:
        return option.title
    if question.type is AnswerType.DATE:
        return _day(date.fromisoformat(answer), question.display_format)
    return str(answer)


def _day(day: date, shape: str) -> str:
    return f"{day:%d/%m/%Y}" if shape == "DD/MM/YYYY" else f"{day.day} {day:%B %Y}"


def _filled(line: str, **words: str) -> str:
    for name, text in words.items():
        line = line.replace(f"{{{name}}}", text).replace(f"{{{name.upper()}}}", text.upper())
    return line
