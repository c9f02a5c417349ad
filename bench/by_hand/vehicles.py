"""Vehicles as both targets have them."""

from collections.abc import Mapping
from typing import Any, Final

from bench.by_hand.case import Made, Sheet
from bench.by_hand.refusals import Refusals
from bench.by_hand.report import Report
from mapping_dsl.functions.contact import to_vrm

_LENGTHS: Final = {"vrmAsTyped": 20, "make": 40, "model": 60, "colour": 30}
_NAMES: Final = ("vehicleType", "make", "model", "colour")
_MOTOR: Final = Sheet(
    _LENGTHS,
    reads={
        "vrm": ("vehicles.vrm",),
        "vrmAsTyped": ("vehicles.vrm",),
        "type": ("vehicles.vehicleType",),
        "make": ("vehicles.make",),
        "model": ("vehicles.model",),
        "colour": ("vehicles.colour",),
    },
)


def one_vehicle_sheet(vrm: str, **others: str) -> Sheet:
    """A vehicle whose registration and other fields come of those answers."""
    reads = {"vrm": (vrm,), "vrmAsTyped": (vrm,), **{name: (answer,) for name, answer in others.items()}}
    return Sheet({name: most for name, most in _LENGTHS.items() if name in reads}, reads=reads)


def motor(values: Mapping[str, Any]) -> Made:
    """A vehicle of which all is asked."""
    return {
        **registration(values["vrm"]),
        "type": values["vehicleType"],
        "make": values["make"],
        "model": values["model"],
        "colour": values["colour"],
    }


def registration(typed: str | None) -> Made:
    """A registration mark as it should be and as it was typed; one that cannot be read stays blank."""
    return {"vrm": None if typed is None else to_vrm(Refusals(), typed), "vrmAsTyped": typed}


def motors(report: Report) -> list[Made]:
    """The vehicles of an incident."""
    path, settle = "chs.incident.vehicles", report.case.settle
    return [settle(path, motor(one), _MOTOR, place) for place, one in report.case.elements(path, "vehicles")]


def motor_objects(report: Report) -> list[Made]:
    """The vehicles of an investigation."""
    path, settle = "connect.crime.objects", report.case.settle
    return [
        settle(path, {"id": f"O{place}", "kind": "vehicle", **motor(one)}, _MOTOR, place)
        for place, one in report.case.elements(path, "vehicles")
    ]
