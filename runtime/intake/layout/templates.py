"""Templates as patterns: where a label, a heading or a mark stands in a line, and what is left over beside it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from runtime.intake.layout.layout import Template

#: A number beside a label or in the mark of an element.
_NUMBERS: Final = {
    "{number}": r"\d{1,3}[a-z]?",
    "{place}": r"(?P<place>\d{1,4})",
    "{count}": r"(?P<count>\d{1,4})",
}
_NAMED: Final = re.compile(r"\{(label|heading|item)\}", re.IGNORECASE)
_PIECES: Final = re.compile(r"\{number\}|\{place\}|\{count\}|\s+|([^\w\s{]|_)\1{2,}|.")
_RUN: Final = re.compile(r"([^\w\s]|_)(?:\1\1| \1 \1)")
_QUOTED: Final = r"[\s>]*"  #: what forwarding leaves before a line
_ADDED: Final = r"(?:\s*\*|\s*\([^()]{1,20}\))?"  #: what services put after labels of required or optional questions
_LABEL: Final = r"(?P<label>[^\W\d_].{0,200}?)"
_DASHES: Final = frozenset("-–—=")


@dataclass(frozen=True, slots=True, eq=False)
class QuestionPattern:
    """How a question is told from other lines. Patterns are for parts of one line."""

    template: Template
    before: re.Pattern[str]  #: all that stands before the label
    after: re.Pattern[str]  #: what stands after it; `text` is what is left beside it
    like: re.Pattern[str]  #: a whole line with a `label` that nobody knows
    further: re.Pattern[str] | None  #: before a further line of an answer that stands beside its label
    answer: re.Pattern[str] | None  #: before the answer, which has lines of its own; None where it stands beside
    opening: str  #: what stands before the label, as the template says it
    lead: str  #: what the answer's line begins with; empty where it stands beside, or after nothing
    closing: str  #: ends an answer's line; `{label}` in it is the label once more
    is_capital: bool
    is_parted_by_blanks: bool  #: blanks alone part label and answer, so that a label alone on its line tells nothing
    is_marked: bool  #: marks alone tell the label from other text

    @property
    def is_below(self) -> bool:
        """Whether the answer stands under the label."""
        return self.answer is not None

    def closing_after(self, label: str) -> str:
        """What ends the answer to that label."""
        return self.closing.replace("{label}", label)


@dataclass(frozen=True, slots=True)
class MarkPattern:
    """How a heading or the opening of an element is told: a line, with rows of marks above and below it."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    above: re.Pattern[str] | None
    below: re.Pattern[str] | None
    is_capital: bool


@lru_cache(maxsize=1024)
def question_pattern(template: Template) -> QuestionPattern:
    """The pattern of a question's template, whose first line has the label."""
    before, _, after = _divided(template[0])
    beside, has_answer, closing = after.partition("{answer}")
    under = [line for line in template[1:] if line.strip() and not is_row(line)]
    lead, _, tail = under[0].partition("{answer}") if under else ("", "", "")
    end = _after(beside) + (r"(?P<text>.*)" if has_answer else r"\s*(?P<text>)$")
    return QuestionPattern(
        template,
        re.compile(_led_by(before), re.IGNORECASE),
        re.compile((_ADDED if beside.strip() or not has_answer else "") + end, re.IGNORECASE),
        re.compile(_led_by(before) + _LABEL + _strict(beside, end), re.IGNORECASE),
        re.compile(_led_by(before) + _literal(beside.strip()) + r"\s?") if closing.strip() else None,
        re.compile(_led_by(lead), re.IGNORECASE) if under else None,
        before.strip(),
        lead.strip(),
        (closing or tail).strip(),
        "{LABEL}" in template[0],
        bool(has_answer) and not beside.strip(),
        bool(before.strip() or beside.strip() or (has_answer and beside)),
    )


@lru_cache(maxsize=1024)
def mark_pattern(template: Template) -> MarkPattern:
    """The pattern of a heading's or an element's template."""
    place = next(number for number, line in enumerate(template) if _NAMED.search(line))
    before, name, after = _divided(template[place])
    rows = [re.compile(_QUOTED + _literal(line.strip()) + r"\s*") for line in template]
    return MarkPattern(
        re.compile(_led_by(before), re.IGNORECASE),
        re.compile(r"\s*" + _literal(after.strip()) + r"\s*", re.IGNORECASE),
        rows[place - 1] if place else None,
        rows[place + 1] if place + 1 < len(rows) else None,
        name.isupper(),
    )


def is_row(text: str) -> bool:
    """Whether a line is a row of marks, as under headings, between questions and around the cells of a table."""
    return not any(map(str.isalnum, text)) and _RUN.search(text) is not None


def _divided(line: str) -> tuple[str, str, str]:
    """What stands before the name in braces, that name, and what stands after it."""
    named = _NAMED.search(line)
    if named is None:
        return line, "", ""
    return line[: named.start()], named[1], line[named.end() :]


def _literal(text: str) -> str:
    """The pattern of what a template says as it is: any blank for a blank, a row of any length for a row."""
    return "".join(_piece(found[0]) for found in _PIECES.finditer(text))


def _led_by(text: str) -> str:
    """The pattern of what stands before something. Blanks are asked for once: twice would take their number squared."""
    return f"{_QUOTED}{_literal(text.strip())}\\s*" if text.strip() else _QUOTED


def _piece(piece: str) -> str:
    if piece in _NUMBERS:
        return _NUMBERS[piece]
    if piece.isspace():
        return r"\s+"
    return re.escape(piece) if len(piece) == 1 else re.escape(piece[0]) + "{2,}"


def _after(beside: str) -> str:
    """The pattern of what parts label and answer. A dash needs its blanks, for labels have dashes too."""
    mark = beside.strip()
    if not mark:
        return _blank(beside)
    if set(mark) <= _DASHES and beside[:1].isspace():
        return r"\s+" + _literal(mark) + r"(?:\s+|$)"
    return r"\s*" + _literal(mark) + r"\s*"


def _blank(beside: str) -> str:
    if "\t" in beside:
        return r"[ ]*(?:\t\s*|$)"
    return r"(?:\s{2,}|\s*$)" if len(beside) > 1 else r"(?:\s+|$)" if beside else ""


def _strict(beside: str, end: str) -> str:
    """After a label that nobody knows a mark must stand alone: `10:30` has no label."""
    mark = beside.strip()
    return rf"\s*{_literal(mark)}(?=\s|$)\s*(?P<text>.*)" if mark and beside != mark and end.endswith(".*)") else end
