"""Forms that changed, as pages show them: one row a cause, and one cause with its differences and submissions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from runtime.drift.affected import Reader, ReaderKind, Readers
from runtime.drift.alarms import AlarmDetail, AlarmedSubmission, AlarmRow
from runtime.drift.causes import CAME, DifferenceShown
from runtime.drift.rereading import Progress
from runtime.likeness import DriftKind, DriftSeverity
from runtime.models import AlarmStatus, Role
from studio.presenters.happenings import Event
from studio.presenters.marks import GradeMark, event_words, field_words, grade_mark, record_title
from studio.presenters.moments import Moment, moment
from studio.presenters.reasons import in_plain_words
from studio.roles import may_open

STANDS = {
    AlarmStatus.OPEN: "nobody looks at it yet",
    AlarmStatus.TAKEN: "being looked at",
    AlarmStatus.CLOSED: "closed",
}
WEIGHTS = {
    "breaks": "a needed answer is missing or in doubt",
    "degrades": "an answer is in doubt",
    "harmless": "nothing is lost",
}
READERS_SHOWN = 4
NO_FORM = "A form that nobody knows"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One cause in the list."""

    address: str
    title: str
    sentence: str
    is_risk: bool
    came: int
    held: int
    by_hand: int
    since: Moment | None
    last: Moment | None
    stands: str
    is_closed: bool


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One difference in the table."""

    sentence: str
    weight: str
    is_risk: bool
    proposal: str  #: in words, empty where nothing is proposed
    readers: str  #: what of the mapping reads the question
    is_heavy: bool
    listed_as: str = ""  #: by which it can be taken out of those that share the alarm; empty where it stands alone


@dataclass(frozen=True, slots=True)
class AlarmedRow:
    """One submission that shows the cause."""

    reference: str
    address: str
    grade: GradeMark
    risk: str
    received: Moment | None
    stands: str


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done to all of them, with a reason."""

    title: str
    explanation: str
    address: str
    question: str  #: what the reason is asked for with


@dataclass(frozen=True, slots=True)
class ChangePage:
    """One cause."""

    row: ChangeRow
    differences: tuple[DifferenceRow, ...]
    submissions: tuple[AlarmedRow, ...]
    not_shown: int  #: submissions beyond those listed
    acts: tuple[Act, ...]
    take_address: str  #: empty where the person may not, or has nothing to take
    part_address: str  #: where what shares the alarm is taken out; empty where the person may not
    repair_address: str  #: empty where the person may not
    new_form_address: str  #: where a form that nobody knows is taken in; empty where the person may not
    time_line: tuple[Event, ...]
    closed: str  #: by whom, when and why; empty while it is open


@dataclass(frozen=True, slots=True)
class ReadingAgain:
    """How far reading again has come."""

    sentence: str
    read: int
    total: int
    address: str
    stop_address: str  #: empty where it cannot be stopped
    is_over: bool


def change_rows(rows: Iterable[AlarmRow]) -> tuple[ChangeRow, ...]:
    """The list; what tells of danger stands first, and then what came last."""
    ordered = sorted(rows, key=lambda row: (row.status is AlarmStatus.CLOSED, not row.is_risk))
    return tuple(_row(row) for row in ordered)


def change_page(detail: AlarmDetail, roles: Collection[Role], readers: Readers | None = None) -> ChangePage:
    """One cause, with what somebody of these roles can do; `readers` are those of the form's mapping."""
    row = detail.row
    is_open = row.status is not AlarmStatus.CLOSED
    may_settle = is_open and not {Role.ANALYST, Role.SUPERVISOR}.isdisjoint(roles)
    may_repair = is_open and bool(row.form) and may_open("repair.show")
    are_many = any(one.kind == CAME for one in detail.differences)
    may_take_in = is_open and not (row.form or are_many) and may_open("forms.new")
    return ChangePage(
        row=_row(row),
        differences=tuple(_difference(one, readers) for one in sorted(detail.differences, key=_weight)),
        submissions=tuple(_alarmed(one) for one in detail.submissions),
        not_shown=row.submissions - len(detail.submissions),
        acts=tuple(_acts(row, roles)) if is_open else (),
        take_address=url_for("changes.take", alarm_id=row.id) if may_settle and row.status is AlarmStatus.OPEN else "",
        part_address=url_for("changes.part", alarm_id=row.id) if may_settle else "",
        repair_address=url_for("repair.show", alarm_id=row.id) if may_repair else "",
        new_form_address=url_for("forms.new", alarm=row.id) if may_take_in else "",
        time_line=tuple(
            Event(moment(one.at), event_words(one.event), one.who, one.why) for one in reversed(detail.happenings)
        ),
        closed=_closed(row),
    )


def reading_again(alarm_id: UUID, latest: Progress | None, *, may_stop: bool) -> ReadingAgain | None:
    """How far the latest act is; None where there was none."""
    if latest is None:
        return None
    stop = url_for("changes.stop", alarm_id=alarm_id, act_id=latest.id) if may_stop and not latest.is_over else ""
    return ReadingAgain(
        sentence=_progress(latest),
        read=latest.read,
        total=latest.total,
        address=url_for("changes.progress", alarm_id=alarm_id),
        stop_address=stop,
        is_over=latest.is_over,
    )


def alarm_sentence(row: AlarmRow) -> str:
    """What an alarm is raised for, with the form called by its title."""
    where = in_plain_words(row.where, {row.form: row.form_title} if row.form_title else {})
    return ": ".join(filter(None, (where, row.what)))


