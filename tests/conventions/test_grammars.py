"""A grammar rule and its node carry the same name, so that one search finds them both."""

import re
from dataclasses import dataclass, field

import pytest

from tests.conventions import source

RULE = re.compile(r"^([a-z]\w*)(?:\.\d+)?\s*:", re.MULTILINE)  # ?inlined and _hidden rules make no node
ALIAS = re.compile(r"->\s*(\w+)")


@dataclass(frozen=True, slots=True)
class Floor:
    """A grammar, its nodes, and the rules that make a part of another node, with that node's name."""

    grammar: str
    nodes: str
    parts: dict[str, str] = field(default_factory=dict)


FEEL = Floor(
    "mapping_dsl/feel/feel.lark",
    "mapping_dsl/feel/nodes.py",
    {
        **dict.fromkeys(("number", "string", "at_literal", "constant"), "Literal"),
        "parenthesis": "Node",
        "open_range": "RangeLiteral",
        "argument": "Call",
        "in_tests": "In",
        "type": "TypeNode",
    },
)
STATEMENTS = Floor(
    "mapping_dsl/mapping.lark",
    "mapping_dsl/nodes.py",
    {
        "needs": "Module",
        "when": "Expression",
        **dict.fromkeys(("otherwise_blank", "otherwise_review", "otherwise_reject", "otherwise_value"), "Fallback"),
        "otherwise": "Fallback",
        **dict.fromkeys(("heading", "inputs", "outputs"), "Decide"),
        "because": "Flag",
        **dict.fromkeys(("given", "expect"), "Example"),
    },
)


def rules_of(grammar: str) -> set[str]:
    """The names under which a grammar's rules reach the builder of nodes."""
    text = re.sub(r"//.*", "", grammar)
    return {*RULE.findall(text), *ALIAS.findall(text)}


def node_name(rule: str) -> str:
    """The class that a rule's node has: `for_each` makes `ForEach`."""
    return "".join(word.capitalize() for word in rule.split("_"))


@pytest.mark.parametrize("floor", [FEEL, STATEMENTS], ids=["feel", "statements"])
def test_every_rule_has_a_node_of_its_name_or_is_told_as_a_part_of_one(floor: Floor) -> None:
    rules = rules_of((source.ROOT / floor.grammar).read_text("utf-8"))
    classes = set(re.findall(r"^class (\w+)", (source.ROOT / floor.nodes).read_text("utf-8"), re.MULTILINE))

    without_node = {rule for rule in rules if floor.parts.get(rule, node_name(rule)) not in classes}

    assert without_node == set()
    assert set(floor.parts) <= rules


def test_a_rule_without_a_node_is_seen() -> None:
    grammar = "// gone: not\nfor_each: A\n?inner: B -> other\n    | C\n_hidden: D\nUPPER: /x/"

    rules = rules_of(grammar)

    assert {node_name(rule) for rule in rules} == {"ForEach", "Other"}
