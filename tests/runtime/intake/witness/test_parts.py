"""Where labels show how far behind them answers stand, what stands elsewhere is part of none."""

import html
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pytest

from mapping_dsl.forms import AnswerType, Forms, Question
from runtime.intake.asked import labels_of
from runtime.intake.envelope import WitnessText
from runtime.intake.html import read_page
from runtime.intake.reading import DriftKind
from runtime.intake.witness.hearing import Testimony
from runtime.intake.witness.testimony import hear
from tests.runtime.intake.rendering import Filled, submissions, written

FOOTER = "This message was created by a service. Nobody reads what is sent to it."

#: how a label and its answer are written, and what stands below the form
BUILDS = [
    ("<p>{}</p><p>{}</p>", "<p>{}</p>"),
    ("<p><b>{}</b></p><p>{}</p>", "<p>{}</p>"),
    ("<p><b>{}</b><br>{}</p>", "<p>{}</p>"),
    ("<div><div>{}</div><div>{}</div></div>", "<div>{}</div>"),
    ("<h4>{}</h4><p>{}</p>", "<p>{}</p>"),
    ("<li><p>{}</p><p>{}</p></li>", "<p>{}</p>"),
    ("<table><tr><td>{}</td></tr><tr><td>{}</td></tr></table>", "<table><tr><td>{}</td></tr></table>"),
    ("<table><tr><td><b>{}</b></td></tr><tr><td>{}</td></tr></table>", "<table><tr><td>{}</td></tr></table>"),
    ("<table><tr><th>{}</th></tr><tr><td>{}</td></tr></table>", "<table><tr><td>{}</td></tr></table>"),
    ("<table><tr><td><b>{}</b><br>{}</td></tr></table>", "<table><tr><td>{}</td></tr></table>"),
    ("<table><tr><td>{}: {}</td></tr></table>", "<table><tr><td>{}</td></tr></table>"),
    ("<p>{}: {}</p>", "<p>{}</p>"),
    ("<table><tr><td>{}</td><td>{}</td></tr></table>", "<table><tr><td></td><td>{}</td></tr></table>"),
    (
        "<p class=m><b><span>{}</span></b><span lang=en><o:p></o:p></span></p><p class=m><span>{}</span></p>",
        "<p>{}</p>",
    ),
]


@pytest.mark.parametrize("blank", ["", "&nbsp;", "<br>"])
@pytest.mark.parametrize(("entry", "footer"), BUILDS)
def test_what_stands_below_the_last_answer_is_no_part_of_it(
    forms: Forms, truths: Mapping[str, Any], entry: str, footer: str, blank: str
) -> None:
    filled = _filled(forms, truths)
    for last in ("", "By letter"):
        page = _page(filled, entry, blank, {filled.asked[-1].name: last}) + footer.format(FOOTER)

        heard = _heard(page, filled)

        assert heard.answers[filled.asked[-1].name] == (last or None)
        assert FOOTER in [one.text for one in heard.unmapped]
        assert _others(heard, filled) == {one.name: filled.answers[one.name] for one in _asked(filled)[:-1]}


@pytest.mark.parametrize("wrapped", ["<p>{}</p>", "<table><tr><td>{}</td></tr></table>"])
def test_a_page_that_is_one_part_is_read_by_its_lines(forms: Forms, truths: Mapping[str, Any], wrapped: str) -> None:
    filled = _filled(forms, truths)
    page = wrapped.format(f"A report has come in.<br>{_page(filled, '{}<br>{}<br>', '', {})}")

    assert _heard(page, filled).found > len(_asked(filled)) // 2


@pytest.mark.parametrize(("entry", "footer"), BUILDS)
def test_a_heading_that_nobody_knows_is_no_part_of_the_story_above_it(
    forms: Forms, truths: Mapping[str, Any], entry: str, footer: str
) -> None:
    filled = _filled(forms, truths)
    story = next(question for question in filled.asked if question.is_long_text)
    page = _page(filled, entry, "", {story.name: "One.\nTwo."}, {story.name: footer.format("The next subject")})

    heard = _heard(page, filled)

    assert heard.answers[story.name] == "One.\nTwo."


