"""When two texts are the same words: whatever their case, blanks, quotation marks and compatibility letters."""

import unicodedata

_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u200b": None})


def fold(text: str) -> str:
    """The text in the form in which it is compared with others."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return " ".join(text.casefold().split())
