"""`studio test`: the mapping's own examples."""

import json
import shutil
from pathlib import Path

import pytest

import app

ROOT = Path(__file__).parents[3]


def test_examples_that_hold_are_a_yes(capsys: pytest.CaptureFixture[str]) -> None:
    status = app.main(["test", "theft", "--json", "--library", str(ROOT / "mappings")])

    assert status == 0
    assert all(one["holds"] for one in json.loads(capsys.readouterr().out)["examples"])


def test_an_example_that_fails_shows_both_sides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "mappings", tmp_path / "mappings")
    mapping = tmp_path / "mappings" / "theft" / "theft.mapping"
    wrong = '\nexample "Wrong"\n    given "OPEN-001.json"\n    expect submission.form = "asb"\n'
    mapping.write_text(mapping.read_text("utf-8") + wrong, "utf-8")

    status = app.main(["test", "theft", "--library", str(tmp_path / "mappings")])

    assert status == 1
    told = capsys.readouterr().out
    assert "the example “Wrong” does not hold" in told
    assert 'submission.form = "asb" does not hold: the left is "theft", the right "asb"' in told


def test_no_examples_are_a_yes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "mappings", tmp_path / "mappings")
    mapping = tmp_path / "mappings" / "theft" / "theft.mapping"
    mapping.write_text(mapping.read_text("utf-8").partition("\nexample ")[0], "utf-8")

    status = app.main(["test", "theft", "--library", str(tmp_path / "mappings")])

    assert (status, capsys.readouterr().out) == (0, "theft: no examples\n")
