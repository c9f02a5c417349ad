"""An operator's day: get work, see why, correct, decide, get the next."""

import pytest

from runtime.database import Database
from runtime.models import Role
from tests.runtime.intake.making_mails import information, theft_mail
from tests.studio.conftest import METRO, SignIn, take_in
from tests.studio.visitor import Visitor, words

BROKEN = b"\x00\xff\xfe no mail" * 50
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
    assert operator.text(".app-complaint") == "Grade takes one of I, S, E, R, and this is none of them"
    assert operator.text("select[name=value] option[selected]") == "X, which is not in the list"


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


def test_what_is_no_crime_and_keeps_a_code_for_crimes_is_questioned_once(operator: Visitor) -> None:
    first = get_work_on_a_form(operator).address
    saying = {"is_crime": "no", "opening_code": "C03", "next_step": "deploy", "rationale": "Found at home"}

    operator.post(f"{first}/decision", **saying)

    assert operator.status == 422
    assert "C03 opens crimes" in operator.text("#decide .app-failure")
    assert operator.one("#rationale").text().strip() == "Found at home"
    asked = operator.one("input[name=questioned]").attributes["value"]
    operator.post(f"{first}/decision", **saying, questioned=asked)
    assert (operator.status, operator.address) == (200, "/worklist")


def test_a_crime_without_its_class_is_told(operator: Visitor) -> None:
    first = get_work_on_a_form(operator).address

    operator.post(f"{first}/decision", **DECISION | {"offence": ""})

    assert "A crime needs its offence class" in operator.text("#decide .app-failure")


def test_a_decided_submission_shows_the_decision_and_can_be_closed_there(operator: Visitor) -> None:
    first = get_work_on_a_form(operator).address
    operator.post(f"{first}/decision", **DECISION)
    assert "Passed to investigation: close it" in operator.text("[aria-labelledby=decided]")

    operator.get(first)
    shown = operator.text("#decide .app-rows")
    operator.post(f"{first}/closing", rationale="Recorded at CONNECT")

    assert "Rationale Taken without consent By Dev Operator" in shown
    assert (operator.status, operator.text(".app-notes")) == (200, "Closed.")


def test_a_closing_without_a_reason_is_told_beside_it(operator: Visitor) -> None:
    first = get_work_on_a_form(operator).address
    operator.post(f"{first}/decision", **DECISION)

    operator.post(f"{first}/closing", rationale=" ")

    assert operator.status == 422
    assert "needs a reason" in operator.text("#decide .app-complaint")


def test_a_decision_from_a_page_that_shows_an_older_one_is_not_written_over_it(operator: Visitor) -> None:
    first = get_work_on_a_form(operator).address
    operator.post(f"{first}/decision", **DECISION)

    operator.post(f"{first}/decision", **DECISION | {"rationale": "Typed in a second tab"}, seen="")

    assert operator.status == 409
    assert "You decided this at" in operator.text("#decide .app-failure")
    assert operator.one("#rationale").text().strip() == "Typed in a second tab"
    seen = operator.one("input[name=seen]").attributes["value"]
    operator.post(f"{first}/decision", **DECISION | {"rationale": "Typed in a second tab"}, seen=seen)
    assert "Typed in a second tab" in operator.get(first).text("#decide")


def test_what_was_typed_for_a_submission_that_went_to_somebody_else_can_be_copied(
    operator: Visitor, sign_in: SignIn
) -> None:
    first = get_work_on_a_form(operator).address
    reference = operator.heading
    supervisor = sign_in(Role.SUPERVISOR).get(first)
    supervisor.post("/queue/reassign", chosen=[first.rsplit("/", 1)[1]], to="", why="Needed elsewhere")

    operator.post(f"{first}/decision", **DECISION)

    assert operator.status == 409
    assert reference in operator.heading
    assert "waits in the worklist" in operator.text("[role=alert]")
    assert operator.one("textarea").text().strip() == DECISION["rationale"]
    assert first.rsplit("/", 1)[1] not in operator.text("main")


def test_a_code_is_chosen_from_its_list_by_what_it_means(operator: Visitor) -> None:
    submission = get_work_on_a_form(operator).address

    operator.get(f"{submission}/fields/chs.incident.grade")

    assert operator.texts("select[name=value] option")[:3] == ["blank", "I Immediate", "S Significant"]


def test_why_a_field_is_so_names_the_code_that_was_looked_up(operator: Visitor) -> None:
    submission = get_work_on_a_form(operator).address

    operator.get(f"{submission}/fields/chs.incident.priority")

    assert "code list grades, version " in operator.text(".app-why")


