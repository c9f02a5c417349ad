"""A form that changed, in a real browser: every page on the way to its repair, and the press that settles a doubt."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import RunningStudio
from tests.browser.test_working import reach
from tests.runtime.disputed_mails import disputed_mail, reworded_mail

Violations = Callable[[Page], list[str]]

#: nothing of danger, so that neither comes before what other tests work on
REWORDED, REFERENCE = {"Telephone number": "Your telephone number"}, "TLP-91032"
OTHERWISE = {"07700900454": "07700900455"}


def arrive(studio: RunningStudio, name: str, raw: bytes) -> None:
    (studio.instance / "inbox" / "metro" / name).write_bytes(raw)


def look_again_until(page: Page, words: str) -> None:
    """Until the page has a link of those words."""
    link = page.get_by_role("link", name=words)
    for _ in range(120):
        if link.count():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(link.first).to_be_visible()


@pytest.mark.parametrize("place", ["/forms/new", "/layouts/new", "/help/an-answer-in-doubt"])
def test_what_an_analyst_takes_in_begins_on_pages_open_to_all_abilities(
    place: str, studio: RunningStudio, signed_in: Callable[[str], Page], axe_violations: Violations
) -> None:
    page = signed_in("analyst")

    page.goto(f"{studio.address}{place}")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert axe_violations(page) == []


def test_a_changed_form_and_its_repair_are_open_to_all_abilities(
    studio: RunningStudio, signed_in: Callable[[str], Page], axe_violations: Violations
) -> None:
    arrive(studio, "reworded.eml", reworded_mail(REWORDED, REFERENCE))
    page = signed_in("analyst")
    found = {}

    page.goto(f"{studio.address}/changes")
    look_again_until(page, "Report a theft")
    found["list"] = axe_violations(page)
    page.get_by_role("link", name="Report a theft").first.click()
    expect(page.get_by_text("What reads it")).to_be_visible()
    found["cause"] = axe_violations(page)
    page.get_by_role("link", name="Repair the form and its mapping").click()
    page.get_by_text("Say otherwise").first.click()
    page.get_by_text("The service has sent the new form's definition").click()
    expect(page.get_by_label("It is now").first).to_be_visible()
    found["repair"] = axe_violations(page)

    assert {place: wrong for place, wrong in found.items() if wrong} == {}


def test_a_doubt_is_settled_with_one_press_by_keyboard(
    studio: RunningStudio, signed_in: Callable[[str], Page], axe_violations: Violations
) -> None:
    arrive(studio, "disputed.eml", disputed_mail(OTHERWISE))
    supervisor = signed_in("supervisor")
    supervisor.goto(f"{studio.address}/queue?status=stopped&reference=TLP-10032")
    look_again_until(supervisor, "TLP-10032")
    address = supervisor.get_by_role("link", name="TLP-10032").get_attribute("href")
    supervisor.get_by_label("Choose TLP-10032").check()
    supervisor.get_by_label("Give the chosen ones to").select_option(label="Dev Operator")
    supervisor.get_by_label("Why", exact=True).fill("Two numbers stand in it")
    supervisor.get_by_role("button", name="Reassign").click()
    operator = signed_in("operator")
    operator.goto(f"{studio.address}{address}")
    doubt = operator.locator("#in-doubt")
    assert axe_violations(operator) == []

    reach(operator, doubt.get_by_role("button", name="Take this Telephone number, the PDF"))
    operator.keyboard.press("Enter")

    expect(operator.get_by_text("Taken. Changed: Telephone")).to_be_visible()
    expect(doubt).to_contain_text("Settled by Dev Operator")
    expect(operator.locator("[id=field-chs-incident-callerPhone]")).to_contain_text("+447700900454")
    assert axe_violations(operator) == []
    operator.get_by_text("Give it back").first.click()
    operator.locator("form[action$=release] [name=why]").fill("Somebody else goes on with it")
    operator.locator("form[action$=release] button").click()
    expect(operator.get_by_text("It waits in the worklist again.")).to_be_visible()
