"""What the form's order does not explain: a question that only moved is read and calls nobody."""

import re

import pytest

from mapping_dsl import Library
from mapping_dsl.forms import Forms, FormVersion
from runtime.intake import DriftKind, DriftSeverity
from runtime.intake.layout import read_layouts
from runtime.intake.witness.testimony import Testimony, hear
from tests.runtime.intake.conftest import ROOT
from tests.runtime.intake.making_mails import body_text, theft_body

LAYOUTS = read_layouts(Library(ROOT / "mappings"))
ADDRESS, PHONE = "Your address: 9 Inkerman Terrace\n", "Telephone number: 07700900454\n"
KIND, WORTH = "Type of property: Bag, purse or wallet\n", "Value (GBP): 25\n"
STORY = "Tell us what happened: My wallet was taken.\n"


@pytest.fixture(scope="module")
def theft(forms: Forms) -> FormVersion:
    form = forms.find("theft", "1.0")
    assert form is not None
    return form


def _heard(body: str, form: FormVersion) -> Testimony:
    return hear(body_text(body), form, LAYOUTS)


def _moves(heard: Testimony) -> set[tuple[str | None, DriftSeverity]]:
    assert {drift.kind for drift in heard.drift} <= {DriftKind.MOVED}
    return {(drift.question, drift.severity) for drift in heard.drift}


def test_questions_that_stand_in_one_place_in_another_order_have_all_moved(theft: FormVersion) -> None:
    serial = "Serial number or IMEI: \n"
    body = theft_body().replace(KIND, "").replace(serial, "")
    body = body.replace(WORTH, f"{WORTH}{serial}{KIND}")

    heard = _heard(body, theft)

    assert {severity for _, severity in _moves(heard)} == {DriftSeverity.HARMLESS}
    assert (heard.answers["itemType"], heard.answers["itemSerial"], heard.answers["itemValue"]) == ("bag", None, 25)
    assert (heard.doubts, heard.uncertain) == ([], {})


def test_a_question_that_moved_under_a_story_is_read_where_the_form_is_whole_with_it(theft: FormVersion) -> None:
    body = theft_body().replace(PHONE, "").replace(ADDRESS, ADDRESS + PHONE)

    heard = _heard(body, theft)

    assert _moves(heard) == {("phone", DriftSeverity.HARMLESS)}
    assert (heard.answers["homeAddress"], heard.answers["phone"]) == ("9 Inkerman Terrace", "07700900454")
    assert (heard.doubts, heard.uncertain) == ([], {})


def test_several_questions_that_moved_under_a_story_are_read(theft: FormVersion) -> None:
    first, second = "Was the property lost or stolen?: Stolen\n", "How are you involved?: I saw it happen\n"
    body = theft_body().replace(first + second + STORY, STORY + second + first)

    heard = _heard(body, theft)

    assert (heard.answers["description"], heard.answers["reportType"]) == ("My wallet was taken.", "stolen")
    assert (heard.answers["role"], heard.answers["fromPerson"]) == ("witness", "yes")
    assert _moves(heard) == {("role", DriftSeverity.HARMLESS), ("reportType", DriftSeverity.HARMLESS)}
    assert (heard.doubts, heard.uncertain) == ([], {})


def test_a_line_in_a_story_is_in_doubt_where_blank_questions_are_left_out(theft: FormVersion) -> None:
    story = "My wallet was taken.\nTelephone number: 07700900454"
    body = (
        theft_body(story).replace("Serial number or IMEI: \n", "").replace(f"White - Irish\n{PHONE}", "White - Irish\n")
    )

    heard = _heard(body, theft)

    assert {"description", "phone"} <= {*heard.uncertain, *heard.doubts}


def test_a_question_of_danger_under_a_story_is_in_doubt(theft: FormVersion) -> None:
    danger = "Are you or anyone else in danger right now?: No\n"
    body = theft_body().replace(danger, "").replace(STORY, STORY + danger)

    heard = _heard(body, theft)

    assert {"description", "dangerNow"} <= {*heard.uncertain, *heard.doubts}


def test_a_story_that_goes_on_after_a_line_like_a_missing_question_is_in_doubt(theft: FormVersion) -> None:
    story = "My wallet was taken.\nTelephone number: that is what the clerk asked me\nI had none on me that day."
    body = theft_body(story).replace(f"White - Irish\n{PHONE}", "White - Irish\n")

    heard = _heard(body, theft)

    assert "description" in heard.uncertain


