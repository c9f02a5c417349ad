"""The seven mappings and the bench's own as a programmer would write them: what the language is measured against."""

from collections.abc import Callable, Mapping
from typing import Final

from bench.by_hand.asb import asb
from bench.by_hand.burglary import burglary
from bench.by_hand.case import Case, TrustedCase
from bench.by_hand.contact import contact
from bench.by_hand.event import event
from bench.by_hand.hate import hate
from bench.by_hand.outcome import Outcome
from bench.by_hand.rti import rti
from bench.by_hand.theft import theft
from bench.by_hand.vehicle import vehicle

__all__ = ["MAPPINGS", "Case", "Outcome", "TrustedCase"]

MAPPINGS: Final[Mapping[str, Callable[[Case], Outcome]]] = {
    "asb": asb,
    "burglary": burglary,
    "contact": contact,
    "event": event,
    "hate": hate,
    "rti": rti,
    "theft": theft,
    "vehicle": vehicle,
}
