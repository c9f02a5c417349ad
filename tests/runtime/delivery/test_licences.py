"""Licences: what a force holds for each target."""

from pathlib import Path

from runtime import clock
from runtime.database import Database
from runtime.delivery import delivering, licences
from runtime.models import TargetLicence
from runtime.texts import publishing
from tests.runtime.conftest import METRO, NORTHSHIRE


def test_every_target_of_every_force_has_a_limit_of_its_own(db: Database, forms_library: Path) -> None:
    for force_id in (METRO, NORTHSHIRE):
        publishing.import_folder(db, force_id, forms_library)
    with db.write_session(METRO) as session:
        session.add(TargetLicence(target=delivering.CHS, limit=3, changed_at=clock.now()))

    assert licences.limits(db) == {
        delivering.queue_of(METRO, delivering.CHS): 3,
        delivering.queue_of(METRO, delivering.CONNECT): licences.USUAL,
        delivering.queue_of(NORTHSHIRE, delivering.CHS): licences.USUAL,
        delivering.queue_of(NORTHSHIRE, delivering.CONNECT): licences.USUAL,
    }


def test_a_force_without_a_library_delivers_nothing(db: Database) -> None:
    assert licences.limits(db) == {}
