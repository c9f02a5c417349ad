from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mapping_dsl import exact_json
from runtime.intake import Disposition, Known, read
from tests.runtime.intake.making_mails import theft_body

TWINS = sorted((Path(__file__).parents[4] / "tests/data/ihub").glob("*.json"))


@pytest.mark.parametrize("path", TWINS, ids=lambda path: path.stem)
def test_a_json_submission_reads_as_its_mail_does(known: Known, truths: Mapping[str, Any], path: Path) -> None:
    true = truths[path.stem]["submissions"][0]

    reading = read(path.read_bytes(), known, file_name=path.name)

    submission = reading.submissions[0]
    assert reading.disposition is Disposition.PROCESS
    assert dict(submission.answers) == true["answers"]
    assert list(submission.not_asked) == true["notAsked"]
    assert (submission.form, submission.version, submission.version_known) == (true["form"], true["version"], True)
    assert (submission.reference, submission.submission_id) == (true["reference"], true["submissionId"])
    assert (submission.submitted_at, submission.device.ip_address) == (true["submittedAt"], true["ip"])
    assert submission.witnesses == {"json": "read"}
    assert [part.media_type for part in submission.attachments] == ["application/pdf"]


@pytest.mark.parametrize("path", TWINS, ids=lambda path: path.stem)
@pytest.mark.parametrize("shape", ["by name", "a list", "in a list of messages"])
def test_answers_by_their_questions_names_read_as_the_text_does(
    known: Known, truths: Mapping[str, Any], path: Path, shape: str
) -> None:
    true = truths[path.stem]["submissions"][0]
    asked = {name: answer for name, answer in true["answers"].items() if name not in true["notAsked"]}
    content = asked if shape == "by name" else [{"question": name, "answer": asked[name]} for name in asked]
    submission = _submission(path)
    del submission["attributes"]["submissionContent"]
    submission["attributes"]["formAnswers"] = content
    document = {"messages": [{"body": submission}]} if shape == "in a list of messages" else {"included": [submission]}

    reading = read(exact_json.dumps(document).encode(), known)

    found = reading.submissions[0]
    assert (reading.disposition, found.version_known) == (Disposition.PROCESS, True)
    assert dict(found.answers) == true["answers"]
    assert (set(found.not_asked), found.drift) == (set(true["notAsked"]), ())


@pytest.mark.parametrize("name", ["text", "submissionContentHtml", "narrativeOfForm"])
def test_the_form_may_lie_in_any_attribute(known: Known, truths: Mapping[str, Any], name: str) -> None:
    true = truths[TWINS[0].stem]["submissions"][0]
    submission = _submission(TWINS[0])
    submission["attributes"][name] = submission["attributes"].pop("submissionContent")

    reading = read(exact_json.dumps({"data": submission}).encode(), known)

    assert dict(reading.submissions[0].answers) == true["answers"]


def test_html_inside_json_is_read_as_html(known: Known) -> None:
    rows = "".join(f"<p>{line}</p>" for line in theft_body().split("\n") if line and not line.startswith("---"))
    raw = exact_json.dumps({"attributes": {"category": "TLP", "content": f"<html><body>{rows}</body></html>"}}).encode()

    submission = read(raw, known).submissions[0]

    assert (submission.form, submission.answers["fullName"]) == ("theft", "Grace Hartley")


def test_a_key_that_stands_twice_hides_nothing(known: Known) -> None:
    one, other = (exact_json.dumps(theft_body(danger=danger)) for danger in ("No", "Yes"))
    raw = f'{{"attributes": {{"category": "TLP", "submissionContent": {one}, "submissionContent": {other}}}}}'

    submission = read(raw.encode(), known).submissions[0]

    assert [(one.question, dict(one.readings)) for one in submission.conflicts] == [
        ("dangerNow", {"json": "No", "json 2": "Yes"})
    ]
    assert submission.disposition is Disposition.REVIEW
    assert any("“submissionContent” more than once" in caution for caution in submission.cautions)


def test_what_no_question_asks_is_searched_and_shown_with_the_words(known: Known) -> None:
    deep: Any = "He has a gun"
    for _ in range(10):
        deep = {"more": deep}
    said = {"submissionContent": theft_body(), "remark": "He has a knife", "rest": {"one": 1, "two": 2, "deep": deep}}

    reading = read(exact_json.dumps({"attributes": said}).encode(), known)

    assert "He has a knife" in reading.words
    assert "He has a gun" in reading.words
    assert reading.submissions[0].answers["fullName"] == "Grace Hartley"


def test_json_with_more_than_is_read_says_so(known: Known) -> None:
    many = {f"question {number}": "x" for number in range(6_000)}
    submissions = [{"attributes": {"submissionContent": "a"}}] * 501

    answers = read(exact_json.dumps({"attributes": {"submissionContent": theft_body(), "more": many}}).encode(), known)
    parts = read(exact_json.dumps({"included": submissions}).encode(), known)

    assert any("more answers than are read" in caution for caution in answers.submissions[0].cautions)
    assert any("more than 500 submissions" in caution for caution in parts.submissions[0].cautions)


def test_there_are_seven_twins() -> None:
    assert len(TWINS) == 7


@pytest.mark.parametrize(
    "raw",
    [
        b'{"included": null}',
        b'{"included": [1, {"attributes": 3}, {"attributes": {"submissionContent": 7}}]}',
        b'{"a": 1e999999999999}',
        b"{'a'}",
        b'{"a":' * 200 + b"1" + b"}" * 200,
        b"[" * 100_000,
        b'{"n": ' + b"9" * 5_000 + b"}",
    ],
)
def test_json_of_another_shape_is_refused_in_words(known: Known, raw: bytes) -> None:
    reading = read(raw, known, file_name="submission.json")

    assert reading.disposition is Disposition.QUARANTINE
    assert reading.sentence


def test_a_json_submission_in_which_nothing_can_be_read_is_looked_at(known: Known) -> None:
    raw = b'{"included": [{"attributes": {"submissionContent": "\\ud800"}, "relationships": {"attachments": 5}}]}'

    reading = read(raw, known)

    assert (reading.disposition, reading.words) == (Disposition.REVIEW, "\ufffd")


def _submission(path: Path) -> dict[str, Any]:
    document = exact_json.loads(path.read_text())
    return next(one for one in document["included"] if one["type"] == "submission")
