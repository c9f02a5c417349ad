"""Groups that a plain text shows as tables: read where their cells are told apart surely, else left out and named."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from mapping_dsl import Library
from mapping_dsl.forms import Forms, FormVersion
from runtime.intake.layout import read_layouts
from runtime.intake.reading import DriftKind
from runtime.intake.witness.testimony import Testimony, hear
from tests.runtime.intake.conftest import ROOT
from tests.runtime.intake.making_mails import body_text

LAYOUTS = read_layouts(Library(ROOT / "mappings"))
LABELS = ("Name or nickname", "Description", "Relationship to you")
ROWS = (("Sam", "tall, red coat", "Neighbour"), ("not known", "", "brother's friend"))
READ = [
    {"name": "Sam", "description": "tall, red coat", "relationship": "Neighbour"},
    {"name": "not known", "description": None, "relationship": "brother's friend"},
]
STORY = "They broke the window.\n\nThen they ran."


@pytest.fixture(scope="module")
def burglary(forms: Forms) -> FormVersion:
    form = forms.find("burglary", "2.0")
    assert form is not None
    return form


def _heard(form: FormVersion, table: Sequence[str], way: str = "{label}: {answer}") -> Testimony:
    """The form as filled in, with its story right before the suspects' table."""
    return hear(body_text("\n".join(_lines(form, ["", *table, ""], way))), form, LAYOUTS)


def _lines(form: FormVersion, table: Sequence[str], way: str) -> list[str]:
    answers = {"description": STORY, "suspectKnown": "Yes", "anythingStolen": "No", "dangerNow": "No"}
    lines = ["Report a burglary", "", *_asked(form, answers, way)]
    at = next(number for number, line in enumerate(lines) if form.by_name["suspects"].label in line)
    return [*lines[:at], *table, *lines[at + 1 :]]


def _asked(form: FormVersion, answers: Mapping[str, str], way: str) -> list[str]:
    asked = [one for one in form.questions if one.name != "description"]
    at = next(number for number, one in enumerate(asked) if one.name == "suspects")
    asked.insert(at, form.by_name["description"])  # a story whose end only the table shows
    return [way.format(label=one.label, answer=answers.get(one.name, "")) for one in asked]


