"""Finds a Chromium for the tests: the one that $STUDIO_CHROMIUM names, else an installed one, else the packaged one."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
UNPACKED = HERE.parents[1] / "build" / "chromium"
INSTALLED = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class Chromium:
    """A browser that can be started, and what its environment must hold besides ours."""

    executable: Path
    environment: Mapping[str, str] = field(default_factory=dict)


def find_chromium() -> Chromium:
    """The Chromium to test with; unpacks the packaged one when it is needed for the first time."""
    named = os.environ.get("STUDIO_CHROMIUM") or next(filter(None, map(shutil.which, INSTALLED)), None)
    return Chromium(Path(named)) if named else _packaged()


def _packaged() -> Chromium:
    if not UNPACKED.exists():
        _unpack()
    # The system's fonts where it has any: they hold more letters than the package's.
    fonts = {} if Path("/etc/fonts/fonts.conf").exists() else {"FONTCONFIG_PATH": str(UNPACKED / "fonts")}
    return Chromium(UNPACKED / "chromium", {"LD_LIBRARY_PATH": str(UNPACKED / "al2023" / "lib"), **fonts})


def _unpack() -> None:
    """Two test processes may unpack at once: each does so beside the place, and the first to finish moves it there."""
    UNPACKED.parent.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="chromium-", dir=UNPACKED.parent))
    node = HERE.parents[1] / ".venv" / "bin" / "node"
    subprocess.run([node, HERE / "unpack.mjs"], env={**os.environ, "TMPDIR": str(folder)}, check=True)
    try:
        folder.rename(UNPACKED)
    except OSError:
        shutil.rmtree(folder)