def _beside_title(row: AlarmRow) -> str:
    """The same where the form and its version stand beside it already."""
    if not row.what:
        return alarm_sentence(row)
    return (
        row.what
        if row.version == row.read_as
        else f"This version is not known, and is read as {row.read_as}: {row.what}"
    )


def _row(row: AlarmRow) -> ChangeRow:
    name = f"{row.form_title or row.form} {row.version}".strip() if row.form else NO_FORM
    holder = f", by {row.taken_by}" if row.taken_by and row.status is AlarmStatus.TAKEN else ""
    return ChangeRow(
        address=url_for("changes.show", alarm_id=row.id),
        title=name,
        sentence=_beside_title(row),
        is_risk=row.is_risk,
        came=row.submissions,
        held=row.held,
        by_hand=row.by_hand,
        since=moment(row.opened_at),
        last=moment(row.last_at),
        stands=STANDS[row.status] + holder,
        is_closed=row.status is AlarmStatus.CLOSED,
    )


def _weight(one: DifferenceShown) -> tuple[bool, int]:
    """Less is shown first: danger, then what breaks."""
    return not one.is_risk, [*DriftSeverity][::-1].index(DriftSeverity(one.severity))


def _difference(one: DifferenceShown, readers: Readers | None) -> DifferenceRow:
    read_by = reader_words(readers.of([one.question])) if readers and one.question else ()
    return DifferenceRow(
        sentence=one.sentence,
        weight=WEIGHTS.get(one.severity, one.severity)
        if one.kind != DriftKind.ADDED
        else "no record has a place for it",
        is_risk=one.is_risk,
        proposal=_proposal(one),
        readers=", ".join(read_by),
        is_heavy=one.is_risk or one.severity == "breaks",
        listed_as=one.label if one.kind == CAME else "",
    )


def _proposal(one: DifferenceShown) -> str:
    """Which question is probably meant; empty where that cannot be told."""
    if not one.proposed_label:
        return ""
    return "the same question" if one.proposed == one.question else f"“{one.proposed_label}”"


def reader_words(readers: Sequence[Reader]) -> tuple[str, ...]:
    """What of a mapping reads a question, the first few by name."""
    named = tuple(dict.fromkeys(_reader(one) for one in readers))
    more = len(named) - READERS_SHOWN
    return (*named[:READERS_SHOWN], *((f"and {more} more",) if more > 0 else ()))


def _reader(one: Reader) -> str:
    """A field or group by its record and its words; everything else by what the mapping calls it."""
    record = ".".join(one.name.split(".")[:2])
    if one.kind is ReaderKind.RECORD:
        return f"whether there is a {record_title(record)}"
    if one.kind not in (ReaderKind.FIELD, ReaderKind.GROUP):
        return f"{one.kind} {one.name}"
    return f"{record_title(record)}: {field_words(one.name.removeprefix(record + '.').replace('.', ' '))}"


def _alarmed(one: AlarmedSubmission) -> AlarmedRow:
    holder = f", with {one.claimed_by}" if one.claimed_by else ""
    return AlarmedRow(
        reference=one.reference,
        address=url_for("submissions.show", submission_id=one.id),
        grade=grade_mark(one.grade),
        risk=one.risk_level,
        received=moment(one.received_at),
        stands=one.status.value + holder,
    )


def _acts(row: AlarmRow, roles: Collection[Role]) -> Iterable[Act]:
    if Role.SUPERVISOR in roles and row.held:
        yield Act(
            "Release the held one" if row.held == 1 else f"Release the {row.held} held ones",
            "They go to the worklist as they are; each keeps its place, and what is in doubt stays in doubt.",
            url_for("changes.release", alarm_id=row.id),
            "Why can people work on them as they are?",
        )
    if Role.SUPERVISOR in roles:
        yield Act(
            "Hold what waits",
            "Those that nobody has yet are held until the form is repaired. Anybody can still take one by hand.",
            url_for("changes.hold", alarm_id=row.id),
            "Why should they wait?",
        )
    if not {Role.ANALYST, Role.SUPERVISOR}.isdisjoint(roles):
        yield Act(
            "Read them again",
            "By what the studio knows today. What a person has worked on stays as it is.",
            url_for("changes.read_again", alarm_id=row.id),
            "What has changed since?",
        )
        yield Act(
            "Close",
            "For a change that needs no repair. It opens again where the same comes back.",
            url_for("changes.close", alarm_id=row.id),
            "Why is nothing more to do?",
        )


def _closed(row: AlarmRow) -> str:
    at = moment(row.closed_at)
    if row.status is not AlarmStatus.CLOSED or at is None:
        return ""
    who = f"by {row.closed_by}" if row.closed_by else "by itself"
    return f"Closed {who}, {at.words}: {row.closed_why}"


def _progress(latest: Progress) -> str:
    if latest.stopped_at is not None:
        return f"Reading again was stopped after {latest.read} of {latest.total}."
    if not latest.is_over:
        return f"Being read again: {latest.read} of {latest.total}."
    told = [
        (latest.settled, "went on"),
        (latest.drifted, "still do not fit"),
        (latest.left, "stayed as people left them"),
        (latest.unreadable, "could not be read"),
    ]
    return "All were read again: " + ", ".join(f"{count} {words}" for count, words in told if count) + "."
