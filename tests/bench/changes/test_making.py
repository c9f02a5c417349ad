"""Answers fit their forms, changes are told truly, and the halves share no wording."""

from dataclasses import replace
from random import Random

import pytest

from bench.changes.answering import filled, is_asked
from bench.changes.changing import Kind
from bench.changes.making import Maker
from bench.changes.stock import Half, stock_of
from mapping_dsl.forms import AnswerType, Forms

HARMLESS = {
    *(Kind.NONE, Kind.REORDERED, Kind.MOVED, Kind.SECTION_RENAMED),
    *(Kind.DATE_FORMAT, Kind.CHARSET, Kind.LOOK, Kind.MARKING),
}


def test_what_somebody_answers_fits_the_form(forms: Forms) -> None:
    for form in forms.versions:
        for seed in range(30):
            answers = filled(form, Random(seed)).answers

            for question in form.questions:
                answer = answers[question.name]
                assert answer is None or is_asked(question, answers)
                assert not (question.required and is_asked(question, answers) and answer is None)
                if question.type is AnswerType.CHOICE and answer is not None:
                    assert question.option(answer)


def test_the_same_number_is_the_same_mail(forms: Forms, maker: Maker) -> None:
    again = Maker(forms, Half.TUNING)

    assert [one.raw for one in maker.mails(20)] == [one.raw for one in again.mails(20)]
    assert maker.mail(1).raw != replace(maker, seed=2).mail(1).raw


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("half", list(Half))
def test_every_kind_of_change_is_made_and_told_truly(forms: Forms, half: Half, kind: Kind) -> None:
    for number in range(6):
        mail = Maker(forms, half, only=kind).mail(number)

        change = mail.change
        assert change.kind is kind
        assert change.is_harmless == (kind in HARMLESS) or kind is Kind.REMOVED  # what is gone may have been blank
        assert change.breaks <= mail.form.by_name.keys()
        assert change.lost <= mail.form.by_name.keys()
        assert all(mail.answers[name] is None for name in change.unsaid)


def test_no_wording_of_one_half_is_in_the_other() -> None:
    tuning, held_out = (stock_of(half).words for half in Half)

    for kind in ("rename", "reword", "options", "new options"):
        for label in tuning[kind]:
            assert set(tuning[kind][label]).isdisjoint(held_out[kind].get(label, ()))


def test_every_question_has_other_words_in_both_halves(forms: Forms) -> None:
    labels = {
        question.label
        for form in forms.versions
        for _, question in form.every_question()
        if question.type is not AnswerType.GROUP
    }

    for half in Half:
        assert labels <= stock_of(half).words["rename"].keys()
