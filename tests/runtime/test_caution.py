"""What is not known of a submission places it, and no word of risk in it is passed over."""

from dataclasses import replace
from uuid import UUID

import pytest

from mapping_dsl.forms import AnswerType, FormVersion, Option, Question
from mapping_dsl.outcome import FlagLevel
from mapping_dsl.risk_words import RiskWord
from runtime import caution, receiving, worklist
from runtime.caution import Weighed
from runtime.database import Database
from runtime.intake import Drift, DriftKind, DriftSeverity
from runtime.intake.words import PLAIN
from runtime.models import Grade, Source, Status
from runtime.receiving import Came
from runtime.shown import submissions
from tests.runtime.conftest import METRO
from tests.runtime.drifting_mails import submission, take_in, theft

SIGNIFICANT, IMMEDIATE = (worklist.RANK_OF_GRADE[grade] for grade in (Grade.SIGNIFICANT, Grade.IMMEDIATE))

FORM = FormVersion("report", "1.0", "urn:test:report:1.0", "Report", "REP", "", "DD/MM/YYYY", (), ())
KNIFE, GUN = RiskWord("knife", "BLADE", FlagLevel.HIGH), RiskWord("gun", "GUN", FlagLevel.CRITICAL)


def receive(db: Database, raw: bytes) -> UUID:
    [received] = receiving.receive(db, METRO, raw, Came(Source.EMAIL))
    return received.submission_id


@pytest.mark.usefixtures("with_theft")
def test_a_version_that_nobody_knows_is_mapped_and_held_with_its_risk_questions_unclear(db: Database) -> None:
    submission_id = take_in(db, theft(version="9.0"))

    shown = submissions.detail(db, METRO, submission_id)
    assert (shown.status, shown.mapping_id, shown.triage.rank) == (Status.HELD, "theft", IMMEDIATE)
    assert ("DANGER_NOW", "unclear") in {(flag.name, flag.state) for flag in shown.flags}
    assert "9.0" in (shown.sentence or "")


@pytest.mark.parametrize(("said", "level"), [("", "high"), ("low", "high"), ("critical", "critical")])
def test_an_unknown_version_weighs_high_at_least_whatever_its_form_says(said: str, level: str) -> None:
    form = replace(FORM, unknown_level=said)

    weighed = caution.weigh(Weighed({"version_known": False}, form, ""), ())

    assert weighed.level == level


def test_what_an_ordinary_submission_answers_is_for_the_rules_to_weigh() -> None:
    reading = {"version_known": True, "answers": {"story": "I saw a knife"}}

    assert caution.weigh(Weighed(reading, FORM, "Story: I saw a knife"), [KNIFE]).level == "none"


def test_what_harmlessly_differs_leaves_the_answers_to_the_rules() -> None:
    blank = Drift(DriftKind.REMOVED, "phone", "", "", risk=False, severity=DriftSeverity.HARMLESS)
    reading = {"version_known": True, "answers": {"story": "I saw a knife"}, "drift": [blank.to_json()]}

    assert caution.weigh(Weighed(reading, FORM, "Story: I saw a knife"), [KNIFE]).level == "none"


def test_what_no_rule_has_weighed_is_searched_in_the_answers_too() -> None:
    weapon = Question("weapon", "What was it?", AnswerType.STRING, 1, options=(Option("gun", "A gun"),))
    form = replace(FORM, questions=(weapon,))
    reading = {"version_known": True, "answers": {"story": "I saw a knife", "weapon": "gun"}}

    found = caution.weigh(
        Weighed(reading, form, "Story: I saw a knife\nWhat was it? A gun", unweighed=PLAIN), [KNIFE, GUN]
    )

    assert (set(found.elsewhere), found.level) == ({KNIFE, GUN}, "critical")


@pytest.mark.parametrize(("answer", "level"), [("yes", "high"), ("no", "none"), (None, "none")])
def test_an_answer_of_danger_that_no_rule_has_weighed_weighs_as_much_as_an_unknown_version(
    answer: str | None, level: str
) -> None:
    options = (Option("yes", "Yes"), Option("no", "No"))
    danger = Question("danger", "Are you in danger?", AnswerType.STRING, 1, options=options, risk=True)
    people = Question("people", "People", AnswerType.GROUP, 1, questions=(replace(danger, name="hurt"),))
    alone, inner = {"danger": answer}, {"people": [{"hurt": "no"}, {"hurt": answer}]}

    weighed = [
        caution.weigh(Weighed({"version_known": True, "answers": answers}, form, "", unweighed=PLAIN), ()).level
        for form, answers in (
            (replace(FORM, questions=(danger,)), alone),
            (replace(FORM, questions=(people,)), inner),
        )
    ]

    assert weighed == [level, level]


def test_a_word_that_only_another_part_of_an_ordinary_mail_says_is_found() -> None:
    reading = {"version_known": True, "answers": {"story": "I saw a knife"}}

    found = caution.weigh(Weighed(reading, FORM, "Story: I saw a knife\n\nThe caller had a gun"), [KNIFE, GUN])

    assert (found.elsewhere, found.level) == ((GUN,), "critical")


