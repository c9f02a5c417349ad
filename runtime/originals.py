"""What came, byte for byte. Known by force and hash; a folder holds the bytes now, and nobody else knows that."""

import hashlib
import io
import os
import tempfile
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple

from sqlmodel import select

from runtime import audit, clock
from runtime.audit import Actor, AuditEvent, Subject
from runtime.failures import RuntimeFailure
from runtime.force_session import ForceSession
from runtime.mapped import mapped
from runtime.models import Original

_CHUNK_BYTES = 1024 * 1024


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
        return self.put_file(session, io.BytesIO(raw))

    def put_file(self, session: ForceSession, file: BinaryIO) -> Original:
        """Keeps all that is still to be read of a file, as `put` does; it is never in memory whole."""
        kept = _keep(self._folder / session.force_id, file)
        known = session.exec(select(Original).where(Original.sha256 == kept.sha256)).one_or_none()
        original = known or Original(sha256=kept.sha256, bytes=kept.bytes, stored_at=clock.now())
        original.disposed_at = None
        session.add(original)
        session.flush()
        return original

    def open(self, session: ForceSession, sha256: str) -> bytes:
        """The bytes of that hash. Raises OriginalMissing where this force has none, or they are not what came."""
        return bytes(self.view(session, sha256))

    def view(self, session: ForceSession, sha256: str) -> memoryview:
        """As `open`, with the bytes left on the disk until they are looked at."""
        known = session.exec(select(Original).where(Original.sha256 == sha256)).one_or_none()
        if known is None:
            raise OriginalMissing(sha256, "nothing of that hash came")
        if known.disposed_at is not None:
            raise OriginalMissing(sha256, f"it was disposed of on {known.disposed_at:%d %B %Y}")
        try:
            with self._path(session.force_id, sha256).open("rb") as file:
                content = mapped(file)
        except OSError as error:
            raise OriginalMissing(sha256, error.strerror or "it cannot be read") from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise OriginalMissing(sha256, "what is stored is not what came")
        return content

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


def _keep(folder: Path, file: BinaryIO) -> "_Kept":
    """Copies beside its place and moves it there, so that a power cut leaves all of the bytes or none."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as copy:
        try:
            kept = _copy(file, copy)
            path = folder / kept.sha256[:2] / kept.sha256
            path.parent.mkdir(exist_ok=True)
            os.replace(copy.name, path)
        finally:
            Path(copy.name).unlink(missing_ok=True)
    for changed in (path.parent, folder, folder.parent):
        _sync_folder(changed)
    return kept


class _Kept(NamedTuple):
    sha256: str
    bytes: int


def _copy(file: BinaryIO, copy: IO[bytes]) -> _Kept:
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(_CHUNK_BYTES):
        digest.update(chunk)
        size += copy.write(chunk)
    copy.flush()
    os.fsync(copy.fileno())
    return _Kept(digest.hexdigest(), size)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
