"""Several whole forms in one body: each becomes a submission of its own, or a person is told that they stand there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping_dsl.forms import Forms
from runtime.intake import Disposition, Known, Reading, read
from tests.runtime.intake.making_mails import mail, part, theft_body, theft_mail
from tests.runtime.intake.rendering import Filled, Writer, submissions

OWN, OTHER = "TLP-10032-26-3100-000", "TLP-10099-26-3100-000"
FIRST = theft_body()
SECOND = (
    theft_body("They broke the lock.", danger="Yes").replace(OWN, OTHER).replace("Grace Hartley", "Jo Bloggs")
).replace("(GBP): 25", "(GBP): 999")
HEAD = FIRST[: FIRST.index("Was it taken")].rstrip()  # up to the end of the story
TAIL = FIRST[FIRST.index("Was it taken") :]


def quoted(text: str) -> str:
    """The text as mail programs quote it."""
    return "".join(f"> {line}\n" for line in text.split("\n"))


def held_for_a_person(reading: Reading) -> bool:
    """Whether nothing of it goes on by itself."""
    return all(one.disposition is Disposition.REVIEW for one in reading.submissions)


def told(reading: Reading) -> list[tuple[Any, ...]]:
    """Of each submission whose it is, and what is told from all others."""
    return [
        (one.reference, *(one.answers[name] for name in ("fullName", "dangerNow", "itemValue", "description")))
        for one in reading.submissions
    ]


BOTH = [
    (OWN, "Grace Hartley", "no", 25, "My wallet was taken."),
    (OTHER, "Jo Bloggs", "yes", 999, "They broke the lock."),
]


@pytest.mark.parametrize("info", ["", None])
@pytest.mark.parametrize(
    "body",
    [
        f"{FIRST}\n\n{SECOND}",
        f"Two reports of today.\n\n{FIRST}\n-----Original Message-----\nFrom: desk\nSubject: FW\n\n{SECOND}",
        f"{FIRST}\nOn Mon, 5 Oct 2026 Online wrote:\n{quoted(SECOND)}",
    ],
    ids=["one after the other", "the other one forwarded", "the other one quoted"],
)
def test_two_whole_forms_in_a_body_are_two_submissions_that_a_person_looks_at(
    known: Known, body: str, info: str | None
) -> None:
    reading = read(theft_mail(body, info=info), known)

    assert (reading.disposition, told(reading)) == (Disposition.SPLIT, BOTH)
    assert held_for_a_person(reading)
    assert "whole forms" in reading.submissions[1].reasons[0]


def test_what_the_service_says_is_said_of_the_form_whose_reference_it_has(known: Known) -> None:
    reading = read(theft_mail(f"{SECOND}\n{FIRST}"), known)

    ids = {one.reference: one.submission_id for one in reading.submissions}
    assert ids == {OTHER: None, OWN: "4651d4cc-381c-4efb-a6b8-8aa30ce8b406"}


def test_two_different_forms_in_a_body_are_two_submissions(
    known: Known, forms: Forms, truths: Mapping[str, Any]
) -> None:
    filled = {one.form.form: one for one in submissions(truths, forms)}
    pairs = [(filled[one], filled[other]) for one in filled for other in filled if one < other]

    read_as = [
        read(theft_mail(f"{_written(one, known)}\n{_written(two, known)}", info=""), known) for one, two in pairs
    ]

    found = [[submission.form for submission in reading.submissions] for reading in read_as]
    assert found == [[one.form.form, two.form.form] for one, two in pairs]
    assert all(map(held_for_a_person, read_as))


def test_a_second_copy_that_says_the_same_is_no_second_submission(known: Known) -> None:
    reading = read(theft_mail(f"{FIRST}\nOn Mon, 5 Oct 2026 Online wrote:\n{quoted(FIRST)}"), known)

    (submission,) = reading.submissions
    assert (reading.disposition, submission.conflicts, submission.doubts) == (Disposition.PROCESS, (), ())


def test_an_older_copy_under_the_same_reference_is_no_second_submission_and_what_differs_is_said(known: Known) -> None:
    older = SECOND.replace(OTHER, OWN)

    reading = read(theft_mail(f"{FIRST}\nOn Mon, 5 Oct 2026 Online wrote:\n{quoted(older)}"), known)

    (submission,) = reading.submissions
    assert {one.question for one in submission.conflicts} == {"fullName", "dangerNow", "itemValue", "description"}
    assert (submission.disposition, submission.feared) == (Disposition.REVIEW, {"dangerNow": "yes"})
    assert submission.answers["fullName"] == "Grace Hartley"


def test_forms_that_a_table_proves_go_on_by_themselves(known: Known) -> None:
    shown = part(f"<html><body>{_table(FIRST)}{_table(SECOND)}</body></html>", "Content-Type: text/html")

    reading = read(mail([shown]), known)

    assert (reading.disposition, told(reading)) == (Disposition.SPLIT, BOTH)
    assert [one.disposition for one in reading.submissions] == [Disposition.PROCESS, Disposition.PROCESS]


def test_a_whole_form_inside_a_story_is_no_submission_of_its_own_and_a_person_looks(known: Known) -> None:
    reading = read(theft_mail(f"{HEAD}\n{SECOND}\n{TAIL}"), known)

    assert [one.reference for one in reading.submissions] == [OWN]
    assert held_for_a_person(reading)
    assert any("stand twice" in reason for reason in reading.submissions[0].reasons)


def test_a_form_inside_the_cell_of_a_story_is_the_story(known: Known) -> None:
    story = f"It began so.\n{SECOND}"
    body = theft_body(story)
    shown = _table(FIRST).replace("My wallet was taken.", story.replace("\n", "<br>"))

    reading = read(theft_mail(body, ""), known)
    proven = read(
        mail([part(body, "Content-Type: text/plain"), part(f"<html>{shown}</html>", "Content-Type: text/html")]), known
    )

    assert held_for_a_person(reading)
    assert [one.reference for one in proven.submissions] == [OWN]
    assert str(proven.submissions[0].answers["description"]).split() == story.split()


def test_lines_that_close_a_form_inside_a_story_and_open_another_send_nothing_on(known: Known) -> None:
    forged = TAIL.replace("Grace Hartley", "Nobody") + SECOND[: SECOND.index("Was it taken")]

    reading = read(theft_mail(f"{HEAD}\n{forged}\n{TAIL}"), known)

    assert held_for_a_person(reading)


def test_more_forms_than_anybody_sends_are_left_to_a_person_whole(known: Known) -> None:
    body = "\n".join(FIRST.replace("10032", f"{number}") for number in range(20_000, 20_050))

    reading = read(theft_mail(body, info=""), known)

    assert len(reading.submissions) == 1
    assert held_for_a_person(reading)


def test_a_line_of_a_story_that_is_worded_like_a_question_begins_no_form(known: Known) -> None:
    story = "They asked me,\nWas the property lost or stolen?: Never mind."

    (submission,) = read(theft_mail(theft_body(story)), known).submissions

    assert not any("twice" in reason for reason in submission.reasons)


def test_forms_without_a_line_above_their_first_question_are_told_apart(known: Known) -> None:
    first, second = (body[body.index("Was the property") :] for body in (FIRST, SECOND))

    (submission,) = read(theft_mail(f"{first}\n{second}", info=""), known).submissions

    assert submission.disposition is Disposition.REVIEW
    assert "fullName" in {one.question for one in submission.conflicts}


@settings(max_examples=40, derandomize=True)
@given(data=st.data())
def test_nothing_pasted_into_a_story_goes_on_as_a_submission_of_its_own(
    known: Known, forms: Forms, truths: Mapping[str, Any], data: st.DataObject
) -> None:
    filled = data.draw(st.sampled_from(submissions(truths, forms)))
    pasted = _written(data.draw(st.sampled_from(submissions(truths, forms))), known).split("\n")
    begin = data.draw(st.integers(0, len(pasted) // 2))
    story = data.draw(st.sampled_from([one for one in filled.asked if one.is_long_text]))
    text = "\n".join(["It began so.", *pasted[begin:]])

    body = _written(filled, known, **{story.name: text})
    reading = read(theft_mail(body, info=""), known)

    assert len(reading.submissions) == 1 or held_for_a_person(reading)


def _written(filled: Filled, known: Known, **changed: str) -> str:
    layout = next(one for one in known.layouts if one.name == "ordinary")
    lines = Writer(replace(layout), filled.form).lines(filled.answers, filled.not_asked, changed)
    return "\n".join(lines).replace("TLP-", f"{filled.form.code}-")


def _table(body: str) -> str:
    """The form as a heading, its reference and a table."""
    lines = [line.partition(": ") for line in body.split("\n") if ": " in line]
    rows = "".join(f"<tr><th>{label}:</th><td>{answer}</td></tr>" for label, _, answer in lines)
    return f"<h1>Report a theft or lost property</h1><table>{rows}</table>"
