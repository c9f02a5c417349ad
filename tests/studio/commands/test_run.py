"""`studio run` and `studio web` where they cannot start: one sentence, and nothing left running."""

import socket
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


def test_a_database_that_was_never_migrated_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    status = app.main(["web", "--port", "1"])

    assert status == 2
    assert "has `studio migrate` been run?" in capsys.readouterr().err
