"""One alarm for each cause, whoever sends how many mails that show it; and what people do with it."""

from pathlib import Path
from uuid import UUID

import pytest

from runtime import audit, worklist
from runtime.audit import AuditEvent, Subject
from runtime.database import Database
from runtime.drift import alarms, causes
from runtime.drift.alarms import AlarmClosed, AlarmRow, BatchAct
from runtime.failures import NotThere, ReasonMissing
from runtime.models import AlarmStatus, Status
from runtime.texts import publishing
from tests.runtime.conftest import METRO, NORTHSHIRE
from tests.runtime.drifting_mails import submission, take_in, theft
from tests.runtime.intake.making_mails import information, theft_mail

pytestmark = pytest.mark.usefixtures("with_theft")


def only_alarm(db: Database, force_id: str = METRO) -> AlarmRow:
    [alarm] = alarms.listed(db, force_id, with_closed=True)
    return alarm


def shown(db: Database, alarm: AlarmRow) -> set[UUID]:
    """The submissions that stand under an alarm."""
    return {one.id for one in alarms.detail(db, METRO, alarm.id).submissions}


def of_no_form(number: int, code: str) -> bytes:
    """A mail of a form that the library has not got, as the service declares it."""
    reference = f"{code}-10032-26-{number:04}-000"
    said = information(code).replace("TLP-10032-26-3100-000", reference)
    return theft_mail("Where was it? Here.\nWho saw it? Nobody.\n", said)


def events(db: Database, alarm_id: UUID) -> list[str]:
    with db.read_session(METRO) as session:
        return [entry.event for entry in audit.entries_of(session, Subject("alarm", str(alarm_id)))]


def test_an_ordinary_submission_raises_no_alarm(db: Database) -> None:
    take_in(db, theft())

    assert alarms.listed(db, METRO) == ()


def test_many_mails_of_one_unknown_version_are_one_alarm_however_they_differ(db: Database) -> None:
    first = take_in(db, theft(1, version="9.0"))
    take_in(db, theft(2, version="9.0", Your_postcode="Xyzzy"))
    take_in(db, theft(3, version="9.0", danger="Yes"))

    alarm = only_alarm(db)
    assert (alarm.form, alarm.version, alarm.read_as, alarm.submissions, alarm.held) == ("theft", "9.0", "1.0", 3, 3)
    assert alarm.status is AlarmStatus.OPEN
    assert "9.0" in alarm.sentence
    assert events(db, alarm.id) == [AuditEvent.ALARM_RAISED]
    assert first in {one.id for one in alarms.detail(db, METRO, alarm.id).submissions}


def test_two_unknown_versions_are_two_alarms(db: Database) -> None:
    take_in(db, theft(1, version="9.0"))
    take_in(db, theft(2, version="9.1"))

    assert {alarm.version for alarm in alarms.listed(db, METRO)} == {"9.0", "9.1"}


def test_beyond_a_number_of_made_up_versions_and_codes_one_alarm_lists_all_further_ones(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "MOST_UNPUBLISHED", 2)
    ordinary = [take_in(db, theft(1, version="9.1")), take_in(db, of_no_form(2, "QQA"))]

    further = [take_in(db, one) for one in (theft(3, version="9.2"), of_no_form(4, "QQB"), of_no_form(5, "QQA"))]

    found = {frozenset(shown(db, alarm)): alarm for alarm in alarms.listed(db, METRO)}
    crowd = found.pop(frozenset(further[:2]))
    assert set(found) == {frozenset({ordinary[0]}), frozenset({ordinary[1], further[2]})}
    assert "More than 2" in crowd.sentence
    listed = [one.sentence for one in alarms.detail(db, METRO, crowd.id).differences]
    assert [any(name in one for one in listed) for name in ("9.2", "QQB", "9.1")] == [True, True, False]
    stands = {submission(db, one).status for one in (*ordinary, *further)}
    assert stands == {Status.HELD, Status.MANUAL}


