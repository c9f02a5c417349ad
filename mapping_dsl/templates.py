'''Text templates, what stands between """ and """: lines of plain words and of expressions in braces.'''

import re
from collections.abc import Iterator

from mapping_dsl import nodes
from mapping_dsl.lines import Sheet
from mapping_dsl.problems import Problem

TemplateLine = tuple[str | nodes.Expression, ...]

_INSIDE_BRACES = re.compile(r'"(?:[^"\\\n]|\\.)*"|`[^`\n]*`|[{}]|[^{}"`\n]+|["`]')


def read_template(sheet: Sheet, start: int, end: int) -> tuple[tuple[TemplateLine, ...], list[Problem]]:
    """The lines between two offsets, their common indentation off, and the braces that are not closed."""
    problems: list[Problem] = []
    lines = list(_lines(sheet.text, start, end))
    indent = min((len(text) - len(text.lstrip()) for at, text in lines if text.strip() and at != start), default=0)
    read = tuple(
        tuple(_pieces(sheet, at if at == start else at + indent, at + len(text), problems)) for at, text in lines
    )
    return read, problems


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Each line with its offset. What stands beside the marks is a line only where it is not blank."""
    at = start
    lines = text[start:end].split("\n")
    for number, line in enumerate(lines):
        if line.strip() or 0 < number < len(lines) - 1:
            yield at, line
        at += len(line) + 1


def _pieces(sheet: Sheet, at: int, end: int, problems: list[Problem]) -> Iterator[str | nodes.Expression]:
    plain = ""
    while at < end:
        brace = sheet.text.find("{", at, end)
        if brace < 0:
            break
        plain += sheet.text[at:brace]
        if sheet.text.startswith("{{", brace):
            plain, at = plain + "{", brace + 2
            continue
        close = _closing_brace(sheet.text, brace, end)
        if close is None:
            hint = "close it with } on the same line, or write {{ for a brace as such"
            problems.append(Problem(sheet.span(brace, brace + 1), "not-closed", "this { is not closed", hint))
            return
        if plain:
            yield plain
        plain = ""
        yield _expression(sheet, brace + 1, close)
        at = close + 1
    plain += sheet.text[at:end].rstrip()
    if plain:
        yield plain


def _closing_brace(text: str, brace: int, end: int) -> int | None:
    depth = 0
    for token in _INSIDE_BRACES.finditer(text, brace, end):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if not depth:
            return token.start()
    return None


def _expression(sheet: Sheet, start: int, end: int) -> nodes.Expression:
    written = sheet.text[start:end]
    start += len(written) - len(written.lstrip())
    return nodes.Expression(written.strip(), sheet.span(start, start + len(written.strip())))
