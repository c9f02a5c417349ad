"""The library's forms and the mails of tests/data, with what their senders truly answered."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from mapping_dsl import Library, exact_json
from mapping_dsl.forms import Forms
from runtime.intake import Known, known_of

settings.register_profile("any machine", deadline=None)  # how long one example takes says nothing on a busy machine
settings.load_profile("any machine")

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def known() -> Known:
    """What the library knows of forms."""
    return known_of(Library(ROOT / "mappings"))


@pytest.fixture(scope="session")
def forms(known: Known) -> Forms:
    """Every form version of the library."""
    return known.forms


@pytest.fixture(scope="session")
def mails() -> Mapping[str, bytes]:
    """The mails by their id."""
    return {path.stem: path.read_bytes() for path in sorted(ROOT.glob("tests/data/eml/*.eml"))}


@pytest.fixture(scope="session")
def truths() -> Mapping[str, Any]:
    """What is true of each mail, by its id."""
    return {path.stem: exact_json.loads(path.read_text()) for path in ROOT.glob("tests/data/truth/*.json")}
