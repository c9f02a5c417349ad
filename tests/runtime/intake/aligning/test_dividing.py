"""Where an answer ends and something begins that nobody asked for there."""

import pytest

from mapping_dsl import Library
from mapping_dsl.forms import Forms, FormVersion
from runtime.intake.layout import read_layouts
from runtime.intake.witness.testimony import hear
from tests.runtime.intake.conftest import ROOT
from tests.runtime.intake.making_mails import body_text, theft_body

LAYOUTS = read_layouts(Library(ROOT / "mappings"))
STORY = "My wallet was taken.\nI saw nobody."


@pytest.fixture(scope="module")
def theft(forms: Forms) -> FormVersion:
    form = forms.find("theft", "1.0")
    assert form is not None
    return form


def _headed(heading: str, mark: str) -> str:
    """The body of a form whose story is followed by a section's heading in other words."""
    body = theft_body(STORY).replace("Was it taken from your person?: Yes\n", "")
    return body.replace("Property\n--------", f"{heading}\n{mark * len(heading)}")


def test_a_strange_heading_underlined_as_all_others_are_is_no_part_of_the_story_before_it(theft: FormVersion) -> None:
    heard = hear(body_text(_headed("Belongings", "-")), theft, LAYOUTS)

    assert heard.answers["description"] == STORY
    assert "description" not in heard.uncertain
    assert "Belongings" in [one.text for one in heard.unmapped]


def test_a_line_underlined_otherwise_than_the_headings_may_be_the_storys_own(theft: FormVersion) -> None:
    heard = hear(body_text(_headed("Belongings", "~")), theft, LAYOUTS)

    assert "description" in heard.uncertain


def test_a_blank_answer_with_its_mark_takes_nothing_from_below_the_form(theft: FormVersion) -> None:
    asked = [line.partition(": ") for line in theft_body().split("\n") if ": " in line]
    lines = [f"* {label}\n    - {answer}" for label, _, answer in asked]
    text = "\n".join(lines).replace("- W239JG", "-").replace("- Email", "-") + "\n\nPlease do not reply.\n"

    heard = hear(body_text(text), theft, LAYOUTS)

    assert (heard.answers["preferredContact"], heard.answers["homePostcode"]) == (None, None)
    assert heard.drift == []


def test_the_last_answer_is_not_sure_where_words_follow_it_after_a_blank_line(theft: FormVersion) -> None:
    text = theft_body().partition("Your postcode")[0] + "\nEastvale Police\n"

    heard = hear(body_text(text), theft, LAYOUTS)

    assert "homeAddress" in heard.uncertain
