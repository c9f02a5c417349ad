"""How services call what they say of a submission, as data of a library: `services/NAME.json`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, Final

from mapping_dsl import Library
from runtime.intake.documents import json_object
from runtime.intake.wording import fold

FOLDER: Final = "services/"
MAX_CHARACTERS: Final = 100_000
_SAID: Final = (
    "reference", "submission_id", "form_code", "version", "submitted", "channel", "language", "brand",
    "force_identifier", "attachments", "ip_address", "user_agent", "device",
)  # fmt: skip
_MEANINGS: Final = {"information": _SAID, "json": (*_SAID, "content", "file_name", "media_type")}
_LISTS: Final = ("telling", "nothing", "headers", "automatic")


class ServiceUnusable(ValueError):
    """A file that describes a service says something that cannot be used."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path}: {what}.")
        self.path = path


@dataclass(frozen=True, slots=True, eq=False)
class Services:
    """What all services of a library call things. Texts are folded; names in JSON are as they are."""

    information: Mapping[str, str] = field(default_factory=dict)  #: what the keys of an information text mean
    json: Mapping[str, str] = field(default_factory=dict)  #: what the attributes of a JSON submission mean
    telling: frozenset[str] = frozenset()  #: keys by which a text is known as an information text
    nothing: frozenset[str] = frozenset()  #: what stands where there is nothing to say
    headers: tuple[str, ...] = ()  #: of a mail, that give the reference
    automatic: tuple[str, ...] = ()  #: how the subjects of mails begin that a machine answered with

    def meant(self, said: Mapping[str, str]) -> dict[str, str]:
        """What the attributes of a JSON submission say, by what they mean."""
        return {self.json[name]: text for name, text in said.items() if name in self.json}

    def names(self, meaning: str) -> tuple[str, ...]:
        """How the attributes of JSON are called that mean something."""
        return tuple(name for name, meant in self.json.items() if meant == meaning)


NO_SERVICES: Final = Services()


def read_services(library: Library) -> Services:
    """What the services of a library call things. Raises ServiceUnusable."""
    paths = [path for path in library.paths(FOLDER) if path.endswith(".json")]
    return _together(tuple((path, library.text(path)) for path in paths))


def read_service(path: str, text: str) -> Services:
    """What one file says. Raises ServiceUnusable with a sentence for a text that cannot be used."""
    return _together(((path, text),))


@lru_cache(maxsize=32)
def _together(files: tuple[tuple[str, str], ...]) -> Services:
    documents = [_document(path, text) for path, text in files]
    keys: dict[str, dict[str, str]] = {
        kind: {
            name: meaning
            for document in documents
            for meaning, names in document.get(kind, {}).items()
            for name in names
        }
        for kind in _MEANINGS
    }
    lists = {key: [text for document in documents for text in document.get(key, ())] for key in _LISTS}
    return Services(
        information={fold(name): meaning for name, meaning in keys["information"].items()},
        json=keys["json"],
        telling=frozenset(map(fold, lists["telling"])),
        nothing=frozenset(map(fold, ("", *lists["nothing"]))),
        headers=tuple(lists["headers"]),
        automatic=tuple(map(fold, lists["automatic"])),
    )


def _document(path: str, text: str) -> dict[str, Any]:
    document = json_object(text, MAX_CHARACTERS, partial(ServiceUnusable, path))
    for key, value in document.items():
        what = _wrong(key, value)
        if what:
            raise ServiceUnusable(path, f"{key} {what}")
    return document


def _wrong(key: str, value: object) -> str:
    """What is the matter with a key's value, in words; empty where nothing is."""
    if key == "title":
        return "" if isinstance(value, str) else "is no text"
    if key in _LISTS:
        return "" if _are_texts(value) else "is no list of texts"
    if key not in _MEANINGS:
        return f"is no key of a service; there are {', '.join(('title', *_MEANINGS, *_LISTS))}"
    if not isinstance(value, dict) or not all(map(_are_texts, value.values())):
        return "does not give a list of texts for each name"
    strange = next((name for name in value if name not in _MEANINGS[key]), None)
    return f"has {strange}, which means nothing here; there are {', '.join(_MEANINGS[key])}" if strange else ""


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)
