"""Who may import whom. The contracts of the floors stand in pyproject.toml; what they cannot say stands here."""

import ast
import subprocess
import sys
from collections.abc import Iterator

from tests.conventions import source

FEEL = "mapping_dsl.feel"
STAGES = {"parser", "checker", "interpreter", "generator", "formatter"}
JOINS = {"compiler"}


def imported(tree: ast.Module) -> Iterator[str]:
    """The full names of the modules that a file asks for, as far as its text tells."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_imports_point_down_the_floors() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]

    outcome = subprocess.run(command, cwd=source.ROOT, capture_output=True, text=True, check=False)

    assert outcome.returncode == 0, outcome.stdout


def test_feel_knows_nothing_of_statements() -> None:
    names = [name for name in source.product() if name.startswith("mapping_dsl/feel/")]

    asked = {
        (name, module)
        for name in names
        for module in imported(source.tree(name))
        if module.startswith(("mapping_dsl.", "runtime", "studio"))
        and not module.startswith((f"{FEEL}.", "mapping_dsl.problems"))
        and module != FEEL
    }

    assert asked == set()


def test_the_stages_of_the_language_never_import_each_other() -> None:
    floors = {"mapping_dsl": "mapping_dsl/", FEEL: "mapping_dsl/feel/"}

    asked = {
        (name, module)
        for floor, folder in floors.items()
        for name in source.product()
        if name.removeprefix(folder).removesuffix(".py") in STAGES
        for module in imported(source.tree(name))
        if module in {f"{floor}.{stage}" for stage in STAGES | JOINS} and module != f"{floor}.{_module_of(name)}"
    }

    assert asked == set()


def test_nothing_imports_the_joining_of_the_floors() -> None:
    importers = [name for name in source.product() if "app" in imported(source.tree(name))]

    assert importers == []


def test_imports_are_seen_in_every_spelling() -> None:
    text = "import a.b\nfrom c import d\ndef f():\n    from e.f import g"

    modules = set(imported(ast.parse(text)))

    assert modules == {"a.b", "c", "c.d", "e.f", "e.f.g"}


def _module_of(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".py")
