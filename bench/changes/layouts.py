"""Layouts of text and HTML bodies: templates, and how a sheet is written by them."""

import html
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count, groupby
from typing import Any

from bench.changes.sheets import Element, Entry, Heading, Section, Sheet

_TEXT_TOP = "{banner}\n\n{title}\n{words_reference}: {reference}\n{words_submitted}: {submitted}\n"
_TEXT_BOTTOM = "\n{disclaimer}\n"


@dataclass(frozen=True, slots=True)
class Table:
    """How a group is written as a table: labels in a head, an element a row."""

    open: str
    head: str
    row: str
    cell: str
    close: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Templates for str.format, with the names that `_entry`, `_section` and `_element` give."""

    name: str
    family: str
    medium: str
    section: str
    entry: str
    element: str
    line_break: str = "\n"  #: between the lines of one answer
    blank: str | None = ""  #: what stands for no answer; None: the question is left out
    story: str = ""  #: for answers of several lines or many words, where they stand otherwise
    group: Table | None = None
    top: str = _TEXT_TOP
    bottom: str = _TEXT_BOTTOM
    wrap: int = 0  #: letters a line; 0: as long as it is
    mark: str = ""  #: before each line, as mail programs mark what they quote
    above: str = ""  #: what somebody wrote above the form

    @property
    def is_html(self) -> bool:
        """Whether this is written as HTML."""
        return self.medium == "html"


def layout_of(described: Mapping[str, Any]) -> Layout:
    """The layout that stands in a file of data/."""
    given = {("line_break" if name == "break" else name): value for name, value in described.items()}
    return Layout(**given | {"group": Table(**given["group"])} if "group" in given else given)


def written(sheet: Sheet, heading: Heading, layout: Layout) -> str:
    """The sheet as text or HTML."""
    return _Writer(layout).whole(sheet, heading)


class _Writer:
    """One sheet being written: it counts the questions."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.numbers = count(1)
        self.glue = "\n" if not layout.is_html else ""

    def whole(self, sheet: Sheet, heading: Heading) -> str:
        facts = {name: self._shown(value) for name, value in heading.facts().items()}
        pieces = [self.layout.top.format(**facts)]
        for section in sheet.sections:
            pieces.extend(self._section(section))
        pieces.append(self.layout.bottom.format(**facts))
        text = self.glue.join(pieces)
        if self.layout.is_html:
            return f"<!DOCTYPE html><html><body>{self.layout.above}{text}</body></html>"
        lines = (self.layout.mark + line for whole in text.split("\n") for line in self._wrapped(whole))
        return self.layout.above + "\n".join(lines)

    def _wrapped(self, line: str) -> list[str]:
        width = self.layout.wrap
        return textwrap.wrap(line, width, break_on_hyphens=False) or [""] if width and len(line) > width else [line]

    def _section(self, section: Section) -> Iterator[str]:
        title = self._shown(section.title)
        rules = {"rule": "-" * len(title), "double": "=" * len(title)}
        if self.layout.section and section.title:
            yield self.layout.section.format(section=title, SECTION=title.upper(), **rules)
        for is_group, parts in groupby(section.parts, lambda part: isinstance(part, Element)):
            elements = [part for part in parts if isinstance(part, Element)] if is_group else []
            if elements and self.layout.group:
                yield "".join(self._table(elements, self.layout.group))
            else:
                yield from (piece for part in (elements or parts) for piece in self._part(part))

    def _part(self, part: Entry | Element) -> Iterator[str]:
        if isinstance(part, Element):
            yield self.layout.element.format(item=self._shown(part.item), k=part.number, count=part.count)
            for entry in part.entries:
                yield from self._part(entry)
        elif part.text or self.layout.blank is not None:
            yield self._entry(part)

    def _entry(self, entry: Entry) -> str:
        template = self.layout.story if self.layout.story and entry.is_story else self.layout.entry
        label, answer = self._shown(entry.label), self._answer(entry)
        made = template.format(label=label, LABEL=label.upper(), answer=answer, n=next(self.numbers))
        return made if entry.text or self.layout.is_html else "\n".join(line.rstrip() for line in made.split("\n"))

    def _answer(self, entry: Entry) -> str:
        if not entry.text:
            return self.layout.blank or ""
        return self._shown(entry.text).replace("\n", self.layout.line_break.format(space=""))

    def _table(self, elements: list[Element], table: Table) -> Iterator[str]:
        yield table.open
        yield from (table.head.format(label=self._shown(entry.label)) for entry in elements[0].entries)
        for element in elements:
            yield table.row
            yield from (table.cell.format(answer=self._answer(entry)) for entry in element.entries)
        yield table.close

    def _shown(self, text: str) -> str:
        return html.escape(text) if self.layout.is_html else text
