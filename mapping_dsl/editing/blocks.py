"""Whole lines with their blocks: statements, fields and groups, conditions, rows, expectations."""

import re
import textwrap
from dataclasses import dataclass, replace
from itertools import pairwise

from mapping_dsl.editing.changes import Change, Draft, EditRefused, Entry, TextEdit
from mapping_dsl.formatter import LEVEL
from mapping_dsl.lines import Line, cut_into_lines

_FIELD = re.compile(r"([^\s<]+|`[^`]*`[^\s<]*)\s*<-\s*(?=\S)")
_LONE = ("let", "use", "ignore", "list", "function")


class NotOneLine(EditRefused):
    """What was to be put in is nothing, or more than one line with its block."""

    def __init__(self) -> None:
        super().__init__("write one statement, field, condition or row, with what belongs under it")


class IntoItself(EditRefused):
    """A line that was to be moved to a place under itself."""

    def __init__(self) -> None:
        super().__init__("a line cannot be moved into itself")


@dataclass(frozen=True, slots=True)
class _Target:
    """Where lines are to stand: in the block of the parent, before the anchor or at its end."""

    parent: Line | None
    anchor: Line | None


def add_lines(text: str, written: str, *, under: int | None = None, before: int | None = None) -> Change:
    """Puts in a statement, field, group, condition, row or expectation, with the lines under it: before another line,
    else at the end of the block under a line, else at the end of the text."""
    draft = Draft(text)
    target = _target(draft, under, before)
    block = _aligned(draft, textwrap.dedent(written.strip("\n")).rstrip(), target.parent)
    if not block:
        raise NotOneLine
    laid = textwrap.indent(block, " " * _indent(target.parent))
    above, below = _blank_lines(draft, block, target)
    edit = _insertion(draft, target, above + laid + below)
    entries, depth, to = draft.entries(), _depth(draft, target), _entry_place(draft, target)

    def is_asked(found: list[Entry]) -> bool:
        new = found[to : to + len(found) - len(entries)]
        is_one = [one.depth for one in new].count(depth) == 1 and new[0].depth == min(one.depth for one in new)
        return is_one and [*found[:to], *found[to + len(new) :]] == entries

    return draft.proved([edit], is_asked, written)


def remove_line(text: str, line: int) -> Change:
    """Takes out a line with all that stands under it. Comments on lines of their own above it stay."""
    draft = Draft(text)
    found = draft.at(line, "what is to be taken out")
    at, count = _place(draft, found)
    entries = draft.entries()
    return draft.changed([_cut(draft, found)], entries[:at] + entries[at + count :])


def move_line(text: str, line: int, *, under: int | None = None, before: int | None = None) -> Change:
    """Moves a line with all under it before another, or to the end of the block under one, or of the text."""
    draft = Draft(text)
    found = draft.at(line, "what is to be moved")
    target = _target(draft, under, before)
    at, count = _place(draft, found)
    if any(one in (target.parent, target.anchor) for one in draft.lines[at : at + count]):
        raise IntoItself
    start, end = _whole_lines(draft, found)
    moved = _deeper(draft.text[start:end].rstrip("\n"), _indent(target.parent) - found.indent)
    above, below = _blank_lines(draft, moved, target)
    entries, to = draft.entries(), _entry_place(draft, target)
    deeper = _depth(draft, target) - draft.depths[at]
    block = [replace(one, depth=one.depth + deeper) for one in entries[at : at + count]]
    rest = [*entries[:at], *entries[at + count :]]
    to -= count * (to > at)
    expected = [*rest[:to], *block, *rest[to:]]
    return draft.changed([_cut(draft, found), _insertion(draft, target, above + moved + below)], expected, moved)


def _target(draft: Draft, under: int | None, before: int | None) -> _Target:
    if before is not None:
        anchor = draft.at(before, "what it is to stand above")
        return _Target(draft.parent_of(anchor), anchor)
    return _Target(draft.at(under, "what has a block") if under is not None else None, None)


