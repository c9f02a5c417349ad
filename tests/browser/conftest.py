"""A real Chromium on a real studio, web, worker and practice target. The content security policy is never bypassed."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from runtime.demonstration import PASSWORD
from tests.browser.chromium import FLAGS, HERE, find_chromium

ROOT = HERE.parents[1]
SIZES = ((1440, 900), (1280, 720), (640, 480))
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PICTURES = Path(os.environ.get("STUDIO_PICTURES", HERE / "pictures"))
READY = "Ctrl-C stops everything."
PATIENCE_MILLISECONDS = 30_000  # two cores may have other tests to run


@dataclass(frozen=True, slots=True)
class RunningStudio:
    """What `make run` starts, with the project's mails on their way."""

    address: str
    instance: Path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser tests stay in one process: they share one studio."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStudio]:
    """One studio for all browser tests: each works with a person or a mail that no other uses."""
    instance = tmp_path_factory.mktemp("studio") / "instance"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "app.py", "run", "--port", str(port), "--demonstration", "tests/data/eml"]
    environment = {**os.environ, "STUDIO_INSTANCE": str(instance), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        said = next((line for line in running.stdout if line.strip() == READY), None)
        assert said, "the studio did not start; its reason stands in the captured standard error"
        yield RunningStudio(f"http://127.0.0.1:{port}", instance)
        running.send_signal(signal.SIGTERM)


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
def new_page(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Opens fresh pages, with nobody signed in; a script failure or a blocked resource on one fails the test."""
    failures: list[str] = []
    opened: list[Page] = []
    expect.set_options(timeout=PATIENCE_MILLISECONDS)

    def open_page() -> Page:
        page = browser.new_page(viewport={"width": SIZES[0][0], "height": SIZES[0][1]})
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.on("console", lambda line: failures.append(line.text) if line.type == "error" else None)
        opened.append(page)
        return page

    yield open_page
    for page in opened:
        page.close()
    assert failures == []


@pytest.fixture
def page(new_page: Callable[[], Page]) -> Page:
    """One fresh page."""
    return new_page()


@pytest.fixture
def signed_in(studio: RunningStudio, new_page: Callable[[], Page]) -> Callable[[str], Page]:
    """A page of its own for the person of a role in Metro Police, who has just signed in."""

    def sign_in(role: str) -> Page:
        page = new_page()
        page.goto(f"{studio.address}/sign-in")
        page.get_by_label("E-mail address").fill(f"{role}@metro.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        return page

    return sign_in


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


@pytest.fixture(scope="session")
def picture() -> Callable[[Page, str], None]:
    """Keeps what a page shows as NAME.png: for README and docs with `make pictures`, else beside the tests."""

    def take(page: Page, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")

    return take
