"""From a submission to its records, and to a person wherever the mapping cannot speak."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from mapping_dsl.risk_words import RiskWord
from runtime import durable, receiving, transposing, worklist
from runtime.caution import words_of_all
from runtime.database import Database
from runtime.delivery import delivering
from runtime.force_session import ForceSession
from runtime.models import Delivery, Grade, Source, Status, Submission, Transposition
from runtime.receiving import Came
from runtime.texts import publishing
from tests.runtime.conftest import METRO
from tests.runtime.drifting_mails import theft

MAILS = Path(__file__).parents[1] / "data" / "eml"
THEFT = (MAILS / "OPEN-001.eml").read_bytes()
CONTACT = (MAILS / "OPEN-013.eml").read_bytes()

IMMEDIATE = worklist.RANK_OF_GRADE[Grade.IMMEDIATE]

SMALL = """\
mapping theft "Theft"
    form   theft versions 1.0 to 2.0
    target chs.incident version 1

record chs.incident
    sourceReference <- submission.reference
    formId          <- submission.form
    grade           <- {grade}
    riskFlags       <- flags
    narrative       <- {narrative}
    persons         <- []
    vehicles        <- []
    property        <- []
"""


@pytest.fixture(autouse=True)
def _tables(db: Database) -> None:
    durable.prepare(db)


def publish(db: Database, library: Path, *, grade: str = '"R"', narrative: str = "description") -> None:
    """Puts a small mapping of theft in the place of the library's own, and publishes it."""
    (library / "theft" / "theft.mapping").write_text(SMALL.format(grade=grade, narrative=narrative))
    publishing.import_folder(db, METRO, library)


def take_in(db: Database, raw: bytes = THEFT) -> UUID:
    return receiving.receive(db, METRO, raw, Came(Source.EMAIL, "mail.eml"))[0].submission_id


def transpose(db: Database, submission_id: UUID) -> None:
    made = transposing.compute(db, METRO, submission_id)
    with db.write_session(METRO) as session:
        transposing.store(session, submission_id, made)


def submission(db: Database, submission_id: UUID) -> Submission:
    with db.read_session(METRO) as session:
        return session.get_one(Submission, submission_id)


def records(db: Database) -> list[dict[str, object]]:
    with db.read_session(METRO) as session:
        return [made.records for made in session.exec(select(Transposition))]


def deliveries(db: Database) -> list[Delivery]:
    with db.read_session(METRO) as session:
        return list(session.exec(select(Delivery)))


def test_a_mapped_submission_waits_in_the_worklist_and_its_chs_record_goes_at_once(
    db: Database, theft_library: Path
) -> None:
    publish(db, theft_library, grade='"S"')
    submission_id = take_in(db)

    transpose(db, submission_id)

    mapped = submission(db, submission_id)
    assert (mapped.status, mapped.grade, mapped.published_hash is not None) == (Status.WAITING, Grade.SIGNIFICANT, True)
    [delivery] = deliveries(db)
    assert delivery.target == delivering.CHS
    assert delivery.record["sourceReference"] == "TLP-10032-26-3100-000"
    assert delivery.record["provenance"]["mapping"] == "theft"


def test_a_mapping_that_runs_twice_leaves_one_transposition_and_one_delivery(db: Database, theft_library: Path) -> None:
    publish(db, theft_library)
    submission_id = take_in(db)

    transpose(db, submission_id)
    transpose(db, submission_id)

    assert (len(records(db)), len(deliveries(db))) == (1, 1)


def test_a_form_that_nobody_mapped_goes_to_a_person_by_hand(db: Database, theft_library: Path) -> None:
    publish(db, theft_library)
    submission_id = take_in(db, CONTACT)

    transpose(db, submission_id)

    unmapped = submission(db, submission_id)
    assert (unmapped.status, unmapped.sentence) == (
        Status.MANUAL,
        "No mapping is published for the form contact 1.0",
    )
    assert deliveries(db) == []


def test_a_form_that_is_not_in_the_library_any_more_is_held(db: Database, theft_library: Path) -> None:
    publish(db, theft_library)
    submission_id = take_in(db)
    with db.write_session(METRO) as session:
        gone = session.get_one(Submission, submission_id)
        gone.form, gone.version = "gone", "9.9"

    transpose(db, submission_id)

    held = submission(db, submission_id)
    assert (held.status, "gone 9.9" in (held.sentence or "")) == (Status.HELD, True)


def test_a_mapping_with_a_broken_line_is_not_published_and_loses_no_submission(
    db: Database, theft_library: Path
) -> None:
    publish(db, theft_library, narrative="descripton")
    submission_id = take_in(db)

    transpose(db, submission_id)

    assert submission(db, submission_id).status is Status.MANUAL


