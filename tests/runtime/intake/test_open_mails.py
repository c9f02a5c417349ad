"""The mails of tests/data against what their senders truly answered, printed as a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from runtime.intake import Known, Reading, SubmissionReading, read

#: Where the mail does not say what its sender answered: the layout of 1.0 rounds to pounds, in body and PDF alike.
NOT_IN_THE_MAIL = {("OPEN-020", "totalValue")}
#: What witnesses do not agree on, and what is missing. Everything else is read without a warning.
CONFLICTS = {
    ("OPEN-034", "phone"): {"body": "020 7946 0992", "pdf": "07700 900999"},
    ("OPEN-034", "offenderPresent"): {"body": "No", "pdf": "Yes"},
}
WARNED_OF = {"OPEN-023", "OPEN-034"}
TWINS = sorted((Path(__file__).parents[3] / "tests/data/ihub").glob("*.json"))


@dataclass(frozen=True, slots=True)
class Comparison:
    """One mail's reading beside its truth."""

    mail: str
    answers: int
    wrong: tuple[str, ...]
    disposition: str
    expected: str

    def line(self) -> str:
        """The comparison as a line of the table."""
        right = self.answers - len(self.wrong)
        share = 100 * right / self.answers if self.answers else 100
        verdict = self.disposition if self.disposition == self.expected else f"{self.disposition}, not {self.expected}"
        return f"{self.mail}  {right:4}/{self.answers:<4} {share:6.1f} %  {verdict}  {', '.join(self.wrong)}"


@pytest.fixture(scope="module")
def readings(known: Known, mails: Mapping[str, bytes]) -> Mapping[str, Reading]:
    return {name: read(raw, known) for name, raw in mails.items()}


@pytest.fixture(scope="module")
def comparisons(readings: Mapping[str, Reading], truths: Mapping[str, Any]) -> Mapping[str, Comparison]:
    return {name: _compared(name, reading, truths[name]) for name, reading in readings.items()}


def test_the_share_of_answers_that_equal_the_truth_is_printed_and_whole(
    known: Known, comparisons: Mapping[str, Comparison], truths: Mapping[str, Any]
) -> None:
    twins = [_compared(path.stem, read(path.read_bytes(), known), truths[path.stem]) for path in TWINS]
    print("\n" + "\n".join(one.line() for one in comparisons.values()))
    print("as JSON\n" + "\n".join(one.line() for one in twins))

    wrong = {(one.mail, name) for one in (*comparisons.values(), *twins) for name in one.wrong}

    assert (len(comparisons), len(twins)) == (36, 7)
    assert wrong == NOT_IN_THE_MAIL


def test_witnesses_disagree_where_they_do_and_both_are_shown(readings: Mapping[str, Reading]) -> None:
    shown = {
        (name, conflict.question): dict(conflict.readings)
        for name, reading in readings.items()
        for submission in reading.submissions
        for conflict in submission.conflicts
    }

    assert shown == CONFLICTS
    assert readings["OPEN-034"].submissions[0].doubts == ("offenderPresent", "phone")
    assert readings["OPEN-034"].submissions[0].feared == {"offenderPresent": "yes"}


def test_nothing_else_is_warned_of(readings: Mapping[str, Reading]) -> None:
    warned_of = {
        name
        for name, reading in readings.items()
        for one in reading.submissions
        if one.doubts or one.drift or one.cautions or one.conflicts
    }

    assert warned_of == WARNED_OF


def test_a_pdf_that_did_not_come_is_named(readings: Mapping[str, Reading]) -> None:
    submission = readings["OPEN-023"].submissions[0]

    assert submission.witnesses == {"body": "read", "pdf": "missing", "info": "read"}
    assert [caution for caution in submission.cautions if "the PDF is missing" in caution] == list(submission.cautions)


def test_both_places_of_an_answer_can_be_shown(readings: Mapping[str, Reading]) -> None:
    submission = readings["OPEN-034"].submissions[0]

    shown = [submission.places["phone"], *submission.witness_places["phone"]]

    assert [(place.witness, place.text) for place in shown] == [("body", "020 7946 0992"), ("pdf", "07700 900999")]
    assert (shown[1].page, shown[1].box is None) == (1, False)


