"""Plain JSON Schemas of others become form versions."""

import json
from pathlib import Path
from typing import Any

import pytest

import mapping_dsl
from mapping_dsl.forms import AnswerType, read_form
from runtime.drift.forms_in.definitions import read_definition
from runtime.drift.forms_in.found import DefinitionRefused, FoundForm

LOST_DOG: dict[str, Any] = {
    "title": "A lost dog",
    "type": "object",
    "required": ["breed", "seenOn"],
    "properties": {
        "breed": {
            "type": "string",
            "title": "What breed is it?",
            "enum": ["collie", "pug"],
            "enumNames": ["Collie", "Pug"],
        },
        "seenOn": {"type": "string", "format": "date", "title": "When was it last seen?"},
        "years": {"type": "integer", "minimum": 0, "title": "How old is it?"},
        "chipped": {
            "type": "string",
            "title": "Is it chipped?",
            "oneOf": [{"const": "y", "title": "Yes"}, {"const": "n", "title": "No"}],
        },
        "marks": {"type": "array", "title": "Marks", "items": {"enum": ["white chest", "torn ear"]}},
        "owner": {
            "type": "object",
            "title": "The owner",
            "required": ["email"],
            "properties": {"email": {"$ref": "#/$defs/mail"}},
        },
        "sightings": {
            "type": "array",
            "title": "Sightings",
            "items": {
                "type": "object",
                "title": "Sighting",
                "required": ["spot"],
                "properties": {"spot": {"type": "string"}, "at": {"format": "time"}},
            },
        },
        "story": {"type": "string", "maxLength": 4000, "description": "What happened?"},
        "date": {"type": "string"},
    },
    "if": {"properties": {"chipped": {"const": "y"}}},
    "then": {"properties": {"chipNumber": {"type": "string", "title": "Chip number"}}},
    "$defs": {"mail": {"type": "string", "format": "email", "title": "E-mail"}},
}


def read(document: object) -> FoundForm:
    return read_definition(json.dumps(document).encode(), "lost-dog.json")


def test_titles_types_and_options_are_taken() -> None:
    form = read(LOST_DOG).form

    asked = [(one.name, one.label, one.type, one.required) for one in form.questions]

    assert asked == [
        ("breed", "What breed is it?", AnswerType.CHOICE, True),
        ("seenOn", "When was it last seen?", AnswerType.DATE, True),
        ("years", "How old is it?", AnswerType.NUMBER, False),
        ("chipped", "Is it chipped?", AnswerType.CHOICE, False),
        ("marks", "Marks", AnswerType.CHOICES, False),
        ("email", "E-mail", AnswerType.STRING, True),
        ("sightings", "Sightings", AnswerType.GROUP, False),
        ("story", "What happened?", AnswerType.STRING, False),
        ("dateAnswer", "Date", AnswerType.STRING, False),
        ("chipNumber", "Chip number", AnswerType.STRING, False),
    ]


def test_an_object_inside_is_a_section_and_a_list_of_objects_a_group() -> None:
    form = read(LOST_DOG).form

    email, sightings = form.question("email"), form.question("sightings")

    assert email
    assert sightings
    assert (email.section, email.kind) == ("The owner", "email")
    assert [(one.name, one.type, one.required) for one in sightings.questions] == [
        ("spot", AnswerType.STRING, True),
        ("at", AnswerType.TIME, False),
    ]


def test_what_a_then_adds_is_put_where_its_if_holds() -> None:
    chip = read(LOST_DOG).form.question("chipNumber")

    assert chip
    assert chip.show_if == 'chipped = "y"'


def test_a_question_without_a_title_is_one_to_look_at() -> None:
    to_look_at = read(LOST_DOG).to_look_at()

    assert set(to_look_at) == {"story", "dateAnswer", "chipNumber"}


@pytest.mark.parametrize("version", mapping_dsl.Library("mappings").forms().versions, ids=lambda one: one.schema_id)
def test_a_form_of_the_studio_comes_out_as_it_was(version: Any) -> None:
    text = Path(f"mappings/forms/{version.form}/{version.version}.json").read_bytes()

    found = read_definition(text, "form.json")

    assert read_form(found.schema) == version


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ([1, 2], "none of the definitions"),
        ({"properties": {}}, "asks no question"),
        ({"properties": {"a": {"$ref": "#/properties/a"}}}, "/properties/a: its references lead round in a ring"),
        ({"properties": {"a": {"$ref": "#/nowhere"}}}, "/properties/a: #/nowhere points to nothing"),
        ({"properties": {f"q{n}": {"type": "string"} for n in range(1001)}}, "more than 1000 questions"),
        ({"x-formId": "f", "properties": {"a": {}}}, "cannot be used"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_in_words(document: object, told: str) -> None:
    with pytest.raises(DefinitionRefused) as refused:
        read(document)

    assert told in str(refused.value)


def test_objects_inside_each_other_without_end_are_refused() -> None:
    document: dict[str, Any] = {"type": "string"}
    for _ in range(60):
        document = {"properties": {"inner": document}}

    with pytest.raises(DefinitionRefused, match="inside each other"):
        read(document)


def test_what_comes_out_can_be_read_as_a_form() -> None:
    found = read(LOST_DOG)

    assert read_form(found.schema) == found.form
