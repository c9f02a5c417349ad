"""Answers that come as JSON, keyed by a question's name or label, as the lines of a form that shows both."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from mapping_dsl.forms import FormVersion
from runtime.intake.mail.decoding import storable
from runtime.intake.witness.lines import Line, Piece
from runtime.intake.wording import fold

MAX_LINES = 5_000

_FEWEST_ANSWERS = 3
_MOST_NESTED = 6
_ASKED = ("question", "label", "name", "key", "id", "title")
_ANSWERED = ("answer", "value", "response", "text", "answers", "values")


def answer_lines(content: dict[str, Any]) -> tuple[Line, ...]:
    """The answers in an object as labels and answers, those that lie deeper too; none where there are hardly any."""
    shown = enumerate(islice(_pieces(content, 0), MAX_LINES), 1)
    lines = tuple(Line(storable(text), number, piece) for number, (piece, text) in shown)
    return lines if sum(line.piece is Piece.LABEL for line in lines) >= _FEWEST_ANSWERS else ()


def by_labels(lines: Iterable[Line], form: FormVersion) -> Iterator[Line]:
    """The lines with the form's labels in place of its questions' names; groups become what an element is called."""
    questions = {fold(name): question for name, question in form.every_question()}
    group = ""
    for line in lines:
        named, place, rest = fold(line.text).partition(" ")
        if line.piece is Piece.HEADING:
            group = named
            found = questions.get(named)
            yield replace(line, text=f"{found.item_name or found.label}{place}{rest}") if found else line
        elif line.piece is Piece.LABEL:
            found = questions.get(f"{group}.{fold(line.text)}") or questions.get(fold(line.text))
            yield replace(line, text=found.label) if found else line
        else:
            yield line


def _pieces(value: Any, depth: int) -> Iterator[tuple[Piece, str]]:
    if not isinstance(value, dict | list):
        return
    pairs = value.items() if isinstance(value, dict) else _asked_and_answered(value)
    for asked, answer in pairs:
        yield from _of_one(asked, answer, depth)


def _of_one(asked: str, answer: Any, depth: int) -> Iterator[tuple[Piece, str]]:
    if depth >= _MOST_NESTED:
        yield Piece.LABEL, asked
        yield Piece.ANSWER, _words(answer)
    elif isinstance(answer, list) and any(isinstance(one, dict) for one in answer) and not _are_answers(answer):
        for number, element in enumerate(answer, 1):
            yield Piece.HEADING, f"{asked} {number} of {len(answer)}"
            yield from _pieces(element, depth + 1)
    elif isinstance(answer, dict) or (isinstance(answer, list) and _are_answers(answer)):
        yield Piece.HEADING, asked
        yield from _pieces(answer, depth + 1)
    else:
        yield Piece.LABEL, asked
        for line in _words(answer).split("\n"):
            yield Piece.ANSWER, line


def _are_answers(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(one, dict) and _pair(one) is not None for one in values)


def _asked_and_answered(values: list[Any]) -> Iterator[tuple[str, Any]]:
    """The questions with their answers of a list that holds an object for each."""
    for one in values:
        if isinstance(one, dict) and (pair := _pair(one)):
            yield pair


def _pair(one: dict[str, Any]) -> tuple[str, Any] | None:
    asked = next((one[key] for key in _ASKED if isinstance(one.get(key), str)), None)
    answered = next((key for key in _ANSWERED if key in one), None)
    return (asked, one[answered]) if asked and answered else None


def _words(answer: Any) -> str:
    """One answer as it would be typed; null is blank."""
    match answer:
        case None:
            return ""
        case bool():
            return "yes" if answer else "no"
        case list():
            return "; ".join(map(_words, answer))
        case dict():
            return "; ".join(f"{key}: {_words(value)}" for key, value in answer.items())
        case _:
            return str(answer)
