"""An operator's page: form beside record, and where each value came from."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Violations = Callable[[Page], list[str]]


def get_work(page: Page) -> None:
    """Presses the one button that an operator has."""
    page.locator(".app-get-work").click()
    expect(page.get_by_role("heading", name="What was reported")).to_be_visible()


def name_of(answers: Locator) -> set[str]:
    """The names of the questions whose answers are marked."""
    return {(answer.get_attribute("id") or "").removeprefix("answer-") for answer in answers.all()}


def test_a_value_shows_the_answers_it_was_made_from_by_mouse_and_by_keyboard(
    signed_in: Callable[[str], Page], axe_violations: Violations, picture: Callable[[Page, str], None]
) -> None:
    page = signed_in("operator")
    get_work(page)
    picture(page, "submission")
    value = page.locator("#record a[data-reads]").first
    marked = page.locator(".app-answer--read")

    value.click()

    assert name_of(marked) == set((value.get_attribute("data-reads") or "").split())
    expect(marked.first).to_be_in_viewport()
    assert axe_violations(page) == []

    page.keyboard.press("Escape")
    expect(marked).to_have_count(0)
    value.focus()
    page.keyboard.press("Enter")
    expect(marked).not_to_have_count(0)
    expect(value).to_be_focused()
