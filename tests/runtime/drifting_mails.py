"""Theft forms that do not fit the library's versions, taken in and mapped as the jobs would."""

from uuid import UUID

from sqlmodel import col, select

from runtime import receiving, transposing
from runtime.database import Database
from runtime.models import Source, Submission, SubmissionAnswers, Transposition
from runtime.receiving import Came
from tests.runtime.conftest import METRO
from tests.runtime.intake.making_mails import information, theft_body, theft_mail


def theft(number: int = 1, *, version: str = "1.0", danger: str = "No", more: str = "", **words: str) -> bytes:
    """A theft form under a reference of its own; `more` stands at the end of the body, `words` are changed in it."""
    reference = f"TLP-10032-26-{number:04}-000"
    body = theft_body("My wallet was taken.", danger).replace("\n-- ", f"{more}\n-- ")
    for old, new in words.items():
        body = body.replace(old.replace("_", " "), new)
    said = information(version=version)
    return theft_mail(body, said).replace(b"TLP-10032-26-3100-000", reference.encode())


def take_in(db: Database, raw: bytes, force_id: str = METRO) -> UUID:
    """Receives a mail and maps its submission; gives its id."""
    [received] = receiving.receive(db, force_id, raw, Came(Source.EMAIL, "mail.eml"))
    transpose(db, received.submission_id, force_id)
    return received.submission_id


def transpose(db: Database, submission_id: UUID, force_id: str = METRO) -> None:
    """What the job does."""
    made = transposing.compute(db, force_id, submission_id)
    with db.write_session(force_id) as session:
        transposing.store(session, submission_id, made)


def submission(db: Database, submission_id: UUID, force_id: str = METRO) -> Submission:
    """The submission as it stands."""
    with db.read_session(force_id) as session:
        return session.get_one(Submission, submission_id)


def readings(db: Database, submission_id: UUID, force_id: str = METRO) -> list[SubmissionAnswers]:
    """All readings of a submission, oldest first."""
    with db.read_session(force_id) as session:
        mine = select(SubmissionAnswers).where(SubmissionAnswers.submission_id == submission_id)
        return list(session.exec(mine.order_by(col(SubmissionAnswers.made_at))))


def transpositions(db: Database, submission_id: UUID, force_id: str = METRO) -> list[Transposition]:
    """All that was made of a submission, oldest first."""
    with db.read_session(force_id) as session:
        mine = select(Transposition).where(Transposition.submission_id == submission_id)
        return list(session.exec(mine.order_by(col(Transposition.made_at))))
