"""The code lists that people choose from, as the force's library holds them."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mapping_dsl import Library
from runtime.database import Database
from runtime.texts import library

OPENING_CODES = "nsir_categories"
OFFENCE_CLASSES = "hocr_classes"
#: The columns that say what a code means, the first that a list has.
MEANINGS = ("label", "title", "name")

CodeLists = Mapping[str, "tuple[Code, ...]"]


@dataclass(frozen=True, slots=True)
class Code:
    """One agreed value with its meaning."""

    code: str
    words: str  #: the code and what it means
    family: str = ""  #: of the list's own ordering, where it has one

    @property
    def is_for_crime(self) -> bool:
        """Whether something is opened under it that is taken for a notifiable crime."""
        return self.family.startswith("Crime")


def code_lists(db: Database, force_id: str, names: Iterable[str]) -> CodeLists:
    """The lists of those names; one that the library does not have is left out."""
    with db.read_session(force_id) as session:
        current = library.current_library(session)
        known = set(current.paths("lists/"))
        return {name: _codes(current, name) for name in names if f"lists/{name}.csv" in known}


def form_titles(db: Database, force_id: str) -> Mapping[str, str]:
    """The forms that the force's library knows, each with the title of its latest version."""
    with db.read_session(force_id) as session:
        forms = library.current_library(session).forms()
    return {one.form: one.title or one.form for one in forms.versions}


def _codes(current: Library, name: str) -> tuple[Code, ...]:
    """A list's codes, which stand in its first column."""
    rows = csv.DictReader(current.text(f"lists/{name}.csv").splitlines())
    code, *others = rows.fieldnames or [""]
    meaning = next((one for one in MEANINGS if one in others), code)
    return tuple(Code(row[code], f"{row[code]} {row[meaning]}", row.get("family") or "") for row in rows)
