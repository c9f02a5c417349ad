"""Forms that changed, as people meet them: one row a cause, what is in doubt on a submission, and the repair."""

import io
import json
import re

import pytest

from runtime.database import Database
from runtime.drift import alarms
from runtime.models import Role
from tests.runtime.disputed_mails import reworded_mail
from tests.runtime.drifting_mails import theft
from tests.studio.conftest import MAILS, METRO, ROOT, SignIn, take_in
from tests.studio.test_pages import assert_valid
from tests.studio.visitor import Visitor

#: what the service asks since it reworded a question that tells of danger, and another one that does not
REWORDED = {
    "Are you or anyone else in danger right now?": "Is anybody in danger now, you or somebody else?",
    "Telephone number": "Your telephone number",
}
REFERENCE = "TLP-90032"


@pytest.fixture
def changed(database: Database) -> str:
    """A mail in which questions read otherwise came; the address of its alarm."""
    take_in(database, METRO, reworded_mail(REWORDED, REFERENCE))
    (alarm,) = alarms.listed(database, METRO)
    return f"/changes/{alarm.id}"


@pytest.fixture
def analyst(sign_in: SignIn) -> Visitor:
    return sign_in(Role.ANALYST)


@pytest.fixture
def supervisor(sign_in: SignIn) -> Visitor:
    return sign_in(Role.SUPERVISOR)


def said(visitor: Visitor, **pressed: str) -> dict[str, object]:
    """The fields of the repair's form as they stand, and the button that is pressed."""
    fields: dict[str, object] = {}
    for one in visitor.page.css("main input[type=hidden]"):
        name = one.attributes["name"] or ""
        if name != "csrf_token":
            fields.setdefault(name, [])
            fields[name] += [one.attributes["value"]]  # type: ignore[operator]
    return fields | pressed


def mark(visitor: Visitor, button: str) -> str:
    return visitor.one(f"button[name={button}]").attributes["value"] or ""


def test_the_list_names_what_changed(changed: str, supervisor: Visitor) -> None:
    supervisor.get("/changes")

    row = supervisor.text("tbody tr")
    assert "danger" in row
    assert "Is anybody in danger now, you or somebody else?" in row
    assert supervisor.links("tbody a") == [changed]


def test_each_difference_says_what_reads_it(changed: str, supervisor: Visitor) -> None:
    supervisor.get(changed)

    row = next(row for row in supervisor.texts("tbody tr") if "Is anybody in danger now" in row)
    assert "flag DANGER_NOW" in row


def test_somebody_takes_the_cause_and_closes_it_with_a_reason(changed: str, supervisor: Visitor) -> None:
    supervisor.get(changed).post(f"{changed}/take")
    taken = supervisor.text(".app-head")
    supervisor.post(f"{changed}/close", why="The service has put it right")

    assert "being looked at, by Edith Supervisor" in taken
    assert "The service has put it right" in supervisor.text("main")
    assert supervisor.page.css("form[action$=take]") == []


def test_all_that_is_held_is_released_and_held_again(changed: str, supervisor: Visitor) -> None:
    supervisor.get(changed).post(f"{changed}/release", why="People can read them as they are")
    released = supervisor.text(".app-head")
    supervisor.post(f"{changed}/hold", why="Better after the repair")

    assert "0 held" in released
    assert "1 held" in supervisor.text(".app-head")


def test_a_submission_shows_what_is_in_doubt_before_its_answers(changed: str, supervisor: Visitor) -> None:
    supervisor.get(changed)

    supervisor.get(supervisor.links("td a[href^='/submissions/']")[0])

    assert "Is anybody in danger now" in supervisor.text("#in-doubt")
    assert changed in supervisor.links("#in-doubt a")
    body = supervisor.response.get_data(as_text=True)
    assert body.index('id="in-doubt"') < body.index('id="form"')


