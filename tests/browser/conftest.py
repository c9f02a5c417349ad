"""A real Chromium on the studio's real pages. The content security policy is never bypassed."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import FLAGS, HERE, find_chromium

SIZES = ((1440, 900), (1280, 720), (640, 480))
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PICTURES = Path(os.environ.get("STUDIO_PICTURES", HERE / "pictures"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process."""
    chromium = find_chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium.executable, args=list(FLAGS), env={**os.environ, **chromium.environment}
        )
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page with nobody signed in; a script failure or a blocked resource fails the test."""
    context = browser.new_context(viewport={"width": SIZES[0][0], "height": SIZES[0][1]})
    opened = context.new_page()
    failures: list[str] = []
    opened.on("pageerror", lambda error: failures.append(str(error)))
    opened.on("console", lambda line: failures.append(line.text) if line.type == "error" else None)
    yield opened
    context.close()
    assert failures == []


@pytest.fixture(scope="session")
def axe_violations() -> Callable[[Page], list[str]]:
    """What axe-core finds wrong on a page at each size, one line a violation: size, rule, places."""
    source = (HERE / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")

    def violations(page: Page) -> list[str]:
        found = []
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(source)
            result = page.evaluate("tags => axe.run({runOnly: tags})", WCAG)
            found += [
                f"{width}x{height} {violation['id']}: {[node['target'] for node in violation['nodes']]}"
                for violation in result["violations"]
            ]
        page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
        return found

    return violations


@pytest.fixture
def picture(page: Page) -> Callable[[str], None]:
    """Keeps what the page shows as NAME.png: for README and docs with `make pictures`, else beside the tests."""

    def take(name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")

    return take
