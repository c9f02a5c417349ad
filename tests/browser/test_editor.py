"""The editor: problems while one types, a preview that stays, and a rule's whole way from a draft to the next mail."""

import email
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import RunningStudio

RULE = """flag "BREWERY" medium
    when mentions(description, ["brewery"])
because "The street before the brewery is watched"
"""
HIGH_VALUE = """flag "HIGH_VALUE" medium
    when some thing in stolenItems satisfies thing.value > 1000
    because "Property worth more than £1,000 was taken\""""
BELOW = "decide classification first"
NEXT_REFERENCE = "TLP-10032-26-3100-999"
CHANGED = {"TLP-10032-26-3100-000": NEXT_REFERENCE, "bakery": "brewery"}

Violations = Callable[[Page], list[str]]
Picture = Callable[[Page, str], None]


@pytest.fixture
def editor(studio: RunningStudio, signed_in: Callable[[str], Page]) -> Page:
    """The editor of the theft mapping, opened by the analyst."""
    page = signed_in("analyst")
    page.goto(f"{studio.address}/mappings/theft")
    expect(preview(page)).to_contain_text("CHS incident")
    expect(status(page)).to_contain_text(re.compile("No problems|hint"))
    return page


def text(page: Page) -> Locator:
    """What one types in."""
    return page.get_by_role("textbox", name="Text of the mapping")


def preview(page: Page) -> Locator:
    """The record beside the text."""
    return page.locator("#preview")


def status(page: Page) -> Locator:
    """The line that counts the problems."""
    return page.locator(".app-editor__status")


