"""What a mapping makes of one submission: records, flags, triage, and how each field ended."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from mapping_dsl import exact_json


class FieldState(StrEnum):
    """How a field ended."""

    VALUE = "value"  #: the expression gave a value that the record's schema allows
    BLANK = "blank"  #: nothing to say, and the field may stay empty
    DEFAULT = "default"  #: an `otherwise` gave the value
    REVIEW = "review"  #: a person is asked for this field
    REJECT = "reject"  #: the whole submission goes to a person


class FlagLevel(StrEnum):
    """How much a flag weighs, the heaviest first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NOTE = "note"  #: shown, does not count for the risk level


class FlagState(StrEnum):
    """What is known of a flag that is shown. One that is neither is left out."""

    RAISED = "raised"  #: one of its conditions holds
    UNCLEAR = "unclear"  #: none holds, but one could not be told


class TriageSource(StrEnum):
    """Whether the mapping's own rules placed the submission."""

    RULE = "rule"
    DEFAULT = "default"  #: at least one part came from the risk level alone


@dataclass(frozen=True, slots=True)
class FieldOutcome:
    """How one field of a record ended. In review the record holds null; `value` is what was offered, if anything."""

    path: str  #: with the record's name, places from 1: "chs.incident.vehicles[2].vrm"
    state: FieldState
    value: Any
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class FlagOutcome:
    """A flag that is raised, or that nobody can tell."""

    name: str
    level: FlagLevel
    state: FlagState
    because: str


@dataclass(frozen=True, slots=True)
class TriageOutcome:
    """Where and how urgently a person sees the submission."""

    queue: str
    priority: int  #: 0 (last) to 100 (first)
    due: datetime  #: with offset
    source: TriageSource


@dataclass(frozen=True)
class Outcome:
    """Everything that a mapping says of one submission. A record that is not made is None; `for each` gives a list."""

    mapping: str
    records: Mapping[str, Any]
    flags: tuple[FlagOutcome, ...]
    risk_level: str  #: "critical", "high", "medium", "low" or "none"; unclear flags weigh like raised ones
    triage: TriageOutcome
    fields: Sequence[FieldOutcome]
    reviews: tuple[str, ...]  #: paths of fields, groups and records that a person is asked about
    rejected: str | None = None  #: why no record is made

    @cached_property
    def digest(self) -> str:
        """SHA-256 over everything said here: equal outcomes have equal digests, on every machine."""
        document = self.to_json() | {"risk level": self.risk_level, "rejected": self.rejected}
        return hashlib.sha256(exact_json.dumps(document, sort_keys=True).encode()).hexdigest()

    def to_json(self, version: str | None = None) -> dict[str, Any]:
        """The document of `studio preview --json`; `version` is the published one, None for a draft."""
        return {
            "mapping": self.mapping,
            "version": version,
            "records": dict(self.records),
            "flags": [
                {"name": one.name, "level": one.level, "state": one.state, "because": one.because} for one in self.flags
            ],
            "triage": {
                "queue": self.triage.queue,
                "priority": self.triage.priority,
                "due": self.triage.due.isoformat(),
            },
            "fields": [
                {"path": one.path, "state": one.state, "value": one.value, "reason": one.reason} for one in self.fields
            ],
            "reviews": list(self.reviews),
        }
