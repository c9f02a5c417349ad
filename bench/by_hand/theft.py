"""Theft and lost property, by hand."""

from collections.abc import Mapping
from typing import Any, Final

from bench.by_hand import crime
from bench.by_hand.case import Case, Made, Sheet
from bench.by_hand.flags import DANGER_NOW, FORCE, VULNERABLE, Flag, FlagReads, keyword_flags, keyword_reads
from bench.by_hand.outcome import Outcome
from bench.by_hand.report import FIELDS_OF_LISTS, PLACE_LENGTHS, PLACE_READS, TIME_READS, Report, incident_sheet
from bench.by_hand.texts import long_texts
from bench.by_hand.times import TIME_FLAGS, occurrence

_CODE: Final = ("forceUsed", "fromPerson", "reportType")
_TEXTS: Final = ("description", "itemDescription", "incidentLocation", "homeAddress")
_FLAGS: Final[FlagReads] = {
    DANGER_NOW: frozenset({"dangerNow"}),
    FORCE: frozenset({"forceUsed"}),
    VULNERABLE: frozenset({"vulnerable"}),
    **keyword_reads(*_TEXTS, "suspects.description"),
    **TIME_FLAGS,
}
_INCIDENT: Final = incident_sheet(_CODE, {**PLACE_READS, **TIME_READS, "callerRole": ("role",)}, PLACE_LENGTHS)
_INVESTIGATION: Final = crime.investigation_sheet(_CODE, "offenceClass")
_ITEM: Final = frozenset({"itemDescription", "itemSerial", "itemType", "itemValue"})
_ITEM_SHEET: Final = Sheet(
    {"description": 4000, "serial": 40},
    reads={
        "category": ("itemType",),
        "description": ("itemDescription",),
        "serial": ("itemSerial",),
        "value": ("itemValue",),
    },
)
_LISTS: Final = FIELDS_OF_LISTS | {"chs.incident.vehicles"}


def theft(case: Case) -> Outcome:
    """What the mapping theft makes of a submission."""
    values = case.values
    when = occurrence(values, case.submission["submitted_at"])
    raised = _risks(values) + keyword_flags(long_texts(values, _TEXTS, "suspects")) + when.flags
    report = Report(case, raised, _FLAGS, when)
    code, offence = _classified(values)
    is_crime = case.holds("connect.crime", frozenset(_CODE), when=code[0] == "C")
    incident = _incident(report, code)
    return report.outcome("theft", incident, _crime(report, code, offence) if is_crime else None, "crime", _LISTS)


def _risks(values: Mapping[str, Any]) -> list[Flag]:
    flags = []
    if values["dangerNow"] == "yes":
        flags.append(DANGER_NOW)
    if values["forceUsed"] == "yes":
        flags.append(FORCE)
    if values["vulnerable"] == "yes":
        flags.append(VULNERABLE)
    return flags


def _classified(values: Mapping[str, Any]) -> tuple[str, str | None]:
    if values["reportType"] == "lost":
        return "M01", None
    if values["reportType"] == "found":
        return "M02", None
    if values["forceUsed"] == "yes":
        return "C09", "34B"
    return ("C03", "39") if values["fromPerson"] == "yes" else ("C04", "49")


def _incident(report: Report, code: str) -> Made:
    case, values = report.case, report.case.values
    made = {
        **report.head(code),
        **report.caller(),
        "callerRole": values["role"],
        "callerAnonymous": False,
        **report.place(),
        **report.times("chs.incident"),
        "occurredPrecision": report.precision,
        "persons": report.suspects("chs.incident.persons"),
        "vehicles": [],
        "property": [*report.things("chs.incident.property")],
        "narrative": values["description"],
        **report.tail(code),
    }
    _item(report, "chs.incident.property", made["property"], {})
    return case.settle("chs.incident", made, _INCIDENT)


def _crime(report: Report, code: str, offence: str | None) -> Made:
    objects = crime.things(report)
    item_told = _item(report, "connect.crime.objects", objects, {"id": "O1", "kind": "property"})
    links = [crime.link("P1", "E1", "reported")]
    crime.role_link(report, links)
    crime.suspect_links(report, links)
    crime.thing_links(report, links)
    if report.case.holds(crime.LINKS, _ITEM, len(links) + 1, when=item_told):
        links.append(crime.link("O1", "E1", "involved_in"))
    links.append(crime.link("E1", "L1", "occurred_at"))
    crime.home_link(report, links)
    return {
        "investigation": crime.investigation(report, code, offence, _INVESTIGATION),
        "persons": [crime.informant(report), *crime.suspects(report)],
        "objects": objects,
        "locations": [crime.scene(report), *crime.home(report)],
        "events": [crime.event(report)],
        "links": links,
    }


def _item(report: Report, path: str, things: list[Made], first: Made) -> bool:
    """Adds the one item of version 1.0, if it is told."""
    values, place = report.case.values, len(things) + 1
    told = (values["itemType"], values["itemDescription"], values["itemSerial"], values["itemValue"])
    is_told = told != (None, None, None, None)
    if report.case.holds(path, _ITEM, place, when=is_told):
        fields = {**first, **dict(zip(("category", "description", "serial", "value"), told, strict=True))}
        things.append(report.case.settle(path, fields, _ITEM_SHEET, place))
    return is_told
