"""What the commands share: options that mean the same everywhere, and the two ways of answering."""

import argparse
import sys
from typing import Protocol

COULD_NOT = 2


class Command(Protocol):
    """A module of this folder, as `app.py` uses it."""

    SUMMARY: str
    """One plain sentence of what the command does."""
    EXAMPLE: str
    """A whole command line that works in a fresh clone."""

    @staticmethod
    def add_arguments(parser: argparse.ArgumentParser) -> None:
        """Says which arguments the command takes."""

    @staticmethod
    def run(arguments: argparse.Namespace) -> int:
        """Does it: 0 for yes, 1 for "looked and found problems", 2 for "could not"."""


def library_option(parser: argparse.ArgumentParser) -> None:
    """Adds `--library DIR`, the folder that holds mappings, forms, records and lists."""
    parser.add_argument("--library", metavar="DIR", default="mappings", help="the library's folder (default: mappings)")


def json_option(parser: argparse.ArgumentParser) -> None:
    """Adds `--json`: one JSON document instead of sentences."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def port_option(parser: argparse.ArgumentParser, help_text: str, default: int | None = None) -> None:
    """Adds `--port P`, a port on this computer."""
    parser.add_argument("--port", metavar="P", type=_port, default=default, help=help_text)


def print_json(value: object) -> None:
    """Prints the one JSON document of a command; numbers are written from their decimals."""
    from mapping_dsl import exact_json  # here, for the help of all commands must not wait for the whole language

    print(exact_json.dumps(value, indent=2))


def complain(reason: str | Exception) -> int:
    """Tells on standard error why the command could not, and gives the exit status that says so."""
    print(f"studio: {reason if isinstance(reason, str) else in_words(reason)}", file=sys.stderr)
    return COULD_NOT


def in_words(failure: Exception) -> str:
    """A failure that was foreseen, as a sentence; those of the operating system and of a database have none."""
    if isinstance(failure, OSError):
        return f"{failure.filename or 'this'} cannot be used: {failure.strerror or failure}"
    driver_says = getattr(failure, "orig", None)
    if driver_says is not None:
        return f"the database cannot be used; has `studio migrate` been run? {str(driver_says).splitlines()[0]}"
    return str(failure)


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text} is no port; name a number up to 65535")
    return int(text)
