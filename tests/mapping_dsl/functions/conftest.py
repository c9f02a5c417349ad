"""A call of a function beyond FEEL as the interpreter makes it, and texts that people who mean harm write."""

import ast
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mapping_dsl.feel.frames import Call, Frame
from mapping_dsl.feel.values import Value
from mapping_dsl.functions import registry
from mapping_dsl.problems import Span

Function = Callable[..., Value]
Corpus = Callable[[str], Path]


@pytest.fixture(scope="session")
def call() -> Function:
    """Calls a function by its name; a refusal's code stands as the value, in angle brackets."""

    def call_function(name: str, *arguments: Value) -> Value:
        frame = Frame(names={}, now=datetime(2026, 10, 5, tzinfo=UTC))
        value = registry.values()[name](Call(frame, Span(1, 1, 1, 2)), list(arguments))
        return f"<{frame.reasons[-1].code}>" if frame.reasons else value

    return call_function


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """A folder of the shared corpora, by its name; where they do not lie, the test is skipped."""

    def find(name: str) -> Path:
        folder = Path(os.environ.get("STUDIO_SHARED", Path(__file__).parents[4] / "shared")) / "corpora" / name
        if not folder.is_dir():
            pytest.skip(f"the shared corpus {name} does not lie at {folder}")
        return folder

    return find


@pytest.fixture(scope="session")
def hostile_texts(corpus: Corpus) -> list[str]:
    """The list of naughty strings: control characters, scripts of all directions, code that must stay words."""
    return [str(one) for path in corpus("strings").rglob("blns.json") for one in json.loads(path.read_text("utf-8"))]


@pytest.fixture(scope="session")
def names(corpus: Corpus) -> list[str]:
    """People's names of many cultures: the texts that a parser of names is tested with."""
    trees = (ast.parse(path.read_text("utf-8")) for path in sorted(corpus("names").rglob("*.py")))
    texts = (node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [text for text in texts if isinstance(text, str) and " " in text and "\n" not in text]
