"""The library's form versions and the rewordings that the weights were fitted to, and others to check them with."""

import json
from pathlib import Path
from typing import Any

import pytest

from mapping_dsl import Library
from mapping_dsl.forms import FormVersion
from runtime.intake.words import read_all_words
from runtime.likeness import Wordings, wordings_of

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def versions() -> tuple[FormVersion, ...]:
    """All form versions of the library."""
    return Library(str(ROOT / "mappings")).forms().versions


@pytest.fixture(scope="session")
def wordings(versions: tuple[FormVersion, ...]) -> Wordings:
    """What the library's questions have been called."""
    return wordings_of(versions, read_all_words(Library(ROOT / "mappings")).thesaurus)


@pytest.fixture(scope="session")
def rewordings() -> dict[str, Any]:
    """`reworded`: by label two lists, the first fitted to; `opposite`: what asks the reverse; `other`: further ones."""
    document: dict[str, Any] = json.loads(Path(__file__).with_name("rewordings.json").read_text("utf-8"))
    return document
