"""Conditions of XLSForms in FEEL."""

import pytest

from mapping_dsl.forms import AnswerType, Option, Question
from runtime.drift.forms_in.relevance import NotTranslated, to_feel

QUESTIONS = {
    "colour": Question("colour", "", AnswerType.CHOICE, 1, options=(Option("1", "Red"), Option("2", "Blue"))),
    "tools": Question("tools", "", AnswerType.CHOICES, 2),
    "age": Question("age", "", AnswerType.NUMBER, 3),
}
NAMES = {"colour": "colour", "tools": "tools", "how_old": "age"}


@pytest.mark.parametrize(
    ("relevant", "feel"),
    [
        ("${colour} = '1'", 'colour = "1"'),
        ("${colour} = 1", 'colour = "1"'),
        ("${how_old} >= 18", "age >= 18"),
        ("18 <= ${how_old}", "age >= 18"),
        ("${how_old} > 1.5 and ${colour} != '2'", 'age > 1.5 and colour != "2"'),
        ("selected(${tools}, 'saw')", 'list contains(tools, "saw")'),
        ("selected(${colour}, '2')", 'colour = "2"'),
        ("not(selected(${tools}, 'saw') or ${how_old} = 3)", 'not(list contains(tools, "saw") or age = 3)'),
        ("(${colour} = '1' or ${colour} = '2') and ${how_old} < 9", '(colour = "1" or colour = "2") and age < 9'),
        ("${colour} != ''", "colour != null"),
        ("count-selected(${tools}) > 1", "count(tools) > 1"),
    ],
)
def test_a_condition_means_the_same_in_feel(relevant: str, feel: str) -> None:
    assert to_feel(relevant, NAMES, QUESTIONS) == feel


@pytest.mark.parametrize(
    ("relevant", "told"),
    [
        ("${unheard} = 1", "there is no question unheard"),
        ("pulldata('a', 'b') = 1", "the function pulldata is not known here"),
        ("${colour}", "says nothing that is true or false"),
        ("(" * 200 + "${how_old} = 1", "too deeply"),
        ("${colour} = '1' ;", "“;” is not known here"),
        ("${colour} = 'a\"b'", "holds a mark"),
        ("", "“the end” is not expected"),
    ],
)
def test_what_has_no_feel_is_told_in_words(relevant: str, told: str) -> None:
    with pytest.raises(NotTranslated) as refused:
        to_feel(relevant, NAMES, QUESTIONS)

    assert told in str(refused.value)
