"""Every page is valid HTML, each id once, and nothing in it is written by the sender of a mail."""

import re

import html5lib
import pytest

from runtime.models import Role
from tests.studio.conftest import SignIn
from tests.studio.visitor import Visitor

PAGES = [
    (Role.OPERATOR, "/worklist"),
    (Role.SUPERVISOR, "/queue"),
    (Role.ANALYST, "/mappings"),
    (Role.ANALYST, "/mappings/theft"),
    (Role.ANALYST, "/mappings/theft/changes"),
    (Role.APPROVER, "/mappings/theft/versions"),
    (Role.TESTER, "/mappings/theft/mail"),
    (Role.MANAGER, "/figures"),
    (Role.INFORMATION_MANAGER, "/audit"),
    (Role.SUPERVISOR, "/changes"),
    (Role.ANALYST, "/forms"),
    (Role.ANALYST, "/forms/new"),
    (Role.ANALYST, "/forms/theft/2.0"),
    (Role.ANALYST, "/layouts"),
    (Role.ANALYST, "/layouts/new"),
    (Role.ANALYST, "/layouts/arrow"),
    (Role.OPERATOR, "/help/an-answer-in-doubt"),
    (Role.SUPERVISOR, "/help/many-held-at-once"),
    (Role.ANALYST, "/help/a-form-has-changed"),
    (Role.MANAGER, "/nothing-here"),
]


def assert_valid(visitor: Visitor) -> None:
    """Parses as the standard says, and holds no id twice."""
    html5lib.HTMLParser(strict=True).parse(visitor.response.text)
    ids = re.findall(r'\sid="([^"]+)"', visitor.response.text)
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize(("role", "address"), PAGES)
def test_every_page_is_valid(sign_in: SignIn, role: Role, address: str) -> None:
    assert_valid(sign_in(role).get(address))


def test_every_submissions_page_and_field_is_valid(sign_in: SignIn) -> None:
    supervisor = sign_in(Role.SUPERVISOR)

    for address in supervisor.get("/queue").links("td a"):
        assert_valid(supervisor.get(address))
        for field in supervisor.links(".app-rows__why a")[:3]:
            assert_valid(supervisor.get(field))


def test_the_page_of_a_claimed_submission_is_valid(sign_in: SignIn) -> None:
    assert_valid(sign_in(Role.OPERATOR).post("/worklist/next"))


def test_sign_in_is_valid_also_with_a_problem(sign_in: SignIn) -> None:
    stranger = sign_in(Role.MANAGER).post("/sign-out")
    assert_valid(stranger)

    assert_valid(stranger.post("/sign-in", email="", password=""))


def test_a_hostile_story_is_shown_and_does_nothing(sign_in: SignIn) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    pages = [supervisor.get(address).response.text for address in supervisor.get("/queue").links("td a")]

    assert any("&lt;script" in page for page in pages)
    assert all(page.count("<script") == 1 for page in pages)
