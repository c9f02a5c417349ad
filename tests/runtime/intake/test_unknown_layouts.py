"""Layouts that nobody has defined: what stands before, between and after labels and answers is learnt from the text."""

from collections.abc import Mapping
from itertools import count
from typing import Any

import pytest

from mapping_dsl import Library
from mapping_dsl.forms import AnswerType, Forms, FormVersion
from runtime.intake.layout import read_layouts
from runtime.intake.reading import DriftKind
from runtime.intake.witness.testimony import Testimony, hear
from tests.runtime.intake.conftest import ROOT
from tests.runtime.intake.making_mails import body_text, theft_body
from tests.runtime.intake.rendering import Writer, submissions, written

LAYOUTS = read_layouts(Library(ROOT / "mappings"))
ORDINARY = next(layout for layout in LAYOUTS if layout.name == "ordinary")


@pytest.fixture(scope="module")
def theft(forms: Forms) -> FormVersion:
    form = forms.find("theft", "1.0")
    assert form is not None
    return form


def _heard(form: FormVersion, text: str) -> Testimony:
    return hear(body_text(text), form, LAYOUTS)


def _in_the_way(way: str, body: str, heading: str = "\n{heading}\n") -> str:
    """A body's questions and headings written in another way."""
    lines, parts = body.split("\n-- \n")[0].split("\n"), count(1)
    shown: list[str] = []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        label, found, answer = line.partition(": ")
        if below.startswith("---"):
            shown.append(heading.format(heading=line, part=next(parts), rule="-" * len(line)))
        elif found:
            shown += [one.rstrip() for one in way.format(label=label, answer=answer).split("\n")]
        elif not line.startswith("---"):
            shown.append(line)
    return "\n".join(shown)


@pytest.mark.parametrize(
    "way",
    [
        "{label} * {answer}",
        "{label:_<70} {answer}",
        "{label} ____ {answer}",
        "{label:<40} {answer}",
        "`{label}`: {answer}",
        "- {label}\n- {answer}\n",
        "| {label} |\n| {answer} |\n",
        "+ {label}\n  + {answer}",
        "{label}\n  {answer}\n. . . . . . . .",
        "{label}\n“{answer}”\n",
        "{label}:\n\n{answer}\n\n",
    ],
)
def test_a_form_is_read_whole_and_nothing_is_doubted(theft: FormVersion, way: str) -> None:
    story = "It was on the seat. Then the seat was empty."

    heard = _heard(theft, _in_the_way(way, theft_body(story)))

    assert heard.answers == _heard(theft, theft_body(story)).answers
    assert (heard.uncertain, heard.doubts, heard.drift) == ({}, [], [])


def test_lines_between_bars_are_all_an_answers_own(theft: FormVersion) -> None:
    story = "It was here.\nThen it was gone."
    text = _in_the_way("| {label} |\n| {answer} |\n", theft_body("STORY"))

    heard = _heard(theft, text.replace("STORY", story.replace("\n", " |\n| ")))

    assert heard.answers["description"] == story


@pytest.mark.parametrize("words", ["____________", "..........", "-----"])
def test_a_line_to_be_written_on_is_a_blank_answer(theft: FormVersion, words: str) -> None:
    heard = _heard(theft, theft_body().replace("IMEI: ", "IMEI: A1").replace("9 Inkerman Terrace", words))

    assert (heard.answers["homeAddress"], heard.uncertain) == (None, {})


@pytest.mark.parametrize("words", ["*Passed over*", "_no words_", "[Nobody said]", "`none`"])
def test_words_between_marks_at_several_questions_mean_blank(theft: FormVersion, words: str) -> None:
    body = theft_body().replace("9 Inkerman Terrace", words).replace("Black leather wallet", words)

    heard = _heard(theft, body.replace("Gender: Female", f"Gender: {words}"))

    names = ("homeAddress", "itemDescription", "gender")
    assert ([heard.answers[name] for name in names], heard.uncertain) == ([None, None, None], {})


@pytest.mark.parametrize("words", ["(withheld)", "(see above)", "[redacted]", "*URGENT*"])
def test_words_between_marks_that_a_person_may_have_typed_stay_and_are_uncertain(
    theft: FormVersion, words: str
) -> None:
    heard = _heard(theft, theft_body().replace("9 Inkerman Terrace", words).replace("Black leather wallet", words))

    assert (heard.answers["homeAddress"], heard.answers["itemDescription"]) == (words, words)
    assert {"homeAddress", "itemDescription"} <= heard.uncertain.keys()


def test_words_between_marks_that_are_no_date_are_told(theft: FormVersion) -> None:
    heard = _heard(theft, theft_body().replace("16/05/1970", "(about fifty)"))

    assert "dateOfBirth" in heard.doubts


@pytest.mark.parametrize("words", ["No value", "No entry", "Skipped", "Unspecified"])
def test_words_that_a_person_may_type_are_no_blank_by_themselves(theft: FormVersion, words: str) -> None:
    heard = _heard(theft, theft_body().replace("Black leather wallet", words))

    assert heard.answers["itemDescription"] == words


def test_words_between_marks_at_one_question_are_uncertain_where_nothing_shows_what_is_blank(
    theft: FormVersion,
) -> None:
    body = theft_body().replace("Serial number or IMEI: ", "Serial number or IMEI: A1")

    heard = _heard(theft, body.replace("9 Inkerman Terrace", "*Passed over*"))

    assert list(heard.uncertain) == ["homeAddress"]


