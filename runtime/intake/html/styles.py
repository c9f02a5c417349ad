"""What an element and those around it make of the text in it: its looks, and whether a page shows it at all."""

import re
from dataclasses import dataclass, replace
from typing import Final

from selectolax.lexbor import LexborNode

from runtime.intake.html.paint import PLAIN, Paint
from runtime.intake.witness.lines import Piece

_BOLD = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6", "label", "legend"})
_LESSER = frozenset({"small", "i", "em", "sub", "sup"})
_KEEPS_BREAKS = frozenset({"pre", "textarea"})
_LONGEST_STYLE = 400
_LONGEST_PATH = 24

_NOTHING = re.compile(
    r"(?<![-\w])(?:display:none|visibility:(?:hidden|collapse)|mso-hide:all|opacity:0*\.?0*(?![.\d])|"
    r"text-indent:-\d{3,}|(?:left|top):-\d{3,}|clip:rect\(0|transform:scale\(0\))"
)
_NO_HEIGHT = re.compile(r"(?<![-\w])(?:max-)?(?:height|width):0(?![.\d])")
_FONT_SIZE = re.compile(r"(?<![-\w])font(?:-size)?:([\d.]+)(px|pt|r?em|%)?")
_LEAST_SIZE: Final = {"px": 2.0, "pt": 1.5, "em": 0.1, "rem": 0.1, "%": 10.0}  #: that people can see at all
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
    cell: int = 0  #: the innermost cell, term or definition around, counted; 0 outside such
    keeps_breaks: bool = False
    is_hidden: bool = False
    has_no_size: bool = False  #: a font of next to no size hides the text, until an element inside gives it one
    paint: Paint = PLAIN

    @property
    def is_unseen(self) -> bool:
        """Whether text in it is there, and nobody can see it."""
        return self.has_no_size or self.paint.is_unseen

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
    """The outer style with the size of text and the colours that an element gives, whose own looks tell nothing."""
    inner = dressed(node, outer)
    return replace(outer, has_no_size=inner.has_no_size, paint=inner.paint)


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
        has_no_size=_is_small(size[1], size[2]) if size else style.has_no_size,
        paint=_painted(attributes, css, style.paint),
    )


def _painted(attributes: dict[str, str | None], css: str, outer: Paint) -> Paint:
    """The colours that attributes give; what `style` says goes before the others (CSS 2.2, 6.4.4)."""
    named = {name: (attributes.get(name) or "").strip().lower() for name in ("color", "text", "bgcolor", "background")}
    told = outer.with_ink(named["text"]).with_ink(named["color"]).with_ground(named["bgcolor"])
    return told.with_ground(named["background"]).with_css(css)


def _is_small(number: str, unit: str | None) -> bool:
    size = float(number) if number.count(".") <= 1 and number != "." else 1.0
    return size < _LEAST_SIZE[unit] if unit else not size


def _hides(css: str) -> bool:
    return bool(_NOTHING.search(css)) or ("overflow:hidden" in css and bool(_NO_HEIGHT.search(css)))
