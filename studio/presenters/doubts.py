"""What of a submission is in doubt: where its witnesses disagree, what of its form changed, words of risk, alarms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import url_for

from runtime.drift.alarms import AlarmRow
from runtime.drift.causes import DifferenceShown
from runtime.models import AlarmStatus
from runtime.shown.readings import ConflictShown, ReadingShown, RiskWordShown, WitnessShown
from studio.presenters.moments import NOTHING
from studio.presenters.records import answer_anchor
from studio.roles import may_open

WITNESSES = {
    "body": "the text",
    "html": "the HTML text",
    "pdf": "the PDF",
    "info": "the service's information",
    "json": "the JSON",
}
STATES = {"read": "read", "kept": "kept, not needed", "missing": "missing"}
HARMLESS = "harmless"


@dataclass(frozen=True, slots=True)
class Said:
    """What one witness says."""

    who: str
    words: str
    is_feared: bool  #: the more dangerous of the readings


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question that witnesses answer differently."""

    anchor: str
    label: str
    is_risk: bool
    said: tuple[Said, ...]
    counts: str  #: which reading counts until a person has decided


@dataclass(frozen=True, slots=True)
class Changed:
    """A difference between the form and what came."""

    anchor: str  #: of the question's answer; empty where the form has no such question
    sentence: str
    typed: str
    proposal: str
    is_risk: bool


@dataclass(frozen=True, slots=True)
class AlarmLink:
    """The alarm that the submission stands under."""

    address: str  #: empty where the visitor may not open it
    sentence: str
    stands: str


@dataclass(frozen=True, slots=True)
class InDoubt:
    """All that a person must look at before they rely on what was read."""

    disagreements: tuple[Disagreement, ...]
    changes: tuple[Changed, ...]
    risk_words: tuple[str, ...]
    alarms: tuple[AlarmLink, ...]
    witnesses: tuple[str, ...]  #: how each stands, "the PDF: missing"
    read_as: str  #: by which version, where that is not the one it says it is

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in doubt."""
        return not (self.disagreements or self.has_list)

    @property
    def has_list(self) -> bool:
        """Whether there is more than what witnesses disagree on."""
        return bool(self.changes or self.risk_words or self.alarms or self.read_as)


def in_doubt(read: ReadingShown) -> InDoubt:
    """What is in doubt of a reading, questions of danger first."""
    conflicts = sorted(read.conflicts, key=lambda one: not one.is_risk)
    weighty = (one for one in read.differences if one.severity != HARMLESS or one.is_risk)
    return InDoubt(
        disagreements=tuple(_disagreement(one) for one in conflicts),
        changes=tuple(_changed(one) for one in sorted(weighty, key=lambda one: not one.is_risk)),
        risk_words=tuple(dict.fromkeys(_risk_word(one) for one in read.risk_words)),
        alarms=tuple(_alarm(one) for one in read.alarms if one.status is not AlarmStatus.CLOSED),
        witnesses=tuple(_witness(one) for one in read.witnesses),
        read_as=f"Its version is not known: it was read as version {read.read_as}."
        if read.read_as and not read.version_known
        else "",
    )


def remarks_on(
    conflicts: Iterable[tuple[str, Mapping[str, str]]], differences: Iterable[DifferenceShown]
) -> Mapping[str, tuple[str, ...]]:
    """What is to be said at each question's answer, by names without dots."""
    found: dict[str, list[str]] = {}
    for question, readings in conflicts:
        found.setdefault(question.partition(".")[0], []).append(_in_words(readings))
    for one in differences:
        if one.question:
            found.setdefault(one.question.partition(".")[0], []).append(f"{one.sentence}.")
    return {name: tuple(dict.fromkeys(sentences)) for name, sentences in found.items()}


def witness_words(name: str) -> str:
    """A witness as people call it."""
    return WITNESSES.get(name, name)


def _in_words(readings: Mapping[str, str]) -> str:
    said = "; ".join(f"{witness_words(witness)} says {_quoted(words)}" for witness, words in readings.items())
    return f"{said[:1].upper()}{said[1:]}."


def _quoted(words: str) -> str:
    return f"“{words}”" if words else "nothing"


def _disagreement(one: ConflictShown) -> Disagreement:
    said = tuple(Said(witness_words(each.witness), each.text or NOTHING, each.is_feared) for each in one.said)
    return Disagreement(answer_anchor(one.question.partition(".")[0]), one.label, one.is_risk, said, _counts(one))


def _counts(one: ConflictShown) -> str:
    if one.feared is not None:
        return "The more dangerous reading counts until a person has decided."
    return "Until a person has decided, no rule relies on either."


def _changed(one: DifferenceShown) -> Changed:
    sure = f", {round(100 * one.confidence)} % sure" if one.confidence is not None else ""
    is_other = bool(one.proposed) and one.proposed != one.question
    return Changed(
        anchor=answer_anchor(one.question.partition(".")[0]) if one.question else "",
        sentence=one.sentence,
        typed=one.text,
        proposal=f"“{one.proposed_label}” is probably meant{sure}." if is_other else "",
        is_risk=one.is_risk,
    )


def _risk_word(one: RiskWordShown) -> str:
    return f"“{one.term}” stands where no rule reads; it is a word of {one.flag} ({one.level})."


def _alarm(row: AlarmRow) -> AlarmLink:
    address = url_for("changes.show", alarm_id=row.id) if may_open("changes.show") else ""
    holder = f"{row.taken_by} looks at it" if row.taken_by else "nobody looks at it yet"
    return AlarmLink(address, row.sentence, f"Came {row.submissions} times, {holder}.")


def _witness(one: WitnessShown) -> str:
    return f"{witness_words(one.name)}: {STATES.get(one.state, one.state)}"
