"""The studio as people meet it: the project's theft mapping published in both forces, a few mails read and mapped.

It is made once and copied for each test, so that a test can change what it likes.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from runtime import demonstration, durable, folder, transposing
from runtime.database import Database
from runtime.migrations import upgrade
from runtime.models import Role, Source
from runtime.receiving import Came, receive
from runtime.settings import Settings, settings_from
from runtime.texts import publishing
from studio.application import create_app
from tests.studio.visitor import Visitor

ROOT = Path(__file__).parents[2]
MAILS = ROOT / "tests" / "data" / "eml"
METRO, NORTHSHIRE = "metro", "northshire"
#: Two plain thefts; two reports in one mail; a hostile text of a form that is not mapped here; an automatic reply.
REPORTED = {METRO: ("OPEN-001", "OPEN-002", "OPEN-029", "OPEN-033", "OPEN-035"), NORTHSHIRE: ("OPEN-031",)}

SignIn = Callable[..., Visitor]


def settings_in(place: Path) -> Settings:
    """The settings of a studio that lies in a folder of its own."""
    return settings_from(
        {"STUDIO_INSTANCE": str(place / "instance"), "STUDIO_LIBRARY": str(place / "library")}, demonstration=True
    )


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A studio in which everything is ready to be looked at; never changed, only copied."""
    place = tmp_path_factory.mktemp("studio")
    for part in ("forms", "layouts", "words", "services", "records", "lists", "modules", "theft"):
        shutil.copytree(ROOT / "mappings" / part, place / "library" / part)
    database = Database(settings_in(place))
    upgrade(database)
    durable.prepare(database)
    demonstration.prepare(database)
    folder.open_doors(database)
    for force_id, mails in REPORTED.items():
        publishing.import_folder(database, force_id, database.settings.library)
        for mail in mails:
            take_in(database, force_id, (MAILS / f"{mail}.eml").read_bytes())
    database.close()
    return place


def take_in(database: Database, force_id: str, raw: bytes) -> None:
    """Receives a mail and maps it at once, as the worker does a moment later."""
    for one in receive(database, force_id, raw, Came(Source.EMAIL, "mail.eml")):
        made = transposing.compute(database, force_id, one.submission_id)
        with database.write_session(force_id) as session:
            transposing.store(session, one.submission_id, made)


@pytest.fixture
def studio(prepared: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application on a copy of its own."""
    shutil.copytree(prepared, tmp_path / "studio")
    app = create_app(settings_in(tmp_path / "studio"))
    yield app
    app.extensions["services"].database.close()


@pytest.fixture
def database(studio: Flask) -> Database:
    """The database behind the pages."""
    found: Database = studio.extensions["services"].database
    return found


@pytest.fixture
def sign_in(studio: Flask) -> SignIn:
    """Signs the demonstration's person of a role in."""

    def enter(role: Role, force_id: str = METRO) -> Visitor:
        visitor = Visitor(studio.test_client())
        visitor.get("/sign-in")
        email = demonstration.email_of(force_id, role)
        visitor.post("/sign-in", email=email, password=demonstration.PASSWORD)
        return visitor

    return enter
