"""The seven forms' second versions as repairs of mappings that only know the first."""

from functools import cache

import pytest

import mapping_dsl
from mapping_dsl.forms import version_key
from mapping_dsl.library import covers
from mapping_dsl.parser import parse
from runtime.drift.decisions import Choice
from runtime.drift.proposing import propose
from runtime.drift.repair import FormChange, Repair
from runtime.likeness import DriftKind
from tests.runtime.drift.first_versions import FORMS, NEW, OLD, library_before, new_schema

WHO = "an analyst"
#: groups are new in the second versions, and only a person can say what becomes of each element
BY_HAND = {
    "stolenItems": 'ignore stolenItems because "Typed by hand for now"',
    "vehicles": 'ignore vehicles because "Typed by hand for now"',
    "casualties": 'ignore casualties because "Typed by hand for now"',
}


@cache
def proposed(form: str) -> Repair:
    library = library_before(form)
    old = library.forms().find(form, OLD)
    assert old
    return propose(FormChange(library, old, schema=new_schema(form)))


@cache
def decided(form: str) -> Repair:
    """Everything accepted, and what only a person can say said by hand."""
    repair = proposed(form)
    choices = {one.id: Choice(is_accepted=True, by=WHO) for one in repair.decisions}
    for one in repair.decisions:
        lines = BY_HAND.get(one.new[0]) if one.new else None
        if lines and one.kind in (DriftKind.ADDED, DriftKind.REPEATING):
            choices[one.id] = Choice(is_accepted=True, by=WHO, lines=lines)
    return propose(repair.change, choices)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_of_danger_is_accepted_by_itself(form: str) -> None:
    repair = proposed(form)

    taken = [one.sentence for one in repair.decisions if one.needs_person and one.is_accepted]

    assert taken == []


@pytest.mark.parametrize("form", FORMS)
def test_the_decided_repair_runs_and_keeps_every_example_that_held(form: str) -> None:
    library = library_before(form)
    held = {one.name for one in mapping_dsl.compile(library.mapping(form)).examples() if one.holds}

    repair = decided(form)

    assert {one.name for one in repair.examples if one.holds} >= held


@pytest.mark.parametrize("form", FORMS)
def test_the_decided_repair_can_be_published(form: str) -> None:
    repair = decided(form)

    assert [problem.describe() for problem in repair.problems] == []


@pytest.mark.parametrize("form", FORMS)
def test_the_mapping_takes_in_the_new_version_and_stays_laid_out(form: str) -> None:
    repair = decided(form)

    declared = next(one.form for one in parse(repair.text).file.statements if hasattr(one, "form"))

    assert declared
    assert covers(declared, OLD)
    assert covers(declared, NEW)
    assert mapping_dsl.format(repair.text) == repair.text


@pytest.mark.parametrize("form", FORMS)
def test_the_same_version_again_asks_for_nothing(form: str) -> None:
    library = mapping_dsl.Library("mappings")
    new = library.forms().find(form, NEW)
    assert new

    repair = propose(FormChange(library, new, schema=new_schema(form) | {"x-formVersion": "3.0"}))

    assert repair.decisions == ()
    assert version_key(repair.new.version) == (3, 0)


def test_a_name_that_was_parted_is_put_together_where_the_mapping_read_it() -> None:
    repair = decided("contact")

    assert (
        'let either home address = get or else(homeAddress, string join([addressLine1, addressLine2, town], ", "))'
        in repair.text.splitlines()
    )
