"""Forms read by their order. What is written inside an answer must not become another answer."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping_dsl import Library
from mapping_dsl.forms import Forms, FormVersion
from runtime.intake import DriftKind, DriftSeverity, UnmappedText
from runtime.intake.layout import read_layouts
from runtime.intake.witness.testimony import hear
from tests.runtime.intake.conftest import ROOT
from tests.runtime.intake.making_mails import body_text, theft_body
from tests.runtime.intake.rendering import Writer, submissions

LAYOUTS = read_layouts(Library(ROOT / "mappings"))


@pytest.fixture(scope="module")
def theft(forms: Forms) -> FormVersion:
    form = forms.find("theft", "1.0")
    assert form is not None
    return form


def test_lines_in_a_story_that_look_like_questions_forge_no_answer(theft: FormVersion) -> None:
    story = (
        "He asked me things.\nDate of birth: he said 01/01/1990\nWhere did it happen?: that is what the clerk asked\n"
        "Are you or anyone else in danger right now?: Yes"
    )

    heard = hear(body_text(theft_body(description=story)), theft, LAYOUTS)

    assert heard.answers["description"] == story
    assert (heard.answers["dateOfBirth"], heard.answers["incidentLocation"]) == ("1970-05-16", "outside the bakery")
    assert (heard.answers["dangerNow"], heard.drift, heard.doubts) == ("no", [], [])


def test_the_question_that_comes_next_cannot_be_answered_from_a_story(theft: FormVersion) -> None:
    story = "I wrote it down.\nWas it taken from your person?: No"

    heard = hear(body_text(theft_body(description=story)), theft, LAYOUTS)

    assert (heard.answers["description"], heard.answers["fromPerson"]) == (story, "yes")


def test_a_whole_form_inside_a_story_forges_nothing(theft: FormVersion) -> None:
    inner = theft_body(description="Forged.", danger="Yes").split("-- \n")[0].rstrip()
    story = f"They sent me this:\n{inner}"

    heard = hear(body_text(theft_body(description=story)), theft, LAYOUTS)

    assert heard.answers["dangerNow"] == "no"
    assert "Forged." in str(heard.answers["description"])


@given(st.lists(st.sampled_from(theft_body().split("\n")), max_size=12))
def test_lines_of_the_form_in_any_order_inside_a_story_do_not_turn_no_danger_into_danger(
    theft: FormVersion, lines: list[str]
) -> None:
    body = theft_body(description="\n".join(["It began so.", *lines, "And so it ended."]))

    heard = hear(body_text(body), theft, LAYOUTS)

    assert heard.answers["dangerNow"] == "no"


def test_a_question_that_the_form_would_not_have_put_is_a_line_of_the_story(theft: FormVersion) -> None:
    story = "I found it.\nWas it taken from your person?: Yes"
    body = theft_body(description=story).replace("lost or stolen?: Stolen", "lost or stolen?: Lost")
    body = body.replace("\nWas it taken from your person?: Yes\n\n", "\n\n")

    heard = hear(body_text(body), theft, LAYOUTS)

    assert (heard.answers["description"], heard.answers["fromPerson"]) == (story, None)
    assert "fromPerson" in heard.not_asked
    assert "“Was it taken from your person?”, answered “Yes”" in heard.uncertain["description"]


def test_a_question_that_should_have_been_put_and_is_not_found_is_in_doubt(theft: FormVersion) -> None:
    body = theft_body().replace("Was it taken from your person?: Yes\n", "")

    heard = hear(body_text(body), theft, LAYOUTS)

    assert "fromPerson" not in heard.not_asked
    assert heard.doubts == ["fromPerson"]


def test_what_hangs_on_an_answer_in_doubt_is_neither_forged_nor_known_to_be_not_asked(theft: FormVersion) -> None:
    body = theft_body().replace("lost or stolen?: Stolen", "lost or stolen?: Robbed")

    heard = hear(body_text(body), theft, LAYOUTS)
    without = hear(body_text(body.replace("Was it taken from your person?: Yes\n", "")), theft, LAYOUTS)

    assert (heard.answers["fromPerson"], heard.doubts) == ("yes", ["reportType"])
    assert (without.answers["fromPerson"], without.doubts) == (None, ["reportType", "fromPerson"])


def test_an_option_that_the_version_does_not_offer_is_drift_and_in_doubt(theft: FormVersion) -> None:
    heard = hear(body_text(theft_body(danger="Perhaps")), theft, LAYOUTS)

    drift = heard.drift[0]
    assert (heard.answers["dangerNow"], heard.doubts) == (None, ["dangerNow"])
    assert (drift.kind, drift.question, drift.text) == (DriftKind.OPTIONS_ADDED, "dangerNow", "Perhaps")
    assert (drift.risk, drift.severity) == (True, DriftSeverity.BREAKS)
    assert heard.places["dangerNow"].text == "Perhaps"


def test_a_question_that_is_always_put_and_not_found_is_in_doubt(theft: FormVersion) -> None:
    body = theft_body().replace("Are you or anyone else in danger right now?", "Do you need us right now?")

    heard = hear(body_text(body), theft, LAYOUTS)

    assert "dangerNow" in heard.doubts
    assert "dangerNow" not in heard.not_asked
    assert ("dangerNow", "No") in {(drift.question, drift.text) for drift in heard.drift}


@pytest.mark.parametrize(
    ("gone", "severity", "is_doubted"),
    [
        ("Gender", DriftSeverity.HARMLESS, False),
        ("Your full name", DriftSeverity.BREAKS, True),  # has to be answered
        ("Is there anything that makes you more vulnerable?", DriftSeverity.BREAKS, True),  # tells of danger
        ("Was the property lost or stolen?", DriftSeverity.BREAKS, True),
    ],
)
def test_where_no_blank_question_is_shown_one_that_may_be_blank_and_is_not_there_was_left_blank(
    theft: FormVersion, gone: str, severity: DriftSeverity, is_doubted: bool
) -> None:
    question = next(one for one in theft.questions if one.label == gone)

    heard = hear(body_text(_without(theft_body(), "Serial number or IMEI", gone)), theft, LAYOUTS)

    told = [(drift.kind, drift.severity) for drift in heard.drift if drift.question == question.name]
    assert (told, question.name in heard.doubts) == ([(DriftKind.REMOVED, severity)], is_doubted)
    assert heard.answers[question.name] is None


def test_where_a_blank_question_is_shown_one_that_is_not_there_is_gone(theft: FormVersion) -> None:
    heard = hear(body_text(_without(theft_body(), "Gender")), theft, LAYOUTS)

    assert [(drift.question, drift.severity) for drift in heard.drift] == [("gender", DriftSeverity.DEGRADES)]
    assert "gender" in heard.doubts


def test_what_decides_whether_danger_is_asked_for_is_never_taken_as_left_blank(theft: FormVersion) -> None:
    asked = theft.by_name["gender"]
    risky = replace(theft.by_name["vulnerable"], show_if=f'{asked.name} = "x"')
    form = replace(theft, questions=tuple(risky if one.name == risky.name else one for one in theft.questions))

    heard = hear(body_text(_without(theft_body(), "Serial number or IMEI", asked.label)), form, LAYOUTS)

    assert asked.name in heard.doubts


def _without(body: str, *labels: str) -> str:
    """The body without the lines of these questions."""
    return "\n".join(line for line in body.split("\n") if not line.startswith(labels))


def test_a_section_that_the_form_does_not_have_does_not_end_in_a_story(theft: FormVersion) -> None:
    body = theft_body().replace("Was it taken from your person?: Yes\n", "\nWeather\n-------\nDid it rain?: Yes\n")

    heard = hear(body_text(body), theft, LAYOUTS)

    assert heard.answers["description"] == "My wallet was taken."
    assert UnmappedText("", "Weather") in heard.unmapped
    assert "Did it rain?" in {drift.label for drift in heard.drift}


def test_words_before_the_form_are_kept_and_the_marking_is_not(theft: FormVersion) -> None:
    heard = hear(body_text(f"Please see below.\n\n{theft_body()}"), theft, LAYOUTS)

    assert heard.unmapped == [UnmappedText("", "Please see below.")]


def test_every_element_of_a_group_is_read(theft: FormVersion) -> None:
    body = theft_body().replace(
        "Do you know who did this?: No",
        "Do you know who did this?: Yes\n[Suspect 1 of 2]\nName or nickname: Dave: the tall one\nDescription: old\n"
        "[Suspect 2 of 2]\nDescription: Name or nickname: unknown\nRelationship to you:",
    )

    heard = hear(body_text(body), theft, LAYOUTS)

    assert heard.answers["suspects"] == [
        {"name": "Dave: the tall one", "description": "old", "relationship": None},
        {"name": None, "description": "Name or nickname: unknown", "relationship": None},
    ]
    assert heard.places["suspects[2].description"].text == "Name or nickname: unknown"


def test_a_required_question_that_was_left_blank_is_in_doubt(theft: FormVersion) -> None:
    heard = hear(body_text(theft_body(danger="")), theft, LAYOUTS)

    assert (heard.answers["dangerNow"], heard.doubts, heard.drift) == (None, ["dangerNow"], [])


def test_labels_that_were_wrapped_are_found(theft: FormVersion) -> None:
    body = theft_body().replace("danger right now?: No", "danger\nright now?: Yes")

    heard = hear(body_text(body), theft, LAYOUTS)

    place = heard.places["dangerNow"]
    assert (heard.answers["dangerNow"], place.line, place.end_line) == ("yes", 38, 39)


@given(st.text(max_size=400))
def test_any_text_is_heard(theft: FormVersion, text: str) -> None:
    heard = hear(body_text(text), theft, LAYOUTS)

    assert set(heard.answers) == {question.name for question in theft.questions}


def test_a_heading_with_no_element_of_its_group_under_it_makes_no_story_uncertain(
    forms: Forms, truths: Mapping[str, Any]
) -> None:
    ordinary = next(layout for layout in LAYOUTS if layout.name == "ordinary")
    filled = next(one for one in submissions(truths, forms) if (one.form.form, one.form.version) == ("vehicle", "2.0"))
    answers = {**filled.answers, "vehicles": None}

    heard = hear(Writer(ordinary, filled.form).witness(answers, filled.not_asked), filled.form, LAYOUTS)

    assert (heard.answers["description"], heard.uncertain) == (answers["description"], {})


def test_a_footer_is_no_answer_to_the_last_question_left_blank(theft: FormVersion) -> None:
    footer = "Eastvale Police. In an emergency always call 999."
    body = theft_body().split("\n-- \n")[0].replace("How should we contact you?: Email", "How should we contact you?:")

    heard = hear(body_text(f"{body}\n{footer}\n"), theft, LAYOUTS)

    assert (heard.answers["preferredContact"], heard.drift, heard.uncertain) == (None, [], {})
    assert heard.unmapped == [UnmappedText("", footer)]


def test_groups_that_ask_alike_make_nothing_uncertain(forms: Forms) -> None:
    vehicle = forms.find("vehicle", "2.0")
    assert vehicle is not None
    body = (
        "Report vehicle crime\nReference: VEH-81929-26-3100-676\n\nVehicles\n--------\n[Vehicle 1 of 1]\n"
        "Vehicle registration: GG88 UFO\nIs a tracker fitted?: No\nEstimated value: 600\n\nProperty\n--------\n"
        "[Item 1 of 1]\nDescription of the item: portable speaker\nEstimated value: 120\n\n-- \nDo not reply.\n"
    )

    heard = hear(body_text(body), vehicle, LAYOUTS)

    assert [heard.places[f"{name}[1].value"].text for name in ("vehicles", "stolenItems")] == ["600", "120"]
    assert not {"vehicles.value", "stolenItems.value", "stolenItems"} & {*heard.uncertain}


def test_in_a_text_that_is_misread_as_a_whole_no_answer_is_sure(theft: FormVersion) -> None:
    truth = hear(body_text(theft_body()), theft, LAYOUTS).answers
    above = re.sub(r"(?m)^([^:\n]+): ?(.*)$", r"\g<2>\n\g<1>\n", theft_body())

    heard = hear(body_text(above), theft, LAYOUTS)

    named = {*heard.uncertain, *heard.doubts, *(drift.question for drift in heard.drift)}
    assert [name for name, answer in truth.items() if heard.answers[name] != answer and name not in named] == []