def test_both_readings_stand_side_by_side_with_the_more_dangerous_marked(
    database: Database, supervisor: Visitor
) -> None:
    take_in(database, METRO, (MAILS / "OPEN-034.eml").read_bytes())

    supervisor.get("/queue?reference=BUR-")
    supervisor.get(supervisor.links("tbody a")[0])

    first, second = supervisor.texts("#in-doubt li")
    assert re.search(r"the text says No the PDF says Yes more dangerous", first)
    assert "020 7946 0992" in second
    assert "07700 900999" in second
    assert "more dangerous" not in second


def test_a_repair_asks_about_danger_and_takes_only_the_rest_by_itself(changed: str, analyst: Visitor) -> None:
    analyst.get(f"{changed}/repair")

    must, *_ = analyst.page.css("section.app-panel")
    assert "Is anybody in danger now" in must.text()
    assert "a person must decide" in must.text()
    assert "must be decided first" in analyst.text("#accept-head ~ *")
    assert analyst.page.css("#why") == []


def test_a_repair_cannot_be_accepted_before_danger_is_decided(changed: str, analyst: Visitor) -> None:
    analyst.get(f"{changed}/repair")

    analyst.post(f"{changed}/repair/acceptance", why="I am in a hurry")

    assert analyst.status == 409
    assert "must be decided first" in analyst.text(".app-complaint")


def test_an_accepted_repair_waits_for_a_second_person(changed: str, analyst: Visitor, sign_in: SignIn) -> None:
    analyst.get(f"{changed}/repair")
    analyst.post(f"{changed}/repair", **said(analyst, accept=mark(analyst, "accept")))

    analyst.post(f"{changed}/repair/acceptance", **said(analyst), why="The service reworded two questions")

    assert analyst.address == "/mappings/theft/changes"
    approver = sign_in(Role.APPROVER).get(analyst.address)
    assert approver.page.css("form[action$=publication]")
    assert "for approval" in approver.get("/forms").text("tbody")


def test_what_was_said_of_one_wording_does_not_count_for_another(changed: str, analyst: Visitor) -> None:
    analyst.get(f"{changed}/repair")
    fields = said(analyst, accept=mark(analyst, "accept"))

    analyst.post(f"{changed}/repair", **fields | {"pair:dangerNow": "yourTelephoneNumber"})

    must, *_ = analyst.page.css("section.app-panel")
    assert "Your telephone number" in must.text()
    assert "a person must decide" in must.text()


def test_what_is_said_to_be_gone_is_never_taken_as_harmless(changed: str, analyst: Visitor) -> None:
    analyst.get(f"{changed}/repair")

    analyst.post(f"{changed}/repair", **said(analyst), **{"pair:dangerNow": "-"})

    must = analyst.page.css_first("section.app-panel")
    assert must is not None
    assert "Is anybody in danger now" in must.text()
    assert analyst.page.css("#why") == []


def test_only_analysts_repair(changed: str, supervisor: Visitor) -> None:
    assert supervisor.get(f"{changed}/repair").status == 403


@pytest.fixture
def shared(database: Database, monkeypatch: pytest.MonkeyPatch) -> str:
    """Two versions came that nobody has published, and share an alarm; its address."""
    monkeypatch.setattr(alarms, "MOST_UNPUBLISHED", 0)
    for number, version in enumerate(("9.0", "9.1")):
        take_in(database, METRO, theft(number, version=version))
    (alarm,) = alarms.listed(database, METRO)
    return f"/changes/{alarm.id}"


def test_a_version_that_shares_an_alarm_is_looked_at_by_itself_and_repaired(shared: str, analyst: Visitor) -> None:
    analyst.get(shared)
    names = [one.attributes["value"] or "" for one in analyst.page.css("input[name=came]")]
    assert analyst.page.css("a[href$=repair]") == []

    analyst.post(f"{shared}/parts", came=next(name for name in names if "9.0" in name))

    assert "9.0" in analyst.heading
    assert analyst.address != shared
    analyst.get(f"{analyst.address}/repair")
    assert "version 1.0 becomes" in analyst.heading
    assert [name for name in analyst.get(shared).texts("tbody td:first-child") if "9.0" in name] == []


