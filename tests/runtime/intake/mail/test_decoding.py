import base64
import quopri
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.intake.mail.decoding import (
    decode_extended,
    decode_header,
    decode_text,
    decode_transfer,
    decoded_chunks,
    storable,
)

ENCODINGS = st.sampled_from(["base64", "quoted-printable", "8bit", "x-uuencode", ""])
CHARSETS = st.one_of(
    st.sampled_from(["utf-8", "utf-16", "utf-7", "us-ascii", "shift_jis", "zlib", "idna", "undefined", "hex", "a\0b"]),
    st.text(max_size=50),
)


@given(st.binary(max_size=300), ENCODINGS, CHARSETS)
def test_any_bytes_become_text_that_can_be_stored(content: bytes, encoding: str, charset: str) -> None:
    text = decode_text(decode_transfer(content, encoding), charset)

    assert "\x00" not in text
    assert "\r" not in text
    text.encode("utf-8")


@given(st.text(alphabet=st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"]), max_size=200))
def test_utf_8_is_read_whatever_a_careless_program_calls_it(text: str) -> None:
    assert decode_text(text.encode(), "us-ascii") == text.removeprefix("\ufeff")


@given(st.text(max_size=100))
def test_any_header_becomes_words(value: str) -> None:
    for decoded in (decode_header(value), decode_extended(value)):
        assert decoded.encode("utf-8").decode("utf-8") == decoded


def test_bytes_that_are_no_utf_8_are_windows_1252() -> None:
    assert decode_text(b"caf\xe9 \x96 \x80 5", "us-ascii") == "café – € 5"


def test_a_declared_charset_counts_where_the_bytes_allow_it() -> None:
    assert decode_text("Łódź".encode("iso-8859-2"), "iso-8859-2") == "Łódź"
    assert decode_text("日本".encode("shift_jis"), "shift_jis") == "日本"


def test_a_declared_charset_that_is_a_lie_is_passed_over() -> None:
    assert decode_text("Siân Gwŷn".encode(), "utf-16-le") == "Siân Gwŷn"
    assert decode_text("Siân Gwŷn".encode(), "no-such-charset") == "Siân Gwŷn"


@pytest.mark.parametrize(
    "charset", ["utf-16", "utf-16-be", "utf-32", "utf-7", "iso-8859-2", "koi8-r", "us-ascii", '"utf-8']
)
def test_utf_8_is_told_by_its_bytes_whatever_single_letter_or_wide_charset_is_declared(charset: str) -> None:
    text = "Siân Gwŷn +44 7700 900123 +AGE-!"

    assert decode_text(text.encode(), charset) == text
    assert decode_text(b"+44 7700 900123 +AGE-", charset) == "+44 7700 900123 +AGE-"


def test_wide_letters_are_read_where_they_are_declared_and_there() -> None:
    assert decode_text("plain text".encode("utf-16-le"), "utf-16-le") == "plain text"


def test_a_byte_order_mark_says_more_than_a_label() -> None:
    assert decode_text("\ufeffplain".encode("utf-16-le"), "us-ascii") == "plain"


@pytest.mark.parametrize(
    "broken", [b"cGxhaW4gdGV4dA", b"cGxhaW4gdGV4dA=", b"cGxh\r\naW4g*dGV4dA==", b"cGxhaW4gdGV4dA==="]
)
def test_base64_with_broken_padding_or_strange_letters_is_still_read(broken: bytes) -> None:
    assert decode_transfer(broken, "Base64") == b"plain text"


def test_quoted_printable_keeps_blanks_that_were_quoted() -> None:
    assert (
        decode_transfer(b"Make or brand:=20\r\nCaf=E9 =\r\nbar", "quoted-printable")
        == b"Make or brand: \r\nCaf\xe9 bar"
    )


def test_encoded_words_are_opened_and_joined() -> None:
    assert decode_header("=?utf-8?B?U2nDom4=?= =?iso-8859-1?Q?_Gw=EEn?= ok") == "Siân Gwîn ok"


def test_a_parameter_with_charset_and_language_is_opened() -> None:
    assert decode_extended("UTF-8'en'caf%C3%A9.pdf") == "café.pdf"


def test_a_lone_surrogate_and_a_null_cannot_be_stored() -> None:
    assert storable("a\ud800b\x00c\r\nd") == "a\ufffdb\ufffdc\nd"


CONTENT = random.Random(5).randbytes(3_000_000).replace(b"\r", b"")


@pytest.mark.parametrize(
    ("encoding", "wrapped"),
    [
        ("base64", base64.encodebytes(CONTENT)),
        ("quoted-printable", quopri.encodestring(CONTENT)),
        ("8bit", CONTENT),
    ],
    ids=["base64", "quoted-printable", "8bit"],
)
def test_pieces_of_a_long_content_are_the_whole(encoding: str, wrapped: bytes) -> None:
    chunks = list(decoded_chunks(wrapped, encoding))

    assert len(chunks) > 2
    assert b"".join(chunks) == CONTENT


def test_a_quoted_printable_line_that_never_ends_is_read_in_pieces() -> None:
    assert b"".join(decoded_chunks(b"=41" * 1_000_000, "quoted-printable")).count(b"A") >= 999_999
