"""Watched folders: a file put into a force's folder is kept like a mail that came, and moved away once it is stored."""

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from sqlmodel import col, select

from runtime.database import Database
from runtime.failures import RuntimeFailure
from runtime.models import Door, DoorKind, Force, Source
from runtime.receiving import Came, keep

INBOX = "inbox"
DONE = "done"
SETTLED_SECONDS = 1.0  # a file that somebody still writes to is younger than that
LEFT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class WatchedFolder:
    """One force's folder, a door of its own."""

    force_id: str
    path: Path
    source: Source


@dataclass(frozen=True, slots=True)
class Found:
    """A file that nobody writes to any more."""

    folder: WatchedFolder
    file: Path


@dataclass(slots=True)
class Watch:
    """Looks into every force's folder; remembers what it saw, so that a half-written file is left until it rests."""

    database: Database
    _seen: dict[Path, tuple[int, int]] = field(default_factory=dict)
    _left_until: dict[Path, float] = field(default_factory=dict)  # by the monotonic clock

    def resting(self) -> Iterator[Found]:
        """The files that can be taken in, each force's oldest first."""
        for folder in watched_folders(self.database):
            for file in _files(folder.path):
                if self._rests(file):
                    yield Found(folder, file)

    def take(self, found: Found) -> UUID:
        """Keeps one and orders that it is read, moves it to `done` after it is safely stored, and gives its arrival."""
        with found.file.open("rb") as content:
            came = Came(found.folder.source, found.file.name)
            arrival_id = keep(self.database, found.folder.force_id, content, came)
        self._put_away(found)
        return arrival_id

    def leave_for_now(self, found: Found) -> None:
        """Passes over a file for a while: neither it nor the store for it can be opened at present."""
        self._left_until[found.file] = time.monotonic() + LEFT_SECONDS

    def _rests(self, file: Path) -> bool:
        try:
            facts = file.stat()
        except OSError:
            return False
        before, self._seen[file] = self._seen.get(file), (facts.st_size, facts.st_mtime_ns)
        is_settled = before == self._seen[file] or time.time() - facts.st_mtime > SETTLED_SECONDS
        return is_settled and self._left_until.get(file, 0.0) <= time.monotonic()

    def _put_away(self, found: Found) -> None:
        done = found.folder.path / DONE
        done.mkdir(exist_ok=True)
        os.replace(found.file, _free_place(done, found.file.name))
        self._seen.pop(found.file, None)
        self._left_until.pop(found.file, None)


def watched_folders(database: Database) -> list[WatchedFolder]:
    """The folders that are doors, made on the disk where they are not there yet."""
    with database.system_read_session() as session:
        doors = list(session.exec(select(Door).where(Door.kind == DoorKind.FOLDER).order_by(col(Door.address))))
    folders = [WatchedFolder(door.force_id, database.settings.instance / door.address, door.source) for door in doors]
    for folder in folders:
        folder.path.mkdir(parents=True, exist_ok=True)
    return folders


def open_doors(database: Database) -> None:
    """Gives each force that has no watched folder one of its own, `inbox/FORCE` in the instance folder."""
    with database.system_session() as session:
        with_folder = set(session.exec(select(Door.force_id).where(Door.kind == DoorKind.FOLDER)))
        for force_id in set(session.exec(select(Force.id))) - with_folder:
            address = f"{INBOX}/{force_id}"
            session.add(Door(force_id=force_id, kind=DoorKind.FOLDER, address=address, source=Source.EMAIL))


def copy_in(database: Database, force_id: str, directory: Path) -> int:
    """Puts a folder's files into the force's watched folder, those left out that were put there before; how many."""
    inbox = next((one.path for one in watched_folders(database) if one.force_id == force_id), None)
    if inbox is None:
        raise NoWatchedFolder(force_id)
    new = [
        file for file in _files(directory) if not any((place / file.name).exists() for place in (inbox, inbox / DONE))
    ]
    for file in new:
        half_written = inbox / f".{file.name}"
        shutil.copyfile(file, half_written)
        half_written.rename(inbox / file.name)
    return len(new)


class NoWatchedFolder(RuntimeFailure):
    """The force takes nothing in by a folder."""

    def __init__(self, force_id: str) -> None:
        super().__init__(f"the force {force_id} has no watched folder")


def _files(folder: Path) -> list[Path]:
    """The files in a folder, oldest first. Names that begin with a dot are somebody's half-written ones."""
    with os.scandir(folder) as entries:
        found = [(entry.stat().st_mtime_ns, entry.name) for entry in entries if _is_taken(entry)]
    return [folder / name for _, name in sorted(found)]


def _is_taken(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False) and not entry.name.startswith(".")


def _free_place(folder: Path, name: str) -> Path:
    """A place of that name, numbered where an earlier file has it: nothing that came is ever written over."""
    place, count = folder / name, 1
    while place.exists():
        count += 1
        place = folder / f"{Path(name).stem}-{count}{Path(name).suffix}"
    return place
