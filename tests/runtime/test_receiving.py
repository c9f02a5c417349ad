"""What comes is kept byte for byte, and nothing that comes is lost, whatever it is."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from sqlmodel import col, select

from runtime import audit, durable
from runtime.audit import AuditEvent, Subject
from runtime.database import Database
from runtime.models import Arrival, Original, Source, Status, Submission, SubmissionAnswers, SubmissionDevice
from runtime.receiving import LONGEST_NAME, Came, Received, give_up, keep, originals_of, read_kept, receive
from runtime.texts import publishing
from tests.runtime.conftest import METRO, NORTHSHIRE
from tests.runtime.drifting_mails import theft

DATA = Path(__file__).parents[1] / "data"
THEFT = (DATA / "eml" / "OPEN-001.eml").read_bytes()


@pytest.fixture(autouse=True)
def _library(db: Database, forms_library: Path) -> None:
    durable.prepare(db)
    for force_id in (METRO, NORTHSHIRE):
        publishing.import_folder(db, force_id, forms_library)


def take_in(db: Database, raw: bytes, force_id: str = METRO) -> list[Received]:
    return receive(db, force_id, raw, Came(Source.EMAIL, "mail.eml"))


def mail(number: int) -> bytes:
    return (DATA / "eml" / f"OPEN-{number:03}.eml").read_bytes()


def submissions(db: Database, force_id: str = METRO) -> list[Submission]:
    with db.read_session(force_id) as session:
        return list(session.exec(select(Submission).order_by(col(Submission.id))))


def test_a_mail_is_kept_byte_for_byte_and_its_submission_is_read(db: Database) -> None:
    [received] = take_in(db, THEFT)

    assert (received.reference, received.form, received.version) == ("TLP-10032-26-3100-000", "theft", "1.0")
    [submission] = submissions(db)
    assert (submission.id, submission.status) == (received.submission_id, Status.READ)
    with db.read_session(METRO) as session:
        sha256 = session.exec(select(Original.sha256)).one()
        assert originals_of(db).open(session, sha256) == THEFT


def test_answers_and_device_lie_apart(db: Database) -> None:
    [received] = take_in(db, THEFT)

    with db.read_session(METRO) as session:
        answers = session.exec(select(SubmissionAnswers)).one()
        device = session.exec(select(SubmissionDevice)).one()
    assert answers.submission_id == device.submission_id == received.submission_id
    assert answers.document["answers"]["reportType"] == "stolen"
    assert answers.document["submission"]["force"] == METRO
    assert device.ip_address == "2001:db8:245f::7249"
    assert "2001:db8" not in str(answers.reading)


def test_a_redelivery_is_the_submission_that_was_there_before(db: Database) -> None:
    [first] = take_in(db, mail(27))
    [second] = take_in(db, mail(28))  # the same report in another mail

    assert second.submission_id == first.submission_id
    assert "came before" in second.becomes
    assert len(submissions(db)) == 1
    with db.read_session(METRO) as session:
        assert len(session.exec(select(Arrival)).all()) == 2
        happened = audit.entries_of(session, Subject.submission(first.submission_id))
    assert AuditEvent.REDELIVERED in [entry.event for entry in happened]


def test_other_content_under_the_same_reference_is_the_next_revision(db: Database) -> None:
    [first] = take_in(db, THEFT)

    [second] = take_in(db, THEFT.replace(b"outside the bakery", b"behind the bakery"))

    assert second.submission_id != first.submission_id
    assert [submission.revision for submission in submissions(db)] == [1, 2]
    assert "revision 2" in second.becomes


def test_two_reports_in_one_mail_are_two_submissions(db: Database) -> None:
    received = take_in(db, mail(29))

    assert sorted(one.form for one in received) == ["asb", "theft"]
    assert len({submission.arrival_id for submission in submissions(db)}) == 1


def test_an_automatic_reply_is_quarantined_where_a_person_sees_it(db: Database) -> None:
    [received] = take_in(db, mail(35))

    [submission] = submissions(db)
    assert submission.status is Status.QUARANTINED
    assert submission.sentence
    assert submission.sentence in received.becomes


def test_an_automatic_reply_that_comes_twice_is_in_quarantine_once(db: Database) -> None:
    take_in(db, mail(35))
    take_in(db, mail(35))

    assert len(submissions(db)) == 1


def test_a_report_in_json_becomes_a_submission_like_a_mail(db: Database) -> None:
    [received] = take_in(db, (DATA / "ihub" / "OPEN-002.json").read_bytes())

    assert received.form == "theft"
    assert submissions(db)[0].status is Status.READ


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe" * 50,
        b"not a mail at all",
        b"{",
        b'{"form": "theft"',
        b"%PDF-1.7 that is no PDF",
        b"From: a@example.com\nSubject: help\n\nhe is at the door",
        b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nbm8gUERG",
    ],
)
def test_what_is_no_report_is_kept_and_goes_to_a_person_with_a_sentence(db: Database, raw: bytes) -> None:
    [received] = take_in(db, raw)

    [submission] = submissions(db)
    assert submission.id == received.submission_id
    assert submission.status in (Status.QUARANTINED, Status.READ)
    assert submission.sentence
    assert "Traceback" not in received.becomes
    with db.read_session(METRO) as session:
        assert originals_of(db).open(session, session.exec(select(Original.sha256)).one()) == raw


def test_the_words_of_a_mail_that_is_no_form_are_kept_whole(db: Database) -> None:
    take_in(db, b"From: a@example.com\nSubject: help\n\nhe is at the door")

    with db.read_session(METRO) as session:
        assert "he is at the door" in session.exec(select(Arrival.words)).one()


def test_what_reading_itself_breaks_on_is_kept_and_goes_to_a_person(db: Database) -> None:
    arrival_id = keep(db, METRO, b"strange", Came(Source.EMAIL))

    give_up(db, METRO, arrival_id, "The studio stopped at it")

    [submission] = submissions(db)
    assert submission.status is Status.QUARANTINED
    assert submission.sentence == "The studio stopped at it"


def test_what_is_kept_is_there_before_it_is_read(db: Database) -> None:
    keep(db, METRO, BytesIO(THEFT), Came(Source.EMAIL))

    assert submissions(db) == []
    with db.read_session(METRO) as session:
        assert originals_of(db).open(session, session.exec(select(Original.sha256)).one()) == THEFT


def test_what_was_kept_is_read_once_however_often_that_is_asked_for(db: Database) -> None:
    arrival_id = keep(db, METRO, THEFT, Came(Source.EMAIL))

    [first] = read_kept(db, METRO, arrival_id)
    [second] = read_kept(db, METRO, arrival_id)
    give_up(db, METRO, arrival_id, "too late")

    assert second.submission_id == first.submission_id
    [submission] = submissions(db)
    assert submission.status is Status.READ


def test_bad_input_stops_nothing_that_comes_after_it(db: Database) -> None:
    take_in(db, b"\x00\x01")
    [received] = take_in(db, THEFT)

    assert received.becomes == "goes on"


def test_what_comes_for_one_force_is_not_there_for_the_other(db: Database) -> None:
    take_in(db, THEFT)

    assert submissions(db, NORTHSHIRE) == []
    [received] = take_in(db, THEFT, NORTHSHIRE)
    assert received.becomes == "goes on"


@pytest.mark.parametrize("written", ["TLP-10032-26-0001-000", "Form version: 1.0"])
def test_a_reference_or_version_that_does_not_end_is_kept_by_its_beginning_and_known_again(
    db: Database, written: str
) -> None:
    endless = "".join(sha256(str(number).encode()).hexdigest().upper() for number in range(400))
    raw = theft(1).replace(written.encode(), f"{written}{endless}".encode())

    [first] = take_in(db, raw)
    [again] = take_in(db, raw + b"\r\n")

    assert again.submission_id == first.submission_id
    assert (first.form, first.version[:3], first.reference[:21]) == ("theft", "1.0", "TLP-10032-26-0001-000")
    assert all(len(name) <= LONGEST_NAME for name in (first.reference, first.version))
