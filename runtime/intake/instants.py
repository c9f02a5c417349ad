"""Instants as forms write them. A form speaks London time; what it says keeps its offset."""

from datetime import datetime
from zoneinfo import ZoneInfo

from mapping_dsl.functions.pictures import picture

_LONDON = ZoneInfo("Europe/London")
_PICTURES = (
    "DD/MM/YYYY HH:mm:ss",
    "DD/MM/YYYY HH:mm",
    "D MMMM YYYY HH:mm:ss",
    "D MMMM YYYY HH:mm",
    "D MMMM YYYY, HH:mm",
)


def read_instant(text: str) -> str | None:
    """The instant as ISO 8601 with its offset; one without an offset is London's. None where the text is no instant."""
    instant = _iso(text.strip()) or _pictured(text.strip())
    if instant is None:
        return None
    try:
        return (instant if instant.tzinfo else instant.replace(tzinfo=_LONDON)).isoformat()
    except (OverflowError, ValueError):  # a zone cannot be told at the ends of the calendar
        return None


def is_ambiguous(text: str) -> bool:
    """Whether a London time stands for two instants, as it does once a year when the clocks go back."""
    local = _pictured(text.strip())
    if local is None:
        return False
    return local.replace(tzinfo=_LONDON).utcoffset() != local.replace(tzinfo=_LONDON, fold=1).utcoffset()


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if len(text) > len("YYYY-MM-DD") else None
    except ValueError:
        return None


def _pictured(text: str) -> datetime | None:
    for one in _PICTURES:
        shown = picture(one)
        instant = shown.read(text) if shown else None
        if instant is not None:
            return instant
    return None
