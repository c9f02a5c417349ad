"""What the parts of a mail are to us, and what is said of those that say nothing."""

from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from mapping_dsl import Library
from runtime.intake import Known, part_bytes, read
from runtime.intake.envelope import Envelope
from runtime.intake.mail.parts import open_mail
from runtime.intake.mail.sorting import MAX_PDFS, MAX_TEXTS, sort_mail
from runtime.intake.service.keys import read_services
from runtime.mapped import mapped
from tests.runtime.intake.conftest import ROOT
from tests.runtime.intake.making_mails import information, mail, part, theft_body, theft_mail

SERVICES = read_services(Library(ROOT / "mappings"))
INFORMATION = part(information(), "Content-Type: text/plain")


def pdf(*texts: str, encrypt: StandardEncryption | None = None) -> bytes:
    """A PDF part with these lines."""
    content = BytesIO()
    canvas = Canvas(content, encrypt=encrypt)
    for row, text in enumerate(texts):
        canvas.drawString(72, 700 - 20 * row, text)
    canvas.save()
    return part(content.getvalue(), "Content-Type: application/pdf")


def envelope_of(*parts: bytes) -> Envelope:
    """The envelope of a mail of these parts."""
    [envelope] = sort_mail(open_mail(mail(parts, boundary="a-boundary-of-its-own")), SERVICES)[1]
    return envelope


def test_every_pdf_with_text_is_a_witness_with_its_part() -> None:
    envelope = envelope_of(
        part("see below"), pdf("the form"), part(b"GIF89a", "Content-Type: image/gif"), pdf("a bill")
    )

    drawn = [(text.part, [line.text for line in text.lines]) for text in envelope.texts if text.witness == "pdf"]
    assert drawn == [(1, ["the form"]), (3, ["a bill"])]
    assert envelope.witnesses == {"body": "read", "pdf": "read"}


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (pdf("secret", encrypt=StandardEncryption("password")), "it is locked with a password"),
        (part(b"%PDF-1.4", "Content-Type: application/pdf"), "it is damaged, or no PDF"),
        (part(b"", "Content-Type: application/pdf"), "it is damaged, or no PDF"),
        (pdf(), "there is no text in it, as when paper was scanned"),
    ],
    ids=["locked", "damaged", "empty", "scanned"],
)
def test_a_pdf_that_says_nothing_is_said(one: bytes, why: str) -> None:
    envelope = envelope_of(part("words"), one)

    assert envelope.witnesses["pdf"] == why
    assert f"ATTACHMENT_MISSING: the PDF in part 1 cannot be read: {why}." in envelope.notes


def test_a_pdf_that_says_nothing_is_a_missing_witness_beside_one_that_does() -> None:
    damaged = part(b"%PDF-", "Content-Type: application/pdf")

    envelope = envelope_of(part("words"), damaged, pdf("a bill"), pdf())

    assert envelope.witnesses == {
        "body": "read",
        "pdf": "read",
        "pdf 2": "it is damaged, or no PDF",
        "pdf 3": "there is no text in it, as when paper was scanned",
    }
    assert "ATTACHMENT_MISSING: the PDF in part 1 cannot be read: it is damaged, or no PDF." in envelope.notes


def test_the_locked_pdf_of_a_form_is_said_of_the_submission_beside_a_bill(known: Known) -> None:
    locked = pdf("secret", encrypt=StandardEncryption("password"))

    submission = read(mail([part(theft_body()), INFORMATION, locked, pdf("a bill")]), known).submissions[0]

    assert submission.witnesses["pdf"] == "holds nothing of this form"
    assert submission.witnesses["pdf 2"] == "it is locked with a password"
    assert any(one.startswith("ATTACHMENT_MISSING: the PDF in part 2") for one in submission.cautions)


def test_the_words_of_a_mail_are_those_of_every_witness_each_once() -> None:
    html = part("<p>See  below.</p><p>He has a knife.</p>", "Content-Type: text/html")

    envelope = envelope_of(part("See below.\nThank you"), html, pdf("Thank you", "He has a gun."))

    assert envelope.words.split("\n") == ["See below.", "Thank you", "He has a knife.", "He has a gun."]


def test_a_pdf_that_was_promised_and_did_not_come_is_missing() -> None:
    promised = part(information() + "Attachments: 2\n", "Content-Type: text/plain")

    assert envelope_of(part("words"), promised).witnesses == {"body": "read", "info": "read", "pdf": "missing"}


def test_more_pdfs_than_the_cap_are_kept_unread() -> None:
    envelope = envelope_of(*[pdf(f"number {number}") for number in range(MAX_PDFS + 1)])

    assert envelope.pdfs == MAX_PDFS + 1
    assert sum(text.witness == "pdf" for text in envelope.texts) == MAX_PDFS


def test_a_text_that_stands_there_twice_is_one_witness() -> None:
    assert len(envelope_of(part("words"), part("words"), part("other words")).texts) == 2


def test_more_texts_than_the_cap_are_kept_unread_and_it_is_said() -> None:
    envelope = envelope_of(*[part(f"text {number}") for number in range(MAX_TEXTS + 2)])

    assert len(envelope.texts) == MAX_TEXTS
    assert envelope.notes == (f"The mail holds more than {MAX_TEXTS} texts: the rest is kept, and not read.",)


@pytest.mark.parametrize(
    ("content", "what"), [(b"PK\x03\x04rest", "a zip file"), (b"\x78\x9f\x3e\x22rest", "a winmail.dat file")]
)
def test_what_holds_other_files_is_kept_and_said(known: Known, content: bytes, what: str) -> None:
    reading = read(
        mail([part(theft_body()), INFORMATION, part(content, "Content-Type: application/octet-stream")]), known
    )

    assert reading.submissions[0].answers["fullName"] == "Grace Hartley"
    assert f"Part 2 is {what}: it is kept, and nothing in it is opened." in reading.submissions[0].cautions


def test_a_mail_without_a_form_says_what_could_not_be_opened(known: Known) -> None:
    reading = read(mail([part("hello"), part(b"PK\x03\x04rest", "Content-Type: application/zip")]), known)

    assert reading.submissions == ()
    assert str(reading.sentence).endswith("Part 1 is a zip file: it is kept, and nothing in it is opened.")


def test_a_mail_is_read_where_it_lies_on_the_disk(known: Known, tmp_path: Path) -> None:
    file = tmp_path / "mail.eml"
    file.write_bytes(theft_mail())
    with file.open("rb") as opened:
        content = mapped(opened)

    assert read(content, known) == read(theft_mail(), known)
    assert part_bytes(content, 1) == information().encode()


def test_a_text_with_more_lines_than_are_read_is_said() -> None:
    envelope = envelope_of(part("a\n" * 50_000))

    assert "A text in the mail has more than 40,000 lines: only its beginning is read." in envelope.notes
