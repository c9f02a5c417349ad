"""Instants and stretches of time, as people on a shift say them: local time, and how long ago."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant: for machines, and in local words."""

    iso: str
    words: str


def moment(at: datetime | None) -> Moment | None:
    """The instant as a page shows it, "Mon 5 Oct 08:40"; None stays None."""
    if at is None:
        return None
    local = at.astimezone(LOCAL)
    return Moment(at.isoformat(), f"{local:%a} {local.day} {local:%b %H:%M}")


def stretch(length: timedelta) -> str:
    """A length of time in its two largest units: "3 d 4 h", "2 h 5 min", "under a minute"."""
    minutes = int(abs(length).total_seconds()) // 60
    hours, days = minutes // 60, minutes // 1440
    if days:
        return f"{days} d {hours % 24} h"
    if hours:
        return f"{hours} h {minutes % 60} min"
    return f"{minutes} min" if minutes else "under a minute"
