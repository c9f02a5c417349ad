"""Which question is which after somebody changed a form. Pure: over form versions and words, no mail, no database."""

from runtime.likeness.differences import Difference, differences
from runtime.likeness.evidence import Found
from runtime.likeness.kinds import DriftKind, DriftSeverity
from runtime.likeness.label_index import looks_like
from runtime.likeness.pairing import NEARLY_THE_SAME, Pair, pair
from runtime.likeness.thesaurus import NO_THESAURUS, Thesaurus, thesaurus_of
from runtime.likeness.wordings import NO_HISTORY, Wordings, wordings_of

__all__ = [
    "NEARLY_THE_SAME",
    "NO_HISTORY",
    "NO_THESAURUS",
    "Difference",
    "DriftKind",
    "DriftSeverity",
    "Found",
    "Pair",
    "Thesaurus",
    "Wordings",
    "differences",
    "looks_like",
    "pair",
    "thesaurus_of",
    "wordings_of",
]
