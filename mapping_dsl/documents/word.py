"""Documents as Word files."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from mapping_dsl.documents.document import SIGNED, Block, Bullets, Document, Grid, Heading, Paragraph, Signatures
from mapping_dsl.exchange.tables import xml_text

_TO_FILL: Final = RGBColor(0xB5, 0x4A, 0x00)
_UNDATED: Final = datetime(2000, 1, 1)  #: the same mapping makes the same document; its hash says which it was


def write_word(document: Document) -> bytes:
    """The document as .docx, landscape, for its tables are wide."""
    file: Any = docx.Document()
    file.core_properties.title = xml_text(document.title)[:255]
    file.core_properties.author = "Mapping Studio"
    file.core_properties.created = file.core_properties.modified = _UNDATED
    section = file.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.footer.paragraphs[0].text = xml_text(document.identity)
    file.styles["Normal"].font.size = Pt(10)
    file.add_heading(xml_text(document.title), 0)
    for block in document.blocks:
        _add(file, block)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _add(file: Any, block: Block) -> None:
    match block:
        case Heading(text, level):
            file.add_heading(xml_text(text), level)
        case Paragraph(text, True):
            paragraph = file.add_paragraph()
            paragraph.add_run("To be filled in: ").bold = True
            paragraph.add_run(xml_text(text)).font.color.rgb = _TO_FILL
        case Paragraph(text):
            file.add_paragraph(xml_text(text))
        case Bullets(points):
            for point in points:
                file.add_paragraph(xml_text(point), style="List Bullet")
        case Grid(headings, rows, caption):
            if caption:
                file.add_paragraph(xml_text(caption)).runs[0].bold = True
            _add_table(file, headings, rows)
        case Signatures(roles):
            _add_table(file, SIGNED, [(role, "", "", "") for role in roles])


def _add_table(file: Any, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = file.add_table(rows=1, cols=len(headings), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        cell.text = xml_text(text)
        cell.paragraphs[0].runs[0].bold = True
    _repeat_on_every_page(table.rows[0])
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = xml_text(text)
    file.add_paragraph()


def _repeat_on_every_page(row: Any) -> None:
    """Word repeats the row above each page that the table goes on to (ECMA-376, 17.4.78)."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)
