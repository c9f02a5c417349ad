"""`studio preview`: what a mapping makes of a sample or a mail."""

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

import app
from tests.runtime.intake.making_mails import information, theft_body, theft_mail

ROOT = Path(__file__).parents[3]
LIBRARY = ["--library", str(ROOT / "mappings")]
FALLING_BACK = """\
mapping theft "Theft"
    form theft versions 1.0 to 2.0
    target chs.incident version 1

record chs.incident
    callerPhone <- null otherwise "+441632960000"
"""
MAIL = str(ROOT / "tests" / "data" / "eml" / "OPEN-001.eml")


def test_a_mail_comes_out_as_its_record(capsys: pytest.CaptureFixture[str]) -> None:
    status = app.main(["preview", "theft", MAIL, "--json", *LIBRARY])

    document = json.loads(capsys.readouterr().out)
    assert status == 0
    assert list(document) == ["mapping", "version", "records", "flags", "triage", "fields", "reviews", "caution"]
    assert document["caution"] == {"level": "none", "words": [], "reasons": []}
    assert document["records"]["chs.incident"]["callerFullName"] == "Grace Hartley"


def test_a_mail_of_an_unknown_version_is_told_as_one_that_a_person_looks_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = tmp_path / "unknown.eml"
    mail.write_bytes(theft_mail(info=information(version="9.0")))

    app.main(["preview", "theft", str(mail), *LIBRARY])

    told = capsys.readouterr().out
    assert "A person looks first: The version 9.0 of the form theft is not known here; it was read as" in told


def test_a_mail_is_shown_at_the_risk_level_at_which_it_would_be_placed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = tmp_path / "knife.eml"
    mail.write_bytes(theft_mail(f"She rang: he is back with a knife.\n\n{theft_body()}"))

    app.main(["preview", "theft", str(mail), *LIBRARY])
    told = capsys.readouterr().out
    app.main(["preview", "theft", str(mail), "--json", *LIBRARY])
    document = json.loads(capsys.readouterr().out)

    assert "Flags: none. Risk level: high.\nIts flags alone say none; what is not known of it weighs high.\n" in told
    assert "“knife” stands in text that answers no question." in told
    assert document["caution"]["level"] == "high"
    assert document["caution"]["words"] == [{"term": "knife", "flag": "KEYWORD:knife", "level": "high"}]


def test_a_library_whose_layout_cannot_be_read_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "mappings", tmp_path / "mappings")
    (tmp_path / "mappings" / "layouts" / "broken.json").write_text("{")

    status = app.main(["preview", "theft", MAIL, "--library", str(tmp_path / "mappings")])

    assert status == 2
    assert "layouts/broken.json: it is no JSON: a name in double quotes should stand" in capsys.readouterr().err


def test_a_trace_names_the_rule_the_answers_with_their_places_and_the_steps(capsys: pytest.CaptureFixture[str]) -> None:
    app.main(["preview", "theft", MAIL, "--json", "--trace", *LIBRARY])

    fields = {one["path"]: one for one in json.loads(capsys.readouterr().out)["fields"]}
    phone = fields["chs.incident.callerPhone"]
    assert phone["rule"]["text"].startswith("callerPhone")
    assert [(one["answer"], one["text"]) for one in phone["reads"]] == [("phone", "07700900454")]
    assert phone["steps"][-1]["value"] == "+447700900454"


def test_the_way_to_a_value_names_the_version_of_the_list_and_the_question(capsys: pytest.CaptureFixture[str]) -> None:
    version = hashlib.sha256((ROOT / "mappings/lists/grade.csv").read_bytes()).hexdigest()[:12]

    app.main(["preview", "theft", "OPEN-001.json", "--trace", *LIBRARY])

    told = capsys.readouterr().out
    assert f"code list grades, version {version}: R is " in told
    assert re.search(r'reads fromPerson, “[^”]+”: "yes"\n', told)


def test_the_way_to_a_flag_is_told_too(capsys: pytest.CaptureFixture[str]) -> None:
    app.main(["preview", "theft", "OPEN-002.json", "--trace", *LIBRARY])

    told = capsys.readouterr().out
    assert re.search(
        r'\n  VULNERABLE: "medium"\n    modules/common-risk.mapping:\d+: .+\n    reads vulnerable, “.+”: "yes"\n', told
    )


def test_a_fallback_that_was_taken_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "mappings", tmp_path / "mappings")
    (tmp_path / "mappings" / "theft" / "theft.mapping").write_text(FALLING_BACK, "utf-8")

    app.main(["preview", "theft", "OPEN-001.json", "--trace", "--library", str(tmp_path / "mappings")])

    assert 'taken: otherwise "+441632960000"' in capsys.readouterr().out


def test_the_document_of_a_trace_has_rows_codes_values_and_the_triage(capsys: pytest.CaptureFixture[str]) -> None:
    app.main(["preview", "theft", "OPEN-001.json", "--trace", "--json", *LIBRARY])

    document = json.loads(capsys.readouterr().out)
    fields = {one["path"]: one for one in document["fields"]}
    opening, priority = fields["chs.incident.openingCode"], fields["chs.incident.priority"]
    assert [(one["decision"], one["row"]) for one in opening["rows"]] == [("classification", 4)]
    assert [(one["list"], one["file"], one["key"]) for one in priority["codes"]] == [("grades", "lists/grade.csv", "R")]
    assert {one["answer"]: one["value"] for one in opening["reads"]}["fromPerson"] == "yes"
    assert all("question" in one for one in opening["reads"])
    assert opening["fallback"] == ""
    assert document["triage"]["trace"]["queue"]["rule"]["file"] == "theft/theft.mapping"


def test_a_trace_in_words_names_the_row_the_code_and_what_placed_the_submission(
    capsys: pytest.CaptureFixture[str],
) -> None:
    app.main(["preview", "theft", MAIL, "--trace", *LIBRARY])

    told = capsys.readouterr().out
    assert 'table classification, row 4 (line 24): | - | - | "yes" | "C03" | "39" |' in told
    assert "code list grades, version " in told
    assert '  queue: "crime"\n    theft/' in told


@pytest.mark.parametrize("name", ["OPEN-001.json", "OPEN-001"])
def test_a_sample_of_the_mapping_is_known_by_its_name(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = app.main(["preview", "theft", name, *LIBRARY])

    assert status == 0
    assert 'callerFullName: "Grace Hartley"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nowhere.eml", "there is no file nowhere.eml, and the samples of theft are OPEN-001.json, "),
        ("OPEN-0O1.json", "there is no file OPEN-0O1.json, and no such sample of theft; did you mean OPEN-001.json?"),
        (
            str(ROOT / "tests" / "data" / "eml" / "OPEN-009.eml"),
            "the mapping theft is for the form theft, and this is a submission of hate",
        ),
        (str(ROOT / "pyproject.toml"), "there is no submission in "),
    ],
)
def test_what_cannot_be_previewed_is_told_in_a_sentence(
    name: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = app.main(["preview", "theft", name, *LIBRARY])

    assert status == 2
    assert sentence in capsys.readouterr().err
