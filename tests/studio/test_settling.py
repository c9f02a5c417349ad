"""An operator settles what is in doubt with one press, and the page says so afterwards."""

import pytest

from runtime.database import Database
from runtime.models import Role
from tests.runtime.disputed_mails import disputed_mail
from tests.studio.conftest import METRO, SignIn, take_in
from tests.studio.test_pages import assert_valid
from tests.studio.visitor import Visitor, words

#: what the text says otherwise than the PDF that came with it
OTHERWISE = {
    "danger right now?: No": "danger right now?: Yes",
    "07700900454": "07700900455",
    "Date (or earliest date): 03/10/2026": "Date (or earliest date): the week before last",
}


@pytest.fixture
def operator(database: Database, sign_in: SignIn) -> Visitor:
    """At the page of a report whose text and PDF disagree on danger, so that it comes first."""
    take_in(database, METRO, disputed_mail(OTHERWISE))
    visitor = sign_in(Role.OPERATOR).get("/worklist")
    return visitor.post("/worklist/next")


def press(visitor: Visitor, name: str) -> Visitor:
    """Sends the form of the first button whose words begin so, as its fields stand."""
    for form in visitor.page.css("#in-doubt form"):
        if words(form).startswith(name):
            fields = {one.attributes["name"] or "": one.attributes["value"] or "" for one in form.css("input")}
            del fields["csrf_token"]
            return visitor.post(form.attributes["action"] or "", **fields)
    raise AssertionError(f"there is no button {name}")


def doubt(visitor: Visitor, label: str) -> str:
    return next(text for text in visitor.texts("#in-doubt li") if label in text)


def test_beside_each_reading_stands_what_taking_it_fills(operator: Visitor) -> None:
    phone = doubt(operator, "Telephone number")

    assert phone.count("Take this") == 2
    assert "Fills: CHS incident Telephone , Telephone as typed" in phone
    assert "#field-chs-incident-callerPhone" in operator.links("#in-doubt a")


def test_one_press_fills_the_record_and_says_who_settled_it(operator: Visitor) -> None:
    press(operator, "Take this Telephone number, the PDF")

    assert "Changed: Telephone, Telephone as typed" in operator.text(".app-notes")
    assert "+447700900454 corrected" in operator.text("#field-chs-incident-callerPhone")
    assert "the PDF says so" in operator.text("#field-chs-incident-callerPhone")
    assert "Settled by Dev Operator" in doubt(operator, "Telephone number")
    assert doubt(operator, "Telephone number").count("Take this") == 1
    assert "Doubt settled" in operator.text(".app-time-line")


def test_feared_danger_is_told_as_not_certain_until_somebody_settles_it(operator: Visitor) -> None:
    feared = operator.text(".app-flags")
    shown = operator.text("#answer-dangerNow")

    press(operator, "Take this Are you or anyone else in danger right now?, the PDF")

    assert "Are you or anyone else in danger right now? Yes, not certain" in feared
    assert "Yes in doubt" in shown
    assert "DANGER_NOW" not in operator.text(".app-identity")
    assert "in doubt" not in operator.text("#answer-dangerNow")
    assert "Referred" in operator.text(".app-identity .app-grade")


def test_what_was_settled_too_soon_is_left_in_doubt_again(operator: Visitor) -> None:
    press(operator, "Take this Are you or anyone else in danger right now?, the PDF")

    press(operator, "In doubt again Are you or anyone else in danger")

    assert "Immediate" in operator.text(".app-identity .app-grade")
    assert doubt(operator, "danger right now").count("Take this") == 2


def test_a_whole_record_that_is_made_no_more_is_called_so(database: Database, sign_in: SignIn) -> None:
    take_in(database, METRO, disputed_mail({**OTHERWISE, "lost or stolen?: Stolen": "lost or stolen?: Lost"}))
    operator = sign_in(Role.OPERATOR).get("/worklist").post("/worklist/next")

    press(operator, "Take this Was the property lost or stolen?, the text")

    assert "Changed: the whole CONNECT crime" in operator.text(".app-notes")
    assert "Corrected: the whole CONNECT crime" in operator.text(".app-time-line")


@pytest.fixture
def lost(database: Database, sign_in: SignIn) -> Visitor:
    """At a report whose text says that nothing was stolen, so that whether there is a crime is in doubt."""
    take_in(database, METRO, disputed_mail({**OTHERWISE, "lost or stolen?: Stolen": "lost or stolen?: Lost"}))
    return sign_in(Role.OPERATOR).get("/worklist").post("/worklist/next")


def test_a_record_that_hangs_on_one_answer_as_a_whole_is_not_told_field_by_field(lost: Visitor) -> None:
    line = doubt(lost, "lost or stolen")

    assert "CONNECT crime the whole record" in line
    assert "Link 1" not in line


def test_a_question_that_these_answers_rule_out_is_not_said_to_be_none_of_the_form(lost: Visitor) -> None:
    told = doubt(lost, "Was it taken from your person?")

    assert "stands where the form does not ask it" in told


def test_a_press_that_confirms_what_counts_already_says_that_the_record_stays(lost: Visitor) -> None:
    press(lost, "Take this Are you or anyone else in danger right now?, the text")

    assert "Taken. The record stays as it was." in lost.text(".app-notes")


def test_who_does_not_hold_it_can_only_read_what_counts(operator: Visitor, sign_in: SignIn) -> None:
    supervisor = sign_in(Role.SUPERVISOR).get(operator.address)

    assert supervisor.page.css("#in-doubt form") == []
    assert "The more dangerous one counts until an operator takes one." in doubt(supervisor, "danger right now")


def test_a_reading_that_nobody_gave_cannot_be_taken(operator: Visitor) -> None:
    operator.post(f"{operator.address}/doubts", question="phone", said_by="html", why="I say so")

    assert operator.status == 404


def test_what_one_press_cannot_place_leads_to_the_fields_instead(operator: Visitor) -> None:
    day = doubt(operator, "the week before last")

    assert "Take this" not in day
    assert "Correct by hand" in day
    assert "#field-chs-incident-occurredFrom" in operator.links("#in-doubt a")


def test_what_needs_a_person_is_told_by_the_questions_own_words(operator: Visitor) -> None:
    assert "“Telephone number” is in doubt" in operator.text("#field-chs-incident-callerPhone")


def test_the_page_is_valid_before_and_after(operator: Visitor) -> None:
    assert_valid(operator)
    assert_valid(press(operator, "Take this Telephone number, the PDF"))
