"""Protective markings: the line that says how secret a message is, which no form asks for."""

import re
from typing import Final

#: Government Security Classifications Policy (2023), and its Welsh: OFFICIAL, perhaps with a handling instruction
_MARKING: Final = re.compile(r"[\W_]*(?:OFFICIAL|SECRET|TOP SECRET|SWYDDOGOL|CYFRINACHOL)\b[^.]{0,60}")


def is_marking(text: str) -> bool:
    """Whether a line is a protective marking and nothing more."""
    return _MARKING.fullmatch(text.strip()) is not None
