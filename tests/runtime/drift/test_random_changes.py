"""A form changed at random: whatever changes, the repair that is proposed leaves a mapping that runs."""

import copy
from random import Random
from typing import Any

import pytest

import mapping_dsl
from mapping_dsl import exact_json
from runtime.drift.decisions import Choice
from runtime.drift.proposing import propose
from runtime.drift.repair import FormChange

LIBRARY = mapping_dsl.Library("mappings")


def changed(draw: Random) -> dict[str, Any]:
    """The second version of a form as a third, with a few questions renamed, reworded, moved, added or taken out."""
    schema: dict[str, Any] = copy.deepcopy(exact_json.loads(LIBRARY.text("forms/contact/2.0.json")))
    schema |= {"x-formVersion": "3.0", "$id": "urn:test:contact:3.0"}
    properties = schema["properties"]
    for number in range(draw.randint(1, 6)):
        name = draw.choice(list(properties))
        what = draw.randrange(5)
        if what == 0:
            properties[f"{name}{number}"] = properties.pop(name)
        elif what == 1:
            properties[name]["x-label"] = f"Please tell us: {properties[name]['x-label']}"
        elif what == 2:
            properties[name] |= {"x-order": draw.randint(1, 30), "x-section": "Elsewhere"}
        elif what == 3:
            properties[f"extra{number}"] = {"type": "string", "x-label": f"Number {number}?", "x-order": 40 + number}
        elif len(properties) > 5:
            del properties[name]
    schema["required"] = [name for name in schema["required"] if name in properties]
    for one in properties.values():
        one.pop("x-showIf", None)
    return schema


@pytest.mark.parametrize("seed", range(8))
def test_the_accepted_repair_runs_on_old_and_new_submissions(seed: int) -> None:
    old = LIBRARY.forms().find("contact", "2.0")
    assert old
    change = FormChange(LIBRARY, old, schema=changed(Random(seed)))
    first = propose(change)

    repair = propose(change, {one.id: Choice(is_accepted=True, by="Ada") for one in first.decisions})

    assert repair.repaired
    compiled = mapping_dsl.compile(repair.repaired)
    assert all(example.holds for example in compiled.examples())
    assert mapping_dsl.format(repair.text) == repair.text


def test_past_submissions_come_out_as_before() -> None:
    old = LIBRARY.forms().find("contact", "2.0")
    assert old
    samples = [exact_json.loads(LIBRARY.text(f"contact/samples/{name}")) for name in LIBRARY.samples("contact")]
    change = FormChange(LIBRARY, old, schema=changed(Random(3)))

    repair = propose(change, submissions=samples)

    assert repair.replayed.run == len(samples)
    assert repair.replayed.effects == ()
