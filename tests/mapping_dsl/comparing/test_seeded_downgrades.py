"""Edits put one at a time into the seven mappings: those that drop a risk are found, the others raise no alarm."""

import os
from collections import Counter
from functools import cache
from itertools import islice

import mapping_dsl
from mapping_dsl.comparing import downgrades
from tests.mapping_dsl.comparing.seeding import Edit, downgrading, harmless, runs, source_of

STEP = 1 if os.environ.get("STUDIO_THOROUGH") else 80  #: every how many-th edit is tried
MISSED_OF_100 = 2


@cache
def old_source(mapping: str) -> mapping_dsl.Source:
    return source_of(mapping)


def found(edit: Edit) -> list[str]:
    """What the guard says of an edit."""
    return [one.sentence for one in downgrades(old_source(edit.mapping), edit.source).downgrades]


def test_of_edits_that_drop_a_risk_at_least_98_of_100_are_found() -> None:
    edits = [edit for edit in islice(downgrading(), 0, None, STEP) if runs(edit.source)]

    missed = [str(edit) for edit in edits if not found(edit)]

    print(f"{len(edits)} edits that drop a risk, {len(missed)} missed", dict(Counter(edit.mapping for edit in edits)))
    assert len(edits) * STEP > 300
    assert len(missed) * 100 <= MISSED_OF_100 * len(edits), missed


def test_no_edit_that_drops_no_risk_raises_an_alarm() -> None:
    edits = [edit for edit in islice(harmless(), 0, None, STEP) if runs(edit.source)]

    alarms = {str(edit): said for edit in edits if (said := found(edit))}

    print(f"{len(edits)} edits that drop no risk, {len(alarms)} false alarms")
    assert len(edits) * STEP > 300
    assert alarms == {}
