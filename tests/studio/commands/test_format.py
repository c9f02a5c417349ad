"""`studio format`: writes the layout, or only says what it would write, with an exit status that tells which."""

import json
from pathlib import Path

import pytest

import app

UNTIDY = 'module risk "Risk"\r\n  needs a\r\n\r\nlet b=a // why\r\n'
TIDY = 'module risk "Risk"\r\n    needs a\r\n\r\nlet b = a // why\r\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A module that is not in the layout, in a library of its own."""
    path = tmp_path / "modules" / "risk.mapping"
    path.parent.mkdir()
    path.write_bytes(UNTIDY.encode())
    return path


def run(file: Path, *options: str) -> int:
    """The exit status of formatting that module."""
    return app.main(["format", "risk", "--library", str(file.parents[1]), *options])


def test_a_text_is_written_in_its_layout_with_the_line_ends_it_has(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run(file)

    assert (status, file.read_bytes().decode()) == (0, TIDY)
    assert capsys.readouterr().out == "risk: formatted\n"


def test_what_is_in_its_layout_is_left_alone(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(file)
    capsys.readouterr()

    assert run(file, "--check") == 0
    assert capsys.readouterr().out == "risk: in its layout\n"


def test_a_check_says_what_would_be_formatted_and_changes_nothing(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run(file, "--check")

    assert (status, file.read_bytes().decode()) == (1, UNTIDY)
    assert capsys.readouterr().out == "risk: would be formatted\n"


def test_a_diff_shows_the_lines_and_changes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(file, "--diff")

    assert (status, file.read_bytes().decode()) == (1, UNTIDY)
    assert "-let b=a // why\n+let b = a // why\n" in capsys.readouterr().out


def test_the_document_holds_the_formatted_text(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(file, "--check", "--json")

    (found,) = json.loads(capsys.readouterr().out)["mappings"]
    assert (status, found["mapping"], found["changed"], found["text"]) == (1, "risk", True, TIDY)


def test_a_mapping_that_there_is_not_could_not_be_formatted(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = app.main(["format", "rsik", "--library", str(file.parents[1])])

    assert status == 2
    assert capsys.readouterr().err == "studio: the library has no mapping rsik; did you mean risk?\n"
