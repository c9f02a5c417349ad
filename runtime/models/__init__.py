"""The tables. A row of a force's data carries `force_id`, also in its unique keys."""

from runtime.models.base import ForceOwned, JsonList, JsonObject, LeadsToForce
from runtime.models.closed_sets import (
    DeliveryKind,
    DeliveryStatus,
    DoorKind,
    Grade,
    NextStep,
    Role,
    Source,
    Status,
)
from runtime.models.forces import Door, Force, Membership, Person, WebSession
from runtime.models.library import Draft, LibraryFile, LibraryText, PublishedVersion
from runtime.models.machinery import AuditEntry, AuditHead, Installation, Resumption, TargetLicence, WorkerHeartbeat
from runtime.models.submissions import (
    Arrival,
    Correction,
    Decision,
    Delivery,
    Original,
    Submission,
    SubmissionAnswers,
    SubmissionDevice,
    Transposition,
)

__all__ = [
    "Arrival",
    "AuditEntry",
    "AuditHead",
    "Correction",
    "Decision",
    "Delivery",
    "DeliveryKind",
    "DeliveryStatus",
    "Door",
    "DoorKind",
    "Draft",
    "Force",
    "ForceOwned",
    "Grade",
    "Installation",
    "JsonList",
    "JsonObject",
    "LeadsToForce",
    "LibraryFile",
    "LibraryText",
    "Membership",
    "NextStep",
    "Original",
    "Person",
    "PublishedVersion",
    "Resumption",
    "Role",
    "Source",
    "Status",
    "Submission",
    "SubmissionAnswers",
    "SubmissionDevice",
    "TargetLicence",
    "Transposition",
    "WebSession",
    "WorkerHeartbeat",
]
