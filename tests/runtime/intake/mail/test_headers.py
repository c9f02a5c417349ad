import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.intake.mail.headers import MAX_FIELDS, MAX_PARAMETERS, Headers, read_headers


@given(st.binary(max_size=400))
def test_any_block_becomes_headers(block: bytes) -> None:
    headers = read_headers(b"Content-Type: " + block + b"\r\n\r\n")

    assert "/" in headers.media_type
    headers.parameters("content-type")
    headers.name.encode("utf-8")


@given(st.text(max_size=60))
def test_any_date_is_an_instant_or_none(written: str) -> None:
    sent = Headers([("Date", written)]).date

    assert sent is None or sent.year


def test_a_header_is_one_line_of_words_without_marks_that_turn_text_round() -> None:
    headers = read_headers("Subject: =?utf-8?Q?Online?=\r\n  report \u202efdp.exe\r\n\r\n".encode())

    assert headers.words("subject") == "Online report fdp.exe"


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("Mon, 05 Oct 2026 21:49:53 +0100", 2026),
        ("05 Oct 26 21:49 GMT", 2026),
        ("Fri, 31 Dec 9999 23:59:59 -0000", 9999),
        ("31 Feb 2026 10:00:00 +0000", None),
        ("5 Oct 2026 10:00:00 +9999999", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_that_is_none_is_told_as_none(written: str, year: int | None) -> None:
    sent = Headers([("Date", written)]).date

    assert (sent.year if sent else None) == year


def test_a_part_that_names_no_media_type_is_plain_text() -> None:
    assert Headers([]).media_type == "text/plain"
    assert Headers([("Content-Type", "??")]).media_type == "text/plain"


def test_parameters_are_read_with_quotes_and_continuations() -> None:
    headers = Headers(
        [("Content-Disposition", 'attachment; filename*0*=UTF-8\'\'caf%C3%A9; filename*1=".pdf"; size="1\\"2"')]
    )

    assert headers.parameters("content-disposition") == {"filename": "café.pdf", "size": '1"2'}


def test_only_so_many_parameters_are_read() -> None:
    many = "text/plain" + "".join(f"; p{number}=1" for number in range(200))

    assert len(Headers([("Content-Type", many)]).parameters("content-type")) == MAX_PARAMETERS


def test_what_tells_a_mail_and_its_parts_is_read_below_any_number_of_others() -> None:
    others = [(f"X-{number}", "") for number in range(2 * MAX_FIELDS)]

    headers = Headers([*others, ("From", "a@forms.example"), ("Content-Type", "text/html")])

    assert (headers.look_like_a_mail, headers.media_type) == (True, "text/html")
    assert headers.are_cut


def test_a_name_given_by_the_sender_is_shown_without_control_characters() -> None:
    headers = Headers([("Content-Disposition", 'attachment; filename="..\\\\..\\\\ev\x01il\u202e.pdf"')])

    assert headers.name == "..\\..\\evil.pdf"


def test_a_text_that_begins_without_mail_headers_is_no_mail() -> None:
    assert not read_headers(b"Dear sir: hello\r\n\r\n").look_like_a_mail
    assert read_headers(b"Subject: hello\r\n\r\n").look_like_a_mail
