"""Definitions that nobody means well: damaged, contradictory or huge, they are taken in or refused in words."""

import json
from contextlib import suppress
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


def taken_in(content: bytes, name: str) -> None:
    """Takes a definition in, or has it refused in words; nothing else may happen."""
    with suppress(DefinitionRefused):
        found = read_definition(content, name)
        assert read_form(found.schema) == found.form


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


@pytest.mark.parametrize("document", [LOST_DOG, {"name": "Pages", "pages": PAGES}], ids=["schema", "pages"])
def test_a_damaged_document_is_taken_in_or_refused_in_words(document: Any) -> None:
    draw = Random(1)

    for _ in range(300):
        one = document
        for _ in range(draw.randint(1, 4)):
            one = damaged(one, draw)
        taken_in(json.dumps(one).encode(), "form.json")


def test_a_damaged_sheet_is_taken_in_or_refused_in_words() -> None:
    draw = Random(2)

    for _ in range(40):
        rows = [list(row) for row in SURVEY]
        for _ in range(draw.randint(1, 5)):
            row = draw.choice(rows)
            row[draw.randrange(len(row))] = draw.choice(
                ("", "begin_repeat", "end_group", "${a", 7, "select_one x", None)
            )
        taken_in(workbook({"survey": rows, "choices": CHOICES}), "form.xlsx")


def test_bytes_that_broke_on_their_way_are_refused_in_words() -> None:
    whole = workbook({"survey": SURVEY, "choices": CHOICES})
    draw = Random(3)

    for _ in range(40):
        at = draw.randrange(4, len(whole))
        taken_in(whole[:at] + bytes([draw.randrange(256)]) + whole[at + 1 :], "form.xlsx")
        taken_in(whole[:at], "form.xlsx")


def test_whatever_lies_about_is_no_definition_or_a_form(shared: Path) -> None:
    files = [*sorted((shared / "corpora" / "json").rglob("*"))[::12], *sorted((shared / "corpora" / "zip").rglob("*"))]

    for file in files:
        if file.is_file() and file.stat().st_size < 4_000_000:
            taken_in(file.read_bytes(), file.name)
