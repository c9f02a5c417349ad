"""Questions that no submission shows any more. Where a service leaves out what is blank, one submission cannot tell a
question that is gone from one that was left blank; many can."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from sqlmodel import col, select

from runtime.force_session import ForceSession
from runtime.intake import Drift, DriftKind, DriftSeverity, SubmissionReading
from runtime.models import Submission, SubmissionAnswers

MANY: Final = 50
"""So many in a row that lack a question are a reason to ask whether it is gone. What half of the people answer never
stays blank so long, what one in five answers once in 70,000 times, what one in ten answers once in 200 times; with 20
in a row the last would be asked about at every eighth. Nothing is lost meanwhile: a question that is gone is read as
blank either way."""

_MOST_LOOKED_AT: Final = 300  #: some of them may not have been asked it
_AT_ONCE: Final = 10  #: read from the database; most questions are seen again within so many
_IN_ELEMENT: Final = re.compile(r"\[\d+\]")


def may_be_blank(drift: Drift) -> bool:
    """Whether a question is missing that may only have been left blank."""
    return drift.kind is DriftKind.REMOVED and drift.severity is DriftSeverity.HARMLESS


def long_unseen(session: ForceSession, reading: SubmissionReading, since: Mapping[str, datetime]) -> frozenset[str]:
    """Of the questions that are missing in a reading, and may be blank, those that have stood in none of the last MANY
    submissions of that form and version that were asked them. `since` tells from when on to count, by question."""
    counted = {one.question: 0 for one in reading.drift if one.question and may_be_blank(one)}
    unseen = set[str]()
    for received_at, earlier in _latest(session, reading.form, reading.version) if counted else ():
        over = unseen | _standing(earlier) | {name for name, from_on in since.items() if received_at <= from_on}
        counted = {name: count + (name in _lacking(earlier)) for name, count in counted.items() if name not in over}
        unseen |= {name for name, count in counted.items() if count == MANY}
        if counted.keys() <= unseen:
            break
    return frozenset(unseen)


def _latest(session: ForceSession, form: str, version: str) -> Iterator[tuple[datetime, Mapping[str, Any]]]:
    """When the latest submissions of a form version came, and how each was read last; the newest first."""
    of_form = select(Submission.id, Submission.received_at).where(
        Submission.form == form, Submission.version == version
    )
    newest_first = of_form.order_by(col(Submission.received_at).desc(), col(Submission.id).desc())
    came = session.exec(newest_first.limit(_MOST_LOOKED_AT)).all()
    for start in range(0, len(came), _AT_ONCE):
        some = dict(came[start : start + _AT_ONCE])
        read = select(SubmissionAnswers.submission_id, SubmissionAnswers.reading).order_by(
            col(SubmissionAnswers.made_at)
        )
        last_read = dict(session.exec(read.where(col(SubmissionAnswers.submission_id).in_(some))).all())
        yield from ((received_at, last_read[one]) for one, received_at in some.items() if one in last_read)


def _standing(reading: Mapping[str, Any]) -> frozenset[str]:
    """The questions that stand there, and the groups in which any does."""
    names = {_IN_ELEMENT.sub("", place) for place in reading["places"]}
    return frozenset(names | {name.partition(".")[0] for name in names})


def _lacking(reading: Mapping[str, Any]) -> frozenset[str]:
    """The questions that were to stand there and do not."""
    return frozenset(one["question"] for one in reading["drift"] if one["kind"] == DriftKind.REMOVED)
