"""Why a function beyond FEEL refuses a value: each code with an expression that raises it, and the same one mended."""

from typing import Final

from mapping_dsl.problems import ProblemCode

CODES: Final[dict[str, ProblemCode]] = {
    "not-a-postcode": ProblemCode(
        "The text holds no British postcode; a field without an otherwise goes to a person.",
        'to postcode("near the shop")',
        'to postcode("W23 9JG")',
    ),
    "not-a-registration-mark": ProblemCode(
        "The text holds no British registration mark; a field without an otherwise goes to a person.",
        'to vrm("no plates on it")',
        'to vrm("AY78 MCL")',
    ),
    "not-a-phone-number": ProblemCode(
        "The text holds no telephone number; a field without an otherwise goes to a person.",
        'to phone("ask my sister")',
        'to phone("020 7946 0042")',
    ),
    "not-an-email-address": ProblemCode(
        "The text is no e-mail address; a field without an otherwise goes to a person.",
        'to email("grace at example.com")',
        'to email("grace@example.com")',
    ),
    "not-a-length": ProblemCode(
        "A text is cut to one character or more.", 'cut("a long story", 0)', 'cut("a long story", 7)'
    ),
    "not-a-term": ProblemCode(
        "A term needs a letter or digit beside its stars, or it would find everything.",
        'mentions("a knife", ["*"])',
        'mentions("a knife", ["kni*"])',
    ),
    "not-a-picture": ProblemCode(
        "The picture has parts that a value of this kind has not got.",
        'format(date("2026-10-03"), "HH:mm")',
        'format(date("2026-10-03"), "DD/MM/YYYY")',
    ),
    "not-such-a-date": ProblemCode(
        "The text is no day of the calendar as the picture reads it.",
        'parse date("31/02/2026", "DD/MM/YYYY")',
        'parse date("28/02/2026", "DD/MM/YYYY")',
    ),
    "off-the-calendar": ProblemCode(
        "The day lies beyond the years that can be computed with.",
        'age(date("-12026-01-01"), date("2026-10-03"))',
        'age(date("2006-01-01"), date("2026-10-03"))',
    ),
    "not-born-yet": ProblemCode(
        "The date of birth lies after the day on which the age is asked.",
        'age(date("2026-10-04"), date("2026-10-03"))',
        'age(date("1986-10-04"), date("2026-10-03"))',
    ),
}