def test_plain_mails_are_read_without_a_doubt(readings: Mapping[str, Reading], truths: Mapping[str, Any]) -> None:
    plain = [name for name, truth in truths.items() if "plain" in truth["tags"]]

    doubtful = [name for name in plain for one in readings[name].submissions if one.doubts or one.drift or one.cautions]

    assert (len(plain), doubtful) == (14, [])


def test_what_was_not_asked_is_not_asked(readings: Mapping[str, Reading], truths: Mapping[str, Any]) -> None:
    read_so = {name: [set(one.not_asked) for one in reading.submissions] for name, reading in readings.items()}

    true = {name: [set(one["notAsked"]) for one in truths[name]["submissions"]] for name in readings}

    assert read_so == true


def test_what_the_service_says_of_a_form_is_read(readings: Mapping[str, Reading], truths: Mapping[str, Any]) -> None:
    read_so = {name: [_said(one) for one in reading.submissions] for name, reading in readings.items()}

    keys = ("form", "version", "schema", "reference", "submissionId", "submittedAt", "language", "channel", "ip")
    true = {name: [tuple(one[key] for key in keys) for one in truths[name]["submissions"]] for name in readings}

    assert read_so == true


def test_a_mail_becomes_what_it_should(comparisons: Mapping[str, Comparison]) -> None:
    # Only the store knows what came before: a redelivery reads as any other.
    expected = {one.mail: "process" if one.expected == "duplicate" else one.expected for one in comparisons.values()}

    became = {one.mail: one.disposition for one in comparisons.values()}

    assert became == expected


def test_every_answer_has_its_place_and_the_words_stand_there(readings: Mapping[str, Reading]) -> None:
    submission = readings["OPEN-001"].submissions[0]
    place = submission.places["suspects[1].name"]

    line = submission.words.split("\n")[place.line - 1]

    assert (place.witness, place.text, line) == ("body", "Amelia Nowak", "Name or nickname: Amelia Nowak")
    assert all(
        submission.answers[name] is None or name in submission.places or name == "suspects"
        for name in submission.answers
    )


def test_a_redelivery_has_the_digest_of_the_first_delivery(readings: Mapping[str, Reading]) -> None:
    first, again, other = (readings[name].submissions[0] for name in ("OPEN-027", "OPEN-028", "OPEN-001"))

    assert first.content_digest == again.content_digest != other.content_digest


def test_the_document_begins_with_the_keys_that_are_promised(readings: Mapping[str, Reading]) -> None:
    document = readings["OPEN-001"].submissions[0].to_json()

    promised = ["form", "version", "version_known", "reference", "submission_id", "submitted_at", "language", "channel"]
    promised += ["answers", "not_asked", "witnesses", "conflicts", "drift", "unmapped", "cautions", "disposition"]
    assert list(document)[: len(promised)] == promised
    assert (document["read_as"], document["layout"]) == ("1.0", "ordinary")


def _compared(name: str, reading: Reading, truth: Mapping[str, Any]) -> Comparison:
    pairs = list(zip(reading.submissions, truth["submissions"], strict=True))
    wrong = tuple(
        question
        for submission, true in pairs
        for question, answer in true["answers"].items()
        if _folded(submission.answers.get(question)) != _folded(answer)
    )
    answers = sum(len(true["answers"]) for _, true in pairs)
    return Comparison(name, answers, wrong, reading.disposition, truth["expectedDisposition"])


def _folded(value: Any) -> Any:
    """Texts compare with blanks folded: a mail cannot say how lines ended, nor where a program wrapped them."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [_folded(one) for one in value]
    return {name: _folded(one) for name, one in value.items()} if isinstance(value, dict) else value


def _said(one: SubmissionReading) -> tuple[str | None, ...]:
    return (
        *(one.form, one.version, one.schema_id, one.reference, one.submission_id),
        *(one.submitted_at, one.language, one.channel, one.device.ip_address),
    )
