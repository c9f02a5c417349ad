"""The names that the editor offers while somebody types: answers, record fields, functions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mapping_dsl import Source, exact_json
from mapping_dsl.feel.functions import standard
from mapping_dsl.forms import read_form
from mapping_dsl.functions import registry


@dataclass(frozen=True, slots=True)
class Name:
    """A name with what it is and what it means."""

    name: str
    kind: str  #: "answer", "field" or "function"
    detail: str


def names_of(sources: Iterable[Source]) -> list[Name]:
    """Every name that the mappings' forms, records and the language give them, each once."""
    found: dict[tuple[str, str], Name] = {}
    for path, text in {path: text for source in sources for path, text in source.files.items()}.items():
        for name in _names_in(path, text):
            found.setdefault((name.kind, name.name), name)
    functions = (Name(name, "function", "") for one in (standard, registry) for name in one.values())
    return [*found.values(), *functions]


def _names_in(path: str, text: str) -> Iterator[Name]:
    if path.startswith("forms/"):
        for name, question in read_form(exact_json.loads(text)).every_question():
            yield Name(name, "answer", question.label)
    elif path.startswith("records/"):
        for name in _fields(exact_json.loads(text)):
            yield Name(name, "field", "")


def _fields(schema: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """The fields that a mapping may fill: those that the runtime or the target fills are not offered."""
    for name, inner in schema.get("properties", {}).items():
        if "x-filledBy" not in inner:
            yield prefix + name
            yield from _fields(inner.get("items", inner), f"{prefix}{name}.")
