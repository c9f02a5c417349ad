"""The parts of a mail sorted by what they are to us, and one envelope for each mail in it."""

import time
from collections.abc import Collection, Sequence

from runtime.intake.aligning.sighting import Words
from runtime.intake.envelope import Envelope, WitnessText
from runtime.intake.html import read_page
from runtime.intake.mail.headers import Headers
from runtime.intake.mail.parts import Mail, MailPart
from runtime.intake.mail.quoting import MAX_LINES, plain_lines
from runtime.intake.pdf import PdfText, read_pdf
from runtime.intake.reading import Part, PartRole
from runtime.intake.references import find_reference
from runtime.intake.service.information import ServiceInformation, read_information
from runtime.intake.service.keys import NO_SERVICES, Services
from runtime.intake.wording import fold
from runtime.pdfs import MAX_PDF_BYTES, MAX_SECONDS, PdfUnreadable

_AUTOMATIC_PRECEDENCE = frozenset({"auto_reply", "bulk", "junk", "list"})
_PDF = b"%PDF-"
_NOT_OPENED = {
    b"PK\x03\x04": "a zip file",
    b"PK\x05\x06": "a zip file",
    b"\x78\x9f\x3e\x22": "a winmail.dat file",
}
_NEVER_OPENED = "Part {} is {}: it is kept, and nothing in it is opened."
_CUT_HTML = "The HTML body is too large or too deep to be read whole: only its beginning is."
_UNREADABLE_PDF = "ATTACHMENT_MISSING: the PDF in part {} cannot be read: {}."
_CUT_PDF = "The PDF is too long to be read whole: only its beginning is."
_MAX_COMPARED_LINES, _MAX_COMPARED_CHARACTERS = 5_000, 200_000
MAX_TEXTS = 50  #: that are read of one mail and all mails in it
_MANY_TEXTS = f"The mail holds more than {MAX_TEXTS} texts: the rest is kept, and not read."
_MANY_LINES = f"A text in the mail has more than {MAX_LINES:,} lines: only its beginning is read."
MAX_PDFS = 10  #: that are read of one mail


def sort_mail(
    mail: Mail, services: Services = NO_SERVICES, labels: Collection[Words] = frozenset()
) -> tuple[tuple[Part, ...], list[Envelope]]:
    """Every part with its role, in order, and an envelope for each mail, the outermost first.

    Without services nothing is known of a mail but its texts and attachments. `labels` are those of known forms.
    """
    allowance = _Allowance()
    envelopes = [_Opened(headers, services, allowance) for headers in mail.messages]
    parts = tuple(envelopes[part.message].take(part) for part in mail.parts)
    return parts, [envelope.closed(tuple(mail.cautions), labels) for envelope in envelopes]


def _all_words(plain: str, texts: Sequence[WitnessText]) -> str:
    """The plain text, else that of the first witness, and what only the others say: it is searched for danger too."""
    first = texts[0].witness if texts else ""
    words = plain or "\n\n".join("\n".join(line.text for line in text.lines) for text in texts if text.witness == first)
    others = [line.text for text in texts if text.witness != first for line in text.lines][:_MAX_COMPARED_LINES]
    if not others:
        return words
    said = _squeezed(words[:_MAX_COMPARED_CHARACTERS])
    return "\n".join([words, *(line for line in others if _squeezed(line) not in said)])


def _squeezed(text: str) -> str:
    return "".join(text.casefold().split())


class _Allowance:
    """What is read of one mail at most: so many texts, and so many PDFs in so much time for all of them."""

    def __init__(self) -> None:
        self._texts = MAX_TEXTS
        self._left = MAX_PDFS
        self._seconds = MAX_SECONDS

    def has_room_for_a_text(self) -> bool:
        """Whether another text may be read, which is counted by this."""
        self._texts -= 1
        return self._texts >= 0

    def read_pdf(self, part: MailPart, size: int) -> PdfText:
        """The PDF in a part. Raises PdfUnreadable."""
        if size > MAX_PDF_BYTES:
            raise PdfUnreadable(f"it is larger than {MAX_PDF_BYTES // 1024 // 1024} MiB")
        if not self._left or self._seconds <= 0:
            raise PdfUnreadable("the PDFs before it in the mail took all the time that there is")
        self._left -= 1
        began = time.monotonic()
        try:
            return read_pdf(part.content(), seconds=self._seconds)
        finally:
            self._seconds -= time.monotonic() - began


