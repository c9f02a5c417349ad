"""What was read in one mail or JSON submission: the document of `studio read`, as types."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from mapping_dsl import exact_json
from runtime.intake.witness.lines import Box
from runtime.likeness.kinds import DriftKind as DriftKind
from runtime.likeness.kinds import DriftSeverity as DriftSeverity

Answer: TypeAlias = "str | int | Decimal | bool | list[Answer] | dict[str, Answer] | None"


class Disposition(StrEnum):
    """What becomes of a mail, and of each submission in it."""

    PROCESS = "process"  #: goes on by itself
    SPLIT = "split"  #: holds several submissions, each with a disposition of its own
    REVIEW = "review"  #: a person must look first
    QUARANTINE = "quarantine"  #: no submission in it


class PartRole(StrEnum):
    """What a part of a mail is to us."""

    BODY = "body"  #: text or HTML that people see in their mail program
    INFORMATION = "info"  #: the service information text
    PDF = "pdf"  #: the form once more, as a PDF
    MESSAGE = "message"  #: a whole mail inside the mail
    ATTACHMENT = "attachment"  #: everything else


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a mail, by its place in it. `part_bytes` opens it again."""

    index: int
    media_type: str
    name: str  #: as the sent mail calls it: for showing only, never a file's name
    bytes: int  #: of its content, decoded
    sha256: str  #: of its content, decoded
    role: PartRole

    def to_json(self) -> dict[str, Any]:
        """The part as JSON, without its content."""
        return {
            "index": self.index,
            "mediaType": self.media_type,
            "name": self.name,
            "bytes": self.bytes,
            "sha256": self.sha256,
            "role": self.role.value,
        }


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer stands in a witness. Lines and pages count from 1; the text is as it was typed."""

    witness: str
    line: int
    end_line: int
    text: str
    page: int = 0  #: 0 where the witness has no pages
    box: Box | None = None  #: where the witness has pages

    def to_json(self) -> dict[str, Any]:
        """The place as JSON; with page and box where the witness has pages."""
        place = {"witness": self.witness, "line": self.line, "end_line": self.end_line, "text": self.text}
        if not self.page:
            return place
        box = self.box and [self.box.left, self.box.top, self.box.right, self.box.bottom]
        return place | {"page": self.page, "box": box}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Witnesses that disagree on one question; `readings` is what each of them says, by its name."""

    question: str
    readings: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """The conflict as JSON, each witness a key."""
        return {"question": self.question, **self.readings}


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which question of the form version is meant by something that was found. Never more than a proposal."""

    question: str  #: dotted in groups
    confidence: float  #: 0 to 1

    def to_json(self) -> dict[str, Any]:
        """The proposal as JSON."""
        return {"question": self.question, "confidence": self.confidence}


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference between a submission and its form version."""

    kind: DriftKind
    question: str | None  #: dotted in groups; None where no question of the version is meant
    label: str
    text: str  #: what was typed there
    risk: bool
    severity: DriftSeverity
    proposal: Proposal | None = None  #: None where nothing can be told with confidence

    def to_json(self) -> dict[str, Any]:
        """The difference as JSON."""
        return {
            "kind": self.kind.value,
            "question": self.question,
            "label": self.label,
            "text": self.text,
            "risk": self.risk,
            "severity": self.severity.value,
            "proposal": self.proposal.to_json() if self.proposal else None,
        }


@dataclass(frozen=True, slots=True)
class UnmappedText:
    """Words that belong to no question; the label is empty where they follow none."""

    label: str
    text: str

    def to_json(self) -> dict[str, Any]:
        """The words as JSON."""
        return {"label": self.label, "text": self.text}


@dataclass(frozen=True, slots=True)
class DeviceDetails:
    """Where a form was sent from. Kept apart from the submission, so that few see it; never in `to_json`."""

    ip_address: str | None = None
    user_agent: str | None = None
    device: str | None = None


