"""A form of 60 answers and a record of 60 fields, made for the bench: schemas, and submissions drawn from a seed."""

import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from mapping_dsl import Library, exact_json

_CHOICES: Final = {
    "eventKind": "march concert sport market vigil other",
    "venue": "street park hall stadium",
    "audience": "families adults mixed",
    "alcohol": "none sold brought",
    "tickets": "free advance door",
    "noise": "quiet some loud",
    "surface": "paved grass indoors",
    "parking": "on_site nearby no_parking",
    "toilets": "fixed mobile no_toilets",
    "waste": "council contractor volunteers",
    "light": "daylight lit unlit",
    "weatherPlan": "goes_on moves_inside is_called_off",
    "camping": "no_camping one_night several_nights",
    "livestock": "no_livestock pets herds",
    **dict.fromkeys(
        ("firstTime", "roadsClosed", "minorsPresent", "opposed", "guests", "fireworks", "drones", "insured"), "yes no"
    ),
}
_NUMBERS: Final = {
    "expectedPeople": 30_000, "peakPeople": 25_000, "stewards": 200, "medics": 40, "vehicles": 60, "stalls": 90,
    "stages": 6, "ticketPrice": 45, "barCost": 9_000, "securityCost": 20_000, "policeHours": 300, "hourlyRate": 80,
}  # fmt: skip
_AMOUNTS: Final = frozenset({"ticketPrice", "barCost", "securityCost", "hourlyRate"})  #: in pounds and pence
_DATES: Final = ("dateFrom", "dateTo", "builtOn", "signedOn")
_TIMES: Final = ("timeFrom", "timeTo", "musicUntil", "roadsClosedFrom")
_TEXTS: Final = {
    "organiserName": ("ROSA LINDQVIST", "Grace Hartley", "o'neill-smith"),
    "organisation": ("Larkrise Residents", "Harbour Youth Club"),
    "organiserPhone": ("07700 900454", "020 7946 0042", "ask my sister"),
    "organiserEmail": ("grace@example.com", "Rosa@Example.ORG", "rosa at example"),
    "organiserAddress": ("9 Inkerman Terrace", "14 Larkrise Road"),
    "organiserPostcode": ("w239jg", "E31 7LP", "near the shop"),
    "deputyName": ("jo", "AMELIA NOWAK"),
    "deputyPhone": ("07700 900123", "020 7946 0991"),
    "eventName": ("  Summer   fair ", "March for the library", "Harbour lights"),
    "eventPlace": ("Larkrise Park", "The old harbour"),
    "eventPostcode": ("W23 1AA", "e317lp", "the park"),
    "route": ("From the station to the town hall", "Round the park"),
    "description": (
        "A quiet fair with stalls, a brass band and a race for children in the afternoon.",
        "We walk from the station to the town hall; a rival group says that it will come as well, and there is a "
        "rumour of a knife. Stewards stand at each corner.",
    ),
    "securityFirm": ("Harbour Security",),
    "medicalFirm": ("First Aid Friends",),
    "insurer": ("Mutual of Larkrise",),
    "policyNumber": ("ML-2231", "ML-7788"),
    "remarks": ("The band stops at ten.", "Please call in the evening."),
}
_LONG_TEXTS: Final = frozenset({"description", "remarks"})
_REQUIRED: Final = frozenset({"eventKind", "eventName", "dateFrom", "peakPeople", "organiserName"})

_TEXT_FIELDS: Final = {
    "reference": 40, "formVersion": 10, "kind": 12, "title": 70, "organiser": 70, "organisation": 70, "phone": 16,
    "email": 60, "address": 200, "postcode": 8, "district": 4, "deputy": 70, "deputyPhone": 16, "place": 120,
    "placePostcode": 8, "route": 120, "story": 400, "musicUntil": 5, "roadsClosedFrom": 8, "audience": 12, "venue": 12,
    "tickets": 12, "noise": 12, "policy": 60, "riskLevel": 8, "summary": 400, "security": 60, "facilities": 200,
    "remarks": 200,
}  # fmt: skip
_NUMBER_FIELDS: Final = (
    "days", "expected", "peak", "perSteward", "stewards", "medics", "vehicles", "stalls", "stages", "ticketPrice",
    "takings", "takingsNet", "barCost", "securityCost", "policeCost", "costs", "costPerHead", "balance", "officers",
    "officersCost",
)  # fmt: skip
_BOOLEAN_FIELDS: Final = ("servesAlcohol", "isFirst", "closesRoads", "hasMinors", "isInsured")
_REQUIRED_FIELDS: Final = ("reference", "kind", "title", "grade", "risks")
#: what fields beside the 60 are filled by, one after another
_FURTHER: Final = (
    "upper case(eventName)",
    'if stewards > 0 then string(peakPeople / stewards) else "none"',
    'if contains(route, "station") then "by train" else route',
    'string join([organiserName, deputyName], " and ")',
    "string(takings - costs)",
    'if order.grade in ("A", "B") then "planned with the organiser" else null',
    'format(dateFrom, "D MMMM YYYY")',
    "substring(description, 1, 40)",
)
_TITLE: Final = "An event in a public place"


