"""Edits of one condition that only a certain answer shows: the guard finds one, and the fall that comes of it."""

import pytest

import mapping_dsl
from mapping_dsl.comparing import Guarded, downgrades
from tests.mapping_dsl.golden import CASES, HEADING


def guarded(old: str, new: str) -> Guarded:
    """What is said where a flag's condition becomes another one."""
    library = mapping_dsl.Library(CASES / "library")
    texts = (f'{HEADING}\nflag "F" high\n    when {when}\n    because "x"\n' for when in (old, new))
    return downgrades(*(library.mapping("report", text=text) for text in texts))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('mentions(story, ["knife"])', 'mentions(story, ["knife"]) and not(contains(story, "toy"))'),
        (
            'mentions(all text, ["knife", "gun"])',
            'mentions(all text, ["knife", "gun"]) and not(contains(story, "toy"))',
        ),
        ('contains(lower case(story), "knife")', 'contains(story, "knife")'),
        ('contains(story, "knife")', 'mentions(story, ["knife"])'),
        ("amount * 2 > 100", "amount * 2 > 110"),
        ("amount + 5 > 100", "amount + 5 > 110"),
        ("amount / 2 > 100", "amount / 2 > 110"),
        (
            'submission.received_at - seenAt < duration("PT24H")',
            'submission.received_at - seenAt < duration("PT12H")',
        ),
        ('hurt = "yes"', 'hurt = "yes" and asked(colour)'),
        ('hurt = "yes"', 'hurt = "yes" and submission.source = "email"'),
        ("count(submission.attachments) > 0", "count(submission.attachments) > 1"),
        ("count(things[worth > 5]) >= 2", "count(things[worth > 5]) >= 3"),
        (
            'kind = "lost" and hurt = "yes" and mentions(story, ["knife"])',
            'kind = "lost" and hurt = "yes" and mentions(story, ["knife"]) and not(contains(story, "toy"))',
        ),
    ],
)
def test_a_condition_that_holds_in_fewer_submissions_is_found(old: str, new: str) -> None:
    told = guarded(old, new)

    assert ("flag-lost", "F") in [(one.kind, one.what) for one in told.downgrades]


def test_an_answer_that_was_not_asked_for_is_said_so() -> None:
    told = guarded('hurt = "yes"', 'hurt = "yes" and asked(colour)')

    assert "is not asked" in told.downgrades[0].sentence
    assert "colour" in told.downgrades[0].sample["not_asked"]


def test_attachments_are_told_by_their_number() -> None:
    told = guarded("count(submission.attachments) > 0", "count(submission.attachments) > 1")

    assert "when the number of attached files is 1." in told.downgrades[0].sentence


def test_a_condition_that_holds_in_more_submissions_raises_no_alarm() -> None:
    told = guarded('mentions(story, ["knife"]) and not(contains(story, "toy"))', 'mentions(story, ["knife"])')

    assert told == Guarded((), ())
