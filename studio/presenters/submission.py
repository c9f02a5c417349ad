"""A submission's page: how bad it is and why, whom to ring, what was written, what was made of it, what was done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for

from mapping_dsl import exact_json
from mapping_dsl.outcome import FieldState, FlagLevel, FlagState
from runtime.models import DeliveryStatus, NextStep
from runtime.people import PersonShown
from runtime.submissions import (
    AnswerShown,
    CorrectionShown,
    DecisionShown,
    DeliveryShown,
    FieldShown,
    FlagShown,
    HappeningShown,
    Origin,
    PartShown,
    RecordShown,
    SubmissionDetail,
)
from studio.presenters.marks import GradeMark, event_words, grade_mark, record_title
from studio.presenters.moments import NOTHING, Moment, moment, stretch
from studio.presenters.records import (
    FieldRow,
    FlagRow,
    RecordView,
    Source,
    answer_anchor,
    belongs_to,
    heaviest_first,
    labels,
    record_view,
)
from studio.presenters.reported import Reported, reported
from studio.presenters.values import words_of
from studio.presenters.worklist import reference_words

#: What an operator must have before the first scroll, each from the first of these CHS fields that holds something.
FIRST_SCREEN = (
    ("Caller", ("callerFullName",)),
    ("Phone", ("callerPhone", "callerPhoneAsTyped")),
    ("E-mail", ("callerEmail",)),
    ("Prefers", ("callerPreferredContact",)),
    ("Where", ("locationText",)),
    ("Postcode", ("locationPostcode",)),
    ("When", ("occurredFrom",)),
    ("Until", ("occurredTo",)),
    ("Lives at", ("callerAddress",)),
)
INCIDENT = "chs.incident"
DIALLED = "callerPhone"
ALARM = "Worked out again, this submission comes out differently. Tell the information manager before you rely on it."

DELIVERY_WORDS = {
    DeliveryStatus.WAITING: "waits to be handed over",
    DeliveryStatus.SENT: "handed over, no answer yet",
    DeliveryStatus.CONFIRMED: "delivered",
    DeliveryStatus.UNKNOWN: "perhaps delivered; being looked up",
    DeliveryStatus.PARKED: "could not be delivered: type it by hand",
    DeliveryStatus.WITHDRAWN: "withdrawn",
}
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
class Link:
    """An address with its words."""

    address: str
    words: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class RecordPanel:
    """A record with what became of it at its target."""

    view: RecordView
    delivery: str
    copy_address: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """How a delivery stands."""

    target: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the time-line."""

    at: Moment | None
    what: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class SubmissionPage:
    """Everything on the page."""

    id: UUID
    reference: str
    title: str
    form_line: str
    status: str
    grade: GradeMark
    received: Moment | None
    age: str
    due: Moment | None
    due_in: str
    is_overdue: bool
    holder: str | None
    sentences: tuple[str, ...]
    other_revisions: tuple[Link, ...]
    no_flags: str
    flags: tuple[FlagRow, ...]
    facts: tuple[Fact, ...]
    reported: Reported
    needs_you: tuple[FieldRow, ...]
    records: tuple[RecordPanel, ...]
    decision: tuple[Fact, ...]
    parts: tuple[Link, ...]
    deliveries: tuple[DeliveryRow, ...]
    time_line: tuple[Event, ...]
    may_work: bool
    people: tuple[PersonShown, ...]  #: to whom it may be given, empty where the visitor may not give it
    address: str


@dataclass(frozen=True, slots=True)
class FieldPage:
    """Why a field is what it is, and the place to mend it."""

    row: FieldRow
    back: str
    text: str
    may_correct: bool
    place: str
    rule: str
    sources: tuple[Source, ...]
    steps: tuple[Fact, ...]
    corrections: tuple[Event, ...]
    alarm: str


