"""Reading what came: bytes and forms in, answers with their places out."""

from runtime.intake.mail import MAX_MAIL_BYTES, part_bytes
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
    Reading,
    SubmissionReading,
    UnmappedText,
)

__all__ = [
    "MAX_MAIL_BYTES",
    "Answer",
    "Conflict",
    "DeviceDetails",
    "Disposition",
    "Drift",
    "DriftKind",
    "DriftSeverity",
    "Part",
    "PartRole",
    "Place",
    "Reading",
    "SubmissionReading",
    "UnmappedText",
    "part_bytes",
    "read",
]
