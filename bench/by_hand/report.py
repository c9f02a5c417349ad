"""What the records of all forms have in common: the report, its flags and grade, the caller, where and when it was."""

import csv
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from bench.by_hand.case import Case, Made, Sheet
from bench.by_hand.flags import Flag, FlagReads, risk_level, shown
from bench.by_hand.outcome import Outcome
from bench.by_hand.refusals import Refusals
from bench.by_hand.times import FROM, TO, Occurrence, is_written_as_wanted
from mapping_dsl.functions.contact import to_phone, to_postcode
from mapping_dsl.functions.text import clean
from mapping_dsl.outcome import FlagOutcome, TriageOutcome, TriageSource

with (Path(__file__).parents[2] / "mappings/lists/grade.csv").open(encoding="utf-8", newline="") as rows:
    GRADES: Final = {
        row["code"]: (int(row["priority"]), timedelta(minutes=int(row["target_minutes"])))
        for row in csv.DictReader(rows)
    }
_PRIORITIES: Final = {"critical": 100, "high": 80, "medium": 50}
_GRADES_OF_LEVELS: Final = {"critical": "I", "high": "S", "medium": "E"}
_FORMS_OF_GRADE_E: Final = ("burglary", "hate")
_WHEN: Final = tuple(sorted(FROM)), tuple(sorted(TO)), tuple(sorted(FROM | TO))

#: the fields of all forms that hold a list themselves
FIELDS_OF_LISTS: Final = frozenset(
    {
        "chs.incident.qualifiers",
        "chs.incident.gradeReasons",
        "chs.incident.riskFlags",
        "connect.crime.investigation.hateFlags",
    }
)
CALLER_READS: Final = {
    "callerTitle": ("title",),
    "callerForenames": ("firstName",),
    "callerSurname": ("surname",),
    "callerFullName": ("firstName", "fullName", "surname"),
    "callerDob": ("dateOfBirth",),
    "callerGender": ("gender",),
    "callerEthnicity": ("ethnicity",),
    "callerPhone": ("phone",),
    "callerPhoneAsTyped": ("phone",),
    "callerEmail": ("email",),
    "callerAddress": ("homeAddress",),
    "callerPostcode": ("homePostcode",),
    "callerPreferredContact": ("preferredContact",),
    "narrative": ("description",),
}
PLACE_READS: Final = {"locationText": ("incidentLocation",), "locationPostcode": ("incidentPostcode",)}
TIME_READS: Final = {"occurredFrom": _WHEN[0], "occurredTo": _WHEN[1], "occurredPrecision": _WHEN[2]}
_REPORT_LENGTHS: Final = {
    "sourceReference": 40,
    "formId": 20,
    "formVersion": 10,
    "callerTitle": 35,
    "callerForenames": 70,
    "callerSurname": 70,
    "callerFullName": 140,
    "callerPhoneAsTyped": 30,
    "callerEmail": 254,
    "callerAddress": 400,
    "narrative": 40_000,
}
PLACE_LENGTHS: Final = {"locationText": 400}
_PROVENANCE: Final = Sheet({"formSchemaId": 100})
SUSPECT: Final = Sheet(
    {"fullName": 140, "description": 4000, "relationship": 200},
    reads={
        "fullName": ("suspects.name",),
        "description": ("suspects.description",),
        "relationship": ("suspects.relationship",),
    },
)
THING: Final = Sheet(
    {"description": 4000, "make": 60, "serial": 40},
    reads={name: (f"stolenItems.{name}",) for name in ("category", "description", "make", "serial", "value")},
)


def incident_sheet(
    code_reads: tuple[str, ...], reads: Mapping[str, tuple[str, ...]], lengths: Mapping[str, int] | None = None
) -> Sheet:
    """What CHS wants of an incident whose opening code comes of those answers, and what a form adds to the rest."""
    of_code = dict.fromkeys(("openingCode", "mopi.reviewGroup", "mopi.basis"), code_reads)
    return Sheet(
        {**_REPORT_LENGTHS, **(lengths or {})},
        required=("sourceReference", "formId", "narrative"),
        reads={**CALLER_READS, **of_code, **reads},
    )