@pytest.mark.parametrize("parting", [" : ", "\t", " = ", " ..... "])
@pytest.mark.parametrize(
    "last", ["Total: £40: cash", "My neighbour rang to say the gate was open.", "Are you there?: he said"]
)
def test_lines_of_a_story_that_are_not_marked_as_the_questions_are_call_nobody(
    theft: FormVersion, parting: str, last: str
) -> None:
    story = f"My wallet was taken.\nYour address: that is what the clerk asked me\n{last}"
    body = re.sub(r"(?m)^([^:\n]+):(?: |$)", rf"\g<1>{parting}", theft_body("STORY")).replace("STORY", story)

    heard = _heard(body, theft)

    assert heard.answers["description"] == story
    assert (heard.drift, heard.doubts, heard.uncertain) == ([], [], {})


def test_a_new_question_under_a_story_is_told_where_it_is_marked_as_the_others_are(theft: FormVersion) -> None:
    heard = _heard(theft_body("My wallet was taken.\nWhat was the weather like?: Wet"), theft)

    assert {"description"} == {*heard.uncertain}
    assert [(drift.kind, drift.label) for drift in heard.drift] == [(DriftKind.ADDED, "What was the weather like?")]


def test_what_the_layout_puts_before_answers_is_no_words_where_they_are_blank(theft: FormVersion) -> None:
    body = re.sub(r"(?m)^([^:\n]+): ?(.*)$", r"Q: \g<1>\nA: \g<2>\n", theft_body().split("--\x20\n")[0])
    body = body.replace("A: No\n\nQ: Is there anything", "A:\n\nQ: Is there anything")

    heard = _heard(body, theft)

    assert (heard.answers["dangerNow"], heard.answers["vulnerable"]) == (None, "no")
    assert (heard.unmapped, heard.uncertain) == ([], {})


def _beneath(body: str) -> str:
    return re.sub(r"(?m)^([^:\n]+): ?(.*)$", r"\g<1>\n\g<2>\n", body)


@pytest.mark.parametrize("asked", ["Is your home rented?", "IS YOUR HOME RENTED?"])
def test_a_new_question_without_marks_is_told_of_the_answer_that_may_hold_it(theft: FormVersion, asked: str) -> None:
    body = _beneath(theft_body()).replace("9 Inkerman Terrace\n", f"9 Inkerman Terrace\n\n{asked}\nYes\n")

    heard = _heard(body, theft)

    assert "homeAddress" in heard.uncertain
    assert (DriftKind.ADDED, asked) in {(drift.kind, drift.label) for drift in heard.drift}


def test_a_question_in_other_words_and_without_marks_is_found_under_a_story(theft: FormVersion) -> None:
    heard = _heard(_beneath(theft_body()).replace("Your postcode\n", "Your home postcode\n"), theft)

    assert (heard.answers["homeAddress"], heard.answers["homePostcode"]) == ("9 Inkerman Terrace", "W239JG")
    assert {"homeAddress", "homePostcode"} <= {*heard.uncertain, *heard.doubts}


def test_a_new_question_whose_label_is_a_key_is_told(theft: FormVersion) -> None:
    keys = re.sub(
        r"(?m)^([^:\n]+): ?(.*)$",
        lambda one: f"{re.sub('[^a-z]+', '_', one[1].lower()).strip('_')} = {one[2]}",
        theft_body(),
    )

    heard = _heard(keys.replace("9 Inkerman Terrace\n", "9 Inkerman Terrace\nis_your_home_rented = Yes\n"), theft)

    assert "homeAddress" in heard.uncertain


def test_paragraphs_of_a_story_call_nobody(theft: FormVersion) -> None:
    story = "I left the bakery.\n\nThere I saw him\nHe ran off\n\nPlease ring me. What else could I do?"

    heard = _heard(_beneath(theft_body("STORY")).replace("STORY", story), theft)

    assert (heard.answers["description"], heard.drift, heard.uncertain) == (story, [], {})


@pytest.mark.parametrize("below", ["Where it happened\n-----------------", "______\nEastvale Police"])
def test_a_moved_answer_of_several_lines_is_not_sure_where_others_follow_a_blank_one(
    theft: FormVersion, below: str
) -> None:
    moved = theft_body().replace(ADDRESS, "").replace("Email\n\n--", f"Email\n{ADDRESS}\n{below}\n\n--")

    heard = _heard(moved, theft)

    assert str(heard.answers["homeAddress"]).startswith("9 Inkerman Terrace")
    assert heard.answers["homeAddress"] == "9 Inkerman Terrace" or "homeAddress" in heard.uncertain


def test_a_story_that_ends_where_a_question_stands_out_of_order_keeps_no_mark_of_the_layout(theft: FormVersion) -> None:
    story = "My wallet was taken:\n   1. the cards\n   2. the cash"
    asked = [line.partition(": ") for line in theft_body("{}").split("\n") if ": " in line]
    lines = [f'{label}: "{answer}"' for label, _, answer in asked]
    at = lines.index('Tell us what happened: "{}"')
    lines[at - 2 : at + 1] = [lines[at], lines[at - 1], lines[at - 2]]

    heard = _heard("\n".join(lines).format(story), theft)

    assert heard.answers["description"] == story
