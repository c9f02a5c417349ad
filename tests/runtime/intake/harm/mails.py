"""Ways in which a mail changes on its way: some leave its meaning as it was, some do harm.

Each takes the mail and a source of chance, and gives other bytes.
"""

import base64
import email
import quopri
import re
from collections.abc import Callable, Mapping
from email.message import Message
from email.policy import compat32
from random import Random

from tests.runtime.intake.making_mails import part

Way = Callable[[bytes, Random], bytes]

_STRANGE_CHARSETS = ("us-ascii", "iso-8859-1", "utf-16", "x-unknown", "", "utf-7", '"utf-8', "hex")
_STRANGE_ENCODINGS = ("base64", "quoted-printable", "x-uuencode", "7bit", "gzip", "")


def _opened(raw: bytes) -> Message:
    return email.message_from_bytes(raw, policy=compat32)


def _parts(mail: Message) -> list[Message]:
    return [one for one in mail.walk() if not one.is_multipart()]


def _written(mail: Message) -> bytes:
    return mail.as_bytes(policy=compat32.clone(linesep="\r\n", max_line_length=0))


def other_line_ends(raw: bytes, chance: Random) -> bytes:
    """LF alone or CRLF, everywhere."""
    lines = raw.replace(b"\r\n", b"\n")
    return lines if chance.random() < 0.5 else lines.replace(b"\n", b"\r\n")


def more_headers(raw: bytes, chance: Random) -> bytes:
    """What relays put on top."""
    words = " ".join(f"{chance.getrandbits(64):x}" for _ in range(chance.randint(1, 80)))
    return f"Received: from a by b; {words}\r\nX-Scanned: {words}\r\n\tfolded {words}\r\n".encode() + raw


def other_header_case(raw: bytes, chance: Random) -> bytes:
    """Names of headers in another case, and in another order."""
    mail = _opened(raw)
    headers = [(name.upper() if chance.random() < 0.5 else name.lower(), value) for name, value in mail.items()]
    chance.shuffle(headers)
    for name in list(mail.keys()):
        del mail[name]
    for name, value in headers:
        mail[name] = value
    return _written(mail)


def other_boundary(raw: bytes, chance: Random) -> bytes:
    """Boundaries by other names, with words before the first and after the last part."""
    mail = _opened(raw)
    if mail.is_multipart():
        mail.set_boundary(f"=_{chance.getrandbits(80):x}'()+_,-./:=?")
        mail.preamble, mail.epilogue = "This is a mail in parts.\n", "The end\n"
    return _written(mail)


def no_last_boundary(raw: bytes, _: Random) -> bytes:
    """The closing line got lost."""
    return re.sub(rb"\r?\n--[^\r\n]{5,200}--\s*\Z", b"\r\n", raw)


def another_boundary_declared(raw: bytes, _: Random) -> bytes:
    """The boundary that the header names is not the one that is used."""
    return raw.replace(b'boundary="', b'boundary="x', 1)


def encoded_anew(raw: bytes, chance: Random) -> bytes:
    """Every text in another transfer encoding, truly named."""
    mail = _opened(raw)
    for one in _parts(mail):
        content = one.get_payload(decode=True)
        if not isinstance(content, bytes) or one.get_content_maintype() != "text":
            continue
        encoding, wrapped = chance.choice(
            [("base64", base64.encodebytes(content)), ("quoted-printable", quopri.encodestring(content))]
        )
        del one["Content-Transfer-Encoding"]
        one["Content-Transfer-Encoding"] = encoding
        one.set_payload(wrapped.decode("ascii"))
    return _written(mail)


def charset_lied_about(raw: bytes, chance: Random) -> bytes:
    """UTF-8 called by another name."""
    return re.sub(rb'charset="?utf-8"?', b'charset="%b"' % chance.choice(_STRANGE_CHARSETS).encode(), raw)


def forwarded(raw: bytes, chance: Random) -> bytes:
    """The whole mail inside another one, some times over."""
    for _ in range(chance.randint(1, 5)):
        raw = part(raw, "From: desk@police.example", "Subject: FW: report", "Content-Type: message/rfc822")
    return raw


def parts_in_another_order(raw: bytes, chance: Random) -> bytes:
    """The body need not come first."""
    return _with_parts(raw, lambda parts: chance.sample(parts, len(parts)))


