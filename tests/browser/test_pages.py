"""Every page a person of each role is led to: no script failure, nothing blocked, nothing that axe-core finds wrong."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import RunningStudio

MAILS = 36

Violations = Callable[[Page], list[str]]
Picture = Callable[[Page, str], None]


def test_signing_in_is_open_to_everybody(studio: RunningStudio, page: Page, axe_violations: Violations) -> None:
    page.goto(studio.address)

    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    assert axe_violations(page) == []


@pytest.mark.parametrize("role", ["analyst", "approver", "supervisor", "manager", "information.manager"])
def test_every_place_that_a_role_is_led_to_is_open_to_all_abilities(
    role: str, studio: RunningStudio, signed_in: Callable[[str], Page], axe_violations: Violations
) -> None:
    page = signed_in(role)
    places = [
        link.get_attribute("href") for link in page.get_by_role("navigation", name="Main").get_by_role("link").all()
    ]

    found = {}
    for place in places:
        page.goto(f"{studio.address}{place}")
        found[place] = axe_violations(page)

    assert places
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def test_on_a_telephone_the_places_stand_beside_each_other_and_not_in_a_column(
    signed_in: Callable[[str], Page],
) -> None:
    page = signed_in("analyst")

    page.set_viewport_size({"width": 390, "height": 800})

    places = page.get_by_role("navigation", name="Main").get_by_role("link")
    first, second = (box for box in (places.nth(0).bounding_box(), places.nth(1).bounding_box()) if box)
    assert first["y"] == second["y"]
    assert first["x"] < second["x"]


def test_the_supervisor_sees_every_mail_with_what_is_most_dangerous_on_top(
    signed_in: Callable[[str], Page], picture: Picture
) -> None:
    page = signed_in("supervisor")

    _look_again_until_rows(page, MAILS)  # one mail holds two reports, and one is another come again

    grades = [mark.inner_text()[0] for mark in page.locator("table .app-grade").all()]
    urgency = {"I": 1, "S": 2, "?": 2, "E": 3, "R": 4}  # what nobody could grade is as urgent as S: the older first
    assert grades == sorted(grades, key=lambda grade: urgency[grade])
    picture(page, "queue")


def _look_again_until_rows(page: Page, count: int) -> None:
    """Until so many are there and graded, but for the one without a report; other tests may have sent in more."""
    last_of_them = page.locator("table .app-grade").nth(count - 1)
    not_graded = page.locator("table .app-grade", has_text="?")
    for _ in range(240):
        if last_of_them.count() and not_graded.count() <= 1:
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(last_of_them).to_be_visible()
