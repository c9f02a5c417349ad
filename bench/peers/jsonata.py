"""JSONata: its own engine in node, asked through pipes, and its port to Python."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final

Document = Mapping[str, Any]

_NODE: Final = Path(".venv/bin/node")
_SCRIPT: Final = Path("bench/jsonata.mjs")
_TEXTS: Final = {path.stem: path for path in Path(__file__).parent.glob("*.jsonata")}
MAPPINGS: Final = frozenset(_TEXTS)
#: what it has no words for: hours of a named time zone
LEFT_OUT: Final = frozenset({"starts", "ends", "occurredFrom", "occurredTo", "occurredPrecision"})


class InNode:
    """A process of its own, with the documents already in it, or with each document sent there and its record back."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def load(self, mapping: str, documents: Sequence[Document]) -> None:
        """Compiles a mapping's expression, and takes the documents that it is timed on."""
        self._ask({"name": mapping, "text": _TEXTS[mapping].read_text("utf-8"), "submissions": documents})

    def run(self, mapping: str, document: Document) -> Any:
        """What it makes of one document, with the way there and back."""
        return self._ask({"name": mapping, "document": document})

    def microseconds(self, mapping: str, repeats: int) -> float:
        """What one document takes inside, by the process's own clock of computing."""
        return float(self._ask({"name": mapping, "repeats": repeats}))

    def _ask(self, question: Mapping[str, object]) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def in_node() -> Iterator[InNode]:
    """Node while it is needed."""
    command = [str(_NODE), str(_SCRIPT)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield InNode(process)
    finally:
        process.terminate()
        process.wait(10)


class InPython:
    """The port to Python."""

    def __init__(self, mapping: str) -> None:
        self._expression = import_module("jsonata").Jsonata(_TEXTS[mapping].read_text("utf-8"))

    def run(self, document: Document) -> Any:
        """What it makes of a document."""
        return self._expression.evaluate(document)
