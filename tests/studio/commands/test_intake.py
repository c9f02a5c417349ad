"""`studio intake` as somebody meets it on the command line."""

import io
import json
import sys
from pathlib import Path

import pytest

import app
from runtime import durable, people
from runtime.database import Database
from runtime.migrations import upgrade
from runtime.settings import settings_from
from runtime.texts import publishing

ROOT = Path(__file__).parents[3]
MAILS = ROOT / "tests" / "data" / "eml"


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command finds its database; there is none yet."""
    place = tmp_path / "instance"
    monkeypatch.setenv("STUDIO_INSTANCE", str(place))
    monkeypatch.delenv("STUDIO_DATABASE_URL", raising=False)
    return place


@pytest.fixture
def database(instance: Path) -> Database:
    """One force with forms, and no mapping."""
    db = Database(settings_from({"STUDIO_INSTANCE": str(instance)}))
    upgrade(db)
    durable.prepare(db)
    people.add_force(db, "metro", "Metro Police")
    publishing.import_folder(db, "metro", ROOT / "mappings")
    return db


@pytest.mark.usefixtures("database")
def test_each_submission_has_a_line_that_says_what_becomes_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    status = app.main(["intake", str(MAILS / "OPEN-001.eml"), str(MAILS / "OPEN-035.eml")])

    first, second = capsys.readouterr().out.splitlines()
    assert status == 0
    assert first == "TLP-10032-26-3100-000  theft 1.0  goes on"
    assert second.startswith("(no reference)  no form  quarantined: ")


@pytest.mark.usefixtures("database")
def test_the_same_from_standard_input_is_a_redelivery(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = (MAILS / "OPEN-001.eml").read_bytes()
    app.main(["intake", "--force", "metro", str(MAILS / "OPEN-001.eml")])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))

    app.main(["intake", "-"])

    assert capsys.readouterr().out.splitlines()[1].endswith("came before; nothing new is made of it")


@pytest.mark.usefixtures("database")
def test_programs_get_one_json_document(capsys: pytest.CaptureFixture[str]) -> None:
    app.main(["intake", "--json", str(MAILS / "OPEN-029.eml")])

    assert sorted(one["form"] for one in json.loads(capsys.readouterr().out)) == ["asb", "theft"]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--force", "elsewhere", str(MAILS / "OPEN-001.eml")], "no force elsewhere; there are metro"),
        (["nowhere.eml"], "nowhere.eml"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    status = app.main(["intake", *arguments])

    said = capsys.readouterr().err
    assert (status, len(said.splitlines())) == (2, 1)
    assert words in said


@pytest.mark.usefixtures("instance")
def test_a_database_without_tables_is_told_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    status = app.main(["intake", str(MAILS / "OPEN-001.eml")])

    said = capsys.readouterr().err
    assert (status, len(said.splitlines())) == (2, 1)
    assert "studio migrate" in said


@pytest.mark.usefixtures("database")
def test_a_file_that_is_not_there_is_told_and_keeps_no_other_out(capsys: pytest.CaptureFixture[str]) -> None:
    status = app.main(["intake", "nowhere.eml", str(MAILS / "OPEN-001.eml")])

    told = capsys.readouterr()
    assert status == 2
    assert told.err == "studio: nowhere.eml cannot be used: No such file or directory\n"
    assert told.out.startswith("TLP-10032-26-3100-000")


def test_where_there_are_several_forces_one_must_be_named(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    people.add_force(database, "northshire", "Northshire Police")

    status = app.main(["intake", str(MAILS / "OPEN-001.eml")])

    assert status == 2
    assert capsys.readouterr().err == "studio: say whose these are: --force metro or --force northshire\n"
