"""`studio worker`: one worker by itself."""

import argparse
import os
import signal
import threading

from sqlalchemy.exc import DBAPIError

from runtime import worker
from runtime.database import Database
from runtime.failures import RuntimeFailure
from runtime.settings import settings_from
from studio.commands.options import complain

SUMMARY = "Runs a worker: takes in what lies in the watched folders, makes the records and delivers them."
EXAMPLE = "studio worker --licences 4 --id contact-centre-1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its name, and how much it may do at once."""
    parser.add_argument(
        "--licences", metavar="N", type=int, default=10, help="deliveries to one target at one time (default: 10)"
    )
    parser.add_argument("--id", metavar="NAME", default="", help="the worker's own name (default: the machine's)")


def run(arguments: argparse.Namespace) -> int:
    """Works until it is interrupted or terminated, then ends in order."""
    if arguments.licences < 1:
        return complain("--licences must be at least 1")
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    try:
        database = Database(settings_from(os.environ))
        try:
            worker.run(database, worker.WorkerOptions(arguments.id, arguments.licences), stopping)
        finally:
            database.close()
    except (RuntimeFailure, OSError, DBAPIError) as failure:
        return complain(failure)
    return 0
