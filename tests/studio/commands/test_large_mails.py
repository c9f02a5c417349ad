"""A mail with an attachment of 35 MiB is read and taken in without being in memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from runtime import durable, people
from runtime.database import Database
from runtime.migrations import upgrade
from runtime.settings import settings_from
from runtime.texts import publishing

ROOT = Path(__file__).parents[3]
MOST_MIB = 300
# VmHWM is of the program alone; what getrusage tells counts the process that started it.
PROGRAM = """
import re, sys, app
status = app.main(sys.argv[1:])
most_kib = re.search(r"VmHWM:\\s*(\\d+) kB", open("/proc/self/status").read())
print(status, int(most_kib[1]) // 1024, file=sys.stderr)
"""


@pytest.fixture(scope="module")
def mail(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mail as a file."""
    file = tmp_path_factory.mktemp("large") / "large.eml"
    subprocess.run([sys.executable, str(shared / "domain" / "make_huge.py"), str(file)], check=True)
    return file


def ended(instance: Path, *arguments: str) -> tuple[str, int, int]:
    """What the command prints, its exit status, and the MiB that it had in memory at most."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        env={name: value for name, value in os.environ.items() if name != "STUDIO_DATABASE_URL"}
        | {"STUDIO_INSTANCE": str(instance)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    status, most_mib = map(int, done.stderr.split()[-2:])
    return done.stdout, status, most_mib


def test_it_is_read(mail: Path, tmp_path: Path) -> None:
    printed, status, most_mib = ended(tmp_path, "read", str(mail))

    assert status == 0
    assert "goes on by itself" in printed
    assert most_mib < MOST_MIB


def test_it_is_taken_in(mail: Path, tmp_path: Path) -> None:
    db = Database(settings_from({"STUDIO_INSTANCE": str(tmp_path)}))
    upgrade(db)
    durable.prepare(db)
    people.add_force(db, "metro", "Metro Police")
    publishing.import_folder(db, "metro", ROOT / "mappings")

    printed, status, most_mib = ended(tmp_path, "intake", str(mail))

    assert status == 0
    assert printed.rstrip().endswith("goes on")
    assert most_mib < MOST_MIB
