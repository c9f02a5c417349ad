"""Why a submission does not fit its form, as far as others show the same: what an alarm is raised for."""

import hashlib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mapping_dsl import exact_json
from mapping_dsl.forms import FormVersion
from runtime.drift.unseen import MANY, may_be_blank
from runtime.intake import Drift, DriftKind, DriftSeverity, SubmissionReading
from runtime.intake.reading import Proposal
from runtime.intake.wording import fold
from runtime.models import Alarm

_UNKNOWN = "the version is not known"
_CROWD = "forms and versions that nobody has published"
CAME = "came"  #: stands in the place of a kind where a form or version is listed as it came
_LONGEST_LABEL = 200
_OUT_OF_PLACE = "{label} stands where the form does not ask it"
_UNSEEN = "{question} has stood in none of the last {unseen} submissions that were to answer it"
_MAY_BE_BLANK = "{question} stands nowhere in it: it was left blank, or is no longer asked"

_WORDS: Mapping[str, str] = {
    CAME: "{came}",
    DriftKind.VERSION: "It says that it is another version than the one that stands there",
    DriftKind.ADDED: "{label} is asked, which the form does not ask",
    DriftKind.REMOVED: "{question} cannot be found",
    DriftKind.RENAMED: "{question} is called {label} now",
    DriftKind.REWORDED: "{question} is worded {label} now",
    DriftKind.MOVED: "{question} stands in another place",
    DriftKind.TYPE_CHANGED: "{question} is answered with something else than it asks for",
    DriftKind.FORMAT_CHANGED: "{question} is answered in another way of writing",
    DriftKind.OPTIONS_ADDED: "{question} is answered with a choice that it does not offer",
    DriftKind.OPTIONS_REMOVED: "{question} offers fewer choices",
    DriftKind.OPTIONS_REWORDED: "{question} offers its choices in other words",
    DriftKind.REPEATING: "{question} is answered more than once",
    DriftKind.SPLIT: "{question} has become several questions",
    DriftKind.MERGED: "{question} and another question have become one",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """What an alarm tells, and the marks by which the same is known again in another submission."""

    form: str  #: empty where no form could be told
    version: str
    read_as: str
    marks: frozenset[str]
    differences: tuple[Mapping[str, Any], ...]  #: `Drift.to_json` without what was typed

    @property
    def digest(self) -> str:
        """Equal for equal marks."""
        return hashlib.sha256(exact_json.dumps(sorted(self.marks)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class DifferenceShown:
    """A difference between what came and the form version, for people."""

    kind: str
    question: str | None  #: of the form version, dotted in groups
    label: str  #: as it stands in what came
    text: str  #: as it was typed; empty where the difference is told of a whole form
    is_risk: bool
    severity: str
    sentence: str
    proposed: str | None  #: the question that is probably meant
    proposed_label: str
    confidence: float | None  #: 0 to 1; None where nothing is proposed


def cause_of(reading: SubmissionReading, unseen: Container[str | None] = ()) -> Cause | None:
    """Why the submission does not fit its form; None where it does.

    Of a version that nobody knows the version itself is the cause: which of its changes stand in one submission
    hangs on what its sender was asked. So it is one cause, however many sets of differences it comes with. A question
    that may have been left blank is none, unless it is among those that are long `unseen`. Nor is it one that a service
    goes on calling a version as the one before: what stands there was read as what it is.
    """
    told = (one for one in reading.drift if one.kind is not DriftKind.VERSION)
    drift = tuple(one for one in told if one.question in unseen or not may_be_blank(one))
    if not reading.form:
        marks = frozenset(reading.cautions[:1])
    elif not reading.version_known:
        marks = frozenset((_UNKNOWN,))
    else:
        marks = _marks(drift)
    if not marks:
        return None
    differences = tuple(_untyped(one, unseen) for one in (drift if reading.version_known else reading.drift))
    return Cause(reading.form, reading.version, reading.read_as, marks, differences)


def stored_cause(reading: Mapping[str, Any]) -> Cause | None:
    """The same of a reading as it is stored (`SubmissionReading.to_json`)."""
    return cause_of(
        SubmissionReading(
            form=reading["form"],
            version=reading["version"],
            version_known=reading["version_known"],
            read_as=reading["read_as"],
            cautions=tuple(reading["cautions"]),
            drift=tuple(map(_drift, reading["drift"])),
        )
    )


def crowd_of(cause: Cause) -> Cause:
    """All forms and versions that nobody has published as one cause, which lists this one: names are made up easily."""
    listed = {
        "kind": CAME,
        "question": None,
        "label": sentence_of(cause)[:_LONGEST_LABEL],
        "one": identity(cause),
        "risk": any(one["risk"] for one in cause.differences),
        "severity": DriftSeverity.BREAKS.value,
        "proposal": None,
    }
    return Cause("", "", "", frozenset((_CROWD,)), (listed,))


def identity(cause: Cause) -> list[str]:
    """What tells one apart from the others that nobody has published, however alike what people read of them is."""
    return [cause.form, cause.version, cause.digest]


def is_crowd(cause: Cause | Alarm) -> bool:
    """Whether it stands for all forms and versions that nobody has published."""
    return _CROWD in cause.marks


def is_unpublished(cause: Cause | Alarm) -> bool:
    """Whether it is that nobody has published such a form or version."""
    return not cause.form or _UNKNOWN in cause.marks


def marked_questions(cause: Cause | Alarm) -> frozenset[str]:
    """The questions that differ; what differs and is no question's, by its mark."""
    return frozenset(mark.partition(": ")[2] or mark for mark in cause.marks)


def sentence_of(cause: Cause | Alarm) -> str:
    """What came, without its differences."""
    if not cause.form:
        return str(next(iter(cause.marks)))
    if cause.read_as and cause.read_as != cause.version:
        return f"Version {cause.version} of the form {cause.form} is not known; it is read as {cause.read_as}"
    return f"What comes as version {cause.version} of the form {cause.form} differs from it"


def difference_shown(told: Mapping[str, Any], *forms: FormVersion | None) -> DifferenceShown:
    """A difference as `Drift.to_json` tells it, in the words of the form version by which it was read.

    Submissions of one cause may have been read by several: what the first does not ask is called as the next does.
    """
    proposal = told.get("proposal") or {}
    words = {
        "question": f"“{_label(forms, told['question'])}”",
        "label": f"“{told['label']}”",
        "came": told["label"],
        "unseen": told.get("unseen"),
    }
    return DifferenceShown(
        kind=told["kind"],
        question=told["question"],
        label=told["label"],
        text=told.get("text", ""),
        is_risk=told["risk"],
        severity=told["severity"],
        sentence=_sentence(told, forms).format_map(words),
        proposed=proposal.get("question"),
        proposed_label=_label(forms, proposal.get("question")),
        confidence=proposal.get("confidence"),
    )


def _marks(drift: Iterable[Drift]) -> frozenset[str]:
    """What is merely added tells causes apart only where nothing else does: people write lines that look like it."""
    kinds = {one.kind.value for one in drift if not one.question}
    marks = {f"{one.kind.value}: {one.question}" for one in drift if one.question} | kinds - {DriftKind.ADDED.value}
    return frozenset(marks or kinds)


def _sentence(told: Mapping[str, Any], forms: Iterable[FormVersion | None]) -> str:
    """The words in which a difference is told. A question of the form may stand where it is not put: after answers
    that make it none, or once more."""
    if told["kind"] == DriftKind.ADDED and fold(told["label"]) in _labels(forms):
        return _OUT_OF_PLACE
    if told["kind"] == DriftKind.REMOVED and told["severity"] == DriftSeverity.HARMLESS:
        return _UNSEEN if told.get("unseen") else _MAY_BE_BLANK
    return _WORDS.get(told["kind"], "{question} has changed")


def _untyped(drift: Drift, unseen: Container[str | None]) -> Mapping[str, Any]:
    told = drift.to_json() | {"label": drift.label[:_LONGEST_LABEL]}
    del told["text"]
    if may_be_blank(drift) and drift.question in unseen:
        told["unseen"] = MANY
    return told


def _drift(told: Mapping[str, Any]) -> Drift:
    """A difference as it was stored, without what was typed."""
    proposal = Proposal(**told["proposal"]) if told["proposal"] else None
    kind, severity = DriftKind(told["kind"]), DriftSeverity(told["severity"])
    return Drift(kind, told["question"], told["label"], "", told["risk"], severity, proposal)


def _labels(forms: Iterable[FormVersion | None]) -> set[str]:
    return {fold(question.label) for form in forms if form for _, question in form.every_question()}


def _label(forms: Iterable[FormVersion | None], name: str | None) -> str:
    asked = (form.question(name) for form in forms if form and name)
    return next((question.label for question in asked if question), name or "")
