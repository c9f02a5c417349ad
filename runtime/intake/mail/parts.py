"""A mail taken apart: its parts in the order in which they stand, mails inside it opened as mails of their own.

Any bytes are taken; what is beyond a cap stays unopened and is said. The bytes may lie on the disk: nothing is copied
but headers, and content is decoded when it is asked for, piece by piece where it is only measured.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from runtime.intake.mail.decoding import decode_text, decode_transfer, decoded_chunks
from runtime.intake.mail.headers import Headers, read_headers

MAX_MAIL_BYTES = 100 * 1024 * 1024
MAX_HEADER_BYTES = 256 * 1024
MAX_TEXT_BYTES = 4 * 1024 * 1024
MAX_WRAPPED_BYTES = 32 * 1024 * 1024  #: of all mails inside that are encoded themselves
MAX_PARTS = 500
MAX_DEPTH = 20
MAX_BOUNDARY_CHARACTERS = 200

_HEAD_BYTES = 64  #: enough to know a kind of file by
_MANY_PARTS = f"The mail has more than {MAX_PARTS} parts, or parts nested too deeply: the rest is not opened."
_CUT_HEADERS = "The headers of the mail or of one of its parts are too long or too many: the rest of them is not read."
_CUT_TEXT = f"A text in the mail is longer than {MAX_TEXT_BYTES // 1024 // 1024} MiB: only its beginning is read."
_LARGE_MAIL = "A mail inside the mail is too large to be opened."
_MAX_MARKS = 10 * MAX_PARTS
_CR, _LF = b"\r\n"
_LIKELY_BOUNDARY = re.compile(rb"(?:\A|\n)--([^\r\n]{1,200}?)[ \t]*\r?\nContent-[A-Za-z-]{1,30}:")
_BLANK_LINE, _BLANK_BEGINNING = re.compile(rb"\n\r?\n"), re.compile(rb"(?:\r?\n){1,2}")
_AFTER_BOUNDARY = re.compile(rb"(--)?[ \t]*(?:\r?\n|\Z)")
_POSTMARK = re.compile(rb"\A\s*(?:>?From [^\n]*\n)?")


@dataclass(frozen=True, slots=True)
class MailPart:
    """One part that holds something, and which of the mails (0 is the outermost) it stands in."""

    index: int
    message: int
    headers: Headers
    payload: memoryview  #: as it came, still in its transfer encoding

    def content(self) -> bytes:
        """The part's bytes as the sender had them."""
        return decode_transfer(self.payload, self.headers.transfer_encoding)

    def measured(self) -> tuple[int, str]:
        """How many bytes the sender had, and their SHA-256."""
        digest, size = hashlib.sha256(), 0
        for chunk in decoded_chunks(self.payload, self.headers.transfer_encoding):
            digest.update(chunk)
            size += len(chunk)
        return size, digest.hexdigest()

    def head(self) -> bytes:
        """The first of its bytes, by which kinds of files are known."""
        return decode_transfer(self.payload[: 2 * _HEAD_BYTES], self.headers.transfer_encoding)[:_HEAD_BYTES]

    @property
    def is_cut(self) -> bool:
        """Whether `text` is not the whole of it."""
        return len(self.payload) > MAX_TEXT_BYTES

    def text(self) -> str:
        """The part as text, cut at the cap."""
        charset = self.headers.parameters("content-type").get("charset", "")
        return decode_text(decode_transfer(self.payload[:MAX_TEXT_BYTES], self.headers.transfer_encoding), charset)


@dataclass(slots=True)
class Mail:
    """All that a mail holds: the headers of each mail in it, its parts, and what was left unopened, in words."""

    messages: list[Headers] = field(default_factory=list)
    parts: list[MailPart] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    wrapped_bytes: int = 0  #: in mails inside that had to be decoded

    def caution(self, sentence: str) -> None:
        """Says, once, what was left unopened."""
        if sentence not in self.cautions:
            self.cautions.append(sentence)


