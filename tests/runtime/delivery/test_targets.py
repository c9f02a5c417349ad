"""How a try at a target can end, against a practice target that really listens."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from runtime.delivery.targets import Address, OutcomeUnknown, Target, TargetRefused, TargetUnavailable
from studio.practice_target.faults import Fault, FaultKind
from studio.practice_target.serving import TargetServer

LIBRARY = Path(__file__).parents[3] / "mappings"
INCIDENT = {
    "sourceReference": "TLP-1",
    "formId": "theft",
    "grade": "R",
    "riskFlags": [],
    "narrative": "A bicycle is gone.",
    "persons": [],
    "vehicles": [],
    "property": [],
}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TargetServer]:
    server = TargetServer(tmp_path / "target.sqlite", LIBRARY, port=0)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def chs(server: TargetServer) -> Iterator[Target]:
    address = Address(f"http://127.0.0.1:{server.port}", "metro", "chs.incident")
    target = Target(address, httpx.Timeout(1.0))
    yield target
    target.close()


def fault(server: TargetServer, kind: FaultKind, seconds: float = 5.0) -> None:
    server.target.faults.set([Fault(kind, times=1, seconds=seconds)])


def test_a_record_that_was_made_is_found_by_our_reference(chs: Target) -> None:
    number = chs.create(INCIDENT, "key-1")

    assert chs.find("TLP-1") == number
    assert chs.find("TLP-2") is None


def test_an_update_keeps_the_number(chs: Target) -> None:
    number = chs.create(INCIDENT, "key-1")

    assert chs.update(number, INCIDENT | {"grade": "S"}, "key-2") == number


def test_a_record_that_breaks_the_schema_is_refused_for_good_with_the_targets_words(chs: Target) -> None:
    with pytest.raises(TargetRefused, match="grade is not one of the agreed values"):
        chs.create(INCIDENT | {"grade": "Z"}, "key-1")


def test_a_target_that_takes_nothing_now_says_so(server: TargetServer, chs: Target) -> None:
    fault(server, FaultKind.REFUSE)

    with pytest.raises(TargetUnavailable, match="no records are taken"):
        chs.create(INCIDENT, "key-1")


def test_a_target_that_is_down_took_nothing() -> None:
    target = Target(Address("http://127.0.0.1:9", "metro", "chs.incident"))

    with pytest.raises(TargetUnavailable, match="could not be reached"):
        target.create(INCIDENT, "key-1")


@pytest.mark.parametrize("kind", [FaultKind.TIME_OUT, FaultKind.DROP, FaultKind.ERROR])
def test_no_clear_answer_leaves_the_outcome_unknown(server: TargetServer, chs: Target, kind: FaultKind) -> None:
    fault(server, kind)

    with pytest.raises(OutcomeUnknown):
        chs.create(INCIDENT, "key-1")


def test_a_slow_target_that_answers_in_time_is_no_failure(server: TargetServer, chs: Target) -> None:
    fault(server, FaultKind.SLOW, seconds=0.05)

    assert chs.create(INCIDENT, "key-1")
