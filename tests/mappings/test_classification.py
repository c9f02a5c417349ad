"""Which code opens an incident and which offence is suggested, by the rules of the reference policy."""

from typing import Any

import pytest

from tests.mappings.truth import FORMS, compiled, document


@pytest.mark.parametrize(
    ("form", "answers", "code", "offence"),
    [
        ("theft 2.0", {"reportType": "lost"}, "M01", None),
        ("theft 2.0", {"reportType": "found"}, "M02", None),
        ("theft 2.0", {"reportType": "stolen", "forceUsed": "yes", "fromPerson": "yes"}, "C09", "34B"),
        ("theft 2.0", {"reportType": "stolen", "forceUsed": "no", "fromPerson": "yes"}, "C03", "39"),
        ("theft 1.0", {"reportType": "unsure"}, "C04", "49"),
        ("burglary 1.0", {"premisesType": "shed"}, "C01", "28E"),
        ("burglary 2.0", {"premisesType": "outbuilding"}, "C01", "28E"),
        ("burglary 2.0", {"premisesType": "community"}, "C02", "30C"),
        ("vehicle 2.0", {"crimeType": ["stolen", "damage"]}, "C05", "48"),
        ("vehicle 2.0", {"crimeType": ["plates", "damage"]}, "C05", "45"),
        ("vehicle 1.0", {"crimeType": ["damage"]}, "C06", "58C"),
        ("vehicle 1.0", {"crimeType": ["damage", "interfere"]}, "C05", "58C"),
        ("vehicle 1.0", {"crimeType": ["interfere"]}, "C05", "126"),
        ("rti 1.0", {"injured": "yes"}, "T01", None),
        ("rti 1.0", {"injured": "dont_know"}, "T02", None),
        ("rti 2.0", {"injured": "slight"}, "T01", None),
        ("rti 2.0", {"injured": "none"}, "T02", None),
        ("hate 1.0", {"motivation": "faith", "incidentTypes": ["assault", "verbal"]}, "C08", "105B"),
        ("hate 2.0", {"motivation": ["trans"], "incidentTypes": ["assault"]}, "C08", "105A"),
        ("hate 2.0", {"motivation": ["trans", "religion"], "incidentTypes": ["verbal"]}, "C08", "9B"),
        ("hate 1.0", {"motivation": "disability"}, "C08", "9A"),
        ("asb 2.0", {"asbType": ["environment"], "targeted": "yes"}, "A01", None),
        ("asb 2.0", {"asbType": ["noise", "environment"], "targeted": "dont_know"}, "A03", None),
        ("asb 1.0", {"asbType": "rubbish"}, "A03", None),
        ("asb 1.0", {"asbType": "noise"}, "A02", None),
        ("contact 1.0", {"topic": "complaint"}, "M03", None),
        ("contact 2.0", {"topic": "unhappy"}, "M03", None),
        ("contact 2.0", {"topic": "welfare"}, "P02", None),
        ("contact 2.0", {"topic": "event"}, "M07", None),
        ("contact 1.0", {"topic": "lost"}, "M01", None),
        ("contact 2.0", {"topic": "licence"}, "M04", None),
    ],
)
def test_the_answers_decide_the_codes(form: str, answers: dict[str, Any], code: str, offence: str | None) -> None:
    version = FORMS.find(*form.split())
    assert version is not None

    records = compiled(*form.split()).run(document(version, answers)).records

    assert records["chs.incident"]["openingCode"] == code
    crime = records["connect.crime"]
    assert (crime and crime["investigation"]["offenceClass"]) == offence
