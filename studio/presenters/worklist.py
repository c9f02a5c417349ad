"""What an operator holds, and the supervisor's table of all that waits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from flask import url_for

from runtime.models import Grade, NextStep, Status
from runtime.people import PersonShown
from runtime.worklist import QueuePage, QueueRow
from studio.presenters.marks import GRADES, GradeMark, grade_mark
from studio.presenters.moments import Moment, moment, stretch
from studio.presenters.reasons import in_a_list

NO_FORM = "no form"
HASH_CHARACTERS = 64
STOPPED = frozenset({Status.HELD, Status.MANUAL, Status.QUARANTINED})


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A submission that the operator has."""

    reference: str
    title: str
    grade: GradeMark
    received: Moment | None
    address: str
    to_do: str


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """The operator's start."""

    held: tuple[HeldRow, ...]
    decided: tuple[HeldRow, ...]  #: not closed yet
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the supervisor's table."""

    id: UUID
    reference: str
    came_as: str  #: of what has no reference of its own
    address: str
    form: str
    grade: GradeMark
    risk: str
    received: Moment | None
    age: str
    due: Moment | None
    due_in: str
    is_overdue: bool
    status: str
    holder: str | None
    sentence: str  #: why it waits for a person; empty where it merely waits
    style: str
    may_move: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to filter by."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class View:
    """A filter that is asked for so often that it takes one click."""

    title: str
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class QueueTable:
    """The supervisor's page."""

    as_of: Moment | None
    caption: str
    rows: tuple[Row, ...]
    views: tuple[View, ...]
    choices: tuple[Choice, ...]
    reference: str
    people: tuple[PersonShown, ...]
    refresh_address: str
    reassign_address: str


VIEWS: Mapping[str, Mapping[str, str]] = {
    "Everything to do": {},
    "Nobody has it": {"unclaimed": "yes"},
    "Overdue": {"overdue": "yes"},
    "Needs hands": {"status": "stopped"},
    "Being worked on": {"status": Status.CLAIMED.value},
    "Decided": {"status": Status.DECIDED.value},
    "Closed": {"status": Status.CLOSED.value},
}


#: What is still to do with what was decided, by what was to happen then.
TO_DO: Mapping[NextStep | None, str] = {
    NextStep.DEPLOY: "Officers were to be sent: close it when they are done",
    NextStep.INVESTIGATE: "Passed to investigation: close it when nothing more is to do here",
    NextStep.NONE: "Close it, or change the decision",
}


def worklist_page(rows: Sequence[QueueRow], titles: Mapping[str, str]) -> WorklistPage:
    """What the operator holds, and what the button will do. `titles` are the forms' by their names."""
    held = tuple(_held(row, titles) for row in rows if row.status is Status.CLAIMED)
    decided = tuple(_held(row, titles) for row in rows if row.status is Status.DECIDED)
    sentence = (
        "Decide it, or give it back, before the next one."
        if held
        else "You get what is most urgent; everything that was read stands ready beside the record."
    )
    return WorklistPage(held, decided, sentence)


def queue_table(
    queue: QueuePage, now: datetime, asked: Mapping[str, str], people: Iterable[PersonShown], titles: Mapping[str, str]
) -> QueueTable:
    """The table; `asked` are the filters as the address says them; `titles` are the forms' by their names."""
    shown, total = len(queue.rows), queue.total
    first = "oldest" if asked.get("order") == "oldest" else "most urgent"
    caption = f"{total} submission{'s' if total != 1 else ''}, the {first} first"
    return QueueTable(
        as_of=moment(now),
        caption=caption if shown == total else f"The first {shown} of {caption}",
        rows=tuple(_row(row, now, titles) for row in queue.rows),
        views=tuple(_view(title, wanted, asked) for title, wanted in VIEWS.items()),
        choices=(
            _choice("status", "Stands", [(one.value, one.value) for one in Status], asked),
            _choice("grade", "Grade", [(one.value, GRADES[one]) for one in Grade], asked),
            _choice("form", "Form", [*titles.items()], asked),
            _choice("order", "First", [("oldest", "the oldest")], asked, "the most urgent"),
        ),
        reference=asked.get("reference", ""),
        people=tuple(people),
        refresh_address=queue_address(asked),
        reassign_address=queue_address(asked, "queue.reassign"),
    )


def reference_words(reference: str, form: str) -> str:
    """The sender's reference; a mail in which none was found is named by the beginning of its hash."""
    return reference if form or len(reference) < HASH_CHARACTERS else f"without reference ({reference[:8]})"


def _held(row: QueueRow, titles: Mapping[str, str]) -> HeldRow:
    return HeldRow(
        reference=reference_words(row.reference, row.form),
        title=titles.get(row.form, row.form) or row.came_as or NO_FORM,
        grade=grade_mark(row.grade),
        received=moment(row.received_at),
        address=url_for("submissions.show", submission_id=row.id),
        to_do=in_a_list(row.sentence or "", titles) or TO_DO.get(row.next_step, "Decide it, or give it back"),
    )


def queue_address(asked: Mapping[str, str], endpoint: str = "queue.show") -> str:
    """The queue with those filters."""
    return url_for(endpoint) + ("?" + urlencode(asked) if asked else "")


def _row(row: QueueRow, now: datetime, titles: Mapping[str, str]) -> Row:
    return Row(
        id=row.id,
        reference=reference_words(row.reference, row.form),
        address=url_for("submissions.show", submission_id=row.id),
        came_as="" if row.form else row.came_as,
        form=f"{titles.get(row.form, row.form)} {row.version}".strip() if row.form else NO_FORM,
        grade=grade_mark(row.grade),
        risk=_risk(row) + (", raised to you" if row.is_escalated else ""),
        received=moment(row.received_at),
        age=stretch(now - row.received_at),
        due=moment(row.due_at),
        due_in=_due_in(row, now),
        is_overdue=row.is_overdue,
        status=row.status.value,
        holder=row.claimed_name,
        sentence=in_a_list(row.sentence or "", titles),
        style="app-row--late" if row.is_overdue else "app-row--stopped" if row.status in STOPPED else "",
        may_move=row.status not in (Status.DECIDED, Status.CLOSED),
    )


def _risk(row: QueueRow) -> str:
    """The level; of what nobody could grade none is known, which is not the same as none."""
    is_known = row.grade is not None or row.risk_level != "none"
    return row.risk_level if is_known else "not known"


def _due_in(row: QueueRow, now: datetime) -> str:
    if row.due_at is None:
        return ""
    length = stretch(row.due_at - now)
    return f"{length} overdue" if row.is_overdue else f"in {length}" if row.due_at > now else f"{length} ago"


def _view(title: str, wanted: Mapping[str, str], asked: Mapping[str, str]) -> View:
    return View(title, queue_address(wanted), dict(wanted) == dict(asked))


def _choice(
    name: str, label: str, options: Sequence[tuple[str, str]], asked: Mapping[str, str], usual: str = "any"
) -> Choice:
    return Choice(name, label, (("", usual), *options), asked.get(name, ""))
