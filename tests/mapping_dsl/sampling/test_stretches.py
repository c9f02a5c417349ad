"""Stretches of an expression by the spans of its parts, brackets included."""

import pytest

from mapping_dsl import nodes
from mapping_dsl.feel import parser, types
from mapping_dsl.problems import Span
from mapping_dsl.sampling.stretches import rewritten, stretch

SCOPE = dict.fromkeys(("a", "b"), types.ANY)


@pytest.mark.parametrize("text", ['a in ("x", "y")', "(a) and (b)", "((a)) = (b)", '"x" + (a + (b))', "a = b"])
def test_a_whole_expression_is_its_own_stretch(text: str) -> None:
    node = parser.parse(text, SCOPE, at=(7, 11)).node
    assert node is not None

    assert stretch(nodes.Expression(text, Span(7, 11, 7, 11 + len(text))), node.span) == text


def test_a_later_line_of_an_expression_begins_at_its_first_column() -> None:
    written = nodes.Expression("[a,\n        b]", Span(3, 9, 4, 11))

    assert stretch(written, Span(4, 9, 4, 10)) == "b"


def test_an_expression_written_otherwise_stands_where_it_stood() -> None:
    written = nodes.Expression("a < b", Span(3, 9, 3, 14))

    assert rewritten(written, 2, 3, "<=") == nodes.Expression("a <= b")
    assert rewritten(written, 2, 3, "<=").span == written.span
