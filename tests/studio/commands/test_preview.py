"""`studio preview`: what a mapping makes of a sample or a mail."""

import json
from pathlib import Path

import pytest

import app

ROOT = Path(__file__).parents[3]
LIBRARY = ["--library", str(ROOT / "mappings")]
MAIL = str(ROOT / "tests" / "data" / "eml" / "OPEN-001.eml")


def test_a_mail_comes_out_as_its_record(capsys: pytest.CaptureFixture[str]) -> None:
    status = app.main(["preview", "theft", MAIL, "--json", *LIBRARY])

    document = json.loads(capsys.readouterr().out)
    assert status == 0
    assert list(document) == ["mapping", "version", "records", "flags", "triage", "fields", "reviews"]
    assert document["records"]["chs.incident"]["callerFullName"] == "Grace Hartley"


def test_a_trace_names_the_rule_the_answers_with_their_places_and_the_steps(capsys: pytest.CaptureFixture[str]) -> None:
    app.main(["preview", "theft", MAIL, "--json", "--trace", *LIBRARY])

    fields = {one["path"]: one for one in json.loads(capsys.readouterr().out)["fields"]}
    phone = fields["chs.incident.callerPhone"]
    assert phone["rule"]["text"].startswith("callerPhone")
    assert [(one["answer"], one["text"]) for one in phone["reads"]] == [("phone", "07700900454")]
    assert phone["steps"][-1]["value"] == "+447700900454"


@pytest.mark.parametrize("name", ["OPEN-001.json", "OPEN-001"])
def test_a_sample_of_the_mapping_is_known_by_its_name(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = app.main(["preview", "theft", name, *LIBRARY])

    assert status == 0
    assert 'callerFullName: "Grace Hartley"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nowhere.eml", "nowhere.eml cannot be read: No such file or directory"),
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
