"""What the shared modules say, tried through the mapping that needs least besides: a message to the police."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from mapping_dsl.outcome import Outcome
from tests.mappings.truth import FORMS, SUBMITTED_AT, compiled, document


def outcome_of(form: str, version: str, **answers: Any) -> Outcome:
    """What comes of some answers and a story with nothing in it: a story that is lacking is in doubt."""
    found = FORMS.find(form, version)
    assert found is not None
    stories = {one.name: "It is as I said." for one in found.questions if one.required and one.is_long_text}
    return compiled(form, version).run(document(found, stories | answers))


def flags_of(form: str, version: str, **answers: Any) -> list[str]:
    record = outcome_of(form, version, **answers).records["chs.incident"]
    return list(record["riskFlags"])


@pytest.mark.parametrize(
    ("keyword", "story"),
    [
        ("suicide", "She spoke of SUICIDE."),
        ("suicide", "He is suicidal"),
        ("self-harm", "I will kill myself"),
        ("self-harm", "I keep hurting myself"),
        ("self-harm", "I want to end it all"),
        ("knife", "He had a knife"),
        ("knife", "two knives"),
        ("gun", "a gun!"),
        ("gun", "firearms"),
        ("acid", "acid was thrown"),
        ("sexual", "I was raped"),
        ("sexual", "a sexual assault"),
        ("sexual", "I was sexually assaulted"),
        ("stalking", "someone is stalking me"),
        ("stalking", "a stalker"),
        ("strangle", "he strangled her"),
        ("strangle", "she was choking"),
        ("domestic", "my ex-partner"),
        ("domestic", "my ex husband"),
        ("domestic", "my exwife"),
    ],
)
def test_a_keyword_in_a_story_raises_its_flag(keyword: str, story: str) -> None:
    assert flags_of("contact", "1.0", topic="other", description=story) == [f"KEYWORD:{keyword}"]


@pytest.mark.parametrize(
    "story",
    ["the shop had begun to close", "placid", "drapes", "a penknifeless man", "beanstalk", "the next partner", "choke"],
)
def test_a_word_that_only_holds_a_keyword_raises_nothing(story: str) -> None:
    assert flags_of("contact", "1.0", topic="other", description=story) == []


def test_keywords_are_found_in_every_long_text_of_a_group_too() -> None:
    suspects = [{"name": "Jo", "description": "tall"}, {"name": None, "description": "carries a knife"}]

    assert flags_of("theft", "1.0", description="My bag is gone", suspects=suspects) == ["KEYWORD:knife"]


@pytest.mark.parametrize(
    ("answers", "flag", "grade", "priority", "due"),
    [
        ({"dangerNow": "yes"}, "DANGER_NOW", "I", 100, timedelta(minutes=15)),
        ({"weaponSeen": "yes"}, "WEAPON", "S", 80, timedelta(hours=1)),
        ({"childInvolved": "yes"}, "CHILD", "S", 80, timedelta(hours=1)),
        ({"impact": "severe"}, "IMPACT", "E", 50, timedelta(days=2)),
        ({"frequency": "weekly"}, "REPEAT", "E", 50, timedelta(days=2)),
    ],
)
def test_the_level_of_a_flag_gives_grade_place_and_time(
    answers: dict[str, str], flag: str, grade: str, priority: int, due: timedelta
) -> None:
    outcome = outcome_of("asb", "2.0", **{"dangerNow": "no", **answers})
    record = outcome.records["chs.incident"]

    assert (record["riskFlags"], record["grade"]) == ([flag], grade)
    assert record["gradeReasons"] == ["base:asb", flag]
    assert outcome.triage.priority == priority
    assert outcome.triage.due == datetime.fromisoformat(SUBMITTED_AT) + due


def test_the_most_urgent_reason_decides_the_grade() -> None:
    record = outcome_of("hate", "2.0", motivation=["race"], dangerNow="yes", injured="yes").records["chs.incident"]

    assert record["riskFlags"] == ["DANGER_NOW", "INJURY", "HATE"]
    assert (record["grade"], record["priority"]) == ("I", 1)


@pytest.mark.parametrize(("times", "flags"), [(2, ["HATE"]), (3, ["HATE", "REPEAT"]), (None, ["HATE"])])
def test_the_third_time_is_a_repeat(times: int | None, flags: list[str]) -> None:
    assert flags_of("hate", "2.0", motivation=["race"], howOften=times) == flags


@pytest.mark.parametrize(
    ("dates", "occurred_from", "occurred_to", "precision"),
    [
        ({"dateFrom": "2026-10-03"}, "2026-10-03", None, "range"),
        ({"dateFrom": "2026-10-03", "timeFrom": "23:16"}, "2026-10-03T23:16:00+01:00", None, "exact"),
        (
            {"dateFrom": "2026-10-03", "timeFrom": "06:18", "dateTo": "2026-10-03", "timeTo": "07:18"},
            "2026-10-03T06:18:00+01:00",
            "2026-10-03T07:18:00+01:00",
            "range",
        ),
        (
            {"dateFrom": "2026-10-03", "timeFrom": "06:18", "dateTo": "2026-10-04"},
            "2026-10-03T06:18:00+01:00",
            "2026-10-04",
            "exact",
        ),
        ({"dateFrom": "2026-10-25", "timeFrom": "01:30"}, "2026-10-25T01:30:00+01:00", None, "ambiguous"),
        ({"dateFrom": "2026-03-29", "timeFrom": "01:30"}, "2026-03-29T01:30:00+00:00", None, "nonexistent"),
    ],
)
def test_when_it_happened_is_told_as_precisely_as_the_caller_did(
    dates: dict[str, str], occurred_from: str | None, occurred_to: str | None, precision: str
) -> None:
    record = outcome_of("theft", "1.0", dangerNow="no", **dates).records["chs.incident"]

    assert (record["occurredFrom"], record["occurredTo"]) == (occurred_from, occurred_to)
    assert record["occurredPrecision"] == precision


@pytest.mark.parametrize(
    ("dates", "flag"),
    [
        ({"dateFrom": "2026-03-29", "timeFrom": "01:30"}, "TIME_NONEXISTENT"),
        ({"dateFrom": "2026-10-02", "dateTo": "2026-10-01"}, "DATE_ORDER"),
        ({"dateFrom": "2026-10-02", "timeFrom": "12:00", "dateTo": "2026-10-02", "timeTo": "11:00"}, "DATE_ORDER"),
        ({"dateFrom": "2026-10-06"}, "DATE_FUTURE"),
        ({"dateFrom": "1919-12-31"}, "DATE_IMPLAUSIBLE"),
    ],
)
def test_a_doubtful_date_is_marked_and_moves_no_grade(dates: dict[str, str], flag: str) -> None:
    record = outcome_of("theft", "1.0", dangerNow="no", **dates).records["chs.incident"]

    assert record["riskFlags"] == [flag]
    assert (record["grade"], record["gradeReasons"]) == ("R", ["base:theft"])


def test_a_risk_question_in_doubt_counts_as_dangerous_until_somebody_has_looked() -> None:
    answers = {"premisesType": "home", "offenderPresent": "perhaps", "dangerNow": "no", "dateFrom": "2026-10-03"}

    outcome = outcome_of("burglary", "2.0", **answers)

    assert [(flag.name, flag.state) for flag in outcome.flags] == [("OFFENDER_PRESENT", "unclear")]
    assert outcome.risk_level == "critical"
    assert outcome.triage.queue == "urgent"


def test_a_story_in_doubt_may_hold_any_keyword() -> None:
    outcome = outcome_of("contact", "1.0", topic="other", description=5)

    unclear = {flag.name for flag in outcome.flags if flag.state == "unclear"}
    assert {"KEYWORD:knife", "KEYWORD:suicide"} <= unclear
