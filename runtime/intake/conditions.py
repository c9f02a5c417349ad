"""Whether a form puts a question at all, by its show-if condition over the other answers."""

import re
from collections.abc import Container, Mapping
from functools import lru_cache

from mapping_dsl import feel
from mapping_dsl.forms import Question
from runtime.intake.reading import Answer

_NAME = re.compile(r"\w+")


def is_put(question: Question, answers: Mapping[str, Answer], doubts: Container[str]) -> bool | None:
    """Whether the question is put to somebody who answers so; None where that hangs on an answer in doubt."""
    if not question.show_if:
        return True
    if any(name in doubts for name in _NAME.findall(question.show_if)):
        return None
    return _condition(question.show_if, tuple(answers))(answers) is True


@lru_cache(maxsize=1024)
def _condition(text: str, names: tuple[str, ...]) -> feel.Compiled:
    return feel.compile(text, names=names)