def _place(draft: Draft, line: Line) -> tuple[int, int]:
    """Which line it is of all, and how many it is with its block."""
    return draft.lines.index(line), sum(1 for _ in line.with_depths())


def _depth(draft: Draft, target: _Target) -> int:
    return draft.depths[draft.lines.index(target.parent)] + 1 if target.parent else 0


def _entry_place(draft: Draft, target: _Target) -> int:
    if target.anchor:
        return draft.lines.index(target.anchor)
    return sum(_place(draft, target.parent)) if target.parent else len(draft.lines)


def _indent(parent: Line | None) -> int:
    if parent is None:
        return 0
    return parent.block[0].indent if parent.block else parent.indent + LEVEL


def _deeper(lines: str, by: int) -> str:
    return re.sub(r"^ *(?=\S)", lambda blank: " " * max(0, len(blank[0]) + by), lines, flags=re.MULTILINE)


def _whole_lines(draft: Draft, line: Line) -> tuple[int, int]:
    """From the beginning of its first line to that of the line after it; a comment that begins behind it goes along."""
    start = draft.text.rfind("\n", 0, line.start) + 1
    return start, _line_after(draft, max(line.last_end, line.code_end))


def _line_after(draft: Draft, offset: int) -> int:
    end = re.compile(r"(?:[^\n/]|/(?!\*)|/\*.*?(?:\*/|\Z))*\n?", re.DOTALL).match(draft.text, offset)
    return end.end() if end else len(draft.text)


def _cut(draft: Draft, line: Line) -> TextEdit:
    start, end = _whole_lines(draft, line)
    is_between_blank_lines = draft.text[:start].endswith("\n\n") or not start
    if is_between_blank_lines and draft.text.startswith("\n", end):
        end += 1
    return TextEdit(draft.sheet.span(start, end), "")


def _insertion(draft: Draft, target: _Target, lines: str) -> TextEdit:
    if target.anchor:
        at = draft.text.rfind("\n", 0, target.anchor.start) + 1
    elif target.parent:
        at = _line_after(draft, max(target.parent.last_end, target.parent.code_end))
    else:
        at = len(draft.text)
    is_after_a_line = not at or draft.text[at - 1] == "\n"
    return TextEdit(draft.sheet.span(at, at), f"{'' if is_after_a_line else chr(10)}{lines}\n")


def _blank_lines(draft: Draft, block: str, target: _Target) -> tuple[str, str]:
    """The blank lines between statements: none between two lets, one around all that has a block."""
    if target.parent or not draft.lines:
        return "", ""
    word = block.split(maxsplit=1)[0] if block.split() else ""
    is_alone = word in _LONE and "\n" not in block
    other = target.anchor or draft.sheet.lines[-1]
    if is_alone and other.rule == word:
        return "", ""
    return ("", "\n") if target.anchor else ("" if draft.text.endswith("\n\n") else "\n", "")


def _aligned(draft: Draft, block: str, parent: Line | None) -> str:
    """A field with its arrow, a row with its bars below those of the block that it comes into."""
    field = _FIELD.match(block)
    if parent is None:
        return block
    if parent.rule == "decide" and block.startswith("|") and "\n" not in block:
        return _row_like(draft, block, parent)
    if field:
        arrows = [draft.words(one)[1].start - one.start for one in parent.block if one.rule in ("field", "text")]
        return field[1].ljust(max(arrows, default=0) - 1) + " <- " + block[field.end() :]
    return block


def _row_like(draft: Draft, block: str, decide: Line) -> str:
    heading = next((one for one in decide.block if one.rule == "heading"), None)
    bars = [word.start for word in draft.words(heading) if word.type == "VBAR"] if heading else []
    cells = cut_into_lines(block).mask.split("|")[1:-1]
    if len(cells) != len(bars) - 1:
        return block
    at, written = 1, []
    for cell, (one, other) in zip(cells, pairwise(bars), strict=True):
        written.append(block[at : at + len(cell)].strip().ljust(other - one - 3))
        at += len(cell) + 1
    return f"| {' | '.join(written)} |{block[at:]}"
