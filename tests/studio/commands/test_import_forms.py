"""`studio import` of forms: from definitions of other programs, and from mails."""

import shutil
from pathlib import Path

import pytest

import app
import mapping_dsl

ROOT = Path(__file__).parents[3]
Printed = pytest.CaptureFixture[str]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The project's library, to be changed."""
    return Path(shutil.copytree(ROOT / "mappings", tmp_path / "library"))


def test_a_form_comes_in_from_a_definition_and_is_told_question_by_question(
    library: Path, tmp_path: Path, capsys: Printed
) -> None:
    file = tmp_path / "lost-dog.json"
    file.write_text(
        '{"title": "A lost dog", "properties": {"breed": {"title": "What breed?", "type": "string"}, "x": {}}}'
    )

    status = app.main(["import", str(file), "--library", str(library)])

    printed = capsys.readouterr().out.splitlines()
    assert status == 0
    assert printed[0] == "A lost dog: 1 of 2 questions are sure"
    assert printed[1].startswith("look at x, 50% sure: ")
    assert printed[-1] == f"written: {library}/forms/a-lost-dog/1.0.json"
    assert mapping_dsl.Library(library).forms().find("a-lost-dog", "1.0")


def test_a_form_comes_in_from_mails(library: Path, tmp_path: Path) -> None:
    mails = ROOT / "tests" / "data" / "eml"
    folder = tmp_path / "mails"
    folder.mkdir()
    for name in ("OPEN-001.eml", "OPEN-002.eml", "OPEN-029.eml"):
        shutil.copy(mails / name, folder)

    status = app.main(["import", str(folder), "--form", "stolen", "--title", "Stolen", "--library", str(library)])

    form = mapping_dsl.Library(library).forms().find("stolen", "1.0")
    assert status == 0
    assert form
    assert "Are you or anyone else in danger right now?" in {one.label for one in form.questions}


def test_a_mails_reference_and_time_are_no_questions_of_the_form(library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    for number in range(3):
        lines = ("Reference: CTU-1", "Submitted: 1 May 2026", "Breed: Spaniel", "Colour: Brown", "Called: Rex")
        head = "From: a@example.org\nTo: b@example.org\nSubject: A lost dog\n\n"
        (folder / f"{number}.eml").write_text(head + "\n".join(lines))

    app.main(["import", str(folder), "--form", "dog", "--library", str(library)])

    form = mapping_dsl.Library(library).forms().find("dog", "1.0")
    assert form
    assert [one.label for one in form.questions] == ["Breed", "Colour", "Called"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[]", "none of the definitions that are known"),
        ("{", "neither JSON nor a workbook"),
        (
            '{"x-formId": "../../out", "x-formVersion": "1", "$id": "", "title": "", "properties": {}}',
            "asks no question",
        ),
        (
            '{"x-formId": "../out", "x-formVersion": "1", "$id": "", "title": "",'
            ' "properties": {"a": {"type": "string"}}}',
            "“../out” is no id of a form",
        ),
    ],
)
def test_a_definition_that_cannot_be_taken_in_is_told_in_a_sentence(
    library: Path, tmp_path: Path, text: str, told: str, capsys: Printed
) -> None:
    file = tmp_path / "form.json"
    file.write_text(text)

    status = app.main(["import", str(file), "--library", str(library)])

    assert status == 2
    assert told in capsys.readouterr().err