def test_all_of_a_cautious_submission_is_searched_and_the_forms_own_words_are_not_taken_for_the_senders() -> None:
    cautious = {"version_known": True, "disposition": "review"}
    weapon = Question("weapon", "Was it a gun?", AnswerType.STRING, 1)

    found = caution.weigh(Weighed(cautious, replace(FORM, questions=(weapon,)), "a knife or a gun"), [KNIFE, GUN])

    assert (found.elsewhere, found.level) == ((KNIFE,), "high")


def test_a_word_that_has_raised_its_flag_already_is_not_told_again() -> None:
    reading = {"version_known": True, "unmapped": [{"label": "", "text": "a knife"}]}

    assert caution.weigh(Weighed(reading, FORM, "", frozenset({"BLADE"})), [KNIFE, GUN]).sentences == []


def test_what_was_written_to_a_question_in_doubt_is_searched() -> None:
    reading = {
        "version_known": True,
        "doubts": ["suspects.description"],
        "answers": {"suspects": [{"description": "he has a gun"}]},
    }

    assert caution.weigh(Weighed(reading, FORM, ""), [KNIFE, GUN]).elsewhere == (GUN,)


@pytest.mark.usefixtures("with_theft")
def test_danger_in_a_version_that_nobody_knows_stays_immediate(db: Database) -> None:
    held = submission(db, take_in(db, theft(version="9.0", danger="Yes")))

    assert (held.status, held.risk_level, held.rank) == (Status.HELD, "critical", IMMEDIATE)


@pytest.mark.usefixtures("with_theft")
def test_drift_in_an_ordinary_question_stops_nothing_and_asks_for_the_fields_that_read_it(db: Database) -> None:
    submission_id = take_in(db, theft(Your_postcode="Xyzzy"))

    shown = submissions.detail(db, METRO, submission_id)
    assert shown.status is Status.WAITING
    assert len(shown.deliveries) == 1
    assert any("ostcode" in path for path in shown.reviews)


@pytest.mark.usefixtures("with_theft")
def test_a_risk_question_that_cannot_be_found_holds_the_submission_with_its_flag_unclear(db: Database) -> None:
    submission_id = take_in(db, theft(Are_you_or_anyone_else_in_danger_right_now="Xyzzy"))

    shown = submissions.detail(db, METRO, submission_id)
    assert (shown.status, shown.triage.rank) == (Status.HELD, IMMEDIATE)
    assert ("DANGER_NOW", "unclear") in {(flag.name, flag.state) for flag in shown.flags}


@pytest.mark.usefixtures("with_theft")
def test_a_word_of_risk_in_text_that_answers_no_question_raises_the_submission(db: Database) -> None:
    ordinary = submission(db, take_in(db, theft(1)))

    raised = submission(db, take_in(db, theft(2, more="\nHe came back with a knife\n")))

    assert (ordinary.rank > SIGNIFICANT, ordinary.risk_words) == (True, [])
    assert (raised.rank, raised.risk_level) == (SIGNIFICANT, "high")
    assert [word["term"] for word in raised.risk_words] == ["knife"]


@pytest.mark.usefixtures("with_theft")
def test_what_holds_a_submission_and_the_words_found_are_told(db: Database) -> None:
    held = submission(db, take_in(db, theft(version="9.0", more="\nHe came back with a knife\n")))

    assert "“knife” stands in text that answers no question" in (held.sentence or "")


@pytest.mark.usefixtures("with_theft")
def test_a_word_of_risk_in_a_form_that_nobody_knows_is_found_by_the_words_of_all_mappings(db: Database) -> None:
    raw = b"From: a@example.com\nX-Service-Reference: QQQ-10032-26-3100-000\nSubject: QQQ-10032-26-3100-000\n\n"

    by_hand = submission(db, take_in(db, raw + b"Some other form\n\nThing: he had a knife\nWhere: here\nWho: me\n"))

    assert by_hand.status is Status.MANUAL
    assert [word["term"] for word in by_hand.risk_words] == ["knife"]


@pytest.mark.usefixtures("with_theft")
def test_a_mail_that_somebody_wrote_without_a_form_stands_where_its_words_of_risk_belong(db: Database) -> None:
    head = b"From: a@example.com\nSubject: "

    plain, in_body, in_subject = (
        submission(db, receive(db, head + mail))
        for mail in (b"Hello\n\nThank you.\n", b"Hello\n\nHe came with a knife.\n", b"He has a knife\n\nPlease come.\n")
    )

    assert {one.status for one in (plain, in_body, in_subject)} == {Status.QUARANTINED}
    assert (plain.risk_level, plain.risk_words) == ("none", [])
    assert [(one.risk_level, one.rank) for one in (in_body, in_subject)] == [("high", SIGNIFICANT)] * 2
    assert "“knife” stands in text that answers no question" in (in_body.sentence or "")


def test_a_critical_word_without_a_form_comes_before_all_else() -> None:
    found = caution.weigh_loose("There is a gun in the car", [KNIFE, GUN])

    assert (found.loose, found.level) == ((GUN,), "critical")
    assert worklist.rank_of(None, found.level) == IMMEDIATE
