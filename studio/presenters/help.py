"""Help as pages show it: how-tos and reference of docs/, cut at their headings, and what of them answers a search."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

from markupsafe import Markup

DOCS: Final = Path(__file__).parents[2] / "docs"
#: the pages of help, as addresses and files name them, with what stands in their lists
HOW_TOS: Final = {
    "an-answer-in-doubt": "An answer in doubt: what an operator does",
    "many-held-at-once": "Many held at once: what a supervisor does",
    "a-form-has-changed": "A form has changed: what an analyst does",
    "forms-and-layouts": "Forms and layouts: taking in new ones",
}
REFERENCE: Final = {
    "language": "The mapping language: statements, functions, codes of problems",
    "feel": "Expressions: FEEL, its operators and functions",
}
PAGES: Final = {**HOW_TOS, **REFERENCE}
MOST_FOUND: Final = 40

_HEADING: Final = re.compile(r"(#{1,4}) (.+)")
_INLINE: Final = re.compile(r"`` ?(.+?) ?``|`([^`]+)`|\[([^\]]+)\]\(([^)]+)\)")
_CELL_END: Final = re.compile(r"(?<!\\)\|")
_CODE_WORD: Final = re.compile(r"[a-z]+(?:-[a-z]+)+")
_CODE_BLOCK: Final = re.compile(r'<pre.*?</pre>|<p class="govuk-body">Mended:</p>', re.DOTALL)
_LINK: Final = re.compile(rf"(?:\.\./[\w-]+/)?({'|'.join(PAGES)})\.md(#[\w-]+)?")


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a page under one heading."""

    title: str
    level: int
    anchor: str
    body: Markup
    words: str = field(repr=False)  #: everything in it in small letters, for the search


@dataclass(frozen=True, slots=True)
class Found:
    """A section that answers a search."""

    title: str
    page: str
    address: str
    excerpt: str


@cache
def sections_of(page: str) -> tuple[Section, ...]:
    """The sections of a page of PAGES, in its order; the first holds the page's own title."""
    folder = DOCS / ("how-to" if page in HOW_TOS else "reference")
    text = (folder / f"{page}.md").read_text(encoding="utf-8")
    taken: dict[str, int] = {}
    return tuple(_section(lines, taken) for lines in _at_headings(text.splitlines()))


def found(search: str) -> list[Found]:
    """Sections that hold every word of the search: the one of that very name, then those that say most of it, and
    codes of problems last."""
    wanted = search.lower().split()
    hits = [
        (page, section)
        for page in PAGES
        for section in sections_of(page)
        if wanted and all(word in section.words for word in wanted)
    ]
    hits.sort(key=lambda hit: _rank(hit[1], wanted))
    return [
        Found(one.title, PAGES[page].partition(":")[0], f"/help/{page}#{one.anchor}", _excerpt(one, wanted[0]))
        for page, one in hits[:MOST_FOUND]
    ]


def _rank(section: Section, wanted: Sequence[str]) -> tuple[bool, bool, bool, int]:
    title = section.title.lower()
    is_code = bool(_CODE_WORD.fullmatch(title))
    is_in_title = all(word in title for word in wanted)
    return title.split() != list(wanted), is_code, not is_in_title, -section.words.count(" ".join(wanted))


def _at_headings(lines: Sequence[str]) -> Iterator[list[str]]:
    section: list[str] = []
    is_code = False
    for line in lines:
        is_code ^= line.startswith("```")
        if not is_code and _HEADING.fullmatch(line) and section:
            yield section
            section = []
        if not line.startswith("<!--"):
            section.append(line)
    yield section


def _section(lines: Sequence[str], taken: dict[str, int]) -> Section:
    heading = _HEADING.fullmatch(lines[0])
    level, title = (len(heading[1]), heading[2]) if heading else (1, lines[0])
    anchor = re.sub(r"[^\w-]+", "-", title.lower()).strip("-")
    # FEEL has functions of a name that is also a section's: the second is told apart.
    taken[anchor] = taken.get(anchor, 0) + 1
    anchor = anchor if taken[anchor] == 1 else f"{anchor}-{taken[anchor]}"
    words = " ".join(lines).lower()
    return Section(title, level, anchor, Markup("\n".join(_blocks(lines[1:]))), words)


def _blocks(lines: Sequence[str]) -> Iterator[str]:
    """The HTML of Markdown as the reference pages are written: code, tables, points and paragraphs."""
    for kind, group in groupby(_with_kinds(lines), key=itemgetter(0)):
        together = [line for _, line in group]
        match kind:
            case "code":
                yield f'<pre class="app-code" tabindex="0"><code>{escape(chr(10).join(together))}</code></pre>'
            case "table":
                yield _table(together)
            case "point":
                points = "".join(f"<li>{_inline(line[2:])}</li>" for line in together)
                yield f'<ul class="govuk-list govuk-list--bullet">{points}</ul>'
            case "text":
                yield f'<p class="govuk-body">{_inline(" ".join(together))}</p>'


def _with_kinds(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    is_code = False
    for line in lines:
        if line.startswith("```"):
            is_code = not is_code
            yield "fence", line
        elif is_code:
            yield "code", line
        elif line.startswith("|"):
            yield "table", line
        else:
            yield ("point" if line.startswith("- ") else "text" if line.strip() else "blank"), line


def _table(lines: Sequence[str]) -> str:
    head, _, *rows = ([cell.strip().replace(r"\|", "|") for cell in _CELL_END.split(line)[1:-1]] for line in lines)
    headings = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in head)
    body = "".join(_row(row) for row in rows)
    scroll = f'<div class="app-scroll" tabindex="0" role="region" aria-label="{escape(", ".join(head))}">'
    table = f'<table class="app-table"><thead><tr>{headings}</tr></thead><tbody>{body}</tbody></table>'
    return f"{scroll}{table}</div>"


def _row(cells: Sequence[str]) -> str:
    """A row; one that begins with a problem's code can be linked to."""
    anchor = f' id="{cells[0]}"' if _CODE_WORD.fullmatch(cells[0]) else ""
    return f"<tr{anchor}>{''.join(f'<td>{_inline(cell)}</td>' for cell in cells)}</tr>"


def _inline(text: str) -> str:
    """A line's code and links; every other character of it as it is."""
    done, pieces = 0, []
    for one in _INLINE.finditer(text):
        pieces.append(escape(text[done : one.start()]))
        code, words, target = one[1] or one[2], one[3], one[4]
        pieces.append(
            f"<code>{escape(code)}</code>"
            if code
            else f'<a class="govuk-link" href="{_to(target)}">{escape(words)}</a>'
        )
        done = one.end()
    return "".join([*pieces, escape(text[done:])])


def _to(target: str) -> str:
    """Where a link of the page leads here; one that leads out of help stays as it is."""
    link = _LINK.fullmatch(target)
    return f"/help/{link[1]}{link[2] or ''}" if link else escape(target)


def _excerpt(section: Section, word: str) -> str:
    text = Markup(_CODE_BLOCK.sub("", section.body)).striptags()
    at = max(text.lower().find(word) - 60, 0)
    return ("…" if at else "") + text[at : at + 160] + ("…" if at + 160 < len(text) else "")
