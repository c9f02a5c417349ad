"""`studio drift`: what changed, what reads it, the repair, and where that is written."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import app
import mapping_dsl

ROOT = Path(__file__).parents[3]
Printed = pytest.CaptureFixture[str]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The project's library, to be changed."""
    return Path(shutil.copytree(ROOT / "mappings", tmp_path / "library"))


@pytest.fixture
def schema(library: Path) -> dict[str, Any]:
    """The second version of a form as a third, to be changed."""
    text = (library / "forms" / "contact" / "2.0.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found | {"x-formVersion": "3.0", "$id": "urn:test:contact:3.0"}


def drift(library: Path, *words: str) -> int:
    return app.main(["drift", *words, "--library", str(library)])


def test_a_version_beside_itself_has_not_changed(library: Path, capsys: Printed) -> None:
    status = drift(library, "contact", "2.0", "2.0")

    assert status == 0
    assert capsys.readouterr().out == "contact 2.0 asks what 2.0 asked: nothing changed.\n"


def test_other_words_are_told_with_what_reads_the_question(
    library: Path, schema: dict[str, Any], tmp_path: Path, capsys: Printed
) -> None:
    schema["properties"]["email"]["x-label"] = "Your e-mail address"
    file = tmp_path / "3.json"
    file.write_text(json.dumps(schema))

    status = drift(library, "contact", "2.0", str(file), "--json")

    told = json.loads(capsys.readouterr().out)
    (decision,) = told["decisions"]
    assert status == 1
    assert (told["old"], told["new"], told["mapping"]) == ("2.0", "3.0", "contact")
    assert (decision["kind"], decision["new"], decision["accepted"]) == ("reworded", ["email"], True)
    assert "chs.incident.callerEmail" in {one["name"] for one in decision["affected"]}
    assert all(example["holds"] for example in told["examples"])


def test_a_question_under_another_name_is_read_by_either(
    library: Path, schema: dict[str, Any], tmp_path: Path, capsys: Printed
) -> None:
    properties = schema["properties"]
    schema["properties"] = {("emailAddress" if name == "email" else name): one for name, one in properties.items()}
    schema["required"] = ["emailAddress" if name == "email" else name for name in schema["required"]]
    file = tmp_path / "3.json"
    file.write_text(json.dumps(schema))

    status = drift(library, "contact", "2.0", str(file), "--write", str(library))

    text = (library / "contact" / "contact.mapping").read_text("utf-8")
    source = mapping_dsl.Library(library).mapping("contact")
    assert status == 1
    assert "versions 1.0 to 3.0" in text
    assert "let either email = get or else(email, emailAddress)" in text
    assert all(example.holds for example in mapping_dsl.compile(source).examples())
    assert f"written: {library}/forms/contact/3.0.json" in capsys.readouterr().out


def test_mails_with_a_new_question_are_a_new_version(library: Path, tmp_path: Path, capsys: Printed) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    mail = (ROOT / "tests" / "data" / "eml" / "OPEN-014.eml").read_bytes()
    for number in range(3):
        new = b"Email address:".replace(b"Email", b"What is your email")
        (folder / f"{number}.eml").write_bytes(mail.replace(b"Email address:", new))

    status = drift(library, "contact", "2.0", str(folder), "--json")

    told = json.loads(capsys.readouterr().out)
    email = told["schema"]["properties"]["email"]
    assert status == 1
    assert email["x-label"] == "What is your email address"
    assert email["x-kind"] == "email"


def test_lines_that_the_service_puts_at_the_head_are_no_questions(
    library: Path, tmp_path: Path, capsys: Printed
) -> None:
    mail = tmp_path / "report.eml"
    head = "OFFICIAL\n========\n\nReference: CTU-1\nSubmitted: 1 May 2026\n"
    asked = "Your email address: grace@example.com\nYour full name: Grace Hartley\nYour message: Hello\n"
    mail.write_text(f"From: a@example.org\nTo: b@example.org\nSubject: Report\n\n{head}{asked}")

    drift(library, "contact", "2.0", str(mail), "--json")

    labels = {one["x-label"] for one in json.loads(capsys.readouterr().out)["schema"]["properties"].values()}
    assert "Your full name" in labels
    assert not labels & {"Reference", "Submitted"}


def contact_mail(folder: Path, *head: str) -> Path:
    """A mail of the contact form with other words for the message, below some lines."""
    asked = (
        "Your enquiry", "------------", "What is it about?: Something else", "Your message to the police: Hello",
        "", "About you", "---------", "Your full name: Grace Hartley", "Email address: grace@example.com",
    )  # fmt: skip
    mail = folder / "report.eml"
    mail.write_text("From: a@example.org\nTo: b@example.org\nSubject: Report\n\n" + "\n".join((*head, *asked)))
    return mail


def test_the_marking_of_a_mail_is_no_heading(library: Path, tmp_path: Path, capsys: Printed) -> None:
    mail = contact_mail(tmp_path, "OFFICIAL-SENSITIVE", "==================", "", "Ticket: 17", "")

    drift(library, "contact", "1.0", str(mail), "--json")

    properties = json.loads(capsys.readouterr().out)["schema"]["properties"].values()
    assert "Ticket" not in {one["x-label"] for one in properties}
    assert not [one for one in properties if "OFFICIAL" in one.get("x-section", "")]


def test_the_mails_that_are_named_are_run_through_the_repaired_mapping(library: Path, capsys: Printed) -> None:
    mail = ROOT / "tests" / "data" / "eml" / "OPEN-014.eml"

    drift(library, "contact", "2.0", str(mail), "--json")

    replay = json.loads(capsys.readouterr().out)["replay"]
    assert replay["run"] + replay["left_out"] == 1


def test_a_person_is_only_said_to_decide_where_that_is_so(
    library: Path, schema: dict[str, Any], tmp_path: Path, capsys: Printed
) -> None:
    schema["properties"]["hair"] = {"type": "string", "x-label": "Hair", "x-section": "About you", "x-order": 99}
    file = tmp_path / "3.json"
    file.write_text(json.dumps(schema))

    drift(library, "contact", "2.0", str(file))

    printed = capsys.readouterr().out
    assert "added, harmless: “Hair” is new." in printed
    assert "proposal (not taken unless somebody accepts it, " in printed
    assert "a person must decide" not in printed


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("theft", "1.0", "9.0"), "the form theft has no version 9.0; there are 1.0, 2.0"),
        (("theft", "7", "2.0"), "the form theft has no version 7; there are 1.0, 2.0"),
        (("thefd", "1.0", "2.0"), "the library has no form thefd; did you mean theft?"),
        (("theft", "1.0", "README.md"), "no question was found in the samples"),
    ],
)
def test_what_cannot_be_compared_is_told_in_a_sentence(
    library: Path, words: tuple[str, ...], told: str, capsys: Printed
) -> None:
    status = drift(library, *words)

    assert status == 2
    assert told in capsys.readouterr().err
