"""The parts of a mail sorted by what they are to us, and one envelope for each mail in it."""

import hashlib
import re

from runtime.intake.envelope import Envelope, WitnessText
from runtime.intake.headers import Headers
from runtime.intake.information import ServiceInformation, read_information
from runtime.intake.layouts import html_lines, plain_lines
from runtime.intake.mail import Mail, MailPart
from runtime.intake.reading import Part, PartRole
from runtime.intake.recognition import find_reference

_AUTOMATIC_SUBJECT = re.compile(
    r"\s*(automatic reply|auto(matic)?[ -]?repl(y|ied)|auto:|out of (the )?office|undeliver(ed|able)|"
    r"delivery status notification|mail delivery (failed|failure|system)|returned mail|ymateb awtomatig)",
    re.IGNORECASE,
)
_AUTOMATIC_PRECEDENCE = frozenset({"auto_reply", "bulk", "junk", "list"})
_PDF = (b"%PDF-", "application/pdf")


def sort_mail(mail: Mail) -> tuple[tuple[Part, ...], list[Envelope]]:
    """Every part with its role, in order, and an envelope for each mail, the outermost first."""
    envelopes = [_Opened(headers) for headers in mail.messages]
    parts = tuple(envelopes[part.message].take(part) for part in mail.parts)
    return parts, [envelope.closed(tuple(mail.cautions)) for envelope in envelopes]


class _Opened:
    """One mail's parts while they are looked at."""

    def __init__(self, headers: Headers) -> None:
        self._headers = headers
        self._plain: list[str] = []
        self._html: list[str] = []
        self._information: ServiceInformation | None = None
        self._beside: list[Part] = []  #: all that the service sent beside the body

    def take(self, part: MailPart) -> Part:
        """The part as it is listed; its text is kept where it is one to read."""
        content = part.content()
        role = self._role(part, content)
        listed = Part(
            part.index,
            part.headers.media_type,
            part.headers.name,
            len(content),
            hashlib.sha256(content).hexdigest(),
            role,
        )
        if role not in (PartRole.BODY, PartRole.MESSAGE):
            self._beside.append(listed)
        return listed

    def closed(self, notes: tuple[str, ...]) -> Envelope:
        """All that is known once every part was looked at."""
        texts = [WitnessText("body", plain_lines(text)) for text in self._plain if text.strip()]
        texts += [WitnessText("html", html_lines(text)) for text in self._html if text.strip()]
        promised = (self._information.attachments or 0) if self._information else 0
        reference = find_reference(f"{self._headers.words('x-service-reference')} {self._headers.words('subject')}")
        return Envelope(
            texts=tuple(texts),
            information=self._information,
            attachments=tuple(part for part in self._beside if part.role is not PartRole.INFORMATION),
            missing=max(0, promised - len(self._beside)),
            pdfs=sum(part.role is PartRole.PDF for part in self._beside),
            reference=reference,
            words="\n\n".join(self._plain)
            or "\n\n".join("\n".join(line.text for line in text.lines) for text in texts),
            is_automatic=self._is_automatic(),
            notes=notes,
        )

    def _role(self, part: MailPart, content: bytes) -> PartRole:
        magic, media_type = _PDF
        kind = part.headers.media_type
        if kind == "message/rfc822":
            return PartRole.MESSAGE
        if kind == media_type or content.startswith(magic):
            return PartRole.PDF
        if not kind.startswith("text/"):
            return PartRole.ATTACHMENT
        text = part.text()
        if kind == "text/plain" and self._information is None:
            self._information = read_information(text)
            if self._information:
                return PartRole.INFORMATION
        if part.headers.disposition == "attachment" or kind not in ("text/plain", "text/html"):
            return PartRole.ATTACHMENT
        (self._html if kind == "text/html" else self._plain).append(text)
        return PartRole.BODY

    def _is_automatic(self) -> bool:
        """Whether a machine answered (RFC 3834, 5): a header says so, or the subject does."""
        return (
            self._headers.words("auto-submitted").casefold() not in ("", "no")
            or self._headers.words("precedence").casefold() in _AUTOMATIC_PRECEDENCE
            or self._headers.media_type == "multipart/report"
            or bool(_AUTOMATIC_SUBJECT.match(self._headers.words("subject")))
        )
