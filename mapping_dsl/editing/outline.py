"""What a text consists of, for the list beside it and for folding. Broken lines are in it like all others."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mapping_dsl.lines import Line, Sheet
from mapping_dsl.parser import parse
from mapping_dsl.problems import Problem

_END_OF_TITLE = re.compile(r"\s*=|\s+(?:because|from)\s+\"")  #: what follows says what, not which
_QUOTED = re.compile(r'"([^"\n]*)"')
_LONGEST = 60  #: characters of a heading that are shown
_COMMENTS = re.compile(r"(?:^[^\S\n]*//[^\n]*(?:\n|\Z)){2,}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A statement, or a group of a record."""

    kind: str  #: the statement's word, "group", or "" where no statement is called so
    title: str
    line: int
    end_line: int
    children: tuple["Heading", ...] = ()


@dataclass(frozen=True, slots=True)
class Fold:
    """Lines that can be folded below their first."""

    line: int
    end_line: int


def outline(text: str) -> list[Heading]:
    """The statements of a text in its order, records with their groups."""
    sheet = parse(text).sheet
    return [_heading(sheet, line, is_group=False) for line in sheet.lines]


def folds(text: str) -> list[Fold]:
    """What can be folded: blocks, lines that others continue, and comments over several lines."""
    sheet = parse(text).sheet
    lines = (line for statement in sheet.lines for line in (statement, *statement.under()))
    spans = [(line.start, max(line.end, line.last_end)) for line in lines]
    spans += [(found.start(), found.end() - 1) for found in _COMMENTS.finditer(sheet.text)]
    places = sorted({(sheet.place(start)[0], sheet.place(end)[0]) for start, end in spans})
    return [Fold(first, last) for first, last in places if last > first]


def quick_fixes(problems: Iterable[Problem], line: int) -> Iterator[Problem]:
    """The problems on a line that one click mends."""
    return (one for one in problems if one.fix and one.span.line <= line <= one.span.end_line)


def _heading(sheet: Sheet, line: Line, *, is_group: bool) -> Heading:
    written = sheet.text[line.start : line.end].partition("\n")[0].rstrip()
    word, _, rest = written.partition(" ")
    groups = [one for one in line.children if one.rule == "group"] if line.rule in ("record", "group") else []
    title = written if is_group else _END_OF_TITLE.split(rest.strip(), maxsplit=1)[0]
    quoted = _QUOTED.match(title)
    first, _ = sheet.place(line.start)
    last, _ = sheet.place(max(line.end, line.last_end))
    children = tuple(_heading(sheet, one, is_group=True) for one in groups)
    kind = "group" if is_group else line.rule or word
    return Heading(kind, (quoted[1] if quoted else title.strip())[:_LONGEST], first, last, children)