def test_who_may_not_settle_takes_nothing_out(shared: str, sign_in: SignIn) -> None:
    tester = sign_in(Role.TESTER).get(shared)

    assert tester.page.css("input[name=came]") == []
    assert tester.post(f"{shared}/parts", came="9.0").status == 403


def test_the_page_of_a_shared_alarm_is_valid(shared: str, analyst: Visitor) -> None:
    assert_valid(analyst.get(shared))


def definition(**changes: object) -> tuple[io.BytesIO, str]:
    """The theft form's schema as its service would send it with a next version."""
    schema = json.loads((ROOT / "mappings" / "forms" / "theft" / "1.0.json").read_bytes())
    return io.BytesIO(json.dumps(schema | {"x-formVersion": "9.0"} | changes).encode()), "theft.json"


def test_a_form_is_repaired_by_the_definition_that_its_service_sent(changed: str, analyst: Visitor) -> None:
    analyst.get(f"{changed}/repair")

    analyst.post(f"{changed}/repair/definition", definition=definition())

    assert "becomes 9.0" in analyst.heading
    assert "Told by the definition that you gave" in analyst.text(".app-sentence")
    analyst.post(f"{changed}/repair/acceptance", **said(analyst), why="The service has told us")
    assert analyst.address in ("/mappings/theft/changes", "/forms/theft/9.0")


def test_a_definition_that_is_none_is_told_in_words(changed: str, analyst: Visitor) -> None:
    analyst.get(f"{changed}/repair")

    analyst.post(f"{changed}/repair/definition", definition=(io.BytesIO(b'{"a": 1}'), "a.json"))

    assert analyst.status == 422
    assert "none of the definitions that are known" in analyst.text(".app-complaint")


def test_statements_written_by_hand_take_the_place_of_a_proposal(changed: str, analyst: Visitor) -> None:
    analyst.get(f"{changed}/repair")
    row = next(row for row in analyst.page.css("tbody tr") if "Your telephone number" in row.text())
    lines = row.css_first("textarea")
    assert lines is not None
    name = lines.attributes["name"] or ""

    statement = "let number to ring = phone"
    analyst.post(f"{changed}/repair", **said(analyst, accept=name.removeprefix("lines:")), **{name: statement})

    assert statement in " ".join(analyst.texts(".app-difference"))
    assert analyst.one(f"textarea[name='{name}']").text().strip() == statement


def test_a_question_within_a_group_can_be_said_to_be_another(
    database: Database, analyst: Visitor, supervisor: Visitor
) -> None:
    take_in(
        database, METRO, reworded_mail({**REWORDED, "Relationship to you:": "How do you know this person?:"}, REFERENCE)
    )
    address = next(one for one in supervisor.get("/changes").links("tbody a"))

    analyst.get(f"{address}/repair")

    lists = [one.attributes["name"] for one in analyst.page.css("select")]
    assert "pair:suspects.relationship" in lists
    meant = analyst.one("select[name='pair:suspects.relationship']")
    assert "How do you know this person?" in meant.text()
    assert "Your telephone number" not in meant.text()


def test_what_reads_a_question_is_called_as_people_call_it(changed: str, supervisor: Visitor) -> None:
    supervisor.get(changed)

    row = next(row for row in supervisor.texts("tbody tr") if "Your telephone number" in row)
    assert "CHS incident: Caller phone" in row
    assert "chs.incident" not in row


def test_statements_that_cannot_be_read_are_told_as_problems(changed: str, analyst: Visitor) -> None:
    analyst.get(f"{changed}/repair")
    row = next(row for row in analyst.page.css("tbody tr") if "Your telephone number" in row.text())
    lines = row.css_first("textarea")
    assert lines is not None
    name = lines.attributes["name"] or ""

    analyst.post(f"{changed}/repair", **said(analyst, accept=name.removeprefix("lines:")), **{name: "let = ("})

    assert analyst.status == 200
    assert "Line " in analyst.text("#outcome-head ~ .app-problems")


@pytest.mark.parametrize("part", ["", "/repair"])
def test_the_pages_of_a_change_are_valid(part: str, changed: str, analyst: Visitor) -> None:
    assert_valid(analyst.get(f"{changed}{part}"))
