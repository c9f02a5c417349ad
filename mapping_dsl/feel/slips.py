"""What people write by habit where FEEL writes something else: other languages' signs and words, a word processor's
quotes, numbers with units."""

import re
from dataclasses import dataclass

from mapping_dsl.feel.names import KEYWORDS, PART

#: signs of other languages, and what FEEL says instead
_MEANT = {
    "===": "=", "!==": "!=", "==": "=", "<>": "!=", "≠": "!=", "=>": ">=", "≥": ">=", "=<": "<=", "≤": "<=", ":=": "=",
    "&&": "and", "||": "or", "|": "or", "×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "^": "**",
}  # fmt: skip
#: those that one sign cannot replace, with what to write
_ADVICE = {
    "&": "write `and` between conditions, `+` between texts",
    "!": "write `not(…)` around it",
    "%": "write `/ 100` for per cent, or `modulo(…, …)` for the rest of a division",
    ";": "write `,` between the elements of a list, or leave it out",
    "->": "leave it out: what a function gives stands after its brackets",
    "+=": "nothing is changed here: write the new value alone",
    "-=": "nothing is changed here: write the new value alone",
    "*=": "nothing is changed here: write the new value alone",
    "/=": "nothing is changed here: write the new value alone",
    "++": "write `+ 1`",
    "~": "write `matches(…, …)` for a pattern",
    "£": "write the amount alone",
    "$": "write the name or the amount alone",
    "€": "write the amount alone",
    "@": 'a date, a time or a duration is written @"2026-10-05"',
}
#: words of other languages where a value or a keyword begins
_FOREIGN_WORDS = {"elif": "else if", "elseif": "else if", "elsif": "else if", "None": "null", "nil": "null"}
#: words that others write between two values, and what FEEL says instead
BETWEEN_VALUES = {
    "is": "write `=`, or `!=` for `is not`",
    "equals": "write `=`",
    "eq": "write `=`",
    "ne": "write `!=`",
    "gt": "write `>`",
    "lt": "write `<`",
    "not": "write `not(…)` around the whole: `not(age in [1, 2])`",
    "xor": "write `!=`",
    "mod": "write `modulo(…, …)`",
    "modulo": "write `modulo(…, …)`",
    "div": "write `floor(… / …)`",
    "like": "write `contains(…, …)`, `starts with(…, …)` or `matches(…, …)`",
    "where": "write the condition in square brackets: `people[age > 17]`",
    "instance": "write `instance of`",
    "plus": "write `+`",
    "minus": "write `-`",
    "times": "write `*`",
    "to": "a range is written `[1..5]`",
    "?": "write `if … then … else …`",
    **dict.fromkeys(
        (f"{unit}{s}" for unit in ("year", "month", "week", "day", "hour", "minute") for s in ("", "s")),
        'a duration is written @"P1Y6M", @"P14D" or @"PT2H30M"',
    ),
}
#: words that others write before a value
BEFORE_VALUE = {
    "not": "put the rest in brackets: `not(…)`",
    "all": "write `every … in … satisfies …`",
    "any": "write `some … in … satisfies …`",
}

#: functions of other languages, and what does the same here
ELSEWHERE = {
    **dict.fromkeys(("len", "length", "size"), "write string length(…) for a text, count(…) for a list"),
    **dict.fromkeys(("upper", "toupper", "ucase"), "write upper case(…)"),
    **dict.fromkeys(("lower", "tolower", "lcase"), "write lower case(…)"),
    **dict.fromkeys(("concat", "concatenate texts", "join"), "write `+` between texts, or string join(…)"),
    **dict.fromkeys(("round", "rnd"), "write round half up(…, 2), with the number of decimals"),
    **dict.fromkeys(("trunc", "int", "truncate"), "write round down(…, 0)"),
    **dict.fromkeys(("avg", "average"), "write mean(…)"),
    **dict.fromkeys(("substr", "mid", "left", "right"), "write substring(…, start position, length)"),
    **dict.fromkeys(("isnull", "empty", "isempty", "isblank"), "write `… = null`"),
    **dict.fromkeys(("exists", "isset"), "write `… != null`"),
    **dict.fromkeys(("iif", "iff"), "write `if … then … else …`"),
    **dict.fromkeys(("mod", "rem"), "write modulo(…, …)"),
    **dict.fromkeys(("str", "tostring", "text"), "write string(…)"),
    **dict.fromkeys(("countif", "sumif", "averageif"), "write count(…), sum(…) or mean(…) of a filter: count(…[…])"),
    **dict.fromkeys(("coalesce", "ifnull", "iferror", "nvl"), "write `if … = null then … else …`"),
    **dict.fromkeys(("switch", "case", "ifs"), "write `if … then … else if … then … else …`"),
    **dict.fromkeys(("datedif", "datediff"), "write `… - …` for days, or years and months duration(…, …).years"),
    **dict.fromkeys(("trim", "strip"), r'write replace(…, "^\\s+|\\s+$", "")'),
    **{part: f"write `.{part}` behind a date or time" for part in ("year", "month", "day", "hour", "minute", "second")},
    "concatenate": "write `+` between texts, or string join(…); concatenate(…) joins lists",
    "unique": "write distinct values(…)",
    **dict.fromkeys(("yes", "no"), 'write it in quotes: "yes", "no"'),
}

