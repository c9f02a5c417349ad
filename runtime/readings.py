"""What readings of a submission gave: each is kept under what made it, and the last one counts."""

from sqlmodel import col, select

from runtime import clock
from runtime.force_session import ForceSession
from runtime.intake import SubmissionReading
from runtime.models import Arrival, Submission, SubmissionAnswers


def keep(session: ForceSession, submission: Submission, one: SubmissionReading, made_by: str) -> SubmissionAnswers:
    """Stores what a reading of the submission gave, as what was read last; a reading by the same is there once."""
    mine = select(SubmissionAnswers).where(
        SubmissionAnswers.submission_id == submission.id, SubmissionAnswers.made_by == made_by
    )
    arrival = session.get_one(Arrival, submission.arrival_id)
    answers = session.exec(mine).one_or_none() or SubmissionAnswers(
        submission_id=submission.id,
        made_by=made_by,
        made_at=clock.now(),
        reading=one.to_json(),
        document=one.for_mapping(arrival.received_at, arrival.source.value, session.force_id),
    )
    answers.made_at = clock.now()
    session.add(answers)
    return answers


def latest(session: ForceSession, submission: Submission) -> SubmissionAnswers | None:
    """What was read of the submission last; None of what is in quarantine."""
    mine = select(SubmissionAnswers).where(SubmissionAnswers.submission_id == submission.id)
    return session.exec(mine.order_by(col(SubmissionAnswers.made_at).desc()).limit(1)).first()