def type_at_the_end(page: Page, words: str) -> None:
    """Types on a new last line, as fast as a keyboard can."""
    text(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type(words)


def put_cursor_before(page: Page, line: str) -> None:
    """At the very start of a line."""
    page.locator(".cm-line", has_text=line).click()
    page.keyboard.press("Home")
    page.keyboard.press("Home")


def paste(page: Page, words: str) -> None:
    """What the clipboard would bring; no permission is asked for it."""
    text(page).evaluate(
        """(place, words) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", words);
            place.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        words,
    )


def lines(page: Page) -> list[str]:
    """All lines of the text, those too that are out of sight."""
    return page.locator("textarea#mapping-text").input_value().splitlines()


def changed(mail: bytes) -> bytes:
    """The mail with other words in its head and in every text it holds."""
    message = email.message_from_bytes(mail)
    message.replace_header("Subject", _changed(message["Subject"]))
    message.replace_header("X-Service-Reference", _changed(message["X-Service-Reference"]))
    for part in message.walk():
        if part.get_content_maintype() == "text":
            words = bytes(part.get_payload(decode=True)).decode("utf-8")
            del part["Content-Transfer-Encoding"]
            part.set_payload(_changed(words), "utf-8")
    return message.as_bytes()


def _changed(words: str) -> str:
    for old, new in CHANGED.items():
        words = words.replace(old, new)
    return words


def test_a_half_typed_line_is_told_and_takes_nothing_away(editor: Page, axe_violations: Violations) -> None:
    before = preview(editor).inner_text()

    type_at_the_end(editor, "let half = 1 +")

    expect(status(editor)).to_contain_text("1 problem")
    expect(preview(editor)).to_have_class("app-preview--stale")
    assert before in preview(editor).inner_text()
    expect(editor.locator("#problems")).not_to_contain_text("Nothing stands in the way")
    assert axe_violations(editor) == []


def test_a_misspelt_name_is_mended_by_one_click(editor: Page) -> None:
    type_at_the_end(editor, 'flag "TRIAL" note\n    when dangerNwo = "yes"\nbecause "It is a trial"')

    editor.locator(".cm-lintRange-error").last.hover()
    editor.locator(".cm-diagnosticAction").first.click()

    expect(text(editor)).to_contain_text("when dangerNow = ")
    expect(preview(editor)).not_to_have_class("app-preview--stale")


def test_a_problem_in_the_list_leads_to_its_place_and_is_mended_by_keyboard(
    editor: Page, axe_violations: Violations
) -> None:
    wrong = HIGH_VALUE.replace("stolenItems", "stolenItem")
    put_cursor_before(editor, BELOW)
    paste(editor, wrong + "\n")
    row = editor.locator("#problems li", has_text="stolenItem").first
    at = lines(editor).index(BELOW) - 1

    row.get_by_role("button", name=f"Line {at}", exact=True).press("Enter")
    expect(text(editor)).to_be_focused()
    expect(editor.locator(".cm-activeLine")).to_have_text(wrong.splitlines()[1])
    assert axe_violations(editor) == []

    row.get_by_role("button", name="write stolenItems").press("Enter")
    expect(editor.locator("#problems")).to_contain_text("Nothing stands in the way")
    assert lines(editor)[at - 1] == HIGH_VALUE.splitlines()[1]


def test_list_and_count_agree_and_claim_nothing_while_the_text_is_ahead_of_them(editor: Page) -> None:
    panel = editor.locator("#problems")
    held: list[Route] = []
    editor.route("**/draft/preview", lambda route: held.append(route))

    text(editor).press("Control+End")
    with editor.expect_request("**/draft/preview"):
        paste(editor, "let half = 1 +")
    expect(panel).not_to_contain_text("Nothing stands in the way")
    expect(panel.get_by_role("heading")).to_have_text("Checking…")
    expect(status(editor)).to_have_text("Checking…")

    held.pop().continue_()
    expect(panel.get_by_role("heading")).to_have_text("Problems (1)")
    expect(status(editor)).to_contain_text("1 problem")


def test_codes_are_not_shown(editor: Page) -> None:
    type_at_the_end(editor, "let half = dangerNwo")

    editor.locator(".cm-lintRange-error").last.hover()

    expect(editor.locator(".cm-diagnostic").first).to_contain_text("dangerNow")
    expect(editor.locator(".cm-diagnostic").first).not_to_contain_text("unknown-name")


def test_enter_makes_a_new_line_while_names_are_offered(editor: Page) -> None:
    type_at_the_end(editor, "let another = danger n")
    expect(editor.locator(".cm-tooltip-autocomplete")).to_be_visible()

    editor.keyboard.press("Enter")
    expect(editor.locator(".cm-tooltip-autocomplete")).to_be_hidden()
    editor.keyboard.type("let second = danger n")
    expect(editor.locator(".cm-tooltip-autocomplete")).to_be_visible()
    editor.keyboard.press("ArrowDown")
    editor.keyboard.press("Enter")

    expect(editor.locator(".cm-line").nth(-2)).to_have_text("let another = danger n")
    expect(editor.locator(".cm-line").last).to_have_text("let second = danger now")


@pytest.mark.parametrize("spaces", ["typed by hand", "left to the editor"])
@pytest.mark.parametrize("place", ["at the start of the line", "on the blank line above"])
def test_a_rule_is_indented_once_wherever_and_however_it_is_typed(editor: Page, place: str, spaces: str) -> None:
    put_cursor_before(editor, BELOW)
    if place == "on the blank line above":
        editor.keyboard.press("ArrowUp")

    typed = HIGH_VALUE if spaces == "typed by hand" else HIGH_VALUE.replace("    ", "")
    editor.keyboard.type(typed + "\n")

    at = lines(editor).index(HIGH_VALUE.splitlines()[0])
    assert lines(editor)[at : at + 3] == HIGH_VALUE.splitlines()
    assert next(line for line in lines(editor)[at + 3 :] if line.strip()) == BELOW


@pytest.mark.parametrize("end", ["", "\n"])
def test_pasted_lines_stay_as_they_are(editor: Page, end: str) -> None:
    put_cursor_before(editor, BELOW)

    paste(editor, HIGH_VALUE + end)

    at = lines(editor).index(BELOW)
    assert lines(editor)[at - 3 : at] == HIGH_VALUE.splitlines()


def test_a_line_pasted_where_the_editor_has_indented_is_not_indented_twice(editor: Page) -> None:
    type_at_the_end(editor, 'flag "TRIAL" note\n')

    paste(editor, '    when dangerNow = "yes"')

    assert lines(editor)[-1] == '    when dangerNow = "yes"'


def test_enter_before_a_statement_leaves_it_at_the_margin(editor: Page) -> None:
    put_cursor_before(editor, BELOW)

    editor.keyboard.press("Enter")
    editor.keyboard.press("ArrowUp")
    editor.keyboard.type("triage\n")

    at = lines(editor).index("triage")
    assert [line.rstrip() for line in lines(editor)[at:][:3]] == ["triage", "", BELOW]


def test_each_line_is_indented_as_deep_as_its_place_asks(editor: Page) -> None:
    expected = """
record chs.incident
    formId <- "a"
    persons for each suspect in suspects
        role <- "suspect"
        narrative <- \"""
            {description}
            \"""
        relationship <- get or else(
            "a", "b")

let total = 1 +
    2

example "It holds"
    expect flags = []
triage
    queue <- "crime"
"""

    type_at_the_end(editor, "\n".join(line.strip() for line in expected.split("\n")))

    got = "\n".join(line.rstrip() for line in lines(editor)).rstrip() + "\n"
    assert got.endswith(expected)


def test_backspace_takes_a_whole_level_back(editor: Page) -> None:
    type_at_the_end(editor, 'flag "TRIAL" note\n')

    editor.keyboard.press("Backspace")
    editor.keyboard.type("let trial = 1")

    assert lines(editor)[-2:] == ['flag "TRIAL" note', "let trial = 1"]


def test_tab_leaves_the_editor(editor: Page) -> None:
    text(editor).focus()

    editor.keyboard.press("Tab")

    expect(text(editor)).not_to_be_focused()


def test_without_script_the_text_is_saved_by_the_plain_form(editor: Page) -> None:
    expect(editor.locator("textarea#mapping-text")).to_be_hidden()

    typed = editor.locator("textarea#mapping-text").input_value()

    assert typed.startswith('mapping theft "Theft and lost property"')


def test_a_rule_changed_by_one_person_and_published_by_another_decides_the_next_mail(
    editor: Page, studio: RunningStudio, signed_in: Callable[[str], Page], data: Path, picture: Picture
) -> None:
    type_at_the_end(editor, RULE)
    expect(editor.locator(".cm-line", has_text="is watched")).to_be_visible()
    expect(status(editor)).to_contain_text(re.compile("No problems|hint"))
    picture(editor, "editor")
    editor.get_by_role("button", name="Save draft").click()
    expect(editor.get_by_text("Draft saved")).to_be_visible()
    editor.get_by_role("link", name="Changes").click()
    editor.get_by_label("Why it changes").fill("Asked for by the team of that street")
    editor.get_by_role("button", name="Send for approval").click()
    expect(editor.get_by_role("button", name="Publish")).to_have_count(0)

    approver = signed_in("approver")
    approver.goto(f"{studio.address}/mappings/theft")
    approver.get_by_role("link", name="Changes").click()
    expect(approver.get_by_text('flag "BREWERY" medium')).to_be_visible()
    picture(approver, "difference")
    approver.get_by_role("button", name="Publish").click()
    expect(approver.get_by_text("version 2,")).to_be_visible()

    next_mail = changed((data / "eml" / "OPEN-001.eml").read_bytes())
    (studio.instance / "inbox" / "metro" / "next.eml").write_bytes(next_mail)

    supervisor = signed_in("supervisor")
    row = supervisor.get_by_role("link", name=NEXT_REFERENCE)
    for _ in range(40):
        if row.count():
            break
        supervisor.wait_for_timeout(500)
        supervisor.reload()
    row.click()
    expect(supervisor.get_by_text("The street before the brewery is watched")).to_be_visible()


def told(page: Page) -> Locator:
    """What the studio says below the text of the name at the cursor."""
    return page.locator("#told")


def test_the_options_of_the_compared_answer_are_offered_with_their_words(editor: Page) -> None:
    type_at_the_end(editor, 'let lost = reportType = "l')

    offer = editor.locator(".cm-tooltip-autocomplete")
    expect(offer).to_contain_text("I have lost it")
    editor.keyboard.press("ArrowDown")
    editor.keyboard.press("Enter")

    expect(editor.locator(".cm-line").last).to_have_text('let lost = reportType = "lost"')


def test_fields_that_nothing_fills_are_offered_in_a_record(editor: Page) -> None:
    type_at_the_end(editor, "record chs.incident\ncallerP")

    offer = editor.locator(".cm-tooltip-autocomplete")
    expect(offer).to_contain_text("callerPhone")
    expect(offer).not_to_contain_text("caller name")


def test_a_name_is_explained_at_the_pointer_and_for_the_keyboard(editor: Page, axe_violations: Violations) -> None:
    put_cursor_before(editor, "let force used        = forceUsed")
    editor.keyboard.press("End")
    editor.keyboard.press("F9")

    expect(told(editor)).to_contain_text("forceUsed, an answer")
    expect(told(editor)).to_contain_text("yes: Yes")
    assert axe_violations(editor) == []

    line = editor.locator(".cm-line", has_text="let danger now        = dangerNow")
    line.evaluate("line => line.scrollIntoView({block: 'center', inline: 'nearest'})")
    place = line.bounding_box()
    assert place is not None
    editor.mouse.move(place["x"] + 205, place["y"] + 8)
    editor.mouse.move(place["x"] + 215, place["y"] + 8, steps=4)
    expect(editor.locator(".cm-tooltip .app-meaning")).to_contain_text("dangerNow, an answer")


def test_a_name_leads_to_where_it_is_given_and_to_all_its_places(editor: Page) -> None:
    put_cursor_before(editor, "openingCode            <- opening code")
    editor.keyboard.press("End")

    editor.get_by_role("button", name="Where it stands").press("Enter")

    expect(editor.locator(".cm-activeLine")).to_have_text("let opening code = classification.code")
    expect(told(editor).locator("li", has_text="given here")).to_have_count(1)
    expect(told(editor).get_by_role("link", name="modules/common-crime.mapping").first).to_be_visible()


def test_a_name_is_renamed_in_all_its_places_by_keyboard(editor: Page, axe_violations: Violations) -> None:
    put_cursor_before(editor, "let one item is told")
    for _ in range(6):
        editor.keyboard.press("ArrowRight")

    editor.keyboard.press("F2")
    expect(editor.get_by_role("dialog", name="Rename what stands at the cursor")).to_be_visible()
    assert axe_violations(editor) == []
    editor.get_by_label("New name").fill("single item")
    editor.keyboard.press("Enter")

    expect(told(editor)).to_contain_text("Renamed in 4 places")
    assert [line for line in lines(editor) if "one item is told" in line] == []
    expect(text(editor)).to_be_focused()


def test_a_name_of_the_form_is_not_renamed_and_the_reason_is_told(editor: Page) -> None:
    put_cursor_before(editor, "let force used        = forceUsed")
    editor.keyboard.press("End")

    editor.keyboard.press("F2")
    editor.get_by_label("New name").fill("other")
    editor.keyboard.press("Enter")

    expect(told(editor)).to_contain_text("forceUsed is a name of the form")


def test_the_outline_leads_into_the_text(editor: Page, axe_violations: Violations) -> None:
    editor.get_by_text("Outline", exact=True).click()
    assert axe_violations(editor) == []

    editor.get_by_role("navigation", name="Outline").get_by_role("button", name="record connect.crime").press("Enter")

    expect(editor.locator(".cm-activeLine")).to_have_text("record connect.crime when is crime")


def test_a_block_is_folded_and_unfolded(editor: Page) -> None:
    put_cursor_before(editor, "decide classification first")

    editor.keyboard.press("Control+Shift+BracketLeft")
    expect(editor.locator(".cm-line", has_text='| "lost"')).to_have_count(0)
    editor.keyboard.press("Control+Shift+BracketRight")

    expect(editor.locator(".cm-line", has_text='| "lost"')).to_have_count(1)


def test_the_layout_is_tidied_and_the_cursor_stays_in_its_line(editor: Page) -> None:
    type_at_the_end(editor, "let    untidy=1")

    editor.get_by_role("button", name="Tidy layout").click()

    expect(told(editor)).to_contain_text("The layout has been tidied")
    assert lines(editor)[-1] == "let untidy = 1"
    expect(editor.locator(".cm-activeLine")).to_have_text("let untidy = 1")
