"""Looks that the form's own words disprove prove nothing."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

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


@pytest.mark.parametrize(("label", "answer"), [(Piece.RUNNING, Piece.HEADING), (Piece.ANSWER, Piece.LABEL)])
def test_the_forms_own_words_say_how_labels_are_shown(
    forms: Forms, truths: Mapping[str, Any], label: Piece, answer: Piece
) -> None:
    for filled in submissions(truths, forms)[:6]:
        lines = _lines(filled, label=label, answer=answer, looks=(1, 2))

        heard = hear(WitnessText("html", lines), filled.form)

        assert _read(filled, heard.answers) == _true(filled)


def test_no_line_of_a_story_is_a_label_where_labels_are_shown_otherwise(
    forms: Forms, truths: Mapping[str, Any]
) -> None:
    filled = next(one for one in submissions(truths, forms) if one.form.form == "theft")
    lines = list(_lines(filled, label=Piece.RUNNING, answer=Piece.HEADING, looks=(1, 2)))
    story = next(at for at, line in enumerate(lines) if line.text == "Tell us what happened")
    lines[story + 2 : story + 2] = [
        Line("Are you or anyone else in danger right now?", 0, look=2),
        Line("No", 0, look=2),
    ]

    heard = hear(WitnessText("html", tuple(lines)), filled.form)

    assert heard.answers["dangerNow"] == filled.answers["dangerNow"]
    assert str(heard.answers["description"]).endswith("Are you or anyone else in danger right now?\nNo")


def test_what_stands_between_labels_and_answers_answers_nothing(forms: Forms, truths: Mapping[str, Any]) -> None:
    filled = submissions(truths, forms)[0]
    lines = _lines(filled, label=Piece.LABEL, answer=Piece.ANSWER, looks=(1, 2), hint="For example, what you saw.")

    heard = hear(WitnessText("html", lines), filled.form)

    assert _read(filled, heard.answers) == _true(filled)


def test_a_link_that_repeats_its_label_is_left_out(forms: Forms, truths: Mapping[str, Any]) -> None:
    filled = submissions(truths, forms)[0]
    lines = _lines(filled, looks=(1, 2))
    links = [[line, Line(f"Change {before.text}", 0, Piece.ANSWER, look=3)] for before, line in pairwise(lines)]
    shown = [lines[0], *(one for (line, link) in links for one in ([line, link] if line.look == 2 else [line]))]

    heard = hear(WitnessText("html", tuple(replace(one, number=at) for at, one in enumerate(shown, 1))), filled.form)

    assert _read(filled, heard.answers) == _true(filled)
    assert not any(one.text.startswith("Change") for one in heard.unmapped)


def test_what_stands_under_the_last_answer_in_its_own_paragraph_is_no_part_of_it(
    forms: Forms, truths: Mapping[str, Any]
) -> None:
    filled = submissions(truths, forms)[0]
    lines = _lines(filled, label=Piece.RUNNING, answer=Piece.RUNNING, looks=(1, 2))
    footer = (Line("", 0), Line("This message was created by a service.", 0, look=2))

    heard = hear(WitnessText("html", (*lines, *footer)), filled.form)

    assert _read(filled, heard.answers) == _true(filled)


def test_headings_that_are_shown_as_answers_are_part_of_none(forms: Forms, truths: Mapping[str, Any]) -> None:
    filled = submissions(truths, forms)[0]
    sections = {question.label: question.section for question in filled.form.questions}
    lines: list[Line] = []
    for line in _lines(filled):
        if line.piece is Piece.LABEL and sections[line.text] not in [one.text for one in lines]:
            lines.append(Line(sections[line.text], 0, Piece.ANSWER))
        lines.append(line)

    heard = hear(WitnessText("html", tuple(lines)), filled.form)

    assert _read(filled, heard.answers) == _true(filled)


def _lines(
    filled: Filled,
    *,
    label: Piece = Piece.LABEL,
    answer: Piece = Piece.ANSWER,
    looks: tuple[int, int] = (0, 0),
    hint: str = "",
) -> tuple[Line, ...]:
    """Every question that is no group, its answer in lines of its own under it, perhaps with a hint before."""
    shown: list[Line] = []
    for question in filled.asked:
        text = "" if question.questions else written(question, filled.answers[question.name])
        if text:
            hints = [Line(hint, 0, answer, look=3)] if hint else []
            answers = (Line(line, 0, answer, look=looks[1]) for line in text.split("\n"))
            shown += [Line(question.label, 0, label, look=looks[0]), *hints, *answers]
    return tuple(replace(line, number=number) for number, line in enumerate(shown, 1))


def _read(filled: Filled, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {question.name: answers[question.name] for question in filled.asked if not question.questions}


def _true(filled: Filled) -> dict[str, Any]:
    return {question.name: filled.answers[question.name] for question in filled.asked if not question.questions}
