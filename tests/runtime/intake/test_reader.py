"""What becomes of a mail, by what stands in it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.intake import Disposition, Known, PartRole, part_bytes, read
from tests.runtime.intake.making_mails import information, mail, part, theft_body, theft_mail


def test_a_known_form_goes_on_by_itself(known: Known) -> None:
    reading = read(theft_mail(), known)

    submission = reading.submissions[0]
    assert (reading.disposition, reading.sentence) == (Disposition.PROCESS, None)
    assert (submission.form, submission.version, submission.version_known) == ("theft", "1.0", True)
    assert (submission.drift, submission.doubts, submission.unmapped, submission.cautions) == ((), (), (), ())
    assert submission.witnesses == {"body": "read", "info": "read"}


def test_without_service_information_form_reference_and_time_come_from_the_body(known: Known) -> None:
    submission = read(theft_mail(info=""), known).submissions[0]

    assert (submission.form, submission.version, submission.version_known) == ("theft", "1.0", True)
    assert (submission.reference, submission.submitted_at) == ("TLP-10032-26-3100-000", "2026-10-05T08:40:07+01:00")


def test_an_hour_that_came_twice_is_said_where_only_the_body_tells_it(known: Known) -> None:
    body = theft_body().replace("05/10/2026 08:40:07", "25/10/2026 01:30:00")

    submission = read(theft_mail(body, info=""), known).submissions[0]

    assert submission.submitted_at == "2026-10-25T01:30:00+01:00"
    assert "clocks went back" in submission.cautions[0]


def test_a_service_that_writes_the_month_first_is_known_by_the_day_of_its_mail(known: Known) -> None:
    body = theft_body().replace("05/10/2026 08:40:07", "10/05/2026 08:40:07").replace("03/10/2026", "10/03/2026")
    body = body.replace("16/05/1970", "05/06/1970")

    submission = read(theft_mail(body, "", "Date: Mon, 05 Oct 2026 08:40:09 +0100"), known).submissions[0]

    assert (submission.answers["dateFrom"], submission.submitted_at) == ("2026-10-03", "2026-10-05T08:40:07+01:00")
    assert [one.question for one in submission.drift] == ["dateFrom", "dateOfBirth"]


def test_an_unknown_version_is_read_and_looked_at_first(known: Known) -> None:
    reading = read(theft_mail(info=information(version="9.0")), known)

    submission = reading.submissions[0]
    assert (reading.disposition, submission.version, submission.version_known) == (Disposition.REVIEW, "9.0", False)
    assert submission.answers["dangerNow"] == "no"
    assert reading.sentence == "The version 9.0 of the form theft is not known here; it was read as version 1.0."


def test_a_version_that_nobody_declares_and_few_questions_tell_is_looked_at_first(known: Known) -> None:
    head, _, rest = theft_body().partition("Where it happened")
    _, _, last = rest.partition("Your safety")

    reading = read(theft_mail(f"{head}Your safety{last}", information().replace("Form version: 1.0\n", "")), known)

    assert str(reading.sentence).startswith("Which version of the form theft this is could not be told; it was read")


def test_a_form_that_nobody_knows_is_looked_at_with_its_words_whole(known: Known) -> None:
    reading = read(theft_mail("Lost dog\nColour: brown", info=information(code="DOG")), known)

    submission = reading.submissions[0]
    assert (reading.disposition, submission.form, submission.answers) == (Disposition.REVIEW, "", {})
    assert submission.unmapped[0].text == "Lost dog\nColour: brown"
    assert reading.words == "Lost dog\nColour: brown"
    assert "DOG" in str(reading.sentence)


def test_a_known_form_in_which_nothing_can_be_read_is_looked_at(known: Known) -> None:
    reading = read(theft_mail("See the attachment."), known)

    submission = reading.submissions[0]
    assert reading.disposition is Disposition.REVIEW
    assert submission.words == "See the attachment."
    assert "dangerNow" in submission.doubts


def test_a_mail_with_nothing_but_a_pdf_is_looked_at(known: Known) -> None:
    reading = read(mail([part("%PDF-1.4", "Content-Type: application/octet-stream")]), known)

    assert reading.disposition is Disposition.REVIEW
    assert [one.role for one in reading.parts] == [PartRole.PDF]
    assert reading.sentence == "Nothing in it can be read; its parts are kept and can be opened."


def test_references_that_disagree_are_a_conflict_and_looked_at(known: Known) -> None:
    other = information().replace("TLP-10032", "TLP-99999")

    submission = read(theft_mail(info=other), known).submissions[0]

    assert submission.disposition is Disposition.REVIEW
    assert submission.conflicts[0].to_json() == {
        "question": "reference",
        "body": "TLP-10032-26-3100-000",
        "info": "TLP-99999-26-3100-000",
    }


def test_an_attachment_that_did_not_come_is_a_caution(known: Known) -> None:
    submission = read(theft_mail(info=information() + "Attachments: 2\n"), known).submissions[0]

    assert submission.disposition is Disposition.PROCESS
    assert submission.cautions[0].startswith("ATTACHMENT_MISSING: the PDF is missing")
    assert submission.witnesses["pdf"] == "missing"


def test_two_forms_forwarded_in_one_mail_are_two_submissions(known: Known) -> None:
    burglary = theft_mail(theft_body(danger="Yes"), information().replace("TLP-10032", "TLP-10033"))
    both = [part(one, "Content-Type: message/rfc822") for one in (theft_mail(), burglary)]

    reading = read(mail([part("Two attached."), *both]), known)

    assert reading.disposition is Disposition.SPLIT
    assert [one.reference for one in reading.submissions] == ["TLP-10032-26-3100-000", "TLP-10033-26-3100-000"]
    assert [one.answers["dangerNow"] for one in reading.submissions] == ["no", "yes"]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7 ...", "This is a PDF, not a mail or a JSON submission."),
        (b"PK\x03\x04....", "This is a zip file, not a mail or a JSON submission."),
        (b"Dear sir or madam", "This file is not a mail: it does not begin with a mail's headers."),
        (b'{"data": 1}', "This is no JSON submission: no part of it has a submissionContent."),
        (b'{"data":\n }', "This is no JSON submission: a value should stand in line 2, column 2."),
        (b"[" * 100_000, "This is no JSON submission: its brackets stand inside each other too deeply."),
        (b"From: a\r\n\r\nHello there", "No form was found in it, so there is no submission to work on."),
        (
            b"From: a\r\nAuto-Submitted: auto-replied\r\n\r\nI am away.",
            "It is an automatic reply, so there is no submission to work on.",
        ),
    ],
    ids=["empty", "pdf", "zip", "letter", "json", "broken", "deep", "hello", "reply"],
)
def test_what_holds_no_submission_is_in_quarantine_with_a_sentence(known: Known, raw: bytes, sentence: str) -> None:
    reading = read(raw, known)

    assert (reading.disposition, reading.submissions, reading.sentence) == (Disposition.QUARANTINE, (), sentence)


def test_a_mail_that_stands_twice_in_a_mail_is_one_submission(known: Known) -> None:
    other = theft_mail(theft_body(danger="Yes"), information().replace("TLP-10032", "TLP-10033"))
    wrapped = [part(one, "Content-Type: message/rfc822") for one in (theft_mail(), other, theft_mail())]

    reading = read(mail(wrapped), known)

    assert [one.reference for one in reading.submissions] == ["TLP-10032-26-3100-000", "TLP-10033-26-3100-000"]


@pytest.mark.parametrize(
    "raw",
    [b'{"said": "He has a knife"', b'{"data": "He has a knife"}', b"He has a knife", b"From: a\r\n\r\nHe has a knife"],
    ids=["broken", "json", "text", "mail"],
)
def test_what_stands_in_quarantine_keeps_its_words(known: Known, raw: bytes) -> None:
    reading = read(raw, known)

    assert reading.disposition is Disposition.QUARANTINE
    assert "He has a knife" in reading.words


@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: b"From: a\r\n\r\n" + text.encode())))
def test_any_bytes_are_read_or_refused_in_words(known: Known, raw: bytes) -> None:
    reading = read(raw, known)

    assert (reading.disposition is Disposition.QUARANTINE) == (reading.submissions == ())
    assert reading.submissions or reading.sentence
    reading.to_json()


@given(st.data())
def test_a_mail_that_was_harmed_on_its_way_is_read_or_refused(known: Known, data: st.DataObject) -> None:
    raw = bytearray(theft_mail())
    for _ in range(data.draw(st.integers(1, 20))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))

    reading = read(bytes(raw), known)

    assert reading.disposition in Disposition


def test_a_part_opens_again_by_its_place(known: Known) -> None:
    raw = theft_mail()

    reading = read(raw, known)

    assert part_bytes(raw, reading.parts[1].index) == information().encode()
    assert [one.role for one in reading.parts] == [PartRole.BODY, PartRole.INFORMATION]
    assert reading.parts[1].name == "info.txt"


def test_the_device_is_kept_apart(known: Known) -> None:
    submission = read(theft_mail(), known).submissions[0]

    assert submission.device.ip_address == "192.0.2.1"
    assert "192.0.2.1" not in str(submission.to_json())


def test_the_digest_is_of_the_content_and_not_of_the_mail(known: Known) -> None:
    first = read(theft_mail(), known).submissions[0]
    again = read(theft_mail(None, None, "Message-ID: <redelivered>"), known).submissions[0]
    changed = read(theft_mail(theft_body(danger="Yes")), known).submissions[0]

    assert first.content_digest == again.content_digest != changed.content_digest


def test_a_new_question_of_danger_is_another_content(known: Known) -> None:
    added = theft_body().replace("About you\n", "Is anyone else in danger now?: Yes, my son\n\nAbout you\n")

    first, changed = (read(theft_mail(body), known).submissions[0] for body in (theft_body(), added))

    assert first.content_digest != changed.content_digest


def test_a_mapping_gets_the_answers_with_where_they_came_from(known: Known) -> None:
    submission = read(theft_mail(), known).submissions[0]

    document = submission.for_mapping(datetime(2026, 10, 5, 7, 41, tzinfo=UTC), "email", "metro")

    assert document["answers"]["dangerNow"] == "no"
    assert document["not_asked"] == ["dateTo", "timeTo", "suspects"]
    assert document["submission"] == {
        "reference": "TLP-10032-26-3100-000",
        "form": "theft",
        "version": "1.0",
        "schema": "urn:sample-forms:metro:theft:1.0",
        "received_at": "2026-10-05T07:41:00+00:00",
        "submitted_at": "2026-10-05T08:40:07+01:00",
        "channel": "Website",
        "language": "en",
        "source": "email",
        "force": "metro",
        "attachments": [],
    }


def test_an_answer_to_a_question_that_the_form_would_not_have_put_is_named(known: Known) -> None:
    body = theft_body().replace("(or earliest time): 23:16\n", "(or earliest time): 23:16\nLatest date: 04/10/2026\n")

    submission = read(theft_mail(body), known).submissions[0]

    assert submission.answers["dateTo"] == "2026-10-04"
    assert "“Latest date” is answered “04/10/2026”, though the form does not put it here." in submission.cautions
