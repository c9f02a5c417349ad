"""Theft forms that do not fit the library's versions, taken in and mapped as the jobs would."""

import json
from uuid import UUID

from sqlmodel import col, select

from runtime import receiving, transposing
from runtime.database import Database
from runtime.models import Source, Submission, SubmissionAnswers, Transposition
from runtime.receiving import Came
from runtime.texts import publishing
from runtime.texts.library import current_library
from runtime.texts.publishing import Approval, Edit
from tests.runtime.conftest import METRO
from tests.runtime.intake.making_mails import information, theft_body, theft_mail

OLD_FORM, NEW_FORM, MAPPING = "forms/theft/1.0.json", "forms/theft/9.0.json", "theft/theft.mapping"


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


def new_version(db: Database) -> dict[str, str]:
    """The texts of a theft 9.0 that asks what 1.0 asks, and of the mapping that takes it in."""
    with db.read_session(METRO) as session:
        library = current_library(session)
        form = json.loads(library.text(OLD_FORM)) | {"x-formVersion": "9.0", "$id": "urn:test:theft:9.0"}
        mapping = library.text(MAPPING).replace("versions 1.0 to 2.0", "versions 1.0 to 9.0")
    return {NEW_FORM: json.dumps(form), MAPPING: mapping}


def repair(db: Database, analyst: UUID, approver: UUID) -> None:
    """Publishes the new version and its mapping in one act, as an accepted repair does."""
    edits = [Edit(path, text, analyst) for path, text in new_version(db).items()]
    publishing.save_drafts(db, METRO, edits, reason="The service has a new version")
    publishing.publish(db, METRO, NEW_FORM, Approval(approver, ""))
