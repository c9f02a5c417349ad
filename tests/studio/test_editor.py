"""What the editor asks over HTTP, and the layout that is tidied without script."""

import pytest

from runtime.models import Role
from tests.studio.conftest import SignIn
from tests.studio.visitor import Visitor

ADDRESS = "/mappings/theft"


@pytest.fixture
def analyst(sign_in: SignIn) -> Visitor:
    """Somebody who writes mappings, with the theft mapping open."""
    return sign_in(Role.ANALYST).get(ADDRESS)


def test_the_layout_is_tidied_without_script_and_not_saved(analyst: Visitor) -> None:
    text = analyst.one("#mapping-text").text()

    analyst.post(f"{ADDRESS}/draft/layout", text=text + "\nlet   untidy=1\n", revision="")

    assert analyst.one("#mapping-text").text().endswith("\nlet untidy = 1\n")
    assert "untidy" not in analyst.get(ADDRESS).one("#mapping-text").text()


def test_a_name_is_told_with_its_value_in_the_sample(analyst: Visitor) -> None:
    text = analyst.one("#mapping-text").text()
    lines = text.split("\n")
    line = next(number for number, one in enumerate(lines, 1) if "<- opening code" in one)
    column = lines[line - 1].index("opening code", 12) + 3

    told = analyst.post(
        f"{ADDRESS}/draft/meaning", text=text, line=line, column=column, sample="theft/samples/OPEN-001.json"
    ).response.get_json()

    assert (told["title"], told["value"]) == ("opening code, a let", '"C03"')


def test_a_name_that_a_module_needs_too_says_where_it_stands(analyst: Visitor) -> None:
    text = analyst.one("#mapping-text").text()
    line = next(number for number, one in enumerate(text.split("\n"), 1) if one.startswith("let opening code"))

    told = analyst.post(f"{ADDRESS}/draft/name", text=text, line=line, column=6, name="first code").response.get_json()

    assert "modules/common-crime.mapping" in told["sentence"]


def test_a_cursor_that_is_nowhere_is_answered(analyst: Visitor) -> None:
    for service in ("completions", "meaning", "definition", "name", "outline"):
        analyst.post(f"{ADDRESS}/draft/{service}", text="let a = (", line="-5", column="x")

        assert analyst.status == 200