def _columns(widths: Sequence[int], *rows: Sequence[str]) -> list[str]:
    return ["".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


BARS = [f"| {' | '.join(row)} |" for row in (LABELS, ROWS[0])] + ["| not known |  | brother's friend |"]
TABLES: dict[str, list[str]] = {
    "bars": BARS,
    "a rule under the head": [BARS[0], "|---|---|---|", *BARS[1:]],
    "borders": [line for row in BARS for line in ("+------+------+------+", row)],
    "cells of several lines": [
        *(BARS[0], "+------+------+------+", BARS[1].replace(" coat", ""), "| | coat | |", "+------+------+------+"),
        BARS[2],
        "+------+------+------+",
    ],
    "open bars": ["Name or nickname | Description | Relationship to you", *(" | ".join(row) for row in ROWS)],
    "tabs": ["\t".join(row) for row in (LABELS, *ROWS)],
    "columns": _columns([24, 20, 20], LABELS, *ROWS),
    "quoted columns": [f"> {line}" for line in _columns([24, 20, 20], LABELS, *ROWS)],
    "counted": [f"| {place} {row}" for place, row in zip(("#", "1", "2"), BARS, strict=True)],
    "another order": ["\t".join((three, one, two)) for one, two, three in (LABELS, *ROWS)],
    "turned": [
        " | ".join(("", "Suspect 1", "Suspect 2")),
        *(" | ".join(row) for row in zip(LABELS, *ROWS, strict=True)),
    ],
    "turned columns": _columns(
        [24, 20, 20],
        ("", "Suspect 1", "Suspect 2"),
        *zip(LABELS, *(ROWS[0], ("not known", "-", ROWS[1][2])), strict=True),
    ),
}


@pytest.mark.parametrize("way", ["{label}: {answer}", "{label}\n{answer}\n", "| {label} | {answer} |"])
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_each_row_is_an_element(burglary: FormVersion, table: Sequence[str], way: str) -> None:
    heard = _heard(burglary, table, way)

    assert heard.answers["suspects"] == READ
    assert [one.kind for one in heard.drift if one.kind is DriftKind.ADDED] == []
    assert heard.unmapped == []


def test_a_table_is_no_part_of_the_story_before_it(burglary: FormVersion) -> None:
    assert _heard(burglary, TABLES["bars"]).answers["description"] == STORY


def test_an_answer_in_a_table_stands_in_its_row(burglary: FormVersion) -> None:
    rows = {key: (place.line, place.end_line) for key, place in _heard(burglary, BARS).places.items()}

    assert rows["suspects[2].name"] == rows["suspects[2].relationship"]
    assert rows["suspects[2].name"][0] - rows["suspects[1].name"][0] == 1


def test_a_column_that_the_form_does_not_have_is_new(burglary: FormVersion) -> None:
    heard = _heard(burglary, ["\t".join(row) for row in ((*LABELS, "Hair"), (*ROWS[0], "brown"))])

    assert heard.answers["suspects"] == READ[:1]
    assert [(one.label, one.text) for one in heard.drift if one.kind is DriftKind.ADDED] == [("Hair", "brown")]


UNSURE: dict[str, list[str]] = {
    "a bar in a cell": [BARS[0], "| Sam | tall | red coat | Neighbour |"],
    "a row broken by a program": [BARS[0], "| Sam | tall, red", "coat | Neighbour |"],
    "a line that may be a row or go on with one": [BARS[0], "|---|---|---|", BARS[1], "| | coat | |", "|---|---|---|"],
    "cells that ran together": _columns([20, 12, 20], LABELS, ("Sam", "tall, in a red coat", "Neighbour")),
    "a head that ran together": _columns([24, 12, 20], LABELS, ROWS[0]),
}


@pytest.mark.parametrize("table", UNSURE.values(), ids=UNSURE)
def test_a_table_whose_cells_are_not_sure_is_named_and_spoils_no_story(
    burglary: FormVersion, table: Sequence[str]
) -> None:
    heard = _heard(burglary, table)

    assert (heard.answers["suspects"], "description" in heard.uncertain) == (None, True)
    assert [one.text for one in heard.unmapped] == ["\n".join(line.strip() for line in table)]
    assert [one.kind for one in heard.drift if one.kind is DriftKind.ADDED] == []
    assert "suspects" in [one.question for one in heard.drift]


def test_a_group_written_line_by_line_is_no_table(burglary: FormVersion) -> None:
    lines = [line for place, row in enumerate(ROWS, 1) for line in (f"Suspect {place}", *_pairs(row))]

    assert _heard(burglary, lines).answers["suspects"] == READ


def test_labels_of_a_group_under_a_blank_line_are_no_table(burglary: FormVersion) -> None:
    lines = ["", *_pairs(ROWS[0])]

    assert _heard(burglary, lines).answers["suspects"] == READ[:1]


@pytest.mark.parametrize("parted", [" | ", "\t", "          "], ids=["bars", "tabs", "columns"])
def test_a_mark_and_its_number_parted_like_label_and_answer_head_no_table(burglary: FormVersion, parted: str) -> None:
    pairs = [zip(("Suspect", *LABELS), (str(place), *row), strict=True) for place, row in enumerate(ROWS, 1)]
    lines = [f"{label}{parted}{answer}" for element in pairs for label, answer in element]
    asked = _lines(burglary, lines, f"{{label}}{parted}{{answer}}")

    heard = hear(body_text("\n".join(f"{one}-" if one.endswith(parted) else one for one in asked)), burglary, LAYOUTS)

    assert heard.answers["suspects"] == READ
    assert [one.kind for one in heard.drift if one.kind is DriftKind.ADDED] == []


@pytest.mark.parametrize("parted", [" | ", "\t"], ids=["bars", "tabs"])
@pytest.mark.parametrize("cells", [2, 3])
def test_a_table_ends_where_the_next_question_follows_at_once(burglary: FormVersion, parted: str, cells: int) -> None:
    rows = [parted.join(row) for row in (LABELS, ROWS[0])]
    asked = _lines(burglary, rows, f"{{label}}{parted}{{answer}}")
    lines = [f"{line}not known" if line.endswith(parted) else line for line in asked]
    lines[lines.index(rows[-1]) + 1] += parted * (cells - 2)

    heard = hear(body_text("\n".join(lines)), burglary, LAYOUTS)

    assert heard.answers["suspects"] == READ[:1]
    assert heard.answers["dangerNow"] == "no"


def test_a_table_ends_where_the_forms_next_heading_follows_at_once(burglary: FormVersion) -> None:
    rows = [" | ".join(row) for row in (LABELS, ROWS[0], ("Your safety", "", ""))]

    assert _heard(burglary, rows).answers["suspects"] == READ[:1]


@pytest.mark.parametrize("row", ["Sam | {} | Yes", "Sam | They asked: {} Yes | a friend"], ids=["a cell", "in a cell"])
def test_a_question_of_danger_inside_a_table_does_not_vanish(burglary: FormVersion, row: str) -> None:
    danger = row.format(burglary.by_name["dangerNow"].label)

    heard = _heard(burglary, [" | ".join(LABELS), " | ".join(ROWS[0]), danger])

    assert heard.answers["suspects"] is None
    assert any(danger.strip() in one.text for one in heard.unmapped)


COUNTED = ["| 1 | 2", *(" | ".join(row) for row in zip(LABELS, *ROWS, strict=True))]


@pytest.mark.parametrize("rules", [[], ["-----"]], ids=["no rule", "a rule"])
def test_the_labels_of_a_turned_table_tell_its_group(burglary: FormVersion, rules: Sequence[str]) -> None:
    heard = _heard(burglary, [COUNTED[0], *rules, *COUNTED[1:]])

    assert heard.answers["suspects"] == READ
    assert heard.answers["stolenItems"] is None


def test_rows_with_no_head_right_above_take_no_line_before_them(burglary: FormVersion) -> None:
    lines = _lines(burglary, ["-----", "-----", *COUNTED[1:]], "{label}: {answer}")

    heard = hear(body_text("\n".join([COUNTED[0], *lines])), burglary, LAYOUTS)

    assert (heard.answers["dangerNow"], heard.answers["suspectKnown"]) == ("no", "yes")


UNTOLD: dict[str, list[str]] = {
    "a row without a label": [*COUNTED, " | tall | short"],
    "a sentence in the corner": ["They fled by the back door in a van | 1 | 2", *COUNTED[1:]],
    "fewer letters than cells": [" | ".join([*LABELS, *"abcdefghijklmnopqrst"]), *["a|"] * 100],
}


@pytest.mark.parametrize("table", UNTOLD.values(), ids=UNTOLD)
def test_no_line_of_a_table_is_lost(burglary: FormVersion, table: Sequence[str]) -> None:
    heard = _heard(burglary, table)

    kept = [str(heard.answers["description"]), *(one.text for one in heard.unmapped), *(d.text for d in heard.drift)]
    assert [line for line in table if line.strip() not in "\n".join(kept)] == []
    assert "suspects" in {*heard.uncertain, *(drift.question for drift in heard.drift)}


def _pairs(row: Sequence[Any]) -> list[str]:
    return [f"{label}: {answer}" for label, answer in zip(LABELS, row, strict=True)]