def test_words_that_close_an_answer_may_be_wrapped(theft: FormVersion) -> None:
    tagged = _in_the_way("<{label}>{answer}</{label}>", theft_body(), heading="<!-- {heading} -->")
    wrapped = tagged.replace("</Where did it", "</Where\ndid it").replace(
        "</Is there anything that", "</Is there\nanything that"
    )

    heard = _heard(theft, wrapped)

    assert heard.answers == _heard(theft, theft_body()).answers
    assert heard.unmapped == []


def test_a_strange_line_that_is_underlined_is_a_heading_and_no_new_question(theft: FormVersion) -> None:
    strange = theft_body().replace("About you", "Amdanoch chi").replace("Suspects", "Y rhai a amheuir")

    heard = _heard(theft, _in_the_way("{label}\n“{answer}”\n", strange, heading="\n{heading}\n{rule}\n"))

    assert heard.drift == []


def test_strange_headings_over_answers_with_a_mark_are_no_new_questions(theft: FormVersion) -> None:
    body = theft_body()
    for known, strange in (("Property", "Eiddo"), ("Suspects", "Y rhai a amheuir"), ("About you", "Amdanoch chi")):
        body = body.replace(f"\n{known}\n", f"\n{strange}\n")

    heard = _heard(theft, _in_the_way("{label}\n  └ {answer}", body))

    assert heard.drift == []


def test_the_first_line_under_an_underlined_label_is_no_label(theft: FormVersion) -> None:
    way = "{label}\n-------------\n\n{answer}\n"
    text = _in_the_way(way, theft_body("STORY"), heading="\n{heading}\n=======\n")

    heard = _heard(theft, text.replace("STORY", "A drill\nSome clothes"))

    assert "description" not in heard.uncertain


def test_a_word_with_a_number_that_others_have_too_ends_an_answer(theft: FormVersion) -> None:
    body = theft_body().replace("About you\n---", "Item #1\nAbout you\n---")
    for number, label in enumerate(("Email address: ", "Telephone number: "), 2):
        body = body.replace(label, f"Item #{number}\n{label}")

    heard = _heard(theft, body)

    assert heard.uncertain == {}
    assert heard.answers == _heard(theft, theft_body()).answers


def test_labels_alone_are_blank_where_others_have_a_mark_and_an_answer(theft: FormVersion) -> None:
    body = theft_body().replace(": W239JG", "").replace(": 16/05/1970", "").replace(": Email", "")

    heard = _heard(theft, body.replace("-- \nThis", "Please do not reply.\n\nThis").replace(": \n", "\n"))

    blank = ("itemSerial", "dateOfBirth", "homePostcode", "preferredContact")
    assert [heard.answers[name] for name in blank] == [None] * 4
    assert heard.doubts == []


def test_a_label_alone_is_no_answer_to_a_blank_question_that_stands_before_it(theft: FormVersion) -> None:
    body = theft_body().replace("Postcode of the location: w23 9jg\n", "")
    moved = body.replace("Gender: Female\n", "Gender: \nPostcode of the location: \n")

    heard = _heard(theft, _in_the_way("{label:<60}  {answer}", moved))

    assert heard.answers["gender"] is None
    assert DriftKind.OPTIONS_ADDED not in [drift.kind for drift in heard.drift]


def test_options_of_a_list_may_stand_after_a_blank_line(forms: Forms, truths: Mapping[str, Any]) -> None:
    filled, question = next(
        (one, asked)
        for one in submissions(truths, forms)
        for asked in one.asked
        if asked.type is AnswerType.CHOICES and len(one.answers[asked.name] or []) > 1
    )
    options = [written(question, [one]) for one in filled.answers[question.name]]

    text = "\n\n" + "\n".join(options) + "\n"
    heard = hear(
        Writer(ORDINARY, filled.form).witness(filled.answers, filled.not_asked, **{question.name: text}),
        filled.form,
        LAYOUTS,
    )

    assert heard.answers[question.name] == filled.answers[question.name]
    assert question.name not in heard.uncertain


def test_a_line_like_a_question_that_is_not_put_to_this_person_is_the_storys_own(theft: FormVersion) -> None:
    story = "It was here.\nLatest date: nobody asked me\nThen it was gone."

    heard = _heard(theft, _in_the_way("{label} = {answer}", theft_body("STORY")).replace("STORY", story))

    assert heard.answers["description"] == story
    assert heard.uncertain == {}


def test_the_mark_beside_labels_goes_on_in_its_column_and_is_no_part_of_the_answer(theft: FormVersion) -> None:
    text = _in_the_way("{label:>60} | {answer}", theft_body("STORY"))

    heard = _heard(theft, text.replace("STORY", f"It was here.\n{'':60} | Then it was gone."))

    assert heard.answers["description"] == "It was here.\nThen it was gone."


@pytest.mark.parametrize("heading", ["\nPart {part}: {heading}\n", "\n{heading} ........................\n"])
def test_headings_with_a_number_or_a_row_of_dots_are_no_end_of_a_story(theft: FormVersion, heading: str) -> None:
    body = theft_body("It was here.").replace("Was it taken from your person?: Yes\n", "")

    heard = _heard(theft, _in_the_way("{label} - {answer}", body, heading=heading))

    assert "description" not in heard.uncertain
