"""Whatever an attacker writes into a mapping, in whichever place of it, stays words."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.mapping_dsl.feel import hostile_texts


@pytest.fixture(scope="module")
def told() -> Any:
    if not hostile_texts.is_there():
        pytest.skip(f"the hostile texts are not there: {hostile_texts.FOLDER}")
    every = ["--all"] if os.environ.get("STUDIO_THOROUGH") else []
    command = [sys.executable, "-m", "tests.mapping_dsl.watched_mappings", *every]
    program = subprocess.run(command, capture_output=True, text=True, timeout=900, check=True)
    return json.loads(program.stdout)


def test_no_hostile_text_in_a_mapping_makes_python_do_anything_but_compute(told: Any) -> None:
    assert told["seen"] == []
    assert told["fed"] > 1_000
    assert told["ran"] > 100


def test_no_hostile_text_in_a_mapping_raises(told: Any) -> None:
    assert told["raised"] == []