FOREIGN_SIGN = re.compile("|".join(map(re.escape, sorted({**_MEANT, **_ADVICE}, key=len, reverse=True))))
_QUOTED = re.compile("[“”„]([^“”„\"\n]*)[“”\"]|‘([^‘’'\n]*)’|«([^«»\n]*)»|'([^'\n]*)'")
_QUOTES = "'“”„‘’«»"
_MORE_OF_NUMBER = re.compile(rf"(?:(?!\?)[{PART}])*(?:\.\d(?:(?!\?)[.{PART}])*)?")


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch of text that is not FEEL, and, where it can be told, what was meant."""

    length: int
    code: str
    message: str
    hint: str
    meant: str | None = None
    token: str = ""  #: of what kind reading goes on as if it were


def slip_at(text: str, start: int) -> Slip:
    """What is wrong at a place where no token of FEEL begins."""
    sign = FOREIGN_SIGN.match(text, start)
    if sign:
        return _foreign_sign(sign[0])
    quoted = _QUOTED.match(text, start)
    if quoted:
        good = '"' + next((one for one in quoted.groups() if one is not None), "") + '"'
        message = "texts stand in straight double quotes"
        return Slip(len(quoted[0]), "wrong-quotes", message, f"write {good}", good, "STRING")
    if text[start] in _QUOTES:
        message = "texts stand in straight double quotes, before and after"
        return Slip(1, "wrong-quotes", message, 'write `"` before and after the text')
    if text.startswith("/*", start):
        hint = "write `*/` where it ends"
        return Slip(len(text) - start, "comment-not-closed", "this comment is not closed", hint)
    if text[start] == "`":
        message = "this name has no closing backtick"
        return Slip(1, "name-not-closed", message, "write a backtick where it ends")
    return Slip(1, "unknown-character", f"`{text[start]}` means nothing here", "leave it out")


def _foreign_sign(sign: str) -> Slip:
    if sign in _ADVICE:
        return Slip(len(sign), "not-feel", f"`{sign}` is no sign of FEEL", _ADVICE[sign])
    good = _MEANT[sign]
    return Slip(len(sign), "not-feel", f"`{sign}` is written `{good}` here", f"write `{good}`", good)


def foreign_word(word: str) -> Slip | None:
    """What is wrong with a word where a value or a keyword may begin; None where it may be somebody's name."""
    good = _FOREIGN_WORDS.get(word) or word.lower()
    if word == good or (word not in _FOREIGN_WORDS and good not in KEYWORDS):
        return None
    message = f"`{word}` is written `{good}` here"
    return Slip(len(word), "not-feel", message, f"write `{good}`", good, good.split()[0].upper())


def misspelt_number(text: str, number: re.Match[str]) -> Slip | None:
    """What is wrong with a number that goes on with letters or a second point; None where it ends well."""
    more = _MORE_OF_NUMBER.match(text, number.end())
    if more is None or not more[0]:
        return None
    whole = number[0] + more[0]
    hint = "write its digits alone, with one point: 1000 or 2.5"
    return Slip(len(whole), "misspelt-number", f"`{whole}` is not a number", hint, token="NUMBER")
