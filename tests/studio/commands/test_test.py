"""`studio test`: the mapping's own examples."""

import io
import json
import shutil
import sys
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


SMALL = """\
mapping theft "Theft"
    form theft versions 1.0 to 2.0
    target chs.incident version 1

flag "FORCE" high
    when forceUsed = "yes"
    because "Force was used"

example "Force"
    given "OPEN-001.json"
    expect count(flags) = 0
"""


def test_what_no_example_shows_is_told_where_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small(tmp_path)

    app.main(["test", "theft", "--coverage", "--library", str(tmp_path / "mappings")])

    told = capsys.readouterr().out
    assert 'theft/theft.mapping:6: no example shows the flag FORCE raised by “forceUsed = "yes"”' in told
    assert "the examples show 0 of 1 places" in told


def test_changes_that_no_example_notices_are_told_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small(tmp_path)

    app.main(["test", "theft", "--mutation", "--json", "--library", str(tmp_path / "mappings")])

    (told,) = json.loads(capsys.readouterr().out)["mutation"]
    unnoticed = {one["says"] for one in told["unnoticed"]}
    # No force, no flag, whatever its level. Without the flag nothing reads the answer, which stops the mapping.
    assert "medium instead of high" in unnoticed
    assert "without this flag" not in unnoticed
    assert told["noticed"] >= 1
    assert told["share"] == round(1 - len(unnoticed) / (len(unnoticed) + told["noticed"] + told["refused"]), 4)


class Watched(io.StringIO):
    """Standard error as a person sees it."""

    def isatty(self) -> bool:
        return True


def test_a_person_who_watches_sees_how_far_it_is_and_reads_whole_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small(tmp_path)
    mapping = tmp_path / "mappings" / "theft" / "theft.mapping"
    mapping.write_text(SMALL.replace("    because", '    when forceUsed = "no"\n    because'), "utf-8")
    screen = Watched()
    monkeypatch.setattr(sys, "stderr", screen)

    app.main(["test", "theft", "--mutation", "--library", str(tmp_path / "mappings")])

    first, *others = screen.getvalue().rstrip("\n").split("\r")[1:]
    count = first.rpartition(" of ")[2]
    assert first.startswith("theft/theft.mapping: small change 1 of ")
    assert others[-1] == f"theft/theft.mapping: small change {count} of {count}"
    assert "no example notices if this when is left out\n" in capsys.readouterr().out


def test_a_program_that_reads_standard_error_hears_nothing_of_the_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small(tmp_path)

    app.main(["test", "theft", "--mutation", "--library", str(tmp_path / "mappings")])

    assert capsys.readouterr().err == ""


def small(folder: Path) -> None:
    """A library in which the mapping of theft is a small one."""
    shutil.copytree(ROOT / "mappings", folder / "mappings")
    (folder / "mappings" / "theft" / "theft.mapping").write_text(SMALL, "utf-8")
