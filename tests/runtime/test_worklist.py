"""The worklist: who gets what, in which order, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest

from runtime import audit, clock, status, worklist
from runtime.audit import Actor, AuditEvent, Subject
from runtime.database import Database
from runtime.failures import NotThere
from runtime.models import Grade, Role, Status, Submission
from runtime.worklist import Filters, NotClaimed, Reassignment

Add = Callable[..., UUID]
MORNING = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)


def test_a_submission_claimed_twice_is_given_to_one_operator(
    db: Database, add_person: Add, add_submission: Add
) -> None:
    operators = [add_person(f"Operator{number}", Role.OPERATOR) for number in range(6)]
    submissions = {add_submission() for _ in range(4)}
    together = Barrier(len(operators))

    def claim(person_id: UUID) -> UUID | None:
        together.wait()
        return worklist.claim_next(db, "metro", person_id)

    with ThreadPoolExecutor(len(operators)) as pool:
        claims = list(pool.map(claim, operators))

    given = [claim for claim in claims if claim]
    assert set(given) == submissions
    assert len(given) == 4


def test_work_is_given_by_grade_and_then_by_age(db: Database, operator: UUID, add_submission: Add) -> None:
    later = MORNING + timedelta(hours=1)
    referred = add_submission(Grade.REFERRED, received_at=MORNING)
    extended = add_submission(Grade.EXTENDED, received_at=MORNING)
    significant = add_submission(Grade.SIGNIFICANT, received_at=MORNING)
    immediate_late = add_submission(Grade.IMMEDIATE, received_at=later)
    immediate_early = add_submission(Grade.IMMEDIATE, received_at=MORNING)

    given = [_work_through_one(db, operator) for _ in range(5)]

    assert given == [immediate_early, immediate_late, significant, extended, referred]


def test_what_is_in_doubt_stands_at_its_most_dangerous_reading(
    db: Database, operator: UUID, add_submission: Add
) -> None:
    add_submission(Grade.EXTENDED)
    perhaps_in_danger = add_submission(Grade.REFERRED, risk_level="critical")  # a critical flag that cannot tell

    assert worklist.claim_next(db, "metro", operator) == perhaps_in_danger


def test_what_nothing_is_known_of_comes_before_what_is_known_to_be_harmless(
    db: Database, operator: UUID, add_submission: Add
) -> None:
    add_submission(Grade.EXTENDED)
    unread = add_submission(None, risk_level=None)

    assert worklist.claim_next(db, "metro", operator) == unread


def test_an_operator_gets_their_open_claim_back_first(db: Database, operator: UUID, add_submission: Add) -> None:
    held = add_submission(Grade.REFERRED)
    worklist.claim_next(db, "metro", operator)
    add_submission(Grade.IMMEDIATE)

    assert worklist.claim_next(db, "metro", operator) == held


def test_nothing_waiting_gives_nothing(db: Database, operator: UUID) -> None:
    assert worklist.claim_next(db, "metro", operator) is None


def test_what_an_operator_gave_back_goes_to_another(
    db: Database, operator: UUID, add_person: Add, add_submission: Add
) -> None:
    submission = add_submission()
    worklist.claim_next(db, "metro", operator)

    worklist.release(db, "metro", submission, operator, "I know the caller")

    assert worklist.claim_next(db, "metro", operator) is None
    assert worklist.claim_next(db, "metro", add_person("Otto", Role.OPERATOR)) == submission


def test_what_waited_to_be_typed_by_hand_waits_so_again_when_it_is_given_back(
    db: Database, operator: UUID, add_submission: Add
) -> None:
    submission = add_submission()
    with db.write_session("metro") as session:
        stored = worklist.find(session, submission)
        status.change(session, stored, Status.MANUAL, who=Actor.machine(), why="CHS is down")
    worklist.claim_next(db, "metro", operator)

    worklist.release(db, "metro", submission, operator, "end of shift")

    assert _submission(db, submission).status is Status.MANUAL


def test_nobody_gives_back_what_they_do_not_hold(
    db: Database, operator: UUID, add_person: Add, add_submission: Add
) -> None:
    submission = add_submission()
    worklist.claim_next(db, "metro", operator)

    with pytest.raises(NotClaimed):
        worklist.release(db, "metro", submission, add_person("Otto", Role.OPERATOR), "mine")


def test_a_supervisor_gives_a_claimed_submission_to_another_operator(
    db: Database, operator: UUID, supervisor: UUID, add_person: Add, add_submission: Add
) -> None:
    submission, other = add_submission(), add_person("Otto", Role.OPERATOR)
    worklist.claim_next(db, "metro", operator)

    worklist.reassign(db, "metro", submission, Reassignment(other, supervisor, "Olga went home sick"))

    assert worklist.claim_next(db, "metro", other) == submission
    assert _submission(db, submission).claimed_by == other


def test_a_submission_is_not_given_to_somebody_who_is_no_operator(
    db: Database, supervisor: UUID, add_submission: Add
) -> None:
    submission = add_submission()

    with pytest.raises(NotThere):
        worklist.reassign(db, "metro", submission, Reassignment(supervisor, supervisor, "mine"))


def test_what_is_escalated_comes_before_everything_else(
    db: Database, operator: UUID, supervisor: UUID, add_submission: Add
) -> None:
    add_submission(Grade.IMMEDIATE)
    escalated = add_submission(Grade.REFERRED)

    worklist.escalate(db, "metro", escalated, by=supervisor, why="the caller rang")

    assert worklist.claim_next(db, "metro", operator) == escalated


def test_the_queue_shows_what_its_filters_ask_for_and_counts_all_of_it(db: Database, add_submission: Add) -> None:
    overdue = add_submission(Grade.EXTENDED, due_at=MORNING, received_at=MORNING)
    add_submission(Grade.EXTENDED, due_at=MORNING + timedelta(days=2), received_at=MORNING)
    add_submission(Grade.IMMEDIATE, form="hate")

    with clock.stopped_at(MORNING + timedelta(days=1)):
        page = worklist.queue(db, "metro", Filters(form="theft", is_overdue=True))
        first = worklist.queue(db, "metro", Filters(limit=1))

    assert ([row.id for row in page.rows], page.total) == ([overdue], 1)
    assert ([row.form for row in first.rows], first.total) == (["hate"], 3)


def test_the_queue_names_who_has_a_submission(db: Database, operator: UUID, add_submission: Add) -> None:
    add_submission()
    worklist.claim_next(db, "metro", operator)

    rows = worklist.queue(db, "metro", Filters(claimed_by=operator)).rows

    assert [(row.claimed_name, row.status) for row in rows] == [("Olga", Status.CLAIMED)]


def test_every_hand_that_a_submission_went_through_stands_in_the_log(
    db: Database, operator: UUID, add_submission: Add
) -> None:
    submission = add_submission()
    worklist.claim_next(db, "metro", operator)
    worklist.release(db, "metro", submission, operator, "I know the caller")

    with db.read_session("metro") as session:
        entries = audit.entries_of(session, Subject.submission(submission))

    assert [entry.event for entry in entries[-3:]] == [
        AuditEvent.CLAIMED,
        AuditEvent.STATUS_CHANGED,
        AuditEvent.RELEASED,
    ]
    assert (entries[-1].who_name, entries[-1].details["why"]) == ("Olga", "I know the caller")


def _work_through_one(db: Database, operator: UUID) -> UUID | None:
    """Claims the next one and closes it, so that the one after it is next."""
    claimed = worklist.claim_next(db, "metro", operator)
    assert claimed
    with db.write_session("metro") as session:
        submission = worklist.claimed(session, claimed, operator)
        status.change(session, submission, Status.CLOSED, who=Actor(operator, "Olga"))
    return claimed


def _submission(db: Database, submission_id: UUID) -> Submission:
    with db.read_session("metro") as session:
        return worklist.find(session, submission_id)
