"""ZEN Engine: a decision model of a table and expressions, made from a text with a line for each name.

Marshalling counts: a submission goes in as a dict, and its record comes out as one.
"""

import json
from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

_TEXTS: Final = {path.stem: path for path in Path(__file__).parent.glob("*.zen")}
MAPPINGS: Final = frozenset(_TEXTS)
#: what it has no words for: joining and replacing texts, a line end, the hour that a clock change leaves out
LEFT_OUT: Final = frozenset(
    {"title", "organiser", "deputy", "facilities", "summary", "callerAddress", "occurredPrecision"}
)


class Zen:
    """The engine with one decision model."""

    def __init__(self, mapping: str) -> None:
        model = json.dumps(_model(_TEXTS[mapping].read_text("utf-8")))
        self._decision = import_module("zen").ZenEngine().create_decision(model)

    def run(self, document: Mapping[str, Any]) -> Any:
        """What it makes of a document."""
        return self._decision.evaluate(document)["result"]


def _model(text: str) -> Mapping[str, Any]:
    """Nodes in a row, each seeing what those before it said; only the last one's names come out."""
    nodes = [{"id": "in", "type": "inputNode", "name": "in"}, *_nodes(text)]
    nodes[-1]["content"]["passThrough"] = False
    nodes.append({"id": "out", "type": "outputNode", "name": "out"})
    edges = [
        {"id": f"e{place}", "type": "edge", "sourceId": one["id"], "targetId": other["id"]}
        for place, (one, other) in enumerate(pairwise(nodes))
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    for place, block in enumerate(text.strip().split("\n\n")):
        heading, *lines = block.splitlines()
        kind, _, name = heading.partition(" ")
        content = _table(name, lines) if kind == "table" else _expressions(lines)
        type_ = "decisionTableNode" if kind == "table" else "expressionNode"
        yield {"id": f"n{place}", "type": type_, "name": name, "content": content}


def _expressions(lines: list[str]) -> dict[str, Any]:
    pairs = (line.partition(" = ") for line in lines)
    rows = [{"id": f"x{place}", "key": key, "value": value} for place, (key, _, value) in enumerate(pairs)]
    return {"expressions": rows, "passThrough": True}


def _table(name: str, lines: list[str]) -> dict[str, Any]:
    heading, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    ids = [f"c{place}" for place in range(len(heading))]
    inputs = [_column(id_, one) for id_, one in zip(ids, heading, strict=True) if not one.startswith("=>")]
    outputs = [_column(id_, one[3:]) for id_, one in zip(ids, heading, strict=True) if one.startswith("=>")]
    return {
        "hitPolicy": "first",
        "inputs": inputs,
        "outputs": outputs,
        "rules": [{"_id": f"r{place}", **dict(zip(ids, row, strict=True))} for place, row in enumerate(rows)],
        "outputPath": name,
        "passThrough": True,
        "executionMode": "single",
    }


def _column(id_: str, field: str) -> dict[str, str]:
    return {"id": id_, "name": field, "field": field, "type": "expression"}
