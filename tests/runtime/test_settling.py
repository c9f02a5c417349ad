"""Doubts that a person settles: the reading they take goes into the records, and nothing else does."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from mapping_dsl.forms import AnswerType, FormVersion, Question
from runtime import clock, decisions, durable, people, settling, status, worklist
from runtime.database import Database
from runtime.decisions import Change, ValueRefused, Verdict, WholeRecord
from runtime.delivery import delivering
from runtime.delivery.delivering import DeliveryNotParked
from runtime.drift import rereading
from runtime.failures import NotThere, ReasonMissing
from runtime.models import Delivery, DeliveryKind, DeliveryStatus, Rereading, Status
from runtime.settling import CAME, NOBODY, Offer, Taken
from runtime.shown import submissions
from runtime.shown.submissions import RecordShown, SubmissionDetail
from runtime.texts import publishing
from runtime.texts.library import current_library
from runtime.texts.publishing import Approval, Edit
from runtime.worklist import NotClaimed
from tests.runtime.conftest import METRO
from tests.runtime.disputed_mails import disputed_mail, reworded_mail
from tests.runtime.drifting_mails import MAPPING, take_in
from tests.runtime.theft_mails import copy_theft, theft_library

#: what the text says otherwise than the PDF that came with it
OTHERWISE = {
    "danger right now?: No": "danger right now?: Yes",
    "Telephone number: 07700900454": "Telephone number: 07700900455",
}
PHONE = "chs.incident.callerPhone"
CONNECT = "connect.crime"
SUSPECT = "chs.incident.persons[1].fullName"
WHY = "the PDF says so"
DANGER_IS_NO, DANGER_IS_YES = Taken("dangerNow", "pdf", WHY), Taken("dangerNow", "body", "the text says so")
PHONE_OF_PDF = Taken("phone", "pdf", WHY)


@pytest.fixture
def claimed(db: Database, operator: UUID, tmp_path: Path) -> Callable[[bytes], UUID]:
    """Takes a mail in, maps it, and has Olga claim its submission."""
    durable.prepare(db)
    theft_library(db, copy_theft(tmp_path / "library"))

    def claim(raw: bytes) -> UUID:
        submission_id = take_in(db, raw)
        assert worklist.claim_next(db, METRO, operator) == submission_id
        return submission_id

    return claim


@pytest.fixture
def disputed(claimed: Callable[[bytes], UUID]) -> UUID:
    """A theft whose text and PDF disagree on danger and on the telephone number."""
    return claimed(disputed_mail(OTHERWISE))


def record(db: Database, submission_id: UUID, target: str) -> RecordShown:
    return next(one for one in detail(db, submission_id).records if one.target == target)


def detail(db: Database, submission_id: UUID) -> SubmissionDetail:
    return submissions.detail(db, METRO, submission_id)


def values(db: Database, submission_id: UUID) -> dict[str, object]:
    return {field.path: field.value for record in detail(db, submission_id).records for field in record.fields}


def answer(db: Database, submission_id: UUID, name: str) -> tuple[str, bool]:
    """An answer's words, and whether it is in doubt."""
    answers = (one for section in detail(db, submission_id).sections for one in section.answers)
    return next((one.text, one.is_in_doubt) for one in answers if one.name == name)


def test_the_reading_that_is_taken_fills_every_field_that_hangs_on_it(
    db: Database, operator: UUID, disputed: UUID
) -> None:
    before = values(db, disputed)

    paths = settling.settle(db, METRO, disputed, operator, PHONE_OF_PDF)

    after = values(db, disputed)
    assert (before[PHONE], after[PHONE]) == (None, "+447700900454")
    assert set(paths) == {PHONE, "chs.incident.callerPhoneAsTyped", "connect.crime.persons[1].phone"}
    assert {path for path in after if before[path] != after[path]} == set(paths)


def test_it_stands_in_the_log_and_among_the_corrections_with_who_and_why(
    db: Database, operator: UUID, disputed: UUID
) -> None:
    settling.settle(db, METRO, disputed, operator, PHONE_OF_PDF)

    shown = detail(db, disputed)
    event = next(one for one in shown.happenings if one.event == "doubt_settled")
    assert (event.who, event.details) == ("Olga", {"question": "phone", "taken": "pdf", "why": WHY})
    assert {one.why for one in shown.corrections} == {WHY}
    assert [(one.question, one.said_by, one.by) for one in shown.settled] == [("phone", "pdf", "Olga")]
    assert answer(db, disputed, "phone") == ("07700900454", False)


