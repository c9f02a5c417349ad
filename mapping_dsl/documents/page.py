"""Documents as web pages that print well, and as the inside of one."""

import re
from collections.abc import Sequence
from html import escape
from typing import Final

from mapping_dsl.documents.document import SIGNED, Block, Bullets, Document, Grid, Heading, Paragraph, Signatures

_CODE: Final = re.compile(r"`([^`]+)`")
_STYLE: Final = """
body { font: 11pt/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #0b0c0c }
h1 { font-size: 1.8em } h2 { font-size: 1.35em; margin-top: 2em } h3 { font-size: 1.1em; margin-top: 1.5em }
table { border-collapse: collapse; width: 100%; margin: .75em 0 }
caption { text-align: left; font-weight: bold; padding: .25em 0 }
th, td { border: 1px solid #b1b4b6; padding: .35em .5em; text-align: left; vertical-align: top }
th { background: #f3f2f1 } code { font-size: .9em; background: #f3f2f1; padding: 0 .2em }
.to-fill { border-left: 4px solid #f47738; padding-left: .6em; background: #fef6ee }
.signatures td { height: 2.6em } footer { margin-top: 3em; color: #505a5f; font-size: .85em; overflow-wrap: anywhere }
@media print { body { margin: 0; max-width: none } tr, .signatures { break-inside: avoid }
  thead { display: table-header-group } h2, h3 { break-after: avoid } }
"""


def write_page(document: Document) -> bytes:
    """A whole page that needs nothing else: no script, no other file."""
    title = escape(document.title)
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    body = body_of(document)
    return f'<!DOCTYPE html>\n<html lang="en">\n<head>{head}</head>\n<body>\n{body}</body>\n</html>\n'.encode()


def body_of(document: Document) -> str:
    """The document as HTML, every text of it escaped."""
    blocks = "\n".join(_block(one) for one in document.blocks)
    return f"<h1>{escape(document.title)}</h1>\n{blocks}\n<footer>{escape(document.identity)}</footer>\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level + 1}>{_text(text)}</h{level + 1}>"
        case Paragraph(text, True):
            return f'<p class="to-fill"><b>To be filled in:</b> {_text(text)}</p>'
        case Paragraph(text):
            return f"<p>{_text(text)}</p>"
        case Bullets(points):
            return f"<ul>{''.join(f'<li>{_text(point)}</li>' for point in points)}</ul>"
        case Grid(headings, rows, caption):
            return _table(headings, rows, caption)
        case Signatures(roles):
            return _table(SIGNED, [(role, "", "", "") for role in roles], "", "signatures")


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], caption: str, style: str = "") -> str:
    head = "".join(f'<th scope="col">{_text(one)}</th>' for one in headings)
    body = "\n".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in rows)
    title = f"<caption>{_text(caption)}</caption>" if caption else ""
    attribute = f' class="{style}"' if style else ""
    return f"<table{attribute}>{title}<thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"


def _text(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(text)).replace("\n", "<br>")
