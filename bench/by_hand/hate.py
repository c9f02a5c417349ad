"""Hate crime and hate incidents, by hand."""

from collections.abc import Mapping
from typing import Any, Final

from bench.by_hand import crime
from bench.by_hand.case import Case, Made
from bench.by_hand.flags import (
    DANGER_NOW,
    HATE,
    IMPACT,
    INJURY,
    INJURY_MINOR,
    OFFENDER_NEAR,
    REPEAT,
    SELF_HARM,
    Flag,
    FlagReads,
    keyword_flags,
    keyword_reads,
)
from bench.by_hand.outcome import Outcome
from bench.by_hand.report import FIELDS_OF_LISTS, PLACE_LENGTHS, PLACE_READS, TIME_READS, Report, incident_sheet
from bench.by_hand.texts import long_texts
from bench.by_hand.times import TIME_FLAGS, occurrence

_OFFENCE: Final = ("incidentTypes", "motivation")
_TEXTS: Final = ("description", "incidentLocation", "homeAddress")
_FLAGS: Final[FlagReads] = {
    DANGER_NOW: frozenset({"dangerNow"}),
    INJURY: frozenset({"injured"}),
    INJURY_MINOR: frozenset({"injured"}),
    SELF_HARM: frozenset({"fearful"}),
    HATE: frozenset({"motivation"}),
    IMPACT: frozenset({"fearful"}),
    REPEAT: frozenset({"howOften"}),
    OFFENDER_NEAR: frozenset({"offenderLivesNear"}),
    **keyword_reads(*_TEXTS, "suspects.description"),
    **TIME_FLAGS,
}
_INCIDENT: Final = incident_sheet(
    _OFFENCE,
    {**PLACE_READS, **TIME_READS, "callerRole": ("role",), "injuryIndicated": ("injured",)},
    PLACE_LENGTHS,
)
_INVESTIGATION: Final = crime.investigation_sheet(_OFFENCE, "offenceClass", hateFlags=("motivation",))
_LISTS: Final = FIELDS_OF_LISTS | {"chs.incident.vehicles", "chs.incident.property", "connect.crime.objects"}
_RACIAL_OR_RELIGIOUS: Final = frozenset({"race", "faith", "religion"})


def hate(case: Case) -> Outcome:
    """What the mapping hate makes of a submission."""
    values = case.values
    motives = _motives(values["motivation"])
    when = occurrence(values, case.submission["submitted_at"])
    raised = _risks(values, motives) + keyword_flags(long_texts(values, _TEXTS, "suspects")) + when.flags
    report = Report(case, raised, _FLAGS, when)
    report.case.holds("connect.crime", frozenset(_OFFENCE), when=True)
    return report.outcome("hate", _incident(report), _crime(report, motives), "hate", _LISTS)


def _motives(motivation: Any) -> list[str]:
    """Version 1.0 had one motivation, version 2.0 has several."""
    if motivation is None:
        return []
    return motivation if isinstance(motivation, list) else [motivation]


def _risks(values: Mapping[str, Any], motives: list[str]) -> list[Flag]:
    flags = []
    if values["dangerNow"] == "yes":
        flags.append(DANGER_NOW)
    if values["injured"] == "yes":
        flags.append(INJURY)
    if values["fearful"] == "harm":
        flags.append(SELF_HARM)
    if motives:
        flags.append(HATE)
    if values["fearful"] == "severe":
        flags.append(IMPACT)
    if (values["howOften"] or 0) >= 3:
        flags.append(REPEAT)
    if values["offenderLivesNear"] == "yes":
        flags.append(OFFENDER_NEAR)
    return flags


def _incident(report: Report) -> Made:
    values = report.case.values
    injured = values["injured"]
    made = {
        **report.head("C08"),
        **report.caller(),
        "callerRole": values["role"],
        "callerAnonymous": False,
        **report.place(),
        **report.times("chs.incident"),
        "occurredPrecision": report.precision,
        "persons": report.suspects("chs.incident.persons"),
        "vehicles": [],
        "property": [],
        "narrative": values["description"],
        "injuryIndicated": None if injured is None else injured == "yes",
        **report.tail("C08"),
    }
    return report.case.settle("chs.incident", made, _INCIDENT)


def _crime(report: Report, motives: list[str]) -> Made:
    links = [crime.link("P1", "E1", "reported")]
    crime.role_link(report, links)
    crime.suspect_links(report, links)
    links.append(crime.link("E1", "L1", "occurred_at"))
    crime.home_link(report, links)
    return {
        "investigation": crime.investigation(report, "C08", _offence(report, motives), _INVESTIGATION, motives),
        "persons": [crime.informant(report), *crime.suspects(report)],
        "objects": [],
        "locations": [crime.scene(report), *crime.home(report)],
        "events": [crime.event(report)],
        "links": links,
    }


def _offence(report: Report, motives: list[str]) -> str:
    is_racial_or_religious = not _RACIAL_OR_RELIGIOUS.isdisjoint(motives)
    if "assault" in (report.case.values["incidentTypes"] or ()):
        return "105B" if is_racial_or_religious else "105A"
    return "9B" if is_racial_or_religious else "9A"