def test_danger_is_feared_until_a_person_settles_it(db: Database, operator: UUID, disputed: UUID) -> None:
    feared = (answer(db, disputed, "dangerNow"), detail(db, disputed).triage.grade)

    settling.settle(db, METRO, disputed, operator, DANGER_IS_NO)

    shown = detail(db, disputed)
    assert feared == (("Yes", True), "I")
    assert answer(db, disputed, "dangerNow") == ("No", False)
    assert shown.triage.grade == "R"
    assert [flag.name for flag in shown.flags if flag.name == "DANGER_NOW"] == []
    assert values(db, disputed)["chs.incident.riskFlags"] == []


def test_the_other_reading_can_be_taken_after_all(db: Database, operator: UUID, disputed: UUID) -> None:
    settling.settle(db, METRO, disputed, operator, DANGER_IS_NO)

    settling.settle(db, METRO, disputed, operator, DANGER_IS_YES)

    shown = detail(db, disputed)
    assert shown.triage.grade == "I"
    assert values(db, disputed)["chs.incident.riskFlags"] == ["DANGER_NOW"]
    assert [(one.question, one.said_by) for one in shown.settled] == [("dangerNow", "body")]


def test_a_record_that_a_settled_answer_makes_goes_at_once_where_it_is_decided_to_be_a_crime(
    db: Database, operator: UUID, claimed: Callable[[bytes], UUID]
) -> None:
    submission = claimed(disputed_mail({"lost or stolen?: Stolen": "lost or stolen?: Lost"}))
    settling.settle(db, METRO, submission, operator, Taken("reportType", "body", WHY))
    decisions.decide(db, METRO, submission, operator, Verdict(is_crime=True, rationale="It was taken from them"))
    by_hand = detail(db, submission)

    settling.settle(db, METRO, submission, operator, Taken("reportType", "pdf", WHY))

    shown = detail(db, submission)
    assert (by_hand.waits_as, by_hand.sentence) == (
        Status.MANUAL,
        "The mapping made no CONNECT record of it: type the crime at CONNECT by hand",
    )
    assert (shown.waits_as, shown.sentence) == (Status.WAITING, None)
    delivered = [
        (one.kind, one.record["investigation"]["offenceClass"]) for one in shown.deliveries if one.target == CONNECT
    ]
    assert delivered == [(DeliveryKind.CREATE, "39")]


def test_a_record_that_a_settled_answer_takes_away_is_gone_and_comes_back_with_the_other_answer(
    db: Database, operator: UUID, claimed: Callable[[bytes], UUID]
) -> None:
    submission = claimed(disputed_mail({"lost or stolen?: Stolen": "lost or stolen?: Lost"}))
    made = record(db, submission, CONNECT).record

    settling.settle(db, METRO, submission, operator, Taken("reportType", "body", WHY))
    lost = record(db, submission, CONNECT)
    settling.settle(db, METRO, submission, operator, Taken("reportType", "pdf", WHY))

    stolen = record(db, submission, CONNECT).record
    assert made
    assert (lost.record, lost.fields) == (None, ())
    assert stolen
    assert stolen["investigation"]["offenceClass"]
    assert values(db, submission)["chs.incident.openingCode"]


def test_what_a_target_has_of_a_record_that_is_made_no_more_is_for_a_person_to_cancel(
    db: Database, operator: UUID, claimed: Callable[[bytes], UUID]
) -> None:
    submission = claimed(disputed_mail({"lost or stolen?: Stolen": "lost or stolen?: Lost"}))
    decisions.decide(db, METRO, submission, operator, Verdict(is_crime=True, rationale="It was taken from them"))
    with db.write_session(METRO) as session:
        sent = session.exec(select(Delivery).where(Delivery.target == CONNECT)).one()
        sent.status, sent.sent_at = DeliveryStatus.CONFIRMED, clock.now()

    settling.settle(db, METRO, submission, operator, Taken("reportType", "body", WHY))

    assert detail(db, submission).sentence == (
        "CONNECT has a record of it, and the mapping makes none since a doubt was settled: cancel the record there by "
        "hand"
    )


LOST, STOLEN = Taken("reportType", "body", WHY), Taken("reportType", "pdf", WHY)


@pytest.fixture
def lost_or_stolen(claimed: Callable[[bytes], UUID]) -> UUID:
    """A theft whose text says that it was lost: of that the mapping makes no CONNECT record."""
    return claimed(disputed_mail({"lost or stolen?: Stolen": "lost or stolen?: Lost"}))


@pytest.mark.parametrize("is_settled_first", [True, False])
def test_a_crime_of_which_no_record_is_made_is_for_a_person_to_type_whatever_came_first(
    db: Database, operator: UUID, lost_or_stolen: UUID, is_settled_first: bool
) -> None:
    crime = Verdict(is_crime=True, rationale="It was taken from them")
    acts: list[Callable[[], object]] = [
        lambda: settling.settle(db, METRO, lost_or_stolen, operator, LOST),
        lambda: decisions.decide(db, METRO, lost_or_stolen, operator, crime),
    ]

    for act in acts if is_settled_first else reversed(acts):
        act()

    shown = detail(db, lost_or_stolen)
    assert (shown.waits_as, shown.sentence) == (
        Status.MANUAL,
        "The mapping made no CONNECT record of it: type the crime at CONNECT by hand",
    )
    assert {one.status for one in shown.deliveries if one.target == CONNECT} <= {DeliveryStatus.WITHDRAWN}


