"""An operator's work by keyboard alone, and in as few presses as it may take."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Violations = Callable[[Page], list[str]]


def reach(page: Page, wanted: Locator) -> None:
    """Presses Tab until the focus is there."""
    for _ in range(400):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(wanted).to_be_focused()


def test_a_submission_is_decided_by_keyboard_alone(signed_in: Callable[[str], Page]) -> None:
    page = signed_in("operator")
    reach(page, page.locator(".app-get-work"))
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", level=1)
    expect(page.get_by_role("heading", name="What was reported")).to_be_visible()
    reference = heading.inner_text()

    reach(page, page.get_by_role("link", name="Skip to the decision"))
    page.keyboard.press("Enter")
    reach(page, page.get_by_label("Yes", exact=True))
    page.keyboard.press("ArrowRight")
    reach(page, page.get_by_label("Opening code"))
    page.keyboard.type("M04")
    reach(page, page.get_by_label("Deploy", exact=True))
    page.keyboard.press("Space")
    reach(page, page.locator("#rationale"))
    page.keyboard.type("Somebody must look at once")
    reach(page, page.get_by_role("button", name="Complete and get next"))
    page.keyboard.press("Enter")

    expect(page.get_by_text("Decided.")).to_be_visible()
    expect(heading).not_to_have_text(reference)


def test_a_field_is_mended_in_two_presses(signed_in: Callable[[str], Page], axe_violations: Violations) -> None:
    page = signed_in("operator")
    page.locator(".app-get-work").click()
    field = page.locator("[id=field-chs-incident-narrative]")

    field.locator("summary").click()
    expect(field.get_by_text("The rule:")).to_be_visible()
    assert axe_violations(page) == []
    field.get_by_label("should be").fill("Told again on the telephone")
    field.get_by_label("Why", exact=True).fill("She rang back")
    field.get_by_role("button", name="Save").click()

    expect(field).to_contain_text("corrected")
    expect(field).to_contain_text("She rang back")
