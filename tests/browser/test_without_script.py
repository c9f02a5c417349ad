"""The core of the work in a browser that runs no script: plain pages, plain forms."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from runtime.demonstration import PASSWORD
from tests.browser.conftest import PATIENCE_MILLISECONDS, RunningStudio


@pytest.fixture
def plain(browser: Browser, studio: RunningStudio) -> Iterator[Page]:
    """A page without script, with nobody signed in."""
    context = browser.new_context(java_script_enabled=False, base_url=studio.address)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    yield page
    context.close()


def sign_in(page: Page, role: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(f"{role}@metro.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_an_operator_gets_work_sees_why_corrects_and_decides(plain: Page) -> None:
    sign_in(plain, "operator")
    plain.locator(".app-get-work").click()
    reference = plain.get_by_role("heading", level=1).inner_text()

    narrative = plain.locator("[id=field-chs-incident-narrative]")
    narrative.locator("summary").click()
    narrative.get_by_role("link", name="on a page of its own").click()
    expect(plain.get_by_text("The rule:")).to_be_visible()
    plain.get_by_label("should be").fill("Told again on the telephone")
    plain.get_by_label("Why", exact=True).fill("She rang back")
    plain.get_by_role("button", name="Save").click()
    expect(narrative).to_contain_text("Told again on the telephone")
    expect(narrative).to_contain_text("corrected")

    plain.get_by_label("No", exact=True).check()
    plain.get_by_label("Opening code").select_option("M04")
    plain.get_by_label("Close", exact=True).check()
    plain.locator("#rationale").fill("Nothing was taken")
    plain.get_by_role("button", name="Complete and get next").click()

    expect(plain.get_by_text("Closed.")).to_be_visible()
    expect(plain.get_by_role("heading", level=1)).not_to_have_text(reference)


def test_a_value_leads_to_its_answer_by_the_address_alone(plain: Page) -> None:
    sign_in(plain, "operator")
    plain.locator(".app-get-work").click()
    value = plain.locator("#record a.app-source").first

    value.click()

    target = (value.get_attribute("href") or "").removeprefix("#")
    expect(plain.locator(f"[id='{target}']:target")).to_be_in_viewport()


def test_an_analyst_tries_a_text(plain: Page) -> None:
    sign_in(plain, "analyst")
    plain.goto("/mappings/vehicle")
    text = plain.locator("#mapping-text")
    text.fill(text.input_value() + "\nlet unfinished =\n")

    plain.get_by_role("button", name="Check and preview").click()

    expect(plain.locator("#problems h2")).to_contain_text("Problems")
    assert text.input_value().endswith("let unfinished =\n")
