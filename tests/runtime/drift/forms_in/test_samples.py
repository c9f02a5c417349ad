"""A form from filled forms alone."""

import pytest

import mapping_dsl
from bench.forms_in import scored
from mapping_dsl.forms import AnswerType, read_form
from runtime.drift.forms_in.about import About
from runtime.drift.forms_in.entries import Entry, read_unlabelled
from runtime.drift.forms_in.found import DefinitionRefused
from runtime.drift.forms_in.samples import from_samples
from runtime.intake.witness.lines import Line, Piece, running

WHO = ("Ann Lee", "Bo Fay", "Cy Dunn", "Di Moss", "Ed Roy", "Fi Kerr", "Gil Hart", "Hy West", "Ivo Ash", "Jo Pine")


def sample(number: int) -> tuple[Entry, ...]:
    """A report that asks for the colour only where something was lost."""
    is_lost = number % 2 == 0
    entries = [
        Entry("What became of it?", "It was lost" if is_lost else "It was taken", "The thing"),
        *([Entry("What colour was it?", ("Dark red", "Pale blue")[number % 4 // 2], "The thing")] if is_lost else []),
        Entry("When was it?", f"{number + 11}/10/2026", "The thing"),
        Entry("At what hour?", f"{number + 10}:30", "The thing"),
        Entry("What is it worth?", f"£{number}5.00", "The thing"),
        Entry("Your name", WHO[number], "About you"),
        Entry("E-mail", f"{WHO[number].split()[0]}@example.com", "About you"),
        Entry("Anything else?", "" if number % 3 else "It rained all night, " * 8, "About you"),
    ]
    entries += [Entry("Who was it?", WHO[-number], "People", "Person", place) for place in range(1, number % 3 + 1)]
    return tuple(entries)


TEN = [sample(number) for number in range(10)]


def test_types_are_told_from_the_answers() -> None:
    form = from_samples(TEN, About("A thing")).form

    told = {one.label: (one.type, one.kind, one.widget) for one in form.questions}

    assert told == {
        "What became of it?": (AnswerType.CHOICE, "", ""),
        "What colour was it?": (AnswerType.CHOICE, "", ""),
        "When was it?": (AnswerType.DATE, "", ""),
        "At what hour?": (AnswerType.TIME, "", ""),
        "What is it worth?": (AnswerType.NUMBER, "", ""),
        "Your name": (AnswerType.STRING, "", ""),
        "E-mail": (AnswerType.STRING, "email", ""),
        "Anything else?": (AnswerType.STRING, "", "textarea"),
        "Person": (AnswerType.GROUP, "", ""),
    }


def test_a_question_that_only_some_are_asked_has_its_condition() -> None:
    form = from_samples(TEN, About("A thing")).form

    colour = form.by_name["whatColourWasIt"]

    assert colour.show_if == 'whatBecameOfIt = "it_was_lost"'


def test_what_everybody_answers_is_required_and_what_some_leave_blank_is_not() -> None:
    form = from_samples(TEN, About("A thing")).form

    required = [one.label for one in form.questions if one.required]

    assert required == [
        "What became of it?",
        "When was it?",
        "At what hour?",
        "What is it worth?",
        "Your name",
        "E-mail",
    ]


def test_every_question_says_how_sure_it_is_and_why() -> None:
    found = from_samples(TEN, About("A thing"))

    assert set(found.sureness) == set(found.form.by_name)
    assert all(0 < one.confidence <= 1 and one.because for one in found.sureness.values())


def test_one_sample_proves_little() -> None:
    found = from_samples(TEN[:1], About("A thing"))

    assert set(found.to_look_at()) >= {"whatBecameOfIt", "yourName", "eMail"}


def test_a_line_of_a_story_that_looks_like_a_question_is_none() -> None:
    entries = (
        Entry("Story", "word " * 60),
        Entry("My view", "It is bad"),
    )

    found = from_samples([entries, *[entries[:1]] * 9], About("A thing"))

    assert [one.label for one in found.form.questions] == ["Story"]
    assert found.remarks[0].where == "My view"


def test_the_schema_can_be_read_as_a_form() -> None:
    found = from_samples(TEN, About("A thing"))

    assert read_form(found.schema) == found.form


def test_samples_that_show_nothing_are_refused_in_words() -> None:
    with pytest.raises(DefinitionRefused, match="no question was found"):
        from_samples([()], About("A thing"))


@pytest.mark.parametrize("form", mapping_dsl.Library("mappings").forms().versions, ids=lambda one: one.schema_id)
def test_nearly_all_of_a_form_is_told_from_twenty_mails(form: mapping_dsl.forms.FormVersion) -> None:
    score = scored(form, 20, 1)

    assert score.found == score.asked
    assert score.found >= 0.95 * score.told
    assert score.required >= 0.85 * score.found


def test_entries_know_their_section_and_element() -> None:
    lines = running(
        ["What happened", "-----", "Who?: Ann", "[Person 2 of 3]", "Their name: Bo", "and more", "--", "x: y"]
    )

    entries = read_unlabelled(lines)

    assert entries == (
        Entry("Who?", "Ann", "What happened", line=3),
        Entry("Their name", "Bo\nand more", "What happened", "Person", 2, 5),
    )


def test_what_looks_prove_to_be_an_answer_is_never_a_question() -> None:
    lines = (
        Line("About you", 1, Piece.HEADING),
        Line("Your name", 2, Piece.LABEL),
        Line("Ann", 3, Piece.ANSWER),
        Line("Danger: none", 4, Piece.ANSWER),
        Line("Your e-mail", 5, Piece.LABEL),
        Line("Your age", 6, Piece.LABEL),
        Line("41", 7, Piece.ANSWER),
    )

    entries = read_unlabelled(lines)

    assert [(one.label, one.text, one.section) for one in entries] == [
        ("Your name", "Ann\nDanger: none", "About you"),
        ("Your e-mail", "", "About you"),
        ("Your age", "41", "About you"),
    ]


def test_what_stands_above_the_first_heading_tells_of_the_submission() -> None:
    lines = running(["Reference: AB-1", "About you", "=========", "Your name: Ann"])

    assert [one.label for one in read_unlabelled(lines)] == ["Your name"]
