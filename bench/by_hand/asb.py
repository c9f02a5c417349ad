"""Antisocial behaviour, by hand."""

from collections.abc import Mapping
from typing import Any, Final

from bench.by_hand.case import Case, Made
from bench.by_hand.flags import (
    CHILD,
    DANGER_NOW,
    IMPACT,
    REPEAT,
    SELF_HARM,
    TARGETED,
    WEAPON,
    Flag,
    FlagReads,
    keyword_flags,
    keyword_reads,
)
from bench.by_hand.no_crime import investigation_without_crime
from bench.by_hand.outcome import Outcome
from bench.by_hand.report import FIELDS_OF_LISTS, PLACE_LENGTHS, PLACE_READS, TIME_READS, Report, incident_sheet
from bench.by_hand.texts import long_texts
from bench.by_hand.times import TIME_FLAGS, occurrence

_CODE: Final = ("asbType", "targeted")
_TEXTS: Final = ("description", "incidentLocation", "homeAddress")
_FLAGS: Final[FlagReads] = {
    DANGER_NOW: frozenset({"dangerNow"}),
    WEAPON: frozenset({"weaponSeen"}),
    CHILD: frozenset({"childInvolved"}),
    SELF_HARM: frozenset({"impact"}),
    IMPACT: frozenset({"affectsHealth", "impact"}),
    TARGETED: frozenset({"targeted"}),
    REPEAT: frozenset({"frequency"}),
    **keyword_reads(*_TEXTS),
    **TIME_FLAGS,
}
_INCIDENT: Final = incident_sheet(
    _CODE,
    {**PLACE_READS, **TIME_READS, "callerAnonymous": ("anonymous",), "weaponIndicated": ("weaponSeen",)},
    PLACE_LENGTHS,
)
_LISTS: Final = FIELDS_OF_LISTS | {
    "chs.incident.persons",
    "chs.incident.vehicles",
    "chs.incident.property",
    "connect.crime.objects",
}


def asb(case: Case) -> Outcome:
    """What the mapping asb makes of a submission."""
    values = case.values
    when = occurrence(values, case.submission["submitted_at"])
    raised = _risks(values) + keyword_flags(long_texts(values, _TEXTS)) + when.flags
    report = Report(case, raised, _FLAGS, when)
    code = _code(values["targeted"], values["asbType"])
    incident = _incident(report, code)
    return report.outcome("asb", incident, investigation_without_crime(report, code, _CODE), "neighbourhood", _LISTS)


def _risks(values: Mapping[str, Any]) -> list[Flag]:
    flags = []
    if values["dangerNow"] == "yes":
        flags.append(DANGER_NOW)
    if values["weaponSeen"] == "yes":
        flags.append(WEAPON)
    if values["childInvolved"] == "yes":
        flags.append(CHILD)
    if values["impact"] == "harm":
        flags.append(SELF_HARM)
    if values["impact"] == "severe" or values["affectsHealth"] == "yes":
        flags.append(IMPACT)
    if values["targeted"] == "yes":
        flags.append(TARGETED)
    if values["frequency"] in ("weekly", "daily"):
        flags.append(REPEAT)
    return flags


def _code(targeted: str | None, behaviours: Any) -> str:
    """Version 1.0 had one kind of behaviour, version 2.0 has several."""
    if targeted == "yes":
        return "A01"
    several = behaviours if isinstance(behaviours, list) else [behaviours]
    return "A03" if "rubbish" in several or "environment" in several else "A02"


def _incident(report: Report, code: str) -> Made:
    values = report.case.values
    weapon = values["weaponSeen"]
    made = {
        **report.head(code),
        **report.caller(),
        "callerAnonymous": values["anonymous"] == "yes",
        **report.place(),
        **report.times("chs.incident"),
        "occurredPrecision": report.precision,
        "persons": [],
        "vehicles": [],
        "property": [],
        "narrative": values["description"],
        "weaponIndicated": None if weapon is None else weapon == "yes",
        **report.tail(code),
    }
    return report.case.settle("chs.incident", made, _INCIDENT)
