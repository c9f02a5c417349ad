"""The marks that mean the same on every page: grades, and the names of records and their fields in words."""

import re
from dataclasses import dataclass

GRADES = {"I": "Immediate", "S": "Significant", "E": "Extended", "R": "Referred"}

_WORDS_OF_NAME = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])|\[\d+\]")


@dataclass(frozen=True, slots=True)
class GradeMark:
    """A grade by letter and name; a submission that nobody could grade has a question mark."""

    letter: str
    name: str
    style: str


def grade_mark(letter: str | None) -> GradeMark:
    """The mark of a grade; None is a submission whose grade a person must find."""
    if letter is None or letter not in GRADES:
        return GradeMark("?", "Not graded", "none")
    return GradeMark(letter, GRADES[letter], letter.lower())


def record_title(record: str) -> str:
    """What people call a record: "chs.incident" is the CHS incident."""
    system, _, name = record.partition(".")
    return f"{system.upper()} {name}"


def event_words(event: str) -> str:
    """What happened, as the log names it, in words: "Delivery planned"."""
    return event.replace("_", " ").capitalize()


def field_words(name: str) -> str:
    """A record field's name as words: "callerPhone" reads "Caller phone", "vehicles[2]" "Vehicles 2"."""
    words = " ".join(word if word.isupper() else word.lower() for word in _WORDS_OF_NAME.findall(name))
    return words[:1].upper() + words[1:].replace("[", "").replace("]", "")
