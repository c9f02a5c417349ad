"""Road traffic incidents, by hand."""

from collections.abc import Mapping
from typing import Any, Final

from bench.by_hand import crime
from bench.by_hand.case import Case, Made, Sheet
from bench.by_hand.flags import CHILD, INJURY, INJURY_MINOR, Flag, FlagReads, keyword_flags, keyword_reads
from bench.by_hand.outcome import Outcome
from bench.by_hand.report import FIELDS_OF_LISTS, PLACE_LENGTHS, PLACE_READS, TIME_READS, Report, incident_sheet
from bench.by_hand.texts import long_texts
from bench.by_hand.times import TIME_FLAGS, occurrence
from bench.by_hand.vehicles import motor_objects, motors, one_vehicle_sheet, registration

_CODE: Final = ("injured",)
_TEXTS: Final = ("description", "incidentLocation", "homeAddress")
_FLAGS: Final[FlagReads] = {
    INJURY: frozenset({"injured"}),
    INJURY_MINOR: frozenset({"injured"}),
    CHILD: frozenset({"casualties", "casualties.under18"}),
    **keyword_reads(*_TEXTS),
    **TIME_FLAGS,
}
_INCIDENT: Final = incident_sheet(
    _CODE,
    {
        **PLACE_READS,
        **TIME_READS,
        "callerRole": ("involvement",),
        "locationW3w": ("what3words",),
        "injuryIndicated": ("injured",),
    },
    {**PLACE_LENGTHS, "locationW3w": 80},
)
_INVESTIGATION: Final = crime.investigation_sheet(_CODE)
_CASUALTY: Final = Sheet(
    {"fullName": 140}, reads={"fullName": ("casualties.name",), "description": ("casualties.severity",)}
)
#: the caller's vehicle and the other one, for which version 1.0 asked
_TOLD: Final = (("ownVrm", "ownMake"), ("otherVrm", "otherMake"))
_SHEETS: Final = {names: one_vehicle_sheet(names[0], make=names[1]) for names in _TOLD}
_OWN, _OTHER = map(frozenset, _TOLD)
_FROM_OTHER: Final = Sheet(reads={"from": tuple(sorted(_OWN))})
_LISTS: Final = FIELDS_OF_LISTS | {"chs.incident.property"}
_SCENE: Final = Sheet({"what3words": 80}, reads={"what3words": ("what3words",)})


def rti(case: Case) -> Outcome:
    """What the mapping rti makes of a submission."""
    values = case.values
    when = occurrence(values, case.submission["submitted_at"])
    raised = _risks(values) + keyword_flags(long_texts(values, _TEXTS)) + when.flags
    report = Report(case, raised, _FLAGS, when)
    code = "T01" if values["injured"] in ("yes", "slight", "serious") else "T02"
    return report.outcome("rti", _incident(report, code), _crime(report, code), "roads", _LISTS)


def _risks(values: Mapping[str, Any]) -> list[Flag]:
    flags = []
    if values["injured"] in ("yes", "serious", "fatal", "hospital"):
        flags.append(INJURY)
    if values["injured"] in ("slight", "minor"):
        flags.append(INJURY_MINOR)
    if any(one["under18"] == "yes" for one in values["casualties"] or ()):
        flags.append(CHILD)
    return flags


def _incident(report: Report, code: str) -> Made:
    values = report.case.values
    injured = values["injured"]
    cars = motors(report)
    for names in _TOLD:
        _add(report, "chs.incident.vehicles", cars, names, {})
    made = {
        **report.head(code),
        **report.caller(),
        "callerRole": values["involvement"],
        "callerAnonymous": False,
        **report.place(),
        "locationW3w": _words(values),
        **report.times("chs.incident"),
        "occurredPrecision": report.precision,
        "persons": [_casualty(report, "chs.incident.persons", place, one, {}) for place, one in _casualties(report)],
        "vehicles": cars,
        "property": [],
        "narrative": values["description"],
        "injuryIndicated": None if injured is None else code == "T01",
        **report.tail(code),
    }
    return report.case.settle("chs.incident", made, _INCIDENT)


def _crime(report: Report, code: str) -> Made | None:
    """Made only where injuries are in doubt: no opening code of this form is a crime."""
    if not report.case.holds(crime.ROOT, frozenset(_CODE), when=code[0] == "C"):
        return None
    path = f"{crime.ROOT}.persons"
    casualties = report.case.elements(path, "casualties", 2)
    scene = {**crime.scene(report), "what3words": _words(report.case.values)}
    return {
        "investigation": crime.investigation(report, code, None, _INVESTIGATION),
        "persons": [
            crime.informant(report),
            *(_casualty(report, path, place, one, {"id": f"P{place}"}) for place, one in casualties),
        ],
        "objects": _objects(report),
        "locations": [report.case.settle(crime.LOCATIONS, scene, _SCENE, 1), *crime.home(report)],
        "events": [crime.event(report)],
        "links": _links(report),
    }


def _objects(report: Report) -> list[Made]:
    objects = motor_objects(report)
    for names in _TOLD:
        _add(report, "connect.crime.objects", objects, names, {"id": f"O{len(objects) + 1}", "kind": "vehicle"})
    return objects


def _links(report: Report) -> list[Made]:
    case, values = report.case, report.case.values
    links = [crime.link("P1", "E1", "reported")]
    if case.holds(crime.LINKS, frozenset({"involvement"}), len(links) + 1, when=values["involvement"] == "witness"):
        links.append(crime.link("P1", "E1", "witness_to"))
    links += [
        crime.link(f"P{place}", "E1", "casualty_in")
        for place, _ in case.elements(crime.LINKS, "casualties", 2, len(links) + 1)
    ]
    links += [
        crime.link(f"O{place}", "E1", "involved_in")
        for place, _ in case.elements(crime.LINKS, "vehicles", 1, len(links) + 1)
    ]
    if case.holds(crime.LINKS, _OWN, len(links) + 1, when=_is_told(values, _TOLD[0])):
        links.append(crime.link("O1", "E1", "involved_in"))
    if case.holds(crime.LINKS, _OTHER, len(links) + 1, when=_is_told(values, _TOLD[1])):
        made = crime.link("O2" if _is_told(values, _TOLD[0]) else "O1", "E1", "involved_in")
        links.append(case.settle(crime.LINKS, made, _FROM_OTHER, len(links) + 1))
    links.append(crime.link("E1", "L1", "occurred_at"))
    crime.home_link(report, links)
    return links


def _casualties(report: Report) -> Any:
    return report.case.elements("chs.incident.persons", "casualties")


def _casualty(report: Report, path: str, place: int, casualty: Made, first: Made) -> Made:
    made = {**first, "role": "casualty", "fullName": casualty["name"], "description": casualty["severity"]}
    return report.case.settle(path, made, _CASUALTY, place)


def _add(report: Report, path: str, cars: list[Made], names: tuple[str, str], first: Made) -> None:
    """Adds one of the two vehicles of version 1.0, if it is told."""
    values, place = report.case.values, len(cars) + 1
    if report.case.holds(path, frozenset(names), place, when=_is_told(values, names)):
        made = {**first, **registration(values[names[0]]), "make": values[names[1]]}
        cars.append(report.case.settle(path, made, _SHEETS[names], place))


def _is_told(values: Mapping[str, Any], names: tuple[str, str]) -> bool:
    return values[names[0]] is not None or values[names[1]] is not None


def _words(values: Mapping[str, Any]) -> str | None:
    words: str | None = values["what3words"]
    return None if words is None else words.lstrip("/")
