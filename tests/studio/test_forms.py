"""Forms in the studio: their questions, and a new one from a definition, kept for approval."""

import io

import pytest

from mapping_dsl import exact_json
from runtime.models import Role
from tests.studio.conftest import SignIn
from tests.studio.visitor import Visitor

DEFINITION = {
    "type": "object",
    "title": "Report a found bicycle",
    "required": ["where"],
    "properties": {
        "where": {"type": "string", "title": "Where did you find it?"},
        "colour": {"type": "string", "title": "What colour is it?", "enum": ["red", "blue"]},
    },
}


@pytest.fixture
def analyst(sign_in: SignIn) -> Visitor:
    return sign_in(Role.ANALYST)


def taken_in(analyst: Visitor) -> Visitor:
    """The definition dropped on the page, and kept for approval."""
    analyst.get("/forms/new")
    file = (io.BytesIO(exact_json.dumps(DEFINITION).encode()), "bicycle.json")
    analyst.post("/forms/new", files=file)
    return analyst.post("/forms", text=analyst.one("#text").text(), reason="The shops asked for it")


def test_a_form_version_is_shown_with_its_questions_and_those_of_danger(analyst: Visitor) -> None:
    analyst.get("/forms/theft/2.0")

    assert analyst.status == 200
    assert any(row.startswith("danger ") for row in analyst.texts("tbody tr"))


def test_a_definition_is_shown_before_anything_is_kept(analyst: Visitor) -> None:
    analyst.get("/forms/new")

    analyst.post("/forms/new", files=(io.BytesIO(exact_json.dumps(DEFINITION).encode()), "bicycle.json"))

    assert analyst.heading == "Report a found bicycle 1.0"
    assert sum("What colour is it?" in row for row in analyst.texts("tbody tr")) == 1
    assert "bicycle" not in analyst.get("/forms").text("tbody")


def test_a_new_form_waits_for_a_second_person(analyst: Visitor, sign_in: SignIn) -> None:
    taken_in(analyst)
    written = analyst.address

    approver = sign_in(Role.APPROVER).get(written)
    approver.post(str(approver.one("form[action$=publication]").attributes["action"]), reason="It is right")

    assert "for approval" in analyst.text("#standing-head ~ *")
    assert analyst.page.css("form[action$=publication]") == []
    assert "It runs as it stands here." in approver.get(written).text(".app-panel__body")


def test_a_file_that_defines_no_form_is_told_in_words(analyst: Visitor) -> None:
    analyst.get("/forms/new")

    analyst.post("/forms/new", files=(io.BytesIO(b"<p>not a form</p>"), "page.json"))

    assert analyst.status == 422
    assert analyst.text(".app-complaint").startswith("The file is neither JSON nor a workbook")


def test_what_was_typed_over_a_schema_must_still_describe_a_form(analyst: Visitor) -> None:
    analyst.get("/forms/new")

    analyst.post("/forms", text="{}", reason="To see what happens")

    assert analyst.status == 422
    assert analyst.text(".app-complaint") == "What was sent describes no form; drop the files again."


def test_an_operator_has_no_business_with_forms(sign_in: SignIn) -> None:
    assert sign_in(Role.OPERATOR).get("/forms").status == 403
