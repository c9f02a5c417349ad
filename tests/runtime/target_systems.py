"""The practice CHS and CONNECT for tests of the runtime: really listening, with a store of their own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from runtime import clock
from runtime.database import Database
from runtime.ids import new_id
from runtime.models import SubmissionAnswers, Transposition
from runtime.settings import Settings
from studio.practice_target.faults import Fault, FaultKind
from studio.practice_target.records import Caller, HeldRecord, RecordStore
from studio.practice_target.serving import TargetServer

LIBRARY = Path(__file__).parents[2] / "mappings"


class TargetSystems:
    """CHS and CONNECT as a test sees them."""

    def __init__(self, server: TargetServer) -> None:
        self._server = server
        self.url = f"http://127.0.0.1:{server.port}"

    def held(self, reference: str, kind: str = "chs.incident", client: str = "metro") -> list[HeldRecord]:
        """The records that carry our reference."""
        store: RecordStore = self._server.target.store
        return store.of_source(Caller(client, kind), reference)

    def have_fault(self, kind: FaultKind, *, times: int | None = None, seconds: float = 30.0) -> None:
        """From now on this goes wrong, and nothing else."""
        self._server.target.faults.set([Fault(kind, times=times, seconds=seconds)])

    def are_well(self) -> None:
        """From now on nothing goes wrong."""
        self._server.target.faults.set([])

    def most_at_once(self, kind: str = "chs.incident") -> int:
        """The most writes that were ever under way at one time."""
        return int(self._server.target.load.most().get(kind, 0))

    def now_at_once(self, kind: str = "chs.incident") -> int:
        """The writes under way."""
        return int(self._server.target.load.now().get(kind, 0))


@pytest.fixture
def targets(tmp_path: Path) -> Iterator[TargetSystems]:
    """Both target systems, running."""
    server = TargetServer(tmp_path / "target.sqlite", LIBRARY, port=0)
    server.start()
    yield TargetSystems(server)
    server.stop()


@pytest.fixture
def settings(settings: Settings, targets: TargetSystems) -> Settings:
    """Settings that lead to those target systems."""
    return replace(settings, target_url=targets.url)


@pytest.fixture
def add_transposed(db: Database, add_submission: Callable[..., UUID]) -> Callable[..., UUID]:
    """Puts a submission into the worklist whose mapping made this CHS record, and gives its id."""

    def add(reference: str = "TLP-1", revision: int = 1, **record: object) -> UUID:
        submission_id = add_submission(reference=reference, revision=revision)
        with db.write_session("metro") as session:
            answers = SubmissionAnswers(
                submission_id=submission_id,
                made_by="test",
                made_at=clock.now(),
                reading={},
                document={"submission": {}},
            )
            session.add(answers)
            session.flush()
            session.add(_transposition(submission_id, answers.id, incident(reference) | record))
        return submission_id

    return add


def incident(reference: str) -> dict[str, object]:
    """A small record that CHS takes."""
    lists: dict[str, object] = {name: [] for name in ("riskFlags", "persons", "vehicles", "property")}
    said = {"sourceReference": reference, "formId": "theft", "grade": "R", "narrative": "A bicycle is gone."}
    return lists | said


def _transposition(submission_id: UUID, answers_id: UUID, record: dict[str, object]) -> Transposition:
    return Transposition(
        submission_id=submission_id,
        answers_id=answers_id,
        version_hash=new_id().hex,
        engine_version="test",
        digest="",
        made_at=clock.now(),
        risk_level="none",
        records={"chs.incident": record, "connect.crime": None},
        flags=[],
        fields=[],
        reviews=[],
        triage={},
    )