def test_what_was_given_up_of_a_record_that_is_made_no_more_is_not_tried_again(
    db: Database, operator: UUID, lost_or_stolen: UUID
) -> None:
    decisions.decide(db, METRO, lost_or_stolen, operator, Verdict(is_crime=True, rationale="It was taken from them"))
    with db.write_session(METRO) as session:
        given_up = session.exec(select(Delivery).where(Delivery.target == CONNECT)).one()
        delivering.park(session, given_up, "CONNECT is away")
    worklist.claim_next(db, METRO, operator)

    settling.settle(db, METRO, lost_or_stolen, operator, LOST)

    with pytest.raises(DeliveryNotParked):
        decisions.try_again(db, METRO, lost_or_stolen, operator, CONNECT)


def test_what_a_person_must_type_at_chs_is_still_told_when_connect_gets_its_record(
    db: Database, operator: UUID, lost_or_stolen: UUID
) -> None:
    needed = "CHS needs chs.incident.narrative, which only a person can tell"
    settling.settle(db, METRO, lost_or_stolen, operator, LOST)
    decisions.decide(db, METRO, lost_or_stolen, operator, Verdict(is_crime=True, rationale="It was taken from them"))
    with db.write_session(METRO) as session:
        submission, olga = worklist.find(session, lost_or_stolen), people.actor_of(session, operator)
        status.needs_hands(session, submission, who=olga, why=needed)

    settling.settle(db, METRO, lost_or_stolen, operator, STOLEN)

    shown = detail(db, lost_or_stolen)
    assert (shown.waits_as, shown.sentence) == (Status.MANUAL, needed)
    assert [one.kind for one in shown.deliveries if one.target == CONNECT] == [DeliveryKind.CREATE]


def test_what_a_person_put_into_a_record_stands_in_it_when_it_comes_back(
    db: Database, operator: UUID, lost_or_stolen: UUID
) -> None:
    offence = "connect.crime.investigation.offenceClass"
    name = "connect.crime.persons[1].fullName"
    before = values(db, lost_or_stolen)[offence]
    decisions.correct(db, METRO, lost_or_stolen, operator, Change(name, "Amelia Nowak-Hall", "they rang"))

    settling.settle(db, METRO, lost_or_stolen, operator, LOST)
    settling.settle(db, METRO, lost_or_stolen, operator, STOLEN)

    after = values(db, lost_or_stolen)
    assert (after[name], before, after[offence]) == ("Amelia Nowak-Hall", None, "39")


def test_what_settling_put_into_a_record_is_made_anew_when_it_comes_back(
    db: Database, operator: UUID, claimed: Callable[[bytes], UUID]
) -> None:
    both = {"lost or stolen?: Stolen": "lost or stolen?: Lost", **OTHERWISE}
    submission = claimed(disputed_mail(both))
    phone = "connect.crime.persons[1].phone"

    for taken in (PHONE_OF_PDF, LOST, Taken("phone", "body", WHY), STOLEN):
        settling.settle(db, METRO, submission, operator, taken)

    assert values(db, submission)[phone] == "+447700900455"


def test_several_records_that_a_settled_answer_makes_are_each_for_a_person_to_type(
    db: Database, operator: UUID, disputed: UUID
) -> None:
    two = WholeRecord("chs.incident", [{"grade": "R"}, {"grade": "R"}], WHY)

    with db.write_session(METRO) as session:
        decisions.correct_in(session, worklist.find(session, disputed), operator, [], [two])

    shown = detail(db, disputed)
    assert shown.waits_as is Status.MANUAL
    assert shown.sentence == "The mapping makes 2 CHS records of it; each must be typed by hand"
    assert record(db, disputed, "chs.incident").record is None


def test_a_whole_record_is_nothing_that_a_person_types(db: Database, operator: UUID, disputed: UUID) -> None:
    with pytest.raises(ValueRefused):
        decisions.correct(db, METRO, disputed, operator, Change(CONNECT, "{}", "I say so"))


def test_in_a_group_of_one_the_reading_goes_into_its_element(
    db: Database, operator: UUID, claimed: Callable[[bytes], UUID]
) -> None:
    submission = claimed(disputed_mail({"nickname: Amelia Nowak": "nickname: Peter Hall"}))
    before = values(db, submission)[SUSPECT]

    settling.settle(db, METRO, submission, operator, Taken("suspects.name", "pdf", WHY))

    assert (before, values(db, submission)[SUSPECT]) == (None, "Amelia Nowak")
    assert values(db, submission)["chs.incident.persons[1].description"] == "about 40, short beard, local accent"


