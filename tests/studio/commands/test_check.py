"""`studio check`: sentences for people, one document for programs, and an exit status that says how it went."""

import json
from pathlib import Path

import pytest

import app

ROOT = Path(__file__).parents[3]
LIBRARY = ["--library", str(ROOT / "mappings")]


def broken_library(folder: Path) -> list[str]:
    """A library whose one mapping reads an answer that there is not."""
    for name in ("forms/theft/1.0.json", "records/chs.incident/1.json"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text((ROOT / "mappings" / name).read_text("utf-8"), "utf-8")
    (folder / "theft").mkdir()
    (folder / "theft" / "theft.mapping").write_text(
        'mapping theft "Theft"\n    form theft versions 1.0 to 1.0\n    target chs.incident version 1\n'
        "let a = dangerNw\n",
        "utf-8",
    )
    return ["--library", str(folder)]


def test_a_mapping_with_hints_alone_is_a_yes(capsys: pytest.CaptureFixture[str]) -> None:
    status = app.main(["check", "theft", *LIBRARY])

    assert status == 0
    assert "theft: no problems" in capsys.readouterr().out


def test_a_problem_is_told_with_its_place_its_line_and_a_hint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = app.main(["check", "theft", *broken_library(tmp_path)])

    assert status == 1
    told = capsys.readouterr().out
    assert "theft/theft.mapping:4:9: there is nothing called dangerNw here [unknown-name]\n  let a = dangerNw\n" in told
    assert "hint: did you mean dangerNow?" in told


def test_the_document_names_each_problem_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app.main(["check", "theft", "--json", *broken_library(tmp_path)])

    errors = [one for one in json.loads(capsys.readouterr().out)["problems"] if one["severity"] == "error"]
    assert [(one["code"], one["line"], one["column"], one["endColumn"]) for one in errors] == [
        ("unknown-name", 4, 9, 17)
    ]


def test_a_module_is_checked_in_every_mapping_that_uses_it(capsys: pytest.CaptureFixture[str]) -> None:
    status = app.main(["check", "common-risk", *LIBRARY])

    assert status == 0
    assert capsys.readouterr().out.count(": no problems") == 7


def test_a_mapping_that_there_is_not_could_not_be_checked(capsys: pytest.CaptureFixture[str]) -> None:
    status = app.main(["check", "thetf", *LIBRARY])

    assert status == 2
    assert capsys.readouterr().err == "studio: the library has no mapping thetf; did you mean theft?\n"


def test_an_id_that_is_like_none_is_told_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    app.main(["check", "quadrangle", *LIBRARY])

    told = capsys.readouterr().err
    assert told.startswith("studio: the library has no mapping quadrangle; there are ")
    assert all(name in told for name in ("burglary", "theft", "common-risk"))
