import base64
import hashlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.intake.mail.headers import MAX_FIELDS
from runtime.intake.mail.parts import MAX_DEPTH, MAX_HEADER_BYTES, MAX_PARTS, MAX_TEXT_BYTES, open_mail, part_bytes
from tests.runtime.intake.making_mails import mail, part


@given(st.binary(max_size=500))
def test_any_bytes_are_taken_apart(raw: bytes) -> None:
    opened = open_mail(raw)

    assert [part_bytes(raw, one.index) for one in opened.parts] == [one.content() for one in opened.parts]


def test_parts_come_in_the_order_in_which_they_stand() -> None:
    raw = mail([part("one", "Content-Type: text/plain"), part(b"AAEC", "Content-Transfer-Encoding: base64")])

    opened = open_mail(raw)

    assert [one.content() for one in opened.parts] == [b"one", b"\x00\x01\x02"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_part_that_begins_with_a_blank_line_has_no_headers(end: bytes) -> None:  # RFC 2046, 5.1
    lines = [b"Content-Type: multipart/mixed; boundary=b", b"", b"--b", b"", b"Note: one", b"", b"two", b"--b--", b""]

    (part,) = open_mail(end.join(lines)).parts

    assert part.content() == end.join([b"Note: one", b"", b"two"])


def test_a_mail_in_a_mail_is_a_part_and_is_opened() -> None:
    inner = mail([part("inner", "Content-Type: text/plain")], boundary="inner")
    raw = mail([part("outer"), part(inner, "Content-Type: message/rfc822")])

    opened = open_mail(raw)

    assert [(one.message, one.headers.media_type) for one in opened.parts] == [
        (0, "text/plain"),
        (0, "message/rfc822"),
        (1, "text/plain"),
    ]
    assert part_bytes(raw, 1) == inner


def test_a_multipart_without_its_last_boundary_ends_with_the_mail() -> None:
    raw = mail([part("one"), part("two")]).replace(b"\r\n--limit--", b"")

    assert [one.content().strip() for one in open_mail(raw).parts] == [b"one", b"two"]


def test_a_multipart_that_holds_no_boundary_is_kept_as_one_part() -> None:
    raw = part("words", "From: a", 'Content-Type: multipart/mixed; boundary="nowhere"')

    assert [one.content() for one in open_mail(raw).parts] == [b"words"]


def test_more_parts_than_the_cap_stay_unopened_and_it_is_said() -> None:
    opened = open_mail(mail([part("x")] * (MAX_PARTS + 10)))

    assert len(opened.parts) == MAX_PARTS
    assert "not opened" in opened.cautions[0]


def test_mails_nested_deeper_than_the_cap_stay_unopened_and_it_is_said() -> None:
    raw = part("words", "From: a")
    for _ in range(MAX_DEPTH + 20):
        raw = part(raw, "From: a", "Content-Type: message/rfc822")

    opened = open_mail(raw)

    assert len(opened.messages) <= MAX_DEPTH + 2
    assert "not opened" in opened.cautions[0]


def test_text_is_cut_at_the_cap() -> None:
    raw = part(b"x" * (MAX_TEXT_BYTES + 10), "From: a")

    assert len(open_mail(raw).parts[0].text()) == MAX_TEXT_BYTES


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n" * 50_000,
        b"Content-Type: multipart/mixed" + b'; a="' * 100_000,
        b"From: a\r\n" + b"X: y\r\n" * 100_000,
        b"From: a\r\n" + b" folded\r\n" * 50_000,
        b"From: a\r\nSubject: " + b"=?utf-8?q?" * 50_000,
    ],
    ids=["boundaries", "parameters", "fields", "folds", "encoded words"],
)
def test_what_is_made_to_be_slow_is_not(raw: bytes) -> None:
    before = time.process_time()

    opened = open_mail(raw)
    opened.messages[0].words("subject")

    assert time.process_time() - before < 5


def test_a_boundary_that_was_damaged_is_told_by_the_lines_that_stand_before_headers() -> None:
    raw = mail([part("one", "Content-Type: text/plain"), part("two", "Content-Type: text/plain")])

    opened = open_mail(raw.replace(b'boundary="limit"', b'boundary="limbo"'))

    assert [one.content() for one in opened.parts] == [b"one", b"two"]


def test_a_boundary_s_words_inside_a_line_part_nothing() -> None:
    raw = mail([part("he wrote --limit\r\nand went", "Content-Type: text/plain")])

    assert [one.content() for one in open_mail(raw).parts] == [b"he wrote --limit\r\nand went"]


@pytest.mark.parametrize(
    "headers",
    [b"From: a\r\n" + b"X: y\r\n" * (MAX_FIELDS + 1), b"From: a\r\nX: " + b"y" * MAX_HEADER_BYTES],
    ids=["too many", "too long"],
)
def test_headers_beyond_a_cap_are_said(headers: bytes) -> None:
    opened = open_mail(headers + b"\r\nwords")

    assert "headers" in opened.cautions[0]


def test_a_text_that_is_cut_is_said() -> None:
    opened = open_mail(part(b"x" * (MAX_TEXT_BYTES + 1), "From: a"))

    assert "only its beginning is read" in opened.cautions[0]


@given(st.binary(max_size=500), st.sampled_from(["base64", "quoted-printable", "8bit"]))
def test_what_is_measured_piece_by_piece_is_what_is_decoded_whole(content: bytes, encoding: str) -> None:
    [one] = open_mail(part(content, "From: a", f"Content-Transfer-Encoding: {encoding}")).parts

    size, sha256 = one.measured()

    assert (size, sha256) == (len(one.content()), hashlib.sha256(one.content()).hexdigest())
    assert one.content().startswith(one.head())


def test_mails_in_base64_inside_each_other_are_opened_up_to_a_cap() -> None:
    raw = part(b"x" * 9_000_000, "From: a")  # wrapped once 12 MB, twice 16 MB, three times 22 MB: 38 MB for two
    for _ in range(3):
        wrapped = base64.encodebytes(raw)
        raw = part(wrapped, "From: a", "Content-Type: message/rfc822", "Content-Transfer-Encoding: base64")

    opened = open_mail(raw)

    assert len(opened.messages) == 2
    assert opened.cautions == ["A mail inside the mail is too large to be opened."]
