"""References as services write them: capitals and digits in parts, or any words with digits beside their label."""

import re

from runtime.intake.wording import fold

_REFERENCE_PARTS = re.compile(
    r"(?<![\w-])(?=[A-Z0-9/-]*[A-Z])[A-Z0-9]+(?:[-/][A-Z0-9]+)+(?![\w-])|(?<!\w)[A-Z]+\d{4,}\b"
)
_DIGIT = re.compile(r"\d")
_FEWEST_DIGITS = 3
_AROUND = "#()[]<>*.:,; "


def find_reference(text: str) -> str | None:
    """The first thing in a text that is written like a submission's reference: capitals and digits, most in parts."""
    if not _DIGIT.search(text):  # as most lines have none, and the pattern is slow to say so
        return None
    for found in _REFERENCE_PARTS.finditer(text):
        if sum(map(str.isdigit, found[0])) >= _FEWEST_DIGITS:
            return found[0]
    return None


def labelled_reference(text: str) -> str | None:
    """The reference in what stands beside its label: where nothing is written like one, words with digits alone, or the
    first among others that has more than a count or a term of years.
    """
    words = text.split()
    if all(any(map(str.isdigit, word)) for word in words):
        return find_reference(text) or " ".join(words) or None
    numbered = (word for word in words if sum(map(str.isdigit, word)) >= _FEWEST_DIGITS)
    return find_reference(text) or next(numbered, None)


def same_reference(one: str, other: str) -> bool:
    """Whether two references are one, whatever marks stand around them."""
    return fold(one).strip(_AROUND) == fold(other).strip(_AROUND)
