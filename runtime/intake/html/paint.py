"""Whether text can be told from what it stands on, by its colour and the colour of its ground."""

import re
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

Colour: TypeAlias = tuple[int, int, int]

_UNTOLD: Final = 8  #: of 255: by how little red, green and blue may differ before nobody sees it
_CLEAR: Final = "transparent"
_COLOUR = re.compile(r"(?<![-\w])color:([^;!]+)")
_GROUND = re.compile(r"(?<![-\w])background(?:-color)?:([^;!]+)")
_HEX = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_PARTS = re.compile(r"rgba?\((\d{1,3}),(\d{1,3}),(\d{1,3})(?:,([\d.]+))?\)")
#: the names that HTML 4.01 has for colours (6.5)
_NAMES: Final[dict[str, Colour]] = {
    "black": (0, 0, 0),
    "silver": (192, 192, 192),
    "gray": (128, 128, 128),
    "white": (255, 255, 255),
    "maroon": (128, 0, 0),
    "red": (255, 0, 0),
    "purple": (128, 0, 128),
    "fuchsia": (255, 0, 255),
    "green": (0, 128, 0),
    "lime": (0, 255, 0),
    "olive": (128, 128, 0),
    "yellow": (255, 255, 0),
    "navy": (0, 0, 128),
    "blue": (0, 0, 255),
    "teal": (0, 128, 128),
    "aqua": (0, 255, 255),
}
WHITE: Final = _NAMES["white"]


@dataclass(frozen=True, slots=True)
class Paint:
    """The colours of text and of what it stands on; None where they cannot be told, as with a picture."""

    ink: Colour | None = _NAMES["black"]
    ground: Colour | None = WHITE
    is_clear: bool = False  #: text without any colour

    @property
    def is_unseen(self) -> bool:
        """Whether the text looks like its ground."""
        if self.ink is None or self.ground is None:
            return self.is_clear
        return self.is_clear or all(
            abs(one - other) <= _UNTOLD for one, other in zip(self.ink, self.ground, strict=True)
        )

    def with_css(self, css: str) -> "Paint":
        """The paint where this stands in `style`, without blanks and in small letters."""
        colour, ground = _COLOUR.search(css), _GROUND.search(css)
        return self.with_ink(colour[1] if colour else "").with_ground(ground[1] if ground else "")

    def with_ink(self, name: str) -> "Paint":
        """The paint with text of another colour; of the same where no colour is named."""
        if not name or name == "inherit":
            return self
        return replace(self, ink=_colour(name), is_clear=_is_clear(name))

    def with_ground(self, name: str) -> "Paint":
        """The paint on another ground; on the same where none is named, or one that can be seen through."""
        if not name or name in ("inherit", "none") or _is_clear(name):
            return self
        return replace(self, ground=_colour(name))


PLAIN: Final = Paint()


def _colour(name: str) -> Colour | None:
    found = _PARTS.fullmatch(name)
    if found:
        return int(found[1]), int(found[2]), int(found[3])
    digits = _HEX.fullmatch(name)
    if not digits:
        return _NAMES.get(name)
    full = digits[1] if len(digits[1]) > 4 else "".join(digit * 2 for digit in digits[1])
    return int(full[:2], 16), int(full[2:4], 16), int(full[4:6], 16)


def _is_clear(name: str) -> bool:
    parts = _PARTS.fullmatch(name)
    return name == _CLEAR or bool(parts and parts[4] and not parts[4].strip("0."))
