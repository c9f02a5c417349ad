"""Saving to running: how long after a field of a mapping was changed its first outcome is there."""

import statistics
import time
from collections.abc import Mapping
from typing import Final

import mapping_dsl
from bench import event
from mapping_dsl import Library

FURTHER_FIELDS: Final = 40  #: beside the 60 of the bench's mapping
_CHANGED: Final = '        {remarks}\n        """'


def measured(rounds: int) -> Mapping[str, float]:
    """Milliseconds for a mapping of 100 fields, as the middle of several: never seen before, and after one field was
    changed."""
    library = event.library(FURTHER_FIELDS)
    text, document = library.text("event/event.mapping"), event.documents(1)[0]
    cold, edited = [], []
    for number in range(max(rounds // 5, 3)):
        fresh = event.library(FURTHER_FIELDS, title=f"An event, told for the time {number}")
        cold.append(_milliseconds(fresh, fresh.text("event/event.mapping"), document))
        edited.append(
            _milliseconds(library, text.replace(_CHANGED, f"        {number}: {_CHANGED.lstrip()}"), document)
        )
    return {"never seen before": statistics.median(cold), "one field changed": statistics.median(edited)}


def _milliseconds(library: Library, text: str, document: Mapping[str, object]) -> float:
    began = time.process_time_ns()
    mapping_dsl.compile(library.mapping("event", text=text)).run(document)
    return (time.process_time_ns() - began) / 1_000_000
