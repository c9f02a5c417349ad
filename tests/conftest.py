"""What the tests of every floor share: the project's own mails and their truth, and what lies beside the clone."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]

# A slow machine makes no test wrong.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--update-cases`, which renews places and layout of problems in the golden cases, never an outcome."""
    parser.addoption("--update-cases", action="store_true", help="renew places of problems in tests/mapping_dsl/cases")


@pytest.fixture(scope="session")
def data() -> Path:
    """The project's e-mails, JSON twins and true answers: tests/data."""
    return ROOT / "tests" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder that lies beside the clone or is named by $STUDIO_SHARED; what needs it is skipped elsewhere."""
    folder = Path(os.environ.get("STUDIO_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"there is no {folder}: name the shared data by STUDIO_SHARED")
    return folder
