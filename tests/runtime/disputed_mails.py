"""OPEN-001, a theft, as it could have come: told twice in two ways, or by a service that words its form anew."""

from collections.abc import Mapping
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from tests.runtime.theft_mails import MAILS

AS_IT_CAME = "TLP-10032"


def disputed_mail(otherwise: Mapping[str, str]) -> bytes:
    """With other words in its text than in its PDF; its reference stays, so it is another content of that."""
    mail = message_from_bytes((MAILS / "OPEN-001.eml").read_bytes(), policy=default)
    body = mail.get_body(("plain",))
    assert body is not None
    body.set_content(_with(body.get_content(), otherwise))
    return mail.as_bytes()


def reworded_mail(words: Mapping[str, str], reference: str) -> bytes:
    """In other words and under another reference, without the PDF that would still have the old ones."""
    body = message_from_bytes((MAILS / "OPEN-001.eml").read_bytes(), policy=default).get_body(("plain",))
    assert body is not None
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "forms@example.org", "police@example.org", "Online report"
    mail.set_content(_with(body.get_content(), {**words, AS_IT_CAME: reference}))
    return mail.as_bytes()


def _with(text: str, words: Mapping[str, str]) -> str:
    for old, new in words.items():
        assert old in text
        text = text.replace(old, new)
    return text
