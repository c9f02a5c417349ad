"""A test of expressions that hangs is ended, and says where it hung."""

import faulthandler
from collections.abc import Iterator

import pytest

PATIENCE_SECONDS = 600


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Ends the run with a traceback where one test does not end."""
    faulthandler.dump_traceback_later(PATIENCE_SECONDS, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()
