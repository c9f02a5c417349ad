"""A submission goes only where the table lets it go, and each move stands in the log."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runtime import audit, status, worklist
from runtime.audit import Actor, Subject
from runtime.database import Database
from runtime.models import Status, Submission
from runtime.settings import settings_from
from runtime.status import TRANSITIONS, StatusRefused
from tests.runtime.conftest import METRO, arrived

MACHINE = Actor.machine("test")
Add = Callable[..., UUID]


def find(db: Database, submission_id: UUID) -> Submission:
    with db.read_session(METRO) as session:
        return worklist.find(session, submission_id)


def change(db: Database, submission_id: UUID, to: Status, **how: Any) -> None:
    with db.write_session(METRO) as session:
        status.change(session, worklist.find(session, submission_id), to, who=MACHINE, **how)


def test_every_status_has_its_transitions() -> None:
    assert set(TRANSITIONS) == set(Status)


def test_closed_is_the_end_but_for_what_a_target_did_not_take_and_everything_else_can_get_there() -> None:
    reaches_the_end = {Status.CLOSED}
    for _ in Status:
        reaches_the_end |= {one for one in Status if TRANSITIONS[one] & reaches_the_end}

    assert TRANSITIONS[Status.CLOSED] == {Status.MANUAL}
    assert reaches_the_end == set(Status)


def test_a_move_that_the_table_does_not_have_is_refused_and_changes_nothing(db: Database, add_submission: Add) -> None:
    submission = add_submission()

    with pytest.raises(StatusRefused):
        change(db, submission, Status.DECIDED)

    assert find(db, submission).status is Status.WAITING


def test_of_two_who_move_it_at_once_the_second_is_refused(db: Database, add_submission: Add) -> None:
    submission = add_submission()
    seen = find(db, submission)
    change(db, submission, Status.MANUAL)

    with pytest.raises(StatusRefused), db.write_session(METRO) as session:
        status.change(session, session.merge(seen, load=False), Status.HELD, who=MACHINE)


def test_each_move_has_its_entry_with_who_and_why(db: Database, add_submission: Add) -> None:
    submission = add_submission()

    change(db, submission, Status.MANUAL, why="CHS is down")

    with db.read_session(METRO) as session:
        last = audit.entries_of(session, Subject.submission(submission))[-1]
    assert (last.who_name, last.details) == ("test", {"from": "waiting", "to": "manual", "why": "CHS is down"})
    assert find(db, submission).sentence == "CHS is down"


def test_deciding_and_closing_note_their_instants(db: Database, operator: UUID, add_submission: Add) -> None:
    submission = add_submission()
    worklist.claim_next(db, METRO, operator)
    change(db, submission, Status.DECIDED)
    change(db, submission, Status.CLOSED)

    closed = find(db, submission)
    instants = [closed.claimed_at, closed.decided_at, closed.closed_at]
    assert instants == sorted(one for one in instants if one)


def test_only_the_first_record_at_chs_makes_it_processed(db: Database, add_submission: Add) -> None:
    submission = add_submission()
    for _ in range(2):
        with db.write_session(METRO) as session:
            status.mark_processed(session, worklist.find(session, submission), who=MACHINE)

    with db.read_session(METRO) as session:
        events = [entry.event for entry in audit.entries_of(session, Subject.submission(submission))]
    assert events.count("processed") == 1


def test_what_the_machine_gives_up_while_a_person_holds_it_stays_theirs(
    db: Database, operator: UUID, add_submission: Add
) -> None:
    submission = add_submission()
    worklist.claim_next(db, METRO, operator)

    with db.write_session(METRO) as session:
        status.needs_hands(session, worklist.find(session, submission), who=MACHINE, why="CHS is down")

    held = find(db, submission)
    assert (held.status, held.claimed_by, held.sentence) == (Status.CLAIMED, operator, "CHS is down")
    worklist.release(db, METRO, submission, operator, "end of shift")
    assert find(db, submission).status is Status.MANUAL


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walk=st.lists(st.sampled_from(list(Status)), max_size=12))
def test_wherever_it_is_sent_row_table_and_log_agree(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, walk: list[Status]
) -> None:
    instance = tmp_path_factory.mktemp("walk")
    shutil.copy(sqlite_template, instance / "studio.db")
    db = Database(settings_from({"STUDIO_INSTANCE": str(instance)}))
    with db.write_session(METRO) as session:
        submission_id = arrived(session).id
    stands, moves = Status.RECEIVED, 0

    for to in walk:
        if to in TRANSITIONS[stands]:
            change(db, submission_id, to)
            stands, moves = to, moves + 1
        else:
            with pytest.raises(StatusRefused):
                change(db, submission_id, to)

    with db.read_session(METRO) as session:
        told = [entry.details["to"] for entry in audit.entries_of(session, Subject.submission(submission_id))]
        assert audit.verify(session) is None
    assert (find(db, submission_id).status, len(told)) == (stands, moves)
    db.close()