def test_where_the_report_came_from_is_not_offered_for_correction(operator: Visitor) -> None:
    submission = get_work_on_a_form(operator).address

    operator.get(f"{submission}/fields/chs.incident.sourceReference")

    assert operator.page.css_first("[name=value]") is None
    assert "which nobody changes" in operator.text(".app-why")


def test_the_record_begins_with_the_caller_and_folds_what_is_technical(operator: Visitor) -> None:
    get_work_on_a_form(operator)

    record = "section[aria-labelledby=record-chs-incident]"

    assert operator.text(f"{record} h3") == "Caller"
    assert operator.texts(f"{record} details.app-more > summary")[0] == "Technical fields"


def test_raising_to_the_supervisor_is_told_on_the_page(operator: Visitor) -> None:
    submission = get_work_on_a_form(operator).address

    operator.post(f"{submission}/escalation", why="He is at the door")

    assert "Raised to the supervisor by Dev Operator: He is at the door" in operator.text(".app-identity")


def test_the_time_line_says_what_changed_from_what_to_what(operator: Visitor) -> None:
    submission = get_work_on_a_form(operator).address

    operator.post(f"{submission}/fields/chs.incident.callerPhone", value="+447700900999", why="She rang back")

    line = operator.text(".app-time-line")
    assert "Corrected: Telephone from +44" in line
    assert "to +447700900999" in line
    assert "Claimed from waiting to claimed" in line


def test_closing_says_so_in_the_time_line(operator: Visitor) -> None:
    first = get_work_on_a_form(operator).address

    operator.post(f"{first}/decision", is_crime="no", opening_code="M01", next_step="none", rationale="Found at home")
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

    assert "Reference of the report: TLP-" in operator.one("textarea").text()


def test_a_file_in_which_nothing_could_be_read_says_so_and_can_be_had_as_it_came(
    database: Database, sign_in: SignIn
) -> None:
    take_in(database, METRO, BROKEN)
    supervisor = sign_in(Role.SUPERVISOR).get("/queue?status=quarantined")
    told = [index for index, row in enumerate(supervisor.texts("tbody tr")) if "is not a mail" in row]
    address = supervisor.links("tbody td a")[told[0]]

    supervisor.get(address)
    said = supervisor.text("#form")
    supervisor.get(f"{address}/original")

    assert "No words could be read in what came" in said
    assert supervisor.response.get_data() == BROKEN
    assert supervisor.response.headers["Content-Security-Policy"].startswith("sandbox")


def test_a_report_on_a_form_that_nobody_knows_stands_in_the_queue_without_a_form(
    database: Database, sign_in: SignIn
) -> None:
    said = information("XYZ", "3").replace("TLP-10032-26-3100-000", "XYZ-10032-26-3100-000")
    take_in(database, METRO, theft_mail("Where was it?: Here\nWho saw it?: Nobody\n", said))

    queue = sign_in(Role.SUPERVISOR).get("/queue?status=manual")

    row = next(row for row in queue.page.css("tbody tr") if "XYZ-" in words(row))
    assert "no form" in words(row)


def test_the_words_of_an_automatic_reply_are_shown_whole(sign_in: SignIn) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    supervisor.get("/queue?status=quarantined")

    supervisor.get(supervisor.links("td a")[0])

    assert supervisor.text(".app-words")
    assert supervisor.text(".app-identity").count("automatic reply") == 1


def test_an_automatic_reply_is_closed_with_one_press_and_one_sentence(operator: Visitor) -> None:
    get_work(operator)
    while not operator.page.css_first("#no-report-head"):
        operator.post(f"{operator.address}/decision", **DECISION, then="next")
    prefilled = operator.one("#closing-why").attributes["value"] or ""
    said = operator.text(".app-identity")

    operator.post(f"{operator.address}/closing", rationale=prefilled)

    assert prefilled.startswith("Not a report. It is an automatic reply")
    assert "urgent" not in said
    assert "Closed." in operator.text(".app-notes")


def get_work_on_a_form(operator: Visitor) -> Visitor:
    """Gets work until it is a filled form; what holds none is closed on the way."""
    get_work(operator)
    while not operator.page.css_first("#record .app-rows__row"):
        closing = {"is_crime": "no", "next_step": "none", "rationale": "No report in it", "then": "next"}
        operator.post(f"{operator.address}/decision", **closing)
        assert operator.status == 200
    return operator
