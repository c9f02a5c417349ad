from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from runtime.intake import Disposition, Known, read

TWINS = sorted((Path(__file__).parents[3] / "tests/data/ihub").glob("*.json"))


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


def test_there_are_seven_twins() -> None:
    assert len(TWINS) == 7


@pytest.mark.parametrize(
    "raw",
    [
        b'{"included": null}',
        b'{"included": [1, {"attributes": 3}, {"attributes": {"submissionContent": 7}}]}',
        b'{"a": 1e999999999999}',
        b"{'a'}",
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
