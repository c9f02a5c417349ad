"""The library's forms, and a maker of mails that change them."""

import pytest

from bench.changes.making import Maker
from bench.changes.stock import Half
from mapping_dsl import Library
from mapping_dsl.forms import Forms


@pytest.fixture(scope="session")
def forms() -> Forms:
    return Library("mappings").forms()


@pytest.fixture(scope="session")
def maker(forms: Forms) -> Maker:
    return Maker(forms, Half.TUNING)
