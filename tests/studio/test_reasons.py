"""Reasons for waiting, as a list tells them."""

import pytest

from studio.presenters.reasons import in_a_list, in_plain_words

TITLES = {"burglary": "Report a burglary"}


@pytest.mark.parametrize(
    ("sentence", "plain"),
    [
        (
            "CHS needs chs.incident.callerPhone, connect.crime.persons[1].phone, which only a person can tell",
            "CHS needs “Caller phone”, “Persons 1 phone”, which only a person can tell",
        ),
        (
            "The version 3.0 of the form burglary is not known here; it was read as version 2.0.",
            "The version 3.0 of the form “Report a burglary” is not known here; it was read as version 2.0.",
        ),
        ("The form camping 1.0 is not in the library", "The form camping 1.0 is not in the library"),
        ("ATTACHMENT_MISSING: the PDF is missing", "The PDF is missing"),
        ("“Telephone number”: the mail says 1", "“Telephone number”: the mail says 1"),
    ],
)
def test_fields_and_forms_are_called_as_people_call_them(sentence: str, plain: str) -> None:
    assert in_plain_words(sentence, TITLES) == plain


def test_a_long_reason_ends_at_a_word_in_a_list() -> None:
    told = in_a_list("something " * 60, {})

    assert told.endswith("something…")
    assert len(told) <= 201
