"""The library in the database: what was imported, what runs, and that what is published never changes."""

from pathlib import Path

import pytest
from sqlmodel import select

from runtime.database import Database
from runtime.failures import NotThere
from runtime.models import LibraryFile, PublishedVersion
from runtime.texts import library, publishing
from tests.runtime import small_library
from tests.runtime.conftest import METRO, NORTHSHIRE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_library.write(tmp_path / "library")


def test_a_first_start_takes_the_folder_in_as_version_1_of_everything(db: Database, folder: Path) -> None:
    imported = publishing.import_folder(db, METRO, folder)

    assert imported
    assert (imported.published, imported.unpublished) == (("found", "lost"), {})
    assert [(one.id, one.number) for one in library.mappings(db, METRO)] == [
        ("found", 1),
        ("lost", 1),
        ("shared", None),
    ]


def test_a_second_start_changes_nothing(db: Database, folder: Path) -> None:
    publishing.import_folder(db, METRO, folder)
    (folder / small_library.PATH).write_text("mapping lost", encoding="utf-8")

    assert publishing.import_folder(db, METRO, folder) is None
    with db.read_session(METRO) as session:
        assert library.current_library(session).text(small_library.PATH) == small_library.MAPPING


def test_a_library_of_an_earlier_release_is_given_what_mails_are_read_by_today_and_nothing_else(
    db: Database, folder: Path
) -> None:
    publishing.import_folder(db, METRO, folder)
    layout = folder / "layouts" / "ordinary.json"
    layout.parent.mkdir()
    layout.write_text("{}", encoding="utf-8")
    (folder / "forms" / "lost" / "2.0.json").write_text("{}", encoding="utf-8")

    assert publishing.import_folder(db, METRO, folder) is None

    with db.read_session(METRO) as session:
        paths = library.current_library(session).paths()
    assert "layouts/ordinary.json" in paths
    assert "forms/lost/2.0.json" not in paths


def test_a_mapping_that_cannot_run_is_taken_in_unpublished(db: Database, folder: Path) -> None:
    broken = small_library.MAPPING.replace("opening code", "opening cod")
    (folder / small_library.PATH).write_text(broken, encoding="utf-8")

    imported = publishing.import_folder(db, METRO, folder)

    assert imported
    assert imported.published == ("found",)
    assert "opening cod" in imported.unpublished["lost"]
    with db.read_session(METRO) as session:
        assert library.published(session, "lost", "1.0") is None
        assert library.current_library(session).text(small_library.PATH) == broken


def test_the_database_gives_the_same_library_as_the_folder(db: Database, folder: Path) -> None:
    publishing.import_folder(db, METRO, folder)

    with db.read_session(METRO) as session:
        stored = library.current_library(session)

    assert {path: stored.text(path) for path in stored.paths()} == small_library.texts()


def test_a_version_runs_for_the_form_versions_that_its_mapping_takes_in(db: Database, folder: Path) -> None:
    publishing.import_folder(db, METRO, folder)

    with db.read_session(METRO) as session:
        running = library.published(session, "lost", "1.0")
        unknown = [library.published(session, form, version) for form, version in (("lost", "2.0"), ("theft", "1.0"))]

    assert running
    assert (running.mapping_id, running.number) == ("lost", 1)
    assert unknown == [None, None]


def test_a_published_version_holds_all_that_it_depends_on_and_nothing_else(db: Database, folder: Path) -> None:
    publishing.import_folder(db, METRO, folder)

    with db.read_session(METRO) as session:
        running = library.published(session, "lost", "1.0")
        assert running
        compiled = library.compiled(session, running)

    assert set(running.files) == {
        "forms/lost/1.0.json",
        "lost/lost.mapping",
        "lost/samples/UMBRELLA.json",
        "modules/shared.mapping",
        "records/chs.incident/1.json",
    }
    assert compiled.source.hash == running.hash


def test_one_forces_library_is_not_the_others(db: Database, folder: Path) -> None:
    publishing.import_folder(db, METRO, folder)

    with db.read_session(NORTHSHIRE) as session:
        assert library.current_library(session).paths() == []
        assert session.exec(select(LibraryFile)).all() == []
        assert session.exec(select(PublishedVersion)).all() == []


def test_the_text_of_a_version_that_never_was_is_not_there(db: Database, folder: Path) -> None:
    publishing.import_folder(db, METRO, folder)

    assert library.version_text(db, METRO, "lost", 1) == small_library.MAPPING
    with pytest.raises(NotThere):
        library.version_text(db, METRO, "lost", 2)
