"""An operator's day: get work, see why, correct, decide, get the next."""

import pytest

from runtime.models import Role
from tests.studio.conftest import SignIn
from tests.studio.visitor import Visitor

DECISION = {"is_crime": "yes", "offence": "49", "next_step": "investigate", "rationale": "Taken without consent"}


@pytest.fixture
def operator(sign_in: SignIn) -> Visitor:
    return sign_in(Role.OPERATOR)


def get_work(operator: Visitor) -> Visitor:
    operator.get("/worklist")
    return operator.post("/worklist/next")


def test_get_work_opens_a_submission_with_its_grade_risk_and_telephone_number(operator: Visitor) -> None:
    get_work(operator)

    assert operator.address.startswith("/submissions/")
    assert operator.text(".app-grade")
    assert operator.texts(".app-flags__flag")
    assert "Deploy" in operator.text("#decide")


def test_the_operator_never_sees_what_waits(operator: Visitor) -> None:
    operator.get("/worklist")

    assert operator.links("main a") == []


def test_get_work_gives_the_held_one_again(operator: Visitor) -> None:
    first = get_work(operator).address

    assert get_work(operator).address == first
    operator.get("/worklist")
    assert operator.links("main a") == [first]


def test_each_value_leads_to_the_answer_it_was_made_of(operator: Visitor) -> None:
    get_work_on_a_form(operator)

    targets = set(operator.links("a.app-source"))

    assert targets
    assert all(operator.page.css_first(f"[id='{target[1:]}']") is not None for target in targets)


def test_a_field_shows_its_rule_with_line_and_the_answers_it_read(operator: Visitor) -> None:
    get_work_on_a_form(operator)

    operator.get(f"{operator.address}/fields/chs.incident.callerPhone")

    assert "callerPhone" in operator.text(".app-rule")
    assert "line" in operator.text(".app-why")
    assert operator.links(".app-why dt a")[0].endswith("#answer-phone")


def test_a_corrected_field_keeps_who_and_why(operator: Visitor) -> None:
    submission = get_work_on_a_form(operator).address
    operator.get(f"{submission}/fields/chs.incident.callerPhone")

    operator.post(f"{submission}/fields/chs.incident.callerPhone", value="+447700900999", why="She rang back")

    assert (operator.status, operator.address) == (200, submission)
    assert operator.text("#field-chs-incident-callerPhone .app-rows__value") == "+447700900999 corrected"
    assert "She rang back" in operator.text("#field-chs-incident-callerPhone")
    assert "She rang back" in operator.text(".app-time-line")


def test_a_value_that_the_record_cannot_hold_is_told_and_what_was_typed_stays(operator: Visitor) -> None:
    submission = get_work_on_a_form(operator).address
    operator.get(f"{submission}/fields/chs.incident.grade")

    operator.post(f"{submission}/fields/chs.incident.grade", value="X", why="Typed in haste")

    assert operator.status == 422
    assert "cannot hold that" in operator.text(".app-complaint")
    assert operator.one("input[name=value]").attributes["value"] == "X"


def test_a_correction_needs_its_reason(operator: Visitor) -> None:
    submission = get_work_on_a_form(operator).address
    operator.get(f"{submission}/fields/chs.incident.callerPhone")

    operator.post(f"{submission}/fields/chs.incident.callerPhone", value="+447700900999", why=" ")

    assert operator.status == 422
    assert "reason" in operator.text(".app-complaint")


def test_deciding_leads_to_the_next_submission(operator: Visitor) -> None:
    first = get_work_on_a_form(operator).address

    operator.post(f"{first}/decision", **DECISION, then="next")

    assert operator.address.startswith("/submissions/")
    assert operator.address != first
    assert "Decided." in operator.text(".app-notes")


def test_a_decision_without_a_reason_is_told_and_nothing_is_lost(operator: Visitor) -> None:
    first = get_work_on_a_form(operator).address

    operator.post(f"{first}/decision", **DECISION | {"rationale": "  "})

    assert operator.status == 422
    assert "Say why" in operator.text("#decide .app-failure")
    assert "checked" in operator.one("#decide input[value=yes]").attributes


def test_closing_says_so_in_the_time_line(operator: Visitor) -> None:
    first = get_work_on_a_form(operator).address

    operator.post(f"{first}/decision", is_crime="no", next_step="none", rationale="Found at home", then="stop")
    operator.get(first)

    assert "Closed" in operator.text(".app-time-line")
    assert "Found at home" in operator.text(".app-column--sticky")


def test_what_an_operator_gives_back_is_not_given_to_them_next(operator: Visitor) -> None:
    first = get_work(operator).address

    operator.post(f"{first}/release", why="My shift ends")

    assert operator.address == "/worklist"
    assert get_work(operator).address not in ("/worklist", first)


def test_a_submission_that_somebody_else_holds_is_not_the_operators_to_read(operator: Visitor, sign_in: SignIn) -> None:
    get_work(operator)
    supervisor = sign_in(Role.SUPERVISOR)
    waiting = [address for address in supervisor.get("/queue").links("td a") if address != operator.address]

    operator.get(waiting[0])

    assert operator.status == 404


def test_what_came_is_handed_over_as_a_file_that_can_do_nothing(operator: Visitor) -> None:
    get_work_on_a_form(operator)
    part = next(address for address in operator.links(".app-list a") if "/parts/" in address)

    operator.get(part)

    headers = operator.response.headers
    assert operator.status == 200
    assert headers["Content-Disposition"].startswith("attachment; filename=")
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Security-Policy"].startswith("sandbox")
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_record_stands_ready_to_copy(operator: Visitor) -> None:
    submission = get_work_on_a_form(operator).address

    operator.get(f"{submission}/records/chs.incident")

    assert "Source reference: TLP-" in operator.one("textarea").text()


def test_the_words_of_an_automatic_reply_are_shown_whole(sign_in: SignIn) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    supervisor.get("/queue?status=quarantined")

    supervisor.get(supervisor.links("td a")[0])

    assert supervisor.text(".app-words")
    assert supervisor.text(".app-identity").count("automatic reply") == 1


def get_work_on_a_form(operator: Visitor) -> Visitor:
    """Gets work until it is a filled form; what holds none is closed on the way."""
    get_work(operator)
    while not operator.page.css_first("#record .app-rows__row"):
        closing = {"is_crime": "no", "next_step": "none", "rationale": "No report in it", "then": "next"}
        operator.post(f"{operator.address}/decision", **closing)
        assert operator.status == 200
    return operator
