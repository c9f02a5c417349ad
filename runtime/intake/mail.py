"""A mail taken apart: its parts in the order in which they stand, mails inside it opened as mails of their own.

Any bytes are taken; what is beyond a cap stays unopened and is said. Content is decoded when it is asked for, so
that a large attachment is in memory once and for a moment.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from runtime.intake.decoding import decode_text, decode_transfer
from runtime.intake.headers import Headers, read_headers

MAX_MAIL_BYTES = 100 * 1024 * 1024
MAX_HEADER_BYTES = 256 * 1024
MAX_TEXT_BYTES = 4 * 1024 * 1024
MAX_PARTS = 500
MAX_DEPTH = 20
MAX_BOUNDARY_CHARACTERS = 200

_BLANK_LINE = re.compile(rb"\r?\n\r?\n|\A\r?\n")
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


def open_mail(raw: bytes) -> Mail:
    """The mail that these bytes are, as far as they are one."""
    mail = Mail()
    start = _POSTMARK.match(raw)
    _open_message(mail, memoryview(raw)[start.end() if start else 0 :], depth=0)
    return mail


def part_bytes(raw: bytes, index: int) -> bytes:
    """The content of a part that `read` listed; IndexError where the mail has no such part."""
    return open_mail(raw).parts[index].content()


def _open_message(mail: Mail, raw: memoryview, depth: int) -> None:
    headers, body = _split_headers(raw)
    mail.messages.append(headers)
    _open_part(mail, headers, body, (len(mail.messages) - 1, depth))


def _open_part(mail: Mail, headers: Headers, body: memoryview, where: tuple[int, int]) -> None:
    message, depth = where
    if len(mail.parts) >= MAX_PARTS or depth > MAX_DEPTH:
        _caution(mail, f"The mail has more than {MAX_PARTS} parts, or parts nested too deeply: the rest is not opened.")
        return
    boundary = headers.parameters("content-type").get("boundary", "")[:MAX_BOUNDARY_CHARACTERS].rstrip()
    sections = list(_sections(body, boundary)) if headers.media_type.startswith("multipart/") else []
    for section in sections:
        inner, content = _split_headers(section)
        _open_part(mail, inner, content, (message, depth + 1))
    if sections:
        return
    part = MailPart(len(mail.parts), message, headers, body)
    mail.parts.append(part)
    if headers.media_type == "message/rfc822":
        wrapped = headers.transfer_encoding in ("base64", "quoted-printable")
        _open_message(mail, memoryview(part.content()) if wrapped else body, depth + 1)


def _split_headers(raw: memoryview) -> tuple[Headers, memoryview]:
    head = bytes(raw[:MAX_HEADER_BYTES])
    blank = _BLANK_LINE.search(head)
    end = blank.end() if blank else len(head)
    return read_headers(head[:end]), raw[end:]


def _sections(body: memoryview, boundary: str) -> Iterator[memoryview]:
    """What stands between the boundary's lines; a closing line that is missing is taken as the end."""
    if not boundary:
        return
    mark = re.escape(boundary.encode("utf-8", "surrogateescape"))
    line = re.compile(rb"(?:\A|\r?\n|(?<=\n))--" + mark + rb"(--)?[ \t]*(?:\r?\n|\Z)")
    start = None
    for count, match in enumerate(line.finditer(body)):
        if start is not None:
            yield body[start : match.start()]
        start = match.end()
        if match[1] or count > MAX_PARTS:
            return
    if start is not None:
        yield body[start:]


def _caution(mail: Mail, sentence: str) -> None:
    if sentence not in mail.cautions:
        mail.cautions.append(sentence)
