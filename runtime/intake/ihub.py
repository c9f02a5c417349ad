"""Submissions that come as JSON: the Standard Data Model's skeleton, with the form as plain text inside."""

from collections.abc import Iterator
from typing import Any

from mapping_dsl import exact_json
from runtime.intake.decoding import decode_text, storable
from runtime.intake.envelope import Envelope, WitnessText
from runtime.intake.information import ServiceInformation
from runtime.intake.instants import read_instant
from runtime.intake.layouts import plain_lines
from runtime.intake.mail import MAX_PARTS, MAX_TEXT_BYTES
from runtime.intake.reading import DeviceDetails, Part, PartRole

_WITNESS = "json"


class JsonUnreadable(ValueError):
    """The file that came as JSON is none, or holds no submission."""

    def __init__(self, cause: str) -> None:
        super().__init__(f"This is no JSON submission: {cause}.")


def looks_like_json(raw: bytes, file_name: str) -> bool:
    """Whether a file should be read as JSON and not as a mail."""
    return file_name.casefold().endswith(".json") or raw[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def open_json(raw: bytes) -> list[Envelope]:
    """The submissions in a JSON document. Raises JsonUnreadable where there is none."""
    document = _load(raw)
    included = document.get("included") if isinstance(document, dict) else None
    resources = [one for one in included if isinstance(one, dict)] if isinstance(included, list) else []
    submissions = [one for one in resources if isinstance(_attributes(one).get("submissionContent"), str)]
    if not submissions:
        raise JsonUnreadable("no part of it has a submissionContent")
    attachments = {str(one.get("id")): one for one in resources if one.get("type") == "attachment"}
    return [_envelope(one, attachments) for one in submissions[:MAX_PARTS]]


def _load(raw: bytes) -> Any:
    if len(raw) > MAX_TEXT_BYTES:
        raise JsonUnreadable(f"it is larger than {MAX_TEXT_BYTES // 1024 // 1024} MiB")
    try:
        return exact_json.loads(decode_text(raw))
    except ValueError as error:
        raise JsonUnreadable(str(error)) from error


def _envelope(submission: dict[str, Any], attachments: dict[str, dict[str, Any]]) -> Envelope:
    said = {key: storable(value) for key, value in _attributes(submission).items() if isinstance(value, str)}
    content = said.get("submissionContent", "")
    wanted = [attachments[key] for key in _related(submission) if key in attachments]
    return Envelope(
        texts=(WitnessText(_WITNESS, plain_lines(content)),),
        information=ServiceInformation(
            reference=said.get("customerReferenceNumber"),
            submission_id=said.get("submissionId"),
            form_code=said.get("category"),
            version=said.get("categorySubcode"),
            submitted_at=read_instant(said.get("submitTime", "")),
            channel=said.get("channel"),
            language=said.get("language"),
            force_identifier=said.get("forceIdentifier"),
            device=DeviceDetails(said.get("ipAddress"), said.get("userAgent"), said.get("device")),
        ),
        attachments=tuple(_part(index, _attributes(one)) for index, one in enumerate(wanted[:MAX_PARTS])),
        words=content,
    )


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


def _part(index: int, said: dict[str, Any]) -> Part:
    """An attachment that only its address came of: it has neither size nor hash."""
    name, media_type = storable(str(said.get("fileName", ""))), storable(str(said.get("mimeType", "")))
    return Part(index, media_type, name[:200], 0, "", PartRole.ATTACHMENT)
