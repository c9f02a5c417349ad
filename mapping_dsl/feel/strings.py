"""What a text in quotes stands for once its escapes are read."""

import re

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|([nrt\"'\\]))")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HALVES = re.compile("[\ud800-\udfff]")


def read_string(quoted: str) -> str | None:
    """The text between the quotes; None where an escape in it names no character. A backslash that begins no escape
    of the standard stands for itself (DMN 1.5, 10.3.1.2, rules 33 and 64)."""
    try:
        unescaped = _ESCAPE.sub(_character, quoted[1:-1])
    except ValueError:
        return None
    # Two \u of a surrogate pair are one character.
    text = _SURROGATES.sub(lambda found: found[0].encode("utf-16", "surrogatepass").decode("utf-16"), unescaped)
    return None if _HALVES.search(text) else text


def _character(found: re.Match[str]) -> str:
    """Raises ValueError beyond the last character of Unicode."""
    if found[3] is not None:
        return _ESCAPED.get(found[3], found[3])
    return chr(int(found[1] or found[2], 16))
