"""What came, byte for byte. Known by force and hash; a folder holds the bytes now, and nobody else knows that."""

import hashlib
import os
import tempfile
from pathlib import Path

from sqlmodel import select

from runtime import audit, clock
from runtime.audit import Actor, AuditEvent, Subject
from runtime.failures import RuntimeFailure
from runtime.force_session import ForceSession
from runtime.models import Original


class OriginalMissing(RuntimeFailure):
    """The bytes are not there (any more)."""

    def __init__(self, sha256: str, why: str) -> None:
        super().__init__(f"the original {sha256} cannot be opened: {why}")


class Originals:
    """The store of originals, one for the whole studio."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, session: ForceSession, raw: bytes) -> Original:
        """Keeps the bytes for good before it returns, and gives their row; the same bytes twice are one."""
        sha256 = hashlib.sha256(raw).hexdigest()
        _write(self._path(session.force_id, sha256), raw)
        known = session.exec(select(Original).where(Original.sha256 == sha256)).one_or_none()
        original = known or Original(sha256=sha256, bytes=len(raw), stored_at=clock.now())
        original.disposed_at = None
        session.add(original)
        session.flush()
        return original

    def open(self, session: ForceSession, sha256: str) -> bytes:
        """The bytes of that hash. Raises OriginalMissing where this force has none, or they are not what came."""
        known = session.exec(select(Original).where(Original.sha256 == sha256)).one_or_none()
        if known is None:
            raise OriginalMissing(sha256, "nothing of that hash came")
        if known.disposed_at is not None:
            raise OriginalMissing(sha256, f"it was disposed of on {known.disposed_at:%d %B %Y}")
        try:
            raw = self._path(session.force_id, sha256).read_bytes()
        except OSError as error:
            raise OriginalMissing(sha256, error.strerror or "it cannot be read") from error
        if hashlib.sha256(raw).hexdigest() != sha256:
            raise OriginalMissing(sha256, "what is stored is not what came")
        return raw

    def dispose(self, session: ForceSession, sha256: str, *, who: Actor, why: str) -> None:
        """Takes the bytes away for good and keeps the row, which says when."""
        original = session.exec(select(Original).where(Original.sha256 == sha256)).one_or_none()
        if original is None:
            raise OriginalMissing(sha256, "nothing of that hash came")
        original.disposed_at = clock.now()
        session.add(original)
        audit.record(session, AuditEvent.ORIGINAL_DISPOSED, Subject("original", sha256), who, {"why": why})
        self._path(session.force_id, sha256).unlink(missing_ok=True)

    def _path(self, force_id: str, sha256: str) -> Path:
        return self._folder / force_id / sha256[:2] / sha256


def _write(path: Path, raw: bytes) -> None:
    """Writes beside and moves into place, so that a power cut leaves all of the bytes or none."""
    if path.exists() and path.stat().st_size == len(raw):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, path)
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
