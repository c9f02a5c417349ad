from pathlib import Path

import pytest

import app
from mapping_dsl import exact_json

ROOT = Path(__file__).parents[3]
THEFT = ROOT / "tests/data/eml/OPEN-001.eml"
LIBRARY = ["--library", str(ROOT / "mappings")]


def test_a_mail_is_shown_as_one_json_document(capsys: pytest.CaptureFixture[str]) -> None:
    status = app.main(["read", str(THEFT), "--json", *LIBRARY])

    document = exact_json.loads(capsys.readouterr().out)
    assert status == 0
    assert document["disposition"] == "process"
    assert document["submissions"][0]["answers"]["itemValue"] == 25
    assert document["submissions"][0]["not_asked"] == ["dateTo", "timeTo"]


def test_a_mail_is_shown_to_people_in_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    status = app.main(["read", str(THEFT), *LIBRARY])

    shown = capsys.readouterr().out
    assert status == 0
    assert "TLP-10032-26-3100-000: theft 1.0, submitted 2026-10-05T08:40:07+01:00" in shown
    assert "Are you or anyone else in danger right now?: No\n" in shown
    assert "(not asked)\n" in shown
    assert "dangerNow" not in shown


def test_a_conflict_is_shown_with_what_each_witness_says(capsys: pytest.CaptureFixture[str]) -> None:
    app.main(["read", str(ROOT / "tests/data/eml/OPEN-034.eml"), *LIBRARY])

    assert "the mail says No, the PDF says Yes." in capsys.readouterr().out


def test_a_file_without_a_submission_was_understood_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    letter = tmp_path / "letter.eml"
    letter.write_bytes(b"Dear sir or madam")

    status = app.main(["read", str(letter), *LIBRARY])

    assert status == 0
    assert "This file is not a mail" in capsys.readouterr().out


def test_what_a_sender_wrote_cannot_command_a_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    mail = tmp_path / "mail.eml"
    mail.write_bytes(THEFT.read_bytes().replace(b"9 Inkerman Terrace", b"9 =1B[2J Terrace"))

    app.main(["read", str(mail), *LIBRARY])

    assert "\x1b" not in capsys.readouterr().out


def test_a_file_that_is_not_there_is_told_in_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status = app.main(["read", str(tmp_path / "none.eml"), *LIBRARY])

    told = capsys.readouterr().err
    assert status == 2
    assert told.startswith("studio: ")
    assert told.count("\n") == 1


def test_a_library_that_is_not_there_is_told_in_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    status = app.main(["read", str(THEFT), "--library", str(tmp_path / "none")])

    assert (status, capsys.readouterr().err.count("\n")) == (2, 1)