def submission_page(
    detail: SubmissionDetail, now: datetime, *, may_work: bool, people: Sequence[PersonShown] = ()
) -> SubmissionPage:
    """The page of a submission. `may_work` opens the decision; `people` are those to whom it may be given."""
    due_at = detail.triage.due_at
    answers = _answers(detail)
    rows = _rows(detail, answers)
    return SubmissionPage(
        id=detail.id,
        reference=reference_words(detail.reference, detail.form),
        title=detail.form_title or detail.subject or "No form could be told",
        form_line=_form_line(detail),
        status=detail.status.value,
        grade=grade_mark(detail.triage.grade),
        received=moment(detail.received_at),
        age=stretch(now - detail.received_at),
        due=moment(due_at),
        due_in=stretch(due_at - now) if due_at else "",
        is_overdue=detail.triage.is_overdue,
        holder=detail.claimed_name,
        sentences=_sentences(detail),
        other_revisions=tuple(_revision(one) for one in detail.other_revisions),
        flags=heaviest_first(_flag(flag, answers) for flag in detail.flags),
        no_flags=_no_flags(detail),
        facts=tuple(_facts(detail)),
        reported=reported(detail.sections, conflicts=detail.conflicts, unmapped=detail.unmapped, words=detail.words),
        needs_you=tuple(row for record in rows.values() for row in record if row.needs_you),
        records=tuple(_panel(detail, record, rows[record.target]) for record in detail.records),
        decision=tuple(_decision(detail.decision)) if detail.decision else (),
        parts=tuple(_part(detail, part) for part in detail.parts),
        deliveries=tuple(_delivery(one) for one in detail.deliveries),
        time_line=tuple(_event(one) for one in reversed(detail.happenings)),
        may_work=may_work,
        people=tuple(people),
        address=url_for("submissions.show", submission_id=detail.id),
    )


def field_page(
    detail: SubmissionDetail, path: str, origin: Origin, *, may_correct: bool, typed: str | None = None
) -> FieldPage | None:
    """The page of one field, None where no record has it. `typed` is what a person gave that was refused."""
    found = next((one for record in detail.records for one in record.fields if one.path == path), None)
    if found is None:
        return None
    answers = _answers(detail)
    return FieldPage(
        row=_field(detail, found, path_record(path, detail), answers),
        back=url_for("submissions.show", submission_id=detail.id),
        text=typed if typed is not None else _as_text(found.value),
        may_correct=may_correct,
        place=f"{origin.rule_file}, line {origin.rule_line}",
        rule=origin.rule_text,
        sources=tuple(_source(answer) for answer in origin.reads),
        steps=tuple(Fact(step.text, words_of(step.value)) for step in origin.steps),
        corrections=tuple(_correction(one) for one in detail.corrections if one.path == path),
        alarm="" if origin.is_same else ALARM,
    )


def copied_text(record: RecordShown) -> str:
    """A record as lines of "name: value", the blank ones left out, for whoever types it at the target."""
    lines, group = [], ""
    for field in record.fields:
        if (words := words_of(field.value)) == NOTHING:
            continue
        here, label = labels(field.path, record.target)
        if here != group:
            lines.append(f"\n{here}")
        lines.append(f"{label}: {words}")
        group = here
    return "\n".join(lines) + "\n"


def path_record(path: str, detail: SubmissionDetail) -> str:
    """The record that a path begins with."""
    return next((one.target for one in detail.records if belongs_to(path, one.target)), "")


def _answers(detail: SubmissionDetail) -> dict[str, AnswerShown]:
    return {answer.name: answer for section in detail.sections for answer in section.answers}


def _sentences(detail: SubmissionDetail) -> tuple[str, ...]:
    """Why a person must look, and what to heed, before anything else is read."""
    rejected = f"No record is made: {detail.rejected}" if detail.rejected else None
    return tuple(dict.fromkeys(one for one in (detail.sentence, rejected, *detail.cautions) if one))


def _no_flags(detail: SubmissionDetail) -> str:
    known = detail.mapping_id is not None
    return "No flag is raised." if known else "Nothing was worked out by rule: read it as if it were urgent."


def _form_line(detail: SubmissionDetail) -> str:
    parts = (f"{detail.form} {detail.version}".strip(), detail.channel, detail.source.value, detail.language)
    return ", ".join(part for part in parts if part)


def _revision(submission_id: UUID) -> Link:
    return Link(url_for("submissions.show", submission_id=submission_id), "see the other one")


