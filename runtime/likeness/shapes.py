"""What an answer could be by its looks: whether it may be a postcode, a telephone number, a registration mark."""

import re

from mapping_dsl.forms import AnswerType, Question

#: Generous: what somebody may have typed, not what is right.
_SHAPES = {
    "uk-postcode": re.compile(r"[a-z]{1,2}\d[a-z\d]?[ -]*\d[a-z]{2}", re.IGNORECASE),
    "uk-phone": re.compile(r"[+(]?[\d][\d ().+/-]{7,24}\d(?: *(?:x|ext)[ .]*\d+)?", re.IGNORECASE),
    "uk-vrm": re.compile(r"(?=.*\d)(?=.*[a-z])[a-z\d]{1,4}[ -]?[a-z\d]{1,4}", re.IGNORECASE),
    "email": re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"),
}
_LONG_CHARACTERS = 120


def fits_kind(question: Question, text: str) -> bool:
    """Whether the text looks like the question's kind. Of other questions nothing can be told: it does."""
    shape = _SHAPES.get(question.kind)
    return shape is None or shape.fullmatch(text.strip()) is not None


def is_story(text: str) -> bool:
    """Whether the text is longer than any but a long text's answer."""
    return len(text) > _LONG_CHARACTERS or "\n\n" in text.strip()


def is_open(question: Question) -> bool:
    """Whether any text may be the answer."""
    return question.type is AnswerType.STRING and question.kind not in _SHAPES
