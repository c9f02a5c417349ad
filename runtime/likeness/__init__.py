"""Which question is which after somebody changed a form. Pure: over form versions and words, no mail, no database."""

from runtime.likeness.kinds import DriftKind, DriftSeverity

__all__ = ["DriftKind", "DriftSeverity"]