def _facts(detail: SubmissionDetail) -> Iterator[Fact]:
    incident = next((one.fields for one in detail.records if one.target == INCIDENT), ())
    held = {one.path.removeprefix(INCIDENT + "."): one.value for one in incident}
    for label, names in FIRST_SCREEN:
        value = next((held[name] for name in names if held.get(name)), None)
        if value is not None:
            yield Fact(label, words_of(value), str(value) if held.get(DIALLED) == value else "")


def _source(answer: AnswerShown) -> Source:
    return Source(answer_anchor(answer.name), answer.label, answer.text or NOTHING)


def _sources(reads: Sequence[str], answers: dict[str, AnswerShown]) -> tuple[Source, ...]:
    """The answers that were read, those that hold something first, for the others rarely explain."""
    read = [answers[name] for name in dict.fromkeys(one.partition(".")[0] for one in reads) if name in answers]
    return tuple(_source(answer) for answer in sorted(read, key=lambda one: not (one.text or one.elements)))


def _flag(flag: FlagShown, answers: dict[str, AnswerShown]) -> FlagRow:
    is_unclear = flag.state == FlagState.UNCLEAR
    return FlagRow(flag.name, FlagLevel(flag.level), is_unclear, flag.because, _sources(flag.reads, answers))


def _rows(detail: SubmissionDetail, answers: dict[str, AnswerShown]) -> dict[str, list[FieldRow]]:
    return {one.target: [_field(detail, field, one.target, answers) for field in one.fields] for one in detail.records}


def _panel(detail: SubmissionDetail, record: RecordShown, rows: Sequence[FieldRow]) -> RecordPanel:
    """A record; what needs a person stands above all records, and so not here again."""
    latest = next((one for one in reversed(detail.deliveries) if one.target == record.target), None)
    copy = url_for("submissions.copy", submission_id=detail.id, target=record.target) if record.record else ""
    rest = [row for row in rows if not row.needs_you]
    return RecordPanel(record_view(record.target, rest), _delivery(latest).words if latest else "", copy)


def _field(detail: SubmissionDetail, field: FieldShown, record: str, answers: dict[str, AnswerShown]) -> FieldRow:
    group, label = labels(field.path, record)
    return FieldRow(
        path=field.path,
        label=label,
        group=group,
        words=words_of(field.value),
        state=FieldState(field.state),
        reason=field.corrected_why if field.is_corrected else field.reason,
        sources=_sources(field.reads, answers),
        is_corrected=field.is_corrected,
        address=url_for("submissions.field", submission_id=detail.id, path=field.path),
    )


def _decision(decision: DecisionShown) -> Iterator[Fact]:
    yield Fact("Crime", "Yes" if decision.is_crime else "No")
    if decision.opening_code:
        yield Fact("Opening code", decision.opening_code)
    if decision.offence:
        yield Fact("Offence", decision.offence)
    yield Fact("Then", NEXT_STEPS[decision.next_step])
    yield Fact("Rationale", decision.rationale)
    at = moment(decision.at)
    yield Fact("By", f"{decision.by}, {at.words}" if at else decision.by)


def _part(detail: SubmissionDetail, part: PartShown) -> Link:
    size = f"{part.bytes / 1024:.0f} KB" if part.bytes >= 1024 else f"{part.bytes} bytes"
    address = url_for("attachments.open_part", submission_id=detail.id, index=part.index)
    return Link(address, part.name or part.role, f"{part.role}, {part.media_type}, {size}")


def _delivery(delivery: DeliveryShown) -> DeliveryRow:
    by_hand = "typed by hand" if delivery.is_by_hand else DELIVERY_WORDS[delivery.status]
    words = f"{by_hand}, {delivery.target_reference}" if delivery.target_reference else by_hand
    return DeliveryRow(f"{record_title(delivery.target)} {delivery.number}", words, delivery.sentence or "")


def _event(happening: HappeningShown) -> Event:
    return Event(moment(happening.at), event_words(happening.event), happening.who, happening.why)


def _correction(correction: CorrectionShown) -> Event:
    was, now = words_of(correction.previous), words_of(correction.value)
    return Event(moment(correction.at), f"{was} became {now}", correction.by, correction.why)


def _as_text(value: object) -> str:
    """A value as it stands in a field to be typed in: lists and groups as JSON, for they have no other text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else exact_json.dumps(value)
