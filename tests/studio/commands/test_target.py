"""`studio target` where it cannot start; what it does when it runs is proved in practice_target/."""

import socket
from pathlib import Path

import pytest

import app


@pytest.mark.parametrize("said", ["no JSON", '[{"kind": "explode"}]', "3"])
def test_faults_that_cannot_be_read_are_told_in_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, said: str
) -> None:
    faults = tmp_path / "faults.json"
    faults.write_text(said)

    status = app.main(["target", "--port", "0", "--store", str(tmp_path / "store.sqlite"), "--faults", str(faults)])

    [sentence] = capsys.readouterr().err.splitlines()
    assert status == 2
    assert "is not a fault" in sentence


def test_a_library_without_record_schemas_is_told_in_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    status = app.main(["target", "--port", "0", "--store", str(tmp_path / "store.sqlite"), "--library", str(tmp_path)])

    [sentence] = capsys.readouterr().err.splitlines()
    assert status == 2
    assert "holds no record schemas" in sentence


def test_a_taken_port_and_a_missing_file_are_told_in_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    store = ["--store", str(tmp_path / "store.sqlite")]
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])

        statuses = [
            app.main(["target", "--port", port, *store]),
            app.main(["target", "--port", "0", *store, "--faults", str(tmp_path / "none.json")]),
        ]

    taken, missing = capsys.readouterr().err.splitlines()
    assert statuses == [2, 2]
    assert taken == f"studio: port {port} of 127.0.0.1 is taken by another program; name a free one"
    assert missing == f"studio: {tmp_path / 'none.json'} cannot be used: No such file or directory"
