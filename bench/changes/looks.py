"""Looks of the PDF that goes with a mail, made with reportlab."""

import html
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table

from bench.changes.sheets import Element, Entry, Heading, Section, Sheet

MARGIN: Final = 45  #: points


@dataclass(frozen=True, slots=True)
class Look:
    """How a PDF shows labels and answers."""

    name: str
    family: str
    columns: int  #: 2: label beside answer; 1: label above it; 0: both in one line
    font: str
    bold: str  #: the labels' font
    size: float  #: points
    ruled: bool
    element: str
    share: float = 0.4  #: of the width, for the labels
    label: str = "{label}"
    indent: float = 0.0  #: of answers below their labels, points
    gap: float = 0.0  #: below each answer, points
    boxed: bool = False  #: with a frame around each question
    label_size: float = 0.0  #: points; 0: as the answers
    label_colour: str = "#000000"
    answer_colour: str = "#000000"
    head: str = ""  #: on each page
    foot: str = ""  #: on each page
    blank: str = ""


_MEASURES: Final = ("size", "share", "indent", "gap", "label_size")


def look_of(described: Mapping[str, Any]) -> Look:
    """The look that stands in a file of data/."""
    given = {name: value for name, value in described.items() if name != "medium"}
    return Look(**given | {name: float(given[name]) for name in _MEASURES if name in given})


def can_show(sheet: Sheet) -> bool:
    """Whether a PDF's own fonts have every letter of it; services leave out what they have not."""
    return all(_is_latin(entry.label + entry.text) for entry in sheet.entries())


def printed(sheet: Sheet, heading: Heading, look: Look) -> bytes:
    """The sheet as a PDF. It says nothing of when and by what it was made, so that equal sheets give equal bytes."""
    file = io.BytesIO()
    width, height = A4
    document = BaseDocTemplate(file, pagesize=A4, title=heading.title, invariant=1)
    frame = Frame(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN)
    facts = heading.facts()

    def dress(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFont(look.font, 7)
        canvas.drawString(MARGIN, height - 30, look.head.format(page=canvas.getPageNumber(), **facts))
        canvas.drawString(MARGIN, 25, look.foot.format(page=canvas.getPageNumber(), **facts))

    document.addPageTemplates([PageTemplate(frames=[frame], onPage=dress)])
    document.build(list(_Printer(look, width - 2 * MARGIN - 12).whole(sheet, heading)))
    return file.getvalue()


class _Printer:
    """Paragraphs and tables of one look."""

    def __init__(self, look: Look, width: float) -> None:
        self.look, self.width, self.numbers = look, width, count(1)
        self.plain = ParagraphStyle("plain", fontName=look.font, fontSize=look.size, leading=look.size * 1.25)
        self.answer = ParagraphStyle("answer", parent=self.plain, leftIndent=look.indent)
        self.answer.textColor = colors.HexColor(look.answer_colour)
        size = look.label_size or look.size
        self.label = ParagraphStyle("label", fontName=look.bold, fontSize=size, leading=size * 1.25)
        self.label.textColor = colors.HexColor(look.label_colour)
        self.heading = ParagraphStyle("heading", parent=self.label, fontSize=look.size * 1.4, leading=look.size * 2)

    def whole(self, sheet: Sheet, heading: Heading) -> Iterator[Flowable]:
        yield Paragraph(html.escape(heading.title), self.heading)
        for words, fact in zip(heading.words, (heading.reference, heading.submitted), strict=True):
            yield Paragraph(html.escape(f"{words}: {fact}"), self.plain)
        for section in sheet.sections:
            yield from self._section(section)

    def _section(self, section: Section) -> Iterator[Flowable]:
        yield Spacer(0, self.look.size)
        yield Paragraph(html.escape(section.title), self.heading)
        for part in section.parts:
            if isinstance(part, Element):
                title = self.look.element.format(item=part.item, k=part.number, count=part.count)
                yield Paragraph(f"<u>{html.escape(title)}</u>", self.plain)
            for entry in part.entries if isinstance(part, Element) else (part,):
                yield from self._entry(entry)

    def _entry(self, entry: Entry) -> Iterator[Flowable]:
        answer = html.escape(entry.text or self.look.blank).replace("\n", "<br/>")
        words = html.escape(self.look.label.format(label=entry.label, n=next(self.numbers)))
        if not self.look.columns:
            yield Paragraph(f'<font name="{self.look.bold}">{words}</font> {answer}', self.answer)
        else:
            yield self._table(Paragraph(words, self.label), Paragraph(answer, self.answer))
        yield Spacer(0, self.look.gap)

    def _table(self, label: Paragraph, text: Paragraph) -> Table:
        share = self.look.share if self.look.columns > 1 else 1.0
        rows = [[label, text]] if self.look.columns > 1 else [[label], [text]]
        widths = [self.width * share, self.width * (1 - share)][: self.look.columns]
        rule = [("LINEBELOW", (0, -1), (-1, -1), 0.4, colors.grey)] if self.look.ruled else []
        rule += [("BOX", (0, 0), (-1, -1), 0.4, colors.grey)] if self.look.boxed else []
        table = Table(rows, colWidths=widths, splitInRow=1)
        table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 1), *rule])
        return table


def _is_latin(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
