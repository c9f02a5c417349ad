"""A submission, what it came in, what was read from it, what was made of it, and what people did."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from runtime.models.base import (
    ForceOwned,
    Identified,
    JsonList,
    JsonObject,
    json_column,
    of_submission,
    text_column,
    word_column,
)
from runtime.models.closed_sets import DeliveryKind, DeliveryStatus, Grade, NextStep, Source, Status


class Original(Identified, ForceOwned, table=True):
    """Bytes that came, known by their hash. Where they lie is the business of `originals.py` alone."""

    __tablename__ = "original"
    __table_args__ = (UniqueConstraint("force_id", "sha256"), UniqueConstraint("force_id", "id"))

    sha256: str
    bytes: int
    stored_at: datetime
    disposed_at: datetime | None = None


class Arrival(Identified, ForceOwned, table=True):
    """One mail or file as it came. The same bytes twice are two arrivals of one original."""

    __tablename__ = "arrival"
    __table_args__ = (
        UniqueConstraint("force_id", "id"),
        ForeignKeyConstraint(["force_id", "original_id"], ["original.force_id", "original.id"]),
    )

    original_id: UUID
    source: Source = Field(sa_column=word_column(Source))
    received_at: datetime
    file_name: str = ""  #: as the sender called it: shown, never used as a path
    message_id: str | None = None
    subject: str = ""
    sender: str = ""
    disposition: str = ""  #: process, split, review or quarantine
    sentence: str | None = Field(default=None, sa_column=text_column(nullable=True))  #: why a person must look
    words: str = Field(default="", sa_column=text_column())  #: all readable text
    parts: JsonList = Field(default_factory=list, sa_column=json_column())


class Submission(Identified, ForceOwned, table=True):
    """One filled form on its way. Its content is never altered; `status.py` alone writes where it stands."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("force_id", "id"),
        UniqueConstraint("force_id", "reference", "content_digest", name="one_submission_a_content"),
        ForeignKeyConstraint(["force_id", "arrival_id"], ["arrival.force_id", "arrival.id"]),
        Index("worklist_order", "force_id", "status", "rank", "received_at", "id"),
        Index("submissions_of_form", "force_id", "form", "version", "received_at", "id"),
    )

    arrival_id: UUID = Field(index=True)
    form: str = ""  #: empty where it could not be told
    version: str = ""
    reference: str = ""  #: the sender's; for a mail without one, its original's hash
    content_digest: str
    revision: int = 1  #: counts the contents that came under one reference
    source: Source = Field(sa_column=word_column(Source))
    channel: str = ""
    language: str = ""
    submitted_at: datetime | None = None
    submitted_text: str = ""  #: what the form says, where the instant is not certain too
    received_at: datetime

    status: Status = Field(default=Status.RECEIVED, sa_column=word_column(Status))
    waits_as: Status | None = Field(default=None, sa_column=word_column(Status, nullable=True))
    sentence: str | None = Field(default=None, sa_column=text_column(nullable=True))  #: why it is held or by hand
    claimed_by: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    claimed_at: datetime | None = None
    released_by: UUID | None = Field(default=None, foreign_key="person.id")  #: gave it back, so it is not theirs next
    processed_at: datetime | None = None
    decided_at: datetime | None = None
    closed_at: datetime | None = None
    closing_code: str | None = None
    closing_rationale: str | None = Field(default=None, sa_column=text_column(nullable=True))

    grade: Grade | None = Field(default=None, sa_column=word_column(Grade, nullable=True))
    risk_level: str = "none"
    rank: int = 2  #: place in the worklist, 0 first; `worklist.place` writes it
    queue: str = "unsorted"
    priority: int = 0
    due_at: datetime | None = None
    escalated_at: datetime | None = None
    published_hash: str | None = None  #: the version that made its records
    risk_words: JsonList = Field(default_factory=list, sa_column=json_column())  #: found where no rule reads


