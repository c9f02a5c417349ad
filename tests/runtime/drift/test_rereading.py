"""Held submissions are read again once their cause is mended, each once, whatever dies in between."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlmodel import col, select

from runtime import audit, decisions, receiving, transposing, worklist
from runtime.audit import AuditEvent, Subject
from runtime.database import Database
from runtime.decisions import Change, Closing, Verdict
from runtime.drift import alarms, rereading
from runtime.failures import NotThere
from runtime.models import AlarmStatus, Delivery, DeliveryStatus, Role, Source, Status, Submission
from runtime.receiving import Came
from runtime.records import handover
from runtime.texts import knowledge, publishing
from runtime.texts.publishing import Approval, Edit
from tests.runtime.conftest import METRO, NORTHSHIRE
from tests.runtime.drifting_mails import (
    NEW_FORM,
    new_version,
    readings,
    repair,
    submission,
    take_in,
    theft,
    transpose,
    transpositions,
)

pytestmark = pytest.mark.usefixtures("with_theft")


def alarm_id(db: Database) -> UUID:
    [alarm] = alarms.listed(db, METRO, with_closed=True)
    return alarm.id


def run_ordered(db: Database) -> None:
    """What the jobs do that were ordered: reading again, then the mappings."""
    progress = rereading.progress(db, METRO, alarm_id(db))
    assert progress
    rereading.read_again(db, METRO, str(progress.id))
    with db.read_session(METRO) as session:
        ready = session.exec(select(Submission.id).where(Submission.status == Status.READ)).all()
    for one in ready:
        transpose(db, one)


def deliveries(db: Database) -> list[Delivery]:
    with db.read_session(METRO) as session:
        return list(session.exec(select(Delivery).order_by(col(Delivery.number))))


def test_an_accepted_repair_lets_held_submissions_go_on_and_closes_their_alarm(
    db: Database, analyst: UUID, approver: UUID
) -> None:
    ids = [take_in(db, theft(number, version="9.0")) for number in (1, 2)]

    repair(db, analyst, approver)
    ordered = rereading.progress(db, METRO, alarm_id(db))
    run_ordered(db)

    assert ordered
    assert (ordered.total, ordered.read, ordered.ordered_by) == (2, 0, "Cleo")
    done = rereading.progress(db, METRO, alarm_id(db))
    assert done
    assert (done.read, done.settled, done.is_over) == (2, 2, True)
    assert {submission(db, one).status for one in ids} == {Status.WAITING}
    assert alarms.detail(db, METRO, alarm_id(db)).row.status is AlarmStatus.CLOSED
    assert alarms.detail(db, METRO, alarm_id(db)).row.closed_by is None


def test_what_a_mapping_made_of_an_earlier_reading_does_not_count_after_another_reading(
    db: Database, analyst: UUID, approver: UUID
) -> None:
    [received] = receiving.receive(db, METRO, theft(version="9.0"), Came(Source.EMAIL, "mail.eml"))
    made_before = transposing.compute(db, METRO, received.submission_id)
    repair(db, analyst, approver)
    progress = rereading.progress(db, METRO, alarm_id(db))
    assert progress
    rereading.read_again(db, METRO, str(progress.id))

    with db.write_session(METRO) as session:
        came_to = transposing.store(session, received.submission_id, made_before)
    transpose(db, received.submission_id)

    assert came_to == transposing.OVERTAKEN
    assert submission(db, received.submission_id).status is Status.WAITING
    assert len(transpositions(db, received.submission_id)) == 1


def test_both_readings_are_kept_and_each_says_what_made_it(db: Database, analyst: UUID, approver: UUID) -> None:
    submission_id = take_in(db, theft(version="9.0"))

    repair(db, analyst, approver)
    run_ordered(db)

    first, second = readings(db, submission_id)
    assert first.reading["version_known"] is False
    assert second.reading["version_known"] is True
    assert first.made_by != second.made_by
    with db.read_session(METRO) as session:
        assert second.made_by == knowledge.current(session).made_by
    assert transpositions(db, submission_id)[-1].answers_id == second.id


def test_what_changed_is_an_update_of_the_record_that_the_target_has_or_nothing(
    db: Database, analyst: UUID, approver: UUID
) -> None:
    submission_id = take_in(db, theft(version="9.0"))
    [before] = deliveries(db)
    with db.write_session(METRO) as session:
        sent = session.get_one(Delivery, before.id)
        sent.status, sent.target_reference = DeliveryStatus.CONFIRMED, "CHS-1"

    repair(db, analyst, approver)
    run_ordered(db)

    after = deliveries(db)
    assert [one.kind for one in after] == ["create", "update"]
    assert after[-1].target_reference == "CHS-1"
    with db.read_session(METRO) as session:
        record = handover.record_to_send(session, session.get_one(Submission, submission_id), "chs.incident")
    assert after[-1].record == record


def test_reading_again_twice_has_the_effect_of_once(db: Database, analyst: UUID, approver: UUID) -> None:
    submission_id = take_in(db, theft(version="9.0"))
    repair(db, analyst, approver)
    run_ordered(db)
    before = (len(readings(db, submission_id)), len(transpositions(db, submission_id)), len(deliveries(db)))

    run_ordered(db)
    rereading.order(db, METRO, alarm_id(db), by=analyst, why="To be sure")
    run_ordered(db)

    assert (len(readings(db, submission_id)), len(transpositions(db, submission_id)), len(deliveries(db))) == before
    assert submission(db, submission_id).status is Status.WAITING


def test_what_a_person_claimed_is_not_touched_and_its_time_line_says_so(
    db: Database, analyst: UUID, approver: UUID, operator: UUID
) -> None:
    submission_id = take_in(db, theft(version="9.0"))
    worklist.claim_next(db, METRO, operator)

    repair(db, analyst, approver)
    run_ordered(db)

    assert submission(db, submission_id).status is Status.CLAIMED
    assert len(readings(db, submission_id)) == 1
    done = rereading.progress(db, METRO, alarm_id(db))
    assert done
    assert (done.left, done.settled) == (1, 0)
    with db.read_session(METRO) as session:
        happened = audit.entries_of(session, Subject.submission(submission_id))
    assert [entry.details["came to"] for entry in happened if entry.event == AuditEvent.READ_AGAIN] == ["left"]


def test_what_a_person_corrected_and_gave_back_is_not_touched(
    db: Database, analyst: UUID, approver: UUID, operator: UUID
) -> None:
    submission_id = take_in(db, theft(version="9.0"))
    worklist.claim_next(db, METRO, operator)
    decisions.correct(db, METRO, submission_id, operator, Change("chs.incident.callerFullName", "G Hartley", "typo"))
    worklist.release(db, METRO, submission_id, operator, "lunch")

    repair(db, analyst, approver)
    run_ordered(db)

    assert submission(db, submission_id).status is Status.HELD
    assert len(readings(db, submission_id)) == 1


def test_what_a_person_closed_stays_closed_and_keeps_no_alarm_open(
    db: Database, analyst: UUID, approver: UUID, operator: UUID
) -> None:
    submission_id = take_in(db, theft(version="9.0"))
    worklist.claim_next(db, METRO, operator)
    decisions.decide(db, METRO, submission_id, operator, Verdict(is_crime=False, rationale="It was found again"))
    decisions.close(db, METRO, submission_id, operator, Closing("It was found again"))

    repair(db, analyst, approver)
    run_ordered(db)

    assert submission(db, submission_id).status is Status.CLOSED
    assert len(readings(db, submission_id)) == 1
    assert alarms.detail(db, METRO, alarm_id(db)).row.status is AlarmStatus.CLOSED


def test_of_made_up_versions_under_one_alarm_the_one_that_is_published_goes_on(
    db: Database, analyst: UUID, approver: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "MOST_UNPUBLISHED", 0)
    ids = [take_in(db, theft(1, version="9.0")), take_in(db, theft(2, version="9.1"))]

    repair(db, analyst, approver)
    run_ordered(db)

    assert [submission(db, one).status for one in ids] == [Status.WAITING, Status.HELD]
    done = rereading.progress(db, METRO, alarm_id(db))
    assert done
    assert (done.settled, done.drifted) == (1, 1)
    assert [alarm.status for alarm in alarms.listed(db, METRO)] == [AlarmStatus.OPEN]


def test_a_made_up_version_gets_an_alarm_of_its_own_once_there_is_room(
    db: Database, analyst: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "MOST_UNPUBLISHED", 0)
    submission_id = take_in(db, theft(version="9.0"))
    shared = alarm_id(db)
    monkeypatch.undo()

    act = rereading.order(db, METRO, shared, by=analyst, why="The others are settled")
    rereading.read_again(db, METRO, str(act))

    [own] = [alarm for alarm in alarms.listed(db, METRO) if alarm.id != shared]
    assert (own.version, own.submissions) == ("9.0", 1)
    assert submission(db, submission_id).status is Status.HELD


def test_where_the_cause_still_stands_it_stays_held_and_the_alarm_stays_open(db: Database, analyst: UUID) -> None:
    submission_id = take_in(db, theft(version="9.0"))

    rereading.order(db, METRO, alarm_id(db), by=analyst, why="To look again")
    run_ordered(db)

    assert submission(db, submission_id).status is Status.HELD
    row = alarms.detail(db, METRO, alarm_id(db)).row
    assert (row.status, row.submissions) == (AlarmStatus.OPEN, 1)


def test_an_act_that_is_stopped_leaves_the_rest_as_it_is(db: Database, analyst: UUID, approver: UUID) -> None:
    submission_id = take_in(db, theft(version="9.0"))
    repair(db, analyst, approver)
    progress = rereading.progress(db, METRO, alarm_id(db))
    assert progress

    rereading.stop(db, METRO, progress.id, by=analyst)
    run_ordered(db)

    stopped = rereading.progress(db, METRO, alarm_id(db))
    assert stopped
    assert (stopped.read, stopped.is_over, stopped.stopped_at is not None) == (0, True, True)
    assert submission(db, submission_id).status is Status.HELD


def test_a_mail_that_breaks_reading_again_is_passed_over_and_the_others_go_on(
    db: Database, analyst: UUID, approver: UUID
) -> None:
    for number in (1, 2):
        take_in(db, theft(number, version="9.0"))
    repair(db, analyst, approver)
    progress = rereading.progress(db, METRO, alarm_id(db))
    assert progress

    rereading.give_up(db, METRO, progress.id, "The studio stopped at it")
    run_ordered(db)

    done = rereading.progress(db, METRO, alarm_id(db))
    assert done
    assert (done.unreadable, done.settled) == (1, 1)
    [alarm] = alarms.listed(db, METRO)
    assert alarm.status is AlarmStatus.OPEN


def test_a_redelivery_after_the_repair_is_still_the_submission_that_was_there_before(
    db: Database, analyst: UUID, approver: UUID
) -> None:
    first = take_in(db, theft(version="9.0", Your_postcode="Xyzzy"))
    edits = new_version(db)
    edits[NEW_FORM] = edits[NEW_FORM].replace('"x-label": "Your postcode"', '"x-label": "Xyzzy"')
    publishing.save_drafts(db, METRO, [Edit(path, text, analyst) for path, text in edits.items()], reason="New")
    publishing.publish(db, METRO, NEW_FORM, Approval(approver, ""))

    again = theft(version="9.0", Your_postcode="Xyzzy").replace(b"Online report", b"Sent once more")
    [before] = receiving.receive(db, METRO, again, Came(Source.EMAIL))
    run_ordered(db)
    [after] = receiving.receive(db, METRO, again + b"\r\n", Came(Source.EMAIL))

    assert (before.submission_id, after.submission_id) == (first, first)
    assert submission(db, first).revision == 1


def test_other_content_after_the_repair_is_still_a_revision(db: Database, analyst: UUID, approver: UUID) -> None:
    first = take_in(db, theft(version="9.0"))
    repair(db, analyst, approver)
    run_ordered(db)

    [other] = receiving.receive(db, METRO, theft(version="9.0", outside="behind"), Came(Source.EMAIL))

    assert other.submission_id != first
    assert submission(db, other.submission_id).revision == 2


def test_reading_again_is_asked_for_in_vain_for_another_forces_alarm(
    db: Database, add_person: Callable[..., UUID]
) -> None:
    take_in(db, theft(version="9.0"))
    theirs = add_person("Nia", Role.ANALYST, force_id=NORTHSHIRE)

    with pytest.raises(NotThere):
        rereading.order(db, NORTHSHIRE, alarm_id(db), by=theirs, why="x")

    assert rereading.progress(db, NORTHSHIRE, alarm_id(db)) is None
