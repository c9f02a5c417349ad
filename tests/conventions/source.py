"""What the conventions are asked of: the repository's files, and the syntax trees of its Python."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("app.py", "mapping_dsl/", "runtime/", "studio/")
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> tuple[str, ...]:
    """Every file of the repository that git knows or would take, by its path from the top, in order."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return tuple(sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file()))


def product() -> list[str]:
    """The Python files of the product, without its tests."""
    return [name for name in files() if name.endswith(".py") and name.startswith(PRODUCT)]


@cache
def tree(name: str) -> ast.Module:
    """The syntax tree of one Python file."""
    return ast.parse((ROOT / name).read_text("utf-8"), name)


def functions(name: str) -> Iterator[FunctionNode]:
    """Every function and method of a file, nested ones too."""
    return (node for node in ast.walk(tree(name)) if isinstance(node, FunctionNode))
