"""Pages of a changed form say what is the case in words of those who read them, the most hurtful first."""

from uuid import uuid4

import pytest

from runtime.database import Database
from runtime.drift import alarms
from runtime.models import Role
from tests.runtime.disputed_mails import reworded_mail
from tests.runtime.drifting_mails import theft
from tests.runtime.intake.making_mails import information, theft_mail
from tests.studio.conftest import METRO, SignIn, take_in
from tests.studio.visitor import Visitor

VALUE, DANGER = "Estimated value in pounds", "Do you or somebody else need us right now?"
#: a field that CHS needs hangs on the value; what is new stands last
REWORDED = {
    "Value (GBP)": VALUE,
    "Are you or anyone else in danger right now?": DANGER,
    "How should we contact you?: Email": "How should we contact you?: Email\nDid you see a weapon?: No\n"
    "Which shop was it bought in?: The one beside the bakery on Larkrise Road, some years ago I think",
}


@pytest.fixture
def changed(database: Database) -> str:
    """The address of the alarm of a mail so reworded that its record must be typed by hand."""
    take_in(database, METRO, reworded_mail(REWORDED, "TLP-90033"))
    (alarm,) = alarms.listed(database, METRO)
    return f"/changes/{alarm.id}"


@pytest.fixture
def analyst(sign_in: SignIn) -> Visitor:
    return sign_in(Role.ANALYST)


@pytest.mark.usefixtures("changed")
def test_the_list_says_how_many_of_them_must_be_typed_by_hand(analyst: Visitor) -> None:
    analyst.get("/changes")

    assert analyst.text("tbody td[data-name='By hand']") == "1"
    assert analyst.text("tbody td[data-name=Held]") == "0"


@pytest.mark.usefixtures("changed")
def test_the_list_does_not_say_twice_which_form_it_is(analyst: Visitor) -> None:
    analyst.get("/changes")

    assert analyst.text("tbody tr").count("Report a theft or lost property") == 1


def test_a_version_that_nobody_knows_is_told_by_the_title_of_its_form(database: Database, analyst: Visitor) -> None:
    take_in(database, METRO, theft(version="9.0"))
    (alarm,) = alarms.listed(database, METRO)

    analyst.get(f"/changes/{alarm.id}")

    assert "the form theft" not in analyst.text("main")
    assert "read as 1.0" in analyst.text(".app-sentence")


def test_what_may_tell_of_danger_stands_before_all_other_differences(changed: str, analyst: Visitor) -> None:
    analyst.get(changed)

    first, second, third = analyst.texts("table:first-of-type tbody tr td:first-child")[:3]
    assert DANGER in first
    assert "Did you see a weapon?" in second
    assert VALUE in third


def test_a_group_of_a_record_is_called_as_people_call_it(changed: str, analyst: Visitor) -> None:
    analyst.get(changed)

    row = next(row for row in analyst.texts("tbody tr") if VALUE in row)
    assert "CHS incident: Property" in row
    assert "chs.incident" not in row


def test_problems_of_a_repair_name_the_line_and_no_file_or_code(changed: str, analyst: Visitor) -> None:
    analyst.get(f"{changed}/repair")

    problems = analyst.text("#outcome-head ~ .app-problems")
    assert "Line 2" in problems
    assert "“Did you see a weapon?”" in problems
    assert ".mapping:" not in problems
    assert "[" not in problems


def test_a_new_question_is_proposed_because_only_one_version_asks_it(changed: str, analyst: Visitor) -> None:
    analyst.get(f"{changed}/repair")

    row = next(row for row in analyst.texts("tbody tr") if "Did you see a weapon?" in row)
    assert "only one of the versions asks it" in row


def test_the_time_line_names_no_field_as_the_mapping_does(changed: str, sign_in: SignIn) -> None:
    supervisor = sign_in(Role.SUPERVISOR).get(changed)

    supervisor.get(supervisor.links("td a[href^='/submissions/']")[0])

    line = supervisor.text(".app-time-line")
    assert "CHS needs “Property”" in line
    assert "chs.incident" not in line


