from collections.abc import Iterable
from dataclasses import replace

import pytest

from mapping_dsl.forms import Forms, FormVersion
from runtime.intake.envelope import WitnessText
from runtime.intake.recognition import recognise
from runtime.intake.references import find_reference, labelled_reference, same_reference
from runtime.intake.service.information import ServiceInformation
from runtime.intake.witness.lines import Line, Piece, running
from tests.runtime.intake.making_mails import body_text, theft_body

BODY = body_text(theft_body())


def shown(lines: Iterable[str], witness: str = "body") -> WitnessText:
    return WitnessText(witness, running(list(lines)))


def told(form: FormVersion | None) -> tuple[str, str] | None:
    return (form.form, form.version) if form else None


@pytest.mark.parametrize(("code", "declared"), [("TLP", "1.0"), ("tlp", "V1"), ("theft", "1"), ("TLP", "version 1.0")])
def test_a_form_and_version_are_taken_as_declared(forms: Forms, code: str, declared: str) -> None:
    recognised = recognise(ServiceInformation(form_code=code, version=declared), [BODY], forms)

    assert recognised is not None
    assert (told(recognised.form), recognised.version, recognised.known) == (("theft", "1.0"), "1.0", True)
    assert recognised.declared == ""


def test_a_version_that_nobody_declares_is_told_by_what_stands_there(forms: Forms) -> None:
    recognised = recognise(ServiceInformation(form_code="TLP"), [BODY], forms)

    assert recognised is not None
    assert (recognised.version, recognised.known) == ("1.0", True)


@pytest.mark.parametrize("declared", ["3.0", "V3", "2026-11"])
def test_an_unknown_version_is_read_by_the_one_that_fits_best(forms: Forms, declared: str) -> None:
    recognised = recognise(ServiceInformation(form_code="TLP", version=declared), [BODY], forms)

    assert recognised is not None
    assert (recognised.form.version, recognised.version, recognised.known) == ("1.0", declared, False)


def test_a_version_that_was_changed_silently_is_read_as_what_it_is(forms: Forms) -> None:
    recognised = recognise(ServiceInformation(form_code="TLP", version="2.0"), [BODY], forms)

    assert recognised is not None
    assert (recognised.version, recognised.known, recognised.declared) == ("1.0", True, "2.0")


def test_a_story_that_holds_a_question_which_was_removed_tells_no_version(forms: Forms) -> None:
    old = forms.find("theft", "1.0")
    assert old is not None
    kept = tuple(one for one in old.questions if one.name != "itemSerial")
    both = Forms((old, replace(old, version="3.0", schema_id="urn:test:theft:3.0", questions=kept)))
    story = "It was on the bench.\nSerial number or IMEI: Nobody asked me that.\nThen I ran."
    body = theft_body(story).replace("Serial number or IMEI: \n", "")

    recognised = recognise(ServiceInformation(form_code="TLP", version="3.0"), [body_text(body)], both)

    assert recognised is not None
    assert (recognised.version, recognised.declared) == ("3.0", "")


def test_a_few_renamed_questions_do_not_make_another_version_of_a_form(forms: Forms) -> None:
    lines = theft_body().replace("Your full name", "First name").replace("Gender", "What is your gender?").split("\n")

    recognised = recognise(ServiceInformation(form_code="TLP", version="1.0"), [shown(lines)], forms)

    assert recognised is not None
    assert (recognised.version, recognised.known, recognised.declared) == ("1.0", True, "")


@pytest.mark.parametrize(
    "layout",
    [
        "{}: x",
        "{}\nx\n",
        "| {} | x |",
        "**{}** x",
        "Q{n}. {}\n    x",
        "> {} = x",
        "Q: {}\nA: x",
        "Question {n} - {}\nx",
    ],
    ids=str,
)
def test_every_form_is_told_by_its_questions_alone_in_any_layout(forms: Forms, layout: str) -> None:
    read_as = {}
    for form in forms.versions:
        lines = [layout.format(question.label, n=number) for number, question in enumerate(form.questions, 1)]
        recognised = recognise(None, [shown("\n".join(lines).split("\n"))], forms)
        read_as[told(form)] = recognised and (told(recognised.form), recognised.known)

    assert read_as == {told(form): (told(form), True) for form in forms.versions}


def test_welsh_labels_tell_a_form_too(forms: Forms) -> None:
    for form in forms.versions:
        lines = [f"{question.label_cy or question.label}: x" for question in form.questions]

        recognised = recognise(None, [shown(lines)], forms)

        assert recognised is not None
        assert told(recognised.form) == told(form)


def test_labels_that_are_wrapped_are_found(forms: Forms) -> None:
    narrow = "\n".join(line.replace(" or ", "\nor ").replace(" in ", "\nin ") for line in theft_body().split("\n"))

    recognised = recognise(None, [shown(narrow.split("\n"))], forms)

    assert recognised is not None
    assert (told(recognised.form), recognised.known) == (("theft", "1.0"), True)


