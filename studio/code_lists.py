"""The code lists that people choose from, as the force's library holds them."""

import csv
from dataclasses import dataclass

from runtime import library
from runtime.database import Database

OPENING_CODES = "lists/nsir_categories.csv"
OFFENCE_CLASSES = "lists/hocr_classes.csv"


@dataclass(frozen=True, slots=True)
class Code:
    """One agreed value with its meaning."""

    code: str
    words: str


def opening_codes(db: Database, force_id: str) -> tuple[Code, ...]:
    """The National Standard for Incident Recording's categories."""
    return _codes(db, force_id, OPENING_CODES, "label")


def offence_classes(db: Database, force_id: str) -> tuple[Code, ...]:
    """The Home Office's offence classes."""
    return _codes(db, force_id, OFFENCE_CLASSES, "title")


def form_names(db: Database, force_id: str) -> tuple[str, ...]:
    """The forms that the force's library knows."""
    with db.read_session(force_id) as session:
        forms = library.current_library(session).forms()
    return tuple(dict.fromkeys(one.form for one in forms.versions))


def _codes(db: Database, force_id: str, path: str, meaning: str) -> tuple[Code, ...]:
    with db.read_session(force_id) as session:
        text = library.current_library(session).text(path)
    return tuple(Code(row["code"], f"{row['code']} {row[meaning]}") for row in csv.DictReader(text.splitlines()))
