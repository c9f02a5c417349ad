"""What the statements add to FEEL of the form itself: functions of an answer's name, all long texts, what is left."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mapping_dsl import nodes
from mapping_dsl.answers import Answers
from mapping_dsl.expressions import expressions_in
from mapping_dsl.feel import lexical
from mapping_dsl.feel.frames import Call
from mapping_dsl.forms import Question
from mapping_dsl.meanings import Meanings
from mapping_dsl.program import Program


@dataclass(frozen=True, slots=True, eq=False)
class AnswerFunction:
    """A function of an answer's name, which the checker has written out as a text."""

    body: Callable[[Sequence[Any]], Any]
    parameters: tuple[str, ...] = ("answer",)

    def __call__(self, _call: Call, arguments: Sequence[Any]) -> Any:
        """The function's value."""
        return self.body(arguments)


def answer_functions(answers: Answers) -> dict[str, AnswerFunction]:
    """`asked`, `label` and `option` over a submission."""

    return {
        "asked": AnswerFunction(lambda arguments: answers.asked(arguments[0])),
        "label": AnswerFunction(lambda arguments: label_of(answers, arguments[0])),
        "option": AnswerFunction(lambda arguments: option_of(answers, *arguments)),
    }


def label_of(answers: Answers, name: str) -> str | None:
    """The words of a question in the submission's form version, None where that does not put it."""
    question = answers.form.question(name)
    return question.label if question else None


def option_of(answers: Answers, name: str, value: Any) -> Any:
    """The words of an answer's chosen option in the submission's form version."""
    question = answers.form.question(name)
    return chosen(question, value) if question else None


def chosen(question: Question, value: Any) -> Any:
    """The words of a chosen option, or of each of several; the answer itself where the question has no options."""
    if isinstance(value, list):
        return [chosen(question, one) for one in value]
    found = question.option(value) if isinstance(value, str) else None
    return found.title if found else value


def long_texts(answers: Answers) -> list[str]:
    """All answers that are stories, those inside groups too, in the order of the form."""
    found: list[str] = []
    for name, inner in answers.form.long_texts:
        value = answers.values.get(name)
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, list):
            found += (element[one] for element in value for one in inner if isinstance(element[one], str))
    return found


def unread_answers(program: Program, meanings: Meanings) -> frozenset[str]:
    """The answers that no rule reads, dotted in groups."""
    read = {
        answer
        for placed in program.placed
        if not isinstance(placed.statement, nodes.Example)
        for expression in expressions_in(placed.statement)
        if (meaning := meanings.of(placed.unit, expression))
        for answer in meaning.answers
    }
    groups = {name.partition(".")[0] for name in program.questions.by_name if "." in name}
    return frozenset(program.questions.by_name.keys() - read - groups)


def other_answers(answers: Answers, unread: frozenset[str]) -> str | None:
    """The text "label: answer" of everything that no rule reads."""
    return "\n".join(_lines(answers, unread)) or None


def _lines(answers: Answers, unread: frozenset[str]) -> Iterator[str]:
    for question in answers.form.questions:
        value = answers.values.get(question.name)
        if question.questions:
            left = [inner for inner in question.questions if f"{question.name}.{inner.name}" in unread]
            pairs = [(inner, element[inner.name]) for element in value or () for inner in left]
        else:
            pairs = [(question, value)] if question.name in unread else []
        yield from (_line(one, said) for one, said in pairs if said is not None)


def _line(question: Question, value: Any) -> str:
    words = chosen(question, value)
    written = ", ".join(str(lexical.to_string(one)) for one in words) if isinstance(words, list) else words
    return f"{question.label}: {lexical.to_string(written)}"
