"""A library: one face over a folder and over texts, and what a mapping depends on."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import mapping_dsl
from mapping_dsl.failures import LibraryUnreadable, NoSuchMapping, NoSuchText
from tests.mapping_dsl.golden import CASES, HEADING

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def library() -> mapping_dsl.Library:
    return mapping_dsl.Library(ROOT / "mappings")


def test_a_folder_and_its_texts_are_the_same_library(library: mapping_dsl.Library) -> None:
    texts = mapping_dsl.Library({path: library.text(path) for path in library.paths()})

    assert (texts.mappings(), texts.modules()) == (library.mappings(), library.modules())
    assert texts.mapping("theft").hash == library.mapping("theft").hash


def test_a_source_is_a_closure_over_modules_lists_forms_records_and_samples() -> None:
    text = (
        HEADING
        + 'use danger\nlist stations from "stations.csv" by code\nexample "x"\n    given "one.json"\n    expect true\n'
    )

    source = mapping_dsl.Library(CASES / "library").mapping("report", text=text)

    assert set(source.files) == {
        "report/report.mapping",
        "modules/danger.mapping",
        "lists/stations.csv",
        "forms/report/1.0.json",
        "forms/report/2.0.json",
        "records/desk.case/1.json",
    }
    assert [problem.code for problem in source.problems] == ["not-in-library"]


def test_versions_are_compared_part_by_part() -> None:
    stored = mapping_dsl.Library(CASES / "library")
    texts = {path: stored.text(path) for path in stored.paths()}
    texts |= {f"forms/report/{version}.json": texts["forms/report/1.0.json"] for version in ("1.9", "1.10", "3.0")}

    source = mapping_dsl.Library(texts).mapping("report", text=HEADING.replace("1.0 to 2.0", "1.9 to 2.0"))

    forms = {path for path in source.files if path.startswith("forms/")}
    assert forms == {"forms/report/1.9.json", "forms/report/1.10.json", "forms/report/2.0.json"}


def test_a_changed_text_of_the_closure_is_another_hash(library: mapping_dsl.Library) -> None:
    texts = {path: library.text(path) for path in library.paths()}
    before = mapping_dsl.Library(texts).mapping("theft").hash

    other_module = mapping_dsl.Library(
        texts | {"modules/common-risk.mapping": texts["modules/common-risk.mapping"] + "\n"}
    )
    other_form = mapping_dsl.Library(texts | {"forms/asb/1.0.json": "{}"})

    assert other_module.mapping("theft").hash != before
    assert other_form.mapping("theft").hash == before


def test_the_mapping_of_a_form_version_is_found_by_its_range(library: mapping_dsl.Library) -> None:
    assert library.mapping_for("theft", "1.0") == "theft"
    assert library.mapping_for("theft", "2.1") is None
    assert library.mapping_for("parking", "1.0") is None


def test_a_mapping_is_found_by_its_id_and_by_its_path(library: mapping_dsl.Library) -> None:
    by_id, by_path = library.mapping("theft"), library.mapping(str(ROOT / "mappings" / "theft" / "theft.mapping"))

    assert by_path == by_id
    assert library.mapping("common-risk") == library.module("common-risk")


def test_what_is_not_there_is_told_with_the_nearest_name(library: mapping_dsl.Library) -> None:
    with pytest.raises(NoSuchMapping, match="has no mapping thetf; did you mean theft"):
        library.mapping("thetf")
    with pytest.raises(NoSuchText):
        library.text("../pyproject.toml")


def test_a_folder_that_is_none_and_a_file_that_is_no_text_are_told(tmp_path: Path) -> None:
    with pytest.raises(LibraryUnreadable):
        mapping_dsl.Library(tmp_path / "nowhere")
    (tmp_path / "bytes").mkdir()
    (tmp_path / "bytes" / "bytes.mapping").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LibraryUnreadable, match=r"bytes/bytes\.mapping"):
        mapping_dsl.Library(tmp_path).mapping("bytes")


def test_a_form_that_cannot_be_read_leaves_the_others_readable() -> None:
    stored = mapping_dsl.Library(CASES / "library")
    texts = {path: stored.text(path) for path in stored.paths()} | {"forms/torn/1.0.json": "{"}

    assert [form.version for form in mapping_dsl.Library(texts).forms().versions] == ["1.0", "2.0"]


def changed(path: str, change: Callable[[dict[str, Any]], object]) -> list[str]:
    """What is wrong with a mapping once one file of its library is changed."""
    stored = mapping_dsl.Library(CASES / "library")
    document = json.loads(stored.text(path))
    change(document)
    texts = {one: stored.text(one) for one in stored.paths()} | {path: json.dumps(document)}
    library = mapping_dsl.Library(texts)
    library.forms()
    return [
        one.message for one in mapping_dsl.check(library.mapping("report", text=HEADING)) if one.severity == "error"
    ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda form: form.update({"x-formVersion": 1.0}), "its x-formVersion is 1.0, and no text"),
        (lambda form: form["properties"]["phone"].update({"x-showIf": 5}), "its x-showIf is 5, and no text"),
        (lambda form: form["properties"]["phone"].pop("type"), "it lacks type"),
        (lambda form: form["properties"]["phone"].update(oneOf=[{"const": 5}]), "its const is 5, and no text"),
        (lambda form: form.update(properties=[]), "it is not laid out as the schema of a form"),
        (
            lambda form: form["properties"]["things"]["items"]["properties"].update(
                parts={"type": "array", "items": {"properties": {}}}
            ),
            "the group things holds another group",
        ),
    ],
)
def test_a_form_that_cannot_be_used_is_told_with_what_is_wrong_in_it(
    change: Callable[[dict[str, Any]], object], why: str
) -> None:
    assert f"the library's form forms/report/1.0.json cannot be read: {why}" in changed("forms/report/1.0.json", change)


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ({"type": "string", "pattern": "(?=x)y"}, "a pattern in it is none that RE2 knows"),
        ({"$ref": "http://127.0.0.1:9/elsewhere"}, "a $ref in it leads out of its field"),
        ({"type": 5}, "as JSON Schema, 5 is not valid under any of the given schemas"),
    ],
)
def test_a_record_schema_that_cannot_be_used_is_told_with_what_is_wrong_in_it(title: object, why: str) -> None:
    told = changed("records/desk.case/1.json", lambda record: record["properties"].update(title=title))

    assert told == [f"the record schema records/desk.case/1.json cannot be read: {why}"]


def test_a_field_of_which_the_schema_says_nothing_but_true_takes_anything() -> None:
    assert changed("records/desk.case/1.json", lambda record: record["properties"].update(title=True)) == []


@pytest.mark.parametrize("path", ["forms/report/1.0.json", "records/desk.case/1.json"])
def test_brackets_without_end_are_told_and_not_followed(path: str) -> None:
    stored = mapping_dsl.Library(CASES / "library")
    texts = {one: stored.text(one) for one in stored.paths()} | {path: "[" * 100_000}

    messages = [one.message for one in mapping_dsl.check(mapping_dsl.Library(texts).mapping("report", text=HEADING))]

    assert any("too deeply" in message and path in message for message in messages)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("code,code\nA,B\n", "s.csv has two columns called code"),
        (
            "code,name\nA,Acton, west\n",
            "line 2 of s.csv has 3 cells, and 2 columns; a cell with a comma stands in double",
        ),
        ("code,name\n" + "A,B\n" * 200_001, "s.csv has 200001 rows, and 200000 are the most"),
    ],
)
def test_a_list_that_would_be_read_wrongly_is_told(file: str, told: str) -> None:
    stored = mapping_dsl.Library(CASES / "library")
    texts = {one: stored.text(one) for one in stored.paths()} | {"lists/s.csv": file}
    text = HEADING + 'list codes from "s.csv" by code\n'

    messages = [one.message for one in mapping_dsl.check(mapping_dsl.Library(texts).mapping("report", text=text))]

    assert any(message.startswith(told) for message in messages), messages
    assert len([message for message in messages if "s.csv" in message]) == 1


def test_an_answer_called_like_a_name_of_the_language_does_not_take_its_place() -> None:
    stored = mapping_dsl.Library(CASES / "library")
    texts = {one: stored.text(one) for one in stored.paths()}
    form = json.loads(texts["forms/report/1.0.json"])
    form["properties"]["flags"] = {"type": "string", "x-label": "Flags"}
    text = HEADING + 'record desk.case\n    code <- "A"\n    count <- count(flags)\n'
    library = mapping_dsl.Library(texts | {"forms/report/1.0.json": json.dumps(form)})
    submission = {"form": "report", "version": "1.0", "submitted_at": "2026-10-05T08:40:07+01:00"}

    outcome = mapping_dsl.compile(library.mapping("report", text=text)).run(
        {"submission": submission, "answers": {"flags": "red"}}
    )

    assert outcome.records["desk.case"] == {"code": "A", "count": 0}
