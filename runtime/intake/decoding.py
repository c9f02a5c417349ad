"""Bytes to text, whatever their labels say. Nothing here raises, for any bytes and any label."""

import binascii
import codecs
import re
from urllib.parse import unquote_to_bytes

#: Python also calls some things text encodings that are none, and slow ones: only these families are looked at.
_CHARSET = re.compile(r"(ascii|utf|iso|cp|koi8|gb|big5|shift|euc|mac|hz|tis|johab|ptcp|kz1048)")
_CHARSET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,39}")
#: Labels that programs write without looking. UTF-8 comes first there: other text is hardly ever valid UTF-8.
_CARELESS = {"", "ascii", "cp1252", "utf-8"}
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_ENCODED_WORDS = re.compile(r"(\?=)\s+(=\?)")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode_transfer(content: bytes | memoryview, encoding: str) -> bytes:
    """The bytes that a Content-Transfer-Encoding wrapped; as they are where it is none that wraps."""
    match encoding.strip().casefold():
        case "base64":
            return _decode_base64(content)
        case "quoted-printable":
            return binascii.a2b_qp(content)
        case _:
            return bytes(content)


def decode_text(content: bytes, charset: str = "") -> str:
    """Text with LF line ends and no character that cannot be stored. The declared charset is only a first guess."""
    for mark, marked in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return storable(content[len(mark) :].decode(marked, "replace"))
    declared = _python_codec(charset)
    for guess in ["utf-8", declared] if declared in _CARELESS else [declared, "utf-8"]:
        try:
            return storable(content.decode(guess or "utf-8"))
        except UnicodeError:
            continue
    return storable(content.decode("cp1252", "replace"))


def decode_header(value: str) -> str:
    """A header's words with its `=?charset?b?…?=` opened; raw bytes in it are taken for what they look like."""
    text = decode_text(value.encode("utf-8", "surrogateescape")) if not value.isascii() else value
    return _ENCODED_WORD.sub(_open_encoded_word, _BETWEEN_ENCODED_WORDS.sub(r"\1\2", text))


def decode_extended(value: str) -> str:
    """A parameter in the form charset'language'percent-encoded (RFC 2231, 4)."""
    charset, _, rest = value.partition("'")
    _, quoted, text = rest.partition("'")
    return decode_text(unquote_to_bytes(text), charset) if quoted else value


def storable(text: str) -> str:
    """The text with LF line ends; what no database and no JSON can hold becomes U+FFFD."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _decode_base64(content: bytes | memoryview) -> bytes:
    """As much as can be had: missing padding is added, a broken last group dropped."""
    try:
        return binascii.a2b_base64(content)
    except binascii.Error:
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
        whole = letters[: len(letters) - (len(letters) % 4 == 1)]
        return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _python_codec(charset: str) -> str:
    """The codec that a label means, empty where it means none. ISO 8859-1 is windows-1252, as browsers hold."""
    if not _CHARSET_NAME.fullmatch(charset):
        return ""
    try:
        name = codecs.lookup(charset).name
    except LookupError:
        return ""
    return "cp1252" if name == "iso8859-1" else name if _CHARSET.match(name) else ""


def _open_encoded_word(word: re.Match[str]) -> str:
    charset, kind, text = word.groups()
    content = text.encode("utf-8", "replace")
    if kind in "bB":
        return decode_text(_decode_base64(content), charset)
    return decode_text(binascii.a2b_qp(content, header=True), charset)
