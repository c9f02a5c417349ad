"""A message to the police, by hand."""

from collections.abc import Mapping
from typing import Any, Final

from bench.by_hand import crime
from bench.by_hand.case import Case, Made, Sheet
from bench.by_hand.flags import DANGER_NOW, VULNERABLE, Flag, FlagReads, keyword_flags, keyword_reads
from bench.by_hand.outcome import Outcome
from bench.by_hand.report import FIELDS_OF_LISTS, Report, incident_sheet, joined
from bench.by_hand.texts import long_texts

_CODES: Final = {
    "complaint": "M03",
    "unhappy": "M03",
    "welfare": "P02",
    "event": "M07",
    "lost": "M01",
    "property": "M01",
}
_CODE: Final = ("topic",)
_ADDRESS: Final = ("addressLine1", "addressLine2", "homeAddress", "town")
_OF_ADDRESS: Final = frozenset(_ADDRESS)
_TEXTS: Final = ("description", "homeAddress")
_FLAGS: Final[FlagReads] = {
    DANGER_NOW: frozenset({"dangerNow"}),
    VULNERABLE: frozenset({"atRisk"}),
    **keyword_reads(*_TEXTS),
}
_INCIDENT: Final = incident_sheet(_CODE, {"callerAddress": _ADDRESS})
_INVESTIGATION: Final = crime.investigation_sheet(_CODE)
_HOME: Final = Sheet({"text": 400}, reads={"text": _ADDRESS, "postcode": ("homePostcode",)})
_EVENT: Final = Sheet({"narrative": 40_000}, reads={"narrative": ("description",)})
_LISTS: Final = FIELDS_OF_LISTS | {
    "chs.incident.persons",
    "chs.incident.vehicles",
    "chs.incident.property",
    "connect.crime.objects",
}


def contact(case: Case) -> Outcome:
    """What the mapping contact makes of a submission."""
    values = case.values
    raised = _risks(values) + keyword_flags(long_texts(values, _TEXTS))
    report = Report(case, raised, _FLAGS)
    report.address = values["homeAddress"] or joined(values, ", ", "addressLine1", "addressLine2", "town")
    code = _CODES.get(values["topic"], "M04")
    return report.outcome("contact", _incident(report, code), _crime(report, code), "contact", _LISTS)


def _risks(values: Mapping[str, Any]) -> list[Flag]:
    flags = []
    if values["dangerNow"] == "yes":
        flags.append(DANGER_NOW)
    if values["atRisk"] == "yes":
        flags.append(VULNERABLE)
    return flags


def _incident(report: Report, code: str) -> Made:
    made = {
        **report.head(code),
        **report.caller(),
        "callerAnonymous": False,
        "occurredPrecision": "unknown",
        "persons": [],
        "vehicles": [],
        "property": [],
        "narrative": report.case.values["description"],
        **report.tail(code),
    }
    return report.case.settle("chs.incident", made, _INCIDENT)


def _crime(report: Report, code: str) -> Made | None:
    """Made only where the topic is in doubt: no opening code of this form is a crime."""
    if not report.case.holds(crime.ROOT, frozenset(_CODE), when=code[0] == "C"):
        return None
    links = [crime.link("P1", "E1", "reported")]
    crime.home_link(report, links, _OF_ADDRESS)
    event = {"id": "E1", "kind": "incident", "narrative": report.case.values["description"]}
    return {
        "investigation": crime.investigation(report, code, None, _INVESTIGATION),
        "persons": [crime.informant(report)],
        "objects": [],
        "locations": crime.home(report, 1, _OF_ADDRESS, _HOME),
        "events": [report.case.settle(f"{crime.ROOT}.events[1]", event, _EVENT)],
        "links": links,
    }
