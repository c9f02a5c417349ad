"""Files that have broken other programs: each is read or refused in words, quickly, and nothing else happens.

Each comes as itself, as a body, as an HTML body, and as the PDF of a mail that is good otherwise.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mapping_dsl import exact_json
from runtime.intake import Known, Reading, part_bytes, read
from tests.runtime.intake.making_mails import information, mail, part, theft_body

FOLDERS = ("email", "json", "html", "zip", "tnef", "strings", "unicode", "pdf")
LONGEST_SECONDS = 5.0  #: of our processor time; a child that reads a PDF has a limit of its own
#: What changes anything, as the interpreter tells it (PEP 578). `open` counts by its mode, unless of a pipe by number.
DEEDS = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod", "shutil.", "socket.")

Deed = tuple[str, tuple[Any, ...]]


class Watch:
    """What this process does to files and other systems while it is on. An audit hook cannot be taken out again."""

    def __init__(self) -> None:
        self.seen: list[Deed] | None = None
        sys.addaudithook(self._hear)

    @contextmanager
    def on(self) -> Iterator[list[Deed]]:
        deeds: list[Deed] = []
        self.seen = deeds
        try:
            yield deeds
        finally:
            self.seen = None

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        writes = (
            event == "open" and not isinstance(arguments[0], int) and not set(arguments[1] or "").isdisjoint("wax+")
        )
        if self.seen is not None and (writes or event.startswith(DEEDS)):
            self.seen.append((event, arguments))


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


def as_itself(raw: bytes, name: str) -> tuple[bytes, str]:
    return raw, name


def as_body(raw: bytes, _: str) -> tuple[bytes, str]:
    return part(raw, "From: a@forms.example", "Content-Type: text/plain; charset=utf-8"), "body.eml"


def as_html(raw: bytes, _: str) -> tuple[bytes, str]:
    return part(raw, "From: a@forms.example", "Content-Type: text/html"), "html.eml"


def as_pdf(raw: bytes, _: str) -> tuple[bytes, str]:
    body = part(theft_body(), "Content-Type: text/plain; charset=utf-8")
    beside = part(information(), "Content-Type: text/plain", "Content-Disposition: attachment; filename=info.txt")
    return mail([body, part(raw, "Content-Type: application/pdf"), beside], boundary="a-boundary-of-its-own"), "pdf.eml"


WAYS: Mapping[str, Callable[[bytes, str], tuple[bytes, str]]] = {
    "itself": as_itself,
    "body": as_body,
    "HTML body": as_html,
    "PDF": as_pdf,
}


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("way", WAYS)
def test_every_file_is_read_or_refused_in_words(
    known: Known, shared: Path, watch: Watch, folder: str, way: str
) -> None:
    for path in sorted(one for one in (shared / "corpora" / folder).rglob("*") if one.is_file()):
        content, name = WAYS[way](path.read_bytes(), path.name)

        with watch.on() as deeds:
            before = time.process_time()
            reading = read(content, known, file_name=name)
            seconds = time.process_time() - before

        assert deeds == [], path
        assert seconds < LONGEST_SECONDS, path
        assert reading.submissions or reading.sentence, path
        exact_json.dumps(reading.to_json()).encode("utf-8")
        assert all(len(part_bytes(content, one.index)) == one.bytes for one in reading.parts[-1:]), path
        if way == "PDF":
            assert_the_body_counts(reading, path)


def assert_the_body_counts(reading: Reading, path: Path) -> None:
    """A strange PDF takes no answer from the body."""
    [submission] = reading.submissions
    assert submission.answers["fullName"] == "Grace Hartley", path
    assert submission.answers["dangerNow"] == "no", path
    assert "pdf" in submission.witnesses, path
