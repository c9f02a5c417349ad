"""What a submission's page is told of how it was read."""

from pathlib import Path

import pytest

from runtime.database import Database
from runtime.shown import submissions
from runtime.shown.answered import sections_of
from runtime.shown.readings import SaidShown
from runtime.texts.library import current_library
from tests.runtime.conftest import METRO
from tests.runtime.drifting_mails import take_in, theft

pytestmark = pytest.mark.usefixtures("with_theft")

BURGLARY_34 = Path(__file__).parents[2] / "data" / "eml" / "OPEN-034.eml"


def test_an_ordinary_submission_shows_its_witnesses_and_nothing_to_heed(db: Database) -> None:
    read = submissions.detail(db, METRO, take_in(db, theft())).read

    assert (read.version_known, read.read_as, read.count) == (True, "1.0", 1)
    assert ("body", "read") in {(one.name, one.state) for one in read.witnesses}
    assert (read.conflicts, read.differences, read.reasons, read.risk_words, read.alarms) == ((), (), (), (), ())


def test_what_drifted_is_told_in_words_with_what_was_typed_and_leads_to_its_alarm(db: Database) -> None:
    read = submissions.detail(db, METRO, take_in(db, theft(version="9.0", Your_postcode="Xyzzy"))).read

    assert read.version_known is False
    assert read.reasons
    told = {one.question or one.proposed: one for one in read.differences}
    assert "postcode" in str(sorted(map(str, told))).lower()
    assert all(one.sentence for one in read.differences)
    assert [(alarm.form, alarm.version) for alarm in read.alarms] == [("theft", "9.0")]


def test_the_answers_of_an_unknown_version_are_shown_by_the_questions_they_were_read_by(db: Database) -> None:
    shown = submissions.detail(db, METRO, take_in(db, theft(version="9.0")))

    answers = {answer.name: answer for section in shown.sections for answer in section.answers}
    assert answers["itemDescription"].text == "Black leather wallet"
    assert answers["dangerNow"].is_in_doubt


def test_witnesses_that_disagree_are_shown_with_what_each_says(db: Database) -> None:
    shown = submissions.detail(db, METRO, take_in(db, BURGLARY_34.read_bytes())).read

    said = {one.question: {two.witness for two in one.said} for one in shown.conflicts}
    assert said["phone"] >= {"body", "pdf"}
    [present] = [one for one in shown.conflicts if one.question == "offenderPresent"]
    assert present.is_risk
    assert SaidShown("body", "No") in present.said or SaidShown("body", "no") in present.said
    assert present.feared == "yes"


def test_a_place_on_a_page_has_its_box(db: Database) -> None:
    with db.read_session(METRO) as session:
        form = current_library(session).forms().find("theft", "1.0")
    assert form
    on_page = {"witness": "pdf", "line": 3, "end_line": 3, "text": "25", "page": 2, "box": [1, 2, 3, 4]}
    in_body = {"witness": "body", "line": 9, "end_line": 9, "text": "25"}
    reading = {
        "answers": {"itemValue": 25},
        "places": {"itemValue": on_page},
        "witness_places": {"itemValue": [in_body]},
    }

    shown = {answer.name: answer for section in sections_of(form, reading) for answer in section.answers}

    place = shown["itemValue"].place
    assert place
    assert (place.page, place.box) == (2, (1.0, 2.0, 3.0, 4.0))
    assert [(one.witness, one.page, one.box) for one in shown["itemValue"].other_places] == [("body", 0, None)]
