"""Numbers and amounts of money as people write them. What can be read in two ways is no number."""

import re
from decimal import Decimal

from runtime.intake.wording import fold
from runtime.intake.words import Words

MAX_CHARACTERS = 60

_POINT = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ ']\d{3})+|\d{1,30})(?:\.\d{1,30})?")
_COMMA = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+|\d{1,30}),(?:\d{1,2})|\d{1,3}(?:\.\d{3}){2,}")
_THREE_PLACES = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_MARKS = ("£", "gbp")


def read_number(text: str, words: Words, *, is_money: bool, is_whole: bool) -> int | Decimal | None:
    """The number with or without thousands' marks and the currency's words; whole numbers stay whole.

    None where it is none, of another currency, or `1.250` as an amount: a thousand and more, or one and a bit.
    """
    if len(text) > MAX_CHARACTERS:
        return None
    bare = _without_currency(fold(text), words)
    sign = -1 if bare.startswith(("-", "−")) else 1
    digits = _without_currency(bare.lstrip("-−+ "), words)
    if is_money and _THREE_PLACES.fullmatch(digits):
        return None
    if _COMMA.fullmatch(digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif not _POINT.fullmatch(digits):
        return None
    value = sign * Decimal(re.sub("[, ']", "", digits))
    is_integral = value == value.to_integral_value()
    if is_whole and not is_integral:
        return None
    return int(value) if "." not in digits or (is_whole and is_integral) else value


def _without_currency(text: str, words: Words) -> str:
    """The text without the words for its currency before or after it."""
    names = sorted({*words.currency, *_MARKS}, key=len, reverse=True)
    for name in names:
        if text.startswith(name):
            return text.removeprefix(name).strip()
    return next((text.removesuffix(name).strip() for name in names if text.endswith(name)), text)
