"""`studio run`: web, one worker and the practice target together, ready to be tried."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn

from mapping_dsl import MappingFailure
from runtime import demonstration, durable, folder
from runtime.database import Database
from runtime.failures import RuntimeFailure
from runtime.migrations import upgrade
from runtime.models import Role
from runtime.settings import Settings, settings_from
from runtime.texts import publishing
from studio.commands.options import complain, port_option

SUMMARY = "Runs the pages, one worker and the practice target together, for people on this computer."
EXAMPLE = "studio run --port 8000 --demonstration tests/data/eml"
HOST = "127.0.0.1"
LOOK_SECONDS = 0.2
PATIENCE_SECONDS = 15.0  # a worker finishes the step it is in
SETTLED_SECONDS = 10.0  # what ends sooner after its start would only end again
REPORTED_FORCE = "metro"  # the demonstration's mails are written to this force

Programs = list["Program"]


class PortTaken(RuntimeFailure):
    """Something else listens where the studio would."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} of {HOST} is taken by another program; name a free one with --port")


class Ended(RuntimeFailure):
    """One of the programs ended again as soon as it was started, or the pages did, so that the rest is of no use."""

    def __init__(self, name: str, status: int) -> None:
        super().__init__(f"the {name} ended by itself (exit {status}), so everything was stopped")


@dataclass(slots=True)
class Program:
    """One of the programs, and what it takes to start it again."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    is_needed: bool  #: the others are of no use without it
    process: "subprocess.Popen[bytes]" = field(init=False)
    started_at: float = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Starts it, again where it ended."""
        # A session of its own: Ctrl-C reaches this command alone, which then ends the others in order.
        command = [sys.executable, "-m", "app", *self.command]
        self.process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        self.started_at = time.monotonic()

    def keep_going(self) -> None:
        """Starts it again where it ended after a while. Raises Ended where that would not help."""
        status = self.process.poll()
        if status is None:
            return
        if self.is_needed or time.monotonic() - self.started_at < SETTLED_SECONDS:
            raise Ended(self.name, status)
        print(f"The {self.name} ended by itself (exit {status}); it is started again.", flush=True)
        self.start()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Port and demonstration."""
    port_option(parser, "the port on 127.0.0.1 (default: STUDIO_PORT, else 8000)")
    parser.add_argument(
        "--demonstration",
        metavar="DIR",
        type=Path,
        help="makes people whom everybody may sign in as, and puts DIR's mails through the watched folder",
    )


def run(arguments: argparse.Namespace) -> int:
    """Prepares what is missing, starts everything, and stops everything on Ctrl-C."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        settings = settings_from(os.environ, demonstration=arguments.demonstration is not None)
        settings = replace(settings, port=arguments.port or settings.port, target_url=f"http://{HOST}:{_free_port()}")
        _assert_free(settings.port)
        _prepare(settings, arguments.demonstration)
        with _running(settings) as programs:
            _wait_for(settings.port, programs)
            _greet(settings)
            _watch(programs)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0
    except (RuntimeFailure, MappingFailure, OSError) as failure:
        return complain(failure)


def _prepare(settings: Settings, mails: Path | None) -> None:
    """Brings the database up to date; on a first start takes in the library, people and mails."""
    settings.instance.mkdir(parents=True, exist_ok=True)
    database = Database(settings)
    try:
        upgrade(database)
        durable.prepare(database)
        if mails is None:
            return
        demonstration.prepare(database)
        for force_id in demonstration.FORCES:
            _import(database, force_id)
        folder.open_doors(database)
        folder.copy_in(database, REPORTED_FORCE, mails)
    finally:
        database.close()


def _import(database: Database, force_id: str) -> None:
    imported = publishing.import_folder(database, force_id, database.settings.library)
    for mapping_id, reason in (imported.unpublished if imported else {}).items():
        complain(f"the mapping {mapping_id} does not run for {force_id} yet: {reason}")


@contextmanager
def _running(settings: Settings) -> Iterator[Programs]:
    """The three programs, each of which ends in order however this block is left."""
    port = settings.target_url.rpartition(":")[2]
    store = str(settings.instance / "practice-target.sqlite")
    target = ["target", "--port", port, "--store", store, "--library", str(settings.library)]
    environment = _environment(settings)
    programs: Programs = []
    try:
        programs.append(Program("practice target", target, environment, is_needed=False))
        programs.append(Program("worker", ["worker"], environment, is_needed=False))
        programs.append(Program("web", ["web", "--port", str(settings.port)], environment, is_needed=True))
        yield programs
    finally:
        _stop([program.process for program in programs])


def _environment(settings: Settings) -> dict[str, str]:
    own = {
        "STUDIO_INSTANCE": str(settings.instance),
        "STUDIO_LIBRARY": str(settings.library),
        "STUDIO_TARGET_URL": settings.target_url,
        "STUDIO_DEMONSTRATION": "1" if settings.demonstration else "0",
    }
    return os.environ | own


def _stop(processes: "Sequence[subprocess.Popen[bytes]]") -> None:
    for process in processes:
        process.terminate()
    until = time.monotonic() + PATIENCE_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _watch(programs: Programs) -> NoReturn:
    """Keeps them going until somebody stops everything."""
    while True:
        _keep_going(programs)
        time.sleep(LOOK_SECONDS)


def _wait_for(port: int, programs: Programs) -> None:
    """Waits until the pages answer, so that the address is printed when it works."""
    while not _answers(port):
        _keep_going(programs)
        time.sleep(LOOK_SECONDS)


def _keep_going(programs: Programs) -> None:
    for program in programs:
        program.keep_going()


def _greet(settings: Settings) -> None:
    print(f"The studio is at http://{HOST}:{settings.port}/")
    print(f"The practice CHS and CONNECT are at {settings.target_url}/")
    if settings.demonstration:
        print(f"Sign in as one of these; everybody's password is: {demonstration.PASSWORD}")
        for force_id, name in demonstration.FORCES.items():
            for role in Role:
                print(f"  {name:20} {role.value.replace('_', ' '):20} {demonstration.email_of(force_id, role)}")
    print("Ctrl-C stops everything.", flush=True)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _assert_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortTaken(port) from error


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