@dataclass(frozen=True, slots=True)
class SubmissionReading:
    """One submission as it was read. Form and version are empty where no known form could be told."""

    form: str = ""
    version: str = ""  #: as declared; where that says nothing, or another stands there, the one it was read as
    version_known: bool = False
    read_as: str = ""  #: the library's version by which it was read
    schema_id: str = ""
    reference: str | None = None
    submission_id: str | None = None
    submitted_at: str | None = None  #: ISO 8601 with its offset, as the form says it
    language: str | None = None
    channel: str | None = None
    brand: str | None = None
    force_identifier: str | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    not_asked: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()  #: questions whose answer cannot be relied on, dotted in groups
    feared: Mapping[str, Answer] = field(default_factory=dict)
    """The more dangerous answer where witnesses disagree on a question of risk: it counts until a person decided."""
    witnesses: Mapping[str, str] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    drift: tuple[Drift, ...] = ()
    unmapped: tuple[UnmappedText, ...] = ()
    cautions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()  #: why a person must look first, in sentences; each is among the cautions
    layout: str = ""  #: the name of the layout in which it is written
    places: Mapping[str, Place] = field(default_factory=dict)  #: by answer; in groups `suspects[1].name`
    witness_places: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)  #: where the others have it
    attachments: tuple[Part, ...] = ()
    device: DeviceDetails = field(default_factory=DeviceDetails)
    words: str = ""  #: the text that was read, whole

    @property
    def disposition(self) -> Disposition:
        """Whether it goes on by itself."""
        return Disposition.REVIEW if self.reasons else Disposition.PROCESS

    @property
    def content_digest(self) -> str:
        """Equal for a redelivery of one submission, whatever mail it came in; different once an answer differs.

        Where nothing was understood, the words stand in for the answers. A new question of danger is content too.
        """
        content: list[Any] = [self.form, self.version, self.reference, self.answers or self.words]
        dangers = [[one.label, one.text] for one in self.drift if one.risk and one.kind is DriftKind.ADDED]
        content += [dangers] if dangers else []
        return hashlib.sha256(exact_json.dumps(content, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()

    def for_mapping(self, received_at: datetime, source: str, force: str, schema_id: str = "") -> dict[str, Any]:
        """The submission as a mapping takes it (`Mapping.run`); without a schema's id, that of the form version.

        Of a question of risk on which witnesses disagree, it is told the more dangerous answer. `feared` are answers
        in doubt that count all the same where they are to questions of risk.
        """
        answers = {**self.answers, **self.feared}
        return {
            "submission": {
                "reference": self.reference,
                "form": self.form,
                "version": self.version,
                "schema": schema_id or self.schema_id,
                "received_at": received_at.isoformat(),
                "submitted_at": self.submitted_at,
                "channel": self.channel,
                "language": self.language,
                "source": source,
                "force": force,
                "attachments": [_attachment(part) for part in self.attachments],
            },
            "answers": answers,
            "feared": [name for name in self.doubts if answers.get(name.partition(".")[0]) is not None],
            "not_asked": list(self.not_asked),
            "doubts": list(self.doubts),
            "read_as": self.read_as,
        }

    def to_json(self) -> dict[str, Any]:
        """The submission as `studio read --json` prints it."""
        return {
            "form": self.form,
            "version": self.version,
            "version_known": self.version_known,
            "reference": self.reference,
            "submission_id": self.submission_id,
            "submitted_at": self.submitted_at,
            "language": self.language,
            "channel": self.channel,
            "answers": dict(self.answers),
            "not_asked": list(self.not_asked),
            "witnesses": dict(self.witnesses),
            "conflicts": [conflict.to_json() for conflict in self.conflicts],
            "drift": [drift.to_json() for drift in self.drift],
            "unmapped": [unmapped.to_json() for unmapped in self.unmapped],
            "cautions": list(self.cautions),
            "disposition": self.disposition.value,
            "reasons": list(self.reasons),
            "doubts": list(self.doubts),
            "feared": dict(self.feared),
            "read_as": self.read_as,
            "layout": self.layout,
            "places": {name: place.to_json() for name, place in self.places.items()},
            "witness_places": {name: [one.to_json() for one in places] for name, places in self.witness_places.items()},
            "attachments": [part.to_json() for part in self.attachments],
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one file that came. In quarantine there is no submission, else at least one."""

    disposition: Disposition
    submissions: tuple[SubmissionReading, ...] = ()
    message_id: str | None = None
    subject: str = ""
    sender: str = ""
    parts: tuple[Part, ...] = ()
    words: str = ""  #: all text in it that can be read
    sentence: str | None = None  #: why it is in quarantine or in review

    def to_json(self) -> dict[str, Any]:
        """The document of `studio read --json`."""
        return {
            "disposition": self.disposition.value,
            "submissions": [submission.to_json() for submission in self.submissions],
            "message_id": self.message_id,
            "subject": self.subject,
            "sender": self.sender,
            "parts": [part.to_json() for part in self.parts],
            "words": self.words,
            "sentence": self.sentence,
        }


def _attachment(part: Part) -> dict[str, Any]:
    return {"name": part.name, "mediaType": part.media_type, "bytes": part.bytes, "sha256": part.sha256}