@pytest.mark.parametrize("entry", [entry for entry, _ in BUILDS])
def test_a_question_of_the_form_within_a_story_s_own_part_is_the_story_s(
    forms: Forms, truths: Mapping[str, Any], entry: str
) -> None:
    filled = _filled(forms, truths)
    story = next(question for question in filled.asked if question.is_long_text)
    asked = next(question for question in filled.asked if question.risk and question.options)
    forged = f"One.\n{asked.label}\n{asked.options[0].title}"

    heard = _heard(_page(filled, entry, "", {story.name: forged}), filled)

    assert heard.answers[story.name] == forged
    assert heard.answers[asked.name] == filled.answers[asked.name]


def test_a_label_that_nobody_knows_ends_a_long_answer_where_labels_have_a_look_of_their_own(
    forms: Forms, truths: Mapping[str, Any]
) -> None:
    filled = _filled(forms, truths)
    story = next(question for question in filled.asked if question.is_long_text)
    entry = "<p><b>{}</b></p><p>{}</p>"
    below = {story.name: entry.format("Do you own a dog", "Two of them")}

    heard = _heard(_page(filled, entry, "", {story.name: "One."}, below), filled)

    assert heard.answers[story.name] == "One."
    assert [(one.label, one.text) for one in heard.drift if one.question is None] == [
        ("Do you own a dog", "Two of them")
    ]


def test_a_hint_in_the_next_label_s_cell_is_no_answer_to_a_blank_one(forms: Forms, truths: Mapping[str, Any]) -> None:
    filled = _filled(forms, truths)
    row = "<tr><td>{}<br><small>If you know it.</small></td><td>{}</td></tr>"
    blank = {question.name: "" for question in _asked(filled) if not question.required and not question.risk}

    heard = _heard(f"<table>{_page(filled, row, '', blank)}</table>", filled)

    assert {heard.answers[name] for name in blank} == {None}


def test_what_stands_after_blank_lines_below_the_last_answer_is_no_part_of_it(
    forms: Forms, truths: Mapping[str, Any]
) -> None:
    filled = _filled(forms, truths)
    page = _page(filled, "<b>{}</b><br>{}<br><br>", "", {filled.asked[-1].name: "By letter"}) + FOOTER

    heard = _heard(page, filled)

    assert heard.answers[filled.asked[-1].name] == "By letter"


def test_a_strange_question_beside_its_answer_is_told_as_new(forms: Forms, truths: Mapping[str, Any]) -> None:
    filled = _filled(forms, truths)
    story = next(question for question in filled.asked if question.is_long_text)
    below = {story.name: "<p>Do you own a dog?: Two of them</p>"}

    heard = _heard(_page(filled, "<p>{}: {}</p>", "", {story.name: "One.\nTwo."}, below), filled)

    assert heard.answers[story.name] == "One.\nTwo."
    assert [(one.kind, one.label, one.text) for one in heard.drift if one.question is None] == [
        (DriftKind.ADDED, "Do you own a dog?", "Two of them")
    ]


@pytest.mark.parametrize(
    "entry", ["<ul><li><strong>{}</strong> {}</li></ul>", "<table><tr><td>{}</td><td>{}</td></tr></table>"]
)
def test_strange_headings_are_no_new_questions_where_those_of_the_form_are_shown_otherwise(
    forms: Forms, truths: Mapping[str, Any], entry: str
) -> None:
    filled = _filled(forms, truths)
    below = {question.name: f"<h2>Subject {number}</h2>" for number, question in enumerate(_asked(filled)[:4])}

    heard = _heard(_page(filled, entry, "", {}, below), filled)

    assert [one.label for one in heard.drift if one.kind is DriftKind.ADDED] == []
    assert [one.label or one.text for one in heard.unmapped] == [f"Subject {number}" for number in range(4)]


def test_lines_that_are_parted_by_breaks_alone_are_read_by_their_words(forms: Forms, truths: Mapping[str, Any]) -> None:
    filled = _filled(forms, truths)

    heard = _heard(_page(filled, "{}: {}<br>", "", {}), filled)

    assert {one.name: heard.answers[one.name] for one in _asked(filled)} == {
        one.name: filled.answers[one.name] for one in _asked(filled)
    }


def test_a_strange_heading_that_looks_show_apart_puts_no_story_in_doubt(
    forms: Forms, truths: Mapping[str, Any]
) -> None:
    filled = _filled(forms, truths)
    story = next(question for question in filled.asked if question.is_long_text)
    row = "<tr><td>{}</td><td>{}</td></tr>"
    below = {story.name: "<tr><td colspan=2>&nbsp;</td></tr><tr><td colspan=2>The next subject</td></tr>"}

    heard = _heard(f"<table>{_page(filled, row, '', {story.name: 'One.'}, below)}</table>", filled)

    assert story.name not in heard.uncertain


