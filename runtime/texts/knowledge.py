"""What reading is given of a force's library, and its identity: by that it can be told what read a submission."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import select

import mapping_dsl
from mapping_dsl import exact_json
from mapping_dsl.forms import FormSchemaUnreadable, read_form
from runtime.force_session import ForceSession
from runtime.intake import Known, known_of
from runtime.intake.layout import LayoutUnusable, read_layout
from runtime.intake.service.keys import ServiceUnusable, read_service
from runtime.intake.words import WordsUnusable, read_words
from runtime.models import LibraryFile
from runtime.texts import library

READER = "intake 2"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What mails are read by at a moment."""

    known: Known
    made_by: str  #: the reader and what it knows; readings of one mail by the same are the same


def current(session: ForceSession) -> Knowledge:
    """What the force's library tells reading now. The same object as long as nothing of it changed.

    A text that cannot be used, as one may come with an import, is passed over: it keeps no mail from being read.
    """
    stored = session.exec(select(LibraryFile.path, LibraryFile.sha256).order_by(LibraryFile.path)).all()
    made_by = f"{READER}, {_digest(f'{path} {sha256}' for path, sha256 in stored if is_read_by(path))}"
    if (known := _known.get(made_by)) is None:
        known = _known[made_by] = Knowledge(known_of(_usable(library.current_library(session))), made_by)
        while len(_known) > 8:
            _known.pop(next(iter(_known)))
    return known


def is_read_by(path: str) -> bool:
    """Whether the text at that path of the library has a say in how mails are read."""
    return path.partition("/")[0] in _READERS


def objection(path: str, text: str) -> str:
    """Why nothing can be read by a text of the library, in a sentence; empty where it can."""
    try:
        _READERS[path.partition("/")[0]](path, text)
    except FormSchemaUnreadable as error:
        return f"{path}: {error}."
    except (LayoutUnusable, WordsUnusable, ServiceUnusable) as error:
        return str(error)
    except ValueError as error:
        return f"{path}: it is no JSON: {error}."
    return ""


def _usable(whole: mapping_dsl.Library) -> mapping_dsl.Library:
    texts = {path: whole.text(path) for path in whole.paths() if is_read_by(path)}
    return mapping_dsl.Library({path: text for path, text in texts.items() if not objection(path, text)})


def _read_form(path: str, text: str) -> None:
    form = read_form(exact_json.loads(text))
    if path != f"forms/{form.form}/{form.version}.json":
        raise FormSchemaUnreadable(f"it describes {form.form} {form.version}, which lies elsewhere in a library")


# By the folder of the library; nothing else in it has a say in how a mail is read.
_READERS: Mapping[str, Callable[[str, str], object]] = {
    "forms": _read_form,
    "layouts": read_layout,
    "words": read_words,
    "services": read_service,
}


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


# By an identity that fully says it: another process that lacks it only works longer.
_known: dict[str, Knowledge] = {}
