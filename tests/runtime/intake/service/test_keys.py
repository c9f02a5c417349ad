"""What services call things is data of the library."""

import pytest

from mapping_dsl import Library, exact_json
from runtime.intake import known_of, read
from runtime.intake.service.keys import ServiceUnusable, read_service, read_services
from tests.runtime.intake.conftest import ROOT
from tests.runtime.intake.making_mails import information, theft_mail


def test_a_service_with_other_words_is_read_by_its_own_file() -> None:
    other = {"information": {"reference": ["Our number"], "form_code": ["Kind"]}, "telling": ["Kind"]}
    library = Library(ROOT / "mappings")
    texts = {path: library.text(path) for path in library.paths()} | {"services/other.json": exact_json.dumps(other)}
    said = "Our number: TLP-10032-26-3100-000\nKind: TLP\nSent by: gateway 7\n"

    known = known_of(Library(texts))

    assert read(theft_mail(info=said), known).submissions[0].witnesses == {"body": "read", "info": "read"}
    assert read(theft_mail(info=information()), known).submissions[0].channel == "Website"


def test_without_a_file_nothing_is_known_of_services() -> None:
    services = read_services(Library({}))

    assert (services.information, services.json, services.automatic) == ({}, {}, ())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "it is no JSON: a name in double quotes should stand in line 1, column 2"),
        ("[]", "it is not an object with keys"),
        (
            '{"keys": {}}',
            "keys is no key of a service; there are title, information, json, telling, nothing, headers, automatic",
        ),
        ('{"json": ["a"]}', "json does not give a list of texts for each name"),
        ('{"information": {"reference": "Ref"}}', "information does not give a list of texts for each name"),
        ('{"telling": [1]}', "telling is no list of texts"),
        ('{"title": 1}', "title is no text"),
        (" " * 100_001, "it is longer than 100,000 characters"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ServiceUnusable) as raised:
        read_service("services/x.json", text)

    assert str(raised.value) == f"services/x.json: {sentence}."


def test_a_meaning_that_there_is_not_is_told_with_those_that_there_are() -> None:
    with pytest.raises(ServiceUnusable, match="has colour, which means nothing here; there are reference, "):
        read_service("services/x.json", '{"information": {"colour": ["Colour"]}}')