def test_of_several_in_a_group_nothing_can_be_taken() -> None:
    people = Question(
        "people", "People", AnswerType.GROUP, 1, questions=(Question("name", "Name", AnswerType.STRING, 1),)
    )
    form = FormVersion("camping", "1.0", "", "Camping", "", "", "", (), (people,))
    conflicts = [{"question": "people.name", "body": "Ann", "pdf": "Bea"}]
    one, two = ({"answers": {"people": [{"name": "Ann"}] * count}, "conflicts": conflicts} for count in (1, 2))

    assert settling.readings_in_doubt(one, form) == {"people.name": {"body": "Ann", "pdf": "Bea"}}
    assert settling.readings_in_doubt(two, form) == {}


def test_danger_that_was_settled_too_soon_is_feared_again(db: Database, operator: UUID, disputed: UUID) -> None:
    settling.settle(db, METRO, disputed, operator, DANGER_IS_NO)

    settling.settle(db, METRO, disputed, operator, Taken("dangerNow", NOBODY, "I pressed the wrong one"))

    shown = detail(db, disputed)
    assert (shown.triage.grade, shown.settled) == ("I", ())
    assert answer(db, disputed, "dangerNow") == ("Yes", True)
    assert values(db, disputed)["chs.incident.riskFlags"] == ["DANGER_NOW"]


def test_what_a_person_has_corrected_by_hand_stays(db: Database, operator: UUID, disputed: UUID) -> None:
    decisions.correct(db, METRO, disputed, operator, Change(PHONE, "+447700900499", "she rang"))

    paths = settling.settle(db, METRO, disputed, operator, PHONE_OF_PDF)

    assert values(db, disputed)[PHONE] == "+447700900499"
    assert PHONE not in paths


def test_an_offer_names_the_fields_that_hang_on_it(db: Database, disputed: UUID) -> None:
    offers = {one.question: one for one in settling.offers(db, METRO, disputed)}

    assert set(offers) == {"phone", "dangerNow"}
    assert offers["dangerNow"].said_by == ("body", "pdf")
    assert {"chs.incident.grade", "chs.incident.riskFlags"} <= set(offers["dangerNow"].paths)


def test_what_stands_under_other_words_can_be_taken(
    db: Database, operator: UUID, claimed: Callable[[bytes], UUID]
) -> None:
    renamed = {"Telephone number:": "Your telephone number:"}
    submission = claimed(reworded_mail(renamed, "TLP-90032"))
    offered = [one for one in settling.offers(db, METRO, submission) if one.question == "phone"]

    settling.settle(db, METRO, submission, operator, Taken("phone", CAME, "it stands there in other words"))

    assert offered == [
        Offer("phone", (CAME,), (PHONE, "chs.incident.callerPhoneAsTyped", "connect.crime.persons[1].phone"))
    ]
    assert values(db, submission)[PHONE] == "+447700900454"


def test_only_what_somebody_says_can_be_taken_by_who_holds_it_and_with_a_reason(
    db: Database, operator: UUID, disputed: UUID
) -> None:
    with pytest.raises(NotThere):
        settling.settle(db, METRO, disputed, operator, Taken("phone", "html", WHY))
    with pytest.raises(NotThere):
        settling.settle(db, METRO, disputed, operator, Taken("surname", "pdf", WHY))
    with pytest.raises(ReasonMissing):
        settling.settle(db, METRO, disputed, operator, Taken("phone", "pdf", " "))
    worklist.release(db, METRO, disputed, operator, "my shift is over")
    with pytest.raises(NotClaimed):
        settling.settle(db, METRO, disputed, operator, PHONE_OF_PDF)


def test_what_a_person_settled_and_gave_back_stays_so_when_it_is_read_again(
    db: Database, operator: UUID, analyst: UUID, approver: UUID, disputed: UUID
) -> None:
    settling.settle(db, METRO, disputed, operator, DANGER_IS_NO)
    worklist.release(db, METRO, disputed, operator, "my shift is over")
    with db.read_session(METRO) as session:
        mapping = current_library(session).text(MAPPING)
    publishing.save_draft(db, METRO, Edit(MAPPING, f"{mapping}\n// as agreed\n", analyst))
    publishing.publish(db, METRO, MAPPING, Approval(approver, "a note"))
    with db.read_session(METRO) as session:
        act = session.exec(select(Rereading)).one()

    rereading.read_again(db, METRO, str(act.id))

    shown = submissions.detail(db, METRO, disputed)
    assert [(one.question, one.said_by) for one in shown.settled] == [("dangerNow", "pdf")]
    assert shown.status is Status.HELD
