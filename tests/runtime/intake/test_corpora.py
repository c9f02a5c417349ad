"""Files that have broken other programs: each is read or refused in words, quickly, and nothing else happens."""

import time
from pathlib import Path

import pytest

from mapping_dsl import exact_json
from runtime.intake import Known, part_bytes, read

CORPORA = Path(__file__).parents[4] / "shared" / "corpora"
FOLDERS = ("email", "json", "html", "zip", "tnef", "strings", "unicode", "pdf")
LONGEST_SECONDS = 5.0


@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside this repository")
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_is_read_or_refused_in_words(known: Known, folder: str) -> None:
    for path in sorted(one for one in (CORPORA / folder).rglob("*") if one.is_file()):
        raw = path.read_bytes()
        for bytes_, name in ((raw, path.name), (_attached(raw), "attached.eml")):
            before = time.monotonic()
            reading = read(bytes_, known, file_name=name)
            assert time.monotonic() - before < LONGEST_SECONDS, path
            assert reading.submissions or reading.sentence, path
            exact_json.dumps(reading.to_json()).encode("utf-8")
            assert [len(part_bytes(bytes_, part.index)) for part in reading.parts[-1:]] == [
                part.bytes for part in reading.parts[-1:]
            ]


def _attached(raw: bytes) -> bytes:
    """The file as an HTML body of a mail: whatever it is, it comes as a body may come."""
    return b"From: a@forms.example\r\nContent-Type: text/html\r\n\r\n" + raw