def test_what_one_witness_lacks_another_shows(forms: Forms) -> None:
    lines = theft_body().split("\n")

    recognised = recognise(None, [shown(lines[:18]), shown(lines[18:], "pdf")], forms)

    assert recognised is not None
    assert (told(recognised.form), recognised.known) == (("theft", "1.0"), True)


def test_another_brand_with_other_letters_and_title_has_the_same_questions(forms: Forms) -> None:
    body = theft_body().replace("Report a theft or lost property", "Theft desk").replace("TLP-10032", "THEFT/10032")

    recognised = recognise(ServiceInformation(form_code="THEFT-DESK", version="1.0"), [body_text(body)], forms)

    assert recognised is not None
    assert (told(recognised.form), recognised.known) == (("theft", "1.0"), True)


def test_a_form_that_the_service_names_and_nobody_knows_is_not_taken_for_another(forms: Forms) -> None:
    shared = ["Your full name: x", "Date of birth: x", "Telephone number: x", "Email address: x", "Were you conned?: x"]

    assert recognise(ServiceInformation(form_code="FRD", version="1.0"), [shown(shared)], forms) is None
    assert recognise(None, [shown(shared)], forms) is None


def test_a_text_of_no_form_is_none(forms: Forms) -> None:
    assert recognise(None, [shown(["I am away until Monday.", "", "Reference: none"])], forms) is None
    assert recognise(None, [], forms) is None


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("FW: Online report RTI-10057-26-3100-001, TLP-2-2", "RTI-10057-26-3100-001"),
        ("Online report METRO/TH/26/00042: Report a theft", "METRO/TH/26/00042"),
        ("Your report THF1003226", "THF1003226"),
        ("Reference: none", None),
        ("A UK-wide change on 2026-10-05 at 10-12", None),
    ],
)
def test_the_first_reference_in_a_text_is_found(text: str, reference: str | None) -> None:
    assert find_reference(text) == reference


def test_beside_its_label_any_word_with_a_digit_is_a_reference() -> None:
    assert labelled_reference("no. 10032261 (please quote)") == "10032261"
    assert labelled_reference("not given") is None
    assert labelled_reference("10032 261") == "10032 261"
    assert labelled_reference("7") == "7"
    assert labelled_reference("data retained for 7 years.") is None


def test_marks_around_a_reference_make_it_no_other() -> None:
    assert same_reference("#10032-261", "10032-261")
    assert not same_reference("10032-261", "10032-262")


def test_a_form_whose_questions_stand_behind_a_word_is_recognised(forms: Forms) -> None:
    lines = theft_body().replace("Report a theft or lost property", "A form").split("\n")
    asked = [f"Question: {line.replace(': ', chr(10) + 'Answer: ')}" for line in lines if ": " in line]

    recognised = recognise(None, [shown("\n".join(asked).split("\n"))], forms)

    assert recognised is not None
    assert told(recognised.form) == ("theft", "1.0")


def test_a_form_whose_questions_stand_behind_the_same_words_is_recognised(forms: Forms) -> None:
    asked = [line.partition(": ") for line in theft_body().split("\n") if ": " in line]
    lines = [f'<field label="{label}">{answer}</field>' for label, _, answer in asked]

    recognised = recognise(None, [shown(lines)], forms)

    assert recognised is not None
    assert told(recognised.form) == ("theft", "1.0")


def test_a_version_is_told_by_questions_behind_the_same_words_though_the_title_stands_above(forms: Forms) -> None:
    asked = [line.partition(": ") for line in theft_body().split("\n") if ": " in line]
    lines = [f'<field label="{label}">{answer}</field>' for label, _, answer in asked]

    recognised = recognise(None, [shown(["Report a theft or lost property", *lines])], forms)

    assert recognised is not None
    assert (told(recognised.form), recognised.known) == (("theft", "1.0"), True)


def test_a_form_whose_looks_take_its_questions_for_answers_is_recognised(forms: Forms) -> None:
    asked = [line.partition(": ") for line in theft_body().split("\n") if ": " in line]
    pieces = [(Piece.ANSWER, label) for label, _, _ in asked]
    pieces = [one for each, (_, _, answer) in zip(pieces, asked, strict=True) for one in (each, (Piece.LABEL, answer))]
    lines = tuple(Line(text, number, piece) for number, (piece, text) in enumerate(pieces, 1))

    recognised = recognise(None, [WitnessText("html", lines)], forms)

    assert recognised is not None
    assert told(recognised.form) == ("theft", "1.0")


def test_a_form_inside_one_answer_of_another_is_not_recognised(forms: Forms) -> None:
    story = [Line(text, number, Piece.ANSWER) for number, text in enumerate(theft_body().split("\n"), 2)]

    assert recognise(None, [WitnessText("html", (Line("Your story", 1, Piece.LABEL), *story))], forms) is None
