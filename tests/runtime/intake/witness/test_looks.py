"""Looks that the form's own words disprove prove nothing."""

from collections.abc import Mapping
from typing import Any

from mapping_dsl.forms import Forms
from runtime.intake.envelope import WitnessText
from runtime.intake.witness.lines import Line, Piece
from runtime.intake.witness.testimony import hear
from tests.runtime.intake.rendering import Filled, submissions, written


def test_answers_that_look_like_labels_of_their_own_are_read_as_answers(
    forms: Forms, truths: Mapping[str, Any]
) -> None:
    filled = submissions(truths, forms)[0]

    heard = hear(WitnessText("pdf", _lines(filled, answer=Piece.LABEL)), filled.form)

    assert _read(filled, heard.answers) == _true(filled)


def test_answers_that_look_like_answers_are_read_by_their_looks(forms: Forms, truths: Mapping[str, Any]) -> None:
    filled = submissions(truths, forms)[0]

    heard = hear(WitnessText("pdf", _lines(filled, answer=Piece.ANSWER)), filled.form)

    assert _read(filled, heard.answers) == _true(filled)


def _lines(filled: Filled, answer: Piece) -> tuple[Line, ...]:
    """Every question that is no group, its answer in a line of its own under it."""
    shown: list[tuple[str, Piece]] = []
    for question in filled.asked:
        if text := "" if question.questions else written(question, filled.answers[question.name]):
            shown += [(question.label, Piece.LABEL), *((line, answer) for line in text.split("\n"))]
    return tuple(Line(text, number, piece) for number, (text, piece) in enumerate(shown, 1))


def _read(filled: Filled, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {question.name: answers[question.name] for question in filled.asked if not question.questions}


def _true(filled: Filled) -> dict[str, Any]:
    return {question.name: filled.answers[question.name] for question in filled.asked if not question.questions}
