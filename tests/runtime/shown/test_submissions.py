"""A submission's page: what came beside what was made of it, and where each value is from."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from runtime import audit, decisions, durable, worklist
from runtime.audit import AuditEvent, Subject
from runtime.database import Database
from runtime.decisions import Change, Verdict
from runtime.failures import NotThere
from runtime.models import Status
from runtime.shown import submissions
from runtime.shown.submissions import AnswerShown, FieldShown, SubmissionDetail
from runtime.texts import library
from tests.runtime.conftest import METRO
from tests.runtime.theft_mails import MAILS, copy_theft, take_in, theft_library

POSTCODE = "chs.incident.locationPostcode"


@pytest.fixture
def submission(db: Database, tmp_path: Path) -> UUID:
    """OPEN-001: a phone pulled out of a hand, by two people on an electric bike."""
    durable.prepare(db)
    theft_library(db, copy_theft(tmp_path / "library"))
    return take_in(db, "OPEN-001")


@pytest.fixture
def detail(db: Database, submission: UUID) -> SubmissionDetail:
    return submissions.detail(db, METRO, submission)


def answer(detail: SubmissionDetail, name: str) -> AnswerShown:
    return next(one for section in detail.sections for one in section.answers if one.name == name)


def field(detail: SubmissionDetail, path: str) -> FieldShown:
    return next(one for record in detail.records for one in record.fields if one.path == path)


def test_the_head_says_what_it_is_and_where_it_stands(detail: SubmissionDetail) -> None:
    assert (detail.reference, detail.form, detail.version) == ("TLP-10032-26-3100-000", "theft", "1.0")
    assert (detail.status, detail.triage.grade, detail.triage.rank) == (Status.WAITING, "R", 4)
    assert (detail.mapping_id, detail.mapping_number) == ("theft", 1)


def test_answers_stand_in_the_forms_words_with_their_place_in_the_mail(detail: SubmissionDetail) -> None:
    place = answer(detail, "incidentPostcode").place

    assert answer(detail, "reportType").value == "stolen"
    assert answer(detail, "reportType").text != "stolen"  # the option's own words
    assert answer(detail, "dateFrom").text == "3 October 2026"
    assert place
    assert (place.witness, place.text) == ("body", "w23 9jg")


def test_what_was_not_asked_is_told_from_what_was_left_blank(detail: SubmissionDetail) -> None:
    not_asked, blank = answer(detail, "dateTo"), answer(detail, "itemSerial")

    assert (not_asked.was_asked, blank.was_asked) == (False, True)
    assert (not_asked.text, blank.text) == ("", "")


def test_a_group_is_shown_element_by_element(detail: SubmissionDetail) -> None:
    [suspect] = answer(detail, "suspects").elements

    assert [(one.name, one.text) for one in suspect][:1] == [("suspects.name", "Amelia Nowak")]
    assert suspect[0].place


def test_fields_say_how_they_ended_and_which_answers_they_read(detail: SubmissionDetail) -> None:
    postcode = field(detail, POSTCODE)

    assert (postcode.state, postcode.value) == ("value", "W23 9JG")
    assert postcode.reads == ("incidentPostcode",)
    assert field(detail, "chs.incident.grade").description.options == ("I", "S", "E", "R")
    assert [record.target for record in detail.records] == ["chs.incident", "connect.crime"]


def test_a_corrected_field_shows_both_values_who_and_why(db: Database, operator: UUID, submission: UUID) -> None:
    worklist.claim_next(db, METRO, operator)
    decisions.correct(db, METRO, submission, operator, Change(POSTCODE, "W1 1AA", "she rang"))

    detail = submissions.detail(db, METRO, submission)

    shown = field(detail, POSTCODE)
    assert (shown.value, shown.made_value, shown.is_corrected) == ("W1 1AA", "W23 9JG", True)
    assert (shown.corrected_by, shown.corrected_why) == ("Olga", "she rang")
    [correction] = detail.corrections
    assert (correction.previous, correction.value, correction.by) == ("W23 9JG", "W1 1AA", "Olga")


def test_the_decision_and_the_time_line_name_people(db: Database, operator: UUID, submission: UUID) -> None:
    worklist.claim_next(db, METRO, operator)
    decisions.decide(db, METRO, submission, operator, Verdict(is_crime=True, rationale="from the hand"))

    detail = submissions.detail(db, METRO, submission)

    assert detail.decision
    assert (detail.decision.by, detail.decision.rationale) == ("Olga", "from the hand")
    assert [one.who for one in detail.happenings if one.event == AuditEvent.CLAIMED] == ["Olga"]
    assert [one.target for one in detail.deliveries] == ["chs.incident", "connect.crime"]


def test_one_click_says_where_a_value_came_from(db: Database, submission: UUID) -> None:
    origin = submissions.origin(db, METRO, submission, POSTCODE)

    assert origin.trace.rule.file == "theft/theft.mapping"
    assert "incidentPostcode" in origin.trace.rule.text
    assert [one.name for one in origin.reads] == ["incidentPostcode"]
    assert origin.is_same


def test_a_field_that_no_rule_fills_has_no_origin(db: Database, submission: UUID) -> None:
    with pytest.raises(NotThere):
        submissions.origin(db, METRO, submission, "chs.incident.nothing")


def test_the_mail_is_handed_out_byte_for_byte_and_the_log_says_to_whom(
    db: Database, operator: UUID, submission: UUID
) -> None:
    raw = submissions.original(db, METRO, submission, operator)

    assert raw == (MAILS / "OPEN-001.eml").read_bytes()
    with db.read_session(METRO) as session:
        last = audit.entries_of(session, Subject.submission(submission))[-1]
    assert (last.event, last.who_name) == (AuditEvent.ORIGINAL_OPENED, "Olga")


def test_revisions_of_one_reference_know_each_other(
    db: Database, submission: UUID, add_submission: Callable[..., UUID]
) -> None:
    other = add_submission(reference="TLP-10032-26-3100-000", revision=2)

    assert submissions.detail(db, METRO, submission).other_revisions == (other,)
    assert submissions.detail(db, METRO, other).other_revisions == (submission,)


def test_what_nothing_could_be_read_of_still_has_its_page(db: Database, add_submission: Callable[..., UUID]) -> None:
    unread = add_submission(None, risk_level=None, form="", version="")

    detail = submissions.detail(db, METRO, unread)

    assert (detail.sections, detail.records, detail.mapping_id) == ((), (), None)


@pytest.mark.usefixtures("submission")
def test_answers_of_a_mail_that_is_not_kept_are_shown_the_same_way(db: Database) -> None:
    with db.read_session(METRO) as session:
        form = library.current_library(session).forms().find("theft", "1.0")
    assert form

    [first, *_] = submissions.sections_of(form, {"answers": {"reportType": "lost"}})

    assert first.answers[0].name == "reportType"
