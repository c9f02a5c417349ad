"""XLSForms become form versions."""

import pytest

from mapping_dsl.forms import AnswerType, read_form
from runtime.drift.forms_in.about import About
from runtime.drift.forms_in.definitions import read_definition
from runtime.drift.forms_in.found import DefinitionRefused, FoundForm
from tests.runtime.drift.forms_in.workbooks import workbook

CHOICES = [
    ["list_name", "name", "label::English (en)", "label::Cymraeg (cy)"],
    ["kind", "cycle", "A bicycle", "Beic"],
    ["kind", "boat", "A boat", "Cwch"],
    ["kind", "other", "Something else", "Rhywbeth arall"],
    ["yes_no", "yes", "Yes", "Ie"],
    ["yes_no", "no", "No", "Na"],
]
SURVEY: list[list[object]] = [
    ["type", "name", "label::English (en)", "label::Cymraeg (cy)", "required", "relevant", "appearance"],
    ["start", "start", None, None, None, None, None],
    ["begin_group", "what", "What happened", None, None, None, None],
    ["select_one kind", "kind", "What was taken?", "Beth gafodd ei gymryd?", "yes", None, None],
    ["text", "which", "What else was it?", None, None, "${kind} = 'other'", None],
    ["select_multiple yes_no", "several", "Tick all", None, None, "selected(${kind}, 'boat') or ${kind} = 'cycle'", ""],
    ["text", "story", "Tell us more", None, "yes", None, "multiline"],
    ["end_group", None, None, None, None, None, None],
    ["begin_repeat", "people", "Person", None, None, "not(${which} = '')", None],
    ["text", "name", "Their name", None, "yes", None, None],
    ["integer", "years", "Their age", None, None, None, None],
    ["end_repeat", None, None, None, None, None, None],
    ["date", "when", "When was it?", None, None, None, None],
    ["decimal", "worth", "What is it worth?", None, None, "jr:choice-name(${kind}) = 'x'", None],
]


def read(survey: list[list[object]]) -> FoundForm:
    return read_definition(workbook({"survey": survey, "choices": CHOICES}), "boats.xlsx")


def test_types_and_options_are_those_of_the_sheets() -> None:
    form = read(SURVEY).form

    types = {question.name: question.type for question in form.questions}

    assert types == {
        "kind": AnswerType.CHOICE,
        "which": AnswerType.STRING,
        "several": AnswerType.CHOICES,
        "story": AnswerType.STRING,
        "people": AnswerType.GROUP,
        "whenAnswer": AnswerType.DATE,
        "worth": AnswerType.NUMBER,
    }
    assert [(one.const, one.title, one.title_cy) for one in form.questions[0].options] == [
        ("cycle", "A bicycle", "Beic"),
        ("boat", "A boat", "Cwch"),
        ("other", "Something else", "Rhywbeth arall"),
    ]


def test_required_welsh_words_sections_and_stories_are_kept() -> None:
    form = read(SURVEY).form

    kind, story = form.question("kind"), form.question("story")

    assert kind
    assert story
    assert (kind.required, kind.label_cy, kind.section) == (True, "Beth gafodd ei gymryd?", "What happened")
    assert story.is_long_text


def test_relevant_is_a_condition_in_feel() -> None:
    form = read(SURVEY).form

    conditions = {question.name: question.show_if for question in form.questions if question.show_if}

    assert conditions == {
        "which": 'kind = "other"',
        "several": 'kind = "boat" or kind = "cycle"',
        "people": "not(which = null)",
    }


def test_a_repeat_is_a_group_with_its_questions() -> None:
    people = read(SURVEY).form.question("people")

    assert people
    assert [(one.name, one.type, one.required) for one in people.questions] == [
        ("name", AnswerType.STRING, True),
        ("years", AnswerType.NUMBER, False),
    ]
    assert people.item_name == "Person"


def test_beginnings_and_ends_may_be_written_with_a_space() -> None:
    spaced = [
        [str(row[0]).replace("_", " ") if str(row[0])[:3] in ("beg", "end") else row[0], *row[1:]] for row in SURVEY
    ]

    found = read(spaced)

    assert found.form == read(SURVEY).form
    assert found.remarks == read(SURVEY).remarks


