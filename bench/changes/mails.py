"""A sheet as the mail that a service sends: bodies, PDF, service information, and the way they are packed."""

import textwrap
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from bench.changes.layouts import Layout, written
from bench.changes.looks import Look, can_show, printed
from bench.changes.sheets import Heading, Sheet

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Packing:
    """What a mail has in it and how it is encoded."""

    text: Layout | None
    page: Layout | None  #: HTML
    look: Look | None  #: PDF
    has_information: bool = True
    charset: str = "utf-8"
    transfer: str = "quoted-printable"
    is_flowed: bool = False
    is_json: bool = False  #: no mail at all: the text comes in the hub's document
    headers: tuple[tuple[str, str], ...] = field(default=())

    @property
    def family(self) -> str:
        """What its figures are counted under: its layout, or the look where all stands in the PDF."""
        shown = self.text or self.page or self.look
        return shown.family if shown else ""

    @property
    def names(self) -> str:
        """Its layouts in words."""
        names = (one.name for one in (self.text, self.page, self.look) if one)
        return f"{' + '.join(names)}{' in JSON' if self.is_json else ''}"

    @property
    def hides_blanks(self) -> bool:
        """Whether questions that were left blank stand nowhere."""
        return all(one.blank is None for one in (self.text, self.page, self.look) if one)


@dataclass(frozen=True, slots=True)
class Service:
    """What the service says of a submission besides its answers."""

    code: str
    version: str  #: as declared; empty: not at all
    language: str
    sender: str
    subject: str
    submitted: datetime


def packed(sheet: Sheet, heading: Heading, service: Service, packing: Packing) -> bytes:
    """The mail's bytes."""
    mail = EmailMessage()
    headers = {
        "From": service.sender,
        "To": "digital.desk@police.example",
        "Subject": service.subject,
        "Date": service.submitted.replace(tzinfo=LONDON).strftime("%a, %d %b %Y %H:%M:%S %z"),
        "Message-ID": f"<{heading.reference.replace('/', '.')}@forms.example>",
    }
    for name, value in (*packing.headers, *headers.items()):
        mail[name] = value
    _put_bodies(mail, sheet, heading, packing)
    if packing.look and can_show(sheet):
        content = printed(sheet, heading, packing.look)
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=f"{service.code}.pdf")
    if packing.has_information:
        mail.add_attachment(_information(heading, service), filename="service-information.txt", cte="base64")
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_form_{number}")  # else drawn by the library, not by our seed
    return mail.as_bytes()


def _put_bodies(mail: EmailMessage, sheet: Sheet, heading: Heading, packing: Packing) -> None:
    text = written(sheet, heading, packing.text) if packing.text else ""
    page = written(sheet, heading, packing.page) if packing.page else ""
    if not text and not page:
        text = f"A form was filled in: see the attached document.\n\n{heading.disclaimer}\n"
    if text:
        flow = {"format": "flowed"} if packing.is_flowed else {}
        shown = _flowed(text) if packing.is_flowed else text
        mail.set_content(shown, charset=_charset(shown, packing), cte=packing.transfer, params=flow)
    if page:
        put = mail.add_alternative if text else mail.set_content
        put(page, subtype="html", charset=_charset(page, packing), cte=packing.transfer)


def _charset(text: str, packing: Packing) -> str:
    """The charset, or UTF-8 where that has not all the letters."""
    try:
        text.encode(packing.charset)
    except UnicodeEncodeError:
        return "utf-8"
    return packing.charset


def _flowed(text: str) -> str:
    """Lines broken with a blank at their end, as RFC 3676 has it."""
    lines = []
    for line in text.split("\n"):
        pieces = textwrap.wrap(line, 70, break_long_words=False, break_on_hyphens=False) or [""]
        stuffed = [f" {piece}" if piece.startswith((" ", ">", "From ")) else piece for piece in pieces]
        lines.append(" \n".join(stuffed))
    return "\n".join(lines)


def _information(heading: Heading, service: Service) -> str:
    submitted = service.submitted.replace(tzinfo=LONDON).isoformat()
    lines = {
        "Reference": heading.reference,
        "Service": heading.title,
        "Form code": service.code,
        "Form version": service.version,
        "Submitted": submitted,
        "Channel": "Website",
        "Language": service.language,
        "Device": "Mobile",
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items() if value)
