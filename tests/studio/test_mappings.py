"""Changing a rule: an analyst writes, an approver publishes, and nobody publishes their own change."""

import io
from pathlib import Path

import pytest

from runtime.models import Role
from tests.runtime.disputed_mails import reworded_mail
from tests.studio.conftest import MAILS, SignIn
from tests.studio.visitor import Visitor

OLD = "callerAnonymous        <- false"


@pytest.fixture
def analyst(sign_in: SignIn) -> Visitor:
    return sign_in(Role.ANALYST)


def text_of(visitor: Visitor) -> str:
    """The text in the editor, as it would be sent again."""
    visitor.get("/mappings/theft")
    return visitor.one("#mapping-text").text().lstrip("\n")


def revision_of(visitor: Visitor) -> str:
    return visitor.one("input[name=revision]").attributes["value"] or ""


def save_change(analyst: Visitor) -> str:
    """Saves a draft that changes one rule, and gives its text."""
    text = text_of(analyst).replace('"M01"', '"M04"')
    analyst.post("/mappings/theft/draft", text=text, revision=revision_of(analyst))
    assert analyst.status == 200
    return text


def test_the_list_names_each_mapping_with_the_form_versions_it_takes(analyst: Visitor) -> None:
    row = analyst.text("tbody tr")

    assert row.startswith("Theft and lost property theft theft 1.0, 2.0 version 1")


def test_the_editor_shows_text_problems_and_the_record_of_a_sample(analyst: Visitor) -> None:
    text = text_of(analyst)

    assert text.startswith("mapping theft")
    assert analyst.text("#problems h2") == "No problems"
    assert "CHS incident" in analyst.text("#preview")
    assert analyst.texts("#examples b")


def test_a_preview_says_which_row_and_which_code_decided_and_each_step(analyst: Visitor) -> None:
    analyst.get("/mappings/theft?sample=theft/samples/OPEN-001.json")

    shown = analyst.text("#preview")
    assert 'table classification, row 4 (line 24): | - | - | "yes" | "C03" | "39" |' in shown
    assert "code list grades, version " in shown
    assert "submission.reference" in analyst.texts("#preview .app-steps code")


def test_a_preview_says_what_placed_the_submission(analyst: Visitor) -> None:
    analyst.get("/mappings/theft?sample=theft/samples/OPEN-001.json")

    names = [one.text() for one in analyst.page.css("#preview [data-triage] .app-rows__name")]
    assert names == ["Queue", "Priority", "Due"]
    assert analyst.text("#preview [data-triage] .app-rule").startswith("if is urgent then")


def test_an_example_that_fails_stands_among_what_is_in_the_way(analyst: Visitor) -> None:
    text = text_of(analyst).replace("let force used        = forceUsed", "let force used        = null")

    analyst.post("/mappings/theft/draft/preview", text=text, revision="")

    assert analyst.text("#problems h2").startswith("Problems")
    assert "does not hold" in analyst.text("#problems")
    assert "Nothing stands in the way" not in analyst.text("#problems")


def test_help_on_a_problem_leaves_the_text_that_is_being_typed(analyst: Visitor) -> None:
    text = text_of(analyst) + "\nlet unfinished =\n"

    analyst.post("/mappings/theft/draft/preview", text=text, revision="")

    link = analyst.one("#problems a")
    assert (link.attributes["target"], link.attributes["rel"]) == ("_blank", "noopener")
    assert "(opens in a new tab)" in link.text()


def test_a_preview_without_script_keeps_what_was_typed(analyst: Visitor) -> None:
    text = text_of(analyst) + "\nlet unfinished =\n"

    analyst.post("/mappings/theft/draft/preview", text=text, revision="", sample="theft/samples/OPEN-001.json")

    assert analyst.one("#mapping-text").text().endswith("let unfinished =\n")
    assert analyst.text("#problems h2").startswith("Problems")
    assert "no preview" in analyst.text("#preview")