class _Opened:
    """One mail's parts while they are looked at."""

    def __init__(self, headers: Headers, services: Services, allowance: _Allowance) -> None:
        self._headers = headers
        self._services = services
        self._allowance = allowance
        self._plain: list[tuple[int, str]] = []  #: each with the part it stands in
        self._html: list[tuple[int, str]] = []
        self._drawn: list[WitnessText] = []
        self._unreadable: list[str] = []  #: why, of each PDF that says nothing
        self._information: ServiceInformation | None = None
        self._beside: list[Part] = []  #: all that the service sent beside the body
        self._notes: list[str] = []

    def take(self, part: MailPart) -> Part:
        """The part as it is listed; its text is kept where it is one to read."""
        size, sha256 = part.measured()
        head = part.head()
        role = self._role(part, head)
        listed = Part(part.index, part.headers.media_type, part.headers.name, size, sha256, role)
        if role not in (PartRole.BODY, PartRole.MESSAGE):
            self._beside.append(listed)
        if role is PartRole.PDF:
            self._draw(part, size)
        self._notes += [
            _NEVER_OPENED.format(part.index, what) for magic, what in _NOT_OPENED.items() if head.startswith(magic)
        ]
        return listed

    def closed(self, notes: tuple[str, ...], labels: Collection[Words]) -> Envelope:
        """All that is known once every part was looked at."""
        pages = [(part, read_page(text, labels)) for part, text in self._html]
        texts = [WitnessText("body", plain_lines(text), part) for part, text in self._plain]
        texts += [WitnessText("html", page.lines, part) for part, page in pages]
        texts += self._drawn
        plain = "\n\n".join(text for _, text in self._plain)
        words = [_all_words(plain, texts), *(page.hidden for _, page in pages)]
        cut = [] if all(page.is_whole for _, page in pages) else [_CUT_HTML]
        cut += [_MANY_LINES] if any(text.count("\n") > MAX_LINES for _, text in self._plain) else []
        promised = (self._information.attachments or 0) if self._information else 0
        missing = max(0, promised - len(self._beside))
        return Envelope(
            texts=tuple(texts),
            information=self._information,
            attachments=tuple(part for part in self._beside if part.role is not PartRole.INFORMATION),
            missing=missing,
            pdfs=sum(part.role is PartRole.PDF for part in self._beside),
            reference=find_reference(" ".join(map(self._headers.words, (*self._services.headers, "subject")))),
            words="\n\n".join(filter(None, words)),
            witnesses=self._witnesses(texts, is_missing=missing > 0),
            sent=self._headers.date,
            is_automatic=self._is_automatic(),
            notes=(*notes, *self._notes, *cut),
        )

    def _draw(self, part: MailPart, size: int) -> None:
        try:
            text = self._allowance.read_pdf(part, size)
        except PdfUnreadable as error:
            self._unreadable.append(str(error))
            self._notes.append(_UNREADABLE_PDF.format(part.index, error))
            return
        self._drawn.append(WitnessText("pdf", text.lines, part.index))
        self._notes += [_CUT_PDF] if text.is_cut else []

    def _witnesses(self, texts: Sequence[WitnessText], *, is_missing: bool) -> dict[str, str]:
        """Each witness that came or was promised, and whether it can be read; PDFs that cannot come last."""
        witnesses = {text.witness: "read" for text in texts}
        for number, why in enumerate(self._unreadable, len(self._drawn) + 1):
            witnesses[f"pdf {number}" if number > 1 else "pdf"] = why
        if is_missing:
            witnesses.setdefault("pdf", "missing")
        if self._information:
            witnesses["info"] = "read"
        return witnesses

    def _role(self, part: MailPart, head: bytes) -> PartRole:
        kind = part.headers.media_type
        if kind == "message/rfc822":
            return PartRole.MESSAGE
        if kind == "application/pdf" or head.startswith(_PDF):
            return PartRole.PDF
        if not kind.startswith("text/"):
            return PartRole.ATTACHMENT
        text = part.text()
        if kind == "text/plain" and self._information is None:
            self._information = read_information(text, self._services)
            if self._information:
                return PartRole.INFORMATION
        if part.headers.disposition == "attachment" or kind not in ("text/plain", "text/html"):
            return PartRole.ATTACHMENT
        self._keep(self._html if kind == "text/html" else self._plain, part.index, text)
        return PartRole.BODY

    def _keep(self, kept: list[tuple[int, str]], part: int, text: str) -> None:
        """A text to read, unless it stands there already or there are too many."""
        if not text.strip() or any(text == before for _, before in kept):
            return
        if self._allowance.has_room_for_a_text():
            kept.append((part, text))
        elif _MANY_TEXTS not in self._notes:
            self._notes.append(_MANY_TEXTS)

    def _is_automatic(self) -> bool:
        """Whether a machine answered (RFC 3834, 5): a header says so, or the subject does."""
        return (
            self._headers.words("auto-submitted").casefold() not in ("", "no")
            or self._headers.words("precedence").casefold() in _AUTOMATIC_PRECEDENCE
            or self._headers.media_type == "multipart/report"
            or fold(self._headers.words("subject")).startswith(self._services.automatic)
        )