def parts_doubled(raw: bytes, chance: Random) -> bytes:
    """A part that came twice."""
    return _with_parts(raw, lambda parts: [*parts, chance.choice(parts)])


def no_pdf(raw: bytes, _: Random) -> bytes:
    """The PDF was taken off."""
    return _with_parts(raw, lambda parts: [one for one in parts if one.get_content_type() != "application/pdf"])


def pdf_harmed(raw: bytes, chance: Random) -> bytes:
    """Bytes of the PDF's own format are others: of its objects, its table and its ends."""
    return _with_pdf(raw, lambda content: _structure_harmed(content, chance))


def pdf_flipped(raw: bytes, chance: Random) -> bytes:
    """Some bits anywhere in the PDF."""
    return _with_pdf(raw, lambda content: bits_flipped(content, chance))


def bits_flipped(raw: bytes, chance: Random) -> bytes:
    """Some bits anywhere."""
    content = bytearray(raw)
    for _ in range(chance.randint(1, 60)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


def cut(raw: bytes, chance: Random) -> bytes:
    """It ends early, or begins late."""
    place = chance.randrange(len(raw))
    return raw[:place] if chance.random() < 0.7 else raw[place:]


def pieces_moved(raw: bytes, chance: Random) -> bytes:
    """A piece of it stands elsewhere, or many times."""
    begin, end = sorted(chance.choices(range(len(raw)), k=2))
    place = chance.randrange(len(raw))
    return (raw[:place] + raw[begin:end] * chance.choice([1, 1, 2, 20]) + raw[place:])[:3_000_000]


def encoding_lied_about(raw: bytes, chance: Random) -> bytes:
    """Transfer encodings called by other names."""
    named = chance.choice(_STRANGE_ENCODINGS).encode()
    return re.sub(rb"(?i)(content-transfer-encoding:)[^\r\n]*", rb"\1 " + named, raw)


def headers_harmed(raw: bytes, chance: Random) -> bytes:
    """Bits flipped where the headers of the mail and its first part stand."""
    return bits_flipped(raw[:900], chance) + raw[900:]


def nested(raw: bytes, chance: Random) -> bytes:
    """Multiparts in multiparts under one boundary, deeper than anybody goes."""
    opening = b'Content-Type: multipart/mixed; boundary="limit"\r\n\r\n--limit\r\n'
    return b"From: a@forms.example\r\n" + opening * chance.randint(1, 60) + raw


def _with_parts(raw: bytes, chosen: Callable[[list[Message]], list[Message]]) -> bytes:
    mail = _opened(raw)
    if mail.is_multipart():
        mail.set_payload(chosen(list(mail.get_payload())))  # type: ignore[arg-type]
    return _written(mail)


def _with_pdf(raw: bytes, harmed: Callable[[bytes], bytes]) -> bytes:
    mail = _opened(raw)
    for one in _parts(mail):
        content = one.get_payload(decode=True)
        if one.get_content_type() == "application/pdf" and isinstance(content, bytes):
            one.set_payload(base64.encodebytes(harmed(content)).decode("ascii"))
    return _written(mail)


def _structure_harmed(content: bytes, chance: Random) -> bytes:
    places = [match.start() for match in re.finditer(rb"\bobj\b|endobj|xref|/Type|/Length|trailer|%%EOF", content)]
    harmed = bytearray(content)
    for place in chance.sample(places, min(len(places), chance.randint(1, 4))):
        harmed[place : place + 4] = chance.randbytes(4)
    return bytes(harmed)


#: What leaves the words of the body and of the service information as they were. Those that take the mail apart come
#: first: the standard library, which does it here, does not take every mail.
UNHARMED: Mapping[str, Way] = {
    way.__name__.replace("_", " "): way
    for way in (
        other_header_case,
        other_boundary,
        encoded_anew,
        parts_in_another_order,
        parts_doubled,
        no_pdf,
        pdf_harmed,
        pdf_flipped,
        charset_lied_about,
        no_last_boundary,
        another_boundary_declared,
        forwarded,
        more_headers,
        other_line_ends,
    )
}
HARMED: Mapping[str, Way] = {
    way.__name__.replace("_", " "): way
    for way in (
        bits_flipped,
        cut,
        pieces_moved,
        encoding_lied_about,
        headers_harmed,
        nested,
    )
}
