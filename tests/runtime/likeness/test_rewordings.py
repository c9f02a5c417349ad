"""How sure pairing is, over rewordings that were written by hand: half of them it was fitted to, half not.

`pytest -s` prints the figures.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from mapping_dsl.forms import AnswerType, FormVersion, Question
from runtime.likeness import Found, Pair, Wordings, pair

SEEN, UNSEEN = 0, 1


def text_for(question: Question) -> str:
    """An answer such as somebody might type there."""
    if question.options:
        return question.options[0].title
    typed = {AnswerType.DATE: "2026-10-05", AnswerType.TIME: "18:40", AnswerType.NUMBER: "250"}
    kinds = {"uk-postcode": "W23 9JG", "uk-phone": "07700 900123", "uk-vrm": "AB12 CDE", "email": "ann@example.org"}
    return typed.get(question.type) or kinds.get(question.kind) or "Grace Park"


def fits(question: Question, text: str) -> bool:
    """Whether the text is what `text_for` gives such a question."""
    return text == text_for(question) or text in {option.title for option in question.options}


def reworded(form: FormVersion, half: int, rewordings: Mapping[str, Any]) -> dict[str, Found]:
    """The form filled in with every question reworded that there are words for."""
    found = {}
    for name, question in form.every_question():
        words = rewordings["reworded"].get(question.label)
        if words and question.type is not AnswerType.GROUP:
            found[name] = Found(words[half][0], text_for(question), question.section)
    return found


def between(form: FormVersion, name: str, found: Found) -> Found:
    """The entry with its neighbours, all others being found under their own labels."""
    names = list(form.by_name)
    place = names.index(name)
    after = names[place - 1] if place else None
    before = names[place + 1] if place + 1 < len(names) else None
    return Found(found.label, found.text, found.section, after, before)


def proposals(pairs: list[Pair], found: Mapping[str, Found]) -> Iterator[tuple[str, str | None]]:
    """What each entry is, and what it was taken for."""
    taken = {id(entry): one.questions[0] for one in pairs for entry in one.found}
    yield from ((name, taken.get(id(entry))) for name, entry in found.items())


@pytest.mark.parametrize("half", [SEEN, UNSEEN])
def test_one_question_in_other_words_is_known_again(
    half: int, versions: tuple[FormVersion, ...], wordings: Wordings, rewordings: dict[str, Any]
) -> None:
    told: list[tuple[str, str | None]] = []
    for form in versions:
        for name, entry in reworded(form, half, rewordings).items():
            found = {name: between(form, name, entry)}
            told += proposals(pair([name], list(found.values()), form, wordings, fits=fits), found)

    right = sum(name == taken for name, taken in told)

    print(f"\none reworded, half {half}: {right} of {len(told)} known again ({right / len(told):.1%})")
    assert right >= 0.97 * len(told)


@pytest.mark.parametrize("half", [SEEN, UNSEEN])
def test_a_form_reworded_all_over_is_known_again_and_hardly_ever_wrongly(
    half: int, versions: tuple[FormVersion, ...], wordings: Wordings, rewordings: dict[str, Any]
) -> None:
    told, risks = [], set()
    for form in versions:
        found = reworded(form, half, rewordings)
        paired = list(proposals(pair(list(form.by_name), list(found.values()), form, wordings, fits=fits), found))
        told += paired
        risks |= {taken for name, taken in paired if taken and taken != name and form.by_name[taken].risk}

    made = [(name, taken) for name, taken in told if taken]
    right = sum(name == taken for name, taken in made)

    print(f"\nall reworded, half {half}: {len(made)} of {len(told)} proposed, {right / len(made):.1%} of them right")
    assert right >= 0.97 * len(made)
    assert len(made) >= 0.75 * len(told)
    assert risks == set()


def test_what_asks_the_opposite_is_never_relied_on(
    versions: tuple[FormVersion, ...], wordings: Wordings, rewordings: dict[str, Any]
) -> None:
    relied_on = []
    for form in versions:
        for name, question in form.every_question():
            for label in rewordings["opposite"].get(question.label, ()):
                entry = between(form, name, Found(label, text_for(question), question.section))
                pairs = pair([name], [entry], form, wordings, fits=fits)
                relied_on += [(question.label, label) for one in pairs if not one.may_be_opposite]

    assert relied_on == []


def test_other_questions_are_not_taken_for_those_of_another_place(
    versions: tuple[FormVersion, ...], wordings: Wordings, rewordings: dict[str, Any]
) -> None:
    taken = []
    for form in versions:
        names = list(form.by_name)
        for label in rewordings["other"]:
            entry = Found(label, "Yes", form.questions[-1].section, names[-2], names[-1])
            taken += pair(names[:-2], [entry], form, wordings, fits=fits)

    print(
        f"\nother questions: {len(taken)} of {len(versions) * len(rewordings['other'])} taken for one that is missing"
    )
    assert len(taken) <= 0.01 * len(versions) * len(rewordings["other"])
    assert not any(one for one in taken if one.may_be_opposite)
