"""Layout, lint and types: the same commands that `make check` runs."""

import subprocess
import sys

import pytest

from tests.conventions import source


@pytest.mark.parametrize(
    "command", [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]], ids=" ".join
)
def test_the_code_passes(command: list[str]) -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", *command], cwd=source.ROOT, capture_output=True, text=True, check=False
    )

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
