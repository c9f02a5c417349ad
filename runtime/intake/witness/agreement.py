"""When two witnesses say the same, though each shows it in its own way."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal

from runtime.intake.reading import Answer
from runtime.intake.wording import fold

_HALF = Decimal("0.5")
_FEWEST_LETTERS = 3  #: that a cut answer must show
#: All marks but those that part the figures of a number, a date or a time.
_ADORNS = re.compile(r"(?<!\d)[\W_]+|[\W_]+(?!\d)|[^\w.,:/-]|_")
_NUMBERS = re.compile(r"(?<=\n)[ \t]*\d{1,3}(?:\.\d{1,3}){0,3}[.):]?[ \t]+")  #: of questions
_CUT = ("…", "...", "[truncated]", "[cut]")


def letters(text: str) -> str:
    """What is compared: letters and digits, for blanks, breaks and adornment are a layout's, not a person's.

    A mark between two digits is a person's: 1:23 is not 12:3.
    """
    return _ADORNS.sub("", "".join(fold(text).split()))


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same words. What runs from right to left, PDFs put down in any order."""
    first, second = letters(one), letters(other)
    if first == second:
        return True
    return any(map(_runs_left, first)) and sorted(first) == sorted(second)


def cut_short(shorter: str, fuller: str, *, freely: bool) -> bool:
    """Whether one text is the other without its end; unless `freely`, only where a mark says that it was cut."""
    bare = shorter.rstrip()
    cut = next((mark for mark in _CUT if bare.endswith(mark)), "")
    begun = letters(bare.removesuffix(cut))
    return (freely or bool(cut)) and len(begun) >= _FEWEST_LETTERS and letters(fuller).startswith(begun)


def rests(begun: str, fuller: str) -> Iterator[str]:
    """The letters with which a text goes on that begins as another does, also without numbers before its lines.

    Not every witness shows the numbers of questions. Those with which the texts begin are a person's: a day, a house.
    """
    start = letters(begun)
    if letters(fuller).startswith(start):
        ends = bisect_left(range(len(fuller)), len(start), key=lambda end: len(letters(fuller[:end])))
        yield letters(fuller)[len(start) :]
        yield letters(unnumbered(fuller[ends:]))


def unnumbered(text: str) -> str:
    """A text without the numbers of questions before its lines, but for the first."""
    return _NUMBERS.sub("", text)


def one_is_rounded(one: Answer, other: Answer) -> Decimal | None:
    """The exact one of two numbers of which the other is it, rounded to pounds; None where they are not that."""
    if not isinstance(one, int | Decimal) or not isinstance(other, int | Decimal):
        return None
    whole, exact = sorted((Decimal(one), Decimal(other)), key=lambda number: number != number.to_integral_value())
    return exact if whole != exact and whole == whole.to_integral_value() and abs(whole - exact) <= _HALF else None


def _runs_left(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("R", "AL")
