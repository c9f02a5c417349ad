"""Submissions that come as JSON: the Standard Data Model's skeleton, with the form inside as text, HTML or answers.

Resources may lie anywhere in the document, and the form in any of a resource's attributes: what it looks like tells.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mapping_dsl import exact_json
from runtime.intake.envelope import Envelope, WitnessText
from runtime.intake.html import html_lines
from runtime.intake.mail.decoding import decode_text, storable
from runtime.intake.mail.parts import MAX_PARTS, MAX_TEXT_BYTES
from runtime.intake.mail.quoting import plain_lines
from runtime.intake.reading import Part, PartRole
from runtime.intake.service.information import information_of
from runtime.intake.service.json_answers import MAX_LINES, answer_lines
from runtime.intake.service.keys import NO_SERVICES, Services
from runtime.intake.witness.lines import Line

MAX_DEPTH = 40
MAX_VALUES = 200_000

_WITNESS = "json"
_FEWEST_LINES = 5
_MARKUP = re.compile(r"<(?:!doctype|html|body|table|div|p|dl|h[1-6]|br|li)\b", re.IGNORECASE)
_MANY_ANSWERS = f"The JSON holds more answers than are read: only its first {MAX_LINES:,} lines are."
_MANY_SUBMISSIONS = f"The JSON holds more than {MAX_PARTS} submissions: the rest is kept, and not read."
_AGAIN = "The JSON gives “{}” more than once: all that it gives is looked at."


class JsonUnreadable(ValueError):
    """The file that came as JSON is none, or holds no submission."""

    def __init__(self, cause: str) -> None:
        super().__init__(f"This is no JSON submission: {cause}.")


def looks_like_json(raw: bytes | memoryview, file_name: str) -> bool:
    """Whether a file should be read as JSON and not as a mail."""
    start = bytes(raw[:64]).lstrip(b"\xef\xbb\xbf \t\r\n")
    return file_name.casefold().endswith(".json") or start[:1] in (b"{", b"[")


def open_json(raw: bytes, services: Services = NO_SERVICES) -> list[Envelope]:
    """The submissions in a JSON document; without services, with their texts alone. Raises JsonUnreadable where there
    is none."""
    twice: list[str] = []
    resources = list(_resources(_load(raw, twice)))
    content = services.names("content")
    found = [(one, texts) for one in resources if (texts := _texts(_attributes(one), content))]
    if not found:
        raise JsonUnreadable(f"no part of it has a {' or a '.join(content) or 'form'}")
    notes = tuple(_AGAIN.format(key[:100]) for key in dict.fromkeys(twice))[:MAX_PARTS]
    notes += (_MANY_SUBMISSIONS,) * (len(found) > MAX_PARTS)
    beside = _Beside(services, dict(_attached(resources, services)), notes)
    return [_envelope(one, texts, beside) for one, texts in found[:MAX_PARTS]]


def _load(raw: bytes, twice: list[str]) -> Any:
    """The document; of a key that stands twice in one object, the second value has the key with a number."""

    def merge(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        for key, value in pairs:
            if key in merged:
                twice.append(key)
                key = f"{key} ({len(merged)})"
            merged[key] = value
        return merged

    if len(raw) > MAX_TEXT_BYTES:
        raise JsonUnreadable(f"it is larger than {MAX_TEXT_BYTES // 1024 // 1024} MiB")
    try:
        return exact_json.loads(decode_text(raw), pairs=merge)
    except ValueError as error:
        raise JsonUnreadable(str(error)) from error


def _resources(document: Any) -> Iterator[dict[str, Any]]:
    """Everything in a document that has attributes, in order; the document itself where nothing has."""
    found, waiting, seen = False, [(document, 0)], 0
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if depth > MAX_DEPTH or seen > MAX_VALUES:
            raise JsonUnreadable("it holds more than a submission does, or stands inside itself too deeply")
        if isinstance(value, dict) and isinstance(value.get("attributes"), dict):
            found = True
            yield value
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting += [(one, depth + 1) for one in reversed(list(inner)) if isinstance(one, dict | list)]
    if not found and isinstance(document, dict):
        yield {"attributes": document}


def _texts(attributes: dict[str, Any], content: tuple[str, ...]) -> tuple[WitnessText, ...]:
    """The form, in each way in which the attributes show it; the names of some begin with one of `content`."""
    written = [_written(value) for key, value in attributes.items() if _is_content(key, value, content)]
    answers = answer_lines({key: value for key, value in attributes.items() if isinstance(value, dict | list)})
    return tuple(WitnessText(_WITNESS, lines) for lines in (*written, answers) if lines)


def _is_content(key: str, value: Any, content: tuple[str, ...]) -> bool:
    if not isinstance(value, str):
        return False
    return key.startswith(content) or value.count("\n") >= _FEWEST_LINES or len(_MARKUP.findall(value)) > 1


def _written(text: str) -> tuple[Line, ...]:
    text = storable(text)
    return html_lines(text) if len(_MARKUP.findall(text)) > 1 else plain_lines(text)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is known of all submissions in a document."""

    services: Services
    attachments: dict[str, dict[str, str]]  #: by the id of their resource, what is said of each by what it means
    notes: tuple[str, ...]


def _envelope(submission: dict[str, Any], texts: tuple[WitnessText, ...], beside: _Beside) -> Envelope:
    unread = _unread(_attributes(submission), beside.services)
    cut = (_MANY_ANSWERS,) * any(len(text.lines) == MAX_LINES for text in texts)
    wanted = [beside.attachments[key] for key in _related(submission) if key in beside.attachments]
    return Envelope(
        texts=texts,
        information=information_of(_said(submission, beside.services)),
        attachments=tuple(_part(index, said) for index, said in enumerate(wanted[:MAX_PARTS])),
        words="\n\n".join([*("\n".join(line.text for line in text.lines) for text in texts), *unread]),
        notes=(*beside.notes, *cut),
    )


def _unread(attributes: dict[str, Any], services: Services) -> Iterator[str]:
    """What the attributes say that nobody asked for: it is shown, and searched for danger."""
    content = services.names("content")
    for key, value in attributes.items():
        if isinstance(value, str) and key not in services.json and not _is_content(key, value, content):
            yield storable(value)


def _said(resource: dict[str, Any], services: Services) -> dict[str, str]:
    """What the attributes of a resource say as texts, by what it means."""
    texts = {key: storable(value) for key, value in _attributes(resource).items() if isinstance(value, str)}
    return services.meant(texts)


def _attached(resources: Sequence[dict[str, Any]], services: Services) -> Iterator[tuple[str, dict[str, str]]]:
    """The resources that are attachments, by their id."""
    for one in resources:
        said = _said(one, services)
        if "file_name" in said:
            yield str(one.get("id")), said


def _attributes(resource: dict[str, Any]) -> dict[str, Any]:
    attributes = resource.get("attributes")
    return attributes if isinstance(attributes, dict) else {}


def _related(submission: dict[str, Any]) -> Iterator[str]:
    """The ids of the attachments that a submission names."""
    relationships = submission.get("relationships")
    named = relationships.get("attachments") if isinstance(relationships, dict) else None
    data = named.get("data") if isinstance(named, dict) else None
    for one in data if isinstance(data, list) else ():
        if isinstance(one, dict):
            yield str(one.get("id"))


def _part(index: int, said: dict[str, str]) -> Part:
    """An attachment that only its address came of: it has neither size nor hash."""
    return Part(index, said.get("media_type", ""), said["file_name"][:200], 0, "", PartRole.ATTACHMENT)
