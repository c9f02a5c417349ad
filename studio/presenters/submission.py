"""A submission's page: how bad it is and why, whom to ring, what was written, what was made of it, what was done."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from flask import url_for

from mapping_dsl.outcome import FieldState, FlagLevel, FlagState
from runtime.models import DeliveryStatus, Status
from runtime.people import PersonShown
from runtime.settling import Offer
from runtime.shown.submissions import (
    AnswerShown,
    DeliveryShown,
    FieldShown,
    FlagShown,
    PartShown,
    RecordShown,
    SubmissionDetail,
)
from studio.code_lists import CodeLists
from studio.presenters.doubts import InDoubt, in_doubt, open_reasons, remarks_on
from studio.presenters.happenings import Event, Fact, decision_facts, raised, time_line
from studio.presenters.marks import GradeMark, grade_mark, record_title
from studio.presenters.moments import NOTHING, Moment, moment, stretch
from studio.presenters.reasons import in_plain_words
from studio.presenters.records import (
    FieldRow,
    FlagRow,
    RecordView,
    Source,
    answer_anchor,
    field_labels,
    heaviest_first,
    in_order,
    record_view,
)
from studio.presenters.reported import Reported, elements_of, reported
from studio.presenters.values import shortened, words_of
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
DOUBTED = re.compile(r"the answer (\w+) is in doubt")

DELIVERY_WORDS = {
    DeliveryStatus.WAITING: "waits to be handed over",
    DeliveryStatus.SENT: "handed over, no answer yet",
    DeliveryStatus.CONFIRMED: "delivered",
    DeliveryStatus.UNKNOWN: "perhaps delivered; being looked up",
    DeliveryStatus.PARKED: "could not be delivered",
    DeliveryStatus.WITHDRAWN: "withdrawn",
}


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
    copy_address: str = ""  #: where it can be typed by hand; empty where nothing is to be done
    again_address: str = ""  #: of one that was given up, where the visitor may have it tried again


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
    in_doubt: InDoubt
    reported: Reported
    needs_you: tuple[FieldRow, ...]
    records: tuple[RecordPanel, ...]
    decision: tuple[Fact, ...]
    parts: tuple[Link, ...]
    original_address: str  #: of all that it came in
    deliveries: tuple[DeliveryRow, ...]
    time_line: tuple[Event, ...]
    may_work: bool
    is_no_report: bool  #: nothing in it was read as a submission
    closing_words: str  #: what to say of it when it is closed as no report
    may_give_back: bool
    people: tuple[PersonShown, ...]  #: to whom it may be given, empty where the visitor may not give it
    address: str


@dataclass(frozen=True, slots=True)
class Powers:
    """What the visitor may do with a submission."""

    may_work: bool  #: decide, correct, type by hand: they hold it
    may_try_again: bool
    people: Sequence[PersonShown] = ()  #: those to whom they may give it
    offers: Sequence[Offer] = ()  #: what they may settle of what is in doubt


def submission_page(
    detail: SubmissionDetail, now: datetime, powers: Powers, lists: CodeLists = MappingProxyType({})
) -> SubmissionPage:
    """The page of a submission. `lists` are the code lists by which codes are told in words."""
    due_at = detail.triage.due_at
    answers = answers_of(detail)
    rows = _rows(detail, lists)
    return SubmissionPage(
        id=detail.id,
        reference=reference_words(detail.reference, detail.form),
        title=detail.form_title or _came_as(detail),
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
        in_doubt=in_doubt(detail, powers.offers if powers.may_work else None),
        reported=reported(detail.sections, remarks=_remarks(detail), unmapped=detail.unmapped, words=detail.words),
        needs_you=tuple(row for record in rows.values() for row in record if row.needs_you),
        records=tuple(_panel(detail, record, rows[record.target]) for record in detail.records),
        decision=tuple(decision_facts(detail.decision)) if detail.decision else (),
        parts=tuple(_part(detail, part) for part in detail.parts),
        original_address=url_for("attachments.open_original", submission_id=detail.id),
        deliveries=tuple(_delivery_row(detail, one, powers) for one in detail.deliveries),
        time_line=time_line(detail),
        may_work=powers.may_work,
        is_no_report=_is_no_report(detail),
        closing_words=f"Not a report. {detail.sentence or ''}".strip(),
        may_give_back=powers.may_work and detail.status is Status.CLAIMED,
        people=tuple(powers.people),
        address=url_for("submissions.show", submission_id=detail.id),
    )


def copied_text(record: RecordShown) -> str:
    """A record as lines of "name: value", the blank ones left out, for whoever types it at the target."""
    lines, group = [], ""
    for field in in_order(record.fields):
        if (words := words_of(field.value)) == NOTHING:
            continue
        here, label = field_labels(field, record.target)
        if here != group:
            lines.append(f"\n{here}")
        lines.append(f"{label}: {words}")
        group = here
    return "\n".join(lines) + "\n"


def answers_of(detail: SubmissionDetail) -> dict[str, AnswerShown]:
    """The answers by the names of their questions."""
    return {answer.name: answer for section in detail.sections for answer in section.answers}


def _sentences(detail: SubmissionDetail) -> tuple[str, ...]:
    """Why a person must look, and what to heed, before anything else is read."""
    # Of what nothing was read there is one sentence; how urgent it is would be a second that speaks against it.
    rejected = f"No record is made: {detail.rejected}" if detail.rejected else None
    # Why it is held is put together from cautions; none of them is said twice.
    cautions = (one for one in detail.cautions if one.rstrip(".") not in (detail.sentence or ""))
    titles = {detail.form: detail.form_title} if detail.form_title else {}
    plain = (in_plain_words(one, titles) for one in (*open_reasons(detail), rejected, *cautions) if one)
    return tuple(filter(None, dict.fromkeys((raised(detail), *plain))))


def _remarks(detail: SubmissionDetail) -> Mapping[str, tuple[str, ...]]:
    said = ((one.question, {each.witness: each.text for each in one.said}) for one in detail.read.conflicts)
    return remarks_on(said, detail.read.differences)


def _no_flags(detail: SubmissionDetail) -> str:
    """What stands in the place of flags; nothing where no report was found in it, which its own sentence says."""
    if _is_no_report(detail):
        return ""
    known = detail.mapping_id is not None
    return "No flag is raised." if known else "Nothing was worked out by rule: read it as if it were urgent."


def _is_no_report(detail: SubmissionDetail) -> bool:
    return Status.QUARANTINED in (detail.status, detail.waits_as) and detail.decision is None


def _came_as(detail: SubmissionDetail) -> str:
    """What cannot be called by its form is called as it came: by the mail's subject and the name of the file."""
    return ", ".join(one for one in (detail.subject, detail.file_name) if one) or "No form could be told"


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


