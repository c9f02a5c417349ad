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
class Proof:
    """What proving the chain found: the first place where it does not hold, None where all of it does."""

    broken: Break | None

    @property
    def verdict(self) -> str:
        """In a word or two."""
        return "The log was changed" if self.broken else "The log holds"

    @property
    def sentence(self) -> str:
        """Where it does not hold, or that it does."""
        if self.broken is None:
            return "Every entry follows the one before it, from the first to the last."
        return f"{self.broken.sentence[:1].upper()}{self.broken.sentence[1:]}."


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The latest entries of the chain, and what proving it found, where somebody asked."""

    proof: Proof | None
    rows: tuple[EntryRow, ...]


def audit_page(proof: Proof | None, entries: Sequence[AuditEntry]) -> AuditPage:
    """The page of the log."""
    return AuditPage(proof, tuple(_row(one) for one in entries))


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
