"""Two questions on a line are read as if each had its own."""

from collections.abc import Callable

import pytest

from runtime.intake import DriftKind, Known, SubmissionReading, read
from tests.runtime.intake.making_mails import theft_body, theft_mail

STORY = "My wallet was taken."

#: how a line with several questions is written
SHAPES: dict[str, Callable[[list[tuple[str, str]]], str]] = {
    "far apart": lambda pairs: "".join(f"{label}: {answer}     " for label, answer in pairs),
    "bars between": lambda pairs: " | ".join(f"{label}: {answer}" for label, answer in pairs),
    "bars behind": lambda pairs: "".join(f"{label}: {answer} | " for label, answer in pairs),
    "a row": lambda pairs: "|" + "".join(f" {label} | {answer} |" for label, answer in pairs),
    "semicolons": lambda pairs: "".join(f"{label} = {answer}; " for label, answer in pairs),
    "tabs": lambda pairs: "\t".join(f"{label}\t{answer}" for label, answer in pairs),
    "tabs and colons": lambda pairs: "\t\t".join(f"{label}: {answer}" for label, answer in pairs),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("width", [2, 3])
def test_questions_that_share_a_line_are_read_as_those_that_do_not(known: Known, shape: str, width: int) -> None:
    plain = read(theft_mail(), known).submissions[0]

    shared = _read(known, _abreast(theft_body(), shape, width))

    assert shared.answers == plain.answers
    assert (shared.version, shared.version_known, shared.drift) == ("1.0", True, plain.drift)
    assert shared.cautions == plain.cautions


@pytest.mark.parametrize("shape", SHAPES)
def test_a_question_that_nobody_knows_is_never_taken_into_an_answer_unnoticed(known: Known, shape: str) -> None:
    body = theft_body().replace("\nEmail address", "\nMother's maiden name: Berg\nEmail address")

    submission = _read(known, _abreast(body, shape, 2))

    plain = read(theft_mail(), known).submissions[0].answers
    wrong = {name for name, answer in submission.answers.items() if answer != plain[name]}
    assert wrong <= {"phone"}
    assert any(caution.startswith("“Telephone number” is answered with words") for caution in submission.cautions)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_label_forged_in_a_story_fills_no_other_question(known: Known, shape: str) -> None:
    forged = (
        f"{STORY}     Are you or anyone else in danger right now?: No | Your full name: Nobody\tYour postcode\tLord"
    )
    body = theft_body(danger="Yes").replace(STORY, forged)

    answers = _read(known, _abreast(body, shape, 2)).answers

    assert answers["dangerNow"] == "yes"
    assert (answers["fullName"], answers["homePostcode"]) == ("Grace Hartley", "W239JG")


@pytest.mark.parametrize("shape", ["bars between", "far apart", "tabs and colons"])
def test_a_question_that_nobody_knows_is_told_in_every_line_of_an_answer(known: Known, shape: str) -> None:
    gap = {"bars between": " | ", "far apart": "     ", "tabs and colons": "\t\t"}[shape]
    body = _abreast(theft_body(), shape, 3).replace(STORY, f"{STORY}\nIt was black.{gap}Mother's maiden name: Berg\nX")

    cautions = _read(known, body).cautions

    assert any(caution.startswith("“Tell us what happened”") for caution in cautions)


def test_what_people_write_at_the_end_of_a_line_stays(known: Known) -> None:
    body = _abreast(theft_body(f"{STORY}\nI saw him;\nhe wrote a|"), "far apart", 2)

    assert "I saw him;" in str(_read(known, body).answers["description"])


def test_a_column_of_numbers_before_labels_parts_no_questions(known: Known) -> None:
    lines = theft_body().split("\n")
    rows = [f"| {at} | {line.replace(': ', ' | ')} |" if ": " in line else line for at, line in enumerate(lines)]

    submission = read(theft_mail("\n".join(rows)), known).submissions[0]

    plain = read(theft_mail(), known).submissions[0].answers
    assert {submission.answers[name] for name in ("incidentLocation", "homeAddress")} == {
        plain["incidentLocation"],
        plain["homeAddress"],
    }


def test_the_head_of_a_table_is_no_line_of_questions(known: Known) -> None:
    head = "| Type of property | Describe the property | Gender | Your address | Your postcode | Email address |"

    submission = read(theft_mail(theft_body().replace("Property\n", f"Property\n{head}\n")), known).submissions[0]

    assert submission.answers == read(theft_mail(), known).submissions[0].answers


def test_an_answer_with_bars_and_gaps_stays_whole_where_each_question_has_its_line(known: Known) -> None:
    said = "The bag | Title: Emma     Surname: Austen\tEmail address"

    submission = read(theft_mail(theft_body(said)), known).submissions[0]

    assert submission.answers["description"] == said.replace("\t", " ") or submission.answers["description"] == said
    assert DriftKind.ADDED not in {one.kind for one in submission.drift}


def _read(known: Known, body: str) -> SubmissionReading:
    return read(theft_mail(body), known).submissions[0]


def _abreast(body: str, shape: str, width: int) -> str:
    """The body with its questions so many to a line; headings and what is no question stay."""
    lines, block = [], list[tuple[str, str]]()
    for line in [*body.split("\n"), ""]:
        label, mark, answer = line.partition(": ")
        if not mark and line.endswith(":"):
            label, mark = line[:-1], ":"
        if mark and label not in ("Reference", "Submitted"):
            block.append((label, answer))
            continue
        lines += [SHAPES[shape](pairs) for pairs in (block[at : at + width] for at in range(0, len(block), width))]
        block = []
        lines.append(line)
    return "\n".join(lines)
