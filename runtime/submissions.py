"""A submission as its page shows it: the form beside the record, and everything that was done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from runtime.database import Database
from runtime.models import DeliveryKind, DeliveryStatus, Grade, NextStep, Source, Status


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands in what came."""

    witness: str  #: "body", "pdf", "info"
    line: int | None
    end_line: int | None
    text: str


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One question with what was answered."""

    name: str  #: dotted for the questions of a group: "suspects.name"
    label: str
    value: Any  #: as the schema types it
    text: str  #: as a person reads it: options in their words, dates written out; empty where blank
    was_asked: bool
    is_in_doubt: bool
    is_risk: bool
    place: Place | None = None
    elements: tuple[tuple["AnswerShown", ...], ...] = ()  #: of a group, one an element


@dataclass(frozen=True, slots=True)
class SectionShown:
    """One section of the form."""

    title: str
    answers: tuple[AnswerShown, ...]


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One field of a record, with what it ended as."""

    path: str  #: whole, "chs.incident.vehicles[2].vrm"; also what `decisions.correct` takes
    label: str  #: below the record, "vehicles[2].vrm"
    state: str  #: value, blank, default, review, reject
    value: Any  #: as it stands now, corrections laid over
    reason: str | None
    reads: tuple[str, ...]  #: the answers that it is made from
    is_corrected: bool
    corrected_why: str | None = None
    corrected_by: str | None = None
    made_value: Any = None  #: what the mapping gave, where it was corrected

    @property
    def needs_look(self) -> bool:
        """Whether a person is asked for it: in review, and not corrected yet."""
        return self.state in ("review", "reject") and not self.is_corrected


@dataclass(frozen=True, slots=True)
class RecordShown:
    """One record as it stands now."""

    target: str
    fields: tuple[FieldShown, ...]
    record: dict[str, Any] | None  #: whole, ready to copy; None where the mapping made none


@dataclass(frozen=True, slots=True)
class FlagShown:
    """A flag that is raised, or that cannot tell."""

    name: str
    level: str
    state: str  #: raised, unclear
    because: str


@dataclass(frozen=True, slots=True)
class DeliveryShown:
    """One delivery and how it stands."""

    id: UUID
    target: str
    number: int
    kind: DeliveryKind
    status: DeliveryStatus
    target_reference: str | None
    tries: int
    sentence: str | None
    is_by_hand: bool
    record: dict[str, Any]
    planned_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CorrectionShown:
    """What a person put in the place of the mapping's value."""

    path: str
    previous: Any
    value: Any
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """What was decided last."""

    is_crime: bool
    opening_code: str | None
    offence: str | None
    next_step: NextStep
    rationale: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HappeningShown:
    """One line of the time-line."""

    at: datetime
    event: str
    who: str
    why: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PartShown:
    """One part of the mail that came."""

    index: int
    media_type: str
    name: str
    bytes: int
    role: str


@dataclass(frozen=True, slots=True)
class TriageShown:
    """Why it stands where it stands."""

    queue: str
    priority: int
    due_at: datetime | None
    grade: Grade | None
    risk_level: str
    rank: int
    is_escalated: bool
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class SubmissionDetail:
    """Everything that a submission's page shows."""

    id: UUID
    reference: str
    form: str
    form_title: str
    version: str
    revision: int
    other_revisions: tuple[UUID, ...]
    status: Status
    sentence: str | None
    source: Source
    channel: str
    language: str
    submitted_at: datetime | None
    submitted_text: str
    received_at: datetime
    claimed_by: UUID | None
    claimed_name: str | None
    claimed_at: datetime | None
    processed_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None
    closing_code: str | None
    closing_rationale: str | None
    triage: TriageShown
    flags: tuple[FlagShown, ...]
    sections: tuple[SectionShown, ...]
    records: tuple[RecordShown, ...]
    reviews: tuple[str, ...]
    rejected: str | None
    mapping_id: str | None
    mapping_number: int | None
    deliveries: tuple[DeliveryShown, ...]
    corrections: tuple[CorrectionShown, ...]
    decision: DecisionShown | None
    happenings: tuple[HappeningShown, ...]
    subject: str
    sender: str
    file_name: str
    parts: tuple[PartShown, ...]
    words: str  #: all readable text; shown whole where nothing could be read
    unmapped: tuple[tuple[str, str], ...]  #: label and text of what the form's questions do not have
    cautions: tuple[str, ...]
    conflicts: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class StepShown:
    """One sub-expression and what it gave."""

    text: str
    value: Any


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a field's value came from."""

    path: str
    rule_file: str
    rule_line: int
    rule_text: str
    reads: tuple[AnswerShown, ...]
    steps: tuple[StepShown, ...]
    is_same: bool  #: False is an alarm: computing the outcome again gave another


def detail(db: Database, force_id: str, submission_id: UUID) -> SubmissionDetail:
    """Everything the submission's page shows. Raises NotThere where the force has no such submission."""


def origin(db: Database, force_id: str, submission_id: UUID, path: str) -> Origin:
    """Why a field is what it is, computed again from the stored submission and the version that made it."""


def original(db: Database, force_id: str, submission_id: UUID) -> bytes:
    """The mail or file that it came in, byte for byte."""
