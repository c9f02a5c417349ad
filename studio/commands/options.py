"""What the commands share: options that mean the same everywhere, and the two ways of answering."""

import argparse
import sys
from typing import Protocol

from mapping_dsl import exact_json

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


def print_json(value: object) -> None:
    """Prints the one JSON document of a command; numbers are written from their decimals."""
    print(exact_json.dumps(value, indent=2))


def complain(sentence: str) -> int:
    """Tells on standard error why the command could not, and gives the exit status that says so."""
    print(f"studio: {sentence}", file=sys.stderr)
    return COULD_NOT