def library(further: int = 0, title: str = _TITLE) -> Library:
    """The library that holds the bench's own mapping and nothing else, with so many fields more and another title."""
    mapping = Path(__file__).with_name("event.mapping").read_text(encoding="utf-8").replace(_TITLE, title)
    fields = {f"further{number}": _FURTHER[number % len(_FURTHER)] for number in range(further)}
    lines = "".join(f"    {name} <- {expression}\n" for name, expression in fields.items())
    return Library(
        {
            "event/event.mapping": mapping.replace("\ntriage\n", f"{lines}\ntriage\n"),
            "forms/event/1.0.json": exact_json.dumps(_form()),
            "records/bench.event/1.json": exact_json.dumps(_record(fields)),
        }
    )


def documents(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Submissions in which about every tenth question was left blank."""
    draw = random.Random(seed)
    return [_document(draw, number) for number in range(count)]


def _form() -> Mapping[str, Any]:
    questions: dict[str, dict[str, Any]] = {
        **{name: {"type": "string", "oneOf": [{"const": one} for one in consts.split()]}
           for name, consts in _CHOICES.items()},
        **{name: {"type": "number"} for name in _NUMBERS},
        **{name: {"type": "string", "format": "date"} for name in _DATES},
        **{name: {"type": "string", "x-displayFormat": "HH:mm"} for name in _TIMES},
        **{name: {"type": "string"} for name in _TEXTS},
    }  # fmt: skip
    for order, (name, question) in enumerate(questions.items()):
        question |= {"x-order": order, "x-label": name}
        if name in _LONG_TEXTS:
            question["x-widget"] = "textarea"
    return {
        "$id": "urn:bench:event:1.0",
        "title": "An event in a public place",
        "x-formId": "event",
        "x-formVersion": "1.0",
        "required": sorted(_REQUIRED),
        "properties": questions,
    }


def _record(further: Iterable[str]) -> Mapping[str, Any]:
    fields: dict[str, Any] = {
        **{name: {"type": ["string", "null"], "maxLength": 4000} for name in further},
        **{name: {"type": ["string", "null"], "maxLength": longest} for name, longest in _TEXT_FIELDS.items()},
        **{name: {"type": ["number", "null"]} for name in _NUMBER_FIELDS},
        **{name: {"type": ["boolean", "null"]} for name in _BOOLEAN_FIELDS},
        **{name: {"type": ["string", "null"], "format": "date"} for name in ("builtOn", "signedOn")},
        **{name: {"type": ["string", "null"], "format": "date-time"} for name in ("starts", "ends")},
        "grade": {"enum": ["A", "B", "C", "D", "E", None]},
        "risks": {"type": "array", "items": {"type": "string"}},
    }
    return {"title": "bench/event", "type": "object", "required": list(_REQUIRED_FIELDS), "properties": fields}


def _document(draw: random.Random, number: int) -> dict[str, Any]:
    answers = {name: _answer(draw, name) for name in (*_CHOICES, *_NUMBERS, *_DATES, *_TIMES, *_TEXTS)}
    left_blank = {name for name in answers if name not in _REQUIRED and draw.random() < 0.1}
    submission = {
        "reference": f"EVT-{number:05}",
        "form": "event",
        "version": "1.0",
        "schema": "urn:bench:event:1.0",
        "received_at": "2026-10-05T08:40:07+01:00",
        "submitted_at": "2026-10-05T08:40:07+01:00",
        "source": "email",
        "attachments": [],
    }
    told = {name: None if name in left_blank else value for name, value in answers.items()}
    return {"submission": submission, "answers": told, "not_asked": []}


def _answer(draw: random.Random, name: str) -> Any:
    if name in _CHOICES:
        return draw.choice(_CHOICES[name].split())
    if name in _NUMBERS:
        pence = draw.randint(0, 99) if name in _AMOUNTS else 0
        return Decimal(draw.randint(0, _NUMBERS[name]) * 100 + pence) / 100
    if name in _DATES:
        return str(date(2026, 10, 1) + timedelta(days=draw.randint(0, 60)))
    if name in _TIMES:
        return f"{draw.randint(0, 23):02}:{draw.choice((0, 15, 30, 45)):02}"
    return draw.choice(_TEXTS[name])