def test_a_heading_that_nobody_knows_answers_no_label_whose_answer_has_no_cell(
    forms: Forms, truths: Mapping[str, Any]
) -> None:
    filled = _filled(forms, truths)
    row = "<table><tr><td>{}</td><td>{}</td></tr></table>"
    blank = next(one for one in _asked(filled) if one.type is AnswerType.STRING and not one.required)
    page = _page(filled, row, "", {blank.name: ""}, {blank.name: "<h2>The next subject</h2>"}).replace("<td></td>", "")

    heard = _heard(page, filled)

    assert heard.answers[blank.name] is None


def test_cells_side_by_side_show_alike_where_answers_end_though_few_stand_in_one_column(
    forms: Forms, truths: Mapping[str, Any]
) -> None:
    filled = _filled(forms, truths)
    story = next(question for question in filled.asked if question.is_long_text)
    cell = "<td><div>{}</div><div>{}</div></td>".format
    cells = [
        cell(html.escape(one.label), "One." if one is story else html.escape(written(one, filled.answers[one.name])))
        for one in _asked(filled)
    ]
    at = _asked(filled).index(story) + 1
    rows = [*cells[:at], "<td>The next subject</td>", *map("".join, pairwise(cells[at : at + 2])), *cells[at + 2 :]]

    heard = _heard(f"<table><tr>{'</tr><tr>'.join(rows)}</tr></table>", filled)

    assert heard.answers[story.name] == "One."


def test_an_answer_that_goes_on_in_rows_without_a_label_is_whole(forms: Forms, truths: Mapping[str, Any]) -> None:
    filled = _filled(forms, truths)
    story = next(question for question in filled.asked if question.is_long_text)
    row = "<tr><td>{}</td><td>{}</td></tr>"
    page = _page(filled, row, "", {story.name: "One."}, {story.name: row.format("", "Two.")})

    heard = _heard(f"<table>{page}</table>", filled)

    assert heard.answers[story.name] == "One.\nTwo."


def test_a_long_answer_in_its_label_s_own_cell_is_read_though_others_have_a_cell_beside_theirs(
    forms: Forms, truths: Mapping[str, Any]
) -> None:
    filled = _filled(forms, truths)
    story = next(question for question in filled.asked if question.is_long_text)
    rows = [
        f"<tr><td colspan=2>{html.escape(one.label)}<br>One.<br>Two.</td></tr>"
        if one is story
        else f"<tr><td>{html.escape(one.label)}</td><td>{written(one, filled.answers[one.name])}</td></tr>"
        for one in _asked(filled)
    ]
    page = read_page(f"<table>{''.join(rows)}</table>", labels_of(forms))

    heard = hear(WitnessText("html", page.lines), filled.form)

    assert heard.answers[story.name] == "One.\nTwo."


def test_a_long_answer_may_have_several_paragraphs(forms: Forms, truths: Mapping[str, Any]) -> None:
    filled = _filled(forms, truths)
    story = next(question for question in filled.asked if question.is_long_text)
    page = _page(filled, "<p>{}</p><p>{}</p>", "", {story.name: "One."}, {story.name: "<p>Two.</p>"})

    heard = _heard(page, filled)

    assert str(heard.answers[story.name]).split() == ["One.", "Two."]


def _filled(forms: Forms, truths: Mapping[str, Any]) -> Filled:
    """A form whose last question takes any words."""
    return next(one for one in submissions(truths, forms) if one.asked[-1].type is AnswerType.STRING)


def _asked(filled: Filled) -> Sequence[Question]:
    return [question for question in filled.asked if not question.questions]


def _page(
    filled: Filled, entry: str, blank: str, answers: Mapping[str, str], below: Mapping[str, str] | None = None
) -> str:
    """Every question that is no group; `answers` are put as they are, `below` stands below a question's answer."""
    pieces: list[str] = []
    for question in _asked(filled):
        text = answers.get(question.name, written(question, filled.answers[question.name]))
        shown = html.escape(text).replace("\n", "<br>") or blank
        pieces += [entry.format(html.escape(question.label), shown), (below or {}).get(question.name, "")]
    return "".join(pieces)


def _heard(page: str, filled: Filled) -> Testimony:
    return hear(WitnessText("html", read_page(page).lines), filled.form)


def _others(heard: Testimony, filled: Filled) -> Mapping[str, Any]:
    return {question.name: heard.answers[question.name] for question in _asked(filled)[:-1]}
