"""PDFs of forms in many looks, drawn for the tests."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

PLAIN = ParagraphStyle("plain", fontName="Helvetica", fontSize=9, leading=12)
BOLD = ParagraphStyle("bold", parent=PLAIN, fontName="Helvetica-Bold")
GREY = ParagraphStyle("grey", parent=PLAIN, textColor=colors.grey)
SERIF = ParagraphStyle("serif", parent=PLAIN, fontName="Times-Roman", fontSize=11, leading=14)
LARGE = ParagraphStyle("large", parent=PLAIN, fontName="Helvetica-Bold", fontSize=14, leading=18, spaceBefore=10)

Asked = tuple[str, str]
Section = tuple[str, Sequence[Asked]]


@dataclass(frozen=True, slots=True)
class TableLook:
    """A form in two columns."""

    label: ParagraphStyle = PLAIN
    answer: ParagraphStyle = PLAIN
    heading: ParagraphStyle = LARGE
    widths: tuple[float, float] = (180, 300)
    style: tuple[Any, ...] = ()  #: of the table


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands at the top and bottom of every page."""

    head: str = ""
    foot: str = ""  #: {page} and {pages} are filled in


def document(story: Sequence[Flowable], furniture: Furniture | None = None) -> bytes:
    """The PDF of a story; footers that count pages need it to be set twice."""
    pages = _set(story, furniture or Furniture(), 0)[1] if furniture else 0
    return _set(story, furniture or Furniture(), pages)[0]


def table_form(sections: Sequence[Section], look: TableLook, furniture: Furniture | None = None) -> bytes:
    """Every section a heading and a table of labels and answers."""
    story: list[Flowable] = []
    for heading, asked in sections:
        rows = [[_paragraphs(label, look.label), _paragraphs(answer, look.answer)] for label, answer in asked]
        table = Table(rows, colWidths=look.widths, style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *look.style])
        story += [Paragraph(heading, look.heading), table]
    return document(story, furniture)


def stacked_form(sections: Sequence[Section], label: ParagraphStyle, answer: ParagraphStyle) -> bytes:
    """Every question above its answer."""
    story: list[Flowable] = []
    for heading, asked in sections:
        story.append(Paragraph(heading, LARGE))
        for question, text in asked:
            story += [Spacer(1, 6), Paragraph(question, label), *_paragraphs(text, answer)]
    return document(story)


def lines_form(lines: Sequence[str], font: str = "Courier") -> bytes:
    """Lines of one font, as a text file is printed."""
    content = BytesIO()
    canvas = Canvas(content, A4)
    text = canvas.beginText(50, 780)
    text.setFont(font, 10, 13)
    text.textLines("\n".join(lines))
    canvas.drawText(text)
    canvas.save()
    return content.getvalue()


def _paragraphs(text: str, style: ParagraphStyle) -> list[Flowable]:
    return [Paragraph(one, style) for one in text.split("\n")] if text else [Spacer(1, style.leading)]


def _set(story: Sequence[Flowable], furniture: Furniture, pages: int) -> tuple[bytes, int]:
    content = BytesIO()
    template = SimpleDocTemplate(content, pagesize=A4)

    def draw(canvas: Canvas, _: object) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 810, furniture.head)
        canvas.drawString(280, 30, furniture.foot.format(page=canvas.getPageNumber(), pages=pages))

    template.build(deepcopy(list(story)), onFirstPage=draw, onLaterPages=draw)
    return content.getvalue(), template.page
