"""`studio intake`: takes files in by hand, as the watched folder does by itself."""

import argparse
import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from runtime import people
from runtime.database import Database
from runtime.failures import NotThere, RuntimeFailure
from runtime.models import Source
from runtime.receiving import Came, Received, receive
from runtime.settings import settings_from
from studio.commands.files import STANDARD_INPUT, opened
from studio.commands.options import complain, json_option, print_json

SUMMARY = "Stores mails and JSON submissions, and orders what is to be made of them."
EXAMPLE = "studio intake --force metro tests/data/eml/OPEN-001.eml"


class ForceNotNamed(RuntimeFailure):
    """There are several forces, and it was not said whose the files are."""

    def __init__(self, known: list[str]) -> None:
        super().__init__("say whose these are: " + " or ".join(f"--force {name}" for name in known))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to take in, and for whom."""
    json_option(parser)
    parser.add_argument(
        "--force", metavar="NAME", default="", help="whose they are; not needed where there is one force"
    )
    parser.add_argument("files", metavar="FILE", nargs="+", help=".eml, .json, a folder, or - for standard input")


def run(arguments: argparse.Namespace) -> int:
    """Takes everything in, one after the other, and prints a line for each submission as it is taken."""
    taken = _Taken(is_told=not arguments.json)
    try:
        with closing(Database(settings_from(os.environ))) as database:
            force_id = _force(database, arguments.force)
            for name in arguments.files:
                taken.add(_take(database, force_id, name))
    except (RuntimeFailure, DBAPIError) as failure:
        return complain(failure)
    if arguments.json:
        print_json([asdict(one) | {"submission_id": str(one.submission_id)} for one in taken.received])
    return taken.status


class _Taken:
    """What was taken in so far. A file that cannot be opened is told, and keeps none of the others out."""

    def __init__(self, *, is_told: bool) -> None:
        self.received: list[Received] = []
        self.status = 0
        self._is_told = is_told

    def add(self, received: Iterable[Received]) -> None:
        """Takes in one of the files named, telling each submission as it is stored."""
        try:
            for one in received:
                self.received.append(one)
                if self._is_told:
                    print(_line(one))
        except OSError as failure:
            self.status = complain(failure)


def _force(database: Database, asked: str) -> str:
    known = [force.force_id for force in people.list_forces(database)]
    if asked in known:
        return asked
    if not asked and len(known) == 1:
        return known[0]
    if not known:
        raise NotThere("force", "at all; `studio run --demonstration DIR` makes two")
    if not asked:
        raise ForceNotNamed(known)
    raise NotThere("force", f"{asked}; there are {', '.join(known)}")


def _take(database: Database, force_id: str, name: str) -> Iterator[Received]:
    for file in _files(name):
        file_name = "" if name == STANDARD_INPUT else file.name
        with opened(str(file)) as content:
            yield from receive(database, force_id, content, Came(_source(file_name), file_name))


def _line(one: Received) -> str:
    form = f"{one.form} {one.version}".strip() or "no form"
    return f"{one.reference or '(no reference)'}  {form}  {one.becomes}"


def _files(name: str) -> Iterator[Path]:
    """The file, or those of a folder."""
    path = Path(name)
    yield from sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]


def _source(file_name: str) -> Source:
    return Source.IHUB if file_name.endswith(".json") else Source.EMAIL
