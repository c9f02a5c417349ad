"""People and the log on the command line."""

import io
import json
from pathlib import Path

import pytest

import app
from runtime import people
from runtime.database import Database
from runtime.migrations import upgrade
from runtime.settings import settings_from

ROOT = Path(__file__).parents[3]
PASSWORD = "long enough to sign in"


@pytest.fixture(autouse=True)
def _force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_INSTANCE", str(tmp_path))
    monkeypatch.delenv("STUDIO_DATABASE_URL", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    db = Database(settings_from({"STUDIO_INSTANCE": str(tmp_path)}))
    upgrade(db)
    people.add_force(db, "metro", "Metro Police")
    db.close()


def add() -> int:
    return app.main(["users", "add", "ada@metro.example", "--name", "Ada", "--force", "metro", "--role", "analyst"])


def test_somebody_who_was_added_can_sign_in_and_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add() == 0
    capsys.readouterr()

    assert app.main(["users", "list", "--json"]) == 0

    [ada] = json.loads(capsys.readouterr().out)
    assert ada == {"force": "metro", "email": "ada@metro.example", "name": "Ada", "roles": ["analyst"]}
    assert people.sign_in(Database(settings_from({"STUDIO_INSTANCE": str(tmp_path)})), ada["email"], PASSWORD)


def test_a_role_is_given_and_ended(capsys: pytest.CaptureFixture[str]) -> None:
    add()
    role = ["users", "role", "ada@metro.example", "--force", "metro", "--role", "tester"]

    assert app.main(role) == 0
    assert app.main([*role, "--end"]) == 0
    capsys.readouterr()
    app.main(["users", "list"])

    assert capsys.readouterr().out.split()[-1] == "analyst"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["add", "x@y.example", "--name", "X", "--force", "nowhere", "--role", "analyst"], "no force nowhere"),
        (["password", "nobody@metro.example"], "nobody@metro.example"),
        (["role", "nobody@metro.example", "--force", "metro", "--role", "analyst"], "nobody@metro.example"),
    ],
)
def test_what_is_not_there_is_told_in_a_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main(["users", *arguments]) == 2
    assert sentence in capsys.readouterr().err


def test_a_short_password_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))

    assert add() == 2
    assert "12 characters" in capsys.readouterr().err


def test_the_log_of_what_was_done_holds_and_can_be_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    add()
    capsys.readouterr()

    assert app.main(["audit", "verify"]) == 0
    told = capsys.readouterr().out
    assert app.main(["audit", "export"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert told == "metro: the log holds\n"
    assert [(line["sequence"], line["event"], line["who_name"]) for line in lines] == [
        (1, "role_granted", "command line")
    ]


def test_a_log_that_was_changed_is_told_with_the_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add()
    db = Database(settings_from({"STUDIO_INSTANCE": str(tmp_path)}))
    with db.write_engine.begin() as connection:
        connection.exec_driver_sql("drop trigger audit_entry_no_update")
        connection.exec_driver_sql("update audit_entry set who_name = 'nobody'")
    db.close()
    capsys.readouterr()

    assert app.main(["audit", "verify"]) == 1
    assert "entry 1 was changed" in capsys.readouterr().out


def test_migrating_says_the_revision_and_what_cannot_be_reached_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    newest = max((ROOT / "runtime/migrations/versions").glob("*.py")).name[:4]

    assert app.main(["migrate"]) == 0
    assert f"revision {newest}" in capsys.readouterr().out

    monkeypatch.setenv("STUDIO_DATABASE_URL", "postgresql://studio@127.0.0.1:1/studio?connect_timeout=1")
    assert app.main(["migrate"]) == 2
    assert "cannot be reached" in capsys.readouterr().err
