"""What an alarm's submissions show of the changed form: samples of it, and past submissions to try a repair on."""

from collections.abc import Mapping
from itertools import count
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, select

from mapping_dsl.forms import version_key
from runtime import receiving
from runtime.database import Database
from runtime.drift import alarms
from runtime.drift.causes import is_crowd
from runtime.drift.forms_in.about import About, with_dot
from runtime.drift.forms_in.found import VERSION, DefinitionRefused, FoundForm
from runtime.drift.forms_in.mails import as_declared, entries_of, labels_of_sending
from runtime.drift.forms_in.samples import from_samples
from runtime.force_session import ForceSession
from runtime.intake.recognition import plain_version
from runtime.intake.wording import fold
from runtime.models import Alarm, AlarmSubmission, Arrival, Original, Submission, SubmissionAnswers
from runtime.originals import OriginalMissing
from runtime.texts import knowledge, library

MOST_SAMPLES: Final = 20
MOST_TRIED: Final = 100
_KEPT: Final = 16

Documents = tuple[Mapping[str, Any], ...]


def samples_of(db: Database, force_id: str, alarm_id: UUID, about: About | None = None) -> FoundForm:
    """The form that the alarm's latest mails were filled in on, called as the alarm calls it; a new one as `about` says
    and as its service declares it. Raises NotThere, and DefinitionRefused where the originals show no form.
    """
    with db.read_session(force_id) as session:
        alarm = alarms.find(session, alarm_id)
        if about and (alarm.form or is_crowd(alarm)):
            raise DefinitionRefused("", "what stands under this alarm is not one form that nobody knows")
        called = about or About(alarm.form or "Form", alarm.form)
        shown = dict(session.exec(_originals(alarm_id)).all())
        known = knowledge.current(session)
        key = (called, known.made_by, frozenset(shown))
        if key not in _known:
            raws = [(raw, name) for sha256, name in shown.items() if (raw := _opened(db, session, sha256)) is not None]
            called = as_declared(about, raws, known.known.services) if about else called
            _known[key] = _told(raws, called, labels_of_sending(known.known.layouts), is_new=about is not None)
        while len(_known) > _KEPT:
            _known.pop(next(iter(_known)), None)
        return _known[key]


def past_submissions(db: Database, force_id: str, form: str) -> Documents:
    """The latest submissions of a form, as mappings take them."""
    read = select(SubmissionAnswers.document).join(Submission, col(Submission.id) == SubmissionAnswers.submission_id)
    latest = read.where(Submission.form == form).order_by(col(SubmissionAnswers.made_at).desc()).limit(MOST_TRIED)
    with db.read_session(force_id) as session:
        return tuple(session.exec(latest))


def new_version(db: Database, force_id: str, alarm_id: UUID) -> str:
    """What the version that an alarm is about is to be called once it is repaired. Raises NotThere.

    As its service calls it, for by that name all further mails of it are known. Where the service goes on calling it
    as before, by a number under which neither the library has one nor anything came: else what comes as yet another
    version would be taken for this one.
    """
    with db.read_session(force_id) as session:
        alarm = alarms.find(session, alarm_id)
        declared = plain_version(alarm.version)
        if alarm.version != alarm.read_as and VERSION.fullmatch(declared):
            return with_dot(declared)
        came = session.exec(select(Alarm.version).where(Alarm.form == alarm.form)).all()
        there = [one.version for one in library.current_library(session).forms().of(alarm.form)]
    taken = {version_key(plain_version(one))[0] for one in (*came, *there)}
    newest = max(version_key(one)[0] for one in (*there, alarm.read_as))
    return f"{next(number for number in count(newest + 1) if number not in taken)}.0"


def _originals(alarm_id: UUID) -> Any:
    """Hash and file name of what the alarm's submissions came in, the latest first."""
    found = select(Original.sha256, Arrival.file_name).join(Arrival, col(Arrival.original_id) == Original.id)
    found = found.join(Submission, col(Submission.arrival_id) == Arrival.id)
    found = found.join(AlarmSubmission, col(AlarmSubmission.submission_id) == Submission.id)
    of_alarm = found.where(AlarmSubmission.alarm_id == alarm_id)
    return of_alarm.order_by(col(Submission.received_at).desc()).limit(MOST_SAMPLES)


def _opened(db: Database, session: ForceSession, sha256: str) -> bytes | None:
    """The bytes; None of what was disposed of meanwhile."""
    try:
        return receiving.originals_of(db).open(session, sha256)
    except OriginalMissing:
        return None


def _told(raws: list[tuple[bytes, str]], about: About, not_asked: frozenset[str], *, is_new: bool) -> FoundForm:
    samples = [entries for raw, name in raws for entries in entries_of(raw, name, not_asked)]
    if not samples:
        raise DefinitionRefused("", "what came shows no form whose questions could be told")
    asked = [{fold(one.label) for one in entries} for entries in samples]
    if is_new and any(asked[0].isdisjoint(others) for others in asked):
        raise DefinitionRefused("", "what came is more than one form: take each in by files of its own mails")
    return from_samples(samples, about)


# By all that it hangs on: another process that lacks it only works longer.
_known: dict[tuple[About, str, frozenset[str]], FoundForm] = {}
