"""Mails and JSON submissions as samples of a form: what each of them shows, without asking which form it is."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final

from runtime.drift.forms_in.about import About, with_dot
from runtime.drift.forms_in.entries import Entry, read_unlabelled
from runtime.drift.forms_in.found import VERSION
from runtime.intake.envelope import Envelope
from runtime.intake.layout import Layout
from runtime.intake.mail.parts import MAX_MAIL_BYTES, open_mail
from runtime.intake.mail.sorting import sort_mail
from runtime.intake.recognition import plain_version
from runtime.intake.service.ihub import JsonUnreadable, looks_like_json, open_json
from runtime.intake.service.keys import NO_SERVICES, Services
from runtime.intake.wording import fold

_FEWEST_ENTRIES: Final = 3


def entries_of(raw: bytes, file_name: str = "", not_asked: Collection[str] = ()) -> list[tuple[Entry, ...]]:
    """For each submission in a file the entries of the witness that shows most of them; none where there is no form.

    `not_asked` are folded labels of no question: see `labels_of_sending`.
    """
    if not raw.strip() or len(raw) > MAX_MAIL_BYTES:
        return []
    found = (_most(envelope) for envelope in _envelopes(raw, file_name))
    asked = (tuple(one for one in entries if fold(one.label) not in not_asked) for entries in found)
    return [entries for entries in asked if len(entries) >= _FEWEST_ENTRIES]


def as_declared(about: About, files: Iterable[tuple[bytes, str]], services: Services) -> About:
    """What a new form is called, with the code and the version that its service declares beside all of these.

    By its code a form is known in whatever comes later. `files` are bytes and file name; what is too large to be a
    mail declares nothing.
    """
    sizable = ((raw, name) for raw, name in files if raw.strip() and len(raw) <= MAX_MAIL_BYTES)
    said = [one.information for raw, name in sizable for one in _envelopes(raw, name, services)]
    codes = {(one.form_code if one else None) or "" for one in said}
    versions = {plain_version((one.version if one else None) or "") for one in said}
    version = versions.pop() if len(versions) == 1 else ""
    return replace(
        about,
        code=about.code or (codes.pop() if len(codes) == 1 else ""),
        version=about.version or (with_dot(version) if VERSION.fullmatch(version) else ""),
    )


def labels_of_sending(layouts: Iterable[Layout]) -> frozenset[str]:
    """Folded labels that no question has: services put the reference, and when it was sent, beside the answers."""
    return frozenset(fold(label) for one in layouts for label in (*one.references, *one.submitted))


def _envelopes(raw: bytes, file_name: str, services: Services = NO_SERVICES) -> Iterable[Envelope]:
    if looks_like_json(raw, file_name):
        try:
            return open_json(raw, services)
        except JsonUnreadable:
            return ()
    mail = open_mail(raw)
    return sort_mail(mail, services)[1] if mail.messages[0].look_like_a_mail else ()


def _most(envelope: Envelope) -> tuple[Entry, ...]:
    return max((read_unlabelled(text.lines) for text in envelope.texts), key=len, default=())
