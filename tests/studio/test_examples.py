"""Examples that write themselves: what no example shows is listed, and each line of it becomes a draft to confirm."""

import json

import pytest

from runtime.models import Role
from tests.studio.conftest import SignIn
from tests.studio.visitor import Visitor

FLAG = '\nflag "ODD_HOUR" note\n    when timeFrom = time("03:33:00")\n    because "An odd hour"\n'


@pytest.fixture
def analyst(sign_in: SignIn) -> Visitor:
    return sign_in(Role.ANALYST)


def save(analyst: Visitor, added: str) -> None:
    """Saves a draft of the mapping of theft with something added at its end."""
    analyst.get("/mappings/theft")
    text = analyst.one("#mapping-text").text().lstrip("\n") + added
    revision = analyst.one("input[name=revision]").attributes["value"] or ""
    analyst.post("/mappings/theft/draft", text=text, revision=revision)


def test_the_editor_leads_to_what_no_example_shows(analyst: Visitor) -> None:
    save(analyst, FLAG)

    analyst.get(analyst.one("#examples a").attributes["href"] or "")

    assert analyst.status == 200
    assert analyst.texts("tbody td:first-child") == ['the flag ODD_HOUR raised by “timeFrom = time("03:33:00")”']


def test_a_line_of_it_becomes_an_example_with_its_sample(analyst: Visitor) -> None:
    save(analyst, FLAG)
    analyst.get("/mappings/theft/examples")

    analyst.get(analyst.one("tbody a").attributes["href"] or "")

    text = analyst.one("#example").text()
    assert 'expect flags = ["ODD_HOUR"]' in text
    answer = analyst.client.get(analyst.one("a.govuk-button").attributes["href"] or "")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert json.loads(answer.data)["answers"]["timeFrom"] == "03:33"


def test_what_no_sample_shows_is_said_to_be_so(analyst: Visitor) -> None:
    save(analyst, '\nflag "NEVER" note\n    when amount of it > 3\n    because "Never"\nlet amount of it = 1\n')
    analyst.get("/mappings/theft/examples")

    analyst.get(analyst.one("tbody a").attributes["href"] or "")

    assert "No sample that the studio can think of shows this" in analyst.text("main")


def test_a_text_with_problems_has_nothing_to_show(analyst: Visitor) -> None:
    save(analyst, "\nlet unfinished = nobody knows\n")

    analyst.get("/mappings/theft/examples")

    assert "until the problems that stop the mapping are mended" in analyst.text("main")


def test_a_place_that_the_text_does_not_have_is_no_page(analyst: Visitor) -> None:
    assert analyst.get("/mappings/theft/examples/draft?line=1&says=nothing").status == 404
