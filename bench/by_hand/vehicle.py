"""Vehicle crime, by hand."""

from typing import Any, Final

from bench.by_hand import crime
from bench.by_hand.case import Case, Made, Sheet
from bench.by_hand.flags import DANGER_NOW, FlagReads, keyword_flags, keyword_reads
from bench.by_hand.outcome import Outcome
from bench.by_hand.report import FIELDS_OF_LISTS, PLACE_LENGTHS, PLACE_READS, TIME_READS, Report, incident_sheet
from bench.by_hand.texts import long_texts
from bench.by_hand.times import TIME_FLAGS, occurrence
from bench.by_hand.vehicles import motor, motor_objects, motors, one_vehicle_sheet

_CODE: Final = ("crimeType",)
_TEXTS: Final = ("description", "stolenText", "incidentLocation", "homeAddress")
_FLAGS: Final[FlagReads] = {
    DANGER_NOW: frozenset({"dangerNow"}),
    **keyword_reads(*_TEXTS, "suspects.description"),
    **TIME_FLAGS,
}
_INCIDENT: Final = incident_sheet(_CODE, {**PLACE_READS, **TIME_READS, "callerRole": ("role",)}, PLACE_LENGTHS)
_INVESTIGATION: Final = crime.investigation_sheet(_CODE, "offenceClass")
_ONE: Final = ("colour", "make", "model", "vehicleType", "vrm")
_OF_ONE: Final = frozenset(_ONE)
_ONE_SHEET: Final = one_vehicle_sheet("vrm", type="vehicleType", make="make", model="model", colour="colour")
_TEXT: Final = frozenset({"stolenText"})
_TEXT_SHEET: Final = Sheet({"description": 4000}, reads={"description": ("stolenText",)})
_COUNTED: Final = Sheet(reads={"from": tuple(sorted((*_ONE, "vehicles", "vehicles.vrm")))})


def vehicle(case: Case) -> Outcome:
    """What the mapping vehicle makes of a submission."""
    values = case.values
    when = occurrence(values, case.submission["submitted_at"])
    raised = [DANGER_NOW] if values["dangerNow"] == "yes" else []
    raised += keyword_flags(long_texts(values, _TEXTS, "suspects")) + when.flags
    report = Report(case, raised, _FLAGS, when)
    case.holds(crime.ROOT, frozenset(_CODE), when=True)
    code, offence = _classified(values["crimeType"] or [])
    return report.outcome("vehicle", _incident(report, code), _crime(report, code, offence), "crime", FIELDS_OF_LISTS)


def _classified(kinds: list[str]) -> tuple[str, str]:
    if "stolen" in kinds:
        return "C05", "48"
    if "from" in kinds or "plates" in kinds:
        return "C05", "45"
    if kinds == ["damage"]:
        return "C06", "58C"
    return ("C05", "58C") if "damage" in kinds else ("C05", "126")


def _incident(report: Report, code: str) -> Made:
    values = report.case.values
    cars = motors(report)
    _add_one(report, "chs.incident.vehicles", cars, {})
    things = report.things("chs.incident.property")
    _add_text(report, "chs.incident.property", things, {})
    made = {
        **report.head(code),
        **report.caller(),
        "callerRole": values["role"],
        "callerAnonymous": False,
        **report.place(),
        **report.times("chs.incident"),
        "occurredPrecision": report.precision,
        "persons": report.suspects("chs.incident.persons"),
        "vehicles": cars,
        "property": things,
        "narrative": values["description"],
        **report.tail(code),
    }
    return report.case.settle("chs.incident", made, _INCIDENT)


def _crime(report: Report, code: str, offence: str) -> Made:
    return {
        "investigation": crime.investigation(report, code, offence, _INVESTIGATION),
        "persons": [crime.informant(report), *crime.suspects(report)],
        "objects": _objects(report),
        "locations": [crime.scene(report), *crime.home(report)],
        "events": [crime.event(report)],
        "links": _links(report),
    }


def _objects(report: Report) -> list[Made]:
    path = "connect.crime.objects"
    objects = motor_objects(report)
    _add_one(report, path, objects, {"id": "O1", "kind": "vehicle"})
    objects += crime.things(report, len(objects) + 1)
    _add_text(report, path, objects, {"id": f"O{len(objects) + 1}", "kind": "property"})
    return objects


def _links(report: Report) -> list[Made]:
    case, values = report.case, report.case.values
    is_one_told = any(values[name] is not None for name in _ONE)
    count = 1 if is_one_told else len(values["vehicles"] or ())
    links = [crime.link("P1", "E1", "reported")]
    crime.role_link(report, links)
    crime.suspect_links(report, links)
    links += [_involved(place) for place, _ in case.elements(crime.LINKS, "vehicles", 1, len(links) + 1)]
    if case.holds(crime.LINKS, _OF_ONE, len(links) + 1, when=is_one_told):
        links.append(_involved(1))
    for place, _ in case.elements(crime.LINKS, "stolenItems", count + 1, len(links) + 1):
        links.append(case.settle(crime.LINKS, _involved(place), _COUNTED, len(links) + 1))
    if case.holds(crime.LINKS, _TEXT, len(links) + 1, when=values["stolenText"] is not None):
        links.append(case.settle(crime.LINKS, _involved(count + 1), _COUNTED, len(links) + 1))
    links.append(crime.link("E1", "L1", "occurred_at"))
    crime.home_link(report, links)
    return links


def _involved(place: int) -> Made:
    return crime.link(f"O{place}", "E1", "involved_in")


def _add_one(report: Report, path: str, cars: list[Made], first: Made) -> None:
    """Adds the one vehicle of version 1.0, if it is told."""
    values: Any = report.case.values
    place = len(cars) + 1
    if report.case.holds(path, _OF_ONE, place, when=any(values[name] is not None for name in _ONE)):
        cars.append(report.case.settle(path, {**first, **motor(values)}, _ONE_SHEET, place))


def _add_text(report: Report, path: str, things: list[Made], first: Made) -> None:
    """Adds the one text of version 1.0 for all that was stolen, if it is told."""
    text, place = report.case.values["stolenText"], len(things) + 1
    if report.case.holds(path, _TEXT, place, when=text is not None):
        things.append(report.case.settle(path, {**first, "description": text}, _TEXT_SHEET, place))
