"""The words of every question that a library's forms ask: by them a table shows where its labels stand."""

from functools import lru_cache

from mapping_dsl.forms import Forms
from runtime.intake.aligning.sighting import Words, words_of


@lru_cache(maxsize=16)
def labels_of(forms: Forms) -> frozenset[Words]:
    """The labels of all questions in all versions and both languages; those of groups head what they hold."""
    every = (question for form in forms.versions for _, question in form.every_question())
    asked = (question for question in every if not question.questions)
    return frozenset(words_of(text) for question in asked for text in (question.label, question.label_cy) if text)
