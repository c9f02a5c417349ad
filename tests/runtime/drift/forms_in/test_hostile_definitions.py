"""Definitions that nobody means well: damaged, contradictory or huge, they are taken in or refused in words."""

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from mapping_dsl.forms import read_form
from runtime.drift.forms_in.definitions import read_definition
from runtime.drift.forms_in.found import DefinitionRefused
from tests.runtime.drift.forms_in.test_govuk_forms import PAGES
from tests.runtime.drift.forms_in.test_json_schema import LOST_DOG
from tests.runtime.drift.forms_in.test_xlsform import CHOICES, SURVEY
from tests.runtime.drift.forms_in.workbooks import workbook

ODD: tuple[Any, ...] = (None, True, -1, 1e400, "", "x" * 5000, "\x00", "=1+1", [], [[]], {}, {"a": {}}, "#/properties")


def is_taken_in_or_refused(content: bytes, name: str) -> bool:
    """Whether a definition became a form that can be read again, or was refused in words; nothing else may happen."""
    try:
        found = read_definition(content, name)
    except DefinitionRefused as refused:
        return bool(str(refused).strip())
    return read_form(found.schema) == found.form


def damaged(value: Any, draw: Random) -> Any:
    """The value with one thing in it put otherwise."""
    if draw.random() < 0.2 or not isinstance(value, dict | list) or not value:
        return draw.choice(ODD)
    if isinstance(value, list):
        at = draw.randrange(len(value))
        return [damaged(one, draw) if place == at else one for place, one in enumerate(value)]
    name = draw.choice(list(value))
    if draw.random() < 0.1:
        return {key: one for key, one in value.items() if key != name}
    return {key: damaged(one, draw) if key == name else one for key, one in value.items()}


def much_damaged(value: Any, draw: Random) -> Any:
    """The value with one to four things in it put otherwise."""
    for _ in range(draw.randint(1, 4)):
        value = damaged(value, draw)
    return value


def with_odd_cells(rows: Sequence[Sequence[Any]], draw: Random) -> list[list[Any]]:
    """The rows of a sheet with one to five cells put otherwise."""
    odd = [list(row) for row in rows]
    for _ in range(draw.randint(1, 5)):
        row = draw.choice(odd)
        row[draw.randrange(len(row))] = draw.choice(("", "begin_repeat", "end_group", "${a", 7, "select_one x", None))
    return odd


@pytest.mark.parametrize("document", [LOST_DOG, {"name": "Pages", "pages": PAGES}], ids=["schema", "pages"])
def test_a_damaged_document_is_taken_in_or_refused_in_words(document: Any) -> None:
    draw = Random(1)
    documents = [json.dumps(much_damaged(document, draw)).encode() for _ in range(300)]

    surprising = [one for one in documents if not is_taken_in_or_refused(one, "form.json")]

    assert surprising == []


def test_a_damaged_sheet_is_taken_in_or_refused_in_words() -> None:
    draw = Random(2)
    books = [workbook({"survey": with_odd_cells(SURVEY, draw), "choices": CHOICES}) for _ in range(40)]

    surprising = [one for one in books if not is_taken_in_or_refused(one, "form.xlsx")]

    assert surprising == []


def test_bytes_that_broke_on_their_way_are_refused_in_words() -> None:
    whole, draw = workbook({"survey": SURVEY, "choices": CHOICES}), Random(3)
    places = [draw.randrange(4, len(whole)) for _ in range(40)]
    altered = [whole[:at] + bytes([draw.randrange(256)]) + whole[at + 1 :] for at in places]

    surprising = [at for at, one in enumerate(altered) if not is_taken_in_or_refused(one, "form.xlsx")]
    surprising += [at for at in places if not is_taken_in_or_refused(whole[:at], "form.xlsx")]

    assert surprising == []


def test_whatever_lies_about_is_no_definition_or_a_form(shared: Path) -> None:
    corpora = shared / "corpora"
    files = [*sorted((corpora / "json").rglob("*"))[::12], *sorted((corpora / "zip").rglob("*"))]
    small = [file for file in files if file.is_file() and file.stat().st_size < 4_000_000]

    surprising = [file for file in small if not is_taken_in_or_refused(file.read_bytes(), file.name)]

    assert surprising == []
