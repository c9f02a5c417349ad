"""Which question is which after somebody changed a form. Pure: over form versions and words, no mail, no database."""

from runtime.likeness.differences import Difference, differences
from runtime.likeness.evidence import Found
from runtime.likeness.kinds import DriftKind, DriftSeverity
from runtime.likeness.label_index import looks_like
from runtime.likeness.pairing import NEARLY_THE_SAME, Pair, pair
from runtime.likeness.wordings import NO_HISTORY, Wordings, wordings_of

__all__ = [
    "NEARLY_THE_SAME",
    "NO_HISTORY",
    "Difference",
    "DriftKind",
    "DriftSeverity",
    "Found",
    "Pair",
    "Wordings",
    "differences",
    "looks_like",
    "pair",
    "wordings_of",
]
