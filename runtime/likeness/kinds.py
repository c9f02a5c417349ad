"""In what ways a form can change, and how much of a submission a change spoils."""

from enum import StrEnum


class DriftKind(StrEnum):
    """In what way a submission departs from its form version, or one form version from another."""

    VERSION = "version"  #: what is declared is another version than what stands there
    ADDED = "added"  #: something that looks like a question, which the version does not put
    REMOVED = "removed"  #: a question that the version always puts cannot be found
    RENAMED = "renamed"  #: the same question under other words, or under another name
    REWORDED = "reworded"  #: the same question in nearly the same words
    MOVED = "moved"  #: stands in another place or section
    TYPE_CHANGED = "type changed"  #: the answer is not what the question asks for
    FORMAT_CHANGED = "format changed"  #: the same type, written another way
    OPTIONS_ADDED = "options added"  #: a choice that the question does not offer
    OPTIONS_REMOVED = "options removed"
    OPTIONS_REWORDED = "options reworded"
    CONDITION_CHANGED = "condition changed"  #: put, or required, under another condition
    RISK_CHANGED = "risk changed"  #: has begun or ceased to tell of danger
    PROTECTION_CHANGED = "protection changed"  #: has become a protected characteristic, or is none any longer
    REPEATING = "made repeating"  #: one answer has become a group's, or several
    SPLIT = "split"  #: one question has become several
    MERGED = "merged"  #: several questions have become one


class DriftSeverity(StrEnum):
    """How much of a submission a difference spoils."""

    HARMLESS = "harmless"  #: nothing depends on it
    DEGRADES = "degrades"  #: an answer is in doubt
    BREAKS = "breaks"  #: a required answer, or one that tells of danger, is in doubt
