"""What comes in is kept first, byte for byte; then it is read, and each submission in it goes on its way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select

from runtime import audit, clock, library, status, transposing, worklist
from runtime.audit import Actor, AuditEvent, Subject
from runtime.database import Database
from runtime.force_session import ForceSession
from runtime.intake import Disposition, Reading, SubmissionReading, known_of, read
from runtime.models import Arrival, Original, Source, Status, Submission, SubmissionAnswers, SubmissionDevice
from runtime.originals import Originals

READER = "intake 1"
MACHINE = Actor.machine("intake")

Written = TypeVar("Written")


@dataclass(frozen=True, slots=True)
class Came:
    """What is known of a file from outside of it."""

    source: Source
    file_name: str = ""  #: as the sender called it: shown, never used as a path


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one submission in a file that came."""

    submission_id: UUID
    reference: str
    form: str
    version: str
    becomes: str  #: a sentence


def receive(database: Database, force_id: str, raw: bytes, came: Came) -> list[Received]:
    """Keeps the bytes for good, then makes a submission of each form in them and orders its mapping.

    The same content under the same reference is the submission that was there before; other content under it is the
    next revision. What holds no submission is kept in quarantine, and what cannot be read goes to a person.
    """
    original = _keep(database, force_id, raw)
    with database.read_session(force_id) as session:
        known = known_of(library.current_library(session))
    return _store(database, force_id, _Read(original, read(raw, known, file_name=came.file_name), came))


def keep_unread(database: Database, force_id: str, raw: bytes, came: Came, why: str) -> list[Received]:
    """Keeps what reading itself broke on, for a person to look at."""
    unread = Reading(Disposition.QUARANTINE, sentence=why)
    return _store(database, force_id, _Read(_keep(database, force_id, raw), unread, came))


def originals_of(database: Database) -> Originals:
    """The store in which this installation keeps what came."""
    return Originals(database.settings.instance / "originals")


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was kept and read, and is still to be stored."""

    original: Original
    reading: Reading
    came: Came


def _keep(database: Database, force_id: str, raw: bytes) -> Original:
    def put() -> Original:
        with database.write_session(force_id) as session:
            return originals_of(database).put(session, raw)

    return _even_if_met(put)


def _store(database: Database, force_id: str, file: _Read) -> list[Received]:
    def store() -> list[Received]:
        with database.write_session(force_id) as session:
            arrival = _arrival(file)
            session.add(arrival)
            session.flush()
            if not file.reading.submissions:
                return [_quarantine(session, arrival, file.original)]
            return [_take_in(session, arrival, file, one) for one in file.reading.submissions]

    return _even_if_met(store)


def _even_if_met(write: Callable[[], Written]) -> Written:
    """Writes once more where the same came by another way in this very moment: now it is there and will be found."""
    try:
        return write()
    except IntegrityError:
        return write()


def _arrival(file: _Read) -> Arrival:
    reading = file.reading
    return Arrival(
        original_id=file.original.id,
        source=file.came.source,
        received_at=clock.now(),
        file_name=file.came.file_name.encode(errors="replace").decode(),  # a disk's names need not be UTF-8
        message_id=reading.message_id,
        subject=reading.subject,
        sender=reading.sender,
        disposition=reading.disposition.value,
        sentence=reading.sentence,
        words=reading.words,
        parts=[part.to_json() for part in reading.parts],
    )


def _quarantine(session: ForceSession, arrival: Arrival, original: Original) -> Received:
    """No submission in it, as far as a machine can tell; a person sees it all the same."""
    known = _known(session, original.sha256, original.sha256)
    if known is not None:
        return _again(session, known, arrival)
    submission = Submission(
        arrival_id=arrival.id,
        reference=original.sha256,
        content_digest=original.sha256,
        source=arrival.source,
        received_at=arrival.received_at,
    )
    session.add(submission)
    session.flush()
    sentence = arrival.sentence or "No submission was found in it"
    _note(session, submission, AuditEvent.RECEIVED, arrival)
    status.change(session, submission, Status.QUARANTINED, who=MACHINE, why=sentence)
    return Received(submission.id, "", "", "", f"quarantined: {sentence}")


def _take_in(session: ForceSession, arrival: Arrival, file: _Read, one: SubmissionReading) -> Received:
    reference = one.reference or f"{file.original.sha256}:{one.content_digest[:8]}"
    known = _known(session, reference, one.content_digest)
    if known is not None:
        return _again(session, known, arrival)
    submission = _submission(arrival, one, reference)
    submission.revision = 1 + _count_revisions(session, reference)
    session.add(submission)
    session.flush()
    _keep_answers(session, submission, arrival, one)
    is_first = submission.revision == 1
    _note(session, submission, AuditEvent.RECEIVED if is_first else AuditEvent.REVISED, arrival)
    status.change(session, submission, Status.READ, who=MACHINE)
    transposing.order(session, submission)
    return Received(submission.id, one.reference or "", one.form, one.version, _becomes(submission, one, arrival))


def _becomes(submission: Submission, one: SubmissionReading, arrival: Arrival) -> str:
    if not one.form:
        return f"to a person, by hand: {arrival.sentence or 'no form that we know was found in it'}"
    if submission.revision > 1:
        return f"to a person, as revision {submission.revision} of what came before"
    if one.disposition is Disposition.REVIEW:
        return "goes on, and a person must look"
    return "goes on"


def _again(session: ForceSession, known: Submission, arrival: Arrival) -> Received:
    _note(session, known, AuditEvent.REDELIVERED, arrival)
    return Received(known.id, known.reference, known.form, known.version, "came before; nothing new is made of it")


def _submission(arrival: Arrival, one: SubmissionReading, reference: str) -> Submission:
    submission = Submission(
        arrival_id=arrival.id,
        form=one.form,
        version=one.version,
        reference=reference,
        content_digest=one.content_digest,
        source=arrival.source,
        channel=one.channel or "",
        language=one.language or "",
        submitted_at=_instant(one.submitted_at),
        submitted_text=one.submitted_at or "",
        received_at=arrival.received_at,
        sentence=arrival.sentence if one.disposition is not Disposition.PROCESS else None,
    )
    # Until the mapping has spoken nothing is known of its risk.
    worklist.place(submission, grade=None, risk_level=None)
    return submission


def _keep_answers(session: ForceSession, submission: Submission, arrival: Arrival, one: SubmissionReading) -> None:
    document = one.for_mapping(arrival.received_at, arrival.source.value, session.force_id)
    session.add_all(
        [
            SubmissionAnswers(
                submission_id=submission.id,
                made_by=READER,
                made_at=arrival.received_at,
                reading=one.to_json(),
                document=document,
            ),
            SubmissionDevice(
                submission_id=submission.id,
                ip_address=one.device.ip_address or "",
                user_agent=one.device.user_agent or "",
                device=one.device.device or "",
            ),
        ]
    )


def _known(session: ForceSession, reference: str, content_digest: str) -> Submission | None:
    same = select(Submission).where(Submission.reference == reference, Submission.content_digest == content_digest)
    return session.exec(same).first()


def _count_revisions(session: ForceSession, reference: str) -> int:
    return session.exec(select(func.count(col(Submission.id))).where(Submission.reference == reference)).one()


def _note(session: ForceSession, submission: Submission, event: AuditEvent, arrival: Arrival) -> None:
    details = {"arrival": str(arrival.id), "source": arrival.source.value, "revision": submission.revision}
    audit.record(session, event, Subject.submission(submission.id), MACHINE, details)


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo is not None else None