def test_problems_are_told_to_the_editor_with_their_place(analyst: Visitor) -> None:
    text = text_of(analyst).replace("callerSurname          <- surname", "callerSurname          <- surnme")

    told = analyst.post("/mappings/theft/draft/problems", text=text).response.get_json()

    errors = [one for one in told if one["severity"] == "error"]
    assert ["surname" in one["hint"] or "surname" in str(one.get("fix")) for one in errors] == [True]
    line = text.splitlines()[errors[0]["line"] - 1]
    assert line[errors[0]["column"] - 1 : errors[0]["endColumn"] - 1] == "surnme"


def test_a_preview_of_a_broken_text_leaves_the_last_good_one_standing(analyst: Visitor) -> None:
    text_of(analyst)
    sent = {"text": "mapping theft", "sample": "theft/samples/OPEN-001.json", "csrf_token": analyst.token}

    answer = analyst.client.post("/mappings/theft/draft/preview", data=sent, headers={"HX-Request": "true"})

    assert answer.headers["HX-Reswap"] == "none"
    assert 'id="problems"' in answer.text


def test_a_draft_changes_nothing_until_a_second_person_publishes_it(analyst: Visitor, sign_in: SignIn) -> None:
    text = save_change(analyst)
    analyst.get("/mappings/theft/changes")
    analyst.post("/mappings/theft/draft/approval", reason="Lost property has a new code")

    approver = sign_in(Role.APPROVER).get("/mappings/theft/changes")
    shown = approver.texts(".app-difference mark")
    approver.post("/mappings/theft/publication", reason="")

    assert set(shown) == {"M01", "M04"}
    assert (approver.status, approver.address) == (200, "/mappings/theft/versions")
    assert approver.text("tbody tr").startswith("2 runs now")
    assert text_of(analyst) == text


def test_the_author_sees_why_they_cannot_publish(analyst: Visitor) -> None:
    save_change(analyst)

    analyst.get("/mappings/theft/changes")

    assert "somebody else must publish it" in analyst.text("[aria-labelledby=publishing-head]")
    assert "Publish" not in analyst.texts("main button")


def test_a_draft_with_a_problem_cannot_be_sent(analyst: Visitor) -> None:
    text = text_of(analyst).replace("callerSurname          <- surname", "callerSurname          <- surnme")
    analyst.post("/mappings/theft/draft", text=text, revision="")

    analyst.get("/mappings/theft/changes")

    assert "surnme" in analyst.text("[aria-labelledby=publishing-head]")
    assert "Send for approval" not in analyst.texts("main button")


def test_what_somebody_else_saved_is_not_written_over(analyst: Visitor, sign_in: SignIn) -> None:
    tester = sign_in(Role.TESTER)
    theirs = text_of(tester) + "\n// theirs\n"
    revision = revision_of(tester)
    save_change(analyst)

    tester.post("/mappings/theft/draft", text=theirs, revision=revision)

    assert tester.status == 409
    assert "somebody else changed the draft" in tester.text("[role=alert]")
    assert tester.one("#mapping-text").text().endswith("// theirs\n")


def test_an_older_version_comes_back_as_a_new_one(analyst: Visitor, sign_in: SignIn) -> None:
    before = text_of(analyst)
    save_change(analyst)
    analyst.get("/mappings/theft/changes")
    analyst.post("/mappings/theft/draft/approval", reason="Tried")
    approver = sign_in(Role.APPROVER).get("/mappings/theft/changes")
    approver.post("/mappings/theft/publication", reason="Tried")

    approver.post("/mappings/theft/versions/1/return", reason="It was wrong")

    assert approver.text("tbody tr").startswith("3 runs now")
    assert text_of(analyst) == before


def test_a_draft_can_be_thrown_away(analyst: Visitor) -> None:
    before = text_of(analyst)
    save_change(analyst)

    analyst.post("/mappings/theft/draft/removal")

    assert text_of(analyst) == before