class SubmissionAnswers(Identified, ForceOwned, table=True):
    """What one reading of a submission gave: derived, and named after what made it."""

    __tablename__ = "submission_answers"
    __table_args__ = (UniqueConstraint("force_id", "submission_id", "made_by"), of_submission())

    submission_id: UUID
    made_by: str  #: reader and its version
    made_at: datetime
    reading: JsonObject = Field(sa_column=json_column())  #: `SubmissionReading` as JSON
    document: JsonObject = Field(sa_column=json_column())  #: what a mapping is given


class SubmissionDevice(ForceOwned, table=True):
    """From where a submission was sent. Apart from it, for hardly anybody may look."""

    __tablename__ = "submission_device"
    __table_args__ = (of_submission(),)

    submission_id: UUID = Field(primary_key=True)
    ip_address: str = ""
    user_agent: str = Field(default="", sa_column=text_column())
    device: str = ""


class Transposition(Identified, ForceOwned, table=True):
    """What a published version made of a submission. The latest one counts; earlier ones stay."""

    __tablename__ = "transposition"
    __table_args__ = (UniqueConstraint("force_id", "submission_id", "version_hash", "answers_id"), of_submission())

    submission_id: UUID
    answers_id: UUID
    version_hash: str
    engine_version: str
    digest: str  #: of the outcome; computing it again must give the same
    made_at: datetime
    risk_level: str
    records: JsonObject = Field(sa_column=json_column())
    flags: JsonList = Field(sa_column=json_column())
    fields: JsonList = Field(sa_column=json_column())
    reviews: JsonList = Field(sa_column=json_column())
    triage: JsonObject = Field(sa_column=json_column())
    rejected: str | None = Field(default=None, sa_column=text_column(nullable=True))


class Correction(Identified, ForceOwned, table=True):
    """A value that a person put in the place of the mapping's. The latest of a path counts."""

    __tablename__ = "correction"
    __table_args__ = (of_submission(),)

    submission_id: UUID = Field(index=True)
    path: str  #: with the record's name, "chs.incident.vehicles[2].vrm"
    value: Any = Field(default=None, sa_column=json_column(nullable=True))
    previous: Any = Field(default=None, sa_column=json_column(nullable=True))
    why: str = Field(sa_column=text_column())
    is_settled: bool = False  #: it followed from a doubt that was settled; nobody chose the value itself
    version_hash: str | None = None  #: whose rule was corrected
    made_by: UUID = Field(foreign_key="person.id")
    made_at: datetime


class Decision(Identified, ForceOwned, table=True):
    """Whether it is a crime, and what follows. A later one takes the place of an earlier one."""

    __tablename__ = "decision"
    __table_args__ = (of_submission(),)

    submission_id: UUID = Field(index=True)
    is_crime: bool
    opening_code: str | None = None
    offence: str | None = None
    next_step: NextStep = Field(sa_column=word_column(NextStep))
    rationale: str = Field(sa_column=text_column())
    decided_by: UUID = Field(foreign_key="person.id")
    decided_at: datetime


class Delivery(Identified, ForceOwned, table=True):
    """One record on its way to one target. The first creates the record there, later ones update it."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("force_id", "submission_id", "target", "number", name="one_delivery_a_number"),
        UniqueConstraint("force_id", "idempotency_key"),
        of_submission(),
        Index("deliveries_by_status", "force_id", "target", "status"),
    )

    submission_id: UUID
    target: str  #: the record's name, "chs.incident"
    number: int  #: 1 for the first to this target
    kind: DeliveryKind = Field(sa_column=word_column(DeliveryKind))
    status: DeliveryStatus = Field(default=DeliveryStatus.WAITING, sa_column=word_column(DeliveryStatus))
    idempotency_key: str
    workflow_id: str | None = None
    record: JsonObject = Field(sa_column=json_column())  #: ready to hand over, or to copy
    target_reference: str | None = None
    tries: int = 0
    sentence: str | None = Field(default=None, sa_column=text_column(nullable=True))  #: what the target said last
    is_by_hand: bool = False  #: typed at the target by a person
    planned_at: datetime
    sent_at: datetime | None = None
    confirmed_at: datetime | None = None
