"""What an operator does with a real mail: correct, decide, close, and what follows at the targets."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import col, select

from runtime import audit, decisions, durable, worklist
from runtime.audit import AuditEvent, Subject
from runtime.database import Database
from runtime.decisions import Change, Closing, DecisionMissing, HandDelivery, ValueRefused, Verdict
from runtime.delivery import delivering
from runtime.delivery.delivering import CHS, CONNECT
from runtime.failures import NotThere, ReasonMissing
from runtime.models import Delivery, DeliveryKind, DeliveryStatus, NextStep, Role, Status, Submission
from runtime.records import fields, handover
from runtime.shown import submissions
from runtime.worklist import NotClaimed
from tests.runtime.conftest import METRO
from tests.runtime.theft_mails import copy_theft, take_in, theft_library

POSTCODE = "chs.incident.locationPostcode"
CRIME = Verdict(is_crime=True, rationale="taken from the hand", next_step=NextStep.INVESTIGATE)
NO_CRIME = Verdict(is_crime=False, rationale="the owner found it at home")


@pytest.fixture
def submission(db: Database, operator: UUID, tmp_path: Path) -> UUID:
    """A theft that came by mail (OPEN-001), claimed by Olga."""
    durable.prepare(db)
    theft_library(db, copy_theft(tmp_path / "library"))
    taken = take_in(db, "OPEN-001")
    assert worklist.claim_next(db, METRO, operator) == taken
    return taken


def find(db: Database, submission_id: UUID) -> Submission:
    with db.read_session(METRO) as session:
        return worklist.find(session, submission_id)


def deliveries(db: Database, target: str) -> list[Delivery]:
    with db.read_session(METRO) as session:
        return list(session.exec(select(Delivery).where(Delivery.target == target).order_by(col(Delivery.number))))


def sent(db: Database, target: str = CHS, reference: str = "CHS-1") -> None:
    """As if the target had taken the last record planned for it."""
    with db.write_session(METRO) as session:
        delivery = session.exec(
            select(Delivery).where(Delivery.target == target).order_by(col(Delivery.number).desc()).limit(1)
        ).one()
        delivery.status = DeliveryStatus.SENT
        ended = delivering.Ended(delivering.Ending.CONFIRMED, reference)
        delivering.conclude(session, delivery.id, ended)


def test_a_corrected_field_is_sent_as_an_update_of_the_same_record(
    db: Database, operator: UUID, submission: UUID
) -> None:
    sent(db)

    decisions.correct(db, METRO, submission, operator, Change(POSTCODE, "W1 1AA", "she rang"))

    first, update = deliveries(db, CHS)
    assert (update.kind, update.target_reference) == (DeliveryKind.UPDATE, "CHS-1")
    assert (first.record["locationPostcode"], update.record["locationPostcode"]) == ("W23 9JG", "W1 1AA")


def test_what_is_decided_to_be_no_crime_has_no_class_of_offence(db: Database, operator: UUID, submission: UUID) -> None:
    decisions.decide(db, METRO, submission, operator, replace(NO_CRIME, offence="49"))

    decision = submissions.detail(db, METRO, submission).decision
    assert decision is not None
    assert (decision.is_crime, decision.offence) == (False, None)


def test_the_log_says_who_corrected_what_and_why_and_not_what_was_written(
    db: Database, operator: UUID, submission: UUID
) -> None:
    decisions.correct(db, METRO, submission, operator, Change(POSTCODE, "W1 1AA", "she rang"))

    with db.read_session(METRO) as session:
        entries = audit.entries_of(session, Subject.submission(submission))
    [entry] = [one for one in entries if one.event == AuditEvent.CORRECTED]
    assert (entry.who_name, entry.details) == ("Olga", {"path": POSTCODE, "why": "she rang"})


@pytest.mark.parametrize(
    ("path", "typed", "stored"),
    [
        ("chs.incident.priority", " 2 ", 2),
        ("chs.incident.callerAnonymous", "true", True),
        ("chs.incident.locationText", "", None),
        ("chs.incident.property[1].value", "12.50", "12.50"),
        ("chs.incident.riskFlags", '["FORCE"]', ["FORCE"]),
    ],
)
def test_what_is_typed_becomes_what_the_schema_asks_for(
    db: Database, operator: UUID, submission: UUID, path: str, typed: str, stored: object
) -> None:
    decisions.correct(db, METRO, submission, operator, Change(path, typed, "as told"))

    with db.read_session(METRO) as session:
        record = handover.current_record(session, worklist.find(session, submission), CHS)
    found = fields.value_at(record, handover.steps_of(path.removeprefix("chs.incident.")))
    assert (str(found) if isinstance(stored, str) else found) == stored


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("chs.incident.priority", "soon"),
        ("chs.incident.priority", "9"),
        ("chs.incident.grade", "Z"),
        ("chs.incident.grade", ""),
        ("chs.incident.openingCode", "C03-and-more"),
        ("chs.incident.noSuchField", "x"),
        ("chs.incident.chsReference", "CHS-9"),
        ("chs.incident.receivedAt", "2026-10-05T08:40:07+01:00"),
        ("chs.incident.sourceReference", "TLP-1"),
        ("chs.incident.provenance.formSchemaId", "another"),
        ("chs.incident.provenance", "{}"),
        ("connect.crime.investigation", "{}"),
        ("connect.crime.investigation.sourceReference", "TLP-1"),
        ("chs.incident.occurredFrom", "yesterday"),
        ("chs.incident.occurredTo", "2026-13-40"),
    ],
)
def test_what_the_schema_does_not_allow_is_refused_in_words(
    db: Database, operator: UUID, submission: UUID, path: str, typed: str
) -> None:
    with pytest.raises(ValueRefused, match=path.replace(".", r"\.")):
        decisions.correct(db, METRO, submission, operator, Change(path, typed, "as told"))


def test_a_field_of_no_record_is_not_there(db: Database, operator: UUID, submission: UUID) -> None:
    with pytest.raises(NotThere):
        decisions.correct(db, METRO, submission, operator, Change("other.record.field", "x", "as told"))


def test_a_person_who_has_looked_grades_it(db: Database, operator: UUID, submission: UUID) -> None:
    decisions.correct(db, METRO, submission, operator, Change("chs.incident.grade", "S", "he came back"))

    graded = find(db, submission)
    assert (graded.grade, graded.rank) == ("S", 2)


def test_the_connect_record_goes_once_it_is_decided_to_be_a_crime_and_not_before(
    db: Database, operator: UUID, submission: UUID
) -> None:
    before = deliveries(db, CONNECT)

    decisions.decide(db, METRO, submission, operator, CRIME)

    [planned] = deliveries(db, CONNECT)
    assert before == []
    assert (planned.kind, planned.record["investigation"]["offenceClass"]) == (DeliveryKind.CREATE, "39")
    decided = find(db, submission)
    assert (decided.status, decided.decided_at is not None) == (Status.DECIDED, True)


def test_no_crime_sends_nothing_to_connect(db: Database, operator: UUID, submission: UUID) -> None:
    decisions.decide(db, METRO, submission, operator, NO_CRIME)

    assert deliveries(db, CONNECT) == []
    assert find(db, submission).status is Status.DECIDED


def test_the_codes_that_an_operator_gives_stand_in_both_records(db: Database, operator: UUID, submission: UUID) -> None:
    sent(db)
    verdict = Verdict(is_crime=True, rationale="he was pushed", opening_code="C09", offence="34B")

    decisions.decide(db, METRO, submission, operator, verdict)

    assert deliveries(db, CHS)[-1].record["openingCode"] == "C09"
    investigation = deliveries(db, CONNECT)[-1].record["investigation"]
    assert (investigation["offenceClass"], investigation["offenceClassSuggestedOnly"]) == ("34B", False)


def test_a_crime_that_turns_out_to_be_none_is_not_sent_any_more(db: Database, operator: UUID, submission: UUID) -> None:
    decisions.decide(db, METRO, submission, operator, CRIME)

    decisions.decide(db, METRO, submission, operator, NO_CRIME)

    assert [one.status for one in deliveries(db, CONNECT)] == [DeliveryStatus.WITHDRAWN]


def test_a_crime_that_connect_has_already_is_cancelled_there_by_a_person(
    db: Database, operator: UUID, submission: UUID
) -> None:
    decisions.decide(db, METRO, submission, operator, CRIME)
    sent(db, CONNECT, "CRIME-1")

    decisions.decide(db, METRO, submission, operator, NO_CRIME)

    assert "cancel the record there by hand" in (find(db, submission).sentence or "")


def test_closing_comes_after_deciding_and_updates_chs_with_its_code(
    db: Database, operator: UUID, submission: UUID
) -> None:
    sent(db)
    with pytest.raises(DecisionMissing):
        decisions.close(db, METRO, submission, operator, Closing("no more to do"))
    decisions.decide(db, METRO, submission, operator, NO_CRIME)

    decisions.close(db, METRO, submission, operator, Closing("no more to do", "M01"))

    closed = find(db, submission)
    assert (closed.status, closed.closing_rationale) == (Status.CLOSED, "no more to do")
    assert deliveries(db, CHS)[-1].record["closingCode"] == "M01"


def test_a_crime_that_connect_does_not_take_after_it_was_closed_comes_back_to_the_worklist(
    db: Database, operator: UUID, submission: UUID
) -> None:
    decisions.decide(db, METRO, submission, operator, CRIME)
    decisions.close(db, METRO, submission, operator, Closing("passed to investigation"))
    with db.write_session(METRO) as session:
        refused = session.exec(select(Delivery).where(Delivery.target == CONNECT)).one()
        delivering.park(session, refused, "CONNECT is down")
    came_back = find(db, submission)

    assert (came_back.status, came_back.closed_at) == (Status.MANUAL, None)
    assert worklist.claim_next(db, METRO, operator) == submission
    decisions.typed_by_hand(db, METRO, submission, operator, HandDelivery(CONNECT, "CRIME-7"))
    decisions.close(db, METRO, submission, operator, Closing("typed at CONNECT"))
    assert find(db, submission).status is Status.CLOSED


def test_each_of_them_needs_words(db: Database, operator: UUID, submission: UUID) -> None:
    with pytest.raises(ReasonMissing):
        decisions.correct(db, METRO, submission, operator, Change(POSTCODE, "W1 1AA", " "))
    with pytest.raises(ReasonMissing):
        decisions.decide(db, METRO, submission, operator, Verdict(is_crime=False, rationale=""))
    with pytest.raises(ReasonMissing):
        decisions.close(db, METRO, submission, operator, Closing(""))


def test_only_who_holds_it_may_do_any_of_them(db: Database, submission: UUID, add_person: Callable[..., UUID]) -> None:
    other = add_person("Otto", Role.OPERATOR)

    with pytest.raises(NotClaimed):
        decisions.correct(db, METRO, submission, other, Change(POSTCODE, "W1 1AA", "mine"))
    with pytest.raises(NotClaimed):
        decisions.decide(db, METRO, submission, other, CRIME)
    with pytest.raises(NotClaimed):
        decisions.close(db, METRO, submission, other, Closing("done"))
    with pytest.raises(NotClaimed):
        decisions.typed_by_hand(db, METRO, submission, other, HandDelivery(CHS, "CHS-1"))


def test_a_record_that_was_typed_by_hand_counts_as_processed(db: Database, operator: UUID, submission: UUID) -> None:
    with db.write_session(METRO) as session:
        delivering.park(session, session.exec(select(Delivery)).one(), "CHS is down")

    decisions.typed_by_hand(db, METRO, submission, operator, HandDelivery(CHS, " CHS-7 "))

    [delivery] = deliveries(db, CHS)
    done = find(db, submission)
    assert (delivery.status, delivery.is_by_hand) == (DeliveryStatus.CONFIRMED, True)
    assert delivery.target_reference == "CHS-7"
    assert done.processed_at is not None
    assert (done.waits_as, done.sentence) == (Status.WAITING, None)


def test_what_is_under_way_is_not_typed_by_hand_as_well(db: Database, operator: UUID, submission: UUID) -> None:
    with pytest.raises(delivering.DeliveryNotParked):
        decisions.typed_by_hand(db, METRO, submission, operator, HandDelivery(CHS, "CHS-7"))


def test_who_holds_it_or_a_supervisor_has_a_parked_delivery_tried_again(
    db: Database, operator: UUID, submission: UUID, add_person: Callable[..., UUID]
) -> None:
    parked(db)
    decisions.try_again(db, METRO, submission, operator, CHS)
    again = [one.status for one in deliveries(db, CHS)]
    parked(db)

    decisions.try_again(db, METRO, submission, add_person("Sue", Role.SUPERVISOR), CHS)

    assert again == [one.status for one in deliveries(db, CHS)] == [DeliveryStatus.WAITING]
    assert (find(db, submission).waits_as, find(db, submission).sentence) == (Status.WAITING, None)


def test_what_nobody_holds_waits_as_before_while_its_delivery_is_tried_again(
    db: Database, operator: UUID, submission: UUID, add_person: Callable[..., UUID]
) -> None:
    parked(db)
    worklist.release(db, METRO, submission, operator, "my shift ends")

    decisions.try_again(db, METRO, submission, add_person("Sue", Role.SUPERVISOR), CHS)

    waiting = find(db, submission)
    assert (waiting.status, waiting.sentence) == (Status.WAITING, None)


def test_what_is_not_parked_or_not_theirs_is_not_tried_again(
    db: Database, operator: UUID, submission: UUID, add_person: Callable[..., UUID]
) -> None:
    with pytest.raises(delivering.DeliveryNotParked):
        decisions.try_again(db, METRO, submission, operator, CHS)
    with pytest.raises(NotThere):
        decisions.try_again(db, METRO, submission, operator, CONNECT)
    parked(db)
    with pytest.raises(NotClaimed):
        decisions.try_again(db, METRO, submission, add_person("Otto", Role.OPERATOR), CHS)


def parked(db: Database) -> None:
    """The record's delivery is given up: CHS is down."""
    with db.write_session(METRO) as session:
        delivering.park(session, session.exec(select(Delivery)).one(), "CHS is down")
