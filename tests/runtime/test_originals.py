"""What came is kept byte for byte, for its force alone, until it is disposed of."""

import hashlib

import pytest

from runtime import audit
from runtime.audit import Actor, AuditEvent
from runtime.database import Database
from runtime.originals import OriginalMissing, Originals
from tests.runtime.conftest import METRO, NORTHSHIRE

RAW = b"Subject: \xff\x00\r\n\r\nnot text at all \x80"


@pytest.fixture
def originals(db: Database) -> Originals:
    return Originals(db.settings.instance / "originals")


def put(db: Database, originals: Originals, raw: bytes = RAW, force_id: str = METRO) -> str:
    with db.write_session(force_id) as session:
        return originals.put(session, raw).sha256


def opened(db: Database, originals: Originals, sha256: str, force_id: str = METRO) -> bytes:
    with db.read_session(force_id) as session:
        return originals.open(session, sha256)


@pytest.mark.parametrize("raw", [RAW, b"", b"\r\n" * 100_000])
def test_what_comes_out_is_what_went_in(db: Database, originals: Originals, raw: bytes) -> None:
    sha256 = put(db, originals, raw)

    assert sha256 == hashlib.sha256(raw).hexdigest()
    assert opened(db, originals, sha256) == raw


def test_the_same_bytes_twice_are_one_original(db: Database, originals: Originals) -> None:
    with db.write_session(METRO) as session:
        assert originals.put(session, RAW).id == originals.put(session, RAW).id


def test_another_force_cannot_open_it(db: Database, originals: Originals) -> None:
    sha256 = put(db, originals)

    with pytest.raises(OriginalMissing):
        opened(db, originals, sha256, NORTHSHIRE)


def test_what_one_force_disposes_of_the_other_keeps(db: Database, originals: Originals) -> None:
    sha256 = put(db, originals)
    put(db, originals, force_id=NORTHSHIRE)

    with db.write_session(METRO) as session:
        originals.dispose(session, sha256, who=Actor.machine("retention"), why="ten years have gone")

    assert opened(db, originals, sha256, NORTHSHIRE) == RAW
    with pytest.raises(OriginalMissing, match="disposed of"):
        opened(db, originals, sha256)
    with db.read_session(METRO) as session:
        assert [entry.event for entry in audit.entries(session)] == [AuditEvent.ORIGINAL_DISPOSED]


def test_bytes_that_were_changed_on_the_disk_are_not_handed_out(db: Database, originals: Originals) -> None:
    sha256 = put(db, originals)
    [file] = [path for path in (db.settings.instance / "originals").rglob("*") if path.is_file()]
    file.write_bytes(RAW[:-1] + b"!")

    with pytest.raises(OriginalMissing, match="not what came"):
        opened(db, originals, sha256)
