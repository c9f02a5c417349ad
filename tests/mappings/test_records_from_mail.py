"""From each mail as it came to answers and records: how much of it is what it is in truth."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from runtime.intake import known_of, read
from tests.mappings.truth import FORMS, LIBRARY, ROOT, TrueMail, TrueSubmission, compiled, fields, table, true_mails

MAILS = [mail for mail in true_mails() if (ROOT / f"tests/data/eml/{mail.id}.eml").exists()]
PLAIN = [mail for mail in MAILS if "plain" in mail.tags]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the things that should be there, or are, are as they should be."""

    equal: int
    all: int

    @classmethod
    def of(cls, expected: Mapping[str, Any], got: Mapping[str, Any]) -> "Share":
        """Absent and null are the same; white space counts only as white space, as mails wrap what people write."""
        names = {name for some in (expected, got) for name, value in some.items() if value is not None}
        return cls(sum(_folded(expected.get(name)) == _folded(got.get(name)) for name in names), len(names))

    def __add__(self, other: "Share") -> "Share":
        return Share(self.equal + other.equal, self.all + other.all)

    def __str__(self) -> str:
        return f"{self.equal / self.all:.1%}" if self.all else "-"


@dataclass(frozen=True, slots=True)
class MailResult:
    """What came of one mail, beside what should have."""

    disposition: str
    answers: Share
    records: Share


@cache
def result(mail: TrueMail) -> MailResult:
    reading = read((ROOT / f"tests/data/eml/{mail.id}.eml").read_bytes(), known_of(LIBRARY))
    answers, records = Share(0, 0), Share(0, 0)
    for place, submission in enumerate(mail.submissions):
        found = reading.submissions[place] if place < len(reading.submissions) else None
        known = found is not None and LIBRARY.mapping_for(found.form, found.version) is not None
        document = found.for_mapping(datetime(2026, 10, 7, tzinfo=UTC), "email", "metro") if found and known else None
        answers += Share.of(submission.document["answers"], found.answers if found else {})
        records += share_of_records(submission, document)
    return MailResult(reading.disposition.value, answers, records)


def share_of_records(submission: TrueSubmission, document: Mapping[str, Any] | None) -> Share:
    made: Mapping[str, Any] = {}
    if document:
        made = compiled(document["submission"]["form"], document["submission"]["version"]).run(document).records
    targets = submission.records.items()
    return sum((Share.of(fields(name, record), fields(name, made.get(name))) for name, record in targets), Share(0, 0))


@pytest.mark.parametrize("mail", PLAIN, ids=str)
def test_a_plain_mail_gives_the_true_answers_and_records(mail: TrueMail) -> None:
    came = result(mail)

    assert came.disposition == mail.disposition
    assert (came.answers.equal, came.records.equal) == (came.answers.all, came.records.all)


def test_all_kinds_of_plain_mail_are_among_the_data() -> None:
    assert {(one.form, one.version) for mail in PLAIN for one in mail.submissions} == {
        (form.form, form.version) for form in FORMS.versions
    }


def test_the_share_of_true_answers_and_records_by_mail_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    results = [(mail, result(mail)) for mail in MAILS]

    rows = [(mail.id, one.answers, one.records, one.disposition, ", ".join(mail.tags)) for mail, one in results]
    answers = sum((one.answers for _, one in results), Share(0, 0))
    records = sum((one.records for _, one in results), Share(0, 0))
    with capsys.disabled():
        print(
            "\n"
            + table(["mail", "answers", "records", "becomes", "what it is"], [*rows, ("all", answers, records, "", "")])
        )

    assert len(rows) == len(list((ROOT / "tests/data/eml").glob("*.eml")))


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [_folded(one) for one in value]
    return {key: _folded(one) for key, one in value.items() if one is not None} if isinstance(value, dict) else value
