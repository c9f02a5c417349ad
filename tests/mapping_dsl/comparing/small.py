"""A small library about lost keys, to change in one place at a time."""

import json
from typing import Any

import mapping_dsl


def choice(label: str, **titles: str) -> dict[str, Any]:
    """A question with options."""
    options = [{"const": const, "title": title} for const, title in titles.items()]
    return {"type": "string", "oneOf": options, "x-label": label}


PERSON = {"name": {"type": "string", "x-label": "Name"}, "under18": choice("Under 18?", yes="Yes", no="No")}
FORM = {
    "$id": "urn:test:keys:1.0",
    "title": "Lost keys",
    "x-formId": "keys",
    "x-formVersion": "1.0",
    "type": "object",
    "properties": {
        "weapon": choice("Was a weapon seen?", gun="A gun", knife="A knife"),
        "alone": choice("Are you alone?", yes="Yes", no="No"),
        "times": {"type": "number", "x-label": "How often?"},
        "story": {"type": "string", "x-widget": "textarea", "x-label": "What happened?"},
        "plate": {"type": "string", "x-label": "Number plate"},
        "people": {"type": "array", "x-label": "Who was there?", "items": {"type": "object", "properties": PERSON}},
    },
}
RECORD = {
    "title": "report",
    "type": "object",
    "properties": {
        "grade": {"enum": ["I", "S", "E", None], "x-label": "Grade", "x-mostUrgent": "first"},
        "urgency": {"type": ["integer", "null"], "x-label": "Urgency", "x-mostUrgent": "highest"},
        "text": {"type": ["string", "null"], "x-label": "Story"},
    },
}
MODULE = """\
module risk "What means risk"
    needs weapon seen, times

flag "WEAPON" high
    when weapon seen in ("gun", "knife")
    because "A weapon was seen"
flag "OFTEN" medium
    when times >= 3
    because "Again and again"
flag "WORDS" low
    when mentions(all text, ["shot", "stab*"])
    because "The text speaks of it"
"""
MAPPING = """\
mapping keys "Lost keys"
    form   keys versions 1.0 to 1.0
    target report version 1

use risk

let weapon seen = weapon

flag "PLATE" low
    when to vrm(plate) != null and alone = "yes"
    because "A plate, and nobody near"
flag "CHILD" high
    when list contains(people.under18, "yes")
    because "Somebody is under 18"

decide grade first
    | risk level | alone | => grade in ("I", "S", "E") |
    | "high"     | "yes" | "I"                         |
    | "high"     | -     | "S"                         |
    | otherwise  |       | "E"                         |

record report
    grade   <- grade
    urgency <- if times > 10 then 5 else 1
    text    <- story

triage
    queue    <- "desk"
    priority <- if risk level = "high" then 90 else 30
    due      <- submission.received_at + duration("PT1H")
"""
HEAD = {"form": "keys", "version": "1.0", "received_at": "2026-03-10T12:00:00+00:00"}


def source(*changes: tuple[str, str], form: dict[str, Any] | None = None) -> mapping_dsl.Source:
    """The mapping with texts replaced in it or in its module; each must stand in one of them."""
    texts = {"keys/keys.mapping": MAPPING, "modules/risk.mapping": MODULE}
    for old, new in changes:
        assert any(old in text for text in texts.values())
        texts = {path: text.replace(old, new, 1) for path, text in texts.items()}
    texts["forms/keys/1.0.json"] = json.dumps(form or FORM)
    texts["records/report/1.json"] = json.dumps(RECORD)
    return mapping_dsl.Library(texts).mapping("keys")


def submission(**answers: Any) -> dict[str, Any]:
    """A submission of the form."""
    return {"submission": HEAD, "answers": answers}
