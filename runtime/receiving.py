"""What comes in is kept first, byte for byte; then it is read, and each submission in it goes on its way.

Once `keep` has returned nothing can be lost: reading is a job that is taken up again after whatever dies.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import BinaryIO, TypeVar
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select

from runtime import audit, clock, durable, readings, status, transposing, worklist
from runtime.audit import Actor, AuditEvent, Subject
from runtime.caution import NOTHING, Caution, weigh_loose, words_of_all
from runtime.database import Database
from runtime.drift import alarms, reoccurring
from runtime.force_session import ForceSession
from runtime.intake import Disposition, Reading, SubmissionReading, read
from runtime.models import Arrival, Original, Source, Status, Submission, SubmissionDevice
from runtime.originals import Originals
from runtime.texts import knowledge

QUEUE = "read"
MACHINE = Actor.machine("intake")
# Whoever takes a file in reads it at once; the job is for the case that this process dies before it is done.
NET_SECONDS = 60.0
LONGEST_NAME = 200  #: of a reference and of a version, which their sender writes

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


def receive(database: Database, force_id: str, content: bytes | BinaryIO, came: Came) -> list[Received]:
    """Keeps a file for good, then makes a submission of each form in it and orders its mapping.

    The same content under the same reference is the submission that was there before; other content under it is the
    next revision. What holds no submission is kept in quarantine, and what cannot be read goes to a person.
    """
    return read_kept(database, force_id, keep(database, force_id, content, came, wait_seconds=NET_SECONDS))


def keep(
    database: Database, force_id: str, content: bytes | BinaryIO, came: Came, *, wait_seconds: float = 0.0
) -> UUID:
    """Keeps a file for good and orders that it is read; gives the arrival. It is copied, never held whole."""
    file = BytesIO(content) if isinstance(content, bytes) else content

    def put() -> UUID:
        file.seek(0)
        with database.write_session(force_id) as session:
            original = originals_of(database).put_file(session, file)
            arrival = _arrival(original, came)
            session.add(arrival)
            session.flush()
            job = durable.Order("read", str(arrival.id), QUEUE, f"read:{arrival.id}", wait_seconds)
            durable.enqueue(session, job)
            return arrival.id

    return _even_if_met(put)


def read_kept(database: Database, force_id: str, arrival_id: UUID) -> list[Received]:
    """Reads what was kept and stores what stands in it; what was read before is only told."""
    with database.read_session(force_id) as session:
        arrival = session.get_one(Arrival, arrival_id)
        if arrival.disposition:
            return _told(session, arrival)
        known = knowledge.current(session)
        reading = read_original(database, session, arrival, known)
        before = {
            one.content_digest: found
            for one in reading.submissions
            if (found := reoccurring.find(session, arrival, one, known.made_by, _reader(database, session, known)))
        }
        caution = NOTHING if reading.submissions else _caution(session, reading)
    return _store(database, force_id, _Read(arrival_id, reading, known.made_by, before, caution))


def read_job(database: Database, force_id: str, arrival_id: str) -> None:
    """The job. It needs no step of its own: what it reads is stored in one transaction, and only once."""
    read_kept(database, force_id, UUID(arrival_id))


def give_up(database: Database, force_id: str, arrival_id: UUID, why: str) -> None:
    """After reading itself broke on a file: it is kept for a person to look at, with its bytes."""
    _store(database, force_id, _Read(arrival_id, Reading(Disposition.QUARANTINE, sentence=why), "", {}))


def read_original(database: Database, session: ForceSession, arrival: Arrival, known: knowledge.Knowledge) -> Reading:
    """What stands in a file that came, by what is known now. Raises OriginalMissing."""
    sha256 = session.get_one(Original, arrival.original_id).sha256
    reading = read(originals_of(database).view(session, sha256), known.known, file_name=arrival.file_name)
    return replace(reading, submissions=tuple(map(_findable, reading.submissions)))


def originals_of(database: Database) -> Originals:
    """The store in which this installation keeps what came."""
    return Originals(database.settings.instance / "originals")


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read in an arrival, and is still to be stored."""

    arrival_id: UUID
    reading: Reading
    made_by: str
    before: dict[str, UUID]  #: submissions that are known to be the same, by the content that was read now
    caution: Caution = NOTHING  #: where it holds no submission


def _reader(database: Database, session: ForceSession, known: knowledge.Knowledge) -> Callable[[Arrival], Reading]:
    return lambda arrival: read_original(database, session, arrival, known)


def _store(database: Database, force_id: str, file: _Read) -> list[Received]:
    def store() -> list[Received]:
        with database.write_session(force_id) as session:
            arrival = session.get_one(Arrival, file.arrival_id, with_for_update=True)
            if arrival.disposition:
                return _told(session, arrival)
            _describe(arrival, file.reading)
            session.add(arrival)
            if not file.reading.submissions:
                return [_quarantine(session, arrival, file.caution)]
            return [_take_in(session, arrival, file, one) for one in file.reading.submissions]

    return _even_if_met(store)


