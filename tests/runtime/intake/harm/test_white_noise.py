"""Mails of nothing but length: each is read, or refused in words, and what is not read of it is said."""

import time
from collections.abc import Callable

import pytest

from mapping_dsl import exact_json
from runtime.intake import Disposition, Known, Reading, read
from tests.runtime.intake.harm.test_harmed_mails import LONGEST_SECONDS
from tests.runtime.intake.making_mails import mail, part, theft_body, theft_mail

TEXT, HTML = "Content-Type: text/plain; charset=utf-8", "Content-Type: text/html; charset=utf-8"
BODY = theft_body()
DANGER = "Are you or anyone else in danger right now?"


def nested(depth: int) -> bytes:
    """A form under so many multiparts."""
    inner = part(BODY, TEXT)
    for level in range(depth):
        inner = mail([inner], boundary=f"level{level}")
    return inner


NOISE: dict[str, Callable[[], bytes]] = {
    "blanks above": lambda: theft_mail(f"{' ' * 2_000_000}x\n{BODY}"),
    "blanks in a story": lambda: theft_mail(theft_body(f"It{' ' * 2_000_000}began")),
    "hard blanks": lambda: theft_mail(f"{chr(160) * 1_000_000}x\n{BODY}"),
    "one letter": lambda: theft_mail(f"{'a' * 2_000_000}\n{BODY}"),
    "one dash": lambda: theft_mail(f"{'-' * 1_000_000}\n{BODY}"),
    "a label with dots": lambda: theft_mail(BODY.replace(f"{DANGER}:", f"{DANGER}{'.' * 300_000}:")),
    "short lines below": lambda: theft_mail(BODY + "a\n" * 100_000),
    "short lines above": lambda: theft_mail("a\n" * 100_000 + BODY),
    "lines with colons": lambda: theft_mail(BODY + "a: b\n" * 30_000),
    "titles": lambda: theft_mail("Report a theft or lost property\n" * 10_000 + BODY),
    "headers": lambda: b"".join(b"X-A%d: b\r\n" % number for number in range(20_000)) + theft_mail(),
    "encoded words": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\r\n" + theft_mail(),
    "multiparts": lambda: nested(200),
    "parts": lambda: mail([part(BODY, TEXT), *(part(f"x{number}", TEXT) for number in range(1_000))]),
    "HTML parts": lambda: mail([part(BODY, TEXT), *(part(f"<p>x{number}", HTML) for number in range(1_000))]),
    "HTML blanks": lambda: mail([part(f"<p>{' ' * 1_000_000}</p><pre>{' ' * 1_000_000}x</pre>", HTML)]),
    "JSON blanks": lambda: exact_json.dumps({"attributes": {"submissionContent": BODY + " " * 2_000_000}}).encode(),
}


def told(reading: Reading) -> str:
    """All sentences of a reading."""
    cautions = [caution for submission in reading.submissions for caution in submission.cautions]
    return " ".join([reading.sentence or "", *cautions])


@pytest.mark.parametrize("noise", NOISE)
def test_a_mail_that_is_hardly_more_than_noise_is_read_or_refused_in_words(known: Known, noise: str) -> None:
    raw = NOISE[noise]()
    before = time.process_time()

    reading = read(raw, known)

    assert time.process_time() - before < LONGEST_SECONDS
    assert reading.submissions or reading.sentence
    assert all(one.answers["fullName"] == "Grace Hartley" or told(reading) for one in reading.submissions)


@pytest.mark.parametrize(
    ("noise", "sentence"),
    [
        ("short lines below", "more than 40,000 lines"),
        ("headers", "headers of the mail"),
        ("multiparts", "nested too deeply"),
        ("parts", "more than 500 parts"),
        ("HTML blanks", "only its beginning is"),
    ],
)
def test_what_is_not_read_of_it_is_said(known: Known, noise: str, sentence: str) -> None:
    assert sentence in told(read(NOISE[noise](), known))


@pytest.mark.parametrize("cut", ["He took the wal", "Postcode of the loc", "anyone else in dan", "9 Inke"])
def test_a_body_that_breaks_off_names_the_questions_that_are_lost(known: Known, cut: str) -> None:
    body = theft_body("He took the wallet and ran.")

    (submission,) = read(theft_mail(body[: body.index(cut) + len(cut)]), known).submissions

    lost = {one.question for one in submission.drift}
    assert {"homePostcode", "preferredContact"} <= lost
    assert {"homePostcode", "preferredContact"} <= {*submission.doubts}
    assert submission.answers["homePostcode"] is None
    assert "may have been cut" in " ".join(submission.cautions)
    assert "dangerNow" not in lost or submission.disposition is Disposition.REVIEW
