"""No danger is lost: whatever witnesses say and lack, "no" is never made up."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping_dsl import Library
from mapping_dsl.forms import AnswerType, Forms, FormVersion, Option, Question
from runtime.intake import DriftKind, DriftSeverity, Place
from runtime.intake.envelope import WitnessText
from runtime.intake.reading import Answer, Conflict, Drift
from runtime.intake.witness.caution import is_harmless, more_dangerous, take_care, with_new_dangers
from runtime.intake.witness.reconciling import Agreed, Dispute, Heard, reconcile
from runtime.intake.witness.testimony import Testimony
from runtime.intake.words import Words, read_all_words

KINDS = (DriftKind.RENAMED, DriftKind.REWORDED, DriftKind.OPTIONS_ADDED, DriftKind.REMOVED, DriftKind.TYPE_CHANGED)


@pytest.fixture(scope="module")
def words() -> Words:
    return read_all_words(Library(Path(__file__).parents[4] / "mappings"))


@pytest.mark.parametrize(
    ("titles", "answer", "harmless"),
    [
        (("Yes", "No"), "a", False),
        (("Yes", "No"), "b", True),
        (("Oes", "Nac oes"), "b", True),
        (("Yes", "Not sure"), "b", False),
        (("Weekly", "Daily"), "a", False),
        (("Yes", "No"), None, True),
        (("Yes", "No"), ["b"], True),
        (("Yes", "No"), ["b", "a"], False),
        ((), "no", True),
        ((), "He has a knife", False),
        ((), 0, True),
        ((), 3, False),
        ((), False, True),
    ],
)
def test_an_answer_is_harmless_where_it_is_blank_or_says_no(
    words: Words, titles: tuple[str, ...], answer: Answer, harmless: bool
) -> None:
    options = tuple(Option(const, title) for const, title in zip("ab", titles, strict=False))

    assert is_harmless(Question("danger", "Danger?", AnswerType.CHOICE, 1, options=options), answer, words) is harmless


@st.composite
def statements(draw: st.DrawFn, form: FormVersion, witness: str) -> tuple[Heard, set[str]]:
    """A witness that says anything of the questions of risk, and which of them it has under their own labels."""
    testimony, own = Testimony(witness, answers=dict.fromkeys([one.name for one in form.questions])), set()
    for name, question in form.every_question():
        how: str | DriftKind = draw(st.sampled_from(["own", "absent", "not asked", "uncertain", *KINDS]))
        if not question.risk or "." in name or how == "absent":
            continue
        if how == "not asked":
            testimony.not_asked.append(name)
            continue
        answer = draw(st.sampled_from([*(option.const for option in question.options), None]))
        if how is not DriftKind.REMOVED:
            shown = question.option(answer or "")
            testimony.answers[name] = answer
            testimony.places[name] = Place(witness, 1, 1, shown.title if shown else "")
        if how == "uncertain":
            testimony.uncertain[name] = "It may hold too much."
        elif how == "own":
            own.add(name)
        elif isinstance(how, DriftKind):
            testimony.doubts.append(name)
            testimony.drift.append(Drift(how, name, "Other words", "", True, DriftSeverity.BREAKS))
    testimony.found = len(testimony.places)
    return Heard(0, witness, WitnessText(witness, ()), testimony), own


@given(st.data())
def test_a_no_that_nobody_can_rely_on_is_always_in_doubt(forms: Forms, words: Words, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(forms.versions))
    names = data.draw(st.sampled_from([("body",), ("body", "html"), ("body", "html", "pdf")]))
    is_known = data.draw(st.booleans())
    drawn = [data.draw(statements(form, name)) for name in names]

    agreed = reconcile([heard for heard, _ in drawn], form)
    take_care(agreed, form, words, is_known=is_known)

    disputed = {one.conflict.question for one in agreed.disputes}
    sure = set().union(*(own for _, own in drawn)) - disputed
    not_asked = set(agreed.heard.not_asked)
    harmless = {
        name
        for name, question in form.every_question()
        if question.risk and "." not in name and is_harmless(question, agreed.heard.answers[name], words)
    }
    relied_on = harmless - set(agreed.heard.doubts)
    assert relied_on <= ((sure | not_asked) if is_known else set())


@given(st.data())
def test_of_a_dispute_the_more_dangerous_answer_counts(forms: Forms, words: Words, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(forms.versions))
    drawn = [data.draw(statements(form, name))[0] for name in ("body", "html", "pdf")]

    agreed = reconcile(drawn, form)

    answers = agreed.heard.answers | more_dangerous(agreed, form, words)
    for dispute in agreed.disputes:
        question = form.by_name[dispute.conflict.question]
        any_danger = any(not is_harmless(question, value, words) for value in dispute.values)
        assert any_danger is not is_harmless(question, answers[question.name], words)


def test_danger_under_other_words_stands_and_no_under_them_does_not(forms: Forms, words: Words) -> None:
    form = next(one for one in forms.versions if any(question.risk for question in one.questions))
    question = next(one for one in form.questions if one.risk and any(map(_says_no(one, words), one.options)))
    kept = {}
    for option in question.options:
        testimony = Testimony("body", answers={question.name: option.const}, doubts=[question.name])
        testimony.places[question.name] = Place("body", 1, 1, option.title)
        renamed = Drift(DriftKind.RENAMED, question.name, "In peril?", option.title, True, DriftSeverity.BREAKS)
        testimony.drift.append(renamed)

        take_care(Agreed(testimony), form, words, is_known=True)

        kept[option.const] = testimony.answers[question.name]

    assert kept == {one.const: None if _says_no(question, words)(one) else one.const for one in question.options}


def test_where_witnesses_count_a_groups_elements_otherwise_its_risk_is_in_doubt(forms: Forms, words: Words) -> None:
    form, group, inner = _risk_in_a_group(forms)
    dispute = Dispute(Conflict(group.name, {"body": "1", "pdf": "2"}))
    testimony = Testimony("body", answers={group.name: [{inner.name: inner.options[0].const}]})
    testimony.places[f"{group.name}[1].{inner.name}"] = Place("body", 1, 1, "")

    missing = take_care(Agreed(testimony, [dispute]), form, words, is_known=True)

    assert f"{group.name}.{inner.name}" not in missing
    assert f"{group.name}.{inner.name}" in testimony.doubts


def test_in_a_group_each_element_is_looked_at(forms: Forms, words: Words) -> None:
    form, group, inner = _risk_in_a_group(forms)
    yes, no = (one.const for one in inner.options[:2])
    testimony = Testimony("body", answers={group.name: [{inner.name: yes}, {inner.name: no}]})
    testimony.places[f"{group.name}[1].{inner.name}"] = Place("body", 1, 1, "")

    missing = take_care(Agreed(testimony), form, words, is_known=True)

    assert f"{group.name}.{inner.name}" in missing
    assert testimony.answers[group.name] == [{inner.name: yes}, {inner.name: None}]


def _says_no(question: Question, words: Words) -> Callable[[Option], bool]:
    return lambda option: is_harmless(question, option.const, words)


def _risk_in_a_group(forms: Forms) -> tuple[FormVersion, Question, Question]:
    return next(
        (form, group, inner)
        for form in forms.versions
        for group in form.questions
        for inner in group.questions
        if inner.risk
    )


@pytest.mark.parametrize(
    ("label", "risk"), [("Has anybody threatened you with a weapon?", True), ("Did you hear a vehicle?", False)]
)
def test_a_new_question_worded_like_one_of_risk_is_of_risk(forms: Forms, words: Words, label: str, risk: bool) -> None:
    new = Drift(DriftKind.ADDED, None, label, "Yes", risk=False, severity=DriftSeverity.DEGRADES)

    assert with_new_dangers(new, forms, words).risk is risk
