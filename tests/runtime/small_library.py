"""A library small enough to read here: one form, one record, one module, two mappings that use it."""

import json
from pathlib import Path

MAPPING = """\
mapping lost "Lost property"
    form   lost versions 1.0 to 1.0
    target chs.incident version 1

use shared

record chs.incident
    sourceReference <- submission.reference
    openingCode     <- opening code
    narrative       <- description

example "A lost umbrella"
    given "UMBRELLA.json"
    expect chs.incident.openingCode = "M01"
"""

MODULE = """\
module shared "What both mappings share"

let opening code = "M01"
"""

PATH = "lost/lost.mapping"
MODULE_PATH = "modules/shared.mapping"


def texts() -> dict[str, str]:
    """The texts of the library by path."""
    return {
        "forms/lost/1.0.json": _form("lost"),
        "forms/found/1.0.json": _form("found"),
        "records/chs.incident/1.json": json.dumps(RECORD),
        MODULE_PATH: MODULE,
        PATH: MAPPING,
        "lost/samples/UMBRELLA.json": _sample("lost"),
        "found/found.mapping": MAPPING.replace("lost", "found").replace("Lost", "Found"),
        "found/samples/UMBRELLA.json": _sample("found"),
    }


def write(folder: Path) -> Path:
    """The library as a folder."""
    for path, text in texts().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


RECORD = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:test:chs.incident:1",
    "title": "A small incident",
    "type": "object",
    "additionalProperties": False,
    "required": ["sourceReference"],
    "properties": {
        "sourceReference": {"type": ["string", "null"], "maxLength": 40},
        "openingCode": {"type": ["string", "null"], "maxLength": 4},
        "narrative": {"type": ["string", "null"], "maxLength": 4000},
    },
}


def _form(form: str) -> str:
    return json.dumps(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"urn:test:forms:{form}:1.0",
            "title": f"{form.title()} property",
            "x-formId": form,
            "x-formVersion": "1.0",
            "type": "object",
            "required": ["description"],
            "properties": {
                "description": {
                    "type": "string",
                    "x-label": "What was it?",
                    "x-section": "The thing",
                    "x-order": 1,
                    "x-widget": "textarea",
                }
            },
        }
    )


def _sample(form: str) -> str:
    return json.dumps(
        {
            "submission": {
                "reference": "LST-1",
                "form": form,
                "version": "1.0",
                "schema": f"urn:test:forms:{form}:1.0",
                "received_at": "2026-10-05T08:00:00+01:00",
                "submitted_at": "2026-10-05T08:00:00+01:00",
                "channel": "Website",
                "language": "en",
                "source": "email",
                "force": "metro",
                "attachments": [],
            },
            "answers": {"description": "A black umbrella"},
        }
    )