def open_mail(raw: bytes | memoryview) -> Mail:
    """The mail that these bytes are, as far as they are one."""
    mail = Mail()
    start = _POSTMARK.match(raw)
    _open_message(mail, memoryview(raw)[start.end() if start else 0 :], depth=0)
    return mail


def part_bytes(raw: bytes | memoryview, index: int) -> bytes:
    """The content of a part that `read` listed; IndexError where the mail has no such part."""
    return open_mail(raw).parts[index].content()


def _open_message(mail: Mail, raw: memoryview, depth: int) -> None:
    headers, body = _split_headers(mail, raw)
    mail.messages.append(headers)
    _open_part(mail, headers, body, (len(mail.messages) - 1, depth))


def _open_part(mail: Mail, headers: Headers, body: memoryview, where: tuple[int, int]) -> None:
    message, depth = where
    if len(mail.parts) >= MAX_PARTS or depth > MAX_DEPTH:
        mail.caution(_MANY_PARTS)
        return
    boundary = headers.parameters("content-type").get("boundary", "")[:MAX_BOUNDARY_CHARACTERS].rstrip()
    sections = _sections(body, boundary) if headers.media_type.startswith("multipart/") else []
    for section in sections:
        inner, content = _split_headers(mail, section)
        _open_part(mail, inner, content, (message, depth + 1))
    if headers.are_cut:
        mail.caution(_CUT_HEADERS)
    if sections:
        return
    part = MailPart(len(mail.parts), message, headers, body)
    mail.parts.append(part)
    if headers.media_type == "message/rfc822":
        _open_wrapped(mail, part, depth + 1)
    elif part.is_cut and headers.media_type.startswith("text/"):
        mail.caution(_CUT_TEXT)


def _open_wrapped(mail: Mail, part: MailPart, depth: int) -> None:
    """A mail inside the mail; it should not be encoded (RFC 2046, 5.2.1), and now and then is."""
    if part.headers.transfer_encoding not in ("base64", "quoted-printable"):
        _open_message(mail, part.payload, depth)
        return
    mail.wrapped_bytes += len(part.payload)
    if mail.wrapped_bytes > MAX_WRAPPED_BYTES:
        mail.caution(_LARGE_MAIL)
    else:
        _open_message(mail, memoryview(part.content()), depth)


def _split_headers(mail: Mail, raw: memoryview) -> tuple[Headers, memoryview]:
    head = bytes(raw[:MAX_HEADER_BYTES])
    blank = _BLANK_BEGINNING.match(head) or _BLANK_LINE.search(head)
    if blank is None and len(raw) > MAX_HEADER_BYTES:
        mail.caution(_CUT_HEADERS)
    end = blank.end() if blank else len(head)
    return read_headers(head[:end]), raw[end:]


def _sections(body: memoryview, boundary: str) -> list[memoryview]:
    """What stands between the boundary's lines; where none are, between lines that look like one before headers."""
    mark = boundary.encode("utf-8", "surrogateescape")
    sections = list(_between(body, mark)) if mark else []
    if sections:
        return sections
    likely = _LIKELY_BOUNDARY.search(body[:MAX_HEADER_BYTES])
    return list(_between(body, likely[1])) if likely else []


def _between(body: memoryview, mark: bytes) -> Iterator[memoryview]:
    """What stands between the lines that a boundary makes; a closing line that is missing is taken as the end."""
    start = None
    for count, found in enumerate(re.finditer(re.escape(b"--" + mark), body)):
        end, match = found.start(), _AFTER_BOUNDARY.match(body, found.end())
        if match is None or (end and body[end - 1] != _LF):
            continue
        if start is not None:
            yield body[start : max(start, end - (2 if end > 1 and body[end - 2] == _CR else 1))]
        start = match.end()
        if match[1] or count > _MAX_MARKS:
            return
    if start is not None:
        yield body[start:]
