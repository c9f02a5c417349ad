"""The service information text that the online service puts beside a form: which form, which version, when, whence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from runtime.intake.reading import DeviceDetails
from runtime.intake.service.instants import read_instant
from runtime.intake.service.keys import Services
from runtime.intake.wording import fold

MAX_LINES = 100
_FEWEST_KEYS = 3


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


def read_information(text: str, services: Services) -> ServiceInformation | None:
    """What a service information text says; None where the text is none."""
    said: dict[str, str] = {}
    for line in text.splitlines()[:MAX_LINES]:
        key, separator, value = line.partition(":")
        if separator:
            said.setdefault(fold(key), value.strip())
    if len(said) < _FEWEST_KEYS or services.telling.isdisjoint(said):
        return None
    meant: dict[str, str] = {}
    for key, value in said.items():
        if key in services.information and fold(value) not in services.nothing:
            meant.setdefault(services.information[key], value)
    return information_of(meant)


def information_of(said: Mapping[str, str]) -> ServiceInformation:
    """What a service says, by what each of it means."""
    count = said.get("attachments", "")
    return ServiceInformation(
        reference=said.get("reference"),
        submission_id=said.get("submission_id"),
        form_code=said.get("form_code"),
        version=said.get("version"),
        submitted_at=read_instant(said.get("submitted", "")),
        channel=said.get("channel"),
        language=said.get("language"),
        brand=said.get("brand"),
        force_identifier=said.get("force_identifier"),
        attachments=int(count) if count.isdecimal() and len(count) < 6 else None,
        device=DeviceDetails(said.get("ip_address"), said.get("user_agent"), said.get("device")),
    )
