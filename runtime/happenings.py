"""What happened to a thing, as a time-line tells it: of a submission and of an alarm alike."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from runtime.models import AuditEntry


@dataclass(frozen=True, slots=True)
class HappeningShown:
    """One line of the time-line."""

    at: datetime
    event: str
    who: str
    why: str
    details: dict[str, Any]
    who_id: str = ""  #: empty for the machine


def happening_shown(one: AuditEntry) -> HappeningShown:
    """An entry of the log as a line of the time-line."""
    return HappeningShown(one.at, one.event, one.who_name, str(one.details.get("why", "")), one.details, one.who)
