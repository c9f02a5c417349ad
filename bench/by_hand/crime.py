"""The investigation that CONNECT is given: people, things, places, what happened, and how they belong together."""

from collections.abc import Sequence
from typing import Final

from bench.by_hand.case import Made, Sheet
from bench.by_hand.report import SUSPECT, THING, Report

ROOT: Final = "connect.crime"
LINKS: Final = f"{ROOT}.links"
LOCATIONS: Final = f"{ROOT}.locations"
_INFORMANT: Final = Sheet(
    {"title": 35, "forenames": 70, "surname": 70, "fullName": 140, "email": 254},
    reads={
        "title": ("title",),
        "forenames": ("firstName",),
        "surname": ("surname",),
        "fullName": ("firstName", "fullName", "surname"),
        "dateOfBirth": ("dateOfBirth",),
        "gender": ("gender",),
        "ethnicitySde": ("ethnicity",),
        "phone": ("phone",),
        "email": ("email",),
    },
)
_OBJECT: Final = Sheet({"description": 4000, "make": 40, "serial": 40}, reads=THING.reads)
_SCENE: Final = Sheet({"text": 400}, reads={"text": ("incidentLocation",), "postcode": ("incidentPostcode",)})
_HOME: Final = Sheet({"text": 400}, reads={"text": ("homeAddress",), "postcode": ("homePostcode",)})
_EVENT: Final = Sheet(
    {"narrative": 40_000},
    reads={
        "occurredFrom": ("dateFrom", "timeFrom"),
        "occurredTo": ("dateTo", "timeTo"),
        "narrative": ("description",),
    },
)
_ROLE: Final = Sheet(reads={"relationship": ("role",)})
_ROLES: Final = {"victim": "victim_of", "witness": "witness_to"}
_HOME_ADDRESS: Final = frozenset({"homeAddress"})
_OF_ROLE: Final = frozenset({"role"})


def link(from_: str, to: str, relationship: str) -> Made:
    """That two things of an investigation belong together."""
    return {"from": from_, "to": to, "relationship": relationship}


def investigation(report: Report, code: str, offence: str | None, sheet: Sheet, hate: Sequence[str] = ()) -> Made:
    """The head of an investigation."""
    made = {
        "sourceReference": report.submission["reference"],
        "status": "draft",
        "owningTeam": "TDIU",
        "offenceClass": offence,
        "offenceClassSuggestedOnly": True,
        "hateFlags": [*hate],
        "domesticFlag": "KEYWORD:domestic" in report.names,
        "mopiGroup": report.mopi(code)["reviewGroup"],
    }
    return report.case.settle(f"{ROOT}.investigation", made, sheet)


def investigation_sheet(code_reads: tuple[str, ...], *names: str, **others: tuple[str, ...]) -> Sheet:
    """What CONNECT wants of an investigation; the fields named come of the answers that decide the code."""
    reads = dict.fromkeys((*names, "mopiGroup"), code_reads)
    return Sheet({"sourceReference": 40}, ("sourceReference",), {**reads, **others})


def informant(report: Report) -> Made:
    """Who reports it."""
    values, born = report.case.values, report.case.values["dateOfBirth"]
    made = {
        "id": "P1",
        "role": "informant",
        "title": values["title"],
        "forenames": values["firstName"],
        "surname": values["surname"],
        "fullName": report.name,
        "dateOfBirth": born and born.isoformat(),
        "gender": values["gender"],
        "ethnicitySde": values["ethnicity"],
        "phone": report.phone,
        "email": values["email"],
    }
    return report.case.settle(f"{ROOT}.persons", made, _INFORMANT, 1)


def suspects(report: Report) -> list[Made]:
    """The suspects, behind the informant."""
    path, settle = f"{ROOT}.persons", report.case.settle
    return [
        settle(
            path,
            {
                "id": f"P{place}",
                "role": "suspect",
                "fullName": suspect["name"],
                "description": suspect["description"],
                "relationship": suspect["relationship"],
            },
            SUSPECT,
            place,
        )
        for place, suspect in report.case.elements(path, "suspects", 2)
    ]


def things(report: Report, first: int = 1) -> list[Made]:
    """What was stolen."""
    path, settle = f"{ROOT}.objects", report.case.settle
    return [
        settle(
            path,
            {
                "id": f"O{place}",
                "kind": "property",
                "category": thing["category"],
                "description": thing["description"],
                "make": thing["make"],
                "serial": thing["serial"],
                "value": thing["value"],
            },
            _OBJECT,
            place,
        )
        for place, thing in report.case.elements(path, "stolenItems", first)
    ]


def scene(report: Report) -> Made:
    """Where it happened."""
    postcode, refused = report.postcode
    if refused:
        report.case.review(f"{LOCATIONS}[1].postcode", refused)
    made = {"id": "L1", "text": report.case.values["incidentLocation"], "postcode": postcode}
    return report.case.settle(LOCATIONS, made, _SCENE, 1)


def home(report: Report, place: int = 2, reads: frozenset[str] = _HOME_ADDRESS, sheet: Sheet = _HOME) -> list[Made]:
    """Where the caller lives, if they say."""
    if not report.case.holds(LOCATIONS, reads, place, when=report.address is not None):
        return []
    postcode, refused = report.home_postcode
    if refused:
        report.case.review(f"{LOCATIONS}[{place}].postcode", refused)
    return [report.case.settle(LOCATIONS, {"id": "L2", "text": report.address, "postcode": postcode}, sheet, place)]


def event(report: Report) -> Made:
    """What happened, and when."""
    path = f"{ROOT}.events[1]"
    made = {"id": "E1", "kind": "incident", **report.times(path), "narrative": report.case.values["description"]}
    return report.case.settle(path, made, _EVENT)


def role_link(report: Report, links: list[Made]) -> None:
    """How the caller belongs to what happened, if as its victim or witness."""
    role = report.case.values["role"]
    if report.case.holds(LINKS, _OF_ROLE, len(links) + 1, when=role in _ROLES):
        made = link("P1", "E1", _ROLES.get(role, "witness_to"))
        links.append(report.case.settle(LINKS, made, _ROLE, len(links) + 1))


def suspect_links(report: Report, links: list[Made]) -> None:
    """That each suspect may have done it."""
    links += [
        link(f"P{place}", "E1", "suspect_for")
        for place, _ in report.case.elements(LINKS, "suspects", 2, len(links) + 1)
    ]


def thing_links(report: Report, links: list[Made]) -> None:
    """That each stolen thing was involved."""
    links += [
        link(f"O{place}", "E1", "involved_in")
        for place, _ in report.case.elements(LINKS, "stolenItems", 1, len(links) + 1)
    ]


def home_link(report: Report, links: list[Made], reads: frozenset[str] = _HOME_ADDRESS) -> None:
    """That the caller lives there."""
    if report.case.holds(LINKS, reads, len(links) + 1, when=report.address is not None):
        links.append(link("P1", "L2", "resides_at"))
