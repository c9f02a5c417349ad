"""Whether a form puts a question at all, by its show-if condition over the other answers."""

from collections.abc import Mapping
from functools import lru_cache

from mapping_dsl import feel
from mapping_dsl.forms import Question
from runtime.intake.reading import Answer


def is_put(question: Question, answers: Mapping[str, Answer]) -> bool | None:
    """Whether the question is put to somebody who answers so; None where its condition cannot tell."""
    if not question.show_if:
        return True
    put = _condition(question.show_if, tuple(answers))(answers)
    return put if isinstance(put, bool) else None


@lru_cache(maxsize=1024)
def _condition(text: str, names: tuple[str, ...]) -> feel.Compiled:
    return feel.compile(text, names=names)
