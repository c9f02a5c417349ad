"""Values of answers and record fields, in words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from mapping_dsl.forms import Question
from studio.presenters.moments import NOTHING

ONE_LINE_CHARACTERS = 80
FOLDED_CHARACTERS = 3000  # a long story, of which there are some a day, is still read without a press
BEGINNING_CHARACTERS = 600
YES_NO = {True: "Yes", False: "No"}


def words_of(value: Any, question: Question | None = None) -> str:
    """A JSON value as a person reads it; with the question, options by their titles. Blank is a dash."""
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, str):
        return _option_title(value, question) or _local(value)
    if isinstance(value, Sequence):
        words = [words_of(one, question) for one in value]
        return (", " if sum(map(len, words)) <= ONE_LINE_CHARACTERS else "\n").join(words)
    if isinstance(value, Mapping):
        return ", ".join(words_of(one) for one in value.values() if one is not None)
    return str(value)


def shortened(words: str) -> str:
    """Words for one line beside others."""
    return words if len(words) <= ONE_LINE_CHARACTERS else words[:ONE_LINE_CHARACTERS].rstrip() + "…"


def beginning(words: str) -> str:
    """How words begin that are too long to be shown whole at once; empty where they are not."""
    return words[:BEGINNING_CHARACTERS] if len(words) > FOLDED_CHARACTERS else ""


def _option_title(value: str, question: Question | None) -> str | None:
    option = question.option(value) if question else None
    return option.title if option else None


def _local(text: str) -> str:
    """Dates and instants written for machines, in words; every other text as it is."""
    try:
        if len(text) == len("2026-10-05"):
            day = date.fromisoformat(text)
            return f"{day.day} {day:%B %Y}"
        if len(text) >= len("2026-10-05T08:40+01:00") and text[10] == "T":
            at = datetime.fromisoformat(text)
            # The text's own offset stays: it is what the form said, also in the hour that comes twice.
            return f"{at:%a} {at.day} {at:%b %Y %H:%M}"
    except ValueError:
        return text
    return text
