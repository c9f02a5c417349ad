"""No text that is given to FEEL makes Python open, import, send or start anything, wherever it stands."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.mapping_dsl.feel import hostile_texts


@pytest.fixture(scope="module")
def told() -> Any:
    if not hostile_texts.is_there():
        pytest.skip(f"the hostile texts are not there: {hostile_texts.FOLDER}")
    command = [sys.executable, "-m", "tests.mapping_dsl.feel.watched"]
    program = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    return json.loads(program.stdout)


def test_no_hostile_text_makes_python_do_anything_but_compute(told: Any) -> None:
    assert told["seen"] == []
    assert told["fed"] > 5_000
    assert told["ran"] > 1_000


def test_no_hostile_text_raises_wherever_it_stands(told: Any) -> None:
    assert told["raised"] == []
