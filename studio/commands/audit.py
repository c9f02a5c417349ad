"""`studio audit`: proves that nobody altered the log, and writes it out."""

import argparse
import os
import sys
from collections.abc import Iterable

from mapping_dsl import exact_json
from runtime import audit, people
from runtime.database import Database
from runtime.failures import NotThere, RuntimeFailure
from runtime.migrations import upgrade
from runtime.settings import settings_from
from studio.commands.options import complain, json_option, print_json

SUMMARY = "Verifies the log of every force, or writes it out as JSON lines."
EXAMPLE = "studio audit verify"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One sub-command for each thing to do."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="verify|export")
    for name, help_text in (("verify", "tells the first break of each chain"), ("export", "one JSON line an entry")):
        action = actions.add_parser(name, help=help_text)
        action.add_argument("--force", help="of one force alone")
        if name == "verify":
            json_option(action)


def run(arguments: argparse.Namespace) -> int:
    """0 where every chain holds, 1 where one is broken."""
    try:
        db = Database(settings_from(os.environ))
        upgrade(db)
        forces = _forces(db, arguments.force)
        result = _verify(db, forces, arguments) if arguments.action == "verify" else _export(db, forces)
    except RuntimeFailure as failure:
        return complain(failure)
    db.close()
    return result


def _forces(db: Database, wanted: str | None) -> list[str]:
    found = [force.force_id for force in people.list_forces(db) if wanted in (None, force.force_id)]
    if wanted and not found:
        raise NotThere("force", wanted)
    return found


def _verify(db: Database, forces: Iterable[str], arguments: argparse.Namespace) -> int:
    breaks: dict[str, audit.Break | None] = {}
    for force_id in forces:
        with db.read_session(force_id) as session:
            breaks[force_id] = audit.verify(session)
    if arguments.json:
        print_json([_as_json(force_id, found) for force_id, found in breaks.items()])
    else:
        for force_id, found in breaks.items():
            print(f"{force_id}: {found.sentence if found else 'the log holds'}")
    return int(any(breaks.values()))


def _as_json(force_id: str, found: audit.Break | None) -> dict[str, object]:
    broken = {"sequence": found.sequence, "sentence": found.sentence} if found else None
    return {"force": force_id, "holds": found is None, "break": broken}


def _export(db: Database, forces: Iterable[str]) -> int:
    for force_id in forces:
        with db.read_session(force_id) as session:
            for entry in audit.entries(session):
                line = audit.as_json(entry) | {"previous_hash": entry.previous_hash, "hash": entry.hash}
                sys.stdout.write(exact_json.dumps(line) + "\n")
    return 0
