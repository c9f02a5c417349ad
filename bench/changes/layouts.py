"""Layouts of text and HTML bodies: templates, and how a sheet is written by them."""

import html
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, groupby
from typing import Any

from bench.changes.sheets import Element, Entry, Heading, Section, Sheet

_TEXT_TOP = "{banner}\n\n{title}\n{words_reference}: {reference}\n{words_submitted}: {submitted}\n"
_TEXT_BOTTOM = "\n{disclaimer}\n"


@dataclass(frozen=True, slots=True)
class Table:
    """How a group is written as a table: labels in a head, an element a row; turned, elements in the head."""

    open: str
    head: str
    row: str
    cell: str
    close: str
    is_turned: bool = False


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
    empty: str = ""  #: for questions without an answer, where they stand otherwise
    across: int = 1  #: how many questions stand side by side
    row: str = "{entries}"  #: around those; `{heads}` stands for their labels, where these stand apart
    head: str = ""  #: one of these labels
    element_end: str = ""
    group: Table | None = None
    top: str = _TEXT_TOP
    bottom: str = _TEXT_BOTTOM
    wrap: int = 0  #: letters a line; 0: as long as it is
    hang: int = 0  #: blanks before what was wrapped
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
    """One sheet being written: it counts the sections, the questions, and the questions of each section."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.numbers, self.sections, self.parts = count(1), 0, count(1)
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
        width, hang = self.layout.wrap, " " * self.layout.hang
        if not width or len(line) <= width:
            return [line]
        return textwrap.wrap(line, width, subsequent_indent=hang, break_on_hyphens=False) or [""]

    def _section(self, section: Section) -> Iterator[str]:
        title = self._shown(section.title)
        self.sections, self.parts = self.sections + 1, count(1)
        if self.layout.section and section.title:
            names = {"section": title, "SECTION": title.upper(), **_rules(title)}
            yield self.layout.section.format(s=self.sections, rows=_rows(section), **names)
        for is_group, parts in groupby(section.parts, lambda part: isinstance(part, Element)):
            elements = [part for part in parts if isinstance(part, Element)] if is_group else []
            if elements and self.layout.group:
                yield "".join(self._table(elements, self.layout.group))
            elif is_group:
                yield from (piece for element in elements for piece in self._element(element))
            else:
                yield from self._entries([part for part in parts if isinstance(part, Entry)])

    def _element(self, element: Element) -> Iterator[str]:
        yield self.layout.element.format(item=self._shown(element.item), k=element.number, count=element.count)
        yield from self._entries(element.entries)
        if self.layout.element_end:
            yield self.layout.element_end

    def _entries(self, entries: Sequence[Entry]) -> Iterator[str]:
        shown = [entry for entry in entries if entry.text or self.layout.blank is not None]
        for at in range(0, len(shown), self.layout.across):
            beside = shown[at : at + self.layout.across]
            heads = (self.layout.head.format(label=self._shown(entry.label)) for entry in beside)
            yield self.layout.row.format(entries="".join(map(self._entry, beside)), heads="".join(heads))

    def _entry(self, entry: Entry) -> str:
        template = self.layout.story if self.layout.story and entry.is_story else self.layout.entry
        template = self.layout.empty if self.layout.empty and not entry.text else template
        label, answer = self._shown(entry.label), self._answer(entry)
        names = {"label": label, "LABEL": label.upper(), "asked": _asked(label), "key": _key(label), **_rules(label)}
        numbers = {"n": next(self.numbers), "s": self.sections, "m": next(self.parts)}
        made = template.format(answer=answer, **names, **numbers)
        if entry.text or self.layout.is_html or self.layout.across > 1:
            return made
        return "\n".join(line.rstrip() for line in made.split("\n"))

    def _answer(self, entry: Entry) -> str:
        if not entry.text:
            return self.layout.blank or ""
        return self._shown(entry.text).replace("\n", self.layout.line_break.format(space=""))

    def _table(self, elements: list[Element], table: Table) -> Iterator[str]:
        yield table.open
        labels = [self._shown(entry.label) for entry in elements[0].entries]
        if table.is_turned:
            yield from (table.head.format(item=self._shown(one.item), k=one.number) for one in elements)
        else:
            yield from (table.head.format(label=label) for label in labels)
        answers = [[self._answer(entry) for entry in element.entries] for element in elements]
        for number, row in enumerate(zip(*answers, strict=True) if table.is_turned else answers):
            yield table.row.format(label=labels[number] if table.is_turned else "", k=number + 1)
            yield from (table.cell.format(answer=answer) for answer in row)
        yield table.close

    def _shown(self, text: str) -> str:
        return html.escape(text) if self.layout.is_html else text


def _rules(text: str) -> Mapping[str, str]:
    """Rows of marks as long as the text."""
    return {"rule": "-" * len(text), "double": "=" * len(text)}


def _asked(label: str) -> str:
    """The label with a colon, unless it ends in a mark of its own."""
    return label if label.endswith(("?", ".", ")")) else f"{label}:"


def _key(label: str) -> str:
    """The label as programs name a field."""
    return "_".join(re.findall(r"\w+", label.lower()))


def _rows(section: Section) -> int:
    """How many rows a section has where each question and each element's heading has one."""
    return sum(1 + len(part.entries) if isinstance(part, Element) else 1 for part in section.parts)
