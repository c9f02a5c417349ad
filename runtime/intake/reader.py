"""Bytes and forms in, the document of `studio read` out. Nothing that can come makes it raise."""

import re
from collections.abc import Sequence
from dataclasses import replace

from runtime.intake.abreast import one_below_another
from runtime.intake.asked import labels_of
from runtime.intake.envelope import Envelope
from runtime.intake.known import Known
from runtime.intake.mail.decoding import decode_text
from runtime.intake.mail.parts import MAX_MAIL_BYTES, MAX_TEXT_BYTES, open_mail
from runtime.intake.mail.sorting import sort_mail
from runtime.intake.reading import Disposition, Reading, SubmissionReading
from runtime.intake.service.ihub import JsonUnreadable, looks_like_json, open_json
from runtime.intake.several import apart
from runtime.intake.submission import read_submission

_HEAD_BYTES = 1024
_ANY_WORD = re.compile(rb"\S")
_OTHER_FILES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip file"),
    (b"PK\x05\x06", "a zip file"),
    (b"\x78\x9f\x3e\x22", "a winmail.dat file"),
    (b"\xd0\xcf\x11\xe0", "an Office or Outlook file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


def read(raw: bytes | memoryview, known: Known, *, file_name: str = "") -> Reading:
    """What stands in a mail or a JSON submission. The file's name tells only which of the two it claims to be."""
    head = bytes(raw[:_HEAD_BYTES])
    if not head.strip() and not _ANY_WORD.search(raw):
        return _refused("The file is empty.")
    if len(raw) > MAX_MAIL_BYTES:
        return _refused(f"The file is larger than {MAX_MAIL_BYTES // 1024 // 1024} MiB; it is kept, but not opened.")
    if looks_like_json(head, file_name):
        return _read_json(bytes(raw[: MAX_TEXT_BYTES + 1]), known)
    for magic, name in _OTHER_FILES:
        if head.startswith(magic):
            return _refused(f"This is {name}, not a mail or a JSON submission.")
    return _read_mail(raw, known)


def _read_json(raw: bytes, known: Known) -> Reading:
    try:
        envelopes = open_json(raw, known.services)
    except JsonUnreadable as error:
        return _refused(str(error), _text_of(raw))
    return _reading(envelopes, known, Reading(Disposition.QUARANTINE))


def _read_mail(raw: bytes | memoryview, known: Known) -> Reading:
    mail = open_mail(raw)
    outermost = mail.messages[0]
    if not outermost.look_like_a_mail:
        return _refused("This file is not a mail: it does not begin with a mail's headers.", _text_of(raw))
    parts, envelopes = sort_mail(mail, known.services, labels_of(known.forms))
    found = Reading(
        Disposition.QUARANTINE,
        message_id=outermost.words("message-id") or None,
        subject=outermost.words("subject"),
        sender=outermost.words("from"),
        parts=parts,
        words="\n\n".join(filter(None, (envelope.words.strip("\n") for envelope in envelopes))),
    )
    return _reading(envelopes, known, found)


def _reading(envelopes: Sequence[Envelope], known: Known, found: Reading) -> Reading:
    """What was found, with the submissions of its envelopes; of several envelopes those without one are passed over."""
    found = replace(found, words=found.words or "\n\n".join(envelope.words for envelope in envelopes))
    each = [one for envelope in envelopes for one in apart(_in_lines(envelope, known), known)]
    submissions = _once([one for envelope in each if (one := read_submission(envelope, known))])
    if not submissions:
        automatic = any(envelope.is_automatic for envelope in envelopes)
        what = "It is an automatic reply" if automatic else "No form was found in it"
        notes = dict.fromkeys(note for envelope in envelopes for note in envelope.notes)
        return replace(found, sentence=" ".join([f"{what}, so there is no submission to work on.", *notes]))
    if len(submissions) > 1:
        return replace(found, disposition=Disposition.SPLIT, submissions=submissions)
    only = submissions[0]
    why = only.cautions[0] if only.disposition is Disposition.REVIEW and only.cautions else None
    return replace(found, disposition=only.disposition, submissions=submissions, sentence=why)


def _in_lines(envelope: Envelope, known: Known) -> Envelope:
    """The envelope's texts with one question to a line."""
    labels = labels_of(known.forms)
    return replace(envelope, texts=tuple(one_below_another(text, labels) for text in envelope.texts))


def _once(submissions: Sequence[SubmissionReading]) -> tuple[SubmissionReading, ...]:
    """The submissions, one that stands there twice but once."""
    if len(submissions) < 2:
        return tuple(submissions)
    first: dict[str, SubmissionReading] = {}
    for one in submissions:
        first.setdefault(one.content_digest, one)
    return tuple(first.values())


def _refused(sentence: str, words: str = "") -> Reading:
    return Reading(Disposition.QUARANTINE, sentence=sentence, words=words)


def _text_of(raw: bytes | memoryview) -> str:
    """What a file says that is neither of the two, if it is a text: it may speak of danger all the same."""
    text = bytes(raw[:MAX_TEXT_BYTES])
    return "" if b"\0" in text[:_HEAD_BYTES] else decode_text(text)