class Report:
    """One submission's report."""

    def __init__(self, case: Case, raised: list[Flag], reads: FlagReads, when: Occurrence | None = None) -> None:
        values = case.values
        self.submission = case.submission
        self.case = case
        self.when = when
        self.precision = when.precision if when else "unknown"
        self.names = [one.name for one in raised]
        self.flags: tuple[FlagOutcome, ...] = shown(raised, reads, case.doubts, when.unclear if when else ())
        self.level = risk_level(self.flags)
        usual = "E" if self.submission["form"] in _FORMS_OF_GRADE_E else "R"
        self.grade = _GRADES_OF_LEVELS.get(self.level, usual)
        self.address = values.get("homeAddress")
        self.name = values.get("fullName") or joined(values, " ", "firstName", "surname")
        refusals = Refusals()
        self.phone = None if values["phone"] is None else to_phone(refusals, values["phone"])
        self.home_postcode = self._postcode("homePostcode")

    def head(self, code: str) -> Made:
        """The fields before the caller's."""
        submission, form = self.submission, self.submission["form"]
        submitted_at = submission["submitted_at"]
        return {
            "sourceSystem": "SOH-IHUB" if submission["source"] == "ihub" else "SOH-EMAIL",
            "sourceReference": submission["reference"],
            "formId": form,
            "formVersion": submission["version"],
            "submittedAt": submitted_at and submitted_at.isoformat(),
            "openingCode": code,
            "qualifiers": [],
            "grade": self.grade,
            "priority": GRADES[self.grade][0],
            "gradeReasons": self._grade_reasons(form),
            "riskFlags": self.names,
        }

    def caller(self) -> Made:
        """The caller as CHS has them."""
        values = self.case.values
        postcode, refused = self.home_postcode
        if refused:
            self.case.review("chs.incident.callerPostcode", refused)
        born = values["dateOfBirth"]
        return {
            "callerTitle": values["title"],
            "callerForenames": values["firstName"],
            "callerSurname": values["surname"],
            "callerFullName": self.name,
            "callerDob": born and born.isoformat(),
            "callerGender": values["gender"],
            "callerEthnicity": values["ethnicity"],
            "callerPhone": self.phone,
            "callerPhoneAsTyped": values["phone"],
            "callerEmail": values["email"],
            "callerAddress": self.address,
            "callerPostcode": postcode,
            "callerPreferredContact": values["preferredContact"],
        }

    def place(self) -> Made:
        """Where it happened."""
        self.postcode = self._postcode("incidentPostcode")
        postcode, refused = self.postcode
        if refused:
            self.case.review("chs.incident.locationPostcode", refused)
        return {"locationText": self.case.values["incidentLocation"], "locationPostcode": postcode}

    def times(self, path: str) -> Made:
        """When it happened, as far as the target takes it."""
        assert self.when, "a form that asks when it happened"
        made: Made = {"occurredFrom": self.when.start, "occurredTo": self.when.end}
        for name, moment in made.items():
            if not is_written_as_wanted(moment):
                self.case.review(f"{path}.{name}", f"{name} is not written that way", moment)
                made[name] = None
        return made

    def mopi(self, code: str) -> Made:
        """How long a record is kept: what is no crime has no review group."""
        is_crime = code[0] == "C"
        group = (2 if code in ("C07", "C08", "C09") else 3) if is_crime else None
        return {"reviewGroup": group, "basis": "provisional, illustrative" if is_crime else None}

    def tail(self, code: str) -> Made:
        """The fields after the story."""
        provenance = self.case.settle(
            "chs.incident.provenance", {"formSchemaId": self.submission["schema"]}, _PROVENANCE
        )
        return {"mopi": self.mopi(code), "protectiveMarking": "OFFICIAL-SENSITIVE", "provenance": provenance}

    def suspects(self, path: str) -> list[Made]:
        """The suspects as CHS has them."""
        settle = self.case.settle
        return [
            settle(
                path,
                {
                    "role": "suspect",
                    "fullName": suspect["name"],
                    "description": suspect["description"],
                    "relationship": suspect["relationship"],
                },
                SUSPECT,
                place,
            )
            for place, suspect in self.case.elements(path, "suspects")
        ]

    def things(self, path: str) -> list[Made]:
        """What was stolen as CHS has it."""
        settle = self.case.settle
        return [
            settle(
                path,
                {
                    "category": thing["category"],
                    "description": thing["description"],
                    "make": thing["make"],
                    "serial": thing["serial"],
                    "value": thing["value"],
                },
                THING,
                place,
            )
            for place, thing in self.case.elements(path, "stolenItems")
        ]

    def outcome(self, mapping: str, incident: Made, crime: Made | None, queue: str, lists: frozenset[str]) -> Outcome:
        """Everything together, with the place in the queue."""
        return Outcome(
            mapping=mapping,
            records={"chs.incident": incident, "connect.crime": crime},
            flags=self.flags,
            risk_level=self.level,
            triage=TriageOutcome(
                queue="urgent" if self.level in ("critical", "high") else queue,
                priority=_PRIORITIES.get(self.level, 20),
                due=self.submission["received_at"] + GRADES[self.grade][1],
                source=TriageSource.RULE,
            ),
            endings=self.case.endings,
            in_review=self.case.in_review,
            lists=lists,
        )

    def _grade_reasons(self, form: str | None) -> list[str] | None:
        reasons = [name for name in self.names if not name.startswith(("TIME_", "DATE_"))]
        if form is not None:
            return [f"base:{form}", *reasons]
        self.case.review("chs.incident.gradeReasons", "the value on the right of `+` is missing", [None, *reasons])
        return None

    def _postcode(self, answer: str) -> tuple[str | None, str]:
        typed = self.case.values[answer]
        refusals = Refusals()
        return (None if typed is None else to_postcode(refusals, typed)), refusals.told


def joined(values: Mapping[str, Any], between: str, *names: str) -> str | None:
    """The answers of those names that are told, in one line; null where none is."""
    said = between.join([values[name] for name in names if values[name] is not None])
    return clean(Refusals(), said) if said else None
