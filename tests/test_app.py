"""The `studio` command: how it finds its commands, and that no failure of it shows a traceback."""

import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest

import app

ROOT = Path(__file__).parents[1]
WORDS = "what a victim wrote"


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Callable[..., int]], None]:
    """Puts a command called `trial` beside the real ones, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def put(run: Callable[..., int]) -> None:
        module = types.SimpleNamespace(SUMMARY="Tries.", EXAMPLE="studio trial", add_arguments=lambda _: None, run=run)
        monkeypatch.setattr(app, "command_names", lambda: ["trial"])
        monkeypatch.setitem(sys.modules, "studio.commands.trial", module)

    return put


def test_every_module_of_the_commands_folder_is_a_command() -> None:
    files = {path.stem for path in (ROOT / "studio" / "commands").glob("*.py")} - {"__init__", "files", "options"}

    assert set(app.command_names()) == {file.removesuffix("_") for file in files}  # Python keeps some words for itself


@pytest.mark.parametrize("name", app.command_names())
def test_the_help_of_every_command_has_an_example_of_its_own(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        app.main([name, "--help"])

    assert f"example:\n  studio {name}" in capsys.readouterr().out


def test_the_help_of_all_commands_has_each_in_its_words_and_imports_none() -> None:
    program = (
        "import app, sys, contextlib\nwith contextlib.suppress(SystemExit): app.main(['--help'])\nprint(*sys.modules)"
    )

    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    helps, _, modules = told.rstrip("\n").rpartition("\n")
    imported = set(modules.split())
    assert "studio.commands.options" in imported
    assert not imported & {"mapping_dsl", "runtime", "flask", "studio.commands.check"}
    assert "Tells what is wrong with mappings and modules" in " ".join(helps.split())


def test_the_file_and_the_installed_command_are_the_same() -> None:
    commands = [[sys.executable, "app.py"], [str(Path(sys.executable).with_name("studio"))]]

    helps = {
        subprocess.run([*command, "--help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for command in commands
    }

    assert len(helps) == 1


def test_what_a_command_gives_back_is_the_exit_status(command: Callable[[Callable[..., int]], None]) -> None:
    command(lambda _: 1)

    status = app.main(["trial"])

    assert status == 1


def test_a_failure_nobody_thought_of_is_one_sentence_and_keeps_the_place_without_the_words(
    command: Callable[[Callable[..., int]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> int:
        raise ZeroDivisionError(WORDS)

    command(fail)

    status = app.main(["trial"])

    told, kept = capsys.readouterr().err, app.FAILURES.read_text("utf-8")
    assert status == 2
    assert told.count("\n") == 1
    assert "ZeroDivisionError" in told
    assert "in fail" in kept
    assert WORDS not in told + kept


def test_a_reader_that_has_seen_enough_ends_a_command_quietly() -> None:
    command = [sys.executable, "-u", "app.py", "read", "--json", "tests/data/eml/OPEN-001.eml"]

    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reading:
        assert reading.stdout
        assert reading.stderr
        reading.stdout.close()
        told = reading.stderr.read()

    assert (reading.returncode, told) == (0, b"")


def test_help_names_a_command_whose_summary_cannot_be_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app, "command_names", lambda: ["options"])  # a module without one

    with pytest.raises(SystemExit, match="0"):
        app.main(["--help"])

    assert "options" in capsys.readouterr().out
