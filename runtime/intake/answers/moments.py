"""A day and a time of day in one answer. A form speaks London time; what it says keeps its offset."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from runtime.intake.answers.clock import clock_at_end, clock_at_start, read_clock
from runtime.intake.answers.days import Day, read_day
from runtime.intake.answers.typed import Note, NoteKind
from runtime.intake.answers.usage import Usage
from runtime.intake.wording import fold

MAX_CHARACTERS = 80
LONDON = ZoneInfo("Europe/London")

_ZONE = re.compile(
    r"\s*\(?(?:(?P<name>bst|gmt|utc|(?<=\d)z)|(?P<sign>[+-])(?P<hours>[01]\d):?(?P<minutes>[0-5]\d))\)?$"
)
_TWICE = "The clocks went back in that hour: “{}” stands for two instants, and the first of them was taken."
_MISSING = "The clocks went forward over that hour: there was no “{}” on that day."
_OTHER_DAY = "“{}” names an offset, by which it is {} in London."


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant with its offset, and what must be told of it."""

    at: datetime
    note: Note | None = None


def read_moment(text: str, usage: Usage, shape: str = "") -> Moment | None:
    """The instant that a text tells; one without an offset is London's. None where the text is no instant."""
    if len(text) > MAX_CHARACTERS:
        return None
    local = _iso(text.strip())
    note = None
    if local is None:
        bare, zone = _without_zone(fold(text))
        found = _parted(bare, usage, shape)
        if found is None:
            return None
        local, note = found[0].replace(tzinfo=zone), found[1]
    try:
        moment = local if local.tzinfo else local.replace(tzinfo=LONDON)
        moment.isoformat()
        return Moment(moment, note or _of_the_clocks(local, text))
    except (OverflowError, ValueError):  # a zone cannot be told at the ends of the calendar
        return None


def without_time(text: str, usage: Usage, shape: str) -> Day | None:
    """The day of a text that tells a time too. Where an offset makes it another day in London, that is told."""
    moment = read_moment(text, usage, shape)
    if moment is None:
        return None
    try:
        on = moment.at.astimezone(LONDON).date()
    except (OverflowError, ValueError):  # as above
        return None
    other = Note(NoteKind.OTHER_FORMAT, _OTHER_DAY.format(text.strip(), on.isoformat()))
    is_format = moment.note is not None and moment.note.kind is NoteKind.OTHER_FORMAT
    return Day(on, moment.note if is_format else other if on != moment.at.date() else None)


def _iso(text: str) -> datetime | None:
    """ISO 8601 with a time."""
    try:
        return datetime.fromisoformat(text) if len(text) > len("YYYY-MM-DD") and text[4:5] == "-" else None
    except ValueError:
        return None


def _without_zone(text: str) -> tuple[str, timezone | None]:
    """The text without the zone that ends it, and that zone. BST is an hour before UTC."""
    found = _ZONE.search(text)
    if not found:
        return text, None
    if found["name"]:
        return text[: found.start()], timezone(timedelta(hours=found["name"] == "bst"))
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    return text[: found.start()], timezone(-offset if found["sign"] == "-" else offset)


def _parted(text: str, usage: Usage, shape: str) -> tuple[datetime, Note | None] | None:
    """A date with a time after it or before it."""
    for pattern in (clock_at_end(usage.words), clock_at_start(usage.words)):
        found = pattern.fullmatch(text)
        clock = read_clock(found["clock"], usage.words) if found else None
        day = read_day(found["date"], shape.partition("H")[0].strip(" ,"), usage) if found and clock else None
        if day and clock is not None:
            return datetime.combine(day.on, clock), day.note
    return None


def _of_the_clocks(local: datetime, text: str) -> Note | None:
    """What is to be told of a London time in the hour that comes twice, or in the one that is left out."""
    if local.tzinfo is not None:
        return None
    first, second = local.replace(tzinfo=LONDON), local.replace(tzinfo=LONDON, fold=1)
    if first.utcoffset() == second.utcoffset():
        return None
    exists = first.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) == local
    kind, sentence = (NoteKind.HOUR_TWICE, _TWICE) if exists else (NoteKind.HOUR_MISSING, _MISSING)
    return Note(kind, sentence.format(text.strip()))
