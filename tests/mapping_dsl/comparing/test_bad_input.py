"""Whatever stands in samples and texts, a comparison says what it can and raises nothing."""

import json
import random
from typing import Any

import pytest

import mapping_dsl
from mapping_dsl.comparing import compare, downgrades
from tests.mapping_dsl.comparing.small import MAPPING, MODULE, source

HEAD = {"form": "keys", "version": "1.0", "received_at": "2026-03-10T12:00:00Z"}


@pytest.mark.parametrize(
    "sample",
    [
        {},
        {"submission": None},
        {"submission": HEAD | {"received_at": "yesterday"}, "answers": {}},
        {"submission": HEAD | {"version": ["1.0"]}, "answers": {"times": 4}},
        {"submission": HEAD | {"form": "another"}, "answers": {}},
        {"submission": HEAD, "answers": []},
        {"submission": HEAD, "answers": {"people": "nobody", "times": {"a": 1}, "people.under18": "yes", "": 1}},
        {"submission": HEAD, "answers": {"people": [1, None, {"under18": ["yes"]}]}, "doubts": [["x"], 3, "weapon"]},
    ],
)
def test_a_sample_that_is_no_submission_or_an_odd_one_raises_nothing(sample: dict[str, Any]) -> None:
    comparison = compare(source(), source(("times >= 3", "times >= 4")), samples=[sample])

    assert ("flag-lost", "OFTEN") in [(one.kind, one.what) for one in comparison.guarded.downgrades]


def test_a_kept_sample_that_is_no_submission_is_passed_over() -> None:
    example = '\nexample "Odd"\n    given "ODD.json"\n    expect flags = []\n'
    texts = {path: text + (example if path == "keys/keys.mapping" else "") for path, text in source().files.items()}
    old = mapping_dsl.Library(texts | {"keys/samples/ODD.json": json.dumps({"submission": {"received_at": "soon"}})})
    new = mapping_dsl.Library(texts | {"keys/samples/ODD.json": "{", "modules/risk.mapping": MODULE.replace("3", "4")})

    guarded = downgrades(old.mapping("keys"), new.mapping("keys"))

    assert ("flag-lost", "OFTEN") in [(one.kind, one.what) for one in guarded.downgrades]


def test_modules_by_themselves_are_not_compared() -> None:
    texts = dict(source().files)

    comparison = compare(*(mapping_dsl.Library(texts).module("risk") for _ in range(2)))

    assert comparison.guarded.not_covered[0].endswith("risk is for no form")


def test_texts_cut_and_mixed_at_random_places_raise_nothing() -> None:
    chance = random.Random(4)
    for _ in range(60):
        a, b = sorted(chance.sample(range(len(MAPPING)), 2))
        text = MAPPING[:a] + MAPPING[b:] if chance.random() < 0.5 else MAPPING[:b] + MAPPING[a:]
        broken = mapping_dsl.Library(dict(source().files)).mapping("keys", text=text)

        comparison = compare(source(), broken)

        assert isinstance(comparison.nothing_changes, bool)


def test_many_changes_are_tried_within_a_budget_and_what_is_left_out_is_named() -> None:
    flags = "".join(
        f'flag "F{n}" low\n    when mentions(all text, ["a{n}", "b{n}*"]) and times > {n}\n    because "x"\n'
        for n in range(80)
    )
    old = source(("decide grade", f"{flags}decide grade"))
    new = source(("decide grade", flags.replace("times >", "times >=") + "decide grade"))

    guarded = downgrades(old, new)

    assert guarded.downgrades == ()
    assert any(sentence.startswith("not all that bears on F79 could be tried") for sentence in guarded.not_covered)
