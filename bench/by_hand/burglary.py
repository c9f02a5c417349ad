"""Burglary, by hand."""

from collections.abc import Mapping
from typing import Any, Final

from bench.by_hand import crime
from bench.by_hand.case import Case, Made, Sheet
from bench.by_hand.flags import (
    DANGER_NOW,
    OFFENDER_PRESENT,
    VULNERABLE,
    WEAPON,
    Flag,
    FlagReads,
    keyword_flags,
    keyword_reads,
)
from bench.by_hand.outcome import Outcome
from bench.by_hand.report import FIELDS_OF_LISTS, PLACE_LENGTHS, PLACE_READS, TIME_READS, Report, incident_sheet
from bench.by_hand.texts import long_texts
from bench.by_hand.times import TIME_FLAGS, occurrence

_CODE: Final = ("premisesType",)
_TEXTS: Final = ("description", "stolenText", "incidentLocation", "homeAddress")
_FLAGS: Final[FlagReads] = {
    DANGER_NOW: frozenset({"dangerNow"}),
    OFFENDER_PRESENT: frozenset({"offenderPresent"}),
    WEAPON: frozenset({"weaponSeen"}),
    VULNERABLE: frozenset({"vulnerableOccupant"}),
    **keyword_reads(*_TEXTS, "suspects.description"),
    **TIME_FLAGS,
}
_INCIDENT: Final = incident_sheet(
    _CODE,
    {**PLACE_READS, **TIME_READS, "callerRole": ("role",), "weaponIndicated": ("weaponSeen",)},
    PLACE_LENGTHS,
)
_INVESTIGATION: Final = crime.investigation_sheet(_CODE, "offenceClass")
_GOODS: Final = frozenset({"stolenText", "totalValue"})
_GOODS_SHEET: Final = Sheet({"description": 4000}, reads={"description": ("stolenText",), "value": ("totalValue",)})
_LISTS: Final = FIELDS_OF_LISTS | {"chs.incident.vehicles"}


def burglary(case: Case) -> Outcome:
    """What the mapping burglary makes of a submission."""
    values = case.values
    when = occurrence(values, case.submission["submitted_at"])
    raised = _risks(values) + keyword_flags(long_texts(values, _TEXTS, "suspects")) + when.flags
    report = Report(case, raised, _FLAGS, when)
    case.holds(crime.ROOT, frozenset(_CODE), when=True)
    is_home = values["premisesType"] in ("home", "shed", "outbuilding")
    code, offence = ("C01", "28E") if is_home else ("C02", "30C")
    return report.outcome("burglary", _incident(report, code), _crime(report, code, offence), "crime", _LISTS)


def _risks(values: Mapping[str, Any]) -> list[Flag]:
    flags = []
    if values["dangerNow"] == "yes":
        flags.append(DANGER_NOW)
    if values["offenderPresent"] == "yes":
        flags.append(OFFENDER_PRESENT)
    if values["weaponSeen"] == "yes":
        flags.append(WEAPON)
    if values["vulnerableOccupant"] == "yes":
        flags.append(VULNERABLE)
    return flags


def _incident(report: Report, code: str) -> Made:
    values = report.case.values
    weapon = values["weaponSeen"]
    things = report.things("chs.incident.property")
    _add_goods(report, "chs.incident.property", things, {})
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
        "property": things,
        "narrative": values["description"],
        "weaponIndicated": None if weapon is None else weapon == "yes",
        **report.tail(code),
    }
    return report.case.settle("chs.incident", made, _INCIDENT)


def _crime(report: Report, code: str, offence: str) -> Made:
    objects = crime.things(report)
    are_goods_told = _add_goods(report, "connect.crime.objects", objects, {"id": "O1", "kind": "property"})
    links = [crime.link("P1", "E1", "reported")]
    crime.role_link(report, links)
    crime.suspect_links(report, links)
    crime.thing_links(report, links)
    if report.case.holds(crime.LINKS, _GOODS, len(links) + 1, when=are_goods_told):
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


def _add_goods(report: Report, path: str, things: list[Made], first: Made) -> bool:
    """Adds the one text of version 1.0 for all that was stolen, if it is told."""
    text, value, place = report.case.values["stolenText"], report.case.values["totalValue"], len(things) + 1
    are_told = text is not None or value is not None
    if report.case.holds(path, _GOODS, place, when=are_told):
        things.append(report.case.settle(path, {**first, "description": text, "value": value}, _GOODS_SHEET, place))
    return are_told
