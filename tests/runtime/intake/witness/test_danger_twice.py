"""A question of danger that is answered twice: both answers are told, and the more dangerous one counts."""

import pytest

from runtime.intake import Disposition, Known, SubmissionReading, read
from tests.runtime.intake.making_mails import theft_body, theft_mail

ASKED = "Are you or anyone else in danger right now?"
NO, YES = f"{ASKED}: No\n", f"{ASKED}: Yes\n"
WHOLE = theft_body()
TWICE = {
    "under it": WHOLE.replace(NO, NO + YES),
    "above it": WHOLE.replace(NO, YES + NO),
    "in another section": WHOLE.replace("Suspects\n----", f"{YES}\nSuspects\n----"),
    "at the end": WHOLE.replace("contact you?: Email\n", f"contact you?: Email\n{YES}"),
    "above the form": YES + WHOLE,
    "under the signature": f"{WHOLE}\n{YES}",
    "in a line of its own": WHOLE.replace(NO, f"{NO}Yes\n"),
}


def _read(body: str, known: Known) -> SubmissionReading:
    reading = read(theft_mail(body), known)
    assert reading.disposition in (Disposition.REVIEW, Disposition.PROCESS)
    return reading.submissions[0]


@pytest.mark.parametrize("body", TWICE.values(), ids=TWICE.keys())
def test_no_and_yes_are_a_conflict_with_both_readings(known: Known, body: str) -> None:
    submission = _read(body, known)

    (conflict,) = submission.conflicts
    assert (conflict.question, sorted(conflict.readings.values())) == ("dangerNow", ["No", "Yes"])
    assert "dangerNow" in submission.doubts
    assert "yes" in (submission.answers["dangerNow"], submission.feared.get("dangerNow"))
    assert submission.disposition is Disposition.REVIEW
    assert [reason for reason in submission.reasons if ASKED in reason and "No" in reason and "Yes" in reason]


@pytest.mark.parametrize("again", [NO, f"{ASKED}:\n"], ids=["the same", "blank"])
def test_the_same_answer_twice_or_a_blank_one_calls_nobody(known: Known, again: str) -> None:
    submission = _read(WHOLE.replace("contact you?: Email\n", f"contact you?: Email\n{again}"), known)

    assert (submission.answers["dangerNow"], submission.conflicts, submission.drift) == ("no", (), ())
    assert submission.disposition is Disposition.PROCESS


@pytest.mark.parametrize("line", ["but he is still outside", "Only that the man is standing in the garden."])
def test_words_right_under_a_no_put_it_in_doubt(known: Known, line: str) -> None:
    submission = _read(WHOLE.replace(NO, f"{NO}{line}\n"), known)

    assert "dangerNow" in submission.doubts
    assert submission.disposition is Disposition.REVIEW
    assert line in [one.text for one in submission.unmapped]
