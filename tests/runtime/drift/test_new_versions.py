"""A repaired version is called so that what comes is known by it, and nothing else is."""

from uuid import UUID

import pytest

from runtime.database import Database
from runtime.drift import alarms, rereading
from runtime.drift.accepting import accept
from runtime.drift.alarmed import new_version, samples_of
from runtime.drift.alarms import AlarmRow
from runtime.drift.decisions import Choice
from runtime.drift.proposing import propose
from runtime.drift.repair import FormChange
from runtime.models import AlarmStatus
from runtime.texts import library, publishing
from runtime.texts.publishing import Approval
from tests.runtime.conftest import METRO
from tests.runtime.drifting_mails import take_in, theft

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
    samples, version = samples_of(db, METRO, alarm.id), new_version(db, METRO, alarm)
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


def test_a_silent_change_is_not_called_as_another_version_that_came(db: Database) -> None:
    take_in(db, theft(1, version="3.0"))
    take_in(db, theft(2, **REWORDED))

    assert new_version(db, METRO, alarm_of(db, "1.0")) == "4.0"


def test_a_version_that_no_library_can_keep_is_given_a_number(db: Database) -> None:
    take_in(db, theft(1, version="summer release"))

    assert new_version(db, METRO, alarm_of(db, "summer release")) == "3.0"
