from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping_dsl.forms import AnswerType, Option, Question
from runtime.intake.answers import NoteKind, Typed, type_answer

OPTIONS = (
    Option("yes", "Yes"),
    Option("dont_know", "Don't know"),
    Option("hospital", "Yes - needed hospital treatment"),
)


def question(kind: AnswerType, picture: str = "") -> Question:
    return Question("asked", "Asked?", kind, 1, options=OPTIONS, display_format=picture)


@pytest.mark.parametrize(
    ("kind", "picture", "text", "value"),
    [
        (AnswerType.CHOICE, "", " yes ", "yes"),
        (AnswerType.CHOICE, "", "Don’t  know", "dont_know"),
        (AnswerType.CHOICE, "", "dont_know", "dont_know"),
        (AnswerType.CHOICES, "", "Yes; Don't know;", ["yes", "dont_know"]),
        (AnswerType.DATE, "DD/MM/YYYY", "03/10/2026", "2026-10-03"),
        (AnswerType.DATE, "D MMMM YYYY", "3 October 2026", "2026-10-03"),
        (AnswerType.DATE, "DD/MM/YYYY", "2026-10-03", "2026-10-03"),
        (AnswerType.TIME, "HH:mm", "6:18", "06:18"),
        (AnswerType.TIME, "HH:mm", "23:16", "23:16"),
        (AnswerType.NUMBER, "GBP", "£18,500.99", Decimal("18500.99")),
        (AnswerType.NUMBER, "", "8", 8),
        (AnswerType.BOOLEAN, "", "No", False),
        (AnswerType.DATE_TIME, "", "2026-10-05T08:40:07+01:00", "2026-10-05T08:40:07+01:00"),
        (AnswerType.STRING, "", "OD83  LSF", "OD83  LSF"),
    ],
)
def test_words_become_what_the_question_asks_for(kind: AnswerType, picture: str, text: str, value: Any) -> None:
    assert type_answer(question(kind, picture), text) == Typed(value)


@pytest.mark.parametrize(
    ("kind", "picture", "text"),
    [
        (AnswerType.CHOICE, "", "Perhaps"),
        (AnswerType.CHOICES, "", "Yes; Perhaps"),
        (AnswerType.DATE, "DD/MM/YYYY", "31/02/2026"),
        (AnswerType.TIME, "HH:mm", "25:00"),
        (AnswerType.NUMBER, "GBP", "about 20"),
        (AnswerType.NUMBER, "GBP", "1e1000000"),
        (AnswerType.BOOLEAN, "", "maybe"),
    ],
)
def test_words_that_cannot_be_that_are_null_and_do_not_fit(kind: AnswerType, picture: str, text: str) -> None:
    assert type_answer(question(kind, picture), text) == Typed(None, fits=False)


@given(st.sampled_from([kind for kind in AnswerType if kind is not AnswerType.GROUP]))
def test_blank_is_null_for_every_question(kind: AnswerType) -> None:
    assert type_answer(question(kind), " \n ") == Typed(None)


@given(st.sampled_from(list(AnswerType)), st.sampled_from(["DD/MM/YYYY", "D MMMM YYYY", ""]), st.text(max_size=60))
def test_any_words_are_typed_or_refused(kind: AnswerType, picture: str, text: str) -> None:
    assert isinstance(type_answer(question(kind, picture), text), Typed)


def test_digits_that_can_be_two_days_follow_the_form_and_are_told() -> None:
    typed = type_answer(question(AnswerType.DATE, "D MMMM YYYY"), "10/03/2026")

    assert typed.value == "2026-03-10"
    assert typed.note
    assert typed.note.kind is NoteKind.OTHER_FORMAT
