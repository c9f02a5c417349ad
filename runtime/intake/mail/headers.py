"""The headers of a mail or of a part, read with caps: their values in words, their parameters."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from io import StringIO
from itertools import takewhile

from runtime.intake.mail.decoding import decode_extended, decode_header

MAX_FIELDS = 1_000
MAX_VALUE_CHARACTERS = 4_000
MAX_PARAMETERS = 50

#: How a line of a header block begins: with a field's name (RFC 5322, 3.6.8), a blank before what goes on, a postmark.
_OF_HEADERS = re.compile(r"[!-9;-~]*:|[\t ]|From ")
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)')
_CONTINUED = re.compile(r"(.+?)\*(\d{1,2})?\*?")
_MEDIA_TYPE = re.compile(r"[a-z0-9][\w.+-]{0,60}/[a-z0-9][\w.+-]{0,80}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_TELLING_PARTS = frozenset({"content-type", "content-disposition", "content-transfer-encoding"})
_MAIL_HEADERS = {
    "from", "to", "cc", "subject", "date", "message-id", "received", "mime-version", "content-type",
    "return-path", "delivered-to", "reply-to", "sender", "x-mailer",
}  # fmt: skip

_ALWAYS_READ = _TELLING_PARTS | _MAIL_HEADERS


class Headers:
    """Header fields by name in any case; of a field that stands more than once, the first."""

    def __init__(self, fields: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, str] = {}
        self._parameters: dict[str, dict[str, str]] = {}
        #: Whether there was more than the caps let through of what tells parts apart.
        self.are_cut = False
        for count, (name, value) in enumerate(fields):
            name = name.casefold()
            if count >= MAX_FIELDS and name not in _ALWAYS_READ:
                self.are_cut = True
                continue
            self._values.setdefault(name, value[:MAX_VALUE_CHARACTERS])
            self.are_cut |= len(value) > MAX_VALUE_CHARACTERS and name in _TELLING_PARTS

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def words(self, name: str) -> str:
        """A field's value as a person reads it, on one line; empty where it is not there."""
        return _CONTROL.sub("", " ".join(decode_header(self._values.get(name, "")).split()))

    @property
    def date(self) -> datetime | None:
        """When the mail was sent, as its header says (RFC 5322, 3.6.1); None where that is no instant."""
        try:
            return parsedate_to_datetime(self.words("date"))
        except (ValueError, TypeError, IndexError, OverflowError):  # what cannot be an instant raises any of them
            return None

    @property
    def look_like_a_mail(self) -> bool:
        """Whether any of them is a header that mails carry."""
        return not _MAIL_HEADERS.isdisjoint(self._values)

    @property
    def media_type(self) -> str:
        """The part's media type; text/plain where it names none (RFC 2045, 5.2)."""
        named = self._values.get("content-type", "").partition(";")[0].strip().casefold()
        return named if _MEDIA_TYPE.fullmatch(named) else "text/plain"

    @property
    def disposition(self) -> str:
        """`attachment`, `inline` or empty."""
        return self._values.get("content-disposition", "").partition(";")[0].strip().casefold()

    @property
    def transfer_encoding(self) -> str:
        """How the part's bytes are wrapped."""
        return self._values.get("content-transfer-encoding", "").partition(";")[0].strip().casefold()

    @property
    def name(self) -> str:
        """What the sender calls the part: a thing to show, never to use."""
        given = self.parameters("content-disposition").get("filename") or self.parameters("content-type").get("name")
        return _CONTROL.sub("", decode_header(given or ""))[:200]

    def parameters(self, name: str) -> dict[str, str]:
        """The parameters of a field; of one that stands twice, the first. Long ones are put together (RFC 2231, 3)."""
        if name not in self._parameters:
            self._parameters[name] = self._read_parameters(name)
        return self._parameters[name]

    def _read_parameters(self, name: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for count, match in enumerate(_PARAMETER.finditer(self._values.get(name, ""))):
            if count == MAX_PARAMETERS:
                self.are_cut = True
                break
            key, value = match[1].casefold(), _unquoted(match[2])
            continued = _CONTINUED.fullmatch(key)
            if continued and continued[2] not in (None, "0"):
                found[continued[1]] = found.get(continued[1], "") + value
            else:
                found.setdefault(continued[1] if continued else key, value)
        return {key: decode_extended(value) if value.count("'") > 1 else value for key, value in found.items()}


def read_headers(block: bytes) -> Headers:
    """The fields of a header block, up to the first line that is of none."""
    lines = StringIO(block.decode("ascii", "surrogateescape"), newline="")
    return Headers(_fields(takewhile(_OF_HEADERS.match, lines)))


def _fields(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each field's name and its value with all its lines; a postmark and what goes on after none are passed over."""
    name, values = "", list[str]()
    for line in lines:
        if line.startswith((" ", "\t")):
            values.append(line)
            continue
        if name:
            yield name, "".join(values).rstrip("\r\n")
        name, _, value = ("", "", "") if line.startswith("From ") else line.partition(":")
        values = [value.lstrip(" \t")]
    if name:
        yield name, "".join(values).rstrip("\r\n")


def _unquoted(value: str) -> str:
    value = value.strip()
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if len(value) > 1 and value[0] == value[-1] == '"' else value
