"""The same submission in another mail, told also where forms or layouts have changed since it was read."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import col, select

from runtime.force_session import ForceSession
from runtime.intake import Reading, SubmissionReading
from runtime.models import Arrival, Submission, SubmissionAnswers
from runtime.originals import OriginalMissing

MOST_EARLIER = 10  #: revisions of one reference that are read again, the latest first


def find(
    session: ForceSession,
    arrival: Arrival,
    one: SubmissionReading,
    made_by: str,
    read: Callable[[Arrival], Reading],
) -> UUID | None:
    """An earlier submission of other content as it was read then, and of the same as it is read now.

    What was read by the same as today is compared by its stored digest, and not looked for here.
    """
    for submission, came in _earlier(session, arrival, one):
        if _first_made_by(session, submission) == made_by:
            continue
        try:
            again = read(came)
        except OriginalMissing:
            continue  # it was disposed of; a new revision is the careful answer
        if any(another.content_digest == one.content_digest for another in again.submissions):
            return submission.id
    return None


def _earlier(session: ForceSession, arrival: Arrival, one: SubmissionReading) -> list[tuple[Submission, Arrival]]:
    """Submissions of the same reference or out of the same bytes; not what is in quarantine, which holds none."""
    same_bytes = col(Arrival.original_id) == arrival.original_id
    wanted = (
        select(Submission, Arrival)
        .join(Arrival, col(Submission.arrival_id) == Arrival.id)
        .where(or_(col(Submission.reference) == one.reference, same_bytes) if one.reference else same_bytes)
        .where(Submission.reference != Submission.content_digest)
        .order_by(col(Submission.received_at).desc())
    )
    return list(session.exec(wanted.limit(MOST_EARLIER)))


def _first_made_by(session: ForceSession, submission: Submission) -> str:
    """What made the reading whose digest the submission carries."""
    mine = select(SubmissionAnswers.made_by).where(SubmissionAnswers.submission_id == submission.id)
    return session.exec(mine.order_by(col(SubmissionAnswers.made_at)).limit(1)).one()