def test_a_choice_with_another_answer_has_that_option_and_asks_what_it_was() -> None:
    found = read(
        [
            ["type", "name", "label", "relevant"],
            ["select_one yes_no", "insured", "Is it insured?", None],
            ["select_multiple kind or_other", "kinds", "What was taken?", "${insured} = 'yes'"],
            ["begin_repeat", "finds", "Find", None],
            ["select_one yes_no or_other", "returned", "Was it returned?", None],
            ["end_repeat", None, None, None],
        ]
    )

    kinds, which, finds = found.form.questions[1:]
    inner = finds.questions

    assert [one.const for one in kinds.options] == ["cycle", "boat", "other"]
    assert which.name == "kinds_other"
    assert which.show_if == 'insured = "yes" and list contains(kinds, "other")'
    assert not found.sureness["kinds_other"].is_sure
    assert [one.name for one in inner] == ["returned", "returned_other"]
    assert [one.const for one in inner[0].options] == ["yes", "no", "other"]


def test_a_list_that_has_its_own_other_answer_is_asked_what_it_was_by_that() -> None:
    choices = [["list_name", "name", "label"], ["colour", "red", "Red"], ["colour", "oth", "Other"]]
    survey = [["type", "name", "label"], ["select_one colour or_other", "colour", "Which colour?"]]

    colour, which = read_definition(workbook({"survey": survey, "choices": choices}), "boats.xlsx").form.questions

    assert [one.const for one in colour.options] == ["red", "oth"]
    assert which.show_if == 'colour = "oth"'


def test_a_list_that_is_not_there_asks_for_no_other_answer() -> None:
    found = read([["type", "name", "label"], ["select_one sizes or_other", "size", "Which size?"]])

    assert [one.name for one in found.form.questions] == ["size"]


def test_id_and_version_are_those_of_the_settings_where_none_are_asked_for() -> None:
    sheets: dict[str, list[list[object]]] = {
        "survey": [["type", "name", "label"], ["text", "words", "What was it?"]],
        "settings": [["form_title", "form_id", "version"], ["Report a boat", "boat_theft", 2024010101]],
    }

    own = read_definition(workbook(sheets), "boats.xlsx").form
    named = read_definition(workbook(sheets), "boats.xlsx", About("Boats", "boat", "3.0")).form

    assert (own.form, own.version, own.title) == ("boat_theft", "2024010101.0", "Report a boat")
    assert (named.form, named.version) == ("boat", "3.0")


def test_a_version_that_no_library_can_keep_is_the_first_one() -> None:
    sheets: dict[str, list[list[object]]] = {
        "survey": [["type", "name", "label"], ["text", "words", "What was it?"]],
        "settings": [["version"], ["spring"]],
    }

    assert read_definition(workbook(sheets), "boats.xlsx").form.version == "1.0"


def test_a_condition_that_cannot_be_translated_is_told_with_its_cell() -> None:
    found = read(SURVEY)

    told = [str(remark) for remark in found.remarks if "F14" in remark.where]

    assert len(told) == 1
    assert told[0].startswith("sheet survey, cell F14: ")
    assert not found.sureness["worth"].is_sure


def test_what_comes_out_can_be_read_as_a_form() -> None:
    found = read(SURVEY)

    again = read_form(found.schema)

    assert again == found.form


@pytest.mark.parametrize(
    ("survey", "told"),
    [
        ([["kind", "words"]], "sheet survey"),
        ([["type", "name"], ["text", None]], "sheet survey, cell A2: the question has neither a label nor a name"),
    ],
)
def test_a_sheet_that_defines_nothing_is_refused_in_words(survey: list[list[object]], told: str) -> None:
    with pytest.raises(DefinitionRefused) as refused:
        read(survey)

    assert told in str(refused.value)


def test_bytes_that_only_begin_like_a_workbook_are_refused_in_words() -> None:
    with pytest.raises(DefinitionRefused, match="workbook"):
        read_definition(b"PK\x03\x04" + b"no archive" * 100, "form.xlsx")
