"""The built front end: where each bundle lies, and the hash a browser must find in it."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DIST = Path(__file__).parent / "static" / "dist"


@dataclass(frozen=True, slots=True)
class Asset:
    """One built file, as `<script>` and `<link>` name it. Its name holds its hash, so it may be kept for ever."""

    url: str
    integrity: str


class AssetMissing(LookupError):
    """A bundle was asked for that has not been built."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(f"the front end has no {name} in {folder}: `make setup` builds it")


def asset(name: str) -> Asset:
    """The bundle of that name, `site.js`, `site.css` or `editor.js`. Raises AssetMissing."""
    manifest = DIST / "manifest.json"
    try:
        return _assets(manifest, manifest.stat().st_mtime_ns)[name]
    except (OSError, KeyError) as error:
        raise AssetMissing(name, DIST) from error


@lru_cache(maxsize=1)
def _assets(path: Path, _built_at: int) -> dict[str, Asset]:
    # Read again after a build: a studio that runs meanwhile would name bundles that are gone.
    manifest = json.loads(path.read_text("utf-8"))
    return {name: Asset(f"/static/dist/{entry['file']}", entry["integrity"]) for name, entry in manifest.items()}
