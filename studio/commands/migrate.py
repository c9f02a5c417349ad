"""`studio migrate`: brings the database to the tables of today."""

import argparse
import os

from sqlalchemy.exc import OperationalError

from runtime import durable
from runtime.database import Database
from runtime.failures import RuntimeFailure
from runtime.migrations import upgrade
from runtime.settings import settings_from
from studio.commands.options import complain

SUMMARY = "Makes the database, or brings an older one up to date."
EXAMPLE = "studio migrate"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None: which database is said by STUDIO_DATABASE_URL."""


def run(arguments: argparse.Namespace) -> int:
    """Upgrades and says to which revision."""
    try:
        db = Database(settings_from(os.environ))
        revision = upgrade(db)
        durable.prepare(db)
        print(f"the database is at revision {revision}")
    except RuntimeFailure as failure:
        return complain(failure)
    except OperationalError as error:
        return complain(f"the database cannot be reached: {str(error.orig).splitlines()[0]}")
    db.close()
    return 0
