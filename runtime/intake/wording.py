"""When two texts are the same words: whatever their case, blanks, quotation marks and compatibility letters."""

import re
import unicodedata

#: Every mark of ASCII as a blank, so that words are parted by blanks alone; whole, for what is missing is slow to find.
_PARTED = {code: chr(code) if chr(code).isalnum() else " " for code in range(128)}
_WORD = re.compile(r"[^\W_]+")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u200b": None})


def fold(text: str) -> str:
    """The text in the form in which it is compared with others."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return " ".join(text.casefold().split())


def words_in(text: str) -> list[str]:
    """The letters and digits of a text, parted wherever anything else stands."""
    return text.translate(_PARTED).split() if text.isascii() else _WORD.findall(text)
