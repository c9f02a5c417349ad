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
    assert analyst.text(".app-complaint").startswith("This describes no form: ")


def test_a_schema_that_was_mended_by_hand_is_not_lost_by_a_slip(analyst: Visitor) -> None:
    analyst.get("/forms/new")

    analyst.post("/forms", text='{"x-formId": "bicycle",,}', reason="Our own form")

    assert analyst.one("#text").text().strip() == '{"x-formId": "bicycle",,}'
    assert analyst.one("#reason").attributes["value"] == "Our own form"


def test_what_was_typed_stays_when_files_are_refused(analyst: Visitor) -> None:
    analyst.get("/forms/new")

    typed = {"title": "Found bicycles", "form": "found", "version": "2.0"}
    analyst.post("/forms/new", files=(io.BytesIO(b"<p>not a form</p>"), "page.json"), **typed)

    assert {name: analyst.one(f"#{name}").attributes["value"] for name in typed} == typed


def test_the_id_that_was_typed_counts_though_the_definition_gives_the_title(analyst: Visitor) -> None:
    analyst.get("/forms/new")
    file = (io.BytesIO(exact_json.dumps(DEFINITION).encode()), "found.json")

    analyst.post("/forms/new", files=file, form="bicycle", version="4.0")

    assert analyst.heading == "Report a found bicycle 4.0"
    assert "(forms/bicycle/4.0.json)" in analyst.text("label[for=text]")


def test_what_must_be_known_of_many_questions_is_told_once(analyst: Visitor) -> None:
    story = "I went to the market in the morning and came back late, as I do every week. " * 4
    lines = "".join(f"Mark {letter}: here\n" for letter in "ABCDEFGHI")
    texts = [f"What happened?: {story}\n{more}Where?: Here\nWhen?: Today\nWho?: Me\n" for more in (lines, *[""] * 9)]
    head = "From: a@example.org\nTo: b@example.org\nSubject: x\n\n"
    mails = [(io.BytesIO(f"{head}{text}".encode()), f"{number}.eml") for number, text in enumerate(texts)]
    analyst.get("/forms/new")

    analyst.post("/forms/new", files=mails, title="A market")

    remark = next(one for one in analyst.texts(".app-problems li") if "behind a long text" in one)
    assert remark.startswith("Mark A, Mark B, Mark C, Mark D, Mark E and 4 more: ")
    assert sum("behind a long text" in one for one in analyst.texts(".app-problems li")) == 1


def test_an_operator_has_no_business_with_forms(sign_in: SignIn) -> None:
    assert sign_in(Role.OPERATOR).get("/forms").status == 403
