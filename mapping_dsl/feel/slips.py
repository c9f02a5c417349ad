"""What people write by habit where FEEL writes something else: other languages' signs, a word processor's quotes."""

import re
from dataclasses import dataclass

#: signs of other languages, and what FEEL says instead
SIGNS = {"==": "=", "<>": "!=", "&&": "and", "||": "or"}
_CURLY = re.compile('[“”„]([^“”„"\n]*)[“”"]|‘([^‘’\'\n]*)’')
_SINGLE = re.compile(r"'([^'\n]*)'")


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch of text that is not FEEL, and, where it can be told, what was meant."""

    length: int
    code: str
    message: str
    hint: str
    meant: str | None = None
    is_text: bool = False  #: whether a text in quotes was meant


def slip_at(text: str, start: int) -> Slip:
    """What is wrong at a place where no token of FEEL begins."""
    sign = text[start : start + 2]
    if sign in SIGNS:
        good = SIGNS[sign]
        return Slip(2, "not-feel", f"`{sign}` is written `{good}` here", f"write `{good}`", good)
    quoted = _CURLY.match(text, start) or _SINGLE.match(text, start)
    if quoted:
        good = '"' + next((one for one in quoted.groups() if one is not None), "") + '"'
        message = "texts stand in straight double quotes"
        return Slip(len(quoted[0]), "wrong-quotes", message, f"write {good}", good, is_text=True)
    if sign == "/*":
        hint = "write `*/` where it ends"
        return Slip(len(text) - start, "comment-not-closed", "this comment is not closed", hint)
    return Slip(1, "unknown-character", f"`{text[start]}` means nothing here", "leave it out")
