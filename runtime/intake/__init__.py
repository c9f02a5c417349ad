"""Reading what came: bytes and forms in, answers with their places out."""

from runtime.intake.known import UNUSABLE, Known, known_of
from runtime.intake.mail.parts import MAX_MAIL_BYTES, part_bytes
from runtime.intake.reader import read
from runtime.intake.reading import (
    Answer,
    Conflict,
    DeviceDetails,
    Disposition,
    Drift,
    DriftKind,
    DriftSeverity,
    Part,
    PartRole,
    Place,
    Proposal,
    Reading,
    SubmissionReading,
    UnmappedText,
)

__all__ = [
    "MAX_MAIL_BYTES",
    "UNUSABLE",
    "Answer",
    "Conflict",
    "DeviceDetails",
    "Disposition",
    "Drift",
    "DriftKind",
    "DriftSeverity",
    "Known",
    "Part",
    "PartRole",
    "Place",
    "Proposal",
    "Reading",
    "SubmissionReading",
    "UnmappedText",
    "known_of",
    "part_bytes",
    "read",
]