def test_a_version_that_shares_an_alarm_is_taken_out_of_it_and_has_its_own(
    db: Database, analyst: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "MOST_UNPUBLISHED", 0)
    mine = {take_in(db, theft(number, version="9.0", Your_postcode="Xyzzy")) for number in (1, 2)}
    other = take_in(db, theft(3, version="9.1"))
    crowd = only_alarm(db)
    listed = next(one.label for one in alarms.detail(db, METRO, crowd.id).differences if "9.0" in one.label)

    own_id = alarms.part(db, METRO, crowd.id, listed, by=analyst)
    later = take_in(db, theft(4, version="9.0"))

    own = alarms.detail(db, METRO, own_id)
    assert (own.row.form, own.row.version, own.row.read_as) == ("theft", "9.0", "1.0")
    assert {one.id for one in own.submissions} == {*mine, later}
    assert "homePostcode" in {one.question for one in own.differences}
    assert shown(db, crowd) == {other}
    assert ["9.0" in one.label for one in alarms.detail(db, METRO, crowd.id).differences] == [False]
    assert own.happenings[0].who == "Ada"


def test_a_shared_alarm_of_which_the_last_is_taken_out_closes(
    db: Database, analyst: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "MOST_UNPUBLISHED", 0)
    unknown = take_in(db, of_no_form(1, "QQA"))
    crowd = only_alarm(db)
    [listed] = alarms.detail(db, METRO, crowd.id).differences

    own_id = alarms.part(db, METRO, crowd.id, listed.label, by=analyst)

    assert {one.id for one in alarms.detail(db, METRO, own_id).submissions} == {unknown}
    assert [one.id for one in alarms.listed(db, METRO)] == [own_id]
    assert alarms.detail(db, METRO, crowd.id).row.closed_by == "Ada"


def test_those_that_a_shared_alarm_had_no_room_to_list_are_listed_when_others_are_taken_out(
    db: Database, analyst: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "MOST_UNPUBLISHED", 0)
    monkeypatch.setattr(alarms, "MOST_DIFFERENCES", 2)
    for number in (1, 2, 3):
        take_in(db, theft(number, version=f"9.{number}"))
    crowd = only_alarm(db)
    first, second = (one.label for one in alarms.detail(db, METRO, crowd.id).differences)

    for came in (first, second):
        alarms.part(db, METRO, crowd.id, came, by=analyst)

    left = alarms.detail(db, METRO, crowd.id)
    assert (left.row.status, left.row.submissions) == (AlarmStatus.OPEN, 1)
    assert ["9.3" in one.label for one in left.differences] == [True]


def test_versions_whose_names_begin_alike_are_taken_out_one_by_one(
    db: Database, analyst: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "MOST_UNPUBLISHED", 0)
    monkeypatch.setattr(causes, "_LONGEST_LABEL", 9)
    one, other = take_in(db, theft(1, version="9.1")), take_in(db, theft(2, version="9.2"))
    crowd = only_alarm(db)
    came = alarms.detail(db, METRO, crowd.id).differences[0].label

    own_id = alarms.part(db, METRO, crowd.id, came, by=analyst)

    assert ({found.id for found in alarms.detail(db, METRO, own_id).submissions}, shown(db, crowd)) == ({one}, {other})
    assert [found.label for found in alarms.detail(db, METRO, crowd.id).differences] == [came]


