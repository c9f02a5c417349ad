"""What is stopped without an alarm is read again too, once something was published that may help it."""

import shutil
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import col, select

from runtime import audit, durable, receiving, worklist
from runtime.audit import AuditEvent, Subject
from runtime.database import Database
from runtime.drift import alarms, rereading
from runtime.models import Rereading, RereadSubmission, Source, Status, Submission
from runtime.receiving import Came
from runtime.texts import library, publishing
from runtime.texts.publishing import Approval, Edit
from tests.runtime import small_library
from tests.runtime.conftest import MAPPINGS, METRO
from tests.runtime.drifting_mails import readings, submission, transpose
from tests.runtime.intake.making_mails import information, mail, part
from tests.runtime.small_library import MAPPING, PATH

FOUND_PATH = "found/found.mapping"
WITH_CAPITALS = MAPPING.replace("<- description", "<- upper case(description)")


@pytest.fixture(autouse=True)
def _library(db: Database, tmp_path: Path) -> None:
    """The small library with layouts to read by, where nobody has mapped the form of what was found."""
    folder = small_library.write(tmp_path / "library")
    (folder / FOUND_PATH).unlink()
    for needed in ("layouts", "services"):
        shutil.copytree(MAPPINGS / needed, folder / needed)
    durable.prepare(db)
    publishing.import_folder(db, METRO, folder)


def take_in(db: Database, form: str, *, number: int = 1, also: str = "A black umbrella") -> UUID:
    """A mail of that form in text and HTML, which may say something else."""
    said = information(form).replace("TLP-10032-26-3100", f"LST-10032-26-{number:04}")
    raw = mail(
        [
            part("What was it?: A black umbrella\n", "Content-Type: text/plain; charset=utf-8"),
            part(f"<table><tr><th>What was it?</th><td>{also}</td></tr></table>", "Content-Type: text/html"),
            part(said, "Content-Type: text/plain", "Content-Disposition: attachment; filename=info.txt"),
        ]
    )
    [received] = receiving.receive(db, METRO, raw, Came(Source.EMAIL))
    transpose(db, received.submission_id)
    return received.submission_id


def publish(db: Database, path: str, text: str, analyst: UUID, approver: UUID) -> None:
    publishing.save_draft(db, METRO, Edit(path, text, analyst))
    publishing.publish(db, METRO, path, Approval(approver, "as agreed"))


def acts(db: Database) -> list[Rereading]:
    with db.read_session(METRO) as session:
        return list(session.exec(select(Rereading).order_by(col(Rereading.ordered_at))))


def run_ordered(db: Database) -> None:
    """What the jobs do that were ordered: reading again, then the mappings."""
    for act in acts(db):
        rereading.read_again(db, METRO, str(act.id))
    with db.read_session(METRO) as session:
        ready = session.exec(select(Submission.id).where(Submission.status == Status.READ)).all()
    for one in ready:
        transpose(db, one)


def came_to(db: Database, submission_id: UUID) -> list[str]:
    """What reading it again came to, each time that it was."""
    with db.read_session(METRO) as session:
        happened = audit.entries_of(session, Subject.submission(submission_id))
    return [one.details["came to"] for one in happened if one.event == AuditEvent.READ_AGAIN]


def runs(db: Database) -> str:
    """The hash of the version that runs for what was lost."""
    with db.read_session(METRO) as session:
        version = library.published(session, "lost", "1.0")
    assert version
    return version.hash


def test_what_waited_for_its_forms_first_mapping_goes_on_once_that_is_published(
    db: Database, analyst: UUID, approver: UUID
) -> None:
    by_hand = take_in(db, "found")
    before = submission(db, by_hand).status

    publish(db, FOUND_PATH, small_library.texts()[FOUND_PATH], analyst, approver)
    run_ordered(db)

    assert (before, submission(db, by_hand).status) == (Status.MANUAL, Status.WAITING)
    assert came_to(db, by_hand) == ["settled"]
    assert alarms.listed(db, METRO, with_closed=True) == ()


def test_what_a_person_has_stays_theirs_when_its_forms_first_mapping_is_published(
    db: Database, analyst: UUID, approver: UUID, operator: UUID
) -> None:
    claimed, left = take_in(db, "found"), take_in(db, "found", number=2)
    worklist.claim_next(db, METRO, operator)
    publish(db, FOUND_PATH, small_library.texts()[FOUND_PATH], analyst, approver)
    worklist.claim_next(db, METRO, operator)

    run_ordered(db)

    assert (submission(db, claimed).status, submission(db, left).status) == (Status.CLAIMED, Status.WAITING)
    assert came_to(db, claimed) == []


def test_what_is_held_for_a_disagreement_alone_is_mapped_by_what_runs_now_and_stays_held(
    db: Database, analyst: UUID, approver: UUID
) -> None:
    held = take_in(db, "lost", also="A red umbrella")
    older = runs(db)

    publish(db, PATH, WITH_CAPITALS, analyst, approver)
    run_ordered(db)
    newer = submission(db, held)
    publishing.roll_back(db, METRO, "lost", 1, Approval(approver, "capitals broke something"))
    run_ordered(db)

    assert (newer.status, newer.published_hash != older) == (Status.HELD, True)
    assert (submission(db, held).status, submission(db, held).published_hash) == (Status.HELD, older)
    assert came_to(db, held) == ["drifted", "drifted"]


def test_what_nothing_new_is_read_of_does_not_leave_the_worklist(db: Database, analyst: UUID, approver: UUID) -> None:
    held = take_in(db, "lost", also="A red umbrella")
    layout = (MAPPINGS / "layouts" / "tabs.json").read_text()

    publish(db, "layouts/tabs.json", layout + "\n", analyst, approver)
    for act in acts(db):
        rereading.read_again(db, METRO, str(act.id))

    assert came_to(db, held) == ["drifted"]
    assert submission(db, held).status is Status.HELD
    assert len(readings(db, held)) == 1


def test_an_act_that_is_overtaken_leaves_what_it_has_not_read_to_the_next(
    db: Database, analyst: UUID, approver: UUID
) -> None:
    by_hand, held = take_in(db, "found"), take_in(db, "lost", number=2, also="A red umbrella")

    publish(db, FOUND_PATH, small_library.texts()[FOUND_PATH], analyst, approver)
    publish(db, PATH, WITH_CAPITALS, analyst, approver)
    run_ordered(db)

    first, second = acts(db)
    assert first.stopped_at
    with db.read_session(METRO) as session:
        mine = select(RereadSubmission.submission_id).where(RereadSubmission.rereading_id == second.id)
        assert set(session.exec(mine)) == {by_hand, held}
    assert submission(db, by_hand).status is Status.WAITING


def test_what_goes_on_by_itself_is_not_read_again(db: Database, analyst: UUID, approver: UUID) -> None:
    waiting = take_in(db, "lost")

    publish(db, PATH, WITH_CAPITALS, analyst, approver)

    assert submission(db, waiting).status is Status.WAITING
    assert acts(db) == []
