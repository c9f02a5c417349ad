"""Stretches of an expression's text: a part as it is written, and the text with a part written otherwise."""

from mapping_dsl import nodes
from mapping_dsl.problems import Span


def stretch(written: nodes.Expression, span: Span) -> str:
    """The part of an expression that a span of the file names."""
    start, end = offsets(written, span)
    return written.text[start:end]


def offsets(written: nodes.Expression, span: Span) -> tuple[int, int]:
    """Where a span of the file starts and ends in an expression's text, with the brackets that belong to it: the span
    of `(a) and (b)` leaves out the outermost."""
    text = written.text
    start, end = _offset(written, span.line, span.column), _offset(written, span.end_line, span.end_column)
    opening, closing = _lacking(text[start:end])
    for _ in range(opening):
        start = max(text.rfind("(", 0, start), 0)
    for _ in range(closing):
        end = text.find(")", end) + 1 or len(text)
    return start, end


def _lacking(text: str) -> tuple[int, int]:
    """How many brackets a stretch lacks before it and behind it."""
    depth = lowest = 0
    for one in text:
        depth += (one == "(") - (one == ")")
        lowest = min(lowest, depth)
    return -lowest, depth - lowest


def rewritten(written: nodes.Expression, start: int, end: int, text: str) -> nodes.Expression:
    """The expression with the text between two offsets written otherwise; it stands where it stood."""
    return nodes.Expression(written.text[:start] + text + written.text[end:], written.span)


def _offset(written: nodes.Expression, line: int, column: int) -> int:
    """Only the first line of an expression begins elsewhere than at its line's first column."""
    lines = written.text.split("\n")
    before = lines[: line - written.span.line]
    indent = written.span.column - 1 if not before else 0
    return sum(len(one) + 1 for one in before) + column - 1 - indent
