"""`studio run` and `studio web` where they cannot start: one sentence, and nothing left running."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import app


@pytest.fixture
def taken() -> Iterator[str]:
    """A port on which another program listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield str(other.getsockname()[1])


@pytest.fixture(autouse=True)
def _instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_INSTANCE", str(tmp_path / "instance"))


def test_a_port_that_is_taken_is_told_before_anything_is_made(
    taken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = app.main(["run", "--port", taken, "--demonstration", str(tmp_path)])

    assert status == 2
    told = capsys.readouterr().err
    assert told == f"studio: port {taken} of 127.0.0.1 is taken by another program; name a free one with --port\n"
    assert not (tmp_path / "instance").exists()


def test_a_number_that_is_no_port_is_told_before_anything_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        app.main(["run", "--port", "80000"])

    assert ended.value.code == 2
    assert "80000 is no port; name a number up to 65535" in capsys.readouterr().err


def test_a_practice_target_that_ends_is_started_again_and_the_pages_stay(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = os.environ | {"STUDIO_INSTANCE": str(tmp_path / "instance"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", SETTLED_AT_ONCE, "run", "--port", port]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as studio:
        assert studio.stdout is not None
        lines = iter(studio.stdout.readline, "")
        next(line for line in lines if "Ctrl-C stops everything" in line)
        target, _, web = _children(studio.pid)

        os.kill(target, signal.SIGKILL)

        told = next(line for line in lines if "ended by itself" in line)
        assert told == "The practice target ended by itself (exit -9); it is started again.\n"
        assert web in _children(studio.pid)
        studio.send_signal(signal.SIGTERM)
        assert studio.wait(60) == 0


#: The command, which takes programs for settled from their start: the test need not wait for that.
SETTLED_AT_ONCE = """
import sys, app
from studio.commands import run
run.SETTLED_SECONDS = 0
sys.exit(app.main())
"""


def _children(parent: int) -> list[int]:
    """The processes that it started, oldest first (proc(5))."""
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def test_a_database_that_was_never_migrated_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    status = app.main(["web", "--port", "1"])

    assert status == 2
    assert "has `studio migrate` been run?" in capsys.readouterr().err