def source_of(answer: AnswerShown) -> Source:
    """An answer beside what was made of it; of a group its first elements. One in doubt is never told as certain."""
    words = answer.text or shortened("; ".join(elements_of(answer)))
    if answer.is_in_doubt:
        words = f"{words}, not certain" if words else "not known"
    return Source(answer_anchor(answer.name), answer.label, words or NOTHING)


def _sources(reads: Sequence[str], answers: dict[str, AnswerShown]) -> tuple[Source, ...]:
    """The answers that were read, those that hold something first, for the others rarely explain."""
    read = [answers[name] for name in dict.fromkeys(one.partition(".")[0] for one in reads) if name in answers]
    return tuple(source_of(answer) for answer in sorted(read, key=lambda one: not (one.text or one.elements)))


def _flag(flag: FlagShown, answers: dict[str, AnswerShown]) -> FlagRow:
    is_unclear = flag.state == FlagState.UNCLEAR
    return FlagRow(flag.name, FlagLevel(flag.level), is_unclear, flag.because, _sources(flag.reads, answers))


def _rows(detail: SubmissionDetail, lists: CodeLists) -> dict[str, list[FieldRow]]:
    return {
        one.target: [field_row(detail, field, one.target, lists) for field in in_order(one.fields)]
        for one in detail.records
    }


def _panel(detail: SubmissionDetail, record: RecordShown, rows: Sequence[FieldRow]) -> RecordPanel:
    """A record; what needs a person stands above all records, and so not here again."""
    latest = next((one for one in reversed(detail.deliveries) if one.target == record.target), None)
    copy = url_for("submissions.copy", submission_id=detail.id, target=record.target) if record.record else ""
    rest = [row for row in rows if not row.needs_you]
    return RecordPanel(record_view(record.target, rest), _delivery_words(latest) if latest else "", copy)


def field_row(detail: SubmissionDetail, field: FieldShown, record: str, lists: CodeLists) -> FieldRow:
    """A field of the record with that name; a code is told with what it means."""
    group, label = field_labels(field, record)
    codes, answers = lists.get(field.description.code_list, ()), answers_of(detail)
    return FieldRow(
        path=field.path,
        label=label,
        group=group,
        words=next((one.words for one in codes if one.code == field.value), words_of(field.value)),
        state=FieldState(field.state),
        reason=field.corrected_why if field.is_corrected else _in_form_words(field.reason, answers),
        sources=_sources(field.reads, answers),
        is_corrected=field.is_corrected,
        address=url_for("submissions.field", submission_id=detail.id, path=field.path),
        record=record_title(record),
        section=field.description.section,
        is_folded=field.description.is_folded,
    )


def _in_form_words(reason: str | None, answers: Mapping[str, AnswerShown]) -> str | None:
    """A reason that names an answer in doubt, by its question's own words."""
    found = DOUBTED.fullmatch(reason or "")
    return f"“{answers[found[1]].label}” is in doubt" if found and found[1] in answers else reason


def _part(detail: SubmissionDetail, part: PartShown) -> Link:
    size = f"{part.bytes / 1024:.0f} KB" if part.bytes >= 1024 else f"{part.bytes} bytes"
    address = url_for("attachments.open_part", submission_id=detail.id, index=part.index)
    return Link(address, part.name or part.role, f"{part.role}, {part.media_type}, {size}")


def _delivery_words(delivery: DeliveryShown) -> str:
    by_hand = "typed by hand" if delivery.is_by_hand else DELIVERY_WORDS[delivery.status]
    return f"{by_hand}, {delivery.target_reference}" if delivery.target_reference else by_hand


def _delivery_row(detail: SubmissionDetail, delivery: DeliveryShown, powers: Powers) -> DeliveryRow:
    def address(endpoint: str) -> str:
        return url_for(endpoint, submission_id=detail.id, target=delivery.target)

    is_parked = delivery.status is DeliveryStatus.PARKED
    return DeliveryRow(
        target=f"{record_title(delivery.target)} {delivery.number}",
        words=_delivery_words(delivery),
        reason=delivery.sentence or "",
        copy_address=address("submissions.copy") if is_parked and powers.may_work else "",
        again_address=address("submissions.try_again") if is_parked and powers.may_try_again else "",
    )
