"""The log's page: what was done, and whether anybody changed what it says."""

from sqlalchemy import text

from runtime.database import Database
from runtime.models import Role
from tests.studio.conftest import SignIn


def test_the_latest_entries_name_who_did_what(sign_in: SignIn) -> None:
    rows = sign_in(Role.INFORMATION_MANAGER).texts("tbody tr")

    assert "Gwen Information-Manager Signed in" in rows[0]


def test_a_log_that_holds_is_proved_from_its_first_entry(sign_in: SignIn) -> None:
    manager = sign_in(Role.INFORMATION_MANAGER).get("/audit?prove=yes")

    assert manager.text(".app-head .govuk-tag") == "The log holds"


def test_a_log_that_somebody_changed_is_told_with_the_place(sign_in: SignIn, database: Database) -> None:
    with database.write_engine.connect().execution_options(studio_scope="forger") as forger:
        triggers = forger.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'")
        )
        for (name,) in triggers.all():
            forger.execute(text(f"DROP TRIGGER {name}"))
        forger.execute(text("UPDATE audit_entry SET who_name = 'Nobody' WHERE force_id = 'metro' AND sequence = 3"))
        forger.commit()

    manager = sign_in(Role.INFORMATION_MANAGER).get("/audit?prove=yes")

    assert manager.text(".app-head .govuk-tag") == "The log was changed"
    assert "Entry 3 was changed" in manager.text(".app-head")
