"""Texts that others use for attacks ($STUDIO_SHARED or ../shared, `corpora`); the data is not kept here."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from tests.mapping_dsl.feel import conformance

FOLDER = conformance.FOLDER.parent / "corpora"


def is_there() -> bool:
    """Whether the texts are at hand on this machine."""
    return (FOLDER / "sandbox").is_dir()


def texts(*kinds: str) -> list[str]:
    """Every line of the text files, every string of the JSON files and every string literal of the Python files of
    these kinds, each once, in the order of the files."""
    files = sorted(path for kind in kinds for path in (FOLDER / kind).rglob("*") if path.is_file())
    return list(dict.fromkeys(text for path in files for text in _texts_of(path) if text.strip()))


def _texts_of(path: Path) -> Iterator[str]:
    content = path.read_bytes().decode("utf-8", errors="replace")
    if path.suffix == ".py":
        constants = (part for part in ast.walk(ast.parse(content)) if isinstance(part, ast.Constant))
        return (one.value for one in constants if isinstance(one.value, str))
    if path.suffix == ".json":
        return _strings_in(json.loads(content))
    return iter(content.splitlines())


def _strings_in(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            yield from (text for part in value for text in _strings_in(part))
        case dict():
            yield from (text for part in value.values() for text in _strings_in(part))
