"""What several mappings share is changed like a mapping, by two people, and every one that uses it comes out by it."""

import pytest

from runtime.models import Role
from tests.studio.conftest import MAILS, SignIn
from tests.studio.visitor import Visitor

ADDRESS = "/mappings/common-risk"
OLD = 'because "Somebody is in danger now"'
NEW = 'because "Somebody is in danger at this moment"'
SAMPLE = "theft/samples/OPEN-001.json"


@pytest.fixture
def analyst(sign_in: SignIn) -> Visitor:
    return sign_in(Role.ANALYST)


def text_of(visitor: Visitor) -> str:
    visitor.get(ADDRESS)
    return visitor.one("#mapping-text").text().lstrip("\n")


def save_change(analyst: Visitor, old: str = OLD, new: str = NEW) -> str:
    """Saves a draft of the module, and gives its text."""
    text = text_of(analyst)
    assert old in text
    analyst.post(f"{ADDRESS}/draft", text=text.replace(old, new), revision="")
    assert analyst.status == 200
    return text.replace(old, new)


def send(analyst: Visitor) -> None:
    analyst.get(f"{ADDRESS}/changes")
    analyst.post(f"{ADDRESS}/draft/approval", reason="Said more clearly")


def test_the_list_names_each_module_with_the_mappings_that_use_it(analyst: Visitor) -> None:
    analyst.get("/mappings")

    rows = [row for row in analyst.texts("#modules tbody tr") if "common-risk" in row]
    assert [row.startswith("What means risk") for row in rows] == [True]
    assert "Theft and lost property no draft" in rows[0]
    assert not any("common-risk" in row for row in analyst.texts("[aria-label=Mappings] tbody tr"))


def test_a_module_is_tried_on_the_samples_of_the_mappings_that_use_it(analyst: Visitor) -> None:
    text = text_of(analyst)
    before = analyst.text("#preview")

    turned = text.replace('when danger now = "yes"', 'when danger now = "no"')
    analyst.post(f"{ADDRESS}/draft/preview", text=turned, revision="", sample=SAMPLE)

    assert "CHS incident" in before
    assert "DANGER_NOW" not in before
    assert "DANGER_NOW" in analyst.text("#preview")
    assert "fails" in analyst.text("#examples li")


def test_a_slip_in_a_module_is_told_at_its_place(analyst: Visitor) -> None:
    text = text_of(analyst).replace("danger now = ", "dangr now = ")

    told = analyst.post(f"{ADDRESS}/draft/problems", text=text).response.get_json()

    errors = [one for one in told if one["severity"] == "error"]
    assert "dangr now" in text.splitlines()[errors[0]["line"] - 1]


def test_what_a_module_breaks_in_a_mapping_stops_its_publishing(analyst: Visitor) -> None:
    analyst.get("/mappings/common-grade")
    text = analyst.one("#mapping-text").text().lstrip("\n")
    broken = text.replace("let act by ", "let acted by ")
    analyst.post("/mappings/common-grade/draft", text=broken, revision="")

    analyst.get("/mappings/common-grade/changes")

    assert "of theft/theft.mapping" in analyst.text("[aria-labelledby=publishing-head]")
    assert "Send for approval" not in analyst.texts("main button")


def test_what_a_module_needs_is_completed_in_it(analyst: Visitor) -> None:
    text = analyst.get(ADDRESS).one("#mapping-text").text() + "\nlet a = "
    line = text.count("\n") + 1

    told = analyst.post(f"{ADDRESS}/draft/completions", text=text, line=line, column=9).response.get_json()

    names = {one["label"] for one in told["items"]}
    assert "danger now" in names
    assert "callerPhone" not in names


def test_a_second_person_publishes_it_into_every_mapping_and_reads_which_before(
    analyst: Visitor, sign_in: SignIn
) -> None:
    text = save_change(analyst)
    send(analyst)

    approver = sign_in(Role.APPROVER).get(f"{ADDRESS}/changes")
    told = approver.text("[aria-labelledby=publishing-head]")
    approver.post(f"{ADDRESS}/publication", reason="")

    assert "makes a new version of 1 mapping: Theft and lost property" in told
    assert approver.text("tbody tr").startswith("2 runs now")
    assert approver.get("/mappings/theft/versions").text("tbody tr").startswith("2 runs now")
    assert text_of(analyst) == text


def test_an_older_module_is_compared_and_comes_back(analyst: Visitor, sign_in: SignIn) -> None:
    before = text_of(analyst)
    save_change(analyst)
    send(analyst)
    approver = sign_in(Role.APPROVER).get(f"{ADDRESS}/changes")
    approver.post(f"{ADDRESS}/publication", reason="")

    changed = approver.get(f"{ADDRESS}/versions/2").texts(".app-difference mark")
    approver.post(f"{ADDRESS}/versions/1/return", reason="It was wrong")

    assert "at this moment" in " ".join(changed)
    assert approver.text("tbody tr").startswith("3 runs now")
    assert text_of(analyst) == before


def test_a_mail_shows_what_the_module_makes_of_it(sign_in: SignIn) -> None:
    tester = sign_in(Role.TESTER).get(f"{ADDRESS}/mail")

    with (MAILS / "OPEN-001.eml").open("rb") as mail:
        tester.post(f"{ADDRESS}/mail", mail=mail)

    assert "CHS incident" in tester.text("[aria-labelledby^=made]")