def test_only_what_a_shared_alarm_lists_can_be_taken_out(
    db: Database, analyst: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(db, theft(1, version="9.0"))
    own = only_alarm(db)
    monkeypatch.setattr(alarms, "MOST_UNPUBLISHED", 0)
    take_in(db, theft(2, version="9.1"))
    [crowd] = [alarm for alarm in alarms.listed(db, METRO) if alarm.id != own.id]

    with pytest.raises(NotThere):
        alarms.part(db, METRO, crowd.id, "a form of nobody", by=analyst)
    with pytest.raises(NotThere):
        alarms.part(db, METRO, own.id, own.sentence, by=analyst)


def test_a_danger_among_made_up_versions_is_told_by_their_one_alarm(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "MOST_UNPUBLISHED", 0)

    take_in(db, theft(version="9.0", Are_you_or_anyone_else_in_danger_right_now="Xyzzy"))

    assert only_alarm(db).is_risk


def test_a_closed_alarm_of_a_made_up_version_makes_room_for_another(
    db: Database, analyst: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarms, "MOST_UNPUBLISHED", 1)
    take_in(db, theft(1, version="9.0"))
    alarms.close(db, METRO, only_alarm(db).id, by=analyst, why="They sent a trial")

    take_in(db, theft(2, version="9.1"))

    assert [alarm.version for alarm in alarms.listed(db, METRO)] == ["9.1"]


def test_mails_of_a_known_version_that_share_a_change_are_one_alarm_and_others_another(db: Database) -> None:
    take_in(db, theft(1, Describe_the_property="Xyzzy"))
    take_in(db, theft(2, Describe_the_property="Xyzzy", Your_postcode="Plugh"))
    take_in(db, theft(3, Telephone_number="Qwerty"))

    found = alarms.listed(db, METRO)
    assert sorted(alarm.submissions for alarm in found) == [1, 2]
    assert {alarm.version for alarm in found} == {"1.0"}


def test_an_alarm_tells_what_changed_and_nothing_that_was_typed(db: Database) -> None:
    take_in(db, theft(1, Describe_the_property="Xyzzy"))

    told = alarms.detail(db, METRO, only_alarm(db).id)

    assert "itemDescription" in {one.question for one in told.differences}
    assert all(one.sentence and not one.text for one in told.differences)
    assert "Black leather wallet" not in str(told.differences)


def test_a_redelivery_is_counted_once(db: Database) -> None:
    take_in(db, theft(1, version="9.0"))
    take_in(db, theft(1, version="9.0") + b"\r\n")

    assert only_alarm(db).submissions == 1


def test_an_alarm_is_taken_and_closed_with_a_reason_and_the_log_has_both(db: Database, analyst: UUID) -> None:
    take_in(db, theft(1, version="9.0"))
    alarm_id = only_alarm(db).id

    alarms.take(db, METRO, alarm_id, by=analyst)
    taken = only_alarm(db)
    alarms.close(db, METRO, alarm_id, by=analyst, why="They sent a trial")

    assert (taken.status, taken.taken_by) == (AlarmStatus.TAKEN, "Ada")
    closed = only_alarm(db)
    assert (closed.status, closed.closed_by, closed.closed_why) == (AlarmStatus.CLOSED, "Ada", "They sent a trial")
    assert events(db, alarm_id) == [AuditEvent.ALARM_RAISED, AuditEvent.ALARM_TAKEN, AuditEvent.ALARM_CLOSED]
    assert alarms.listed(db, METRO) == ()
    with pytest.raises(AlarmClosed):
        alarms.take(db, METRO, alarm_id, by=analyst)


def test_closing_needs_a_reason(db: Database, analyst: UUID) -> None:
    take_in(db, theft(1, version="9.0"))

    with pytest.raises(ReasonMissing):
        alarms.close(db, METRO, only_alarm(db).id, by=analyst, why=" ")


def test_a_closed_alarm_opens_again_where_the_same_comes_back(db: Database, analyst: UUID) -> None:
    take_in(db, theft(1, version="9.0"))
    alarm_id = only_alarm(db).id
    alarms.close(db, METRO, alarm_id, by=analyst, why="They sent a trial")

    take_in(db, theft(2, version="9.0"))

    alarm = only_alarm(db)
    assert (alarm.id, alarm.status, alarm.submissions) == (alarm_id, AlarmStatus.OPEN, 2)
    assert events(db, alarm_id)[-1] == AuditEvent.ALARM_RAISED


def test_a_held_batch_is_released_in_one_act_and_held_again_and_what_somebody_has_stays_theirs(
    db: Database, supervisor: UUID, operator: UUID
) -> None:
    ids = [take_in(db, theft(number, version="9.0")) for number in (1, 2, 3)]
    claimed = worklist.claim_next(db, METRO, operator)
    alarm_id = only_alarm(db).id
    others = [one for one in ids if one != claimed]

    released = alarms.release(db, METRO, alarm_id, BatchAct(supervisor, "The change is harmless"))
    waiting = {submission(db, one).status for one in others}
    held = alarms.hold(db, METRO, alarm_id, BatchAct(supervisor, "It is not"))

    assert (released, held, waiting) == (2, 2, {Status.WAITING})
    assert {submission(db, one).status for one in others} == {Status.HELD}
    assert claimed
    assert submission(db, claimed).status is Status.CLAIMED
    assert events(db, alarm_id)[-2:] == [AuditEvent.BATCH_RELEASED, AuditEvent.BATCH_HELD]


def test_two_forces_never_see_each_others_alarms(db: Database, theft_library: Path) -> None:
    publishing.import_folder(db, NORTHSHIRE, theft_library)
    take_in(db, theft(1, version="9.0"))
    take_in(db, theft(1, version="9.0"), NORTHSHIRE)

    mine, theirs = only_alarm(db), only_alarm(db, NORTHSHIRE)
    assert mine.id != theirs.id
    assert (mine.submissions, theirs.submissions) == (1, 1)
    with pytest.raises(NotThere):
        alarms.detail(db, METRO, theirs.id)
