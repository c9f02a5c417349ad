"""The browser of the browser tests: real, and found without the system's help."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import chromium


def test_the_browser_shows_a_page_and_runs_its_script(page: Page) -> None:
    page.set_content("<title>before</title><script>document.title = 'crime — £5'</script>")

    title = page.title()

    assert title == "crime — £5"


def test_a_named_browser_comes_before_all_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_CHROMIUM", "a/named/chromium")

    found = chromium.find_chromium()

    assert found == chromium.Chromium(Path("a/named/chromium"))


def test_a_machine_without_a_browser_uses_the_packaged_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STUDIO_CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    found = chromium.find_chromium()

    assert os.access(found.executable, os.X_OK)
