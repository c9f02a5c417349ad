"""Mails made by hand for the tests."""

from collections.abc import Iterable

from runtime.intake.envelope import WitnessText
from runtime.intake.witness.lines import running

THEFT = """\
OFFICIAL

Report a theft or lost property
Reference: TLP-10032-26-3100-000
Submitted: 05/10/2026 08:40:07

What happened
-------------
Was the property lost or stolen?: Stolen
How are you involved?: I saw it happen
Tell us what happened: {description}
Was it taken from your person?: Yes

Property
--------
Type of property: Bag, purse or wallet
Describe the property: Black leather wallet
Serial number or IMEI:\x20
Value (GBP): 25

Where it happened
-----------------
Where did it happen?: outside the bakery
Postcode of the location: w23 9jg

When it happened
----------------
Do you know exactly when it happened?: Yes
Date (or earliest date): 03/10/2026
Time (or earliest time): 23:16

Suspects
--------
Do you know who did this?: No

Your safety
-----------
Are you or anyone else in danger right now?: {danger}
Is there anything that makes you more vulnerable?: No

About you
---------
Your full name: Grace Hartley
Date of birth: 16/05/1970
Gender: Female
Self-defined ethnicity: White - Irish
Telephone number: 07700900454
Email address: grace.hartley@example.com
Your address: 9 Inkerman Terrace
Your postcode: W239JG
How should we contact you?: Email

--\x20
This message was created by the online reporting service. Do not reply.
"""

INFORMATION = """\
Reference: TLP-10032-26-3100-000
Submission ID: 4651d4cc-381c-4efb-a6b8-8aa30ce8b406
Form code: {code}
Form version: {version}
Submitted: 2026-10-05T08:40:07+01:00
Channel: Website
Language: en
Device: Desktop
User agent: Mozilla/5.0
IP address: 192.0.2.1
"""


def theft_body(description: str = "My wallet was taken.", danger: str = "No") -> str:
    """The body of a theft 1.0 form."""
    return THEFT.format(description=description, danger=danger)


def body_text(body: str) -> WitnessText:
    """A body as a witness."""
    return WitnessText("body", running(body.split("\n")))


def information(code: str = "TLP", version: str = "1.0") -> str:
    """A service information text."""
    return INFORMATION.format(code=code, version=version)


def part(content: str | bytes, *headers: str) -> bytes:
    """One part with its headers; text is UTF-8."""
    content = content.encode() if isinstance(content, str) else content
    return "\r\n".join([*headers, "", ""]).encode() + content


def mail(parts: Iterable[bytes], *headers: str, boundary: str = "limit") -> bytes:
    """A multipart mail of these parts."""
    head = ["From: service@forms.example", "Subject: Online report", *headers]
    opening = part(b"", *head, f'Content-Type: multipart/mixed; boundary="{boundary}"')
    mark = f"\r\n--{boundary}".encode()
    return opening + b"".join(mark + b"\r\n" + one for one in parts) + mark + b"--\r\n"


def theft_mail(body: str | None = None, info: str | None = None, *headers: str) -> bytes:
    """A theft form as the service sends it: the body and, unless it is empty, the service information text."""
    said = information() if info is None else info
    shown = part(theft_body() if body is None else body, "Content-Type: text/plain; charset=utf-8")
    beside = part(said, "Content-Type: text/plain", "Content-Disposition: attachment; filename=info.txt")
    return mail([shown, beside] if said else [shown], *headers, boundary=f"limit{len(shown)}")
