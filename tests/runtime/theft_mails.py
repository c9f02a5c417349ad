"""Real mails of the form theft, taken in without a worker: read, mapped and placed as the jobs would."""

import shutil
from pathlib import Path
from uuid import UUID

from runtime import transposing
from runtime.database import Database
from runtime.models import Source
from runtime.receiving import Came, receive
from runtime.texts import publishing
from tests.runtime.conftest import METRO

MAILS = Path(__file__).parents[1] / "data" / "eml"
WHOLE_LIBRARY = Path(__file__).parents[2] / "mappings"


def copy_theft(folder: Path) -> Path:
    """The library's theft alone, with all that it depends on."""
    for part in ("forms/theft", "layouts", "words", "services", "records", "lists", "modules", "theft"):
        shutil.copytree(WHOLE_LIBRARY / part, folder / part)
    return folder


def theft_library(db: Database, folder: Path, force_id: str = METRO) -> None:
    """Takes it in as a force's library."""
    imported = publishing.import_folder(db, force_id, folder)
    assert imported
    assert not imported.unpublished


def take_in(db: Database, name: str, force_id: str = METRO) -> UUID:
    """Receives a mail and maps it; gives the submission's id."""
    raw = (MAILS / f"{name}.eml").read_bytes()
    [received] = receive(db, force_id, raw, Came(Source.EMAIL, f"{name}.eml"))
    made = transposing.compute(db, force_id, received.submission_id)
    with db.write_session(force_id) as session:
        transposing.store(session, received.submission_id, made)
    return received.submission_id
