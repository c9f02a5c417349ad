"""What reading a mail costs is told whole: all works, and all stages of reading without the PDF."""

from pathlib import Path

import pytest

from bench import submission


def test_every_stage_and_every_work_of_reading_is_told(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submission, "ROUNDS", 1)

    submission.main([str(data / "eml" / "OPEN-023.eml")])

    told = capsys.readouterr().out
    stages = [line[:40].strip() for line in told.partition("of which")[2].splitlines()[1:]]
    assert submission.READ_PLAIN in told
    assert stages == [name for name, *_ in submission.STAGES] + [submission.BETWEEN]