def test_what_a_draft_changes_is_told_in_words(analyst: Visitor) -> None:
    save_change(analyst)

    analyst.get("/mappings/theft/changes")

    assert any("Opening code is now M04 instead of M01 when" in said for said in analyst.texts("main li"))
    assert analyst.texts("#falls-head") == []


def test_a_draft_that_only_changes_comments_says_so(analyst: Visitor) -> None:
    analyst.post("/mappings/theft/draft", text=text_of(analyst) + "\n// looked at in May\n", revision="")

    analyst.get("/mappings/theft/changes")

    assert "Nothing changes" in analyst.text("[aria-labelledby=effects-head]")


def test_a_draft_that_makes_less_of_a_risk_is_published_with_a_reason_for_that(
    analyst: Visitor, sign_in: SignIn
) -> None:
    without_examples, _, _ = text_of(analyst).partition("\nexample ")
    weaker = without_examples.replace("priority <- urgency", "priority <- urgency - 5")
    analyst.post("/mappings/theft/draft", text=weaker, revision="")
    analyst.get("/mappings/theft/changes")
    analyst.post("/mappings/theft/draft/approval", reason="Less haste")
    approver = sign_in(Role.APPROVER).get("/mappings/theft/changes")
    told = approver.text("[aria-labelledby=falls-head]")

    approver.post("/mappings/theft/publication", reason="")
    refused = (approver.status, approver.text("[role=alert]"))
    approver.post("/mappings/theft/publication", reason="", accepts="Agreed with the control room")

    assert "The priority falls from" in told
    assert refused[0] == 409
    assert "say why that is right" in refused[1]
    assert approver.text("tbody tr").startswith("2 runs now")


def test_an_approver_reads_and_does_not_write(sign_in: SignIn) -> None:
    approver = sign_in(Role.APPROVER).get("/mappings/theft")

    assert approver.one("#mapping-text").attributes.get("readonly", "no") != "no"
    assert approver.post("/mappings/theft/draft", text="mapping theft").status == 403


def test_a_tester_drops_a_mail_and_sees_the_record(sign_in: SignIn) -> None:
    tester = sign_in(Role.TESTER).get("/mappings/theft/mail")

    with (MAILS / "OPEN-001.eml").open("rb") as mail:
        tester.post("/mappings/theft/mail", mail=mail)

    assert "TLP-10032-26-3100-000" in tester.text("h2[id^=read]")
    assert "+447700900454" in tester.text("[aria-labelledby^=made]")


def test_a_tried_mail_says_where_what_is_not_known_of_it_would_place_it(sign_in: SignIn) -> None:
    tester = sign_in(Role.TESTER).get("/mappings/theft/mail")
    asked_anew = {"more vulnerable?: No": "more vulnerable?: No\nWhat else is there?: A gun lies in the shed"}

    tester.post("/mappings/theft/mail", mail=(io.BytesIO(reworded_mail(asked_anew, "TLP-90032")), "mail.eml"))
    unsure = tester.texts(".app-flags__flag")
    tester.post("/mappings/theft/mail", mail=(io.BytesIO((MAILS / "OPEN-001.eml").read_bytes()), "mail.eml"))

    assert "It would wait at risk high: what is not known of it weighs more than its flags" in unsure
    assert "“gun” stands in text that answers no question" in unsure
    assert not any("It would wait at risk" in sentence for sentence in tester.texts(".app-flags__flag"))


def test_a_file_that_is_no_mail_is_told_in_a_sentence(sign_in: SignIn, tmp_path: Path) -> None:
    tester = sign_in(Role.TESTER).get("/mappings/theft/mail")
    nonsense = tmp_path / "nonsense.eml"
    nonsense.write_bytes(b"\x00\xff\x00 no mail at all")

    with nonsense.open("rb") as mail:
        tester.post("/mappings/theft/mail", mail=mail)

    assert tester.status == 200
    assert tester.text("[role=alert]") or tester.text(".app-flags__flag")


def test_a_mapping_that_is_not_there_is_no_page(analyst: Visitor) -> None:
    assert analyst.get("/mappings/homicide").status == 404
