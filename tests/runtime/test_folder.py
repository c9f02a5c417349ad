"""Watched folders: what lies in them is taken in once, whole, and put away."""

import os
from pathlib import Path

import pytest
from sqlmodel import select

from runtime import durable, folder, receiving
from runtime.database import Database
from runtime.folder import DONE, NoWatchedFolder, Watch
from runtime.models import Arrival, Source, Submission
from runtime.texts import publishing
from tests.runtime.conftest import METRO, NORTHSHIRE

DATA = Path(__file__).parents[1] / "data"
THEFT = (DATA / "eml" / "OPEN-001.eml").read_bytes()
LONG_AGO = 1_000_000_000


@pytest.fixture
def inbox(db: Database, forms_library: Path) -> Path:
    """The watched folder of metro."""
    durable.prepare(db)
    publishing.import_folder(db, METRO, forms_library)
    folder.open_doors(db)
    return next(one.path for one in folder.watched_folders(db) if one.force_id == METRO)


def put(inbox: Path, name: str, raw: bytes = THEFT, *, is_old: bool = True) -> Path:
    file = inbox / name
    file.write_bytes(raw)
    if is_old:
        os.utime(file, (LONG_AGO, LONG_AGO))
    return file


def take_all(watch: Watch) -> int:
    """Keeps all that rests and reads it, as the jobs would; how many submissions stood in it."""
    return sum(len(receiving.read_kept(watch.database, METRO, watch.take(found))) for found in watch.resting())


def test_every_force_has_a_folder_of_its_own(db: Database) -> None:
    folder.open_doors(db)
    folder.open_doors(db)

    folders = folder.watched_folders(db)
    assert [one.force_id for one in folders] == [METRO, NORTHSHIRE]
    assert len({one.path for one in folders}) == 2


def test_a_file_is_taken_in_for_its_folders_force_and_put_away(db: Database, inbox: Path) -> None:
    put(inbox, "mail.eml")

    assert take_all(Watch(db)) == 1

    assert [file.name for file in inbox.iterdir()] == [DONE]
    assert (inbox / DONE / "mail.eml").read_bytes() == THEFT
    with db.read_session(METRO) as session:
        assert session.exec(select(Arrival.file_name)).one() == "mail.eml"
        assert session.exec(select(Submission.source)).one() is Source.EMAIL
    with db.read_session(NORTHSHIRE) as session:
        assert session.exec(select(Arrival)).all() == []


def test_a_file_that_still_grows_is_left_until_it_rests(db: Database, inbox: Path) -> None:
    watch = Watch(db)
    half = put(inbox, "mail.eml", THEFT[:1000], is_old=False)
    os.utime(half, (LONG_AGO * 4, LONG_AGO * 4))  # as if written in this very moment, whatever the clock says

    first_look = list(watch.resting())
    put(inbox, "mail.eml", THEFT, is_old=False)
    os.utime(half, (LONG_AGO * 4, LONG_AGO * 4))
    second_look = list(watch.resting())
    third_look = list(watch.resting())

    assert (first_look, second_look) == ([], [])
    assert [found.file.name for found in third_look] == ["mail.eml"]


def test_a_name_that_begins_with_a_dot_and_a_link_are_left_alone(db: Database, inbox: Path) -> None:
    put(inbox, ".mail.eml")
    (inbox / "link.eml").symlink_to(DATA / "eml" / "OPEN-001.eml")

    assert take_all(Watch(db)) == 0


def test_two_files_of_one_name_are_both_kept(db: Database, inbox: Path) -> None:
    put(inbox, "mail.eml")
    take_all(Watch(db))
    put(inbox, "mail.eml", b"something else")
    take_all(Watch(db))

    assert sorted(file.name for file in (inbox / DONE).iterdir()) == ["mail-2.eml", "mail.eml"]


def test_a_file_that_cannot_be_opened_now_is_left_for_a_while_and_then_tried_again(
    db: Database, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(inbox, "mail.eml")
    watch = Watch(db)
    [found] = watch.resting()

    watch.leave_for_now(found)
    at_once = list(watch.resting())
    monkeypatch.setattr(folder, "LEFT_SECONDS", 0.0)
    watch.leave_for_now(found)
    after_that = list(watch.resting())

    assert (at_once, after_that) == ([], [found])


def test_a_name_that_is_no_unicode_stops_nothing(db: Database, inbox: Path) -> None:
    file = os.fsencode(inbox) + b"/mail\xff.eml"
    Path(os.fsdecode(file)).write_bytes(THEFT)
    os.utime(file, (LONG_AGO, LONG_AGO))

    assert take_all(Watch(db)) == 1

    with db.read_session(METRO) as session:
        assert session.exec(select(Arrival.file_name)).one() == "mail?.eml"


@pytest.mark.usefixtures("inbox")
def test_a_folder_is_copied_in_once(db: Database, tmp_path: Path) -> None:
    mails = tmp_path / "mails"
    mails.mkdir()
    (mails / "mail.eml").write_bytes(THEFT)

    copied = [folder.copy_in(db, METRO, mails)]
    take_all(Watch(db))
    copied.append(folder.copy_in(db, METRO, mails))

    assert copied == [1, 0]
    assert (mails / "mail.eml").exists()


def test_a_force_without_a_folder_is_told_so(db: Database, tmp_path: Path) -> None:
    with pytest.raises(NoWatchedFolder, match="metro"):
        folder.copy_in(db, METRO, tmp_path)
