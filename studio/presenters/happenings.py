"""What was done to a submission, in words: its time-line, the decision, and what was corrected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from runtime.audit import AuditEvent
from runtime.models import NextStep
from runtime.shown.submissions import CorrectionShown, DecisionShown, HappeningShown, SubmissionDetail
from studio.presenters.marks import event_words, record_title
from studio.presenters.moments import Moment, moment
from studio.presenters.reasons import in_plain_words
from studio.presenters.records import field_labels
from studio.presenters.values import shortened, words_of

NEXT_STEPS = {
    NextStep.DEPLOY: "Deploy",
    NextStep.INVESTIGATE: "Pass to investigation",
    NextStep.NONE: "Close",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what is known; a telephone number can be dialled."""

    label: str
    words: str
    dial: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the time-line."""

    at: Moment | None
    what: str
    who: str
    why: str
    change: str = ""  #: what it was before and after


def time_line(detail: SubmissionDetail) -> tuple[Event, ...]:
    """All that happened, the latest first."""
    titles = {detail.form: detail.form_title} if detail.form_title else {}
    # The log keeps what was written out of itself: its entries and the corrections stand in the same order.
    corrections = iter(detail.corrections)
    labels = {field.path: field_labels(field, one.target)[1] for one in detail.records for field in one.fields}
    labels |= {one.target: f"the whole {record_title(one.target)}" for one in detail.records}
    events = [
        _corrected(one, next(corrections, None), labels) if one.event == AuditEvent.CORRECTED else _event(one, titles)
        for one in detail.happenings
    ]
    return tuple(reversed(events))


def decision_facts(decision: DecisionShown) -> Iterator[Fact]:
    """What was decided last, by whom and why."""
    yield Fact("Crime", "Yes" if decision.is_crime else "No")
    if decision.opening_code:
        yield Fact("Opening code", decision.opening_code)
    if decision.offence:
        yield Fact("Offence", decision.offence)
    yield Fact("Then", NEXT_STEPS[decision.next_step])
    yield Fact("Rationale", decision.rationale)
    at = moment(decision.at)
    yield Fact("By", f"{decision.by}, {at.words}" if at else decision.by)


def decided_by(decision: DecisionShown, reader: UUID) -> str:
    """Who decided and when, to the one who reads it: "you decided this at Mon 5 Oct 14:51"."""
    at = moment(decision.at)
    who = "you" if decision.by_id == reader else decision.by
    return f"{who} decided this at {at.words if at else ''}"


def raised(detail: SubmissionDetail) -> str:
    """Who put it before all others, and why; empty where nobody did."""
    latest = next((one for one in reversed(detail.happenings) if one.event == AuditEvent.ESCALATED), None)
    if latest is None or not detail.triage.is_escalated:
        return ""
    return f"Raised to the supervisor by {latest.who}" + (f": {latest.why}" if latest.why else "")


def correction_event(correction: CorrectionShown) -> Event:
    """A correction among those of its field."""
    return Event(moment(correction.at), "Corrected", correction.by, correction.why, _change(correction))


def _corrected(happening: HappeningShown, correction: CorrectionShown | None, labels: Mapping[str, str]) -> Event:
    path = happening.details.get("path", "")
    change = _change(correction) if correction and correction.path == path else ""
    return Event(
        moment(happening.at), f"Corrected: {labels.get(path, path)}", happening.who, happening.why, change=change
    )


def _change(correction: CorrectionShown) -> str:
    was, now = (shortened(words_of(one)) for one in (correction.previous, correction.value))
    return f"from {was} to {now}"


def _event(happening: HappeningShown, titles: Mapping[str, str]) -> Event:
    details = happening.details
    change = f"from {details['from']} to {details['to']}" if {"from", "to"} <= details.keys() else ""
    # What a person wrote stays as they wrote it.
    why = happening.why if happening.who_id else in_plain_words(happening.why, titles)
    return Event(moment(happening.at), event_words(happening.event), happening.who, why, change)
