"""The record as it is handed over: nothing that its target's schema has no place for."""

from pathlib import Path
from uuid import UUID

import pytest

from runtime import clock, durable, worklist
from runtime.database import Database
from runtime.delivery.delivering import CHS
from runtime.models import Correction
from runtime.records import handover
from tests.runtime.conftest import METRO
from tests.runtime.theft_mails import copy_theft, take_in, theft_library


@pytest.fixture
def submission(db: Database, tmp_path: Path) -> UUID:
    """A theft that came by mail (OPEN-001)."""
    durable.prepare(db)
    theft_library(db, copy_theft(tmp_path / "library"))
    return take_in(db, "OPEN-001")


def test_a_blank_is_left_out_where_the_schema_has_no_null_for_it(
    db: Database, operator: UUID, submission: UUID
) -> None:
    blanks = {
        "qualifiers": "a list",
        "mopi": "a group",
        "locationPostcode": "may be null",
        "grade": "required",
    }
    with db.write_session(METRO) as session:
        for name, why in blanks.items():
            path = f"{CHS}.{name}"
            session.add(
                Correction(
                    submission_id=submission, path=path, value=None, why=why, made_by=operator, made_at=clock.now()
                )
            )

    with db.read_session(METRO) as session:
        sent = handover.record_to_send(session, worklist.find(session, submission), CHS)

    assert sent is not None
    assert blanks.keys() & sent.keys() == {"locationPostcode", "grade"}
