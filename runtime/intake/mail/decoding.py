"""Bytes to text, whatever their labels say. Nothing here raises, for any bytes and any label."""

import binascii
import codecs
import re
import string
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

#: Python also calls some things text encodings that are none, and slow ones: only these families are looked at. What
#: claims to be UTF-7 nowadays is ASCII, and UTF-7 would change what stands after a plus.
_CHARSET = re.compile(r"(ascii|utf-(?!7)|iso|cp|koi8|gb|big5|shift|euc|mac|hz|tis|johab|ptcp|kz1048)")
_CHARSET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,39}")
#: Whose bytes may by chance be valid UTF-8, as other text hardly ever is.
_OF_MANY_BYTES = ("gb", "big5", "shift", "euc", "hz", "johab", "iso2022", "cp932", "cp949", "cp950")
_WIDE = ("utf-16", "utf-32")
_CHUNK_BYTES = 1024 * 1024
_NOT_BASE64 = bytes(set(range(256)) - set(string.ascii_letters.encode() + string.digits.encode() + b"+/="))
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
    return b"".join(decoded_chunks(content, encoding))


def decoded_chunks(content: bytes | memoryview, encoding: str) -> Iterator[bytes]:
    """The same piece by piece, so that a large content is never in memory whole."""
    match encoding.strip().casefold():
        case "base64":
            return _base64_chunks(content)
        case "quoted-printable":
            return map(binascii.a2b_qp, _whole_lines(content))
        case _:
            return _chunks(content)


def decode_text(content: bytes, charset: str = "") -> str:
    """Text with LF line ends and no character that cannot be stored. The declared charset is only a first guess."""
    for mark, marked in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return storable(content[len(mark) :].decode(marked, "replace"))
    declared = _python_codec(charset)
    is_likely = declared.startswith(_OF_MANY_BYTES) or (declared.startswith(_WIDE) and b"\0" in content)
    for guess in [declared, "utf-8"] if is_likely else ["utf-8", declared]:
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


def _chunks(content: bytes | memoryview) -> Iterator[bytes]:
    return (bytes(content[start : start + _CHUNK_BYTES]) for start in range(0, len(content), _CHUNK_BYTES))


def _whole_lines(content: bytes | memoryview) -> Iterator[bytes]:
    """Pieces that end with a line: no quoted byte stands on two. A line that is longer than a piece is cut."""
    rest = b""
    for chunk in _chunks(content):
        lines, end, rest = (rest + chunk).rpartition(b"\n")
        yield lines + end
        if len(rest) > _CHUNK_BYTES:
            yield rest
            rest = b""
    yield rest


def _base64_chunks(content: bytes | memoryview) -> Iterator[bytes]:
    """As much as can be had: strange letters are passed over, missing padding is added, a broken last group dropped.

    The first padding ends it (RFC 2045, 6.8).
    """
    letters = b""
    for chunk in _chunks(content):
        letters, padding, _ = (letters + chunk.translate(None, _NOT_BASE64)).partition(b"=")
        whole = len(letters) - len(letters) % 4
        yield binascii.a2b_base64(letters[:whole])
        letters = letters[whole:]
        if padding:
            break
    if len(letters) > 1:
        yield binascii.a2b_base64(letters + b"=" * (4 - len(letters)))


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
        return decode_text(decode_transfer(content, "base64"), charset)
    return decode_text(binascii.a2b_qp(content, header=True), charset)
