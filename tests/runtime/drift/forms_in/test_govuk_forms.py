"""Forms of GOV.UK Forms become form versions, in both layouts of its API."""

import json
from typing import Any

import pytest

from mapping_dsl.forms import AnswerType, read_form
from runtime.drift.forms_in.definitions import read_definition
from runtime.drift.forms_in.found import FoundForm


def page(id_: int, text: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "question_text": text, "answer_type": kind, "is_optional": False, **more}


def choice(*names: str, only_one: bool = True) -> dict[str, Any]:
    return {"only_one_option": str(only_one).lower(), "selection_options": [{"name": name} for name in names]}


def route(id_: int, answer: str | None, goto: int | None, check: int | None = None) -> dict[str, Any]:
    return {
        "routing_page_id": id_,
        "check_page_id": check or id_,
        "answer_value": answer,
        "goto_page_id": goto,
        "skip_to_end": goto is None,
    }


PAGES = [
    page(
        1,
        "Did you see it?",
        "selection",
        answer_settings=choice("Yes", "No"),
        routing_conditions=[route(1, "No", 4)],
    ),
    page(2, "What did you see?", "text", answer_settings={"input_type": "long_text"}, page_heading="What you saw"),
    page(3, "When was it?", "date", routing_conditions=[route(3, None, 5, check=1)]),
    page(4, "Who told you?", "name"),
    page(5, "Your e-mail", "email", is_optional=True),
    page(6, "Anything else?", "selection", is_optional=True, answer_settings=choice("A", "B", only_one=False)),
    page(7, "Vehicle", "text", is_repeatable=True),
]


def read(pages: list[dict[str, Any]], key: str = "pages") -> FoundForm:
    return read_definition(json.dumps({"name": "A sighting", key: pages}).encode(), "sighting.json")


def as_step(one: dict[str, Any]) -> dict[str, Any]:
    outer = {"id", "routing_conditions"}
    inner = {key: value for key, value in one.items() if key not in outer}
    return {key: value for key, value in one.items() if key in outer} | {"type": "question_page", "data": inner}


def test_each_page_is_a_question_of_its_type() -> None:
    form = read(PAGES).form

    asked = [(one.label, one.type, one.required) for one in form.questions]

    assert form.title == "A sighting"
    assert asked == [
        ("Did you see it?", AnswerType.CHOICE, True),
        ("What did you see?", AnswerType.STRING, True),
        ("When was it?", AnswerType.DATE, True),
        ("Who told you?", AnswerType.STRING, True),
        ("Your e-mail", AnswerType.STRING, False),
        ("Anything else?", AnswerType.CHOICES, False),
        ("Vehicle", AnswerType.GROUP, True),
    ]


def test_routes_are_conditions_of_the_pages_that_they_pass_by() -> None:
    form = read(PAGES).form

    conditions = [one.show_if for one in form.questions]

    seen = form.questions[0].name
    assert conditions == ["", f'{seen} != "no"', f'{seen} != "no"', f'{seen} = "no"', "", "", ""]


def test_a_choice_that_may_be_left_out_offers_none_of_the_above() -> None:
    options = read(PAGES).form.questions[5].options

    assert [one.title for one in options] == ["A", "B", "None of the above"]


def test_steps_with_data_say_the_same_as_pages() -> None:
    form = read(PAGES).form

    of_steps = read([as_step(one) for one in PAGES], "steps").form

    assert of_steps == form


def test_a_route_that_leads_nowhere_is_told_with_its_pointer() -> None:
    found = read([page(1, "Which?", "selection", answer_settings=choice("A"), routing_conditions=[route(1, "A", 99)])])

    assert found.remarks[0].where == "/pages/0/routing_conditions/0"


@pytest.mark.parametrize("kind", ["text", "selection", "file", "unheard_of", "address"])
def test_every_kind_of_page_comes_out_as_a_form_that_can_be_read(kind: str) -> None:
    found = read([page(1, "What?", kind)])

    again = read_form(found.schema)

    assert again == found.form