def _even_if_met(write: Callable[[], Written]) -> Written:
    """Writes once more where the same came by another way in this very moment: now it is there and will be found."""
    try:
        return write()
    except IntegrityError:
        return write()


def _findable(one: SubmissionReading) -> SubmissionReading:
    """The submission under names that a database can look up: no index takes endless ones."""
    return replace(one, reference=one.reference and _shortened(one.reference), version=_shortened(one.version))


def _shortened(name: str) -> str:
    """The name, of an endless one the beginning and a hash of the whole."""
    return (
        name
        if len(name) <= LONGEST_NAME
        else f"{name[:100]}…{hashlib.sha256(name.encode(errors='replace')).hexdigest()[:32]}"
    )


def _arrival(original: Original, came: Came) -> Arrival:
    return Arrival(
        original_id=original.id,
        source=came.source,
        received_at=clock.now(),
        file_name=came.file_name.encode(errors="replace").decode(),  # a disk's names need not be UTF-8
    )


def _describe(arrival: Arrival, reading: Reading) -> None:
    """Writes down what was read of a file as a whole; from then on it counts as read."""
    arrival.message_id = reading.message_id
    arrival.subject = reading.subject
    arrival.sender = reading.sender
    arrival.disposition = reading.disposition.value
    arrival.sentence = reading.sentence
    arrival.words = reading.words
    arrival.parts = [part.to_json() for part in reading.parts]


def _told(session: ForceSession, arrival: Arrival) -> list[Received]:
    """What became of a file that was read before."""
    mine = select(Submission).where(Submission.arrival_id == arrival.id).order_by(col(Submission.id))
    return [
        Received(one.id, one.reference, one.form, one.version, f"read before: it is {one.status.value}")
        for one in session.exec(mine)
    ]


def _caution(session: ForceSession, reading: Reading) -> Caution:
    """What weighs in a mail without a submission; people who write one themselves may say it in the subject."""
    return weigh_loose(f"{reading.subject}\n{reading.words}", words_of_all(session))


def _quarantine(session: ForceSession, arrival: Arrival, caution: Caution) -> Received:
    """No submission in it, as far as a machine can tell; a person sees it all the same, words of risk first."""
    sha256 = session.get_one(Original, arrival.original_id).sha256
    known = _known(session, sha256, sha256)
    if known is not None:
        return _again(session, known, arrival)
    submission = Submission(
        arrival_id=arrival.id,
        reference=sha256,
        content_digest=sha256,
        source=arrival.source,
        received_at=arrival.received_at,
    )
    session.add(submission)
    session.flush()
    sentence = arrival.sentence or "No submission was found in it"
    _note(session, submission, AuditEvent.RECEIVED, arrival)
    transposing.give_to_person(session, submission, Status.QUARANTINED, sentence, caution)
    return Received(submission.id, "", "", "", f"quarantined: {sentence}")


def _take_in(session: ForceSession, arrival: Arrival, file: _Read, one: SubmissionReading) -> Received:
    sha256 = session.get_one(Original, arrival.original_id).sha256
    reference = one.reference or f"{sha256}:{one.content_digest[:8]}"
    known = _known(session, reference, one.content_digest)
    if known is None and (same := file.before.get(one.content_digest)):
        known = session.get_one(Submission, same)
    if known is not None:
        return _again(session, known, arrival)
    submission = _submission(arrival, one, reference)
    submission.revision = 1 + _count_revisions(session, reference)
    session.add(submission)
    session.flush()
    readings.keep(session, submission, one, file.made_by)
    session.add(_device(submission, one))
    is_first = submission.revision == 1
    _note(session, submission, AuditEvent.RECEIVED if is_first else AuditEvent.REVISED, arrival)
    alarms.notice(session, submission, one)
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
        submitted_at=instant(one.submitted_at),
        submitted_text=one.submitted_at or "",
        received_at=arrival.received_at,
        sentence=arrival.sentence if one.disposition is not Disposition.PROCESS else None,
    )
    # Until the mapping has spoken nothing is known of its risk.
    worklist.place(submission, grade=None, risk_level=None)
    return submission


def _device(submission: Submission, one: SubmissionReading) -> SubmissionDevice:
    return SubmissionDevice(
        submission_id=submission.id,
        ip_address=one.device.ip_address or "",
        user_agent=one.device.user_agent or "",
        device=one.device.device or "",
    )


def _known(session: ForceSession, reference: str, content_digest: str) -> Submission | None:
    same = select(Submission).where(Submission.reference == reference, Submission.content_digest == content_digest)
    return session.exec(same).first()


def _count_revisions(session: ForceSession, reference: str) -> int:
    return session.exec(select(func.count(col(Submission.id))).where(Submission.reference == reference)).one()


def _note(session: ForceSession, submission: Submission, event: AuditEvent, arrival: Arrival) -> None:
    details = {"arrival": str(arrival.id), "source": arrival.source.value, "revision": submission.revision}
    audit.record(session, event, Subject.submission(submission.id), MACHINE, details)


def instant(text: str | None) -> datetime | None:
    """What a form says of when it was sent, where that is an instant."""
    if text is None:
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo is not None else None
