"""Joins the floors: the web application for a WSGI server, and the `studio` command.

Arguments are parsed here and nowhere else; what a command does stands in its own file in studio/commands/.
"""

import argparse
import ast
import importlib
import keyword
import os
import pkgutil
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

import studio.commands
from studio.commands.options import Command, complain

if TYPE_CHECKING:
    from flask import Flask

    from runtime.settings import Settings

FAILURES = Path("instance/command-failures.log")
INTERRUPTED = 130  # what a shell expects of a command that Ctrl-C ended
NOT_COMMANDS = frozenset({"files", "options"})


def create_app(settings: "Settings | None" = None) -> "Flask":
    """The web application, as `app:create_app` for any WSGI server; without settings, those of the environment."""
    from runtime.settings import settings_from
    from studio.application import create_app as create_studio

    return create_studio(settings or settings_from(os.environ))


def main(argv: Sequence[str] | None = None) -> int:
    """One run of `studio`: 0 for yes, 1 for "looked and found problems", 2 for "could not"."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        namespace = _parser(arguments).parse_args(arguments)
        return _command(namespace.command).run(namespace)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output (head, less) has seen enough; the interpreter must not complain on its own way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        _keep_failure(error)
        return complain(
            f"the command stopped at something it was not made for ({type(error).__name__}); "
            f"the place in the program is kept in {FAILURES}"
        )


def command_names() -> list[str]:
    """The commands there are: the modules of studio/commands/, in alphabetical order."""
    names = (module.name.removesuffix("_") for module in pkgutil.iter_modules(studio.commands.__path__))
    return sorted(name for name in names if name not in NOT_COMMANDS)


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """A parser that knows the command asked for; help names them all, and imports none, which would take seconds."""
    names = command_names()
    parser = argparse.ArgumentParser(prog="studio", description="Online crime reports become records, by rules.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    asked = next((word for word in arguments if word in names), None)
    for name in () if asked else names:
        commands.add_parser(name, help=_summary(name))
    if asked:
        command = _command(asked)
        command.add_arguments(
            commands.add_parser(
                asked,
                description=command.SUMMARY,
                epilog=f"example:\n  {command.EXAMPLE}",
                formatter_class=argparse.RawDescriptionHelpFormatter,
            )
        )
    return parser


def _summary(name: str) -> str:
    """The SUMMARY of a command, as it is written in its file; empty where that cannot be told."""
    try:
        statements = ast.parse(Path(studio.commands.__path__[0], f"{_module(name)}.py").read_text("utf-8")).body
        written = [
            one for one in statements if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "SUMMARY"
        ]
        return str(ast.literal_eval(written[0].value)) if written else ""
    except (OSError, SyntaxError, ValueError):
        return ""


def _command(name: str) -> Command:
    return cast(Command, importlib.import_module(f"studio.commands.{_module(name)}"))


def _module(name: str) -> str:
    # A word of Python's own, as import, cannot be a module's name.
    return f"{name}_" if keyword.iskeyword(name) else name


def _keep_failure(error: Exception) -> None:
    """Keeps where it happened, never the exception's words: they may hold what a person wrote."""
    with suppress(OSError):
        FAILURES.parent.mkdir(exist_ok=True)
        with FAILURES.open("a", encoding="utf-8") as log:
            log.writelines([f"{type(error).__name__}\n", *traceback.format_tb(error.__traceback__)])


if __name__ == "__main__":
    sys.exit(main())
