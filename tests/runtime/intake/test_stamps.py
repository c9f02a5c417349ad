"""The service's stamp of when something was sent, which proves the order of the dates beside it."""

from datetime import date

import pytest

from mapping_dsl import Library
from mapping_dsl.forms import AnswerType, Question
from runtime.intake.answers import DateOrder, Sent, type_answer, usage_of
from runtime.intake.words import read_all_words
from tests.runtime.intake.conftest import ROOT

WORDS = read_all_words(Library(ROOT / "mappings"))
DAY = Question("asked", "Asked?", AnswerType.DATE, 1, display_format="D MMMM YYYY")


@pytest.mark.parametrize(
    ("stamp", "value", "is_told"),
    [
        ("05/10/2026 09:30", "2026-10-04", False),
        ("05/10/2026 at 9.30am", "2026-10-04", False),
        ("09:30 on 05/10/2026", "2026-10-04", False),
        ("10/05/2026 09:30", "2026-04-10", True),  # what the day of sending proves stands against the form's own way
        ("Monday 5 October 2026, 9:30 am", "2026-10-04", False),
        ("5ed Hydref 2026 09:30", "2026-10-04", False),
        ("October 5, 2026 09:30", "2026-10-04", True),
        ("5 October 2026", "2026-10-04", True),
        ("5 August 2026 09:30", "2026-10-04", True),
        ("06/10/2026 00:10", "2026-10-04", False),  # clocks differ
        ("05/10/2026", "2026-10-04", True),  # with no time it may be any day that somebody was asked for
        ("05/08/2026 09:30", "2026-10-04", True),
    ],
)
def test_the_day_of_sending_proves_the_order_of_the_dates(stamp: str, value: str, is_told: bool) -> None:
    beside, below = [f'"sent_on": {stamp}'], ["Sent on", "", stamp]

    for lines in (beside, below):
        usage = usage_of(lines, WORDS, sent=Sent(date(2026, 10, 5), ("sent", "sent on")))
        typed = type_answer(DAY, "04/10/2026", usage)

        assert (typed.value, typed.note is not None) == (value, is_told)


@pytest.mark.parametrize("line", ["It was taken on 10/05/2026 23:16", "Date: 10/05/2026 23:16", "10/05/2026 23:16"])
def test_a_time_in_a_story_or_an_answer_is_no_stamp(line: str) -> None:
    usage = usage_of(["Sent by post", "What happened?", line], WORDS, sent=Sent(date(2026, 10, 5), ("sent",)))

    assert usage.order is DateOrder.UNPROVEN


def test_a_day_of_sending_that_both_orders_tell_proves_nothing() -> None:
    usage = usage_of(["Sent: 10/10/2026 09:30"], WORDS, sent=Sent(date(2026, 10, 10), ("sent",)))

    assert usage.order is DateOrder.UNPROVEN
