"""`studio users`: who may sign in, and what they may do in which force."""

import argparse
import getpass
import os
import sys
from uuid import UUID

from runtime import people
from runtime.audit import Actor
from runtime.database import Database
from runtime.failures import NotThere, RuntimeFailure
from runtime.migrations import upgrade
from runtime.models import Role
from runtime.people import NewPerson
from runtime.settings import settings_from
from studio.commands.options import complain, json_option, print_json

SUMMARY = "Lists people, adds them, gives and ends roles, sets passwords."
EXAMPLE = "studio users add ada@metro.example --name 'Ada Analyst' --force metro --role analyst"

COMMAND_LINE = Actor.machine("command line")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One sub-command for each thing to do."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|add|role|password")
    shown = actions.add_parser("list", help="everybody with a role")
    shown.add_argument("--force", help="of one force alone")
    json_option(shown)
    added = actions.add_parser("add", help="adds somebody; the password is asked for, or read from standard input")
    added.add_argument("email")
    added.add_argument("--name", required=True)
    _force_and_roles(added)
    role = actions.add_parser("role", help="gives a role, or ends it")
    role.add_argument("email")
    _force_and_roles(role)
    role.add_argument("--end", action="store_true", help="take the role away instead; acts at once")
    password = actions.add_parser("password", help="sets a password and ends the person's sessions")
    password.add_argument("email")


def run(arguments: argparse.Namespace) -> int:
    """Does what the sub-command says."""
    try:
        db = Database(settings_from(os.environ))
        upgrade(db)
        actions = {"list": _list, "add": _add, "role": _role, "password": _password}
        actions[arguments.action](db, arguments)
    except RuntimeFailure as failure:
        return complain(failure)
    db.close()
    return 0


def _force_and_roles(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", required=True, help="in which force, by its short name")
    parser.add_argument("--role", required=True, action="append", type=Role, choices=list(Role), metavar="ROLE")


def _list(db: Database, arguments: argparse.Namespace) -> None:
    forces = [force.force_id for force in people.list_forces(db) if arguments.force in (None, force.force_id)]
    found = [(force_id, person) for force_id in forces for person in people.list_people(db, force_id)]
    if arguments.json:
        print_json([_as_json(force_id, person) for force_id, person in found])
        return
    for force_id, person in found:
        print(f"{force_id}  {person.email}  {person.name}  {', '.join(person.roles)}")


def _as_json(force_id: str, person: people.PersonShown) -> dict[str, object]:
    return {"force": force_id, "email": person.email, "name": person.name, "roles": list(person.roles)}


def _add(db: Database, arguments: argparse.Namespace) -> None:
    force_id = _force(db, arguments.force)
    new = NewPerson(arguments.email, arguments.name, _ask_password(), tuple(arguments.role))
    people.add_person(db, force_id, new, by=COMMAND_LINE)
    print(f"{arguments.email} is {', '.join(arguments.role)} of {force_id}")


def _role(db: Database, arguments: argparse.Namespace) -> None:
    force_id, person_id = _force(db, arguments.force), _person(db, arguments.email)
    change = people.end_role if arguments.end else people.grant
    for role in arguments.role:
        change(db, force_id, person_id, role, by=COMMAND_LINE)
        print(f"{arguments.email} is {'no longer ' if arguments.end else ''}{role} of {force_id}")


def _password(db: Database, arguments: argparse.Namespace) -> None:
    people.set_password(db, _person(db, arguments.email), _ask_password(), by=COMMAND_LINE)
    print(f"{arguments.email} has a new password, and is signed out everywhere")


def _force(db: Database, force_id: str) -> str:
    if force_id not in {force.force_id for force in people.list_forces(db)}:
        raise NotThere("force", force_id)
    return force_id


def _person(db: Database, email: str) -> UUID:
    person_id = people.find_person(db, email)
    if person_id is None:
        raise NotThere("person with the address", email)
    return person_id


def _ask_password() -> str:
    """Never from the command line, where everybody on the machine could read it."""
    return getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
