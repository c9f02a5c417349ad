"""A practice target that really listens, with a store of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from studio.practice_target.serving import TargetServer

LIBRARY = Path(__file__).parents[3] / "mappings"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TargetServer]:
    server = TargetServer(tmp_path / "target.sqlite", LIBRARY, port=0)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def target(server: TargetServer) -> Iterator[httpx.Client]:
    headers = {"X-Client": "metro"}
    with httpx.Client(base_url=f"http://127.0.0.1:{server.port}", headers=headers, timeout=5) as client:
        yield client
