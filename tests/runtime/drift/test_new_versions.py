"""A repaired version is called so that what comes is known by it, and nothing else is."""

import json
from uuid import UUID

import pytest

from runtime.database import Database
from runtime.drift import alarmed, alarms, rereading
from runtime.drift.accepting import accept
from runtime.drift.alarmed import samples_of
from runtime.drift.alarms import AlarmRow
from runtime.drift.decisions import Choice
from runtime.drift.forms_in.about import About
from runtime.drift.forms_in.found import DefinitionRefused, path_in_library
from runtime.drift.proposing import propose
from runtime.drift.repair import FormChange
from runtime.models import AlarmStatus, Status
from runtime.texts import library, publishing
from runtime.texts.publishing import Approval, Edit
from tests.runtime.conftest import METRO
from tests.runtime.drifting_mails import NEW_FORM, new_version, submission, take_in, theft, transpose
from tests.runtime.intake.making_mails import information, theft_mail

pytestmark = pytest.mark.usefixtures("with_theft")

REWORDED = {"Telephone_number": "Best number to reach you on"}


def alarm_of(db: Database, version: str) -> AlarmRow:
    return next(one for one in alarms.listed(db, METRO, with_closed=True) if one.version == version)


def repair_by_samples(db: Database, alarm: AlarmRow, analyst: UUID, approver: UUID) -> None:
    """What an analyst and an approver do on the pages; all is accepted."""
    with db.read_session(METRO) as session:
        known = library.current_library(session)
    old = known.forms().find(alarm.form, alarm.read_as)
    assert old
    samples, version = samples_of(db, METRO, alarm.id), alarmed.new_version(db, METRO, alarm.id)
    change = FormChange(known, old, samples=samples, version=version)
    choices = {one.id: Choice(is_accepted=True, by="Cleo", is_risk=False) for one in propose(change).decisions}
    repair = propose(change, choices)
    accept(db, METRO, repair, by=analyst, why="The service reworded it")
    publishing.publish(db, METRO, repair.schema_path, Approval(approver, ""))


@pytest.mark.parametrize("declared", ["9.0", "V9", "version 9"])
def test_what_comes_as_a_repaired_version_is_known_by_the_name_that_its_service_gives_it(
    declared: str, db: Database, analyst: UUID, approver: UUID
) -> None:
    for number in (1, 2):
        take_in(db, theft(number, version=declared, **REWORDED))

    repair_by_samples(db, alarm_of(db, declared), analyst, approver)

    ordered = rereading.progress(db, METRO, alarm_of(db, declared).id)
    assert ordered
    rereading.read_again(db, METRO, str(ordered.id))
    assert alarm_of(db, declared).status is AlarmStatus.CLOSED


def test_a_silent_change_of_few_words_is_over_once_it_is_repaired(db: Database, analyst: UUID, approver: UUID) -> None:
    words = {**REWORDED, "Are_you_or_anyone_else_in_danger_right_now?": "Do you or somebody else need us right now?"}
    held = [take_in(db, theft(number, **words)) for number in (1, 2)]
    assert {submission(db, one).status for one in held} == {Status.HELD}

    repair_by_samples(db, alarm_of(db, "1.0"), analyst, approver)
    ordered = rereading.progress(db, METRO, alarm_of(db, "1.0").id)
    assert ordered
    rereading.read_again(db, METRO, str(ordered.id))
    for one in held:
        transpose(db, one)
    further = take_in(db, theft(3, **words))

    assert {submission(db, one).status for one in (*held, further)} == {Status.WAITING}
    assert alarms.listed(db, METRO) == ()


def test_an_alarm_stays_open_while_the_same_question_still_differs_in_another_way(
    db: Database, analyst: UUID, approver: UUID
) -> None:
    take_in(db, theft(1, **REWORDED))
    alarm = alarm_of(db, "1.0")
    texts = new_version(db)
    texts[NEW_FORM] = texts[NEW_FORM].replace('"Telephone number"', '"Best number to reach you on"')
    texts[NEW_FORM] = texts[NEW_FORM].replace('"Email address"', '"Where can we write to you?"')
    edits = [Edit(path, text, analyst) for path, text in texts.items()]
    publishing.save_drafts(db, METRO, edits, reason="The service has a new version, and another one")
    publishing.publish(db, METRO, NEW_FORM, Approval(approver, ""))

    act = rereading.progress(db, METRO, alarm.id)
    assert act
    rereading.read_again(db, METRO, str(act.id))

    done = rereading.progress(db, METRO, alarm.id)
    assert done
    assert (done.drifted, done.settled) == (1, 0)
    assert alarm_of(db, "1.0").status is AlarmStatus.OPEN


def test_a_silent_change_is_not_called_as_another_version_that_came(db: Database) -> None:
    take_in(db, theft(1, version="3.0"))
    take_in(db, theft(2, **REWORDED))

    assert alarmed.new_version(db, METRO, alarm_of(db, "1.0").id) == "4.0"


def test_a_version_that_no_library_can_keep_is_given_a_number(db: Database) -> None:
    take_in(db, theft(1, version="summer release"))

    assert alarmed.new_version(db, METRO, alarm_of(db, "summer release").id) == "3.0"


def test_forms_without_a_code_that_share_no_question_are_not_taken_in_as_one(db: Database) -> None:
    boat = "Where was it?: Here\nWho saw it?: Nobody\nAre you hurt?: No\n"
    said = information("XYZ").replace("Form code: XYZ\n", "").replace("TLP-10032", "XYZ-10032")
    for number, body in enumerate((boat, "Which tree?: The oak\nHow tall?: Very\nWho owns it?: The parish\n")):
        take_in(db, theft_mail(body, said.replace("3100-000", f"3100-00{number}")))
    [alarm] = alarms.listed(db, METRO)

    with pytest.raises(DefinitionRefused, match="more than one form"):
        alarmed.samples_of(db, METRO, alarm.id, About("A boat"))


def test_a_form_that_is_taken_in_by_the_mails_that_came_is_known_from_then_on(
    db: Database, analyst: UUID, approver: UUID
) -> None:
    def boat(number: int) -> bytes:
        said = information("BOT", "3").replace("TLP-10032-26-3100-000", f"BOT-10032-26-{number:04}-000")
        return theft_mail("Where was it?: Here\nWho saw it?: Nobody\nAre you hurt?: No\n", said)

    first = take_in(db, boat(1))
    [alarm] = alarms.listed(db, METRO)
    found = alarmed.samples_of(db, METRO, alarm.id, About("A boat", "boat"))
    edit = Edit(path_in_library(found.form), json.dumps(found.schema), analyst)
    publishing.save_drafts(db, METRO, [edit], reason="A new form")
    publishing.publish(db, METRO, edit.path, Approval(approver, ""))
    again = rereading.progress(db, METRO, alarm.id)
    assert again
    rereading.read_again(db, METRO, str(again.id))
    second = take_in(db, boat(2))

    read = [submission(db, one) for one in (first, second)]
    assert {(one.form, one.version) for one in read} == {("boat", "3.0")}
