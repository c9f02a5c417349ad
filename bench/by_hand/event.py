"""An event in a public place, by hand: 60 answers, 60 fields, 10 flags and a table of 12 rows."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from bench.by_hand.amounts import Amount, Unknown, minus, per, plus, rounded, times, written
from bench.by_hand.case import Case, Made, Sheet
from bench.by_hand.flags import Flag, FlagReads, flag, risk_level, shown
from bench.by_hand.outcome import Outcome
from bench.by_hand.refusals import Refusals
from bench.by_hand.texts import long_texts
from mapping_dsl.functions.contact import postcode_district, to_email, to_phone, to_postcode
from mapping_dsl.functions.text import clean, cut, mentions, title_case
from mapping_dsl.functions.times import LOCAL, local_instant
from mapping_dsl.outcome import FieldOutcome, FieldState, FlagLevel, TriageOutcome, TriageSource

CROWD = flag("CROWD", FlagLevel.HIGH, "A great many people come together")
FEW_STEWARDS = flag("FEW_STEWARDS", FlagLevel.MEDIUM, "There are too few stewards for so many people")
DRINK = flag("DRINK", FlagLevel.MEDIUM, "Minors are where alcohol is")
FIRE = flag("FIRE", FlagLevel.MEDIUM, "There are fireworks")
DRONES = flag("DRONES", FlagLevel.LOW, "Drones fly over people")
OPPOSED = flag("OPPOSED", FlagLevel.HIGH, "Others come to oppose it")
GUESTS = flag("GUESTS", FlagLevel.HIGH, "A guest needs protection")
LATE = flag("LATE", FlagLevel.LOW, "Music goes on into the night")
SHORT_NOTICE = flag("SHORT_NOTICE", FlagLevel.NOTE, "It was told less than ten days before")
WEAPONS = flag("WEAPONS", FlagLevel.CRITICAL, "The text speaks of weapons")

_PATH: Final = "bench.event"
_FLAGS: Final[FlagReads] = {
    CROWD: frozenset({"peakPeople"}),
    FEW_STEWARDS: frozenset({"peakPeople", "stewards"}),
    DRINK: frozenset({"alcohol", "minorsPresent"}),
    FIRE: frozenset({"fireworks"}),
    DRONES: frozenset({"drones"}),
    OPPOSED: frozenset({"description", "eventKind", "opposed"}),
    GUESTS: frozenset({"guests"}),
    LATE: frozenset({"musicUntil"}),
    SHORT_NOTICE: frozenset({"dateFrom"}),
    WEAPONS: frozenset({"description", "remarks"}),
}
_RIVALS: Final = ["counter*", "rival*"]
_WEAPONS: Final = ["knife", "knives", "gun", "machete*"]
_ELEVEN: Final = time(23)
_TEN_DAYS: Final = timedelta(days=10)
_SERVED: Final = ("sold", "brought")
_LONG_TEXTS: Final = ("description", "remarks")
_LISTS: Final = frozenset({f"{_PATH}.risks"})
_DAY: Final = timedelta(days=1)
_TAX: Final = Decimal("1.2")
_PRIORITIES: Final = {"A": 90, "B": 70}
_PRIORITIES_BY_LEVEL: Final = {"critical": 100, "high": 80, "medium": 50}
_FACILITIES: Final = ("toilets", "waste", "light", "parking", "surface", "weatherPlan", "camping", "livestock")
_COMPUTED: Final = (
    "days",
    "perSteward",
    "takings",
    "takingsNet",
    "policeCost",
    "costs",
    "costPerHead",
    "balance",
    "officersCost",
    "policy",
)
_ORDER_READS: Final = ("alcohol", "eventKind", "opposed", "peakPeople")
_ORDER: Final = frozenset(_ORDER_READS)
_POLICE: Final = ("hourlyRate", "policeHours")
_COSTS: Final = ("barCost", *_POLICE, "securityCost")
_SHEET: Final = Sheet(
    {
        "reference": 40,
        "formVersion": 10,
        "title": 70,
        "organiser": 70,
        "organisation": 70,
        "email": 60,
        "address": 200,
        "deputy": 70,
        "place": 120,
        "route": 120,
        "roadsClosedFrom": 8,
        "policy": 60,
        "summary": 400,
        "security": 60,
        "remarks": 200,
    },
    ("reference", "kind", "title"),
    {
        "kind": ("eventKind",),
        "title": ("eventName",),
        "organiser": ("organiserName",),
        "organisation": ("organisation",),
        "phone": ("organiserPhone",),
        "email": ("organiserEmail",),
        "address": ("organiserAddress",),
        "postcode": ("organiserPostcode",),
        "district": ("eventPostcode",),
        "deputy": ("deputyName",),
        "deputyPhone": ("deputyPhone",),
        "place": ("eventPlace",),
        "placePostcode": ("eventPostcode",),
        "route": ("route",),
        "story": ("description",),
        "starts": ("dateFrom", "timeFrom"),
        "ends": ("dateTo", "timeTo"),
        "days": ("dateFrom", "dateTo"),
        "builtOn": ("builtOn",),
        "signedOn": ("signedOn",),
        "musicUntil": ("musicUntil",),
        "roadsClosedFrom": ("roadsClosedFrom",),
        "expected": ("expectedPeople",),
        "peak": ("peakPeople",),
        "perSteward": ("peakPeople", "stewards"),
        "stewards": ("stewards",),
        "medics": ("medics",),
        "vehicles": ("vehicles",),
        "stalls": ("stalls",),
        "stages": ("stages",),
        "ticketPrice": ("ticketPrice",),
        "takings": ("expectedPeople", "ticketPrice"),
        "takingsNet": ("expectedPeople", "ticketPrice"),
        "barCost": ("barCost",),
        "securityCost": ("securityCost",),
        "policeCost": _POLICE,
        "costs": _COSTS,
        "costPerHead": ("barCost", "expectedPeople", *_POLICE, "securityCost"),
        "balance": ("barCost", "expectedPeople", *_POLICE, "securityCost", "ticketPrice"),
        "grade": _ORDER_READS,
        "officers": _ORDER_READS,
        "officersCost": ("alcohol", "eventKind", "hourlyRate", "opposed", "peakPeople"),
        "audience": ("audience",),
        "venue": ("venue",),
        "servesAlcohol": ("alcohol",),
        "tickets": ("tickets",),
        "noise": ("noise",),
        "isFirst": ("firstTime",),
        "closesRoads": ("roadsClosed",),
        "hasMinors": ("minorsPresent",),
        "isInsured": ("insured", "policyNumber"),
        "policy": ("insured", "insurer", "policyNumber"),
        "summary": ("eventName", "venue", "peakPeople", *_COSTS, "remarks"),
        "security": ("securityFirm",),
        "facilities": tuple(sorted(_FACILITIES)),
        "remarks": ("remarks",),
    },
)  # fmt: skip


def event(case: Case) -> Outcome:
    """What the mapping event makes of a submission."""
    values = case.values
    per_steward = per(values["peakPeople"], values["stewards"])
    raised, unclear = _flags(values, per_steward, case.submission["submitted_at"])
    flags = shown(raised, _FLAGS, case.doubts, unclear)
    level = risk_level(flags)
    grade, officers = _order(values)
    police_cost = times(values["policeHours"], values["hourlyRate"])
    costs = plus(plus(values["barCost"], values["securityCost"]), police_cost)
    made = {
        "reference": case.submission["reference"],
        "formVersion": case.submission["version"],
        "kind": values["eventKind"],
        **_people_and_place(case),
        **_times(values),
        **_numbers(values),
        "perSteward": rounded(per_steward, 1),
        **_amounts(values, police_cost, costs),
        "grade": grade,
        "officers": officers,
        "officersCost": times(times(officers, values["hourlyRate"]), 8),
        **_circumstances(case),
        "risks": [one.name for one in raised],
        "riskLevel": level,
        "summary": _summary(values, costs),
        **_services(case),
        "remarks": values["remarks"],
    }
    _review_unknown(case, made)
    return Outcome(
        mapping="event",
        records={_PATH: case.settle(_PATH, made, _SHEET)},
        flags=flags,
        risk_level=level,
        triage=_triage(case, level, grade),
        endings=case.endings,
        in_review=case.in_review,
        lists=_LISTS,
    )


def _flags(
    values: Mapping[str, Any], per_steward: Amount, submitted_at: datetime | None
) -> tuple[list[Flag], frozenset[Flag]]:
    """The flags that are raised, and those that numbers, dates or hours leave unclear."""
    peak, music = values["peakPeople"], values["musicUntil"]
    day, told_on = values["dateFrom"], submitted_at and submitted_at.astimezone(LOCAL).date()
    is_zoned = music is not None and music.tzinfo is not None
    are_few = per_steward is not None and not isinstance(per_steward, Unknown) and per_steward > 100
    holds = {
        CROWD: peak is not None and peak >= 5000,
        FEW_STEWARDS: are_few,
        DRINK: values["alcohol"] in _SERVED and values["minorsPresent"] == "yes",
        FIRE: values["fireworks"] == "yes",
        DRONES: values["drones"] == "yes",
        OPPOSED: values["opposed"] == "yes" or _is_opposed_march(values),
        GUESTS: values["guests"] == "yes",
        LATE: music is not None and not is_zoned and music > _ELEVEN,
        SHORT_NOTICE: day is not None and told_on is not None and day - told_on < _TEN_DAYS,
        WEAPONS: mentions(Refusals(), long_texts(values, _LONG_TEXTS), _WEAPONS),
    }
    cannot_tell = {
        FEW_STEWARDS: isinstance(per_steward, Unknown),
        LATE: is_zoned,
        SHORT_NOTICE: (day is None) is not (told_on is None),
    }
    unclear = frozenset(one for one, is_unclear in cannot_tell.items() if is_unclear)
    return [one for one, is_raised in holds.items() if is_raised], unclear


def _is_opposed_march(values: Mapping[str, Any]) -> bool:
    story = values["description"]
    return values["eventKind"] == "march" and story is not None and bool(mentions(Refusals(), story, _RIVALS))


def _order(values: Mapping[str, Any]) -> tuple[str, int]:
    """How an event is policed, and by how many officers."""
    kind, peak, opposed = values["eventKind"], values["peakPeople"], values["opposed"] == "yes"
    drink, many = values["alcohol"], -1 if peak is None else peak
    if kind == "march" and many >= 10_000:
        return ("A", 120) if opposed else ("B", 80)
    if kind == "march" and opposed:
        return "B", 60
    if kind in ("march", "vigil") and 0 <= many < 200:
        return "E", 2
    if kind in ("sport", "concert") and many >= 20_000:
        return ("A", 140) if drink in _SERVED else ("B", 90)
    if kind in ("sport", "concert") and many >= 5000 and drink == "sold":
        return "B", 40
    if kind == "concert" and many >= 1000 and drink == "brought":
        return "C", 24
    if kind == "market" and many >= 5000:
        return "C", 16
    if 0 <= many < 100 and drink == "none" and values["opposed"] == "no":
        return "E", 0
    return ("C", 20) if many >= 2000 else ("D", 6)


def _people_and_place(case: Case) -> Made:
    values = case.values
    name, deputy, told = values["organiserName"], values["deputyName"], Refusals()
    title, story = values["eventName"], values["description"]
    return {
        "title": title and clean(told, title),
        "organiser": name and title_case(told, name),
        "organisation": _or_default(case, "organisation", values["organisation"], "private"),
        "phone": values["organiserPhone"] and to_phone(told, values["organiserPhone"]),
        "email": _or_review(case, "email", to_email, values["organiserEmail"]),
        "address": values["organiserAddress"],
        "postcode": _or_review(case, "postcode", to_postcode, values["organiserPostcode"]),
        "district": values["eventPostcode"] and postcode_district(told, values["eventPostcode"]),
        "deputy": deputy and title_case(told, deputy),
        "deputyPhone": values["deputyPhone"] and to_phone(told, values["deputyPhone"]),
        "place": values["eventPlace"],
        "placePostcode": _place_postcode(case),
        "route": values["route"],
        "story": story and cut(told, story, 400),
    }


def _times(values: Mapping[str, Any]) -> Made:
    music, roads = values["musicUntil"], values["roadsClosedFrom"]
    return {
        "starts": _instant(values["dateFrom"], values["timeFrom"]),
        "ends": _instant(values["dateTo"], values["timeTo"]),
        "days": _days(values["dateFrom"], values["dateTo"]),
        "builtOn": values["builtOn"] and values["builtOn"].isoformat(),
        "signedOn": values["signedOn"] and values["signedOn"].isoformat(),
        "musicUntil": None if music is None else f"{music:%H:%M}",
        "roadsClosedFrom": None if roads is None else roads.isoformat().replace("+00:00", "Z"),
    }


def _numbers(values: Mapping[str, Any]) -> Made:
    return {
        "expected": values["expectedPeople"],
        "peak": values["peakPeople"],
        "perSteward": None,
        "stewards": values["stewards"],
        "medics": values["medics"],
        "vehicles": values["vehicles"],
        "stalls": values["stalls"],
        "stages": values["stages"],
        "ticketPrice": values["ticketPrice"],
    }


def _amounts(values: Mapping[str, Any], police_cost: Amount, costs: Amount) -> Made:
    takings = times(values["ticketPrice"], values["expectedPeople"])
    return {
        "takings": takings,
        "takingsNet": rounded(per(takings, _TAX), 2),
        "barCost": values["barCost"],
        "securityCost": values["securityCost"],
        "policeCost": police_cost,
        "costs": costs,
        "costPerHead": rounded(per(costs, values["expectedPeople"]), 2),
        "balance": minus(takings, costs),
    }


def _circumstances(case: Case) -> Made:
    values = case.values
    roads, minors = values["roadsClosed"], values["minorsPresent"]
    return {
        "audience": values["audience"],
        "venue": values["venue"],
        "servesAlcohol": values["alcohol"] in _SERVED,
        "tickets": values["tickets"],
        "noise": _or_default(case, "noise", values["noise"], "unknown"),
        "isFirst": values["firstTime"] == "yes",
        "closesRoads": None if roads is None else roads == "yes",
        "hasMinors": None if minors is None else minors == "yes",
        "isInsured": values["insured"] == "yes" and values["policyNumber"] is not None,
        "policy": _policy(values) if values["insured"] == "yes" else None,
    }


def _services(case: Case) -> Made:
    values = case.values
    security = values["securityFirm"]
    if security is None:
        security = _or_default(case, "security", None, values["medicalFirm"] or "none named")
        if "medicalFirm" in case.doubts:
            case.review(f"{_PATH}.security", "the answer medicalFirm is in doubt")
            security = None
    return {"security": security, "facilities": ", ".join([values[one] for one in _FACILITIES if values[one]])}


def _summary(values: Mapping[str, Any], costs: Amount) -> str | None:
    """The lines that say something."""
    name, venue, peak = values["eventName"], values["venue"], values["peakPeople"]
    lines = []
    if name is not None or venue is not None or peak is not None:
        lines.append(f"{name or ''}, {venue or ''}: {'' if peak is None else written(peak)} people at most")
    if costs is not None and not isinstance(costs, Unknown):
        lines.append(f"Costs: £{written(costs)}")
    if values["remarks"] is not None:
        lines.append(values["remarks"])
    return "\n".join(lines) or None


def _triage(case: Case, level: str, grade: str) -> TriageOutcome:
    is_in_doubt = bool(case.doubts and case.doubts & _ORDER)
    by_level = _PRIORITIES_BY_LEVEL.get(level, 20)
    return TriageOutcome(
        queue="urgent" if level in ("critical", "high") else "events",
        priority=by_level if is_in_doubt else _PRIORITIES.get(grade, 30),
        due=case.submission["received_at"] + _DAY,
        source=TriageSource.DEFAULT if is_in_doubt else TriageSource.RULE,
    )


def _or_default(case: Case, name: str, value: str | None, default: str) -> str:
    if value is not None:
        return value
    path = f"{_PATH}.{name}"
    case.endings[path] = FieldOutcome(path, FieldState.DEFAULT, default)
    return default


def _or_review(case: Case, name: str, read: Callable[[Refusals, str], str | None], typed: str | None) -> str | None:
    if typed is None:
        return None
    told = Refusals()
    value = read(told, typed)
    if value is None:
        case.review(f"{_PATH}.{name}", told.told)
    return value


def _place_postcode(case: Case) -> str | None:
    typed = case.values["eventPostcode"]
    postcode = typed and to_postcode(Refusals(), typed)
    if postcode is None:
        case.review(f"{_PATH}.placePostcode", "Where it is must be known")
    return postcode


def _instant(day: date | None, hour: time | None) -> str | None:
    instant = None if day is None or hour is None else local_instant(Refusals(), day, hour)
    return None if instant is None else instant.isoformat()


def _days(first: date | None, last: date | None) -> int | Unknown | None:
    if first is None or last is None:
        missing = "left" if last is None else "right"
        return None if first is last else Unknown(f"the value on the {missing} of `-` is missing")
    return (last - first).days + 1


def _policy(values: Mapping[str, Any]) -> str | Unknown:
    insurer, number = values["insurer"], values["policyNumber"]
    if insurer is None or number is None:
        return Unknown(f"the value on the {'left' if insurer is None else 'right'} of `+` is missing")
    return f"{insurer} {number}"


def _review_unknown(case: Case, made: Made) -> None:
    for name in _COMPUTED:
        value = made[name]
        if type(value) is Unknown:
            case.review(f"{_PATH}.{name}", value.why)
            made[name] = None
