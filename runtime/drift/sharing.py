"""What stands under the one alarm that all further forms and versions share, which nobody has published."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from runtime import readings
from runtime.drift.causes import Cause, crowd_of, identity, is_unpublished, stored_cause
from runtime.force_session import ForceSession
from runtime.models import Alarm, AlarmSubmission, Submission


def submissions_under(alarm_id: UUID) -> Any:
    """Selects the submissions that stand under an alarm."""
    joined = select(Submission).join(AlarmSubmission, col(AlarmSubmission.submission_id) == Submission.id)
    return joined.where(AlarmSubmission.alarm_id == alarm_id)


def showing(session: ForceSession, crowd: Alarm, came: str) -> Iterator[tuple[AlarmSubmission, Cause]]:
    """The submissions under the shared alarm that show the first that is listed so, with their own cause."""
    listed = next((one["one"] for one in crowd.differences if "one" in one and one["label"] == came), None)
    if listed is None:
        return
    form, version, _ = listed
    of_version = submissions_under(crowd.id).where(Submission.form == form, Submission.version == version)
    for submission in session.exec(of_version):
        cause = _unpublished_cause(session, submission)
        if cause and identity(cause) == listed:
            yield session.get_one(AlarmSubmission, (session.force_id, crowd.id, submission.id)), cause


def listed_still(session: ForceSession, crowd: Alarm, parted: list[str], most: int) -> list[Any]:
    """What a shared alarm lists without one of them: the others, and those for which there was no room before."""
    listed = [one for one in crowd.differences if one.get("one", parted) != parted]
    told = {tuple(one["one"][:2]) for one in listed}
    others = {(one.form, one.version): one for one in session.exec(submissions_under(crowd.id))}
    unlisted = [one for key, one in others.items() if key not in told][: most - len(listed)]
    causes = [cause for one in unlisted if (cause := _unpublished_cause(session, one))]
    return listed + [difference for cause in causes for difference in crowd_of(cause).differences]


def _unpublished_cause(session: ForceSession, submission: Submission) -> Cause | None:
    """Why a submission stands under the shared alarm; None where it no longer would, as it was read again."""
    read = readings.latest(session, submission)
    cause = stored_cause(read.reading) if read else None
    return cause if cause and is_unpublished(cause) else None
