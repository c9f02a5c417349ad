"""How pages say things: times, values, names of fields."""

from datetime import UTC, datetime, timedelta

import pytest

from mapping_dsl.forms import AnswerType, Option, Question
from studio.presenters.marks import field_words, grade_mark, record_title
from studio.presenters.moments import moment, stretch
from studio.presenters.values import words_of

GENDER = Question("gender", "Gender", AnswerType.CHOICE, 1, options=(Option("F", "Female"),))


def test_an_instant_is_shown_in_local_time() -> None:
    summer = moment(datetime(2026, 7, 1, 23, 30, tzinfo=UTC))

    assert summer is not None
    assert summer.words == "Thu 2 Jul 00:30"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "under a minute"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=2, minutes=5), "2 h 5 min"),
        (timedelta(days=3, hours=4, minutes=59), "3 d 4 h"),
        (timedelta(minutes=-20), "20 min"),
    ],
)
def test_a_length_of_time_is_told_in_its_largest_units(length: timedelta, words: str) -> None:
    assert stretch(length) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "–"),
        ("", "–"),
        ([], "–"),
        (True, "Yes"),
        (0, "0"),
        ("2026-10-03", "3 October 2026"),
        ("2026-10-03T23:16:00+01:00", "Sat 3 Oct 2026 23:16"),
        ("2026-99-99", "2026-99-99"),
        ("ten letters", "ten letters"),
        (["one", "two"], "one, two"),
        (["a" * 60, "b" * 60], "a" * 60 + "\n" + "b" * 60),
    ],
)
def test_a_value_is_shown_as_people_read_it(value: object, words: str) -> None:
    assert words_of(value) == words


def test_an_option_is_shown_by_its_title_and_an_unknown_one_as_it_is() -> None:
    assert [words_of("F", GENDER), words_of("X", GENDER)] == ["Female", "X"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("callerPhone", "Caller phone"),
        ("callerPhoneAsTyped", "Caller phone as typed"),
        ("vehicles[2]", "Vehicles 2"),
        ("locationW3w", "Location w3w"),
        ("id", "Id"),
    ],
)
def test_a_fields_name_is_read_as_words(name: str, words: str) -> None:
    assert field_words(name) == words


def test_a_record_is_called_by_its_system() -> None:
    assert record_title("connect.crime") == "CONNECT crime"


def test_a_submission_that_nobody_could_grade_has_a_mark_of_its_own() -> None:
    assert [grade_mark(None).letter, grade_mark("I").name] == ["?", "Immediate"]
