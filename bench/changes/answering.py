"""What a person might answer to a form version: drawn from the stock, obeying the conditions of the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from random import Random
from typing import Any, Final

from bench.changes.stock import answers_stock
from mapping_dsl import feel
from mapping_dsl.forms import AnswerType, FormVersion, Question

_BLANK: Final = 0.12  #: of the questions that may be left blank
_YEARS: Final = (18, 80)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form version as somebody filled it in."""

    answers: Mapping[str, Any]  #: typed as `studio read` types them; None: blank, or not asked
    asked: tuple[str, ...]  #: the questions that were put, in order
    submitted: datetime


def filled(form: FormVersion, draw: Random) -> Filled:
    """Answers to every question that the form puts to one who answers so."""
    submitted = datetime(2026, 10, 5) + timedelta(minutes=draw.randrange(60 * 24 * 60))
    answers: dict[str, Any] = dict.fromkeys(question.name for question in form.questions)
    asked = []
    for question in form.questions:
        if is_asked(question, answers):
            asked.append(question.name)
            answers[question.name] = _Person(form, submitted, draw).answer(question)
    return Filled(answers, tuple(asked), submitted)


def is_asked(question: Question, answers: Mapping[str, Any]) -> bool:
    """Whether the form puts the question to one who has answered so far."""
    return not question.show_if or _condition(question.show_if, tuple(answers))(answers) is True


@lru_cache(maxsize=1024)
def _condition(text: str, names: tuple[str, ...]) -> feel.Compiled:
    return feel.compile(text, names=names)


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody who answers one form."""

    form: FormVersion
    submitted: datetime
    draw: Random

    def answer(self, question: Question, name: str = "") -> Any:
        """An answer, or None where the question may be left blank; `name` is dotted in groups."""
        if question.type is AnswerType.GROUP:
            return [self._element(question) for _ in range(self.draw.randint(0, 3))] or None
        if not question.required and self.draw.random() < _BLANK:
            return None
        match question.type:
            case AnswerType.CHOICE:
                return self.draw.choice(question.options).const
            case AnswerType.CHOICES:
                return self._choices(question)
            case AnswerType.DATE:
                return self._day(question)
            case AnswerType.TIME:
                return f"{self.draw.randrange(24):02}:{self.draw.randrange(60):02}"
            case AnswerType.NUMBER:
                return self._amount(question)
        return self._text(question, name or question.name)

    def _element(self, group: Question) -> dict[str, Any]:
        element = {one.name: self.answer(one, f"{group.name}.{one.name}") for one in group.questions}
        first = group.questions[0]
        if not any(value is not None for value in element.values()):
            return element | {first.name: self._text(first, f"{group.name}.{first.name}")}
        return element

    def _choices(self, question: Question) -> list[str]:
        chosen = self.draw.sample(question.options, self.draw.randint(1, min(3, len(question.options))))
        return [option.const for option in question.options if option in chosen]

    def _day(self, question: Question) -> str:
        # Days that somebody has lived through are protected; all others lie close before the report.
        back = self.draw.randint(_YEARS[0] * 365, _YEARS[1] * 365) if question.protected else self.draw.randrange(40)
        return (self.submitted - timedelta(days=back)).date().isoformat()

    def _amount(self, question: Question) -> Decimal | int:
        if not question.display_format:
            return self.draw.randint(1, 30)
        pence = self.draw.choice((0, 0, 50, 99)) if self.form.version != "1.0" else 0
        return Decimal(self.draw.choice((5, 25, 120, 849, 1250, 18500))) + Decimal(pence) / 100

    def _text(self, question: Question, name: str) -> str:
        stock = answers_stock()
        kind = stock["textOf"].get(name, "text")
        if kind == "story":
            return self._story()
        return str(self.draw.choice(stock["kinds"].get(question.kind) or stock["texts"][kind]))

    def _story(self) -> str:
        """Sentences, and now and then lines that look like something else."""
        stock, draw = answers_stock(), self.draw
        pieces = draw.sample(stock["sentences"], draw.randint(1, 5))
        kind = draw.random()
        if kind < 0.12:
            pieces.insert(draw.randrange(len(pieces) + 1), "\n" + draw.choice(stock["colons"]) + "\n")
        elif kind < 0.2:
            pieces.append("\n" + draw.choice(stock["lists"]))
        elif kind < 0.28:
            label = draw.choice([one.label for _, one in self.form.every_question()])
            pieces.append(f"\n{label}: {draw.choice(stock['forged'])}\n" + draw.choice(stock["sentences"]))
        elif kind < 0.31:
            pieces = pieces * draw.randint(6, 12)
        return " ".join(pieces).replace(" \n", "\n").replace("\n ", "\n").strip()
