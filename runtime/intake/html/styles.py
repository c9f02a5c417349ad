"""What an element and those around it make of the text in it: its looks, and whether a page shows it at all."""

import re
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from runtime.intake.witness.lines import Piece

_BOLD = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6", "label", "legend"})
_LESSER = frozenset({"small", "i", "em", "sub", "sup"})
_KEEPS_BREAKS = frozenset({"pre", "textarea"})
_LONGEST_STYLE = 400
_LONGEST_PATH = 24

_NOTHING = re.compile(
    r"(?<![-\w])(?:display:none|visibility:(?:hidden|collapse)|mso-hide:all|opacity:0*\.?0*(?![.\d]))"
)
_NO_HEIGHT = re.compile(r"(?<![-\w])(?:max-)?(?:height|width):0(?![.\d])")
_FONT_SIZE = re.compile(r"(?<![-\w])font-size:([\d.]+)")
_WEIGHT = re.compile(r"(?<![-\w])font-weight:(\w+)")
_BOLD_WEIGHTS = frozenset({"bold", "bolder", "600", "700", "800", "900"})


@dataclass(frozen=True, slots=True)
class Looks:
    """How a text looks, as far as a page without its style sheet tells: bold, and styled by which elements around."""

    bold: bool = False
    path: tuple[str, ...] = ()  #: class and style of each element around that has any, the outermost first

    def is_plain_beside(self, other: "Looks") -> bool:
        """Whether it has nothing that the other has not got too."""
        return self.bold <= other.bold and self.path == other.path[: len(self.path)]


@dataclass(frozen=True, slots=True)
class Style:
    """What text inside an element inherits."""

    looks: Looks = Looks()
    piece: Piece | None = None  #: as the structure proves it; None where only looks can tell
    column: int = 0  #: of the innermost table around; 0 outside tables
    keeps_breaks: bool = False
    is_hidden: bool = False
    has_no_size: bool = False  #: a font of size nought hides the text, until an element inside gives it a size

    def proved(self, piece: Piece | None) -> "Style":
        """The style inside a part whose structure proves what it is; what is proved around it stays."""
        return self if piece is None or self.piece is not None else replace(self, piece=piece)


def dressed(node: LexborNode, outer: Style) -> Style:
    """The style inside an element that stands inside the outer style."""
    tag, attributes = node.tag or "", node.attributes
    style = outer
    if tag in _BOLD and not outer.looks.bold:
        style = replace(style, looks=replace(style.looks, bold=True))
    if tag in _LESSER:
        style = replace(style, looks=Looks(style.looks.bold, (*style.looks.path, tag)[:_LONGEST_PATH]))
    if tag in _KEEPS_BREAKS:
        style = replace(style, keeps_breaks=True)
    return _attributed(attributes, style) if attributes else style


def is_hidden(node: LexborNode) -> bool:
    """Whether an element hides all that is in it, whatever stands around it."""
    return dressed(node, Style()).is_hidden


def sized(node: LexborNode, outer: Style) -> Style:
    """The outer style with the size of text that an element gives, whose own looks tell nothing."""
    return replace(outer, has_no_size=dressed(node, outer).has_no_size)


def _attributed(attributes: dict[str, str | None], style: Style) -> Style:
    css = re.sub(r"\s", "", attributes.get("style") or "")[:_LONGEST_STYLE].lower()
    mark = f"{attributes.get('class') or ''}|{css}|{attributes.get('color') or ''}"
    weight, size = _WEIGHT.search(css), _FONT_SIZE.search(css)
    path = style.looks.path
    return replace(
        style,
        looks=Looks(
            weight[1] in _BOLD_WEIGHTS if weight else style.looks.bold,
            (*path, mark) if mark != "||" and len(path) < _LONGEST_PATH else path,
        ),
        keeps_breaks=style.keeps_breaks or "white-space:pre" in css,
        is_hidden=style.is_hidden or "hidden" in attributes or _hides(css),
        has_no_size=not size[1].strip("0.") if size else style.has_no_size,
    )


def _hides(css: str) -> bool:
    return bool(_NOTHING.search(css)) or ("overflow:hidden" in css and bool(_NO_HEIGHT.search(css)))
