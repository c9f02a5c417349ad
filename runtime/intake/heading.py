"""What stands above a form: under which reference it was sent off, and when."""

import re
from collections.abc import Iterator
from typing import Final

from runtime.intake.service.instants import read_instant
from runtime.intake.witness.lines import Line
from runtime.intake.witness.reconciling import Heard

MAX_HEAD_LINES: Final = 60

_PAIR = re.compile(r"\s*(?P<label>[^\W\d][^:=|\t]{1,38}?)\s*(?:[:=|\t]|\s-\s)\s*(?P<said>\S{4,40})\s*\|?\s*")
_LIKE_A_REFERENCE = re.compile(r"(?=(?:.*\d){4})#?[\w/.-]+")
_DIGIT = re.compile(r"\d")


def instants_above(heard: Heard) -> Iterator[str]:
    """The instants at the ends of the lines before a witness's first answer."""
    for line in _head(heard):
        digit = _DIGIT.search(line.text)
        instant = read_instant(line.text[digit.start() :], heard.usage) if digit else None
        if instant:
            yield instant


def references_above(heard: Heard) -> Iterator[str]:
    """What is written like a reference beside a label that nobody knows, before a witness's first answer."""
    for line in _head(heard):
        pair = _PAIR.fullmatch(line.text)
        if pair and _LIKE_A_REFERENCE.fullmatch(pair["said"]) and not read_instant(pair["said"], heard.usage):
            yield pair["said"]


def _head(heard: Heard) -> Iterator[Line]:
    first = min((place.line for place in heard.testimony.places.values()), default=0)
    return (line for line in heard.text.lines[:MAX_HEAD_LINES] if line.number < first)
