"""The log as a page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from runtime.audit import Break
from runtime.models import AuditEntry
from studio.presenters.marks import event_words
from studio.presenters.moments import Moment, moment


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry."""

    sequence: int
    at: Moment | None
    who: str
    what: str
    subject: str
    why: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Whether the chain holds, and its latest entries."""

    holds: bool
    verdict: str
    sentence: str
    rows: tuple[EntryRow, ...]


def audit_page(broken: Break | None, entries: Sequence[AuditEntry]) -> AuditPage:
    """The page; `broken` is the first place where the chain does not hold."""
    return AuditPage(
        holds=broken is None,
        verdict="The log holds" if broken is None else "The log was changed",
        sentence="Every entry follows the one before it, from the first to the last."
        if broken is None
        else f"{broken.sentence[:1].upper()}{broken.sentence[1:]}.",
        rows=tuple(_row(one) for one in entries),
    )


def _row(entry: AuditEntry) -> EntryRow:
    subject = f"{entry.subject} {entry.subject_id}"
    return EntryRow(
        entry.sequence,
        moment(entry.at),
        entry.who_name,
        event_words(entry.event),
        subject,
        entry.details.get("why", ""),
    )