def test_a_rejected_submission_goes_to_a_person_with_the_reason_and_without_a_record(
    db: Database, theft_library: Path
) -> None:
    publish(db, theft_library, narrative='to postcode(description) otherwise reject "Nothing tells what happened"')
    submission_id = take_in(db)

    transpose(db, submission_id)

    rejected = submission(db, submission_id)
    assert (rejected.status, rejected.sentence) == (Status.MANUAL, "Nothing tells what happened")
    assert deliveries(db) == []


def test_a_required_field_in_review_makes_it_manual_work(db: Database, theft_library: Path) -> None:
    publish(db, theft_library, narrative='to postcode(description) otherwise review "Say what happened"')
    submission_id = take_in(db)

    transpose(db, submission_id)

    by_hand = submission(db, submission_id)
    assert (by_hand.status, "chs.incident.narrative" in (by_hand.sentence or "")) == (Status.MANUAL, True)
    assert deliveries(db) == []


def test_a_revision_is_mapped_and_placed_but_replaces_nothing_at_the_target(db: Database, theft_library: Path) -> None:
    publish(db, theft_library, grade='if contains(incidentLocation, "behind") then "I" else "R"')
    first_id = take_in(db, theft())
    transpose(db, first_id)
    second_id = take_in(db, theft(outside_the_bakery="behind the bakery"))

    transpose(db, second_id)

    revision = submission(db, second_id)
    assert (revision.status, revision.grade, revision.revision) == (Status.HELD, Grade.IMMEDIATE, 2)
    assert [delivery.submission_id for delivery in deliveries(db)] == [first_id]


def test_an_unmapped_submission_is_placed_as_urgently_as_a_significant_one(db: Database, theft_library: Path) -> None:
    publish(db, theft_library)
    submission_id = take_in(db, CONTACT)

    transpose(db, submission_id)

    assert submission(db, submission_id).rank == worklist.RANK_OF_GRADE[Grade.SIGNIFICANT]


@pytest.mark.usefixtures("with_theft")
def test_a_submission_on_which_the_mapping_broke_is_searched_for_words_of_risk(db: Database) -> None:
    submission_id = take_in(db, theft(My_wallet_was_taken="He had a knife"))

    transposing.give_up(db, METRO, submission_id, "The studio stopped at it")

    stopped = submission(db, submission_id)
    assert (stopped.status, stopped.risk_level) == (Status.MANUAL, "high")
    assert [word["term"] for word in stopped.risk_words] == ["knife"]
    assert (stopped.sentence or "").startswith("The studio stopped at it; “knife” stands in what came")


@pytest.mark.usefixtures("with_theft")
@pytest.mark.parametrize(("danger", "level"), [("Yes", "high"), ("No", "none")])
def test_danger_that_was_answered_counts_also_where_the_mapping_broke(db: Database, danger: str, level: str) -> None:
    submission_id = take_in(db, theft(danger=danger))

    transposing.give_up(db, METRO, submission_id, "The studio stopped at it")

    stopped = submission(db, submission_id)
    assert (stopped.risk_level, stopped.rank) == (level, worklist.UNKNOWN_RANK)


@pytest.mark.usefixtures("with_theft")
def test_a_mapping_that_breaks_lowers_no_risk_that_was_known_before(db: Database) -> None:
    submission_id = take_in(db, theft())
    with db.write_session(METRO) as session:
        worklist.place(session.get_one(Submission, submission_id), grade=Grade.IMMEDIATE, risk_level="high")

    transposing.give_up(db, METRO, submission_id, "The studio stopped at it")

    stopped = submission(db, submission_id)
    assert (stopped.status, stopped.risk_level, stopped.rank) == (Status.MANUAL, "high", IMMEDIATE)


@pytest.mark.usefixtures("with_theft")
def test_where_the_search_breaks_too_a_person_has_the_submission_all_the_same(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission_id = take_in(db, theft())

    def break_too(_: object) -> tuple[RiskWord, ...]:
        raise ZeroDivisionError

    monkeypatch.setattr(transposing, "words_of_all", break_too)
    with pytest.raises(ZeroDivisionError):
        transposing.give_up(db, METRO, submission_id, "The studio stopped at it")

    assert submission(db, submission_id).status is Status.MANUAL


@pytest.mark.usefixtures("with_theft")
def test_until_it_is_searched_nobody_can_take_what_the_mapping_broke_on(
    db: Database, operator: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission_id = take_in(db, theft(My_wallet_was_taken="He had a knife"))
    search = words_of_all
    taken = list[UUID | None]()

    def claim_meanwhile(session: ForceSession) -> tuple[RiskWord, ...]:
        taken.append(worklist.claim_next(db, METRO, operator))
        return search(session)

    monkeypatch.setattr(transposing, "words_of_all", claim_meanwhile)
    transposing.give_up(db, METRO, submission_id, "The studio stopped at it")

    stopped = submission(db, submission_id)
    assert (taken, stopped.status, stopped.risk_level) == ([None], Status.MANUAL, "high")
