"""How services write a form down, as data, and the text of a mail as the lines that such a layout has."""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from runtime.intake.lines import Line, running

MAX_LINES = 40_000
MAX_HTML_CHARACTERS = 1_000_000
MAX_QUOTATIONS = 5

_QUOTED = re.compile(r" {0,3}> ?")
_BLOCKS = frozenset(
    """address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header
    hr html li main nav ol p pre section table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript"})
_FARTHEST_BLOCK = 50


@dataclass(frozen=True, slots=True)
class Layout:
    """One way in which a service writes a form down as lines."""

    separator: str = ":"  #: stands between a question and its answer
    underlines: str = "-=~_"  #: a line of one of these makes a heading of the line above
    element: re.Pattern[str] = field(
        default=re.compile(r"\[?\s*(?P<item>\D{1,60}?)\s+(?P<place>\d{1,4}) (?:of|o) (?P<count>\d{1,4})\s*\]?")
    )  #: opens one element of a group
    reference_labels: tuple[str, ...] = ("Reference", "Cyfeirnod")
    submitted_labels: tuple[str, ...] = ("Submitted", "Cyflwynwyd")
    signature: str = "--"  #: a line of its own, after which nothing belongs to the form (RFC 3676, 4.3)

    def is_underline(self, line: str) -> bool:
        """Whether a line does nothing but underline."""
        return len(line) > 2 and line[0] in self.underlines and line.count(line[0]) == len(line)


ORDINARY = Layout()


def plain_lines(text: str) -> tuple[Line, ...]:
    """The lines of a plain text, without the marks of a mail that was forwarded or answered whole."""
    lines = text.split("\n", MAX_LINES)[:MAX_LINES]
    for _ in range(MAX_QUOTATIONS):
        written = [line for line in lines if line.strip()]
        if 2 * sum(map(bool, map(_QUOTED.match, written))) <= len(written):
            break
        lines = [_QUOTED.sub("", line, count=1) for line in lines]
    return running(lines)


def html_lines(html: str) -> tuple[Line, ...]:
    """The lines that an HTML page shows, written as the ordinary layout writes them.

    Terms and their definitions become "label: answer", headings are underlined.
    """
    tree = LexborHTMLParser(html[:MAX_HTML_CHARACTERS])
    writer = _LineWriter()
    for node in tree.root.traverse(include_text=True) if tree.root else ():
        writer.add(node)
        if len(writer.lines) > MAX_LINES:
            break
    return running([line.strip() for line in writer.lines])


class _LineWriter:
    """Puts an HTML tree's nodes, as they come in the order of the text, on lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._block: LexborNode | None = None
        self._silent = False

    def add(self, node: LexborNode) -> None:
        """Takes the next node: text is written, `br` and blocks begin a line."""
        if node.tag == "br":
            self.lines.append("")
        elif node.tag == "dd":
            self._open_definition()
        elif node.tag == "-text":
            self._write(node)

    def _open_definition(self) -> None:
        if self.lines and self._block is not None and self._block.tag == "dt":
            self.lines[-1] += ": "

    def _write(self, node: LexborNode) -> None:
        text = node.text_content or ""
        block = _block_around(node)
        if block is None or not text.strip():
            return
        if self._block is None or block.mem_id != self._block.mem_id:
            self._begin(block)
        shown = re.sub(r"\s+", " ", text)
        self.lines[-1] += shown if self.lines[-1] else shown.lstrip()

    def _begin(self, block: LexborNode) -> None:
        before, self._block = self._block, block
        if before is not None and before.tag in _HEADINGS:
            self.lines.append("-" * max(3, len(self.lines[-1])))
        if not (before is not None and (before.tag, block.tag) == ("dt", "dd")):
            self.lines += ["", ""] if block.tag in _HEADINGS else [""]


def _block_around(node: LexborNode) -> LexborNode | None:
    """The nearest block that a text stands in, None for text that a page does not show."""
    around = node.parent
    for _ in range(_FARTHEST_BLOCK):
        if around is None or around.tag in _BLOCKS:
            return around
        if around.tag in _SILENT:
            return None
        around = around.parent
    return around
