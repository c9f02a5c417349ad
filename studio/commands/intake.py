"""`studio intake`: takes files in by hand, as the watched folder does by itself."""

import argparse
import os
import sys
from collections.abc import Iterator
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
from studio.commands.options import complain, json_option, print_json

SUMMARY = "Stores mails and JSON submissions, and orders what is to be made of them."
EXAMPLE = "studio intake --force metro tests/data/eml/OPEN-001.eml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to take in, and for whom."""
    json_option(parser)
    parser.add_argument(
        "--force", metavar="NAME", default="", help="whose they are; not needed where there is one force"
    )
    parser.add_argument("files", metavar="FILE", nargs="+", help=".eml, .json, a folder, or - for standard input")


def run(arguments: argparse.Namespace) -> int:
    """Takes everything in, one after the other, and prints a line for each submission as it is taken."""
    received = []
    try:
        with closing(Database(settings_from(os.environ))) as database:
            force_id = _force(database, arguments.force)
            for one in (one for name in arguments.files for one in _take(database, force_id, name)):
                received.append(asdict(one) | {"submission_id": str(one.submission_id)})
                if not arguments.json:
                    print(_line(one))
    except (RuntimeFailure, OSError) as failure:
        return complain(str(failure))
    except DBAPIError as error:
        return complain(
            f"the database cannot be used; has `studio migrate` been run? {str(error.orig).splitlines()[0]}"
        )
    if arguments.json:
        print_json(received)
    return 0


def _force(database: Database, asked: str) -> str:
    known = [force.force_id for force in people.list_forces(database)]
    if asked in known:
        return asked
    if not asked and len(known) == 1:
        return known[0]
    raise NotThere("force", f"{asked or '(none named)'}; there are {', '.join(known) or 'none yet'}")


def _take(database: Database, force_id: str, name: str) -> Iterator[Received]:
    for file, raw in _contents(name):
        yield from receive(database, force_id, raw, Came(_source(file), file))


def _line(one: Received) -> str:
    form = f"{one.form} {one.version}".strip() or "no form"
    return f"{one.reference or '(no reference)'}  {form}  {one.becomes}"


def _contents(name: str) -> Iterator[tuple[str, bytes]]:
    if name == "-":
        yield "", sys.stdin.buffer.read()
        return
    path = Path(name)
    for file in sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else [path]:
        yield file.name, file.read_bytes()


def _source(file_name: str) -> Source:
    return Source.IHUB if file_name.endswith(".json") else Source.EMAIL
