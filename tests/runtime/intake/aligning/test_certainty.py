"""Which lines are the form's own where a story holds the same."""

import pytest

from mapping_dsl import Library
from mapping_dsl.forms import Forms, FormVersion
from runtime.intake.layout import read_layouts
from runtime.intake.witness.testimony import Testimony, hear
from tests.runtime.intake.conftest import ROOT
from tests.runtime.intake.making_mails import body_text, theft_body

LAYOUTS = read_layouts(Library(ROOT / "mappings"))
STORY = "It was quick.\nTell us what happened: that is what he asked me\nThen he ran."
KIND = "Was the property lost or stolen?: Stolen\n"


@pytest.fixture(scope="module")
def theft(forms: Forms) -> FormVersion:
    form = forms.find("theft", "1.0")
    assert form is not None
    return form


def _heard(body: str, form: FormVersion) -> Testimony:
    return hear(body_text(body), form, LAYOUTS)


def test_a_story_that_holds_its_own_label_is_sure_after_answers_that_nobody_writes_freely(theft: FormVersion) -> None:
    heard = _heard(theft_body(STORY), theft)

    assert heard.answers["description"] == STORY
    assert heard.uncertain == {}


def test_so_it_is_where_answers_stand_under_their_labels(theft: FormVersion) -> None:
    story = STORY.replace("happened: ", "happened:\n")
    heard = _heard(theft_body(story).replace(": ", ":\n"), theft)

    assert heard.answers["description"] == story.replace(": ", ":\n")
    assert heard.uncertain == {}


@pytest.mark.parametrize("line", ["He took it: yes\n", "- he took it\n"])
def test_it_is_not_sure_after_words_that_nobody_knows(theft: FormVersion, line: str) -> None:
    heard = _heard(theft_body(STORY).replace("Tell us", line + "Tell us", 1), theft)

    assert "description" in heard.uncertain


def test_it_is_not_sure_where_the_form_does_not_begin_with_the_services_own_lines(theft: FormVersion) -> None:
    form = theft_body(STORY)

    heard = _heard(form[form.index(KIND) :], theft)

    assert "description" in heard.uncertain


def test_a_question_after_a_story_is_not_sure_where_the_story_holds_it_too(theft: FormVersion) -> None:
    heard = _heard(theft_body("It was quick.\nWas it taken from your person?: No\nThen he ran."), theft)

    assert {"description", "fromPerson"} & heard.uncertain.keys()


def test_an_answer_that_holds_a_heading_of_the_form_is_not_sure_where_that_stands_nowhere_else(
    theft: FormVersion,
) -> None:
    place = "Where did it happen?: outside the bakery\n"
    heading = "\nWhere it happened\n-----------------\n"
    moved = theft_body().replace(heading + place, place + heading)

    assert "incidentLocation" in _heard(moved, theft).uncertain
