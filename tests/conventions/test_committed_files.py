"""What the repository may hold: no address of a package registry, no path of one machine, nothing stray at its top."""

import re
from pathlib import Path

from tests.conventions import source

TOP = {
    *("README.md", "CHANGES.md", "pyproject.toml", "Makefile", ".gitignore", "app.py"),
    *("requirements.lock", "requirements-test.lock"),
    *(".ci", "docs", "bench", "mapping_dsl", "runtime", "studio", "templates", "mappings", "tests"),
}
# Written apart, so that this file does not find itself.
REGISTRIES = "|".join(
    f"{host}\\.{domain}"
    for host, domain in (
        ("p[y]pi", "org"),
        ("p[y]thonhosted", "org"),
        ("n[p]mjs", "(?:org|com)"),
        ("yarnpkg", "com"),
        ("registry\\.[\\w-]+", "\\w+"),
        ("debian", "org"),
    )
)
FORBIDDEN = {
    "a registry": re.compile(rf"\b(?:{REGISTRIES})\b", re.IGNORECASE),
    "an index": re.compile(r"--(?:extra-)?index-url|--find-links|\"resolved\":|\"funding\":"),
    "a machine's path": re.compile(r"(?<![\w.}])/(?:home|Users|root|work|opt)/[\w.-]+|\b[A-Z]:\\Users\\"),
}
OURS = {
    "Makefile": {"an index"},  # the locks are made without one, and the option says so
    "tests/conventions/test_committed_files.py": {"an index"},
}
# Letters of the public may speak of any address or path.
DATA = ("tests/data/",)


def found_in(text: str) -> set[str]:
    """What a text holds that no committed file may."""
    return {kind for kind, pattern in FORBIDDEN.items() if pattern.search(text)}


def test_no_file_names_a_registry_or_a_machines_path() -> None:
    texts = {name: (source.ROOT / name).read_text("utf-8", errors="ignore") for name in source.files()}

    found = {name: found_in(text) - OURS.get(name, set()) for name, text in texts.items() if not name.startswith(DATA)}

    assert {name: kinds for name, kinds in found.items() if kinds} == {}


def test_the_top_holds_what_the_house_has_and_nothing_else() -> None:
    strays = {Path(name).parts[0] for name in source.files()} - TOP

    assert strays == set()


def test_what_may_not_be_committed_is_seen() -> None:
    dot = "."
    texts = {
        f"see https://py{'pi'}{dot}org/simple": {"a registry"},
        f"registry{dot}example{dot}com": {"a registry"},
        '"resolved' + '": "x"': {"an index"},
        "open('/ho" + "me/ann/mail')": {"a machine's path"},
        "a path in the repository: tests/data/eml": set(),
    }

    assert {text: found_in(text) for text in texts} == texts
