"""The service information text that the online service puts beside a form: which form, which version, when, whence."""

from dataclasses import dataclass, field

from runtime.intake.reading import DeviceDetails
from runtime.intake.service.instants import read_instant

MAX_LINES = 100
_TELLING = frozenset({"submission id", "form code", "form version"})
_FEWEST_KEYS = 3
_NOTHING = frozenset({"", "none", "n/a", "unknown"})


@dataclass(frozen=True, slots=True)
class ServiceInformation:
    """What the service says of a submission. None is what it does not say."""

    reference: str | None = None
    submission_id: str | None = None
    form_code: str | None = None
    version: str | None = None
    submitted_at: str | None = None  #: ISO 8601 with its offset
    channel: str | None = None
    language: str | None = None
    brand: str | None = None
    force_identifier: str | None = None
    attachments: int | None = None  #: how many the service sent with the mail, this text among them
    device: DeviceDetails = field(default_factory=DeviceDetails)


def read_information(text: str) -> ServiceInformation | None:
    """What a service information text says; None where the text is none."""
    said: dict[str, str] = {}
    for line in text.splitlines()[:MAX_LINES]:
        key, separator, value = line.partition(":")
        if separator:
            said.setdefault(" ".join(key.casefold().split()), value.strip())
    if len(said) < _FEWEST_KEYS or _TELLING.isdisjoint(said):
        return None
    given = {key: value for key, value in said.items() if value.casefold() not in _NOTHING}
    count = given.get("attachments", "")
    return ServiceInformation(
        reference=given.get("reference"),
        submission_id=given.get("submission id"),
        form_code=given.get("form code"),
        version=given.get("form version"),
        submitted_at=read_instant(given.get("submitted", "")),
        channel=given.get("channel"),
        language=given.get("language"),
        brand=given.get("brand"),
        force_identifier=given.get("force identifier"),
        attachments=int(count) if count.isdecimal() and len(count) < 6 else None,
        device=DeviceDetails(given.get("ip address"), given.get("user agent"), given.get("device")),
    )
