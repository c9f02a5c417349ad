"""Questions that no submission shows any more. Where a service leaves out what is blank, one submission cannot tell a
question that is gone from one that was left blank; many can."""

import re
import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from sqlmodel import col, select

from runtime.force_session import ForceSession
from runtime.intake import Drift, DriftKind, DriftSeverity, SubmissionReading
from runtime.models import Alarm, AlarmStatus, Submission, SubmissionAnswers

MANY: Final = 50
"""So many in a row that lack a question are a reason to ask whether it is gone. What half of the people answer never
stays blank so long, what one in five answers once in 70,000 times, what one in ten answers once in 200 times; with 20
in a row the last would be asked about at every eighth. Nothing is lost meanwhile: a question that is gone is read as
blank either way."""

_MOST_LOOKED_AT: Final = 300  #: some of them may not have been asked it
_AT_ONCE: Final = 25  #: read from the database; most questions are seen again within so many
_MOST_KEPT: Final = 5_000
_IN_ELEMENT: Final = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a reading tells of the questions of its form, dotted in groups."""

    standing: frozenset[str]  #: those that stand there, and the groups in which any does
    lacking: frozenset[str]  #: those that were to stand there and do not

    @classmethod
    def of(cls, reading: Mapping[str, Any]) -> Self:
        """The same of a reading as it is stored."""
        names = {_IN_ELEMENT.sub("", place) for place in reading["places"]}
        lacking = (one["question"] for one in reading["drift"] if one["kind"] == DriftKind.REMOVED)
        return cls(frozenset(names | {name.partition(".")[0] for name in names}), frozenset(lacking))


def may_be_blank(drift: Drift) -> bool:
    """Whether a question is missing that may only have been left blank."""
    return drift.kind is DriftKind.REMOVED and drift.severity is DriftSeverity.HARMLESS


def long_unseen(session: ForceSession, reading: SubmissionReading) -> frozenset[str]:
    """Of the questions that are missing in a reading, and may be blank, those that have stood in none of the last MANY
    submissions of that form and version that were asked them, nor since somebody closed an alarm that said so."""
    counted = {one.question: 0 for one in reading.drift if one.question and may_be_blank(one)}
    if not counted:
        return frozenset()
    unseen, closed_at = set[str](), _closed_at(session, reading.form, reading.version)
    for received_at, earlier in _latest(session, reading.form, reading.version):
        over = unseen | earlier.standing | {name for name, at in closed_at.items() if received_at <= at}
        counted = {name: count + (name in earlier.lacking) for name, count in counted.items() if name not in over}
        unseen |= {name for name, count in counted.items() if count == MANY}
        if counted.keys() <= unseen:
            break
    return frozenset(unseen)


def _closed_at(session: ForceSession, form: str, version: str) -> dict[str, datetime]:
    """When it was last said to be settled that a question is not seen any more, by question."""
    closed = select(Alarm).where(Alarm.form == form, Alarm.version == version, Alarm.status == AlarmStatus.CLOSED)
    alarms = session.exec(closed.order_by(col(Alarm.closed_at))).all()
    return {
        one["question"]: alarm.closed_at
        for alarm in alarms
        if alarm.closed_at
        for one in alarm.differences
        if "unseen" in one
    }


def _latest(session: ForceSession, form: str, version: str) -> Iterator[tuple[datetime, _Shown]]:
    """When the latest submissions of a form version came, and what each shows as it was read last; the newest first."""
    of_form = select(Submission.id, Submission.received_at).where(
        Submission.form == form, Submission.version == version
    )
    newest_first = of_form.order_by(col(Submission.received_at).desc(), col(Submission.id).desc())
    came = session.exec(newest_first.limit(_MOST_LOOKED_AT)).all()
    for start in range(0, len(came), _AT_ONCE):
        some = dict(came[start : start + _AT_ONCE])
        read = select(SubmissionAnswers.submission_id, SubmissionAnswers.id).order_by(col(SubmissionAnswers.made_at))
        last_read = dict(session.exec(read.where(col(SubmissionAnswers.submission_id).in_(some))).all())
        shown = _shown(session, last_read.values())
        yield from ((received_at, shown[last_read[one]]) for one, received_at in some.items() if one in last_read)


def _shown(session: ForceSession, answers: Collection[UUID]) -> dict[UUID, _Shown]:
    """What readings show, by their ids."""
    known = {one: shown for one in answers if (shown := _known.get(one))}
    unknown = [one for one in answers if one not in known]
    if not unknown:
        return known
    stored = select(SubmissionAnswers.id, SubmissionAnswers.reading).where(col(SubmissionAnswers.id).in_(unknown))
    read = {one: _Shown.of(reading) for one, reading in session.exec(stored)}
    with _filling:
        _known.update(read)
        while len(_known) > _MOST_KEPT:
            del _known[next(iter(_known))]
    return known | read


# A reading is never altered: another process that lacks what one shows only works longer.
_known: dict[UUID, _Shown] = {}
_filling = threading.Lock()  # the threads of a worker look at once