def test_what_looks_like_a_new_question_of_danger_can_be_said_to_be_none(changed: str, analyst: Visitor) -> None:
    analyst.get(f"{changed}/repair")
    row = next(row for row in analyst.page.css("tbody tr") if "“Did you see a weapon?” is new" in row.text())
    button = row.css_first("button[name=refuse]")
    assert button is not None
    assert "It is no question" in button.text()

    analyst.post(f"{changed}/repair", refuse=button.attributes["value"] or "")

    row = next(row for row in analyst.page.css("tbody tr") if "“Did you see a weapon?” is new" in row.text())
    assert "you say that it is no question" in row.text()
    assert "didYouSeeAWeapon" not in analyst.text("#outcome-head ~ .app-problems")


def test_a_repair_that_nobody_could_publish_says_so_before_it_is_accepted(changed: str, analyst: Visitor) -> None:
    analyst.get(f"{changed}/repair")
    before = analyst.text("#accept-head ~ *")
    (new,) = [one.attributes["value"] or "" for one in analyst.page.css("input[name=new]")]
    danger = [one.attributes["value"] or "" for one in analyst.page.css("button[name=no_danger]")]

    analyst.post(f"{changed}/repair", new=new, accept_new="yes", no_danger=danger)

    assert "Nobody can publish it before the problems named above are gone" in before
    assert "Nobody can publish it" not in analyst.text("#accept-head ~ *")
    row = next(row for row in analyst.texts("tbody tr") if "“Which shop was it bought in?” is new" in row)
    assert "accepted by you" in row


def test_a_form_that_nobody_knows_is_called_so_and_is_taken_in_by_the_mails_that_came(
    database: Database, analyst: Visitor
) -> None:
    said = information("XYZ", "3").replace("TLP-10032-26-3100-000", "XYZ-10032-26-3100-000")
    take_in(database, METRO, theft_mail("Where was it?: Here\nWho saw it?: Nobody\nAre you hurt?: No\n", said))
    (alarm,) = alarms.listed(database, METRO)
    analyst.get(f"/changes/{alarm.id}")

    called = analyst.heading
    analyst.get(next(link for link in analyst.links("main .app-acts a") if link.startswith("/forms/new")))
    analyst.post("/forms/new", alarm=str(alarm.id), title="A boat", form="boat")

    assert called == "A form that nobody knows"
    assert analyst.heading == "A boat 3.0"
    assert '"x-formCode": "XYZ"' in analyst.text("#text")
    assert {"Where was it?", "Who saw it?", "Are you hurt?"} <= set(analyst.texts("tbody td:first-child"))


def test_many_forms_that_share_an_alarm_are_not_taken_in_as_one(
    database: Database, analyst: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "MOST_UNPUBLISHED", 1)
    for number, code in enumerate(("ABC", "DEF", "GHI")):
        said = information(code).replace("TLP-10032-26-3100-000", f"{code}-10032-26-310{number}-000")
        take_in(database, METRO, theft_mail("Where was it?: Here\nWho saw it?: Nobody\nAre you hurt?: No\n", said))
    shared = next(one for one in alarms.listed(database, METRO) if one.submissions == 2)

    analyst.get(f"/changes/{shared.id}")

    assert len([one for one in analyst.texts("main form button") if one.startswith("Look at it by itself")]) == 2
    assert not any(link.startswith("/forms/new") for link in analyst.links("main a"))
    assert analyst.post("/forms/new", alarm=str(shared.id), title="All of them").status == 422


def test_what_is_asked_of_an_alarm_that_is_not_there_is_told_so(analyst: Visitor) -> None:
    analyst.get("/forms/new")

    assert analyst.post("/forms/new", alarm="nonsense", title="A boat").status == 404
    assert analyst.get("/forms/new?alarm=../../sign-out").status == 404
    analyst.get("/forms/new")
    assert analyst.post("/forms/new", alarm=str(uuid4()), title="A boat").status == 404
