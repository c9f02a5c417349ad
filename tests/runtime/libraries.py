"""Parts of the project's library, so that a test need not check and compile what it does not use."""

import shutil
from pathlib import Path

import pytest

MAPPINGS = Path(__file__).parents[2] / "mappings"
READ_BY = ("forms", "layouts", "words")


@pytest.fixture
def forms_library(tmp_path: Path) -> Path:
    """All that mails are read by, records and lists, and no mapping."""
    return _copied(tmp_path / "forms-library", *READ_BY, "records", "lists")


@pytest.fixture
def theft_library(tmp_path: Path) -> Path:
    """All that mails are read by, records and lists, and the mapping of one form."""
    return _copied(tmp_path / "theft-library", *READ_BY, "records", "lists", "modules", "theft")


def _copied(library: Path, *folders: str) -> Path:
    for folder in folders:
        shutil.copytree(MAPPINGS / folder, library / folder)
    return library
